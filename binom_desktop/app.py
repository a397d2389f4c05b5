"""Starts and ends the process: the Qt application, the lock on the data folder, the window's first paint.

This module imports no more than that paint needs; what runs the app is imported after it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from binom_desktop import APP_ID, __version__
from binom_desktop.application import Application
from binom_desktop.launch import Launch
from binom_desktop.options import KEY_VARIABLE, Options, route_of
from binom_desktop.paths import Paths
from binom_desktop.settings import Settings, Theme, load_settings
from binom_desktop.single_instance import SingleInstance
from binom_desktop.system_notifications.windows import claim_app_id
from binom_desktop.views.earlier_place import restore_place
from binom_desktop.views.launch_picture import LaunchPicture
from binom_desktop.views.main_window import MainWindow
from binom_desktop.views.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QProcessEnvironment

    from binom_desktop.history.history import History


def run(options: Options) -> int:
    """Run the app to its end; the answer is the process's exit code."""
    # Until the loop hears it, no Python may run in this thread for a while.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _prepare_platform()
    application = Application(sys.argv[:1])
    application.setApplicationName("binom-desktop")
    application.setApplicationDisplayName("Binom Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(APP_ID)
    application.setQuitOnLastWindowClosed(False)
    paths = Paths.of(options.data_dir)
    try:
        paths.create()
    except OSError as error:
        return _fail(f"The data folder can't be made: {error.strerror or error} ({error.filename})")
    instance = SingleInstance(folder=paths.data_folder)
    # The demo's pictures come from a folder of their own, so they need no lock.
    alone = options.snapshot is not None and options.demo
    try:
        if not alone and not instance.acquire():
            return _hand_over(instance, options)
    except OSError as error:
        return _fail(f"The data folder {paths.data_folder} can't be used: {error}")
    try:
        code, environment = _run_with(application, options, paths, instance)
    finally:
        instance.close()
    if environment is not None:
        _start_again(environment)
    return code


def _run_with(
    application: Application, options: Options, paths: Paths, instance: SingleInstance
) -> tuple[int, QProcessEnvironment | None]:
    """The exit code, and where the app is to begin anew the environment that it began with."""
    loaded = load_settings(paths.settings_file)
    window = _window(application, options, loaded.settings)
    if options.snapshot is None:
        restore_place(window, paths.window_place_file)
        window.setVisible(not options.minimized)
    ahead: list[History] = []

    def prepare() -> None:
        if (folder := _first_history(options, paths, loaded.settings)) is not None:
            from binom_desktop.services.session import begin_history

            # The files are read while all else is imported.
            ahead.append(begin_history(folder))
        importlib.import_module("binom_desktop.event_loop")

    if not Launch(window=window, prepare=prepare).run():
        return 0, None
    from binom_desktop.event_loop import run_app

    return run_app(
        application=application,
        options=replace(options, page=route_of(application.link) or options.page),
        paths=paths,
        instance=instance,
        loaded=loaded,
        window=window,
        ahead=ahead[0] if ahead else None,
    )


def _first_history(options: Options, paths: Paths, settings: Settings) -> Path | None:
    """Where the history of the account to begin with is, if that account is known."""
    entry = settings.current
    if entry is None or options.demo or options.server is not None:
        return None
    return paths.history_folder(entry.server, entry.account_id)


def _window(application: Application, options: Options, settings: Settings) -> MainWindow:
    """The window with a picture of what it will show."""
    dark = application.palette().window().color().lightness() < application.palette().windowText().color().lightness()
    if settings.theme is not Theme.SYSTEM:
        dark = settings.theme is Theme.DARK
    known = options.names_account(key_given=bool(os.environ.get(KEY_VARIABLE)), remembered=settings.current is not None)
    return MainWindow(picture=LaunchPicture(tokens=DARK if dark else LIGHT, pages=known))


def _prepare_platform() -> None:
    """What has to be said before Qt begins."""
    claim_app_id()
    if "GNOME" in os.environ.get("XDG_CURRENT_DESKTOP", ""):
        # Qt's own choice there, GTK's, does not know at the start whether the desktop is dark.
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "xdgdesktopportal")


def _hand_over(instance: SingleInstance, options: Options) -> int:
    if options.snapshot is not None:
        return _fail("Binom Desktop is running with this data folder. Quit it first, or use another --data-dir.")
    if instance.hand_over(options.page or ""):
        return 0
    return _fail("Binom Desktop is running with this data folder but doesn't answer.")


def _start_again(environment: QProcessEnvironment) -> None:
    """Begin anew as this process began, now that everything of it is closed."""
    from PySide6.QtCore import QProcess

    frozen = bool(getattr(sys, "frozen", False))
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments([*(() if frozen else ("-m", "binom_desktop")), *sys.argv[1:]])
    process.setProcessEnvironment(environment)
    process.startDetached()


def _fail(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1
