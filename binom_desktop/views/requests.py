"""The Requests page: every request that was ever logged, filtered and sorted at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.domain import ApiKey, RequestRecord
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.export import ExportModel, ExportState
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.models.request_question import RequestQuestionModel
from binom_desktop.presentation.format import count, plain_tooltip
from binom_desktop.queries import SortColumn
from binom_desktop.views.announce import announce
from binom_desktop.views.filter_bar import FilterBar
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.page import DOCUMENTATION_URL, Page, PageEntry
from binom_desktop.views.placeholder import PlaceholderLines
from binom_desktop.views.request_log_table import RequestLogTable
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_GAP, CARD_PADDING, CELL_PADDING, PAGE_PADDING, TABLE_ROW_HEIGHT

if TYPE_CHECKING:
    from binom_desktop.views.empty_state import EmptyState
    from binom_desktop.views.export_bar import ExportBar
    from binom_desktop.views.request_detail import RequestDetailPane

_LEAST_HEIGHT = 260
_LEAST_ROWS_WIDTH = 240
_EXPORT_ENDINGS = ("csv", "json", "pdf")


class RequestsPage(Page):
    """Asks through ``question`` and shows ``log``. ``follow_changed`` says whether new rows may come by themselves."""

    follow_changed = Signal(bool)
    catch_up_requested = Signal()
    export_requested = Signal(str, str)
    export_cancel_requested = Signal()
    export_again_requested = Signal()
    folder_requested = Signal()
    columns_changed = Signal()
    notice_requested = Signal(str)

    def __init__(
        self,
        *,
        entry: PageEntry,
        log: RequestLogModel,
        question: RequestQuestionModel,
        exporting: ExportModel,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(entry=entry, connection=connection, account=account, theme=theme, parent=parent)
        self._log = log
        self._question = question
        self._exporting = exporting
        self._export = self._button(self.tr("Export"), "exportButton", None)
        self._columns = self._button(self.tr("Columns"), "columnsButton", Role.QUIET)
        self._filters = FilterBar(criteria=question.criteria, theme=theme)
        # What is hidden at first is built when it first has something to show, so that nobody waits for it.
        self._export_bar: ExportBar | None = None
        self._detail: RequestDetailPane | None = None
        self._keys: Mapping[str, ApiKey] = {}
        self._totals = FittingLabel()
        self._chosen = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._new = self._button("", "newRequestsButton", None)
        self.table = RequestLogTable(model=log, theme=theme)
        self._waiting = self._card(
            PlaceholderLines(
                accessible_name=self.tr("Loading Requests"), theme=theme, lines=8, line_height=TABLE_ROW_HEIGHT
            )
        )
        self._filled = self._card(self.table)
        self._rows = QStackedLayout()
        self._below = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._prepare()
        self._connect()
        self._show_question()
        self._show_log()
        self._show_exporting()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_totals()
        if self._detail is not None:
            self._place_detail(self._detail)

    def _place_detail(self, detail: RequestDetailPane) -> None:
        """A request's details stand beside the rows, or below them where both have no room."""
        from binom_desktop.views.request_detail import WIDTH

        stacked = self.width() - 2 * PAGE_PADDING < text_px(WIDTH + _LEAST_ROWS_WIDTH)
        self._below.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        detail.setMinimumHeight(row_px(_LEAST_HEIGHT) if stacked else 0)

    def _place_totals(self) -> None:
        """The buttons stand beside the totals, or below them where both have no room."""
        buttons = self._new.sizeHint().width() + self._columns.sizeHint().width() + 2 * self._chosen.spacing()
        below = self.width() - 2 * PAGE_PADDING < self._totals.sizeHint().width() + buttons
        self._chosen.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)

    def _button(self, text: str, object_name: str, role: Role | None) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        if role is not None:
            set_role(button, role)
        return button

    def _prepare(self) -> None:
        self.add_header_action(self._export)
        self._totals.setObjectName("requestTotals")
        set_role(self._totals, Role.SECONDARY)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._new)
        buttons.addWidget(self._columns)
        chosen = self._chosen
        chosen.setSpacing(8)
        chosen.addWidget(self._totals)
        chosen.addLayout(buttons, 1)
        # A line that keeps its height, so that the table does not jump when a button comes.
        policy = self._new.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._new.setSizePolicy(policy)
        self.body.addWidget(self._filters)
        self.body.addLayout(chosen)
        # The layout first: it shows its first widget, which would be a window of its own without a parent.
        self._below.setSpacing(CARD_GAP)
        self._below.addLayout(self._rows, 1)
        self.body.addLayout(self._below, 1)
        for state in (self._waiting, self._filled):
            self._rows.addWidget(state)

    def _card(self, content: QWidget) -> QFrame:
        card = QFrame()
        card.setObjectName("requestsCard")
        card.setMinimumHeight(_LEAST_HEIGHT)
        set_role(card, Role.CARD)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(CARD_PADDING - CELL_PADDING, 6, CARD_PADDING - CELL_PADDING, 8)
        layout.addWidget(content)
        return card

    @cached_property
    def _nothing(self) -> EmptyState:
        """What stands in the place of the rows of an empty log; made when it is needed, which may be never."""
        documentation = self._button(self.tr("View Documentation"), "requestsDocumentationButton", None)
        documentation.clicked.connect(self._on_documentation_clicked)
        return self._made_state(
            "noRequestsState",
            self.tr("No requests yet"),
            self.tr("Send a request, and watch it arrive here."),
            documentation,
        )

    @cached_property
    def _no_match(self) -> EmptyState:
        """What stands in the place of the rows where the filters let none through; made when it is needed."""
        clear = self._button(self.tr("Clear filters"), "noMatchClearButton", Role.PRIMARY)
        clear.clicked.connect(self._on_clear_clicked)
        return self._made_state(
            "noMatchState",
            self.tr("No requests match"),
            self.tr("Nothing in the log fits all of these filters."),
            clear,
        )

    def _made_state(self, object_name: str, title: str, text: str, button: QPushButton) -> EmptyState:
        from binom_desktop.views.empty_state import EmptyState

        state = EmptyState(
            object_name=object_name,
            icon_name="inbox",
            title=title,
            text=text,
            buttons=(button,),
            theme=self.theme,
            least_height=_LEAST_HEIGHT,
        )
        self._rows.addWidget(state)
        self.order_focus()
        return state

    def _made_export_bar(self) -> ExportBar:
        from binom_desktop.views.export_bar import ExportBar

        # It shows itself, which would be a window of its own without a parent.
        bar = ExportBar(export=self._exporting, theme=self.theme, parent=self._content)
        bar.cancel_requested.connect(self.export_cancel_requested)
        bar.again_requested.connect(self.export_again_requested)
        bar.show_folder_requested.connect(self.folder_requested)
        self.body.insertWidget(self.body.indexOf(self._below), bar)
        self.order_focus()
        return bar

    def _made_detail(self) -> RequestDetailPane:
        from binom_desktop.views.request_detail import RequestDetailPane

        detail = RequestDetailPane(theme=self.theme)
        detail.closed.connect(self._on_detail_closed)
        detail.copy_requested.connect(self._on_copy_requested)
        self._below.addWidget(detail)
        self._place_detail(detail)
        self.order_focus()
        return detail

    def _connect(self) -> None:
        self._question.changed.connect(self._on_question_changed)
        self._log.changed.connect(self._on_log_changed)
        self._exporting.changed.connect(self._on_exporting_changed)
        self._export.clicked.connect(self._on_export_clicked)
        self.table.close_requested.connect(self._on_detail_closed)
        self.table.request_opened.connect(self._on_table_request_opened)
        self.table.request_chosen.connect(self._on_table_request_chosen)
        self._new.clicked.connect(self._on_new_clicked)
        self.table.sort_requested.connect(self._on_table_sort_requested)
        self.table.copy_requested.connect(self._on_copy_requested)
        self.table.copy_refused.connect(self._on_table_copy_refused)
        self.table.layout_changed.connect(self.columns_changed)
        self.table.columns_menu_requested.connect(self._on_columns_menu_requested)
        self._columns.clicked.connect(self._on_columns_clicked)
        self.table.top_reached.connect(self._on_table_top_reached)
        self.table.top_left.connect(self._on_table_top_left)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_activated)

    def set_keys(self, keys: Mapping[str, ApiKey]) -> None:
        """Say what is known of the account's keys, by id."""
        self._keys = keys

    @override
    def focus_body(self) -> None:
        """Let the keyboard begin in the rows."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_question_changed(self) -> None:
        self._show_question()

    @Slot()
    def _on_log_changed(self) -> None:
        self._show_log()

    @Slot()
    def _on_exporting_changed(self) -> None:
        self._show_exporting()

    @Slot()
    def _on_export_clicked(self) -> None:
        """Ask for a file, whose ending says the format; the dialog is the desktop's own and blocks nothing."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, self.tr("Export Requests"))
        dialog.setObjectName("exportDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{ending.upper()} (*.{ending})" for ending in _EXPORT_ENDINGS])
        dialog.setDefaultSuffix(_EXPORT_ENDINGS[0])
        dialog.selectFile(f"requests.{_EXPORT_ENDINGS[0]}")
        dialog.filterSelected.connect(self._on_export_dialog_filter_selected)
        dialog.fileSelected.connect(self._on_export_dialog_file_selected)
        self._export_dialog = dialog
        dialog.open()

    @Slot(str)
    def _on_export_dialog_filter_selected(self, name_filter: str) -> None:
        ending = name_filter.partition(" ")[0].lower()
        self._export_dialog.setDefaultSuffix(ending)
        self._export_dialog.selectFile(f"requests.{ending}")

    @Slot(str)
    def _on_export_dialog_file_selected(self, file: str) -> None:
        ending = file.rpartition(".")[2].lower()
        if ending not in _EXPORT_ENDINGS:
            ending = _EXPORT_ENDINGS[0]
            file = f"{file}.{ending}"
        self.export_requested.emit(ending, file)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._question.criteria.clear()

    @Slot()
    def _on_documentation_clicked(self) -> None:
        self.open_url_requested.emit(DOCUMENTATION_URL)

    @Slot()
    def _on_new_clicked(self) -> None:
        self.catch_up_requested.emit()
        self.table.scrollToTop()

    @Slot(SortColumn)
    def _on_table_sort_requested(self, sort: SortColumn) -> None:
        self._question.sort_by(sort)

    @Slot()
    def _on_table_top_reached(self) -> None:
        self.follow_changed.emit(True)

    @Slot()
    def _on_table_top_left(self) -> None:
        self.follow_changed.emit(False)

    @Slot(RequestRecord)
    def _on_table_request_opened(self, record: RequestRecord) -> None:
        if self._detail is None:
            self._detail = self._made_detail()
        self._detail.show_record(record, self._keys.get(record.key_id))
        self._detail.show()
        # Where it stands below the rows, the page shows as much of it as there is room for.
        QTimer.singleShot(0, self._on_detail_placed)

    @Slot(RequestRecord)
    def _on_table_request_chosen(self, record: RequestRecord) -> None:
        """The pane follows the arrow keys once it is open."""
        if self._detail is not None and self._detail.isVisible():
            self._detail.show_record(record, self._keys.get(record.key_id))

    @Slot()
    def _on_detail_placed(self) -> None:
        stacked = self._below.direction() is QBoxLayout.Direction.TopToBottom
        if self._detail is not None and stacked and self._detail.isVisible():
            self._scroll_area.ensureWidgetVisible(self._detail)

    @Slot()
    def _on_detail_closed(self) -> None:
        if self._detail is not None:
            self._detail.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_copy_requested(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    @Slot(int)
    def _on_table_copy_refused(self, chosen: int) -> None:
        text = self.tr("{count} rows are too many for the clipboard. Export writes them to a file.")
        self.notice_requested.emit(text.format(count=count(chosen)))

    @Slot()
    def _on_columns_clicked(self) -> None:
        self._on_columns_menu_requested(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    @Slot(QPoint)
    def _on_columns_menu_requested(self, place: QPoint) -> None:
        from binom_desktop.views.columns_menu import ColumnsMenu

        menu = ColumnsMenu(table=self.table, columns=self._log.columns, parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    @Slot()
    def _on_find_activated(self) -> None:
        self._filters.focus_search()

    def _show_exporting(self) -> None:
        running = self._exporting.state is ExportState.RUNNING
        if running and self._export_bar is None:
            self._export_bar = self._made_export_bar()
        self._export.setEnabled(not running and self._log.view is not None)

    def _show_question(self) -> None:
        self.table.show_order(self._question.sort, descending=self._question.descending)

    def _show_log(self) -> None:
        log = self._log
        shown: QWidget = self._filled
        if log.view is None:
            shown = self._waiting
            if self._detail is not None:
                self._detail.hide()
        elif not log.rowCount():
            shown = self._no_match if log.held else self._nothing
        self._rows.setCurrentWidget(shown)
        totals = log.error_text or log.totals_text
        if totals != self._totals.text() and not log.refreshed:
            announce(self._totals, totals)
        self._totals.setText(totals)
        self._place_totals()
        self._totals.setToolTip(plain_tooltip(log.totals_tooltip))
        self.set_subtitle(log.held_text)
        self._new.setText(f"↑ {log.waiting_text}")
        self._new.setAccessibleName(log.waiting_text)
        self._new.setVisible(bool(log.waiting_text))
        self._show_exporting()
