"""What happened, for those who can mend it: a report without secrets that a person can read before handing it on."""

from __future__ import annotations

import platform
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion

from binom_desktop import __version__
from binom_desktop.presentation.translation import plural, translate
from binom_desktop.redaction import Secrets

_MOST_TRACE_CHARACTERS = 40_000


class ErrorReport(Struct, frozen=True):
    """``text`` is the report; ``place`` is what happened where, the same each time that it happens again."""

    text: str
    place: str


def about_lines(*, qt_platform: str) -> tuple[str, ...]:
    """Versions and platform, a line each. ``qt_platform`` is what Qt calls the window system."""
    return (
        f"Binom Desktop {__version__}",
        f"Python {platform.python_version()}, PySide6 {pyside_version}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()}, {platform.machine()}, {qt_platform}",
    )


def error_report(
    error: BaseException, *, secrets: Secrets, log_lines: Sequence[str], now_ms: int, qt_platform: str
) -> ErrorReport:
    """The report of an error that nobody caught. ``log_lines`` are the log's newest ones."""
    trace = "".join(traceback.format_exception(error))
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{type(error).__qualname__} {frames[-1].filename}:{frames[-1].lineno}" if frames else repr(type(error))
    if len(trace) > _MOST_TRACE_CHARACTERS:
        half = _MOST_TRACE_CHARACTERS // 2
        # Whole lines: half a secret would not be known as one.
        first, last = trace[:half].rpartition("\n")[0], trace[-half:].partition("\n")[2]
        trace = f"{first}\n[…]\n{last}"
    return ErrorReport(_report(trace, secrets, log_lines, now_ms, qt_platform), place)


def crash_report(
    crash: str, *, secrets: Secrets, log_lines: Sequence[str], now_ms: int, qt_platform: str
) -> ErrorReport:
    """The report of a crash that ended an earlier run; ``crash`` is what it left."""
    return ErrorReport(_report(crash, secrets, log_lines, now_ms, qt_platform), "an earlier run")


def more_text(count: int, most: int) -> str:
    """How many further errors came while the first one is shown; nothing for none."""
    if not count:
        return ""
    if count >= most:
        text = translate("Reports", "{count} or more since. The log has them.")
        return text.format(count=most)
    return plural("{count} more since. The log has them.", "", count).format(count=count)


def ended_unexpectedly_text() -> str:
    """The notice after a crash."""
    return translate("Reports", "Binom Desktop ended unexpectedly last time.")


def diagnostics_text(file_name: str) -> str:
    """The notice once diagnostics are written."""
    text = translate("Reports", "Diagnostics are saved as {file}. Look through them before you pass them on.")
    return text.format(file=file_name)


def _report(body: str, secrets: Secrets, log_lines: Sequence[str], now_ms: int, qt_platform: str) -> str:
    at = datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    lines = (*about_lines(qt_platform=qt_platform), at, "", body.rstrip(), "", "Log:", *log_lines)
    text = secrets.redact("\n".join(lines))
    # The folder of a person is often called by their name.
    return text.replace(str(Path.home()), "~")
