"""What the window shows until its parts are there: their places, without words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QWidget

from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.tokens import (
    CARD_GAP,
    CARD_RADIUS,
    PAGE_PADDING,
    SIDEBAR_FOLDED_WIDTH,
    SIDEBAR_ROW_HEIGHT,
    SIDEBAR_UNFOLDED_FROM,
    SIDEBAR_WIDTH,
    STATUS_RADIUS,
)

if TYPE_CHECKING:
    from binom_desktop.views.tokens import Tokens

# Tiles of this size are painted as fast as a plain colour.
_TILE = 64
_ROWS = 7
_ROW_GAP = 2
_ROWS_TOP = 64
_MARGIN = 12
_BLOCK = 12
_TITLE_TOP = 24
_TITLE_HEIGHT = 18
_CARDS = 4
_CARDS_TOP = 86
_CARD_HEIGHT = 112


class LaunchPicture:
    """Sidebar and page as quiet blocks or, where Sign In follows, the ground alone. It mirrors with the window.

    All is painted with pixmaps: for the first brush or pen that is set PySide6 makes all of Qt's enumerations, which
    takes 15 ms.
    """

    def __init__(self, *, tokens: Tokens, pages: bool) -> None:
        self._pages = pages
        self._canvas = _filled(tokens.canvas)
        self._side = _filled(tokens.side)
        self._line = _filled(tokens.line)
        self._block = _filled(tokens.line2)
        self._card = _filled(tokens.surface)

    def paint(self, window: QWidget) -> None:
        """Fill ``window``, inside its paint event."""
        painter = QPainter(window)
        width, height = window.width(), window.height()
        painter.drawTiledPixmap(QRect(0, 0, width, height), self._canvas)
        if self._pages:
            if window.isRightToLeft():
                painter.translate(width, 0)
                painter.scale(-1, 1)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            folded = width < text_px(SIDEBAR_UNFOLDED_FROM)
            side = SIDEBAR_FOLDED_WIDTH if folded else text_px(SIDEBAR_WIDTH)
            self._paint_sidebar(painter, side, height, folded=folded)
            self._paint_page(painter, side, width, height)
        painter.end()

    def _paint_sidebar(self, painter: QPainter, side: int, height: int, *, folded: bool) -> None:
        painter.drawTiledPixmap(QRect(0, 0, side, height), self._side)
        painter.drawTiledPixmap(QRect(side - 1, 0, 1, height), self._line)
        left = _MARGIN + 10
        length = _BLOCK if folded else side - 2 * left
        row_height = row_px(SIDEBAR_ROW_HEIGHT)
        for row in range(_ROWS):
            top = _ROWS_TOP + row * (row_height + _ROW_GAP) + (row_height - _BLOCK) // 2
            _paint_block(painter, QRect(left, top, length, _BLOCK), STATUS_RADIUS, self._line)

    def _paint_page(self, painter: QPainter, side: int, width: int, height: int) -> None:
        left, right = side + PAGE_PADDING, width - PAGE_PADDING
        _paint_block(painter, QRect(left, _TITLE_TOP, (right - left) // 4, _TITLE_HEIGHT), STATUS_RADIUS, self._block)
        card = (right - left - (_CARDS - 1) * CARD_GAP) // _CARDS
        for number in range(_CARDS):
            self._paint_card(painter, QRect(left + number * (card + CARD_GAP), _CARDS_TOP, card, _CARD_HEIGHT))
        top = _CARDS_TOP + _CARD_HEIGHT + CARD_GAP
        self._paint_card(painter, QRect(left, top, right - left, height - top - PAGE_PADDING))

    def _paint_card(self, painter: QPainter, place: QRect) -> None:
        _paint_block(painter, place, CARD_RADIUS, self._line)
        _paint_block(painter, place.adjusted(1, 1, -1, -1), CARD_RADIUS - 1, self._card)


def _filled(color: str) -> QPixmap:
    pixmap = QPixmap(_TILE, _TILE)
    pixmap.fill(QColor(color))
    return pixmap


def _paint_block(painter: QPainter, place: QRect, radius: int, pixmap: QPixmap) -> None:
    path = QPainterPath()
    path.addRoundedRect(QRectF(place), radius, radius)
    painter.setClipPath(path)
    painter.drawTiledPixmap(place, pixmap)
    painter.setClipping(False)
