"""Runs the demo account, and measures every text of its pages and dialogs in each theme, as JSON on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)
from qasync import QEventLoop

from binom_desktop.options import ROUTES
from binom_desktop.paths import Paths
from binom_desktop.settings import Language, Settings, save_settings
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.tokens import contrast
from tests.accessibility.themes import THEMES
from tests.languages.demo_app import is_loaded, running_app, until
from tests.languages.shown_dialogs import SURFACES, opened

# So tall that no page scrolls.
_WIDTH, _HEIGHT = 1280, 2000
# The border of a control is no part of its words.
_BORDER = 4
_CHECK_SIGN = 44


def texts(window: QWidget) -> Iterator[tuple[str, str, QRect]]:
    """Every text that is seen and can be used: what it stands in, its words, and its place in the window."""
    if isinstance(window, QMenu):
        yield from _entries(window)
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not widget.isEnabled():
            continue
        name = widget.objectName() or type(widget).__name__
        shown = widget.visibleRegion().boundingRect().translated(widget.mapTo(window, QPoint(0, 0)))
        if isinstance(widget, QTableView | QListView):
            yield from _cells(widget, window)
        elif text := _text(widget):
            yield name, text, _room(widget, shown)


def _entries(menu: QMenu) -> Iterator[tuple[str, str, QRect]]:
    for action in menu.actions():
        if action.text() and action.isEnabled():
            yield menu.objectName(), action.text(), menu.actionGeometry(action).adjusted(4, 2, -4, -2)


def _text(widget: QWidget) -> str:
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _room(widget: QWidget, shown: QRect) -> QRect:
    if isinstance(widget, QLabel):
        return shown
    left = _CHECK_SIGN if isinstance(widget, QCheckBox) else _BORDER
    return shown.adjusted(left, _BORDER, -_BORDER, -_BORDER)


def _cells(view: QTableView | QListView, window: QWidget) -> Iterator[tuple[str, str, QRect]]:
    model, viewport = view.model(), view.viewport()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    start = viewport.mapTo(window, QPoint(0, 0))
    for row in range(model.rowCount()):
        for column in range(columns):
            index = model.index(row, column)
            place = view.visualRect(index)
            if isinstance(view, QListView):
                # What is too long ends in an ellipsis there.
                place = place.intersected(QRect(0, place.top(), viewport.width(), place.height()))
            text = index.data(Qt.ItemDataRole.DisplayRole)
            if text and viewport.rect().contains(place):
                yield f"{view.objectName()}[{column}]", str(text), place.adjusted(2, 2, -2, -2).translated(start)
        if view.visualRect(model.index(row, 0)).top() > viewport.height():
            break


def measured(pixels: NDArray[numpy.uint32]) -> tuple[str, str, float]:
    """The most frequent colour, the one that is strongest on it, and their contrast ratio."""
    colors, counts = numpy.unique(pixels & 0xFFFFFF, return_counts=True)
    ground = int(colors[int(counts.argmax())])
    luminance = _luminance(colors)
    beneath = float(_luminance(numpy.array([ground]))[0])
    ratios = (numpy.maximum(luminance, beneath) + 0.05) / (numpy.minimum(luminance, beneath) + 0.05)
    below, above = f"#{ground:06X}", f"#{int(colors[int(ratios.argmax())]):06X}"
    return below, above, contrast(below, above)


def _luminance(colors: NDArray[Any]) -> NDArray[numpy.float64]:
    channels = numpy.stack([(colors >> shift) & 255 for shift in (16, 8, 0)]) / 255
    linear = numpy.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return numpy.array([0.2126, 0.7152, 0.0722]) @ linear


def _measure(widget: QWidget) -> list[tuple[str, str, str, str, float]]:
    window = widget.window()
    # With what lies below it, where it is a part of a page.
    picture = window.grab(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))
    ratio = round(picture.devicePixelRatio())
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = numpy.frombuffer(image.constBits(), dtype=numpy.uint32).reshape(image.height(), image.width())
    found = []
    for name, text, place in texts(widget):
        part = place.intersected(widget.rect())
        if part.width() < 2 or part.height() < 2:
            continue
        top, left = part.top() * ratio, part.left() * ratio
        crop = pixels[top : top + part.height() * ratio, left : left + part.width() * ratio]
        found.append((name, text, *measured(crop)))
    return found


def _is_connected(window: MainWindow) -> bool:
    """Whether every page that is seen says that its figures are live."""
    words = [one.text() for one in window.findChildren(QLabel, "connectionWord") if one.isVisible()]
    return all(word == "Live" for word in words)


async def _look(application: QApplication, folder: Path) -> dict[str, list[tuple[str, str, str, str, float]]]:
    found = {}
    async with running_app(application, folder) as (desktop, window):
        window.resize(_WIDTH, _HEIGHT)
        for theme, tokens in THEMES.items():
            # No system is asked here, so that high contrast can be shown on any.
            desktop._theme._show(tokens)
            for route in ROUTES:
                window.navigate(route)
                await until(partial(is_loaded, window))
                await until(partial(_is_connected, window))
                found[f"{theme} {route}"] = _measure(window)
            for surface in SURFACES:
                async with opened(surface, desktop, window) as widget:
                    found[f"{theme} {surface.name}"] = _measure(widget)
    return found


def main(folder: Path) -> None:
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    paths = Paths.of(folder)
    paths.create()
    save_settings(paths.settings_file, Settings(language=Language.ENGLISH))
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        found = runner.run(_look(application, folder))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
