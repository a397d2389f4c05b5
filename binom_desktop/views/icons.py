"""Icons from SVG files, tinted at run time and kept by colour, size and scale."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from binom_desktop.views.reading_order import mirrored
from binom_desktop.views.text_size import text_px
from binom_desktop.views.tokens import ICON_SIZE

_RESOURCES: Final = Path(__file__).parents[1] / "resources"
# Qt puts text close behind a button's icon, so this one is wider than what is drawn in it.
_BUTTON_ICON_WIDTH, _BUTTON_ICON = 18, 14
_ICON_SCALES = (1.0, 2.0, 3.0)
_WINDOW_ICON_SIZES = (16, 24, 32, 48, 64, 128)
_TRAY_ICON_SIZES = (16, 22, 24, 32, 44, 48, 64)


def icon(name: str, color: str, disabled_color: str | None = None, size: int = ICON_SIZE) -> QIcon:
    """The line icon ``name`` in ``color``, sharp at every usual scale; ``size`` is that at the usual text size."""
    made = QIcon()
    for scale in _ICON_SCALES:
        made.addPixmap(pixmap(name, color, text_px(size), scale))
        if disabled_color is not None:
            made.addPixmap(pixmap(name, disabled_color, text_px(size), scale), QIcon.Mode.Disabled)
    return made


def icon_size(size: int = ICON_SIZE) -> QSize:
    """What a button with such an ``icon`` has for its icon size."""
    return QSize(text_px(size), text_px(size))


def button_icon_size() -> QSize:
    """What a button with a ``button_icon`` has for its icon size."""
    return QSize(text_px(_BUTTON_ICON_WIDTH), text_px(_BUTTON_ICON))


def button_icon(name: str, color: str, disabled_color: str) -> QIcon:
    """An icon that stands before a button's text; set ``button_icon_size()`` with it."""
    made = QIcon()
    for scale in _ICON_SCALES:
        for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled_color)):
            made.addPixmap(_with_gap(pixmap(name, ink, text_px(_BUTTON_ICON), scale)), mode)
    return made


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size: int, scale: float) -> QPixmap:
    """The line icon ``name``, ``size`` device-independent pixels square at a device pixel ratio of ``scale``."""
    source = _source(f"icons/{name}.svg").replace(b"currentColor", color.encode())
    return _render(source, size, scale)


def window_icon() -> QIcon:
    """The app's icon, in its own colours."""
    return _drawn_icon("app", _WINDOW_ICON_SIZES)


@lru_cache(maxsize=16)
def tray_icon(name: str) -> QIcon:
    """An icon for the tray, in its own colours."""
    return _drawn_icon(name, _TRAY_ICON_SIZES)


def _drawn_icon(name: str, sizes: Sequence[int]) -> QIcon:
    made = QIcon()
    for size in sizes:
        made.addPixmap(_render(_source(f"{name}.svg"), size, 1.0))
    return made


@lru_cache(maxsize=64)
def logo(accent: str, on_accent: str, size: int, scale: float) -> QPixmap:
    """The app's mark in the colours of the theme."""
    source = _source("icons/logo.svg").replace(b"currentColor", accent.encode()).replace(b"#FFFFFF", on_accent.encode())
    return _render(source, size, scale)


@lru_cache(maxsize=128)
def _source(path: str) -> bytes:
    return (_RESOURCES / path).read_bytes()


def _with_gap(picture: QPixmap) -> QPixmap:
    scale = picture.devicePixelRatio()
    made = QPixmap(button_icon_size() * scale)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    # The text stands at the other side where lines begin at the right.
    left = (made.width() - picture.width()) / scale if mirrored() else 0
    painter.drawPixmap(QPointF(left, 0), picture)
    painter.end()
    # Without what the painter leaves in it, which takes more memory than the picture.
    return made.copy()


def _render(source: bytes, size: int, scale: float) -> QPixmap:
    pixels = round(size * scale)
    made = QPixmap(QSize(pixels, pixels))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(source).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made.copy()
