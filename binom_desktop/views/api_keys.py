"""The API Keys page: every key of the account, what it is used for, and everything that can be done to it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QMenu, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.domain import ApiKey
from binom_desktop.models.account import AccountModel
from binom_desktop.models.api_keys import ApiKeysModel, KeyColumn
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.key_detail import KeyDetailModel
from binom_desktop.views import icons
from binom_desktop.views.api_key_table import ROW_HEIGHT, ApiKeyTable
from binom_desktop.views.empty_state import EmptyState
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.key_detail import KeyDetailView
from binom_desktop.views.page import KEYS_DOCUMENTATION_URL, Page, PageEntry
from binom_desktop.views.placeholder import PlaceholderLines
from binom_desktop.views.search_field import SearchField
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_GAP, CARD_PADDING, CELL_PADDING, PAGE_PADDING

_LEAST_HEIGHT = 260
_WIDEST_SEARCH = 320
_AGES_INTERVAL_MS = 10_000


class ApiKeysPage(Page):
    """A table of keys, or one key with all its details. What is asked for goes out as signals with the key's id."""

    create_requested = Signal()
    edit_requested = Signal(str)
    enable_requested = Signal(str, bool)
    rotate_requested = Signal(str)
    end_rotation_requested = Signal(str)
    delete_requested = Signal(str)
    requests_requested = Signal(str)
    detail_requested = Signal(str)

    def __init__(
        self,
        *,
        entry: PageEntry,
        keys: ApiKeysModel,
        detail: KeyDetailModel,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(entry=entry, connection=connection, account=account, theme=theme, parent=parent)
        self._keys = keys
        self._detail = detail
        self._create = self._button(self.tr("Create New API Key"), "createNewKeyButton", Role.PRIMARY)
        self._search = SearchField(
            object_name="keySearchField",
            accessible_name=self.tr("Search API Keys"),
            placeholder=self.tr("Search keys"),
            theme=theme,
        )
        self._totals = FittingLabel()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.table = ApiKeyTable(model=keys, theme=theme)
        self._list = QWidget()
        self.detail_view = KeyDetailView(keys=keys, detail=detail, theme=theme)
        self._clear_search = self._button(self.tr("Clear Search"), "clearKeySearchButton", Role.PRIMARY)
        self._create_instead = self._button(self.tr("Create New API Key"), "noKeysCreateButton", Role.PRIMARY)
        self._documentation = self._button(self.tr("View Documentation"), "keysDocumentationButton", None)
        self._retry = self._button(self.tr("Try Again"), "keysRetryButton", Role.PRIMARY)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_INTERVAL_MS)
        self._menu_key: ApiKey | None = None
        self._build_page()
        self._connect()
        self._show_icons()
        self._show_keys()

    @override
    def focus_body(self) -> None:
        """Let the keyboard begin in the rows, or in the key that is open."""
        if self._detail.key_id is None:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.detail_view.focus_first()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = self._search.sizeHint().width() + self._line.spacing() + self._totals.sizeHint().width()
        below = self.width() - 2 * PAGE_PADDING < needed
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._line.setStretch(1, 0 if below else 1)
        self._line.setAlignment(self._totals, Qt.AlignmentFlag.AlignLeading if below else Qt.AlignmentFlag.AlignRight)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()

    def open_key(self, key_id: str | None) -> None:
        """Show one key, or with None all of them again, where the keyboard finds the one that was open."""
        before = self._detail.key_id
        self._detail.set_key_id(key_id)
        self._list.setVisible(key_id is None)
        self.detail_view.setVisible(key_id is not None)
        if key_id is not None:
            self.detail_view.focus_first()
        elif before is not None:
            self.table.choose(before)
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.detail_requested.emit(key_id or "")

    def _button(self, text: str, object_name: str, role: Role | None) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        if role is not None:
            set_role(button, role)
        return button

    def _build_page(self) -> None:
        self.add_header_action(self._create)
        self._search.setMaximumWidth(text_px(_WIDEST_SEARCH))
        self._totals.setObjectName("keyTotals")
        set_role(self._totals, Role.SECONDARY)
        line = self._line
        line.setSpacing(16)
        line.addWidget(self._search, 2)
        line.addStretch(1)
        line.addWidget(self._totals, 3, Qt.AlignmentFlag.AlignRight)
        rows = QVBoxLayout(self._list)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(CARD_GAP)
        rows.addLayout(line)
        self._states = self._made_states()
        for state in self._states:
            rows.addWidget(state, 1)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self.detail_view)
        self.detail_view.hide()
        self.detail_view.set_wide(self.wide)

    def _made_states(self) -> tuple[QWidget, QWidget, QWidget, QWidget, QWidget]:
        """What can stand below the search: still loading, not to be read, no key, none that matches, the rows."""
        waiting = PlaceholderLines(
            accessible_name=self.tr("Loading API Keys"), theme=self.theme, lines=6, line_height=ROW_HEIGHT
        )
        self._failed = EmptyState(
            object_name="keysFailedState",
            icon_name="circle-alert",
            title=self.tr("The keys could not be read"),
            text="",
            buttons=(self._retry,),
            theme=self.theme,
            least_height=_LEAST_HEIGHT,
        )
        nothing = EmptyState(
            object_name="noKeysState",
            icon_name="key-round",
            title=self.tr("No API keys yet"),
            text=self.tr("A key lets your programs send requests."),
            buttons=(self._create_instead, self._documentation),
            theme=self.theme,
            least_height=_LEAST_HEIGHT,
        )
        no_match = EmptyState(
            object_name="noKeyMatchState",
            icon_name="key-round",
            title=self.tr("No key matches"),
            text=self.tr("Nothing has this in its description, key or addresses."),
            buttons=(self._clear_search,),
            theme=self.theme,
            least_height=_LEAST_HEIGHT,
        )
        return self._card(waiting), self._failed, nothing, no_match, self._card(self.table)

    def _card(self, content: QWidget) -> QFrame:
        card = QFrame()
        card.setObjectName("apiKeysCard")
        card.setMinimumHeight(_LEAST_HEIGHT)
        set_role(card, Role.CARD)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(CARD_PADDING - CELL_PADDING, 6, CARD_PADDING - CELL_PADDING, 8)
        layout.addWidget(content)
        return card

    def _connect(self) -> None:
        self._keys.changed.connect(self._on_keys_changed)
        self._ages.timeout.connect(self._keys.refresh_ages)
        self._create.clicked.connect(self.create_requested)
        self._create_instead.clicked.connect(self.create_requested)
        self._retry.clicked.connect(self.refresh_requested)
        self._clear_search.clicked.connect(self._search.clear)
        self._documentation.clicked.connect(self._on_documentation_clicked)
        self._search.searched.connect(self._keys.set_search)
        self._search.down_pressed.connect(self._on_search_down_pressed)
        self.table.order_requested.connect(self._on_table_order_requested)
        self.table.opened.connect(self.open_key)
        self.table.edit_requested.connect(self.edit_requested)
        self.table.delete_requested.connect(self.delete_requested)
        self.table.copy_requested.connect(self._on_table_copy_requested)
        self.table.menu_requested.connect(self._on_table_menu_requested)
        detail = self.detail_view
        detail.back_requested.connect(self._on_detail_back_requested)
        detail.edit_requested.connect(self.edit_requested)
        detail.enable_requested.connect(self.enable_requested)
        detail.rotate_requested.connect(self.rotate_requested)
        detail.end_rotation_requested.connect(self.end_rotation_requested)
        detail.delete_requested.connect(self.delete_requested)
        detail.requests_requested.connect(self.requests_requested)
        self.wide_changed.connect(detail.set_wide)
        self.theme.changed.connect(self._on_page_theme_changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_activated)
        new = QShortcut(QKeySequence(QKeySequence.StandardKey.New), self)
        new.activated.connect(self.create_requested)

    def _show_icons(self) -> None:
        tokens = self.theme.tokens
        for button in (self._create, self._create_instead):
            button.setIcon(icons.button_icon("plus", tokens.on_accent, tokens.text3))
            button.setIconSize(icons.button_icon_size())

    def _show_keys(self) -> None:
        keys = self._keys
        waiting, failed, nothing, no_match, rows = self._states
        shown = rows
        if not keys.known:
            shown = failed if keys.error_text else waiting
        elif not keys.rowCount():
            shown = no_match if keys.keys else nothing
        for state in self._states:
            state.setVisible(state is shown)
        self._search.show_search(keys.search)
        self._failed.set_text(keys.error_text)
        self._totals.setText(keys.error_text if keys.known and keys.error_text else keys.totals_text)
        self._totals.setToolTip(self._totals.text())
        self.set_subtitle(keys.count_text)
        if self._detail.key_id is not None and keys.known and keys.find(self._detail.key_id) is None:
            self.open_key(None)

    @Slot()
    def _on_keys_changed(self) -> None:
        self._show_keys()

    @Slot()
    def _on_page_theme_changed(self) -> None:
        self._show_icons()

    @Slot()
    def _on_documentation_clicked(self) -> None:
        self.open_url_requested.emit(KEYS_DOCUMENTATION_URL)

    @Slot()
    def _on_search_down_pressed(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.table.currentIndex().isValid() and self._keys.rowCount():
            self.table.choose(self._keys.key(0).id)

    @Slot()
    def _on_find_activated(self) -> None:
        if self._detail.key_id is not None:
            self.open_key(None)
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    @Slot(KeyColumn)
    def _on_table_order_requested(self, column: KeyColumn) -> None:
        self._keys.sort_by(column)

    @Slot(str)
    def _on_table_copy_requested(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    @Slot()
    def _on_detail_back_requested(self) -> None:
        self.open_key(None)

    @Slot(str, QPoint)
    def _on_table_menu_requested(self, key_id: str, place: QPoint) -> None:
        row = self._keys.row_of(key_id)
        if row is None:
            return
        self._menu_key = self._keys.key(row)
        menu = QMenu(self)
        menu.setObjectName("keyMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, name, keys in (
            (self.tr("Open"), "openKeyAction", "Return"),
            (self.tr("View Requests"), "keyRequestsAction", ""),
            (self.tr("Edit…"), "editKeyAction", "F2"),
            (self.tr("Disable") if self._menu_key.enabled else self.tr("Enable"), "enableKeyAction", ""),
            (self.tr("Rotate…"), "rotateKeyAction", ""),
            (self.tr("Delete…"), "deleteKeyAction", "Del"),
        ):
            action = menu.addAction(text)
            action.setObjectName(name)
            if keys:
                action.setShortcut(QKeySequence(keys))
                # The table has these keys itself.
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                action.setShortcutVisibleInContextMenu(True)
            if name == "enableKeyAction":
                action.setEnabled(not self._keys.is_pending(key_id))
        order = menu.addMenu(self.tr("Sort By"))
        order.setObjectName("sortKeysMenu")
        for column in KeyColumn:
            action = order.addAction(str(self._keys.headerData(column, Qt.Orientation.Horizontal)))
            action.setObjectName(f"sortKeys{column.name.title().replace('_', '')}Action")
            action.setData(column.value)
            action.setCheckable(True)
            action.setChecked(column is self._keys.ordered_by[0])
        # What is chosen in the menu inside comes here too.
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(place)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        key = self._menu_key
        if key is None:
            return
        if action.data() is not None:
            self._keys.sort_by(KeyColumn(action.data()))
            return
        match action.objectName():
            case "openKeyAction":
                self.open_key(key.id)
            case "keyRequestsAction":
                self.requests_requested.emit(key.id)
            case "editKeyAction":
                self.edit_requested.emit(key.id)
            case "enableKeyAction":
                self.enable_requested.emit(key.id, not key.enabled)
            case "rotateKeyAction":
                self.rotate_requested.emit(key.id)
            case "deleteKeyAction":
                self.delete_requested.emit(key.id)
