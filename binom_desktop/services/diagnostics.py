"""What helps to find a fault, in one file that a person can look through and pass on.

It tells of the app, its settings, its connection and the size of what it keeps, never what was asked or answered: no
request, key, e-mail, name or account. Of a server it says only whether it is the public one, this machine or another.
"""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from binom_desktop.alert_values import RuleState
from binom_desktop.domain import Connection
from binom_desktop.errors import BinomError
from binom_desktop.history.figures import figures_of
from binom_desktop.history.store import DATABASE_NAME
from binom_desktop.redaction import REMOVED, Secrets
from binom_desktop.settings import Settings, export_settings, write_whole

PUBLIC_HOST = "api.binom-router.com"
LIBRARIES = (
    *("PySide6-Essentials", "dbus-fast", "desktop-notifier", "httpx", "keyring", "msgspec", "numpy", "pyqtgraph"),
    *("qasync", "stamina", "starlette", "tzdata", "uvicorn", "websockets"),
)

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_MOST_LOG_BYTES = 2 << 20
_MOST_CHANGES = 500
_LEAST_PRIVATE_CHARACTERS = 3
_LINES_A_SEARCH = 50
_EMAIL = re.compile(r"[A-Za-z0-9_.+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")


class DiagnosticsFault(BinomError):
    """The diagnostics can't be written."""


class ConnectionChange(Struct, frozen=True):
    """The connection became this at that moment."""

    at_ms: int
    connection: Connection


class ConnectionNotes:
    """How the connection went in this run: the newest changes of state, oldest first."""

    def __init__(self) -> None:
        self._changes: list[ConnectionChange] = []

    @property
    def changes(self) -> tuple[ConnectionChange, ...]:
        """What was noted, at most the newest few hundred."""
        return tuple(self._changes)

    def note(self, connection: Connection, at_ms: int) -> None:
        """Note a change; the same state and reason again is none."""
        newest = self._changes[-1].connection if self._changes else None
        if newest is None or (newest.state, newest.reason) != (connection.state, connection.reason):
            self._changes.append(ConnectionChange(at_ms, connection))
            del self._changes[:-_MOST_CHANGES]


class Diagnostics(Struct, frozen=True):
    """What the app hands in.

    ``about`` are lines on the app and its platform, ``screens`` one a screen. ``data_folder`` is where histories are
    looked for, ``log_files`` may not exist. ``private`` are further words that belong to the person and stand in no
    file: names, e-mails, ids, descriptions of keys.
    """

    about: Sequence[str]
    screens: Sequence[str]
    started_ms: int
    now_ms: int
    settings: Settings
    changes: Sequence[ConnectionChange]
    rules: Sequence[RuleState]
    data_folder: Path
    log_files: Sequence[Path]
    private: Sequence[str] = ()


async def write_diagnostics(file: Path, diagnostics: Diagnostics, *, secrets: Secrets) -> None:
    """Write the bundle so that it is there whole or not at all, for its owner only. Raises ``DiagnosticsFault``."""
    await asyncio.to_thread(_write, file, diagnostics, secrets)


def _write(file: Path, diagnostics: Diagnostics, secrets: Secrets) -> None:
    private = _Private(diagnostics, secrets)
    parts = {
        "about.txt": _about(diagnostics),
        "settings.toml": export_settings(diagnostics.settings).decode(),
        "accounts.txt": _accounts(diagnostics.settings),
        "connection.txt": _connection(diagnostics.changes),
        "history.txt": _histories(diagnostics.data_folder),
        "alerts.txt": _rules(diagnostics.rules),
        **{f"logs/{log.name}": text for log in diagnostics.log_files if (text := _tail(log))},
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, private.removed_from(text))
    try:
        write_whole(file, held.getvalue())
    except OSError as error:
        raise DiagnosticsFault(f"The diagnostics can't be written: {error.strerror or error}.") from error


class _Private:
    """Takes out of a text what is not for others' eyes."""

    def __init__(self, diagnostics: Diagnostics, secrets: Secrets) -> None:
        self._secrets = secrets
        entries = diagnostics.settings.accounts
        words = {*diagnostics.private}
        words |= {word for entry in entries for word in (entry.label, entry.account_id, _host(entry.server))}
        words -= {PUBLIC_HOST, *_LOOPBACK}
        self._words = _pattern(words)
        self._home = str(Path.home())

    def removed_from(self, text: str) -> str:
        """``text`` without it, some lines at a time: a search over all of it would keep every other thread waiting."""
        lines = text.splitlines(keepends=True)
        starts = range(0, len(lines), _LINES_A_SEARCH)
        return "".join(self._removed_from("".join(lines[start : start + _LINES_A_SEARCH])) for start in starts)

    def _removed_from(self, text: str) -> str:
        text = self._secrets.redact(text).replace(self._home, "~")
        text = _EMAIL.sub(REMOVED, text)
        return text if self._words is None else self._words.sub(REMOVED, text)


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the words where they stand alone; None for none. Very short ones would take innocent text with them."""
    found = sorted((word for word in words if len(word) >= _LEAST_PRIVATE_CHARACTERS), key=len, reverse=True)
    if not found:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, found))})(?!\w)", re.IGNORECASE)


def _about(diagnostics: Diagnostics) -> str:
    libraries = (f"{name} {_version(name)}" for name in LIBRARIES)
    times = (f"Started {_time(diagnostics.started_ms)}", f"Written {_time(diagnostics.now_ms)}")
    return "\n".join((*diagnostics.about, *times, "", "Screens:", *diagnostics.screens, "", "Libraries:", *libraries))


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not here"


def _accounts(settings: Settings) -> str:
    lines = []
    for number, entry in enumerate(settings.accounts, start=1):
        shown = ", shown" if entry == settings.current else ""
        lines.append(f"Account {number}: {_server_kind(entry.server)}{shown}")
    return "\n".join(lines) or "No account."


def _server_kind(server: str) -> str:
    host = _host(server)
    if host == PUBLIC_HOST:
        return "the public server"
    return "this machine" if host in _LOOPBACK else "another server"


def _host(server: str) -> str:
    try:
        return urlsplit(server).hostname or ""
    except ValueError:
        return ""


def _connection(changes: Sequence[ConnectionChange]) -> str:
    lines = []
    for change in changes:
        reason = f": {change.connection.reason}" if change.connection.reason else ""
        lines.append(f"{_time(change.at_ms)} {change.connection.state.value}{reason}")
    return "\n".join(lines) or "No connection in this run."


def _histories(data_folder: Path) -> str:
    """A paragraph for each history. The folders' names tell accounts and are left out."""
    try:
        folders = sorted(file.parent for file in data_folder.rglob(DATABASE_NAME))
    except OSError as error:
        return f"The data folder can't be read: {error.strerror or error}"
    return "\n\n".join(_history(number, folder) for number, folder in enumerate(folders, start=1)) or "No history."


def _history(number: int, folder: Path) -> str:
    try:
        figures = figures_of(folder)
    except (OSError, sqlite3.Error) as error:
        return f"History {number}: can't be read ({type(error).__name__})"
    sizes = ", ".join(f"{kind} {size} bytes" for kind, size in sorted(figures.bytes_by_suffix.items()))
    return "\n".join(
        (
            f"History {number}: schema {figures.schema_version}",
            f"Requests {figures.requests}, sequences {figures.first} to {figures.last}, missing {figures.missing}",
            f"Files: {sizes}",
        )
    )


def _rules(states: Sequence[RuleState]) -> str:
    lines = []
    for state in states:
        rule = state.rule
        scope = "a key" if rule.key_id is not None else "a model" if rule.model is not None else "the account"
        snoozed = ", snoozed" if state.snoozed_until_ms is not None else ""
        lines.append(f"{rule.kind.value} {rule.severity.value}, of {scope}: {state.phase.value}{snoozed}")
    return "\n".join(lines) or "No rules."


def _tail(file: Path) -> str:
    """The end of a log file; empty where there is none."""
    try:
        with file.open("rb") as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(max(0, size - _MOST_LOG_BYTES))
            return stream.read(_MOST_LOG_BYTES).decode(errors="replace")
    except OSError:
        return ""


def _time(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] + " UTC"
