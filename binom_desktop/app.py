"""Starts and ends the process: the Qt application, the lock on the data folder, the loop, the log."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QProcess, QProcessEnvironment
from PySide6.QtGui import QFileOpenEvent, QSessionManager
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop
from typing_extensions import override

from binom_desktop import APP_ID, __version__
from binom_desktop.app_log import AppLog
from binom_desktop.desktop import Desktop
from binom_desktop.options import Options
from binom_desktop.paths import Paths
from binom_desktop.redaction import Secrets
from binom_desktop.session_desk import KEY_VARIABLE
from binom_desktop.single_instance import SingleInstance
from binom_desktop.system_notifications.windows import claim_app_id

_log = logging.getLogger(__name__)


def run(options: Options) -> int:
    """Run the app to its end; the answer is the process's exit code."""
    secrets = Secrets()
    log = AppLog(level=options.log_level, secrets=secrets)
    log.start()
    _prepare_platform()
    application = QApplication(sys.argv[:1])
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
        if not alone:
            log.start_files(paths.log_folder)
        with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
            code, environment = runner.run(_main(application, options, paths, instance, secrets, log))
    finally:
        log.close()
        instance.close()
    if environment is not None:
        _start_again(environment)
    return code


async def _main(
    application: QApplication,
    options: Options,
    paths: Paths,
    instance: SingleInstance,
    secrets: Secrets,
    log: AppLog,
) -> tuple[int, QProcessEnvironment | None]:
    """The exit code, and where the app is to begin anew the environment that it began with."""
    desktop = Desktop(application=application, options=options, paths=paths, secrets=secrets, log=log)
    quits = _ApplicationFilter(
        on_quit=desktop.ask_to_end, on_session_end=desktop.end, on_link=desktop.on_route_received
    )
    application.installEventFilter(quits)
    application.commitDataRequest.connect(quits.on_commit_data_request)
    instance.route_received.connect(desktop.on_route_received)
    sys.excepthook = partial(_report, desktop)
    threading.excepthook = _log_thread_error
    asyncio.get_running_loop().set_exception_handler(partial(_report_from_loop, desktop))
    _end_on_signals(desktop.end)
    instance.listen()
    try:
        code = await desktop.run()
        return code, _environment(desktop.given_key) if desktop.wants_restart else None
    finally:
        application.removeEventFilter(quits)
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__


class _ApplicationFilter(QObject):
    """Turns the application's quitting, which would skip every ``finally``, into the end of the main coroutine.

    Links that the system hands to the app go where those of a later start go.
    """

    def __init__(
        self, *, on_quit: Callable[[], None], on_session_end: Callable[[], None], on_link: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._on_quit = on_quit
        self._on_link = on_link
        self._on_session_end = on_session_end

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Quit:
            self._on_quit()
            return True
        if isinstance(event, QFileOpenEvent):
            # So macOS hands over a link.
            self._on_link(event.url().toString())
            return True
        return False

    def on_commit_data_request(self, _manager: QSessionManager) -> None:
        """The desktop session ends: so does the app, tray or not."""
        self._on_session_end()


def _prepare_platform() -> None:
    """What has to be said before Qt begins."""
    claim_app_id()
    if "GNOME" in os.environ.get("XDG_CURRENT_DESKTOP", ""):
        # Qt's own choice there, GTK's, does not know at the start whether the desktop is dark.
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "xdgdesktopportal")


def _end_on_signals(end: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, end)
        except (NotImplementedError, RuntimeError):
            # Windows: the handler runs as soon as Python does again.
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(end))


def _hand_over(instance: SingleInstance, options: Options) -> int:
    if options.snapshot is not None:
        return _fail("Binom Desktop is running with this data folder. Quit it first, or use another --data-dir.")
    if instance.hand_over(options.page or ""):
        return 0
    return _fail("Binom Desktop is running with this data folder but doesn't answer.")


def _report(desktop: Desktop, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nobody caught is a bug: it is logged, the person is told, and the app goes on."""
    if issubclass(kind, KeyboardInterrupt):
        desktop.end()
        return
    _log.error("Unexpected error", exc_info=(kind, error, trace))
    desktop.show_unexpected_error(error)


def _log_thread_error(arguments: threading.ExceptHookArgs) -> None:
    """What nobody caught in a thread of ours: whoever waits for that thread has to say more."""
    if arguments.exc_value is not None:
        _log.error("Unexpected error in a thread", exc_info=arguments.exc_value)


def _report_from_loop(desktop: Desktop, _loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        _report(desktop, type(error), error, error.__traceback__)
    else:
        _log.error("Unexpected event: %s", context.get("message"))


def _environment(given_key: str) -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    if given_key:
        environment.insert(KEY_VARIABLE, given_key)
    return environment


def _start_again(environment: QProcessEnvironment) -> None:
    """Begin anew as this process began, now that everything of it is closed."""
    frozen = bool(getattr(sys, "frozen", False))
    process = QProcess()
    process.setProgram(sys.executable)
    process.setArguments([*(() if frozen else ("-m", "binom_desktop")), *sys.argv[1:]])
    process.setProcessEnvironment(environment)
    process.startDetached()


def _fail(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1
