"""What is written and drawn stands out from its ground, in every theme: WCAG 1.4.3 and 1.4.11."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from binom_desktop.models.tray_status import TrayState
from binom_desktop.options import ROUTES
from binom_desktop.presentation.tone import Tone
from binom_desktop.views import icons
from binom_desktop.views.tokens import Tokens, contrast, mix
from tests.accessibility.themes import THEMES
from tests.languages.screens import screen_of

ROOT = Path(__file__).resolve().parent.parent.parent
# What a theme asks of texts, and of graphics.
LEVELS = {"light": (4.5, 3.0), "dark": (4.5, 3.0), "light high contrast": (7.0, 4.5), "dark high contrast": (7.0, 4.5)}
# Cells that show a bar, with its figure in the cell beside it.
BARS = "usageByModelTable[1]"
# Cells whose ground is the figure; it is said in words above the map and by a screen reader.
MAP = "weekMap["
# How many texts a page has at least when its data is there.
FEWEST = {
    "/dashboard": 120,
    "/usage": 250,
    "/requests": 400,
    "/keys": 60,
    "/billing": 150,
    "/alerts": 80,
    "/settings": 50,
}
FEWEST_DIALOGS = 30
# The panels of desktops: Windows, macOS and GNOME have one or the other.
PANELS = ("#F3F3F3", "#202020")

Text = tuple[str, str, str, str, float]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Text]]:
    """The texts of every page and dialog in every theme: where, what, ground, ink and ratio."""
    folder = tmp_path_factory.mktemp("contrast")
    done = subprocess.run(
        [sys.executable, "-m", "tests.accessibility.measured_pages", str(folder)],
        cwd=ROOT,
        # In small type no pixel has the ink in full.
        env={**os.environ, "QT_QPA_PLATFORM": screen_of(folder, 4000, 4000), "QT_SCALE_FACTOR": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=120,
        check=True,
    )
    return {page: [(*text[:4], text[4]) for text in texts] for page, texts in json.loads(done.stdout).items()}


def too_close(pairs: dict[str, tuple[str, str]], ratio: float) -> dict[str, float]:
    return {name: contrast(*pair) for name, pair in pairs.items() if contrast(*pair) < ratio}


@pytest.mark.parametrize("theme", LEVELS)
def test_every_text_that_is_seen_can_be_read(pages: dict[str, list[Text]], theme: str) -> None:
    text_level, graphic_level = LEVELS[theme]
    for route in ROUTES:
        found = [text for text in pages[f"{theme} {route}"] if not text[0].startswith(MAP)]
        assert len(found) >= FEWEST[route], route
        assert [
            text for text in found if round(text[4], 2) < (graphic_level if text[0] == BARS else text_level)
        ] == [], route


@pytest.mark.parametrize("theme", LEVELS)
def test_every_text_of_a_dialog_or_menu_can_be_read(pages: dict[str, list[Text]], theme: str) -> None:
    """Those that open over a page, which is measured again where they are a part of it."""
    text_level, graphic_level = LEVELS[theme]
    opened = {
        name: [text for text in texts if not text[0].startswith(MAP)]
        for name, texts in pages.items()
        if name.startswith(f"{theme} ") and "/" not in name and name.split()[: len(theme.split())] == theme.split()
    }
    assert len(opened) >= FEWEST_DIALOGS
    assert {name for name, texts in opened.items() if not texts} == set()
    assert {
        name: low
        for name, texts in opened.items()
        if (low := [text for text in texts if round(text[4], 2) < (graphic_level if text[0] == BARS else text_level)])
    } == {}


@pytest.mark.parametrize("theme", LEVELS)
def test_the_pages_are_shown_in_their_theme_with_their_data(pages: dict[str, list[Text]], theme: str) -> None:
    tokens = THEMES[theme]
    for route in ROUTES:
        found = pages[f"{theme} {route}"]
        titles = [text for text in found if text[0] == "pageTitle"]
        assert [(ground, ink) for _, _, ground, ink, _ in titles] == [(tokens.canvas, tokens.text)], route
        assert {text[1] for text in found if text[0] == "connectionWord"} == {"Live"}, route


@pytest.mark.parametrize("theme", LEVELS)
def test_what_is_only_seen_for_a_moment_can_be_read(theme: str) -> None:
    """Under the pointer, pressed, or chosen in a list."""
    tokens = THEMES[theme]
    danger = mix(tokens.bad, tokens.text, 0.88)
    pairs = {
        "address under the pointer": (tokens.text, tokens.address_hover),
        "danger under the pointer": (tokens.surface, danger),
        "filter under the pointer": (tokens.accent, mix(tokens.surface, tokens.accent_soft, 0.5)),
        "quiet chip under the pointer": (tokens.text2, tokens.hover),
        "amount in a chosen row": (tokens.ok, tokens.accent_soft),
        "critical in a chosen row": (tokens.bad, tokens.accent_soft),
        "warning in a chosen row": (tokens.warn, tokens.accent_soft),
        "selected words of a field": (tokens.on_accent, tokens.accent),
    }
    assert too_close(pairs, LEVELS[theme][0]) == {}


def graphics(tokens: Tokens) -> dict[str, tuple[str, str]]:
    """Every colour that says something without words, with its ground, as the painters use them."""
    grounds = {"canvas": tokens.canvas, "surface": tokens.surface, "side": tokens.side}
    pairs = {f"bar {slot} in a chosen row": (color, tokens.accent_soft) for slot, color in enumerate(tokens.series)}
    pairs |= {f"rest in a row, {name}": (tokens.other, getattr(tokens, name)) for name in ("hover", "accent_soft")}
    pairs |= {f"switch off on {name}": (tokens.text3, ground) for name, ground in grounds.items()}
    pairs |= {f"field on {name}": (tokens.field_line, ground) for name, ground in grounds.items()}
    pairs |= {f"dot of {tone} in its ring": (tokens.tone(tone), tokens.tone_soft(tone)) for tone in Tone}
    pairs |= {f"mark of {tone} on {name}": (tokens.tone(tone), grounds[name]) for tone in Tone for name in grounds}
    return pairs | {
        "knob of a switch, off": (tokens.surface, tokens.text3),
        "knob of a switch, on": (tokens.surface, tokens.accent),
        "tick in its box": (tokens.on_accent, tokens.accent),
        "box in a list's current row": (tokens.field_line, tokens.accent_soft),
        "focus ring around a chosen row": (tokens.accent, tokens.accent_soft),
        "focus ring on a segmented control": (tokens.accent, tokens.line2),
        "focus ring in the week map": (tokens.text, tokens.surface),
        "field with a mistake": (tokens.bad, tokens.surface),
        "progress": (tokens.accent, tokens.line2),
        "hair line": (tokens.text3, tokens.surface),
    }


@pytest.mark.parametrize("theme", LEVELS)
def test_graphics_stand_out_from_their_ground(theme: str) -> None:
    assert too_close(graphics(THEMES[theme]), LEVELS[theme][1]) == {}


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("state", TrayState)
def test_the_tray_icon_is_seen_on_any_panel(qapp: QApplication, state: TrayState, panel: str) -> None:
    image = icons.tray_icon(state.value).pixmap(QSize(64, 64), 1.0).toImage()
    solid = [
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    seen = [color for color in solid if contrast(color, panel) >= 3.0]

    assert len(solid) > 400
    assert len(seen) > 100
