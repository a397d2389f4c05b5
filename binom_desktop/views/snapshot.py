"""Pictures of the pages, for people who have no display and for documentation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt

from binom_desktop.views.main_window import MainWindow

PICTURE_SIZE = QSize(1280, 800)
# Every other page's picture has the name of its route.
_FILE_NAMES = {"/dashboard": "overview", "/keys": "api-keys"}


def prepare(window: MainWindow) -> None:
    """Lay the window out in the pictures' size without putting it on a screen."""
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(PICTURE_SIZE)
    window.show()


def file_name(route: str) -> str:
    """The name of a page's picture."""
    return f"{_FILE_NAMES.get(route, route.strip('/'))}.png"


def write_picture(window: MainWindow, folder: Path) -> Path:
    """Write the page that is shown now as a PNG of exactly the pictures' size. Raises ``OSError``."""
    file = folder / file_name(window.route)
    picture = window.grab().toImage()
    if picture.size() != PICTURE_SIZE:
        picture = picture.scaled(PICTURE_SIZE, mode=Qt.TransformationMode.SmoothTransformation)
    if not picture.save(str(file)):
        raise OSError(f"{file} can't be written")
    return file
