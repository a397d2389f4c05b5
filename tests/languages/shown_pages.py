"""Runs the demo account in a language, and says what is wrong on every page and in every dialog, as JSON on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QTranslator
from PySide6.QtWidgets import QApplication, QWidget
from qasync import QEventLoop

from binom_desktop.options import ROUTES
from binom_desktop.paths import Paths
from binom_desktop.settings import Language, Settings, save_settings
from tests.languages.demo_app import TURN_MS, is_loaded, running_app, until
from tests.languages.measures import cut_off, not_mirrored, out_of_reach
from tests.languages.pseudo import write_pseudo
from tests.languages.shown_dialogs import SURFACES, opened

SIZES = (QSize(800, 600), QSize(1280, 860))
_TURNS = 50
_LARGEST_PT = 22.0

_Check = Callable[[QWidget], list[str]]


async def _settled(widget: QWidget, check: _Check) -> list[str]:
    """What is still wrong once the layouts had their turns."""
    for _ in range(_TURNS):
        if not check(widget):
            break
        await asyncio.sleep(TURN_MS / 1000)
    return check(widget)


async def _look(application: QApplication, folder: Path, check: _Check, *, right_to_left: bool) -> dict[str, list[str]]:
    found = {}
    async with running_app(application, folder, right_to_left=right_to_left) as (desktop, window):
        for route in ROUTES:
            for size in SIZES:
                window.resize(size)
                window.navigate(route)
                await until(partial(is_loaded, window))
                name = f"{route.strip('/')}-{size.width()}"
                found[name] = await _settled(window, check)
                window.grab().save(str(folder / f"{name}.png"))
        window.resize(SIZES[0])
        for surface in SURFACES:
            async with opened(surface, desktop, window) as widget:
                # What opens in a page is looked at with all of it.
                whole = window if surface.close_button else widget
                found[surface.name] = await _settled(whole, check)
    return found


def main(language: str, folder: Path) -> None:
    """``language`` is one of the app's, or ``pseudo``, or ``mirrored``, or ``large``: English with doubled text."""
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    paths = Paths.of(folder)
    paths.create()
    pseudo = QTranslator()
    spoken = Language(language) if language in set(Language) else Language.ENGLISH
    if language in {"pseudo", "mirrored"}:
        pseudo.load(str(write_pseudo(folder)))
        application.installTranslator(pseudo)
    if language == "large":
        font = application.font()
        font.setPointSizeF(_LARGEST_PT)
        application.setFont(font)
    save_settings(paths.settings_file, Settings(language=spoken))
    longer = language in {"pseudo", "mirrored"}
    titles = frozenset({"pageTitle"} if longer else {"pageTitle", "cardTitle"})

    def check(widget: QWidget) -> list[str]:
        wrong = cut_off(widget, titles) + out_of_reach(widget)
        return wrong + not_mirrored(widget) if language == "mirrored" else wrong

    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        found = runner.run(_look(application, folder, check, right_to_left=language == "mirrored"))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
