"""What a person reads on the screen, line by line, as it is painted: from left to right, whatever the text was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

_SVG = "{http://www.w3.org/2000/svg}"
_NEAR = 1.5
MARKS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
"""What says where a text begins and ends, and is not seen itself."""

_UNSEEN = str.maketrans("", "", MARKS)


class WrittenLine(NamedTuple):
    """A piece of text as it is read, and where it stands in the widget."""

    text: str
    left: float
    right: float


def written_lines(widget: QWidget) -> list[WrittenLine]:
    """Everything that ``widget`` and what stands in it write, where parts that join are one.

    Qt paints a piece for every change of direction, each at its place; a drawing has them one by one.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(widget.size())
    painter = QPainter(drawing)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    root = ElementTree.fromstring(bytes(buffer.data().data()))
    lines: list[WrittenLine] = []
    height = 0.0
    for piece, bottom in _pieces(root):
        if lines and bottom == height and abs(piece.left - lines[-1].right) < _NEAR:
            lines[-1] = WrittenLine(lines[-1].text + piece.text, lines[-1].left, piece.right)
        else:
            lines.append(piece)
        height = bottom
    read = (line._replace(text=line.text.translate(_UNSEEN).strip()) for line in lines)
    return [line for line in read if line.text]


def _pieces(root: ElementTree.Element) -> Iterator[tuple[WrittenLine, float]]:
    for group in root.iter(f"{_SVG}g"):
        x, y = _moved(group)
        for element in group.findall(f"{_SVG}text"):
            font = QFont(element.get("font-family", ""))
            font.setPointSizeF(float(element.get("font-size", "1")))
            font.setWeight(QFont.Weight(int(element.get("font-weight", "400"))))
            text, left = element.text or "", x + float(element.get("x", "0"))
            right = left + QFontMetricsF(font).horizontalAdvance(text)
            yield WrittenLine(text, left, right), y + float(element.get("y", "0"))


def _moved(group: ElementTree.Element) -> tuple[float, float]:
    """How far a group is moved; nothing here is turned or scaled."""
    _, _, _, _, x, y = group.get("transform", "matrix(1,0,0,1,0,0)")[len("matrix(") : -1].split(",")
    return float(x), float(y)
