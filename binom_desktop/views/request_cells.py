"""Paints the cells of the request log, column by column, with everything kept that is needed again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap, QStaticText, QTransform

from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.presentation.columns import RequestColumn
from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import SortColumn
from binom_desktop.views.long_table import VisibleColumn
from binom_desktop.views.pill import PILL_HEIGHT, PILL_PADDING, status_tone
from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import row_px
from binom_desktop.views.theme import Theme
from binom_desktop.views.tokens import CAPTION, CELL_PADDING, STATUS_RADIUS, TABLE

NAMED = (SortColumn.ENDPOINT, SortColumn.MODEL, SortColumn.KEY)
"""The columns of texts that come again and again."""

_MOST_KEPT = 4_096


class RequestCells:
    """Texts of rows, widths of texts and pictures of statuses, kept while they hold."""

    def __init__(self, *, model: RequestLogModel, theme: Theme) -> None:
        self._log = model
        self._theme = theme
        self._scale = 1.0
        self._texts: dict[int, list[str]] = {}
        self._fitted: dict[tuple[SortColumn, int], dict[str, tuple[str, float]]] = {}
        self._widths: dict[tuple[SortColumn, str], float] = {}
        self._names: dict[str, QStaticText] = {}
        self._pills: dict[tuple[str, Tone], QPixmap] = {}

    def clear(self) -> None:
        """Forget everything: fonts or colours changed."""
        self._fitted.clear()
        self._widths.clear()
        self._names.clear()
        self._pills.clear()

    def clear_rows(self) -> None:
        """Forget what stands in which row."""
        self._texts.clear()

    def set_scale(self, scale: float) -> None:
        """The device pixels of a pixel."""
        if scale != self._scale:
            self._scale = scale
            self._pills.clear()

    def widest(self, column: int, rows: range) -> int:
        """How wide a column has to be to show everything in ``rows``; 0 without any."""
        if not rows:
            return 0
        chosen = self._log.columns[column]
        texts = {self._row(row)[column] for row in rows}
        is_status = chosen.sort is SortColumn.STATUS
        if chosen.numeric or chosen.monospace:
            # Figures are as wide as they are long.
            texts = {max(texts, key=len)}
        around = PILL_PADDING + CELL_PADDING if is_status else CELL_PADDING + 1
        return round(max(self._width(chosen, text) for text in texts)) + 2 * around

    def _width(self, column: RequestColumn, text: str) -> float:
        found = self._widths.get((column.sort, text))
        if found is None:
            if len(self._widths) >= _MOST_KEPT:
                self._widths.clear()
            pill = column.sort is SortColumn.STATUS
            font = self._pill_font() if pill else self._font(monospace=column.monospace)
            found = self._widths[column.sort, text] = QFontMetricsF(font).horizontalAdvance(text)
        return found

    def paint(
        self,
        painter: QPainter,
        first: int,
        tops: Sequence[int],
        columns: Sequence[VisibleColumn],
        *,
        row_height: int,
        mirrored: bool,
    ) -> None:
        """Paint the rows from ``first`` on, whose upper edges are ``tops``, in the columns that can be seen."""
        rows = [self._row(first + number) for number in range(len(tops))]
        for place in columns:
            column = self._log.columns[place.column]
            texts = [row[place.column] for row in rows]
            if column.sort is SortColumn.STATUS:
                self._paint_pills(painter, first, tops, texts, place, row_height, mirrored=mirrored)
                continue
            font = self._font(monospace=column.monospace)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(self._theme.color("text"))
            above = (row_height - metrics.ascent() - metrics.descent()) / 2
            left, room = place.left + CELL_PADDING, place.width - 2 * CELL_PADDING
            repeated, at_right = column.sort in NAMED, column.numeric != mirrored
            known = self._fitted.setdefault((column.sort, room), {})
            for top, text in zip(tops, texts, strict=True):
                fitted, width = known.get(text) or self._fit(known, metrics, text, room)
                shift = room - width if at_right else 0.0
                if repeated:
                    painter.drawStaticText(QPointF(left + shift, top + above), self._laid_out(fitted, font))
                else:
                    shown = readable(fitted) if mirrored else fitted
                    painter.drawText(QPointF(left + shift, top + above + metrics.ascent()), shown)

    def _laid_out(self, text: str, font: QFont) -> QStaticText:
        """A text that comes again and again, ready to be painted."""
        found = self._names.get(text)
        if found is None:
            if len(self._names) >= _MOST_KEPT:
                self._names.clear()
            found = self._names[text] = QStaticText(text)
            found.setTextFormat(Qt.TextFormat.PlainText)
            found.prepare(QTransform(), font)
        return found

    def _fit(
        self, known: dict[str, tuple[str, float]], metrics: QFontMetricsF, text: str, room: int
    ) -> tuple[str, float]:
        """The text as far as there is room, and how wide that is, kept in ``known``."""
        if len(known) >= _MOST_KEPT:
            known.clear()
        fitted, width = text, metrics.horizontalAdvance(text)
        if width > room:
            fitted = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = metrics.horizontalAdvance(fitted)
        known[text] = fitted, width
        return fitted, width

    def _paint_pills(
        self,
        painter: QPainter,
        first: int,
        tops: Sequence[int],
        texts: Sequence[str],
        place: VisibleColumn,
        row_height: int,
        *,
        mirrored: bool,
    ) -> None:
        metrics = QFontMetricsF(self._pill_font())
        room = place.width - 2 * (CELL_PADDING + PILL_PADDING)
        known = self._fitted.setdefault((SortColumn.STATUS, room), {})
        above = (row_height - row_px(PILL_HEIGHT)) / 2
        for number, (top, text) in enumerate(zip(tops, texts, strict=True)):
            tone = status_tone(self._log.record(first + number).status)
            fitted, _ = known.get(text) or self._fit(known, metrics, text, room)
            pill = self._pills.get((fitted, tone)) or self._made_pill(fitted, tone, metrics)
            left = place.left + CELL_PADDING
            if mirrored:
                left += place.width - 2 * CELL_PADDING - round(pill.deviceIndependentSize().width())
            painter.drawPixmap(QPointF(left, top + above), pill)

    def _made_pill(self, text: str, tone: Tone, metrics: QFontMetricsF) -> QPixmap:
        size = QSizeF(metrics.horizontalAdvance(text) + 2 * PILL_PADDING, row_px(PILL_HEIGHT))
        pill = QPixmap((size * self._scale).toSize())
        pill.setDevicePixelRatio(self._scale)
        pill.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.tone_color(tone, soft=True))
        painter.drawRoundedRect(QRectF(QPointF(0, 0), size), STATUS_RADIUS, STATUS_RADIUS)
        painter.setFont(self._pill_font())
        painter.setPen(self._theme.tone_color(tone))
        painter.drawText(QRectF(QPointF(0, 0), size), int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()
        if len(self._pills) >= _MOST_KEPT:
            self._pills.clear()
        self._pills[text, tone] = pill
        return pill

    def _row(self, row: int) -> list[str]:
        found = self._texts.get(row)
        if found is None:
            if len(self._texts) >= _MOST_KEPT:
                self._texts.clear()
            record = self._log.record(row)
            found = self._texts[row] = [column.text(record) for column in self._log.columns]
        return found

    def _font(self, *, monospace: bool) -> QFont:
        return self._theme.fixed_font(TABLE) if monospace else self._theme.font(TABLE)

    def _pill_font(self) -> QFont:
        return self._theme.font(CAPTION, QFont.Weight.DemiBold)
