"""The design's colours and measures: the one place where they have values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NewType

from binom_desktop.presentation.tone import Tone

BODY_PX: Final = 13.0
SPACING: Final = 8
PAGE_PADDING: Final = 26
CARD_GAP: Final = 15
CARD_PADDING: Final = 18
CARD_RADIUS: Final = 12
CELL_PADDING: Final = 8
CONTROL_RADIUS: Final = 8
STATUS_RADIUS: Final = 6
CONTROL_HEIGHT: Final = 30
SIDEBAR_WIDTH: Final = 216
SIDEBAR_FOLDED_WIDTH: Final = 60
SIDEBAR_ROW_HEIGHT: Final = 34
TABLE_ROW_HEIGHT: Final = 32
ICON_SIZE: Final = 16
FOCUS_RING_WIDTH: Final = 2
FOCUS_RING_AIR: Final = 2
# Window widths, in device-independent pixels, from which the layout changes.
WIDE_FROM: Final = 1100
SIDEBAR_UNFOLDED_FROM: Final = 960


# A type size, in device-independent pixels at the system's usual text size.
TextSize = NewType("TextSize", float)

PAGE_TITLE: Final = TextSize(20)
CARD_VALUE: Final = TextSize(26)
SECTION_TITLE: Final = TextSize(14)
BODY: Final = TextSize(BODY_PX)
TABLE: Final = TextSize(12.5)
CAPTION: Final = TextSize(11.5)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours as ``#RRGGBB``; the names are those of the design."""

    dark: bool
    canvas: str
    surface: str
    side: str
    line: str
    line2: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_soft: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    series: tuple[str, str, str, str, str, str]
    other: str

    def tone(self, tone: Tone) -> str:
        """The colour of words and dots of ``tone``."""
        return {Tone.NEUTRAL: self.text2, Tone.OK: self.ok, Tone.WARN: self.warn, Tone.BAD: self.bad}[tone]

    def tone_soft(self, tone: Tone) -> str:
        """The ground of a pill or banner of ``tone``."""
        return {Tone.NEUTRAL: self.line2, Tone.OK: self.ok_soft, Tone.WARN: self.warn_soft, Tone.BAD: self.bad_soft}[
            tone
        ]

    @property
    def field_line(self) -> str:
        """The border of a field that takes text: 3:1 on its surface, since it alone shows where to type."""
        return mix(self.text3, self.surface, 0.82)

    @property
    def scroll_bar(self) -> str:
        """A scroll bar's handle at rest: as quiet as 3:1 allows."""
        return mix(self.text3, self.canvas, 0.75)

    @property
    def accent_hover(self) -> str:
        """The primary button under the pointer."""
        return mix(self.accent, self.text, 0.88)

    @property
    def hover(self) -> str:
        """A quiet control or row under the pointer."""
        return mix(self.text, self.surface, 0.05)

    @property
    def address_hover(self) -> str:
        """An address under the pointer: not the border's colour, on which nothing can be read in high contrast."""
        return mix(self.text, self.line2, 0.05)


LIGHT: Final = Tokens(
    dark=False,
    canvas="#FAFAFC",
    surface="#FFFFFF",
    side="#F3F3F7",
    line="#E3E3EA",
    line2="#EEEEF3",
    text="#1A1A23",
    text2="#575768",
    text3="#68687B",
    accent="#4F46C8",
    accent_soft="#EDECFB",
    on_accent="#FFFFFF",
    ok="#18794E",
    ok_soft="#E4F5EC",
    warn="#8F5400",
    warn_soft="#FDF1DC",
    bad="#BF2430",
    bad_soft="#FCE8E9",
    series=("#4F46C8", "#0E8A8A", "#C2570C", "#B0307E", "#3D7A1F", "#2F6FD0"),
    other="#85859A",
)
DARK: Final = Tokens(
    dark=True,
    canvas="#111117",
    surface="#191921",
    side="#15151C",
    line="#2B2B37",
    line2="#23232D",
    text="#EDEDF2",
    text2="#ABABBC",
    text3="#8C8CA0",
    accent="#8E86F5",
    accent_soft="#27253F",
    on_accent="#14121F",
    ok="#4CC38A",
    ok_soft="#14301F",
    warn="#F1B24A",
    warn_soft="#35270F",
    bad="#FF7A80",
    bad_soft="#3A181B",
    series=("#8E86F5", "#38BDB8", "#F0905A", "#E879B9", "#8CC265", "#6FA5F5"),
    other="#77778A",
)
# Where the system asks for high contrast: text at 7:1 on its ground, lines and graphics at 4.5:1.
LIGHT_HIGH_CONTRAST: Final = Tokens(
    dark=False,
    canvas="#FFFFFF",
    surface="#FFFFFF",
    side="#FFFFFF",
    line="#4A4A57",
    line2="#D4D4DE",
    text="#000000",
    text2="#1C1C26",
    text3="#2E2E3A",
    accent="#33299E",
    accent_soft="#E6E4FA",
    on_accent="#FFFFFF",
    ok="#0B4A2E",
    ok_soft="#DFF3E8",
    warn="#5A3400",
    warn_soft="#FCEDD2",
    bad="#86101B",
    bad_soft="#FBE3E5",
    series=("#33299E", "#075C5C", "#8A3A04", "#85205E", "#2C5A15", "#1D4E9E"),
    other="#56566A",
)
DARK_HIGH_CONTRAST: Final = Tokens(
    dark=True,
    canvas="#000000",
    surface="#08080C",
    side="#000000",
    line="#A9A9BA",
    line2="#3A3A48",
    text="#FFFFFF",
    text2="#ECECF2",
    text3="#DCDCE6",
    accent="#BDB7FF",
    accent_soft="#211F3D",
    on_accent="#000000",
    ok="#7FE6B4",
    ok_soft="#0B2216",
    warn="#FFD182",
    warn_soft="#2A1E08",
    bad="#FFB3B7",
    bad_soft="#330F12",
    series=("#BDB7FF", "#6FDDD8", "#FFB58A", "#F7A6D4", "#B2E08F", "#A3C8FF"),
    other="#A6A6B8",
)


def mix(color: str, ground: str, share: float) -> str:
    """``color`` over ``ground`` at an opacity of ``share``, as ``#RRGGBB``."""
    pairs = zip(_channels(color), _channels(ground), strict=True)
    return "#" + "".join(f"{round(above * share + below * (1 - share)):02X}" for above, below in pairs)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours by WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
