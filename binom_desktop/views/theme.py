"""Light and dark, also in high contrast: palette, fonts and the one style sheet, made from the tokens."""

from __future__ import annotations

import gc
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from binom_desktop.presentation.series import SeriesSlots
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.style_sheet import style_sheet
from binom_desktop.views.text_size import text_scale
from binom_desktop.views.tokens import (
    BODY,
    CAPTION,
    DARK,
    DARK_HIGH_CONTRAST,
    LIGHT,
    LIGHT_HIGH_CONTRAST,
    TextSize,
    Tokens,
)


class ThemeChoice(StrEnum):
    """What a person chooses in Settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Role(StrEnum):
    """What a widget is in the design; the style sheet goes by it."""

    PAGE_TITLE = "pageTitle"
    SUBTITLE = "subtitle"
    SECTION_TITLE = "sectionTitle"
    CARD_TITLE = "cardTitle"
    CARD_VALUE = "cardValue"
    CAPTION = "caption"
    SECONDARY = "secondary"
    FIELD_LABEL = "fieldLabel"
    MESSAGE = "message"
    CARD = "card"
    CANVAS = "canvas"
    SIDEBAR = "sidebar"
    PILL = "pill"
    BADGE = "badge"
    BANNER = "banner"
    BANNER_TEXT = "bannerText"
    RULE = "rule"
    SEGMENTED = "segmented"
    SEGMENT = "segment"
    PRIMARY = "primary"
    LINK = "link"
    QUIET = "quiet"
    ICON_BUTTON = "iconButton"
    PLACEHOLDER = "placeholder"
    CHIP = "chip"
    CHIP_SET = "chipSet"
    CHIP_BUTTON = "chipButton"
    CHIP_REMOVE = "chipRemove"
    ADDRESS = "address"
    DANGER = "danger"
    KEY_BOX = "keyBox"
    POPUP = "popup"
    SEARCH = "search"
    DETAIL = "detail"
    VALUE = "value"
    QUIET_VALUE = "quietValue"
    PART_LIST = "partList"


def set_role(widget: QWidget, role: Role) -> None:
    """Give ``widget`` its place in the design."""
    widget.setProperty("role", role.value)
    _polish_again(widget)


def set_tone(widget: QWidget, tone: Tone) -> None:
    """Colour a pill, badge, banner or message; its words must say the same."""
    if widget.property("tone") != tone.value:
        widget.setProperty("tone", tone.value)
        _polish_again(widget)


class Theme(QObject):
    """The look of the whole application, by choice or as the system has it; high contrast is always the system's.

    Widgets that paint themselves read ``tokens`` while painting; they are repainted since every change also changes
    the palette. ``changed`` comes once palette and style sheet are in place.
    """

    changed = Signal()

    def __init__(
        self, *, application: QApplication, series: SeriesSlots | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._choice = ThemeChoice.SYSTEM
        self._tokens = LIGHT
        self._applied = False
        self._fonts: dict[tuple[QFontDatabase.SystemFont, TextSize, QFont.Weight], QFont] = {}
        self.series = series if series is not None else SeriesSlots()

    @property
    def tokens(self) -> Tokens:
        """The colours shown now."""
        return self._tokens

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen, which need not name what is shown."""
        return self._choice

    def apply(self, choice: ThemeChoice) -> None:
        """Show ``choice`` at once, everywhere."""
        self._choice = choice
        hints = QGuiApplication.styleHints()
        if not self._applied:
            self._application.setStyle("Fusion")
            self._application.setFont(self.font(BODY))
            hints.colorSchemeChanged.connect(self._on_color_scheme_changed)
            hints.accessibility().contrastPreferenceChanged.connect(self._on_contrast_preference_changed)
        # Native title bars follow where the platform can; our own colours don't depend on it.
        if choice is ThemeChoice.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if choice is ThemeChoice.DARK else Qt.ColorScheme.Light)
        self._show(self._wanted())

    def color(self, name: str) -> QColor:
        """A token by its name, for painting."""
        return QColor(str(getattr(self._tokens, name)))

    def tone_color(self, tone: Tone, *, soft: bool = False) -> QColor:
        """A tone's colour for dots and words, or the soft one for their ground."""
        return QColor(self._tokens.tone_soft(tone) if soft else self._tokens.tone(tone))

    def series_color(self, model: str | None) -> QColor:
        """The colour that ``model`` has on every page; None is the folded rest."""
        return QColor(self._tokens.other if model is None else self._tokens.series[self.series.slot(model)])

    def slot_color(self, slot: int) -> QColor:
        """The colour of a split's part by its place; the folded rest comes after the last."""
        series = self._tokens.series
        return QColor(series[slot] if slot < len(series) else self._tokens.other)

    def font(self, size: TextSize, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The system's UI font in a size of the design, with tabular figures where it has them."""
        return self._sized(QFontDatabase.SystemFont.GeneralFont, size, weight)

    def fixed_font(self, size: TextSize) -> QFont:
        """The system's monospace font in a size of the design, for ids, keys and timestamps."""
        return self._sized(QFontDatabase.SystemFont.FixedFont, size, QFont.Weight.Normal)

    def text_fixed_font(self) -> QFont:
        """The system's monospace font for long texts: in its own size, or a caption's where that is larger."""
        own, caption = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont), self.fixed_font(CAPTION)
        return own if QFontMetricsF(own).height() >= QFontMetricsF(caption).height() else caption

    def _sized(self, system: QFontDatabase.SystemFont, size: TextSize, weight: QFont.Weight) -> QFont:
        # Every painted cell asks for a font, and making one asks the platform.
        made = self._fonts.get((system, size, weight))
        if made is None:
            made = QFontDatabase.systemFont(system)
            made.setPointSizeF(size * _points_per_pixel())
            made.setWeight(weight)
            made.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[system, size, weight] = made
        return QFont(made)

    def _wanted(self) -> Tokens:
        hints = QGuiApplication.styleHints()
        if self._choice is ThemeChoice.SYSTEM:
            dark = hints.colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._choice is ThemeChoice.DARK
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return DARK_HIGH_CONTRAST if dark else LIGHT_HIGH_CONTRAST
        return DARK if dark else LIGHT

    def _show(self, tokens: Tokens) -> None:
        if self._applied and tokens is self._tokens:
            return
        self._applied = True
        self._tokens = tokens
        self._fonts.clear()
        # A collection of garbage would take widgets away from under Qt, which goes through all of them.
        collects = gc.isenabled()
        gc.disable()
        try:
            self._application.setPalette(palette(tokens))
            self._application.setStyleSheet(style_sheet(tokens, _points_per_pixel()))
        finally:
            if collects:
                gc.enable()
        self.changed.emit()

    @Slot(Qt.ColorScheme)
    def _on_color_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._show(self._wanted())

    @Slot(Qt.ContrastPreference)
    def _on_contrast_preference_changed(self, _preference: Qt.ContrastPreference) -> None:
        self._show(self._wanted())


def palette(tokens: Tokens) -> QPalette:
    """A whole palette, so that nothing is left to the desktop's own."""
    role = QPalette.ColorRole
    colors = {
        role.Window: tokens.canvas,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.canvas,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.text3,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.line2,
        role.Mid: tokens.line,
        role.Dark: tokens.text3,
        role.Shadow: tokens.line,
    }
    made = QPalette()
    for color_role, color in colors.items():
        made.setColor(color_role, QColor(color))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(tokens.text3))
    return made


def _points_per_pixel() -> float:
    """Points a design pixel on the first screen, enlarged where the system's text is set larger than usual."""
    return text_scale() * 72 / QGuiApplication.primaryScreen().logicalDotsPerInch()


def _polish_again(widget: QWidget) -> None:
    """Rules by property are matched when a widget is polished, so a later change asks for it again."""
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
