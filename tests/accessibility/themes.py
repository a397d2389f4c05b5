"""The themes that are measured."""

from __future__ import annotations

from typing import Final

from binom_desktop.views.tokens import DARK, DARK_HIGH_CONTRAST, LIGHT, LIGHT_HIGH_CONTRAST

THEMES: Final = {
    "light": LIGHT,
    "dark": DARK,
    "light high contrast": LIGHT_HIGH_CONTRAST,
    "dark high contrast": DARK_HIGH_CONTRAST,
}
