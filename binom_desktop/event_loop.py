"""Runs the app on the one loop: its log, its end, and what nobody caught."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcessEnvironment
from PySide6.QtGui import QSessionManager
from qasync import QEventLoop

from binom_desktop.app_log import AppLog
from binom_desktop.application import Application
from binom_desktop.desktop import Desktop
from binom_desktop.options import KEY_VARIABLE, Options
from binom_desktop.paths import Paths
from binom_desktop.redaction import Secrets
from binom_desktop.settings import LoadedSettings
from binom_desktop.single_instance import SingleInstance
from binom_desktop.views.main_window import MainWindow

if TYPE_CHECKING:
    from binom_desktop.history.history import History

_log = logging.getLogger(__name__)


def run_app(
    *,
    application: Application,
    options: Options,
    paths: Paths,
    instance: SingleInstance,
    loaded: LoadedSettings,
    window: MainWindow,
    ahead: History | None,
) -> tuple[int, QProcessEnvironment | None]:
    """Run to the end: the exit code, and where the app is to begin anew the environment that it began with.

    An ``instance`` that holds no lock shares the data folder, and writes no log there.
    """
    secrets = Secrets()
    log = AppLog(level=options.log_level, secrets=secrets)
    log.start()
    try:
        if instance.acquired:
            log.start_files(paths.log_folder)
        with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
            desktop = partial(
                Desktop,
                application=application,
                options=options,
                paths=paths,
                secrets=secrets,
                log=log,
                loaded=loaded,
                window=window,
                ahead=ahead,
            )
            return runner.run(_main(application, instance, desktop))
    finally:
        log.close()


async def _main(
    application: Application, instance: SingleInstance, build: Callable[[], Desktop]
) -> tuple[int, QProcessEnvironment | None]:
    # The library's own makes all of its threads at once, and each of them has memory of its own.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=10, thread_name_prefix="work"))
    desktop = build()
    # By itself it would skip every ``finally``.
    application.steered = True
    application.quit_requested.connect(desktop.ask_to_end)
    application.link_received.connect(desktop.on_route_received)
    application.commitDataRequest.connect(partial(_on_commit_data_request, desktop))
    instance.route_received.connect(desktop.on_route_received)
    # What it takes is nothing that the first rows need; until then a later start waits.
    desktop.loaded.connect(instance.listen)
    sys.excepthook = partial(_report, desktop)
    threading.excepthook = _log_thread_error
    asyncio.get_running_loop().set_exception_handler(partial(_report_from_loop, desktop))
    _end_on_signals(desktop.end)
    try:
        code = await desktop.run()
        return code, _environment(desktop.given_key) if desktop.wants_restart else None
    finally:
        application.steered = False
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__


def _on_commit_data_request(desktop: Desktop, _manager: QSessionManager) -> None:
    """The desktop session ends: so does the app, tray or not."""
    desktop.end()


def _end_on_signals(end: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, end)
        except (NotImplementedError, RuntimeError):
            # Windows: the handler runs as soon as Python does again.
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(end))


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
