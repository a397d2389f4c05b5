"""The style sheet, written from the tokens. Widgets ask for a look by their ``role`` and ``tone`` properties."""

from __future__ import annotations

from binom_desktop.presentation.tone import Tone
from binom_desktop.views.reading_order import mirrored
from binom_desktop.views.text_size import row_px, text_px
from binom_desktop.views.tokens import (
    BODY,
    CAPTION,
    CARD_RADIUS,
    CARD_VALUE,
    CONTROL_HEIGHT,
    CONTROL_RADIUS,
    PAGE_TITLE,
    SECTION_TITLE,
    STATUS_RADIUS,
    TABLE,
    TABLE_ROW_HEIGHT,
    TextSize,
    Tokens,
    mix,
)

_ADDRESS_HEIGHT, _SEGMENT_HEIGHT, _REMOVE_SIZE = 24, 20, 20


def style_sheet(tokens: Tokens, points_per_pixel: float) -> str:
    """Every rule of the application, with type sizes in points, since Qt rounds sizes in pixels."""
    parts = (
        _frames(tokens),
        _labels(tokens, points_per_pixel),
        _tones(tokens),
        _buttons(tokens, points_per_pixel),
        _fields(tokens),
        _tables(tokens, points_per_pixel),
        _scroll_bars(tokens),
        _menus(tokens, points_per_pixel),
        _filters(tokens),
        _details(tokens),
    )
    return "\n".join(parts)


def _size(size: TextSize, points_per_pixel: float) -> str:
    return f"font-size: {size * points_per_pixel:.3f}pt;"


def _frames(tokens: Tokens) -> str:
    return f"""
QMainWindow, QDialog, QWidget[role="canvas"] {{ background: {tokens.canvas}; }}
QScrollArea, QScrollArea > QWidget > QWidget[role="canvas"], QStackedWidget {{ background: transparent; border: none; }}
QFrame[role="card"] {{
    background: {tokens.surface}; border: 1px solid {tokens.line}; border-radius: {CARD_RADIUS}px;
}}
QWidget[role="sidebar"] {{ background: {tokens.side}; border: none; border-right: 1px solid {tokens.line}; }}
QFrame[role="rule"] {{ background: {tokens.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="segmented"] {{
    background: {tokens.line2}; border: none; border-radius: {CONTROL_RADIUS}px;
}}
QLabel[role="placeholder"] {{ background: {tokens.line2}; border-radius: {STATUS_RADIUS}px; color: transparent; }}
"""


def _labels(tokens: Tokens, points_per_pixel: float) -> str:
    return f"""
QLabel {{ background: transparent; border: none; }}
QLabel[role="pageTitle"] {{ {_size(PAGE_TITLE, points_per_pixel)} font-weight: 600; color: {tokens.text}; }}
QLabel[role="subtitle"] {{ {_size(BODY, points_per_pixel)} color: {tokens.text2}; }}
QLabel[role="sectionTitle"] {{ {_size(SECTION_TITLE, points_per_pixel)} font-weight: 600; color: {tokens.text}; }}
QLabel[role="cardTitle"] {{ {_size(TABLE, points_per_pixel)} color: {tokens.text2}; }}
QLabel[role="cardValue"] {{ {_size(CARD_VALUE, points_per_pixel)} font-weight: 600; color: {tokens.text}; }}
QLabel[role="caption"] {{ {_size(CAPTION, points_per_pixel)} color: {tokens.text3}; }}
QLabel[role="secondary"] {{ {_size(TABLE, points_per_pixel)} color: {tokens.text2}; }}
QLabel[role="fieldLabel"] {{ {_size(TABLE, points_per_pixel)} font-weight: 600; color: {tokens.text}; }}
QLabel[role="message"] {{ {_size(TABLE, points_per_pixel)} color: {tokens.text2}; }}
QLabel[role="badge"] {{
    {_size(CAPTION, points_per_pixel)} border-radius: {STATUS_RADIUS}px; padding: 2px 8px; font-weight: 600;
}}
"""


def _tones(tokens: Tokens) -> str:
    rules = [
        f"""
QFrame[role="pill"] {{
    background: {tokens.surface}; border: 1px solid {tokens.line}; border-radius: {row_px(28) // 2}px;
}}"""
    ]
    for tone in Tone:
        ink, soft = tokens.tone(tone), tokens.tone_soft(tone)
        rules.append(
            f"""
QLabel[role="badge"][tone="{tone}"] {{ background: {soft}; color: {ink}; }}
QFrame[role="banner"][tone="{tone}"] {{ background: {soft}; border: none; border-radius: 10px; }}
QLabel[role="bannerText"][tone="{tone}"] {{ color: {ink}; font-weight: 600; }}
QLabel[role="message"][tone="{tone}"], QLabel[role="cardTitle"][tone="{tone}"] {{ color: {ink}; }}
QLabel[role="caption"][tone="{tone}"] {{ color: {tokens.text3 if tone is Tone.NEUTRAL else ink}; }}
QLabel[role="cardValue"][tone="{tone}"] {{ color: {tokens.text if tone is Tone.NEUTRAL else ink}; }}"""
        )
    return "\n".join(rules)


def _buttons(tokens: Tokens, points_per_pixel: float) -> str:
    inner_height = row_px(CONTROL_HEIGHT) - 2
    address_height, segment_height = row_px(_ADDRESS_HEIGHT), row_px(_SEGMENT_HEIGHT)
    return f"""
QPushButton, QToolButton {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line};
    border-radius: {CONTROL_RADIUS}px; padding: 0 12px; min-height: {inner_height}px; max-height: {inner_height}px;
    outline: none;
}}
QPushButton:hover, QToolButton:hover {{ background: {tokens.hover}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {tokens.line2}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {tokens.text3}; background: {tokens.line2}; }}
QPushButton[role="primary"] {{
    background: {tokens.accent}; color: {tokens.on_accent}; border-color: {tokens.accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {{
    background: {tokens.accent_hover}; border-color: {tokens.accent_hover};
}}
QPushButton[role="primary"]:disabled {{
    background: {tokens.line2}; color: {tokens.text3}; border-color: {tokens.line2};
}}
QPushButton[role="danger"] {{
    background: {tokens.bad}; color: {tokens.surface}; border-color: {tokens.bad}; font-weight: 600;
}}
QPushButton[role="danger"]:hover, QPushButton[role="danger"]:pressed {{
    background: {mix(tokens.bad, tokens.text, 0.88)}; border-color: {mix(tokens.bad, tokens.text, 0.88)};
}}
QPushButton[role="danger"]:disabled {{
    background: {tokens.line2}; color: {tokens.text3}; border-color: {tokens.line2};
}}
QPushButton[role="address"] {{
    background: {tokens.line2}; border: none; padding: 0 8px;
    min-height: {address_height}px; max-height: {address_height}px; border-radius: {STATUS_RADIUS}px;
    {_size(TABLE, points_per_pixel)}
}}
QPushButton[role="address"]:hover {{ background: {tokens.address_hover}; }}
QFrame[role="keyBox"] {{
    background: {tokens.line2}; border: 1px solid {tokens.line}; border-radius: {CONTROL_RADIUS}px;
}}
QPushButton[role="link"], QToolButton[role="link"] {{
    background: transparent; color: {tokens.accent}; border: 1px solid transparent; padding: 0 6px;
    {_size(TABLE, points_per_pixel)}
}}
QPushButton[role="link"]:hover, QToolButton[role="link"]:hover {{ background: {tokens.accent_soft}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{
    background: transparent; border: 1px solid transparent; padding: 0 6px;
}}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {tokens.hover}; }}
QPushButton[role="iconButton"], QToolButton[role="iconButton"] {{
    padding: 0; min-width: {inner_height}px; max-width: {inner_height}px;
}}
QPushButton[role="segment"], QToolButton[role="segment"] {{
    background: transparent; color: {tokens.text2}; border: 1px solid transparent; border-radius: 6px;
    padding: 0 9px; min-height: {segment_height}px; max-height: {segment_height}px; {_size(TABLE, points_per_pixel)}
}}
QPushButton[role="segment"]:hover, QToolButton[role="segment"]:hover {{ color: {tokens.text}; }}
QPushButton[role="segment"]:checked, QToolButton[role="segment"]:checked {{
    background: {tokens.surface}; color: {tokens.text}; border-color: {tokens.line};
}}
"""


def _fields(tokens: Tokens) -> str:
    arrow = f"{16 + text_px(12)}px"
    box_padding = f"0 10px 0 {arrow}" if mirrored() else f"0 {arrow} 0 10px"
    return f"""
QLineEdit, QComboBox, QSpinBox {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.field_line};
    border-radius: {CONTROL_RADIUS}px; padding: 0 10px; min-height: {row_px(CONTROL_HEIGHT) - 2}px;
    selection-background-color: {tokens.accent}; selection-color: {tokens.on_accent};
}}
QLineEdit {{ placeholder-text-color: {tokens.text3}; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border-color: {tokens.accent}; }}
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ background: {tokens.line2}; color: {tokens.text3}; }}
QLineEdit[tone="bad"] {{ border-color: {tokens.bad}; }}
QComboBox {{ padding: {box_padding}; }}
QComboBox::drop-down {{ border: none; background: transparent; width: {12 + text_px(12)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line}; padding: 4px;
    selection-background-color: {tokens.accent_soft}; selection-color: {tokens.text}; outline: none;
}}
QLineEdit QToolButton {{
    background: transparent; border: none; padding: 0; min-height: 0; border-radius: {STATUS_RADIUS}px;
}}
QLineEdit QToolButton:hover {{ background: {tokens.hover}; }}
"""


def _tables(tokens: Tokens, points_per_pixel: float) -> str:
    return f"""
QTableView {{
    background: {tokens.surface}; color: {tokens.text}; border: none; gridline-color: {tokens.line2};
    selection-background-color: {tokens.accent_soft}; selection-color: {tokens.text};
    {_size(TABLE, points_per_pixel)} outline: none;
}}
QTableView::item {{ border: none; border-bottom: 1px solid {tokens.line2}; padding: 0 8px; }}
QTableView::item:selected {{ background: {tokens.accent_soft}; color: {tokens.text}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{
    background: {tokens.surface}; color: {tokens.text2}; border: none; border-bottom: 1px solid {tokens.line};
    padding: 0 8px; min-height: {row_px(TABLE_ROW_HEIGHT)}px; font-weight: 400; {_size(CAPTION, points_per_pixel)}
}}
QHeaderView::section:hover {{ color: {tokens.text}; }}
QTableCornerButton::section {{ background: {tokens.surface}; border: none; }}
QListView {{ background: transparent; border: none; outline: none; }}
"""


def _scroll_bars(tokens: Tokens) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; border: none; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; border: none; }}
QScrollBar::handle {{ background: {tokens.scroll_bar}; border-radius: 3px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {tokens.text3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; background: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""


def _menus(tokens: Tokens, points_per_pixel: float) -> str:
    return f"""
QMenu {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line}; padding: 4px;
    menu-scrollable: 1; icon-size: {text_px(16)}px;
}}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: {STATUS_RADIUS}px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {tokens.accent_soft}; color: {tokens.text}; }}
QMenu::item:disabled {{ color: {tokens.text3}; }}
QMenu::separator {{ height: 1px; background: {tokens.line}; margin: 4px 8px; }}
QToolTip {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.line}; padding: 4px 6px;
    {_size(TABLE, points_per_pixel)}
}}
"""


def _filters(tokens: Tokens) -> str:
    tint = mix(tokens.accent, tokens.accent_soft, 0.14)
    remove_size = row_px(_REMOVE_SIZE)
    return f"""
QFrame[role="chip"], QFrame[role="chipSet"] {{
    background: {tokens.surface}; border: 1px solid {tokens.line}; border-radius: {CONTROL_RADIUS}px;
}}
QFrame[role="chipSet"] {{ background: {tokens.accent_soft}; border-color: {tokens.accent}; }}
QPushButton[role="chipButton"] {{
    background: transparent; border: none; padding: 0; min-height: 0; max-height: 16777215px;
}}
QToolButton[role="chipRemove"] {{
    background: transparent; border: none; border-radius: {STATUS_RADIUS}px; padding: 0; margin: 0 4px 0 0;
    min-width: {remove_size}px; max-width: {remove_size}px; min-height: {remove_size}px; max-height: {remove_size}px;
}}
QToolButton[role="chipRemove"]:hover {{ background: {tint}; }}
QLineEdit[role="search"] {{ padding: 0 4px; }}
QListView[role="partList"] {{ background: transparent; border: none; outline: none; }}
QListView[role="partList"]::item {{ color: {tokens.text}; border-radius: {STATUS_RADIUS}px; padding: 4px 8px; }}
QListView[role="partList"]::item:selected {{ background: {tokens.accent_soft}; color: {tokens.accent}; }}
QFrame[role="popup"] {{ background: {tokens.surface}; border: 1px solid {tokens.line}; }}
QDateEdit {{
    background: {tokens.surface}; color: {tokens.text}; border: 1px solid {tokens.field_line};
    border-radius: {CONTROL_RADIUS}px; padding: 0 10px; min-height: {row_px(CONTROL_HEIGHT) - 2}px;
    selection-background-color: {tokens.accent}; selection-color: {tokens.on_accent};
}}
QDateEdit:focus {{ border-color: {tokens.accent}; }}
QDateEdit:disabled {{ background: {tokens.line2}; color: {tokens.text3}; }}
QDateEdit::drop-down {{ border: none; background: transparent; width: {18 + text_px(14)}px; }}
QDateEdit::down-arrow {{ image: none; }}
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {tokens.surface}; }}
QCalendarWidget QToolButton {{ background: transparent; border: 1px solid transparent; padding: 0 6px; }}
QCalendarWidget QToolButton:hover {{ background: {tokens.hover}; }}
QCalendarWidget QToolButton::menu-indicator {{ image: none; }}
QCalendarWidget QTableView::item {{ border: none; border-radius: {STATUS_RADIUS}px; padding: 0; }}
QCalendarWidget QTableView::item:selected {{ background: {tokens.accent}; color: {tokens.on_accent}; }}
QCalendarWidget QTableView::item:hover:!selected {{ background: {tokens.hover}; }}
"""


def _details(tokens: Tokens) -> str:
    tones = "\n".join(
        f"""
QTextEdit[role="value"][tone="{tone}"] {{ color: {tokens.text if tone is Tone.NEUTRAL else tokens.tone(tone)}; }}
QTextEdit[role="badge"][tone="{tone}"] {{ background: {tokens.tone_soft(tone)}; color: {tokens.tone(tone)}; }}"""
        for tone in Tone
    )
    return f"""
QFrame[role="detail"] {{ background: transparent; border: none; border-left: 1px solid {tokens.line}; }}
QLabel[role="quietValue"] {{ color: {tokens.text3}; }}
QTextEdit[role="value"], QTextEdit[role="badge"] {{
    background: transparent; color: {tokens.text}; border: none; padding: 0;
    selection-background-color: {tokens.accent}; selection-color: {tokens.on_accent};
}}
QTextEdit[role="badge"] {{ border-radius: {STATUS_RADIUS}px; padding: 2px 8px; }}
QProgressBar {{
    background: {tokens.line2}; border: none; border-radius: 2px; min-height: 4px; max-height: 4px;
}}
QProgressBar::chunk {{ background: {tokens.accent}; border-radius: 2px; }}
{tones}
"""
