"""The command palette and the sheet of shortcuts: everything that can be done, by typing a few letters of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from binom_desktop.domain import ApiKey
from binom_desktop.events import AppEvent, KeysUpdated, OverviewUpdated, RequestChoicesFound
from binom_desktop.models.command_list import Command, CommandGroup, CommandListModel
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.translation import translate
from binom_desktop.queries import Criteria, DatePreset, DateRange, StatusClass
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.page import PageEntry
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.views.command_palette import CommandPalette


class _Deed(Struct, frozen=True):
    """Something that can be done: ``keys`` is its shortcut, as Qt writes it, where it has one."""

    id: str
    title: str
    group: CommandGroup
    do: Callable[[], object]
    keys: str = ""
    keywords: tuple[str, ...] = ()


class CommandsDesk(QObject):
    """Ctrl+K opens the palette over ``window``, F1 the shortcuts. The signals tell what was chosen.

    ``pages`` and what can be done anywhere are there always; the account's keys and models join them.
    """

    route_chosen = Signal(str)
    criteria_chosen = Signal(Criteria)
    key_chosen = Signal(str)
    create_key_chosen = Signal()
    refresh_chosen = Signal()
    add_account_chosen = Signal()
    sign_out_chosen = Signal()
    documentation_chosen = Signal()
    diagnostics_chosen = Signal()
    licences_chosen = Signal()
    about_chosen = Signal()
    quit_chosen = Signal()

    def __init__(self, *, window: MainWindow, theme: Theme, pages: Sequence[PageEntry]) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._model = CommandListModel(parent=self)
        self._keys: Mapping[str, ApiKey] = {}
        self._models: tuple[str, ...] = ()
        self._used_models: tuple[str, ...] = ()
        self.can_sign_out = False
        self._palette: CommandPalette | None = None
        self._palette_action = self._action(self.tr("Command Palette"), "commandPaletteAction", "Ctrl+K")
        self._sheet_action = self._action(self.tr("Keyboard Shortcuts"), "shortcutSheetAction", "F1")
        self._deeds = (*map(self._page, pages), *self._actions(), *self._filters())
        self._palette_action.triggered.connect(self._on_palette_action_triggered)
        self._sheet_action.triggered.connect(self._on_sheet_action_triggered)

    def take(self, event: AppEvent) -> None:
        """Offer what the account has."""
        match event:
            case KeysUpdated(keys):
                self._keys = keys
            case RequestChoicesFound(choices):
                self._models = choices.models
            case OverviewUpdated(overview):
                self._used_models = tuple(item.model for item in overview.models if item.model)

    def clear(self) -> None:
        """Another account comes."""
        self._keys, self._models, self._used_models = {}, (), ()
        if self._palette is not None:
            self._palette.reject()

    def show_palette(self) -> None:
        """Open the palette with what there is now; while somebody signs in there is nothing to lead to."""
        if self._window.signing_in:
            return
        from binom_desktop.views.command_palette import CommandPalette

        if self._palette is None:
            self._palette = CommandPalette(model=self._model, theme=self._theme, parent=self._window)
            self._palette.chosen.connect(self._on_palette_chosen)
        self._model.set_commands([self._command(deed) for deed in self._all_deeds()])
        self._palette.open()

    def show_shortcuts(self) -> None:
        """Open the sheet of shortcuts."""
        from binom_desktop.views.shortcut_sheet import ShortcutSheet

        sheet = ShortcutSheet(sections=self._sections(), theme=self._theme, parent=self._window)
        sheet.open()

    def _page(self, entry: PageEntry) -> _Deed:
        show = partial(self.route_chosen.emit, entry.route)
        return _Deed(entry.route, entry.title, CommandGroup.PAGE, show, entry.shortcut)

    def _actions(self) -> Sequence[_Deed]:
        action = CommandGroup.ACTION
        return (
            _Deed("create-key", self.tr("Create API Key"), action, self.create_key_chosen.emit, keywords=("new",)),
            _Deed("refresh", self.tr("Refresh"), action, self.refresh_chosen.emit, "F5", ("reload",)),
            _Deed("add-account", self.tr("Add Account"), action, self.add_account_chosen.emit, keywords=("sign in",)),
            _Deed("sign-out", self.tr("Sign Out"), action, self.sign_out_chosen.emit, keywords=("log out",)),
            _Deed(
                "documentation", self.tr("Documentation"), action, self.documentation_chosen.emit, keywords=("help",)
            ),
            _Deed(
                "diagnostics", self.tr("Save Diagnostics"), action, self.diagnostics_chosen.emit, keywords=("report",)
            ),
            _Deed("licences", self.tr("Licences"), action, self.licences_chosen.emit, keywords=("license",)),
            _Deed("about", self.tr("About Binom Desktop"), action, self.about_chosen.emit, keywords=("version",)),
            _Deed("shortcuts", self._sheet_action.text(), action, self.show_shortcuts, "F1", ("help",)),
            _Deed("quit", self.tr("Quit"), action, self.quit_chosen.emit, "Ctrl+Q", ("exit",)),
        )

    def _filters(self) -> Sequence[_Deed]:
        return tuple(
            _Deed(f"filter {title}", title, CommandGroup.FILTER, partial(self.criteria_chosen.emit, criteria))
            for title, criteria in (
                (self.tr("All requests"), Criteria()),
                (self.tr("Failed requests"), Criteria(status=StatusClass.FAILED)),
                (self.tr("Rate-limited requests (429)"), Criteria(status=429)),
                (self.tr("Server errors (5xx)"), Criteria(status=StatusClass.SERVER_ERROR)),
                (self.tr("Today's requests"), Criteria(range=DateRange(DatePreset.TODAY))),
            )
        )

    def _action(self, text: str, object_name: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(object_name)
        action.setShortcut(QKeySequence(keys))
        self._window.addAction(action)
        return action

    def _command(self, deed: _Deed) -> Command:
        from binom_desktop.views.shortcut_sheet import native_keys

        return Command(deed.id, deed.title, deed.group, native_keys(deed.keys) if deed.keys else "", deed.keywords)

    def _all_deeds(self) -> Sequence[_Deed]:
        models = dict.fromkeys((*self._used_models, *self._models))
        return (
            *(deed for deed in self._deeds if deed.id != "sign-out" or self.can_sign_out),
            *(
                _Deed(
                    f"key {key.id}",
                    safe_line(key.description) or key.hint,
                    CommandGroup.KEY,
                    partial(self.key_chosen.emit, key.id),
                    keywords=(key.hint, key.id),
                )
                for key in self._keys.values()
            ),
            *(
                _Deed(
                    f"model {model}",
                    safe_line(model),
                    CommandGroup.MODEL,
                    partial(self.criteria_chosen.emit, Criteria(models=(model,))),
                )
                for model in models
            ),
        )

    def _sections(self) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
        """The shortcuts by where they work."""
        pages = [(deed.title, deed.keys) for deed in self._deeds if deed.group is CommandGroup.PAGE]
        actions = [(deed.title, deed.keys) for deed in self._deeds if deed.keys and deed.group is not CommandGroup.PAGE]
        return (
            (self.tr("Pages"), pages),
            (self.tr("Everywhere"), [(self._palette_action.text(), "Ctrl+K"), *actions]),
            (
                self.tr("Tables and charts"),
                [
                    (translate("CommandsDesk", "Search or filter"), "Ctrl+F"),
                    (translate("CommandsDesk", "Copy the chosen rows"), "Ctrl+C"),
                    (translate("CommandsDesk", "Open the chosen row"), "Return"),
                    (translate("CommandsDesk", "Walk along a chart"), "Right"),
                    (translate("CommandsDesk", "Close a pane, a menu or a mark"), "Esc"),
                ],
            ),
        )

    @Slot()
    def _on_palette_action_triggered(self) -> None:
        self.show_palette()

    @Slot()
    def _on_sheet_action_triggered(self) -> None:
        self.show_shortcuts()

    @Slot(str)
    def _on_palette_chosen(self, command_id: str) -> None:
        deed = next((deed for deed in self._all_deeds() if deed.id == command_id), None)
        if deed is not None:
            deed.do()
