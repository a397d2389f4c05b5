"""The three sections of Overview below its cards: the daily chart, the models, and the newest requests."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from binom_desktop.models.model_usage import Metric, ModelUsageModel
from binom_desktop.models.overview_state import OverviewStateModel
from binom_desktop.models.recent_requests import RECENT_REQUESTS, RecentRequestsModel
from binom_desktop.models.usage_series import DailySeriesModel
from binom_desktop.views import icons
from binom_desktop.views.model_bars import ModelBars
from binom_desktop.views.placeholder import PlaceholderLines
from binom_desktop.views.quiet_table import ColumnWidths, QuietTable
from binom_desktop.views.reading_order import mirrored
from binom_desktop.views.request_table import RecentRequestsTable
from binom_desktop.views.section_card import SectionCard
from binom_desktop.views.segmented import SegmentedControl
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_PADDING, CELL_PADDING, TABLE_ROW_HEIGHT

_CHART_HEIGHT = 236
_TALLEST_CHART_CARD = 520


class DailyVolumeCard(SectionCard):
    """Daily Request Volume as a chart, once that is loaded, or as a table."""

    CHART = "chart"
    TABLE = "table"

    def __init__(
        self, *, model: DailySeriesModel, state: OverviewStateModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        title = self.tr("Daily Request Volume")
        super().__init__(
            object_name="dailyRequestVolumeCard", title=title, source=lambda: state.source_text, parent=parent
        )
        self._state = state
        self._loading = True
        self._chart: QWidget | None = None
        self._shown_as = SegmentedControl(
            object_name="dailyRequestVolumeView",
            accessible_name=self.tr("Show Daily Request Volume as"),
            options=((self.CHART, self.tr("Chart")), (self.TABLE, self.tr("Table"))),
        )
        self._header.add(self._shown_as, at_end=True)
        waiting = PlaceholderLines(
            accessible_name=self.tr("Loading Daily Request Volume"), theme=theme, lines=1, line_height=_CHART_HEIGHT
        )
        self._placeholder = self._add_body(waiting, padding=CARD_PADDING)
        self.table = QuietTable(
            theme=theme, model=model, widths=ColumnWidths({DailySeriesModel.DAY_COLUMN: 1}), fits_rows=False
        )
        self.table.setObjectName("dailyRequestVolumeTable")
        self.table.setAccessibleName(title)
        self.table.shows_end = True
        self._table_holder = self._add_body(self.table, padding=CARD_PADDING - CELL_PADDING)
        self.setMinimumHeight(_CHART_HEIGHT + 70)
        self.setMaximumHeight(_TALLEST_CHART_CARD)
        self._shown_as.chosen.connect(self._on_shown_as_chosen)

    @property
    def shown_as(self) -> SegmentedControl:
        """The choice between chart and table."""
        return self._shown_as

    def attach_chart(self, chart: QWidget) -> None:
        """Put the chart where its placeholder is."""
        self._chart = self._add_body(chart, padding=CARD_PADDING)
        self._show()

    def set_loading(self, loading: bool) -> None:
        """Show the placeholder while nothing is known."""
        self._loading = loading
        self._caption.setText(self._state.days_caption)
        self._show()

    @Slot(str)
    def _on_shown_as_chosen(self, _value: str) -> None:
        self._show()

    def _show(self) -> None:
        shown: QWidget = self._placeholder
        if not self._loading and self._shown_as.value == self.TABLE:
            shown = self._table_holder
        elif not self._loading and self._chart is not None:
            shown = self._chart
        self._show_body(shown)


class ModelUsageCard(SectionCard):
    """Usage by Model, compared by requests or by cost."""

    def __init__(
        self, *, model: ModelUsageModel, state: OverviewStateModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            object_name="usageByModelCard",
            title=self.tr("Usage by Model"),
            source=lambda: state.source_text,
            parent=parent,
        )
        self._state = state
        self._model = model
        self.compared_by = SegmentedControl(
            object_name="usageByModelMetric",
            accessible_name=self.tr("Compare models by"),
            options=((Metric.REQUESTS, self.tr("Requests")), (Metric.COST, self.tr("Cost"))),
        )
        self._header.add(self.compared_by, at_end=True)
        waiting = PlaceholderLines(
            accessible_name=self.tr("Loading Usage by Model"), theme=theme, lines=7, line_height=28
        )
        self._placeholder = self._add_body(waiting, padding=CARD_PADDING)
        self.bars = ModelBars(model=model, theme=theme)
        self._bars_holder = self._add_body(self.bars, padding=CARD_PADDING - CELL_PADDING, fills=False)
        self._nothing = QLabel(self.tr("No requests in these days."))
        self._nothing.setObjectName("usageByModelNothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self._nothing, Role.SUBTITLE)
        self._nothing_holder = self._add_body(self._nothing, padding=CARD_PADDING)
        self.setMaximumHeight(_TALLEST_CHART_CARD)
        self._loading = True
        self._connect()

    def _connect(self) -> None:
        self.compared_by.chosen.connect(self._on_compared_by_chosen)
        self._model.modelReset.connect(self._on_model_changed)
        self._model.dataChanged.connect(self._on_model_changed)

    def set_loading(self, loading: bool) -> None:
        """Show the placeholder while nothing is known."""
        self._loading = loading
        self._show()

    @Slot(str)
    def _on_compared_by_chosen(self, value: str) -> None:
        self._model.set_metric(Metric(value))

    @Slot()
    def _on_model_changed(self) -> None:
        self._show()

    def _show(self) -> None:
        self.bars.setAccessibleDescription(self._model.description)
        shown = self._bars_holder if self._model.rows else self._nothing_holder
        self._show_body(self._placeholder if self._loading else shown)


class RecentRequestsCard(SectionCard):
    """The newest ten requests, and the way to all of them."""

    view_all_requested = Signal()
    failed_requested = Signal()

    def __init__(
        self, *, model: RecentRequestsModel, state: OverviewStateModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            object_name="recentRequestsCard",
            title=self.tr("Recent Requests"),
            source=lambda: state.source_text,
            parent=parent,
        )
        self._state = state
        self.failed = QPushButton()
        self.failed.setObjectName("failedRequestsButton")
        self.failed.setCursor(Qt.CursorShape.PointingHandCursor)
        set_role(self.failed, Role.LINK)
        self._leads_on = False
        self._header.add(self.failed, at_end=True)
        self.view_all = QPushButton(self.tr("View All"))
        self.view_all.setObjectName("viewAllButton")
        self.view_all.setAccessibleName(self.tr("View All"))
        # The arrow stands behind the words.
        before = Qt.LayoutDirection.LeftToRight if mirrored() else Qt.LayoutDirection.RightToLeft
        self.view_all.setLayoutDirection(before)
        self.view_all.setCursor(Qt.CursorShape.PointingHandCursor)
        self.view_all.hide()
        set_role(self.view_all, Role.LINK)
        self._header.add(self.view_all, at_end=True)
        waiting = PlaceholderLines(
            accessible_name=self.tr("Loading Recent Requests"),
            theme=theme,
            lines=RECENT_REQUESTS,
            line_height=TABLE_ROW_HEIGHT,
        )
        self._placeholder = self._add_body(waiting, padding=CARD_PADDING)
        self.table = RecentRequestsTable(model=model, theme=theme)
        self._table_holder = self._add_body(self.table, padding=CARD_PADDING - CELL_PADDING)
        self._theme = theme
        self._show_icon()
        self._connect()

    def _connect(self) -> None:
        self.view_all.clicked.connect(self.view_all_requested)
        self.failed.clicked.connect(self.failed_requested)
        self._theme.changed.connect(self._on_theme_changed)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_icon()

    def _show_icon(self) -> None:
        arrow = "arrow-left" if mirrored() else "arrow-right"
        self.view_all.setIcon(icons.icon(arrow, self._theme.tokens.accent, None, 13))
        self.view_all.setIconSize(icons.icon_size())

    def set_loading(self, loading: bool) -> None:
        """Show the placeholder while nothing is known."""
        self._caption.setText(self._state.recent_caption)
        self._show_body(self._placeholder if loading else self._table_holder)
        self._show_failed()

    def set_leads_on(self, leads_on: bool) -> None:
        """Offer View All, and the failed requests, once there is a page that shows them."""
        self._leads_on = leads_on
        self.view_all.setVisible(leads_on)
        self._show_failed()

    def _show_failed(self) -> None:
        text = self._state.failed_text
        self.failed.setText(text)
        self.failed.setAccessibleName(text)
        self.failed.setVisible(self._leads_on and bool(text))
