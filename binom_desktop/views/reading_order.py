"""What is written from left to right in a line that begins at the right, kept in the order in which it is read.

A moment, an amount, a path or a sentence in Latin letters falls apart there: each of its parts is set from the right.
Embeddings (Unicode UAX #9) keep it together. They are put around what is painted and nowhere else, so that accessible
names, what is copied and what is exported have none. Where lines begin at the left, every text stays as it is.

Isolates would do it with fewer marks, but few fonts have them, and the font that Qt takes instead makes lines higher.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QProxyStyle, QStyle, QStyledItemDelegate
from typing_extensions import override

_LEFT_TO_RIGHT: Final = "\N{LEFT-TO-RIGHT EMBEDDING}"
_RIGHT_TO_LEFT: Final = "\N{RIGHT-TO-LEFT EMBEDDING}"
_END: Final = "\N{POP DIRECTIONAL FORMATTING}"
# Behind an embedding, so that a sign between two of them belongs to neither.
_APART: Final = "\N{RIGHT-TO-LEFT MARK}"
# Hebrew, Arabic and their kin, with their presentation forms and the planes of the old scripts.
_RIGHTWARD: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LETTER: Final = rf"[^\W{_RIGHTWARD}]"
# A word, amount, moment or path with the signs that belong to it; a hyphen right behind a letter is not a minus.
_WORD: Final = rf"(?:(?<![{_RIGHTWARD}])[-+])?[$<>/~]*{_LETTER}(?:[^\s{_RIGHTWARD}]*{_LETTER})?[/$%]*"
# Words that stand together are read together; a comma or a dot between them begins something else.
_WORDS: Final = rf"{_WORD}(?:[ \u00a0]{_WORD})*"
_HORIZONTAL: Final = Qt.AlignmentFlag.AlignHorizontal_Mask | Qt.AlignmentFlag.AlignAbsolute
_FORCED: Final = Qt.TextFlag.TextForceLeftToRight | Qt.TextFlag.TextForceRightToLeft


@cache
def _rightward_letter() -> re.Pattern[str]:
    return re.compile(f"[{_RIGHTWARD}]")


@cache
def _words() -> re.Pattern[str]:
    """Made when it is first needed, which for most people is never: it takes 10 ms."""
    return re.compile(_WORDS)


def mirrored() -> bool:
    """Whether lines begin at the right."""
    return QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft


def readable(text: str) -> str:
    """``text`` as it has to be painted to be read in its order; itself where lines begin at the left."""
    return embedded(text) if text and mirrored() else text


def embedded(text: str) -> str:
    """``text`` for lines that begin at the right: whole, or its figures and Latin words within a sentence."""
    return "\n".join(map(_embedded_line, text.split("\n")))


def _embedded_line(line: str) -> str:
    if _rightward_letter().search(line) is None:
        return f"{_LEFT_TO_RIGHT}{line}{_END}"
    return f"{_RIGHT_TO_LEFT}{_words().sub(_embedded_words, line)}{_END}"


def _embedded_words(found: re.Match[str]) -> str:
    return f"{_LEFT_TO_RIGHT}{found.group()}{_END}{_APART}"


class ReadableDelegate(QStyledItemDelegate):
    """What a list shows, in its order."""

    @override
    def displayText(self, value: object, locale: QLocale | QLocale.Language) -> str:
        return readable(super().displayText(value, locale))


class ReadingOrderStyle(QProxyStyle):
    """The style of lines that begin at the right: what labels, buttons and boxes show stays in its order."""

    @override
    def drawItemText(
        self,
        painter: QPainter,
        rect: QRect,
        flags: int,
        pal: QPalette | Qt.GlobalColor | QColor,
        enabled: bool,
        text: str,
        /,
        textRole: QPalette.ColorRole = QPalette.ColorRole.NoRole,
    ) -> None:
        if mirrored():
            side = QStyle.visualAlignment(painter.layoutDirection(), Qt.AlignmentFlag(flags & _HORIZONTAL.value))
            if isinstance(label := painter.device(), QLabel):
                # Qt lets a label that starts in Latin letters begin at the left, whatever stands around it.
                side = QStyle.visualAlignment(label.layoutDirection(), label.alignment()) & _HORIZONTAL
            rightward = _rightward_letter().search(text) is not None
            # A mark would keep the space at the end of a broken line.
            forced = Qt.TextFlag.TextForceRightToLeft if rightward else Qt.TextFlag.TextForceLeftToRight
            flags = flags & ~(_HORIZONTAL.value | _FORCED.value) | side.value | forced.value
            text = embedded(text) if rightward else text
        super().drawItemText(painter, rect, flags, pal, enabled, text, textRole)
