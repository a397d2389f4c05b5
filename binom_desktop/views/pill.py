"""A status as a word on a soft ground."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.reading_order import readable
from binom_desktop.views.text_size import row_px
from binom_desktop.views.tokens import STATUS_RADIUS, Tokens

PILL_PADDING = 8
PILL_HEIGHT = 20


def status_tone(status: int) -> Tone:
    """The tone of an HTTP status: below 400, 4xx, 5xx and above."""
    if status < 400:
        return Tone.OK
    return Tone.WARN if status < 500 else Tone.BAD


def paint_pill(painter: QPainter, rect: QRect, text: str, tone: Tone, *, font: QFont, tokens: Tokens) -> None:
    """Paint ``text`` where lines begin in ``rect``, elided where it is too long."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - 2 * PILL_PADDING)
    width = metrics.horizontalAdvance(shown) + 2 * PILL_PADDING
    left = rect.right() + 1 - width if painter.layoutDirection() is Qt.LayoutDirection.RightToLeft else rect.left()
    height = row_px(PILL_HEIGHT)
    pill = QRect(left, rect.top() + (rect.height() - height) // 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.tone_soft(tone))
    painter.drawRoundedRect(QRectF(pill), STATUS_RADIUS, STATUS_RADIUS)
    painter.setFont(font)
    painter.setPen(tokens.tone(tone))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), readable(shown))
