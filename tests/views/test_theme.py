"""Colours can be read, follow a choice at once, and belong to a model for good."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from binom_desktop.presentation.series import SeriesSlots
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.theme import Role, Theme, ThemeChoice, set_role, set_tone
from binom_desktop.views.tokens import (
    BODY,
    CARD_VALUE,
    DARK,
    DARK_HIGH_CONTRAST,
    LIGHT,
    LIGHT_HIGH_CONTRAST,
    TABLE,
    Tokens,
    contrast,
)

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
HIGH_CONTRAST = pytest.mark.parametrize("tokens", [LIGHT_HIGH_CONTRAST, DARK_HIGH_CONTRAST], ids=["light", "dark"])


def texts(tokens: Tokens) -> list[tuple[str, str]]:
    """Every pair of ink and ground in which something is written."""
    pairs = [
        (ink, ground)
        for ink in (tokens.text, tokens.text2, tokens.text3)
        for ground in (tokens.canvas, tokens.surface, tokens.side, tokens.hover, tokens.line2)
    ]
    pairs += [(tokens.tone(tone), tokens.tone_soft(tone)) for tone in Tone]
    pairs += [(tokens.tone(tone), tokens.surface) for tone in Tone]
    return [
        *pairs,
        (tokens.accent, tokens.surface),
        *((ink, tokens.accent_soft) for ink in (tokens.text, tokens.text2, tokens.accent)),
        (tokens.on_accent, tokens.accent),
        (tokens.on_accent, tokens.accent_hover),
        (tokens.surface, tokens.bad),
    ]


def graphics(tokens: Tokens) -> list[tuple[str, str]]:
    """Every pair of colour and ground that says something without words."""
    pairs = [(color, tokens.surface) for color in (*tokens.series, tokens.other, tokens.field_line)]
    grounds = (tokens.canvas, tokens.surface, tokens.side)
    return [*pairs, (tokens.scroll_bar, tokens.canvas), *((tokens.accent, ground) for ground in grounds)]


def too_close(pairs: list[tuple[str, str]], ratio: float) -> list[tuple[str, str, float]]:
    return [(ink, ground, contrast(ink, ground)) for ink, ground in pairs if contrast(ink, ground) < ratio]


@THEMES
def test_text_and_graphics_stand_out_from_their_ground(tokens: Tokens) -> None:
    assert too_close(texts(tokens), 4.5) == []
    assert too_close(graphics(tokens), 3.0) == []


@HIGH_CONTRAST
def test_high_contrast_stands_out_more_and_draws_its_lines(tokens: Tokens) -> None:
    """As WCAG's highest level asks of text; and the edge of a card is seen like a graphic."""
    edges = [(tokens.line, ground) for ground in (tokens.canvas, tokens.surface, tokens.side)]

    assert too_close(texts(tokens), 7.0) == []
    assert too_close(graphics(tokens) + edges, 4.5) == []


@pytest.mark.parametrize("pair", [(LIGHT, LIGHT_HIGH_CONTRAST), (DARK, DARK_HIGH_CONTRAST)], ids=["light", "dark"])
def test_high_contrast_is_the_same_theme_but_stronger(pair: tuple[Tokens, Tokens]) -> None:
    usual, strong = pair
    assert strong.dark is usual.dark
    for name in ("text", "text2", "text3", "line", "line2", "accent", "ok", "warn", "bad", "other"):
        weak = contrast(getattr(usual, name), usual.surface)
        assert contrast(getattr(strong, name), strong.surface) > weak, name


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_a_choice_shows_at_once_everywhere(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    label = QLabel("42")
    qtbot.addWidget(label)
    set_role(label, Role.CAPTION)
    label.show()

    with qtbot.waitSignal(theme.changed):
        theme.apply(ThemeChoice.DARK)

    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.canvas)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.text3)
    set_tone(label, Tone.BAD)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.bad)
    theme.apply(ThemeChoice.LIGHT)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.bad)


@THEMES
def test_the_whole_palette_is_ours(tokens: Tokens, qapp: QApplication) -> None:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.DARK if tokens.dark else ThemeChoice.LIGHT)
    palette = qapp.palette()
    role = QPalette.ColorRole
    pairs = [(role.WindowText, role.Window), (role.Text, role.Base), (role.HighlightedText, role.Highlight)]
    pairs += [(role.ToolTipText, role.ToolTipBase), (role.PlaceholderText, role.Base), (role.Link, role.Base)]

    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for ink, ground in pairs:
            assert contrast(palette.color(group, ink).name(), palette.color(group, ground).name()) >= 4.5


def test_fonts_follow_the_design(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)

    assert theme.font(BODY).isFeatureSet(QFont.Tag("tnum"))
    assert theme.font(CARD_VALUE).pointSizeF() == pytest.approx(theme.font(BODY).pointSizeF() * 2)
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    assert theme.fixed_font(TABLE).family() == fixed.family()
    value = QLabel("$42.50")
    qtbot.addWidget(value)
    set_role(value, Role.CARD_VALUE)
    value.ensurePolished()
    assert value.font().pointSizeF() == pytest.approx(theme.font(CARD_VALUE).pointSizeF(), abs=0.01)
    assert value.font().weight() == QFont.Weight.DemiBold


def test_a_model_keeps_its_colour_whatever_is_shown() -> None:
    slots = SeriesSlots()
    slots.see(["a", "b", "c", "d", "e", "f"])
    first = [slots.slot(model) for model in "abcdef"]

    slots.see(["f", "new", "a"])

    assert sorted(first) == [0, 1, 2, 3, 4, 5]
    assert [slots.slot(model) for model in "abcdef"] == first
    assert [SeriesSlots(slots.assigned).slot(model) for model in "fedcba"] == first[::-1]


def test_the_folded_rest_has_a_colour_of_its_own(qapp: QApplication) -> None:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)

    assert theme.series_color(None) == QColor(LIGHT.other)
    assert theme.series_color("gpt-4o-mini") == QColor(LIGHT.series[0])
    assert theme.series_color("gpt-4o") == QColor(LIGHT.series[1])


def test_custom_painted_widgets_hear_of_a_new_theme(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(application=qapp)
    theme.apply(ThemeChoice.LIGHT)
    widget = QWidget()
    qtbot.addWidget(widget)
    seen: list[str] = []
    theme.changed.connect(lambda: seen.append(theme.color("canvas").name().upper()))

    theme.apply(ThemeChoice.DARK)
    theme.apply(ThemeChoice.DARK)

    assert seen == [DARK.canvas]
