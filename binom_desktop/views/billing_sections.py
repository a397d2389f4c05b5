"""The sections of Billing below its cards: spend by day, what if, and the transactions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from binom_desktop.billing_values import LEDGER_PART
from binom_desktop.models.billing import BillingModel
from binom_desktop.models.billing_what_if import WhatIfModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.presentation import billing_text
from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.queries import DateRange
from binom_desktop.views.announce import announce
from binom_desktop.views.billing_chart import DailySpendChart
from binom_desktop.views.billing_table import TransactionsTable
from binom_desktop.views.chevron_box import ChevronBox
from binom_desktop.views.choice_box import RangeBox
from binom_desktop.views.placeholder import PlaceholderLines
from binom_desktop.views.quiet_table import ColumnWidths, QuietTable
from binom_desktop.views.section_card import SectionCard
from binom_desktop.views.segmented import SegmentedControl
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_PADDING, CELL_PADDING, TABLE_ROW_HEIGHT

_CHART_HEIGHT = 236
_TALLEST_CHART_CARD = 520
_LEAST_COMBO_WIDTH = 120


class DailySpendCard(SectionCard):
    """Daily Spend as a chart or as a table."""

    CHART = "chart"
    TABLE = "table"

    def __init__(self, *, billing: BillingModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            object_name="dailySpendCard",
            title=self.tr("Daily Spend"),
            source=lambda: billing.spend_source,
            parent=parent,
        )
        self._billing = billing
        self.shown_as = SegmentedControl(
            object_name="dailySpendView",
            accessible_name=self.tr("Show Daily Spend as"),
            options=((self.CHART, self.tr("Chart")), (self.TABLE, self.tr("Table"))),
        )
        self._header.add(self.shown_as, at_end=True)
        waiting = PlaceholderLines(
            accessible_name=self.tr("Loading Daily Spend"), theme=theme, lines=1, line_height=_CHART_HEIGHT
        )
        self._placeholder = self._add_body(waiting, padding=CARD_PADDING)
        self.chart = DailySpendChart(model=billing.days, theme=theme, title=self.title)
        self._chart_holder = self._add_body(self.chart, padding=CARD_PADDING)
        self.table = QuietTable(
            theme=theme,
            model=billing.days,
            widths=ColumnWidths({billing.days.DAY_COLUMN: 2, billing.days.SPEND_COLUMN: 1}),
            fits_rows=False,
        )
        self.table.setObjectName("dailySpendTable")
        self.table.setAccessibleName(self.title)
        self.table.shows_end = True
        self._table_holder = self._add_body(self.table, padding=CARD_PADDING - CELL_PADDING)
        self.setMinimumHeight(_CHART_HEIGHT + 70)
        self.setMaximumHeight(_TALLEST_CHART_CARD)
        self.shown_as.chosen.connect(self._on_shown_as_chosen)
        billing.days.points_changed.connect(self._on_days_points_changed)
        self.show_state()

    def show_state(self) -> None:
        """Show the placeholder while nothing is known."""
        marks = any(self._billing.days.top_up_nano(row) for row in range(len(self._billing.days.days)))
        days = self.tr("past 30 days, UTC")
        self._caption.setText(self.tr("{days} · ▲ top-up").format(days=days) if marks else days)
        shown = self._chart_holder if self.shown_as.value == self.CHART else self._table_holder
        self._show_body(self._placeholder if self._billing.spend_phase is Phase.LOADING else shown)

    @Slot(str)
    def _on_shown_as_chosen(self, _value: str) -> None:
        self.show_state()

    @Slot()
    def _on_days_points_changed(self) -> None:
        self.show_state()


class WhatIfCard(SectionCard):
    """What the same tokens would have cost on another model."""

    period_chosen = Signal(DateRange)

    def __init__(
        self, *, model: WhatIfModel, today: Callable[[], date], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(object_name="whatIfCard", title=self.tr("What If"), source=lambda: model.detail, parent=parent)
        self._model = model
        self.period = RangeBox(
            object_name="whatIfPeriod",
            accessible_name=self.tr("Compare the days (UTC)"),
            today=today,
            zone=lambda: "UTC",
            theme=theme,
        )
        self._header.add(self.period, at_end=True)
        self.models = ChevronBox(theme=theme)
        self.models.setObjectName("whatIfModels")
        self.models.setAccessibleName(self.tr("Compare with the model"))
        # On Linux a combo box is named by what it shows.
        self.models.setAccessibleDescription(self.models.accessibleName())
        self.models.setModel(model)
        self.models.setMaxVisibleItems(12)
        self.models.setMinimumWidth(text_px(_LEAST_COMBO_WIDTH))
        self.models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.models.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._text = QLabel()
        self._text.setObjectName("whatIfText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        set_role(self._text, Role.FIELD_LABEL)
        self._prices = self._quiet("whatIfPrices")
        self._caveat = self._quiet("whatIfCaveat")
        self._caveat.setText(billing_text.caveat_text())
        self._body_holder = self._add_body(self._built(), padding=CARD_PADDING)
        self._show_body(self._body_holder)
        self._connect()
        self._show()

    def _quiet(self, object_name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(object_name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        set_role(label, Role.CAPTION)
        return label

    def _built(self) -> QWidget:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.models)
        layout.addWidget(self._prices)
        layout.addWidget(self._text)
        layout.addWidget(self._caveat)
        layout.addStretch(1)
        return content

    def _connect(self) -> None:
        self._model.changed.connect(self._on_model_changed)
        self.models.activated.connect(self._on_models_activated)
        self.period.range_picked.connect(self.period_chosen)

    def _show(self) -> None:
        text, chosen = self._model.text, self._model.chosen
        self.period.show_range(self._model.period)
        with QSignalBlocker(self.models):
            self.models.setCurrentIndex(self._model.chosen_row)
        self.models.setEnabled(self.models.count() > 0)
        self._prices.setText(billing_text.prices_text(chosen) if chosen is not None else "")
        self._prices.setVisible(chosen is not None)
        self._text.setText(text)
        self.setAccessibleDescription(f"{text} {billing_text.caveat_text()}")

    @Slot()
    def _on_model_changed(self) -> None:
        self._show()

    @Slot(int)
    def _on_models_activated(self, row: int) -> None:
        self._model.choose(row)
        self._show()
        announce(self, self._model.text)


class TransactionsCard(SectionCard):
    """The ledger, or why it can't be shown; and in a quiet line where it differs from what else is known."""

    def __init__(self, *, billing: BillingModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            object_name="transactionsCard",
            title=self.tr("Transactions"),
            source=lambda: billing.ledger_source,
            parent=parent,
        )
        self._billing = billing
        waiting = PlaceholderLines(
            accessible_name=self.tr("Loading Transactions"), theme=theme, lines=6, line_height=TABLE_ROW_HEIGHT
        )
        self._placeholder = self._add_body(waiting, padding=CARD_PADDING)
        self.table = TransactionsTable(model=billing.transactions, theme=theme)
        self._table_holder = self._add_body(self.table, padding=CARD_PADDING - CELL_PADDING)
        self._nothing = QLabel()
        self._nothing.setObjectName("noTransactions")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self._nothing, Role.SUBTITLE)
        self._nothing_holder = self._add_body(self._nothing, padding=CARD_PADDING)
        self._differences = QLabel()
        self._differences.setObjectName("ledgerDifference")
        self._differences.setTextFormat(Qt.TextFormat.PlainText)
        self._differences.setWordWrap(True)
        self._differences.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
        set_role(self._differences, Role.CAPTION)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._differences)
        self.show_state()

    def show_state(self) -> None:
        """Show rows, or what stands in their place."""
        billing = self._billing
        phase = billing.ledger_phase
        self._caption.setText(billing.ledger_caption)
        self._nothing.setText(self.tr("No transactions yet. Top-ups and usage will stand here."))
        if phase is Phase.FAILED:
            text = self.tr("The transactions could not be read: {reason} Refresh tries again.")
            self._nothing.setText(text.format(reason=billing.error_text(LEDGER_PART)))
        bodies = {Phase.LOADING: self._placeholder, Phase.READY: self._table_holder}
        self._show_body(bodies.get(phase, self._nothing_holder))
        differences = billing.differences
        self._differences.setText("\n".join(text for text, _ in differences))
        self._differences.setToolTip(plain_tooltip("\n".join(detail for _, detail in differences)))
        self._differences.setAccessibleDescription("\n".join(detail for _, detail in differences))
        self._differences.setVisible(bool(differences))
