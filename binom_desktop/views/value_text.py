"""A value to read, select and copy: plain text that wraps anywhere and is as high as its lines."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget
from typing_extensions import override

from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CAPTION, TABLE

_LEAST_WIDTH = 40


class ValueText(QTextEdit):
    """Mouse and keyboard select in it, and nothing can be typed. It never asks for more width than it is given."""

    def __init__(self, *, theme: Theme, monospace: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._monospace = monospace
        self._shown = ("", "")
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(0)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_role(self, self._role())
        self._connect()
        self._show_theme()

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.toPlainText()

    def set_text(self, text: str, quiet: str = "") -> None:
        """Show ``text``, and ``quiet`` behind it in quieter type. The same text again keeps what is selected."""
        if (text, quiet) != self._shown:
            self._shown = (text, quiet)
            self._write()

    @override
    def sizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self.minimumHeight())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_WIDTH, self.minimumHeight())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            # Not now: a size that changes while it is given out leaves the viewport as high as it was before.
            self._fit_timer.start()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        # What it lies in scrolls; by itself it would zoom.
        event.ignore()

    def _connect(self) -> None:
        self._theme.changed.connect(self._on_theme_changed)
        self._fit_timer.timeout.connect(self._on_fit_timer_timeout)

    def _role(self) -> Role:
        return Role.VALUE

    def _around(self) -> QSize:
        """What the style sheet puts around the text."""
        return QSize(0, 0)

    def _value_font(self) -> QFont:
        return self._theme.fixed_font(CAPTION) if self._monospace else self._theme.font(TABLE)

    def _show_theme(self) -> None:
        self.setFont(self._value_font())
        self._write()

    def _write(self) -> None:
        text, quiet = self._shown
        self.setPlainText(text)
        self._align()
        if quiet:
            ink = QTextCharFormat()
            ink.setForeground(QColor(self._theme.color("text3")))
            cursor = self.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            cursor.insertText(f" {quiet}", ink)
        self._fit()

    def _align(self) -> None:
        """Put the first line where a name beside it has its own, whatever the type."""
        frame = self.document().rootFrame()
        format_ = frame.frameFormat()
        body, own = QFontMetricsF(self._theme.font(TABLE)), QFontMetricsF(self._value_font())
        # A label puts its text into the middle of its whole pixels, which is up to one lower.
        format_.setTopMargin(max(0.0, round(body.ascent() - own.ascent() + 0.6)))
        frame.setFrameFormat(format_)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            block = QTextBlockFormat()
            block.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
            cursor = self.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.mergeBlockFormat(block)

    def _fit(self) -> None:
        self.setFixedHeight(ceil(self.document().size().height()) + self._around().height())

    @Slot()
    def _on_fit_timer_timeout(self) -> None:
        self._fit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()


class StatusText(ValueText):
    """A status in its pill, no wider than its words; ``set_tone`` colours it."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._natural_width(), self.minimumHeight())

    @override
    def _role(self) -> Role:
        return Role.BADGE

    @override
    def _around(self) -> QSize:
        return QSize(16, 4)

    @override
    def _value_font(self) -> QFont:
        return self._theme.font(CAPTION, QFont.Weight.DemiBold)

    def _natural_width(self) -> int:
        return QFontMetrics(self._value_font()).horizontalAdvance(self.text) + 2 + self._around().width()
