"""How large the system's text is set, and what that makes of the design's measures."""

from __future__ import annotations

import sys
from functools import cache
from typing import Final

from PySide6.QtGui import QGuiApplication

# The text size that a system has by default; where desktops differ, the largest of them (GNOME's 11 pt).
_USUAL_PX: Final = {"win32": 12.0, "darwin": 13.0}.get(sys.platform, 11 * 96 / 72)
_LARGEST_SCALE: Final = 2.0
# The line that body text stands in.
_LINE_PX: Final = 16


@cache
def text_scale() -> float:
    """How many times larger than usual text is set on this system, from 1 to 2.

    It is asked once, before the theme gives the application a font of its own; what a person changes later counts from
    the next start.
    """
    font, dots_per_inch = QGuiApplication.font(), QGuiApplication.primaryScreen().logicalDotsPerInch()
    system_px = font.pointSizeF() * dots_per_inch / 72 if font.pointSizeF() > 0 else font.pixelSize()
    return min(max(system_px / _USUAL_PX, 1.0), _LARGEST_SCALE)


def text_px(pixels: int) -> int:
    """``pixels`` of the design for what grows as text does: icons beside it, widths that count in words."""
    return round(pixels * text_scale())


def row_px(pixels: int) -> int:
    """``pixels`` of the design for the height of one line of text with air around it; the air stays as it is."""
    return pixels + round(_LINE_PX * (text_scale() - 1))
