"""Usage by Model: a table whose second column is drawn as bars in the models' colours."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.models.model_usage import Metric, ModelUsageModel
from binom_desktop.views.quiet_table import ColumnWidths, QuietDelegate, QuietTable
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import TABLE

_BAR_HEIGHT = 8
_LEAST_BAR = _BAR_HEIGHT
_LEAST_BAR_COLUMN = 44
_LEAST_NAME_COLUMN = 76
_ROW_HEIGHT = 28
_WIDEST_NAME = 132
_Index = QModelIndex | QPersistentModelIndex


class ModelBarsDelegate(QuietDelegate):
    """Bars for shares; the figure that models are compared by stands out from the other."""

    def __init__(self, *, theme: Theme, table: QuietTable, model: ModelUsageModel) -> None:
        super().__init__(theme=theme, table=table)
        self._usage = model

    @override
    def paint_content(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        column = index.column()
        if column == ModelUsageModel.SHARE_COLUMN:
            self._paint_bar(painter, rect, index.row())
            return
        compared = (
            ModelUsageModel.REQUESTS_COLUMN if self._usage.metric is Metric.REQUESTS else ModelUsageModel.COST_COLUMN
        )
        painter.setFont(self._theme.font(TABLE))
        named = column in {ModelUsageModel.MODEL_COLUMN, compared}
        self.write(painter, rect, index, self._theme.color("text" if named else "text2"))

    @override
    def content_width(self, index: _Index) -> int:
        if index.column() == ModelUsageModel.SHARE_COLUMN:
            return text_px(_LEAST_BAR_COLUMN)
        return super().content_width(index)

    def _paint_bar(self, painter: QPainter, rect: QRect, row: int) -> None:
        fraction = self._usage.fraction(row)
        width = max(_LEAST_BAR, rect.width() * fraction) if fraction > 0 else 0
        mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = rect.right() + 1 - width if mirrored else rect.left()
        bar = QRectF(left, rect.top() + (rect.height() - _BAR_HEIGHT) / 2, width, _BAR_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.series_color(self._usage.rows[row].model))
        painter.drawRoundedRect(bar, min(_BAR_HEIGHT, width) / 2, _BAR_HEIGHT / 2)


class ModelBars(QuietTable):
    """The models of the past days. A click or Enter on a named one chooses it while ``set_leads_on`` allows it."""

    model_chosen = Signal(str)

    def __init__(self, *, model: ModelUsageModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme=theme,
            model=model,
            widths=ColumnWidths(
                stretches={ModelUsageModel.SHARE_COLUMN: 1},
                widest={ModelUsageModel.MODEL_COLUMN: _WIDEST_NAME},
                shrinks={ModelUsageModel.MODEL_COLUMN: _LEAST_NAME_COLUMN},
            ),
            row_height=_ROW_HEIGHT,
            parent=parent,
        )
        self._usage = model
        self._leads_on = False
        # A few short rows need no rules: the bars are lines enough.
        self.ruled = False
        self.setObjectName("usageByModelTable")
        self.setAccessibleName(self.tr("Usage by Model"))
        self.setItemDelegate(ModelBarsDelegate(theme=theme, table=self, model=model))
        self.clicked.connect(self._on_clicked)

    def set_leads_on(self, leads_on: bool) -> None:
        """Say whether there is a page that a model leads to."""
        self._leads_on = leads_on
        cursor = Qt.CursorShape.PointingHandCursor if leads_on else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(cursor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._choose(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _choose(self, row: int) -> None:
        model = self._usage.rows[row].model
        if self._leads_on and model is not None:
            self.model_chosen.emit(model)
