"""The Billing page: what is left, until when, what was spent, and every movement of credits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QPushButton, QWidget
from typing_extensions import override

from binom_desktop.billing_values import SPEND_PART
from binom_desktop.models.account import AccountModel
from binom_desktop.models.billing import BillingModel
from binom_desktop.models.billing_cards import BillingCardKey
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.export import ExportModel, ExportState
from binom_desktop.models.overview_state import Phase
from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import DateRange
from binom_desktop.views.billing_sections import DailySpendCard, TransactionsCard, WhatIfCard
from binom_desktop.views.cards import StatCardFrame
from binom_desktop.views.empty_state import EmptyState
from binom_desktop.views.export_bar import ExportBar
from binom_desktop.views.page import DOCUMENTATION_URL, Page, PageEntry
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.tokens import CARD_GAP

_CHART_WEIGHT = 17
_WHAT_IF_WEIGHT = 10
_LEAST_STATE_HEIGHT = 280
# A month's columns of cards: five in a row, or two above three.
_CARD_COLUMNS = 6
# Below this page width, three cards have no room side by side.
_NARROW_BELOW = 560
_AGES_INTERVAL_MS = 30_000


class BillingPage(Page):
    """Shows ``billing``; what a person asks for goes out as signals."""

    period_requested = Signal(DateRange)
    export_requested = Signal(str)
    export_cancel_requested = Signal()
    export_again_requested = Signal()
    folder_requested = Signal()

    def __init__(
        self,
        *,
        entry: PageEntry,
        billing: BillingModel,
        exporting: ExportModel,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(entry=entry, connection=connection, account=account, theme=theme, parent=parent)
        self._billing = billing
        self._exporting = exporting
        self._export = self._button(self.tr("Export"), "exportTransactionsButton")
        self._export_bar = ExportBar(export=exporting, theme=theme)
        self._note = QLabel()
        self.cards = tuple(
            StatCardFrame(
                object_name=f"{key.value}Card", card=partial(billing.cards.card, key), changed=billing.cards.changed
            )
            for key in BillingCardKey
        )
        self.spend = DailySpendCard(billing=billing, theme=theme)
        self.what_if = WhatIfCard(model=billing.what_if, today=lambda: billing.today, theme=theme)
        self.transactions = TransactionsCard(billing=billing, theme=theme)
        self._documentation = self._button(self.tr("View Documentation"), "billingDocumentationButton")
        self._retry = self._button(self.tr("Try Again"), "billingRetryButton")
        self._no_spend = self._state(
            "noSpendState",
            "chart-no-axes-column",
            self.tr("No spend yet"),
            self.tr("Send a request, and see here what it cost."),
            self._documentation,
        )
        self._failed = self._state(
            "billingFailedState", "circle-alert", self.tr("The spend could not be read"), "", self._retry
        )
        self._narrow = False
        self._card_grid = QGridLayout()
        self._chart_grid = QGridLayout()
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_INTERVAL_MS)
        self._build_page()
        self._connect()
        self._place(self.wide)
        self._show_billing()

    @override
    def focus_body(self) -> None:
        """Let the keyboard begin in the rows."""
        self.transactions.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < text_px(_NARROW_BELOW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._place(self.wide)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()

    def _button(self, text: str, object_name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        return button

    def _state(self, object_name: str, icon_name: str, title: str, text: str, button: QPushButton) -> EmptyState:
        return EmptyState(
            object_name=object_name,
            icon_name=icon_name,
            title=title,
            text=text,
            buttons=(button,),
            theme=self.theme,
            least_height=_LEAST_STATE_HEIGHT,
        )

    def _build_page(self) -> None:
        self.add_header_action(self._export)
        self._note.setObjectName("billingNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.CAPTION)
        set_tone(self._note, Tone.WARN)
        for grid in (self._card_grid, self._chart_grid):
            grid.setSpacing(CARD_GAP)
        self.body.addWidget(self._export_bar)
        self.body.addWidget(self._note)
        self.body.addLayout(self._card_grid)
        self.body.addLayout(self._chart_grid, 1)
        for state in (self._no_spend, self._failed):
            self.body.addWidget(state)
        self.body.addWidget(self.transactions, 2)

    def _connect(self) -> None:
        self._billing.changed.connect(self._on_billing_changed)
        self._exporting.changed.connect(self._on_exporting_changed)
        self._ages.timeout.connect(self._on_ages_timeout)
        self._export.clicked.connect(self._on_export_clicked)
        self._export_bar.cancel_requested.connect(self.export_cancel_requested)
        self._export_bar.again_requested.connect(self.export_again_requested)
        self._export_bar.show_folder_requested.connect(self.folder_requested)
        self._documentation.clicked.connect(self._on_documentation_clicked)
        self._retry.clicked.connect(self.refresh_requested)
        self.what_if.period_chosen.connect(self.period_requested)
        self.transactions.table.copy_requested.connect(self._on_table_copy_requested)
        self.wide_changed.connect(self._on_wide_changed)

    def _place(self, wide: bool) -> None:
        """Five cards in a row and chart and comparison side by side; or two cards above three, and all else below.

        Where three cards have no room side by side, it is two by two.
        """
        for number, card in enumerate(self.cards):
            if wide:
                self._card_grid.addWidget(card, 0, number)
            elif self._narrow:
                last = number == len(self.cards) - 1
                self._card_grid.addWidget(card, number // 2, 3 * (number % 2), 1, _CARD_COLUMNS if last else 3)
            elif number < 2:
                self._card_grid.addWidget(card, 0, 3 * number, 1, 3)
            else:
                self._card_grid.addWidget(card, 1, 2 * (number - 2), 1, 2)
        for column in range(_CARD_COLUMNS):
            self._card_grid.setColumnStretch(column, 1 if not wide or column < len(self.cards) else 0)
        self._chart_grid.addWidget(self.spend, 0, 0)
        self._chart_grid.addWidget(self.what_if, 0 if wide else 1, 1 if wide else 0)
        self._chart_grid.setColumnStretch(0, _CHART_WEIGHT)
        self._chart_grid.setColumnStretch(1, _WHAT_IF_WEIGHT if wide else 0)

    def _show_billing(self) -> None:
        billing = self._billing
        phase = billing.spend_phase
        figures = phase in {Phase.LOADING, Phase.READY}
        self.spend.setVisible(figures)
        self.what_if.setVisible(figures)
        self._no_spend.setVisible(phase is Phase.EMPTY)
        self._failed.setVisible(phase is Phase.FAILED)
        self._failed.set_text(billing.error_text(SPEND_PART))
        self._note.setText(billing.note)
        self._note.setToolTip(plain_tooltip(billing.note_detail))
        self._note.setVisible(bool(billing.note))
        self.spend.show_state()
        self.transactions.show_state()
        self._show_exporting()

    def _show_exporting(self) -> None:
        self._export.setEnabled(self._billing.can_export and self._exporting.state is not ExportState.RUNNING)

    @Slot()
    def _on_billing_changed(self) -> None:
        self._show_billing()

    @Slot()
    def _on_exporting_changed(self) -> None:
        self._show_exporting()

    @Slot()
    def _on_ages_timeout(self) -> None:
        self._billing.refresh_ages()

    @Slot(bool)
    def _on_wide_changed(self, wide: bool) -> None:
        self._place(wide)

    @Slot()
    def _on_documentation_clicked(self) -> None:
        self.open_url_requested.emit(DOCUMENTATION_URL)

    @Slot(str)
    def _on_table_copy_requested(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    @Slot()
    def _on_export_clicked(self) -> None:
        """Ask for a file; the dialog is the desktop's own and blocks nothing."""
        dialog = QFileDialog(self, self.tr("Export Transactions"))
        dialog.setObjectName("exportTransactionsDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["CSV (*.csv)"])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("transactions.csv")
        dialog.fileSelected.connect(self.export_requested)
        dialog.open()
