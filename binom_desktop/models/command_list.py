"""Everything that the command palette can do or lead to, as a list that is searched while one types."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from binom_desktop.presentation.format import plain_tooltip, safe_line
from binom_desktop.presentation.fuzzy import FuzzySearch, Searchable, folded_words
from binom_desktop.presentation.translation import translate

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_MOST_RECENT = 8
# So many rows are handed out at once; a view asks for more when it comes to their end.
_BATCH = 200


class CommandGroup(StrEnum):
    """What kind of thing a command is, in the order in which they stand while nothing is typed."""

    PAGE = "Page"
    ACTION = "Action"
    FILTER = "Filter"
    KEY = "API Key"
    MODEL = "Model"


class Command(Struct, frozen=True):
    """Something to do or to go to.

    ``hint`` is what tells more about it, such as its shortcut or a key's hint; ``keywords`` find it by other words.
    """

    id: str
    title: str
    group: CommandGroup
    hint: str = ""
    keywords: tuple[str, ...] = ()


class CommandRow(Struct, frozen=True):
    """A command as it is shown, each text one plain line; ``positions`` are the letters of the title that were hit."""

    id: str
    title: str
    group: str
    hint: str
    kind: CommandGroup
    positions: tuple[int, ...]


def group_text(group: CommandGroup) -> str:
    """The name of a group, as it stands beside a command."""
    match group:
        case CommandGroup.PAGE:
            return translate("Commands", "Page")
        case CommandGroup.ACTION:
            return translate("Commands", "Action")
        case CommandGroup.FILTER:
            return translate("Commands", "Filter")
        case CommandGroup.KEY:
            return translate("Commands", "API Key")
        case CommandGroup.MODEL:
            return translate("Commands", "Model")


class CommandListModel(QAbstractListModel):
    """The commands that match what was typed, the best first.

    While nothing is typed, all are there: what was used lately, then pages, actions, and the rest.
    """

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: tuple[Command, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._search = FuzzySearch(())
        self._text = ""
        # Places in the commands, in the order shown, and how many of them are handed out.
        self._order: list[int] = []
        self._fetched = 0
        self._recent: list[str] = []

    @property
    def count(self) -> int:
        """How many match, whether they are handed out yet or not."""
        return len(self._order)

    @property
    def is_searching(self) -> bool:
        """Whether there is something to search for."""
        return bool(self._search.query)

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Offer these, in this order where nothing else tells; what is searched for stays."""
        offered = tuple(commands)
        if offered == self._commands:
            return
        # Until then the rows are those of the old commands.
        self.beginResetModel()
        self._commands = offered
        self._titles = tuple(safe_line(command.title) for command in offered)
        groups = {group: group_text(group) for group in CommandGroup}
        self._search = FuzzySearch(
            [
                Searchable(title, (*command.keywords, command.hint, groups[command.group]))
                for title, command in zip(self._titles, offered, strict=True)
            ]
        )
        self._take_found()
        self.endResetModel()

    def set_text(self, text: str) -> None:
        """Show what matches ``text``."""
        self._text = text
        if folded_words(text) != self._search.query:
            self._show()

    def note_used(self, command_id: str) -> None:
        """Put a command on top of what was used lately; an id that is not offered does no harm."""
        self._recent = list(dict.fromkeys((command_id, *self._recent)))[:_MOST_RECENT]
        if not self.is_searching:
            self._show()

    def row(self, row: int) -> CommandRow:
        """What stands in ``row``."""
        entry = self._order[row]
        command = self._commands[entry]
        return CommandRow(
            id=command.id,
            title=self._titles[entry],
            group=group_text(command.group),
            hint=safe_line(command.hint),
            kind=command.group,
            positions=self._search.positions(entry),
        )

    def fetch_to(self, row: int) -> None:
        """Hand out everything up to ``row``, as far as there is so much."""
        last = min(max(row + 1, self._fetched), len(self._order)) - 1
        if last >= self._fetched:
            self.beginInsertRows(_NO_PARENT, self._fetched, last)
            self._fetched = last + 1
            self.endInsertRows()

    def row_of(self, command_id: str) -> int | None:
        """Where a command stands, None if it doesn't match."""
        rows = (row for row, entry in enumerate(self._order) if self._commands[entry].id == command_id)
        return next(rows, None)

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._fetched

    @override
    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._fetched < len(self._order)

    @override
    def fetchMore(self, parent: _Index) -> None:
        if not parent.isValid():
            self.fetch_to(self._fetched + _BATCH - 1)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._order):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[self._order[index.row()]]
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            shown = self.row(index.row())
            texts = [text for text in (shown.title, shown.hint, shown.group) if text]
            return plain_tooltip("\n".join(texts)) if role == Qt.ItemDataRole.ToolTipRole else ", ".join(texts)
        return None

    def _show(self) -> None:
        self.beginResetModel()
        self._take_found()
        self.endResetModel()

    def _take_found(self) -> None:
        found = self._search.find(self._text)
        self._order = found if self.is_searching else self._resting_order()
        self._fetched = min(_BATCH, len(self._order))

    def _resting_order(self) -> list[int]:
        used = {command_id: place for place, command_id in enumerate(self._recent)}
        groups = {group: place for place, group in enumerate(CommandGroup)}
        commands = self._commands
        last = len(used)
        return sorted(
            range(len(commands)),
            key=lambda entry: (used.get(commands[entry].id, last), groups[commands[entry].group]),
        )
