"""Paper: pages of A4 across, measured in points from the upper left corner, and what is drawn on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import BinaryIO, Final

from msgspec import Struct
from PySide6.QtCore import QBuffer, QIODevice, QLineF, QMarginsF, QPointF, QRectF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    Qt,
    QTextLayout,
    QTextOption,
)

Box = tuple[float, float, float, float]
"""Left, top, width and height in points."""

WIDTH: Final = 841.9
HEIGHT: Final = 595.3
MARGIN: Final = 40.0
RIGHT: Final = WIDTH - MARGIN
INNER: Final = WIDTH - 2 * MARGIN
BOTTOM: Final = HEIGHT - MARGIN

# What a point is divided into, so that glyphs stand where their outlines want to.
_UNITS = 10
_MOST_TEXTS = 4_096
_ASCII = "".join(map(chr, range(32, 127)))


class Ink:
    """The design's colours on white paper."""

    PAPER: Final = "#FFFFFF"
    LINE: Final = "#E3E3EA"
    LINE2: Final = "#EEEEF3"
    TEXT: Final = "#1A1A23"
    TEXT2: Final = "#575768"
    TEXT3: Final = "#68687B"
    ACCENT: Final = "#4F46C8"
    OK: Final = "#18794E"
    WARN: Final = "#8F5400"
    WARN_SOFT: Final = "#FDF1DC"
    BAD: Final = "#BF2430"
    BAD_SOFT: Final = "#FCE8E9"
    SERIES: Final = ("#4F46C8", "#0E8A8A", "#C2570C", "#B0307E", "#3D7A1F", "#2F6FD0")
    OTHER: Final = "#85859A"


class _Cut(Struct, frozen=True):
    """A font's size in points, weight, and whether it is the monospace one."""

    points: float
    weight: QFont.Weight = QFont.Weight.Normal
    fixed: bool = False


class Face(Enum):
    """The fonts of the document."""

    TITLE = _Cut(22, QFont.Weight.DemiBold)
    FIGURE = _Cut(16, QFont.Weight.DemiBold)
    SECTION = _Cut(10, QFont.Weight.DemiBold)
    LEAD = _Cut(10)
    BODY = _Cut(8)
    STRONG = _Cut(8, QFont.Weight.DemiBold)
    CAPTION = _Cut(7.5)
    FIXED = _Cut(7.5, fixed=True)


class Side(Enum):
    """Which part of a text stands at the place given for it."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Sheet:
    """The page that is being drawn, of a document that grows in ``file`` page by page."""

    def __init__(self, file: BinaryIO, *, title: str) -> None:
        self._file = file
        # What Qt writes passes through here, since its own file tells nobody why a write failed.
        self._buffer = QBuffer()
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._writer = QPdfWriter(self._buffer)
        self._writer.setTitle(title)
        self._writer.setCreator("Binom Desktop")
        self._writer.setResolution(72 * _UNITS)
        self._writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._writer.setPageOrientation(QPageLayout.Orientation.Landscape)
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._painter = QPainter(self._writer)
        self._fonts = {face: _font(face.value) for face in Face}
        self._plain_fonts = {face: _without_shaping(font) for face, font in self._fonts.items()}
        self._metrics = {face: QFontMetricsF(font, self._writer) for face, font in self._fonts.items()}
        plain_metrics = {face: QFontMetricsF(font, self._writer) for face, font in self._plain_fonts.items()}
        self._advances = {
            face: {character: plain_metrics[face].horizontalAdvance(character) / _UNITS for character in _ASCII}
            for face in Face
        }
        self._fitted: dict[Face, dict[tuple[str, float], tuple[str, float]]] = {face: {} for face in Face}
        self._face: tuple[Face, bool] | None = None
        self._ink = ""

    def new_page(self) -> None:
        """End the page. Raises ``OSError`` if it can't be written."""
        self._writer.newPage()
        self._hand_over()

    def end(self) -> None:
        """End the document. Raises ``OSError``."""
        self._painter.end()
        self._hand_over()

    def abandon(self) -> None:
        """Let go of the document as it is; Qt's painter must not outlive its paper."""
        if self._painter.isActive():
            self._painter.end()

    def width(self, face: Face, text: str) -> float:
        """How wide a text is."""
        return self._metrics[face].horizontalAdvance(text) / _UNITS

    def fitted(self, face: Face, text: str, width: float) -> tuple[str, float]:
        """A text that is at most so wide, with an ellipsis where something is left out, and how wide that is."""
        needed = self.width(face, text)
        if needed <= width:
            return text, needed
        fitted = self._metrics[face].elidedText(text, Qt.TextElideMode.ElideRight, width * _UNITS)
        return fitted, self.width(face, fitted)

    def wrapped(self, face: Face, text: str, width: float) -> list[str]:
        """A text in lines that are at most so wide."""
        layout = QTextLayout(text, self._fonts[face], self._writer)
        layout.setTextOption(_wrapping())
        layout.beginLayout()
        lines: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * _UNITS)
            lines.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
        layout.endLayout()
        return lines

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        face: Face = Face.BODY,
        ink: str = Ink.TEXT,
        side: Side = Side.LEFT,
        width: float = INNER,
    ) -> float:
        """Write a line, cut to ``width``; answers how wide it became."""
        fitted, needed = self.fitted(face, text, width)
        self._choose(face, ink)
        self._painter.drawText(QPointF((x - needed * side.value) * _UNITS, baseline * _UNITS), fitted)
        return needed

    def column(
        self,
        x: float,
        baselines: Iterable[float],
        texts: Iterable[str],
        *,
        face: Face = Face.BODY,
        ink: str = Ink.TEXT,
        side: Side = Side.LEFT,
        width: float,
    ) -> None:
        """Write many lines below each other, each cut to ``width``. What was written before is not measured again."""
        known = self._fitted[face]
        if len(known) >= _MOST_TEXTS:
            known.clear()
        self._choose(face, ink, plain=True)
        draw, reference = self._painter.drawText, x * _UNITS
        others: list[tuple[QPointF, str]] = []
        for baseline, text in zip(baselines, texts, strict=True):
            found = known.get((text, width))
            if found is None:
                found = known[text, width] = self._fitted_fast(face, text, width)
            shown, needed = found
            place = QPointF(reference - needed * side.value * _UNITS, baseline * _UNITS)
            if shown.isascii():
                draw(place, shown)
            else:
                others.append((place, shown))
        self._choose(face, ink)
        for place, shown in others:
            draw(place, shown)

    def _fitted_fast(self, face: Face, text: str, width: float) -> tuple[str, float]:
        # Where nothing is shaped, nothing is kerned, and the characters' widths can be added.
        try:
            needed = sum(map(self._advances[face].__getitem__, text))
        except KeyError:
            return self.fitted(face, text, width)
        return (text, needed) if needed <= width else self.fitted(face, text, width)

    def _choose(self, face: Face, ink: str, *, plain: bool = False) -> None:
        if (face, plain) != self._face:
            self._painter.setFont((self._plain_fonts if plain else self._fonts)[face])
            self._face = face, plain
        if ink != self._ink:
            self._painter.setPen(QColor(ink))
            self._ink = ink

    def lines(self, lines: Sequence[Box], *, ink: str = Ink.LINE, width: float = 0.5) -> None:
        """Straight lines, each from x, y to x, y."""
        self._painter.setPen(QPen(QColor(ink), width * _UNITS))
        self._ink = ""
        self._painter.drawLines([QLineF(*(value * _UNITS for value in line)) for line in lines])

    def boxes(self, boxes: Sequence[Box], *, fill: str, radius: float) -> None:
        """Filled boxes with round corners, each x, y, width, height."""
        path = QPainterPath()
        for box in boxes:
            path.addRoundedRect(_rectangle(box), radius * _UNITS, radius * _UNITS)
        if boxes:
            self._painter.fillPath(path, QColor(fill))

    def card(self, box: Box) -> None:
        """A quiet frame."""
        path = QPainterPath()
        path.addRoundedRect(_rectangle(box), 6 * _UNITS, 6 * _UNITS)
        self._painter.strokePath(path, QPen(QColor(Ink.LINE), 0.7 * _UNITS))

    def fill(self, path: QPainterPath, brush: QBrush) -> None:
        """Fill a path in the units of ``scaled``."""
        self._painter.fillPath(path, brush)

    def stroke(self, path: QPainterPath, *, ink: str, width: float) -> None:
        """Draw along a path in the units of ``scaled``."""
        pen = QPen(QColor(ink), width * _UNITS)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.strokePath(path, pen)

    def _hand_over(self) -> None:
        self._file.write(self._buffer.data().data())
        self._buffer.buffer().clear()
        self._buffer.seek(0)


def scaled(x: float, y: float) -> QPointF:
    """A point of the page in the units of paths."""
    return QPointF(x * _UNITS, y * _UNITS)


def _rectangle(box: Box) -> QRectF:
    return QRectF(*(value * _UNITS for value in box))


def _font(cut: _Cut) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if cut.fixed else QFont()
    font.setPixelSize(round(cut.points * _UNITS))
    font.setWeight(cut.weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _without_shaping(font: QFont) -> QFont:
    """For ASCII only, which is drawn much faster so. Qt would not even join Arabic letters."""
    plain = QFont(font)
    plain.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return plain


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
