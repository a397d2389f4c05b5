"""The account's API keys as table rows: sorted, searched, with what is being changed at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import IntEnum
from itertools import groupby
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from binom_desktop.domain import Account, ApiKey, KeyRotation
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation import key_text
from binom_desktop.presentation.error_text import error_text

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class KeyColumn(IntEnum):
    """The columns, left to right."""

    DESCRIPTION = 0
    KEY = 1
    STATUS = 2
    RATE_LIMIT = 3
    ADDRESSES = 4
    CREATED = 5
    LAST_USED = 6
    REQUESTS = 7
    COST = 8


NUMERIC = frozenset({KeyColumn.REQUESTS, KeyColumn.COST})


class ApiKeysModel(QAbstractTableModel):
    """The newest key first unless a column orders them. Rows move when settings, the order or the search change.

    A key's use alone moves none, so that nothing is torn away under the pointer. ``now_ms`` is the wall clock.
    """

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._known = False
        self._keys: dict[str, ApiKey] = {}
        self._rotations: Mapping[str, KeyRotation] = {}
        self._pending: dict[str, bool] = {}
        self._order: list[str] = []
        self._sort: KeyColumn | None = None
        self._descending = False
        self._search = ""
        self._error: Exception | None = None
        self._account: Account | None = None

    def now_ms(self) -> int:
        """The time that ages are told from."""
        return self._now_ms()

    @property
    def known(self) -> bool:
        """Whether the keys have been read at all."""
        return self._known

    @property
    def keys(self) -> Sequence[ApiKey]:
        """All keys, searched for or not, as they are shown."""
        return [self._shown(key) for key in self._keys.values()]

    @property
    def ordered_by(self) -> tuple[KeyColumn | None, bool]:
        """The column that orders the rows, None for the newest first, and whether the largest come first."""
        return self._sort, self._descending

    @property
    def search(self) -> str:
        """What is searched for."""
        return self._search

    @property
    def error_text(self) -> str:
        """Why the keys could not be read the last time; empty when they could."""
        return "" if self._error is None else error_text(self._error)

    @property
    def count_text(self) -> str:
        """How many there are, and how many of them don't work."""
        return key_text.key_count_text(self.keys) if self._known else ""

    @property
    def whole(self) -> bool:
        """Whether every key's use reaches up to what the account's figures count."""
        return self._known and self._account is not None and self._reached() >= self._account.balance.last_sequence

    @property
    def totals_text(self) -> str:
        """What all keys made, and what the account made with keys that are gone: the parts of the account's total."""
        if not self._keys:
            return ""
        keys = self._keys.values()
        requests, cost_nano = sum(key.total_requests for key in keys), sum(key.total_cost_nano for key in keys)
        text = self.tr("{requests} requests · {cost}").format(
            requests=text_format.count(requests), cost=text_format.money(cost_nano)
        )
        # Figures of two moments have no difference that means anything.
        if self._account is None or self._reached() != self._account.balance.last_sequence:
            return text
        balance = self._account.balance
        gone, gone_nano = balance.total_requests - requests, balance.total_usage_nano - cost_nano
        if gone <= 0 or gone_nano < 0:
            return text
        return self.tr("{keys}, and {requests} requests · {cost} with keys that are deleted").format(
            keys=text, requests=text_format.count(gone), cost=text_format.money(gone_nano)
        )

    def key(self, row: int) -> ApiKey:
        """The key in ``row``, as it is shown."""
        return self._shown(self._keys[self._order[row]])

    def find(self, key_id: str) -> ApiKey | None:
        """A key as the server has it."""
        return self._keys.get(key_id)

    def row_of(self, key_id: str) -> int | None:
        """Where a key stands, None if it is not shown."""
        return self._order.index(key_id) if key_id in self._order else None

    def is_pending(self, key_id: str) -> bool:
        """Whether the server has yet to say that a key is enabled or disabled."""
        return key_id in self._pending

    def hints(self, key: ApiKey) -> tuple[key_text.KeyHint, ...]:
        """What a careful owner would look at."""
        return key_text.hints(key, self._now_ms())

    def rotation(self, key_id: str) -> KeyRotation | None:
        """A key's replacement, None where there is none."""
        return self._rotations.get(key_id)

    def rotation_stage(self, key: ApiKey) -> key_text.RotationStage | None:
        """How far a key's replacement has come, None where there is none."""
        rotation = self._rotations.get(key.id)
        return None if rotation is None else key_text.rotation_stage(key, rotation, self._now_ms())

    def rotation_text(self, key: ApiKey) -> str:
        """Where a key's replacement stands, and what is next; empty where there is none."""
        rotation = self._rotations.get(key.id)
        if rotation is None:
            return ""
        return key_text.rotation_text(key, rotation, self.find(rotation.successor_id), self._now_ms())

    def last_used_text(self, key: ApiKey) -> str:
        """How long ago a key was used."""
        return key_text.last_used_text(key, self._now_ms())

    def set_keys(self, keys: Mapping[str, ApiKey], rotations: Mapping[str, KeyRotation]) -> None:
        """Show the keys as the server has them."""
        changed = {
            id_
            for id_, key in keys.items()
            if key != self._keys.get(id_) or rotations.get(id_) != self._rotations.get(id_)
        }
        some_went = not keys.keys() >= set(self._order)
        # While these rows go, their keys are still known.
        self._drop_rows_but(keys)
        self._known, self._keys, self._rotations, self._error = True, dict(keys), rotations, None
        self._pending = {id_: enabled for id_, enabled in self._pending.items() if id_ in keys}
        self._arrange(changed, again=some_went)

    def set_account(self, account: Account) -> None:
        """Whose keys they are: its totals are those of all keys that there ever were."""
        known = self._account
        self._account = account
        if known is None or known.balance != account.balance:
            self.changed.emit()

    def set_pending(self, key_id: str, enabled: bool | None) -> None:
        """Show a key as enabled or disabled before the server has said so; None as the server has it.

        Of a key that is gone nothing is shown.
        """
        if enabled is None:
            self._pending.pop(key_id, None)
        elif key_id in self._keys:
            self._pending[key_id] = enabled
        self._arrange({key_id})

    def set_failed(self, error: Exception) -> None:
        """Say that the keys could not be read; what was shown stays."""
        self._error = error
        self.changed.emit()

    def set_search(self, text: str) -> None:
        """Show only the keys that have ``text`` in their description, key, id or addresses."""
        if text != self._search:
            self._search = text
            self._arrange(())

    def sort_by(self, column: KeyColumn) -> None:
        """Order by a column: texts and times from their beginning first, figures the largest first; again turns it."""
        if column is self._sort:
            self._descending = not self._descending
        else:
            self._sort, self._descending = column, column in NUMERIC or column is KeyColumn.LAST_USED
        self._arrange((), again=True)

    def refresh_ages(self) -> None:
        """Time went on, and with it what is written about ages."""
        if self._order:
            last = len(self._order) - 1
            # What stands behind a description goes by the time too.
            for column in (KeyColumn.DESCRIPTION, KeyColumn.LAST_USED):
                self.dataChanged.emit(self.index(0, column), self.index(last, column))
            self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.beginResetModel()
        self._known, self._error, self._account = False, None, None
        self._keys, self._rotations, self._order, self._search = {}, {}, [], ""
        self._pending.clear()
        self.endResetModel()
        self.changed.emit()

    def _reached(self) -> int:
        """Up to which sequence all keys' use is counted."""
        return min((key.last_sequence for key in self._keys.values()), default=0)

    def _shown(self, key: ApiKey) -> ApiKey:
        enabled = self._pending.get(key.id)
        return key if enabled is None or enabled == key.enabled else replace(key, enabled=enabled)

    def _arrange(self, changed: Collection[str], *, again: bool = False) -> None:
        """Put the rows in order. Where they stay, only what ``changed`` is written anew."""
        order = self._wanted_order()
        if not again and self._sort in _BY_USE and set(order) == set(self._order):
            order = self._order
        self._drop_rows_but(set(order))
        known = set(self._order)
        self._move([id_ for id_ in order if id_ in known])
        self._insert_rows(order)
        for is_changed, rows in groupby(range(len(order)), lambda row: order[row] in changed):
            run = list(rows)
            if is_changed:
                self.dataChanged.emit(self.index(run[0], 0), self.index(run[-1], len(KeyColumn) - 1))
        self.changed.emit()

    def _wanted_order(self) -> list[str]:
        sought = self._search.casefold().strip()
        keys = [self._shown(key) for key in self._keys.values() if sought in _searched(key)]
        keys.sort(key=lambda key: (-key.created_ms, key.id))
        if self._sort is not None:
            keys.sort(key=_SORTED_BY[self._sort], reverse=self._descending)
        return [key.id for key in keys]

    def _drop_rows_but(self, kept: Collection[str]) -> None:
        """Take away the rows of all other keys; what is chosen among these stays chosen."""
        last = len(self._order) - 1
        while last >= 0:
            first = last
            while first >= 0 and self._order[first] not in kept:
                first -= 1
            if first < last:
                self.beginRemoveRows(_NO_PARENT, first + 1, last)
                del self._order[first + 1 : last + 1]
                self.endRemoveRows()
            last = first - 1

    def _insert_rows(self, order: Sequence[str]) -> None:
        """Add the rows that ``order`` has between those that are there in its order already."""
        known = set(self._order)
        first = 0
        while first < len(order):
            end = first
            while end < len(order) and order[end] not in known:
                end += 1
            if first < end:
                self.beginInsertRows(_NO_PARENT, first, end - 1)
                self._order[first:first] = order[first:end]
                self.endInsertRows()
            first = end + 1

    def _move(self, order: list[str]) -> None:
        """Put the same rows into another order; what is chosen stays chosen."""
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._order[index.row()] for index in before]
        self._order = order
        rows = {id_: row for row, id_ in enumerate(order)}
        after = [self.index(rows[id_], index.column()) for id_, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._order)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(KeyColumn)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(KeyColumn(section))
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._order):
            return None
        column = KeyColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(self.key(index.row()), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text_format.plain_tooltip(self._detail(self.key(index.row()), column))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and column is KeyColumn.DESCRIPTION:
            return self._detail(self.key(index.row()), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return None

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Description"),
            self.tr("Key"),
            self.tr("Status"),
            self.tr("Rate Limit"),
            self.tr("IP Restrictions"),
            self.tr("Created"),
            self.tr("Last Used"),
            self.tr("Requests"),
            self.tr("Cost"),
        )

    def _text(self, key: ApiKey, column: KeyColumn) -> str:
        return self.last_used_text(key) if column is KeyColumn.LAST_USED else _TEXTS[column](key)

    def _detail(self, key: ApiKey, column: KeyColumn) -> str:
        if column is KeyColumn.DESCRIPTION:
            lines = [self.rotation_text(key), *(hint.text for hint in self.hints(key))]
            return "\n".join(line for line in (key_text.description_text(key), *lines) if line)
        return _DETAILS[column](key) if column in _DETAILS else self._text(key, column)


def alignment(column: KeyColumn) -> Qt.AlignmentFlag:
    """Figures to the right, everything else to the left."""
    side = Qt.AlignmentFlag.AlignRight if column in NUMERIC else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _searched(key: ApiKey) -> str:
    return "\n".join((key.description, key.hint, key.id, *key.allowed_ips)).casefold()


_TEXTS: Mapping[KeyColumn, Callable[[ApiKey], str]] = {
    KeyColumn.DESCRIPTION: key_text.description_text,
    KeyColumn.KEY: key_text.hint_text,
    KeyColumn.STATUS: key_text.status_text,
    KeyColumn.RATE_LIMIT: lambda key: key_text.rate_limit_text(key.rate_limit_rpm),
    KeyColumn.ADDRESSES: lambda key: key_text.addresses_text(key.allowed_ips),
    KeyColumn.CREATED: key_text.created_text,
    KeyColumn.REQUESTS: lambda key: text_format.count(key.total_requests),
    KeyColumn.COST: lambda key: text_format.money(key.total_cost_nano),
}
_DETAILS: Mapping[KeyColumn, Callable[[ApiKey], str]] = {
    KeyColumn.ADDRESSES: lambda key: key_text.addresses_list(key.allowed_ips),
    KeyColumn.CREATED: lambda key: key_text.moment_tooltip(key.created_ms),
    KeyColumn.LAST_USED: lambda key: key_text.moment_tooltip(key.last_used_ms),
    KeyColumn.COST: lambda key: text_format.exact_money(key.total_cost_nano),
}
_SORTED_BY: Mapping[KeyColumn, Callable[[ApiKey], Any]] = {
    KeyColumn.DESCRIPTION: lambda key: key_text.description_text(key).casefold(),
    KeyColumn.KEY: lambda key: key.hint,
    KeyColumn.STATUS: lambda key: not key.enabled,
    # No limit is above every limit.
    KeyColumn.RATE_LIMIT: lambda key: (key.rate_limit_rpm is None, key.rate_limit_rpm or 0),
    KeyColumn.ADDRESSES: lambda key: (not key.allowed_ips, len(key.allowed_ips), key.allowed_ips),
    KeyColumn.CREATED: lambda key: key.created_ms,
    KeyColumn.LAST_USED: lambda key: -1 if key.last_used_ms is None else key.last_used_ms,
    KeyColumn.REQUESTS: lambda key: key.total_requests,
    KeyColumn.COST: lambda key: key.total_cost_nano,
}
_BY_USE = frozenset({KeyColumn.LAST_USED, KeyColumn.REQUESTS, KeyColumn.COST})
