"""The Usage page: what was used over time, by what, and against other days."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.domain import UsageField
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.usage_page import UsagePageModel
from binom_desktop.presentation import usage_text
from binom_desktop.presentation.chart_line import LineStyle
from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.presentation.usage_text import UsageMetric
from binom_desktop.queries import Comparison, Criteria, DatePreset, DateRange
from binom_desktop.views.choice_box import ChoiceBox, RangeBox
from binom_desktop.views.date_range_dialog import DateRangeDialog
from binom_desktop.views.empty_state import EmptyState
from binom_desktop.views.fitting_button import FittingButton
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.page import Page, PageEntry
from binom_desktop.views.placeholder import PlaceholderLines
from binom_desktop.views.quiet_table import ColumnWidths, QuietDelegate, QuietTable
from binom_desktop.views.segmented import SegmentedControl
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_PADDING, CELL_PADDING, TABLE
from binom_desktop.views.week_map import WeekMap

_CHART_HEIGHT = 280
_LEGEND_LINE = 18
# Below this page width, the change has no room beside the total and the buttons.
_HEAD_STACKS_BELOW = 520
_MOST_ANOMALIES = 8
_SPLITS = (None, UsageField.MODEL, UsageField.KEY, UsageField.ENDPOINT, UsageField.STATUS)
_Index = QModelIndex | QPersistentModelIndex


class UsageDelegate(QuietDelegate):
    """Writes the total, which comes first, in bold."""

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        painter.setFont(self._font(index))
        self.write(painter, rect, index, self._theme.color("text"))

    @override
    def content_width(self, index: _Index) -> int:
        return QFontMetrics(self._font(index)).horizontalAdvance(str(index.data() or "")) + 2 * CELL_PADDING + 2

    def _font(self, index: _Index) -> QFont:
        return self._theme.font(TABLE, QFont.Weight.DemiBold if index.row() == 0 else QFont.Weight.Normal)


class UsageTable(QuietTable):
    """The figures below the chart; Enter or a double click opens the requests behind a row."""

    row_opened = Signal(int)

    def __init__(self, *, model: UsagePageModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme=theme, model=model.table, widths=ColumnWidths({0: 1}, {0: 260}, {0: 120}), parent=parent)
        self.setItemDelegate(UsageDelegate(theme=theme, table=self))
        self.setObjectName("usageTable")
        self.setAccessibleName(self.tr("Usage"))
        self.doubleClicked.connect(self._on_double_clicked)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.row_opened.emit(index.row())


class UsagePage(Page):
    """Controls in one line, the total, the chart, its figures, and the week. ``requests_requested`` opens the log."""

    requests_requested = Signal(Criteria)

    def __init__(
        self,
        *,
        entry: PageEntry,
        usage: UsagePageModel,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(entry=entry, connection=connection, account=account, theme=theme, parent=parent)
        self._usage = usage
        self._range = RangeBox(
            object_name="usageRange",
            accessible_name=self.tr("Range"),
            today=lambda: usage.today,
            zone=lambda: usage.zone,
            theme=theme,
        )
        self._split = ChoiceBox(
            object_name="usageSplit",
            accessible_name=self.tr("Split"),
            choices=[(split, self.tr("Split: {by}").format(by=usage_text.split_title(split))) for split in _SPLITS],
            theme=theme,
        )
        self._comparison = ChoiceBox(
            object_name="usageComparison",
            accessible_name=self.tr("Compare with"),
            choices=[(comparison, usage_text.comparison_title(comparison)) for comparison in Comparison],
            theme=theme,
        )
        self._metric = SegmentedControl(
            object_name="usageMetric",
            accessible_name=self.tr("Metric"),
            options=[(metric.value, usage_text.metric_title(metric)) for metric in UsageMetric],
        )
        self._total = QLabel()
        self._change = FittingLabel()
        self._note = FittingLabel()
        self._legend = FlowRow(spacing=14)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight), QHBoxLayout()
        self.table = UsageTable(model=usage, theme=theme)
        self.week = WeekMap(model=usage.week, theme=theme)
        self._copy_chart = self._button(self.tr("Copy Chart"), "copyChartButton", Role.QUIET)
        self._copy_table = self._button(self.tr("Copy Table"), "copyTableButton", Role.QUIET)
        self._retry = self._button(self.tr("Try Again"), "usageRetryButton", Role.PRIMARY)
        self._chart_card = QFrame()
        self._table_card = QFrame()
        self._week_card = QFrame()
        self._anomaly_card = QFrame()
        self._anomaly_texts: tuple[str, ...] = ()
        self._legend_shown: list[tuple[str, str, LineStyle]] = []
        self._attach_chart()
        self._build_page()
        self._connect()
        self._show_question()
        self._show_usage()

    @override
    def focus_body(self) -> None:
        """Let the keyboard begin at the range."""
        self._range.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        figures, copies = self._head
        stacked = self.width() < text_px(_HEAD_STACKS_BELOW)
        figures.setDirection(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight)
        figures.setAlignment(copies, Qt.AlignmentFlag.AlignLeading if stacked else Qt.AlignmentFlag(0))

    def _button(self, text: str, object_name: str, role: Role) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        set_role(button, role)
        return button

    def _attach_chart(self) -> None:
        # Only with it comes pyqtgraph, which is loaded by now where there are figures.
        from binom_desktop.views.chart import LineChart

        self.chart = LineChart(
            model=self._usage, theme=self.theme, title=self.tr("Usage over Time"), object_name="usageChart"
        )
        self.chart.setFixedHeight(_CHART_HEIGHT)
        self.chart.place_chosen.connect(self._on_chart_place_chosen)

    def _build_page(self) -> None:
        controls = FlowRow()
        for control in (self._range, self._metric, self._split, self._comparison):
            controls.add(control)
        self._total.setObjectName("usageTotal")
        set_role(self._total, Role.CARD_VALUE)
        for label, name, role in (
            (self._change, "usageChange", Role.SECONDARY),
            (self._note, "usageNote", Role.CAPTION),
        ):
            label.setObjectName(name)
            set_role(label, role)
        figures, copies = self._head
        for line in self._head:
            line.setSpacing(12)
        figures.addWidget(self._total, 0, Qt.AlignmentFlag.AlignBottom)
        figures.addWidget(self._change, 1, Qt.AlignmentFlag.AlignBottom)
        figures.addLayout(copies)
        copies.addWidget(self._copy_chart)
        copies.addWidget(self._copy_table)
        self._waiting = PlaceholderLines(
            accessible_name=self.tr("Loading Usage"), theme=self.theme, lines=1, line_height=_CHART_HEIGHT
        )
        card = self._card(self._chart_card, "usageChartCard", CARD_PADDING)
        card.addLayout(figures)
        card.addWidget(self._legend)
        card.addWidget(self.chart)
        card.addWidget(self._waiting)
        card.addWidget(self._note)
        self._anomalies = self._card(self._anomaly_card, "usageAnomalyCard", CARD_PADDING)
        self._anomalies.setSpacing(4)
        title = QLabel(self.tr("Unusual Hours"))
        title.setObjectName("sectionTitle")
        set_role(title, Role.SECTION_TITLE)
        self._anomalies.addWidget(title)
        card = self._card(self._table_card, "usageTableCard", CARD_PADDING - CELL_PADDING)
        card.addWidget(self.table)
        card = self._card(self._week_card, "usageWeekCard", CARD_PADDING)
        title = QLabel(self.tr("Hours of the Week"))
        title.setObjectName("sectionTitle")
        set_role(title, Role.SECTION_TITLE)
        card.addWidget(title)
        card.addWidget(self.week)
        self._nothing = EmptyState(
            object_name="noUsageState",
            icon_name="chart-no-axes-column",
            title=self.tr("No requests in these days"),
            text=self.tr("Choose a longer range, or send a request and watch it arrive here."),
            buttons=(),
            theme=self.theme,
            least_height=_CHART_HEIGHT,
        )
        self._failed = EmptyState(
            object_name="usageFailedState",
            icon_name="circle-alert",
            title=self.tr("These figures could not be read"),
            text="",
            buttons=(self._retry,),
            theme=self.theme,
            least_height=_CHART_HEIGHT,
        )
        for widget in (
            controls,
            self._chart_card,
            self._nothing,
            self._failed,
            self._anomaly_card,
            self._table_card,
            self._week_card,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def _card(self, card: QFrame, object_name: str, padding: int) -> QVBoxLayout:
        card.setObjectName(object_name)
        set_role(card, Role.CARD)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(padding, CARD_PADDING - 2, padding, CARD_PADDING - 2)
        layout.setSpacing(10)
        return layout

    def _connect(self) -> None:
        self._usage.changed.connect(self._on_usage_changed)
        self._usage.question_changed.connect(self._on_usage_question_changed)
        self._range.range_picked.connect(self._usage.set_range)
        self._split.picked.connect(self._on_split_picked)
        self._comparison.picked.connect(self._on_comparison_picked)
        self._metric.chosen.connect(self._on_metric_chosen)
        self._copy_chart.clicked.connect(self._on_copy_chart_clicked)
        self._copy_table.clicked.connect(self._on_copy_table_clicked)
        self._retry.clicked.connect(self.refresh_requested)
        self.table.row_opened.connect(self._on_table_row_opened)

    def _show_question(self) -> None:
        question = self._usage.question
        self._range.show_range(question.range)
        self._split.show_choice(question.split)
        other = None
        if question.comparison is Comparison.CUSTOM and question.compared_first is not None:
            other = self.tr("Days from {day}").format(day=question.compared_first.isoformat())
        self._comparison.show_choice(question.comparison, other)

    def _show_usage(self) -> None:
        usage = self._usage
        known = usage.report is not None
        failed = not known and bool(usage.error_text)
        nothing = usage.empty and not usage.loading
        for card in (self._table_card, self._week_card):
            card.setVisible(known and not nothing)
        self._week_card.setVisible(known and not nothing and usage.week.rowCount() > 0)
        self._chart_card.setVisible(not failed and not nothing)
        self._nothing.setVisible(nothing)
        self._failed.setVisible(failed)
        self._failed.set_text(usage.error_text)
        self.chart.setVisible(known)
        self._waiting.setVisible(not known)
        self._total.setText(usage.total_text)
        self._total.setAccessibleName(f"{usage_text.metric_title(usage.metric)}: {usage.total_text}")
        self._change.setText(usage.change_text)
        self._note.setText(usage.note)
        self._note.setToolTip(usage.note)
        self.set_subtitle(usage.period_text)
        self._show_legend()
        self._show_anomalies()
        for button in (self._copy_chart, self._copy_table):
            button.setEnabled(known)

    def _show_anomalies(self) -> None:
        """The newest ones as links to their requests; the chart marks them all."""
        texts = self._usage.anomaly_texts[:_MOST_ANOMALIES]
        self._anomaly_card.setVisible(bool(texts) and not self._nothing.isVisibleTo(self))
        if texts == self._anomaly_texts:
            return
        self._anomaly_texts = texts
        for link in self._anomaly_card.findChildren(QPushButton):
            self._anomalies.removeWidget(link)
            link.hide()
            link.deleteLater()
        for number, text in enumerate(texts):
            link = FittingButton(text.replace("&", "&&"))
            link.setObjectName(f"anomaly{number}")
            link.setAccessibleName(text)
            link.setToolTip(plain_tooltip(text))
            set_role(link, Role.LINK)
            link.clicked.connect(partial(self._open_anomaly, number))
            self._anomalies.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.order_focus()

    def _open_anomaly(self, number: int) -> None:
        self.requests_requested.emit(self._usage.criteria_of_anomaly(number))

    def _show_legend(self) -> None:
        from binom_desktop.views.chart import line_color

        lines = self._usage.lines
        wanted = [(line.name, line_color(line, self.theme).name(), line.style) for line in lines]
        if wanted == self._legend_shown:
            return
        self._legend_shown = wanted
        for entry in self._legend.findChildren(LegendEntry):
            self._legend.remove(entry)
        for name, color, style in wanted:
            entry = LegendEntry(name=name, color=color, dashed=style is LineStyle.DASHED)
            self._legend.add(entry)
            entry.show()
        self._legend.setVisible(len(lines) > 1)
        self._legend.place()

    @Slot()
    def _on_usage_changed(self) -> None:
        self._show_usage()

    @Slot()
    def _on_usage_question_changed(self) -> None:
        self._show_question()

    @Slot(int)
    def _on_split_picked(self, number: int) -> None:
        self._usage.set_split(self._split.choice(number))

    @Slot(int)
    def _on_comparison_picked(self, number: int) -> None:
        comparison = self._comparison.choice(number)
        if comparison is Comparison.CUSTOM:
            first, last = self._usage.question.days(self._usage.today)
            length = last - first
            other = self._usage.question.compared_days(self._usage.today)
            begin = first - length - timedelta(days=1) if other is None else other[0]
            dialog = DateRangeDialog(
                days=DateRange(DatePreset.CUSTOM, begin, begin + length),
                today=self._usage.today,
                zone=self._usage.zone,
                theme=self.theme,
                parent=self,
            )
            dialog.setObjectName("usageComparisonDialog")
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.applied.connect(self._on_compared_days_applied)
            dialog.rejected.connect(self._on_dialog_rejected)
            dialog.open()
        else:
            self._usage.set_comparison(comparison)

    @Slot(DateRange)
    def _on_compared_days_applied(self, days: DateRange) -> None:
        """As many days as are looked at, from the first one on."""
        first = days.first or days.last
        if first is not None:
            self._usage.set_comparison(Comparison.CUSTOM, first)

    @Slot()
    def _on_dialog_rejected(self) -> None:
        self._show_question()

    @Slot(str)
    def _on_metric_chosen(self, value: str) -> None:
        self._usage.set_metric(UsageMetric(value))

    @Slot(int)
    def _on_chart_place_chosen(self, place: int) -> None:
        criteria = self._usage.criteria_of_place(place)
        if criteria is not None:
            self.requests_requested.emit(criteria)

    @Slot(int)
    def _on_table_row_opened(self, row: int) -> None:
        criteria = self._usage.table.rows[row].criteria
        if criteria is not None:
            self.requests_requested.emit(criteria)

    @Slot()
    def _on_copy_chart_clicked(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.chart.grab())

    @Slot()
    def _on_copy_table_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._usage.table_csv())


class LegendEntry(QWidget):
    """A line's colour and name."""

    def __init__(self, *, name: str, color: str, dashed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = QColor(color)
        self._dashed = dashed
        self._label = QLabel(name)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setObjectName("legendName")
        set_role(self._label, Role.CAPTION)
        layout = QHBoxLayout(self)
        before = _LEGEND_LINE + 6
        layout.setContentsMargins(*((0, 0, before, 0) if self.isRightToLeft() else (before, 0, 0, 0)))
        layout.addWidget(self._label)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._color, 2.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        if self._dashed:
            pen.setDashPattern([1.5, 2])
        painter.setPen(pen)
        middle = self.height() / 2
        left = self.width() - _LEGEND_LINE if self.isRightToLeft() else 0
        painter.drawLine(QPointF(left + 2, middle), QPointF(left + _LEGEND_LINE - 2, middle))
        painter.end()
