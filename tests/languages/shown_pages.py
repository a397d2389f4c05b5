"""Runs the app on its demo account in a language, and says what is cut off on every page, as JSON on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QHeaderView, QLabel, QTableView, QWidget
from qasync import QEventLoop

from binom_desktop.app_log import AppLog
from binom_desktop.desktop import Desktop
from binom_desktop.options import ROUTES, Options
from binom_desktop.paths import Paths
from binom_desktop.redaction import Secrets
from binom_desktop.settings import Language, Settings, load_settings, save_settings
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.placeholder import PlaceholderLines
from tests.languages.pseudo import write_pseudo

SIZES = (QSize(800, 600), QSize(1280, 860))
_TURN_MS = 20
_TURNS = 50
_TIMEOUT_S = 60.0


def cut_off(window: QWidget, titles: frozenset[str]) -> list[str]:
    """Texts that don't fit where they stand, with the name of the widget; what has a tooltip can be read there.

    So can a ``FittingLabel``, which has one when it is elided; those named in ``titles`` must fit all the same.
    """
    found = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, FittingLabel) and widget.objectName() not in titles:
            continue
        if widget.isVisible() and not widget.visibleRegion().isEmpty() and not widget.toolTip() and _is_cut(widget):
            found.append(f"{widget.objectName() or type(widget).__name__}: {_text(widget)}")
    return sorted(set(found))


def _text(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return bool(widget.text()) and widget.width() < widget.sizeHint().width()
    if isinstance(widget, QHeaderView):
        model = widget.model()
        if widget.orientation() is Qt.Orientation.Vertical or model is None:
            return False
        places = (place for place in range(widget.count()) if not widget.isSectionHidden(place))
        return any(
            widget.fontMetrics().horizontalAdvance(str(model.headerData(place, Qt.Orientation.Horizontal) or ""))
            > widget.sectionSize(place)
            for place in places
        )
    if isinstance(widget, QAbstractButton):
        return bool(widget.text()) and widget.width() < widget.fontMetrics().horizontalAdvance(
            widget.text().replace("&", "")
        )
    return isinstance(widget, QComboBox) and widget.width() < widget.sizeHint().width()


def not_mirrored(window: MainWindow) -> list[str]:
    """What stands on the side of a language that begins at the left."""
    found = []
    sidebar = window.findChild(QWidget, "sidebar")
    if sidebar is None or sidebar.mapTo(window, sidebar.rect().center()).x() < window.width() / 2:
        found.append("sidebar")
    for view in window.findChildren(QTableView):
        header = view.horizontalHeader()
        shown = [place for place in range(header.count()) if not header.isSectionHidden(header.logicalIndex(place))]
        if view.isVisible() and len(shown) > 1:
            first, last = (header.sectionViewportPosition(header.logicalIndex(shown[end])) for end in (0, -1))
            if first < last:
                found.append(view.objectName())
    return found


async def until(condition: Callable[[], bool]) -> None:
    """Until something that is looked at again and again holds."""
    reached = asyncio.Event()
    timer = QTimer()
    timer.timeout.connect(lambda: reached.set() if condition() else None)
    timer.start(_TURN_MS)
    async with asyncio.timeout(_TIMEOUT_S):
        await reached.wait()


def has_figures(window: MainWindow) -> bool:
    recent = window.findChild(QTableView, "recentRequestsTable")
    return window.isVisible() and recent is not None and recent.model().rowCount() > 0


def is_loaded(window: MainWindow) -> bool:
    """Whether nothing holds the place of what is to come."""
    return not any(one.isVisible() for one in window.findChildren(PlaceholderLines))


async def _settled(window: MainWindow, titles: frozenset[str]) -> list[str]:
    """What is still cut off once the layouts had their turns."""
    for _ in range(_TURNS):
        if not cut_off(window, titles):
            break
        await asyncio.sleep(_TURN_MS / 1000)
    return cut_off(window, titles)


async def _look(
    application: QApplication, folder: Path, titles: frozenset[str], *, right_to_left: bool
) -> dict[str, list[str]]:
    window = MainWindow()
    desktop = Desktop(
        application=application,
        options=Options(demo=True, data_dir=folder),
        paths=Paths.of(folder),
        secrets=Secrets(),
        log=AppLog(level="warning", secrets=Secrets()),
        loaded=load_settings(Paths.of(folder).settings_file),
        window=window,
    )
    window.show()
    if right_to_left:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    running = asyncio.create_task(desktop.run())
    found = {}
    try:
        await until(partial(has_figures, window))
        for route in ROUTES:
            for size in SIZES:
                window.resize(size)
                window.navigate(route)
                await until(partial(is_loaded, window))
                name = f"{route.strip('/')}-{size.width()}"
                found[name] = await _settled(window, titles)
                window.grab().save(str(folder / f"{name}.png"))
                if right_to_left:
                    found[name] += not_mirrored(window)
    finally:
        desktop.end()
        await running
    return found


def main(language: str, folder: Path) -> None:
    """``language`` is one of the app's, or ``pseudo``, or ``mirrored``."""
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    paths = Paths.of(folder)
    paths.create()
    pseudo = QTranslator()
    spoken = Language.ENGLISH
    if language in {"pseudo", "mirrored"}:
        pseudo.load(str(write_pseudo(folder)))
        application.installTranslator(pseudo)
    else:
        spoken = Language(language)
    save_settings(paths.settings_file, Settings(language=spoken))
    longer = language in {"pseudo", "mirrored"}
    titles = frozenset({"pageTitle"} if longer else {"pageTitle", "cardTitle"})
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        found = runner.run(_look(application, folder, titles, right_to_left=language == "mirrored"))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
