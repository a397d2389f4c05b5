"""What a person has chosen: one frozen value, kept in one TOML file. No secret ever stands in it."""

from __future__ import annotations

import contextlib
import os
import tempfile
import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from binom_desktop.errors import SettingsFault
from binom_desktop.queries import SortColumn

VERSION = 1
MIN_REFRESH_INTERVAL_S = 5
MAX_REFRESH_INTERVAL_S = 3600
MAX_WIDTH = 2000


class Theme(StrEnum):
    """How the app looks; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An account that was signed in here: its server's origin, the id there, and what people call it."""

    server: str
    account_id: str
    label: str


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the request log: shown or not, and its width in pixels where a person gave it one."""

    sort: SortColumn
    shown: bool = True
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice. ``current`` is one of ``accounts``, or None while nobody is signed in.

    ``request_columns`` are the request log's columns from left to right; those that are not named follow. ``time_zone``
    is a name of the IANA database, whose days Usage counts.
    """

    accounts: tuple[AccountEntry, ...] = ()
    current: AccountEntry | None = None
    theme: Theme = Theme.SYSTEM
    refresh_interval_s: int = 60
    request_columns: tuple[ColumnChoice, ...] = ()
    time_zone: str = "UTC"

    def signed_in(self, entry: AccountEntry) -> Settings:
        """These settings with ``entry`` in the list, in place of an older entry of that account, and current."""
        known = any(_identity(old) == _identity(entry) for old in self.accounts)
        accounts = [entry if _identity(old) == _identity(entry) else old for old in self.accounts]
        if not known:
            accounts.append(entry)
        return replace(self, accounts=tuple(accounts), current=entry)

    def signed_out(self) -> Settings:
        """These settings with no current account; the list stays, for the history of each does too."""
        return replace(self, current=None)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """What was read. ``fault`` says why defaults stand in, and ``kept_as`` where the unreadable file is now."""

    settings: Settings
    fault: SettingsFault | None = None
    kept_as: Path | None = None


def load_settings(file: Path) -> LoadedSettings:
    """Read ``file``. One that can't be understood is kept beside it under another name, and defaults are used."""
    try:
        return LoadedSettings(_settings_of(tomllib.loads(file.read_text(encoding="utf-8"))))
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except OSError as error:
        return LoadedSettings(Settings(), SettingsFault(f"The settings can't be read: {error.strerror or error}"))
    except (ValueError, SettingsFault) as error:
        fault = error if isinstance(error, SettingsFault) else SettingsFault("The settings file is damaged.")
        return LoadedSettings(Settings(), fault, _keep_aside(file))


def save_settings(file: Path, settings: Settings) -> None:
    """Write ``settings`` so that at any moment the old or the new file is whole. Slow: call it in a thread.

    Raises ``SettingsFault``.
    """
    import tomli_w

    text = tomli_w.dumps(_document_of(settings))
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
        written = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            written.replace(file)
        except OSError:
            with contextlib.suppress(OSError):
                written.unlink()
            raise
    except OSError as error:
        raise SettingsFault(f"The settings can't be written: {error.strerror or error}") from error


def _identity(entry: AccountEntry) -> tuple[str, str]:
    return entry.server, entry.account_id


def _keep_aside(file: Path) -> Path | None:
    """Rename ``file`` to a free name; None if that fails, and then it stays until the next save."""
    number = 1
    while (kept_as := file.with_name(f"{file.stem}-unreadable-{number}{file.suffix}")).exists():
        number += 1
    try:
        return file.rename(kept_as)
    except OSError:
        return None


def _document_of(settings: Settings) -> dict[str, Any]:
    return {
        "version": VERSION,
        "theme": settings.theme.value,
        "refresh_interval_s": settings.refresh_interval_s,
        "time_zone": settings.time_zone,
        "request_columns": [
            {"column": choice.sort.value, "shown": choice.shown, "width": choice.width or 0}
            for choice in settings.request_columns
        ],
        "accounts": [
            {
                "server": entry.server,
                "id": entry.account_id,
                "label": entry.label,
                "current": entry == settings.current,
            }
            for entry in settings.accounts
        ],
    }


def _settings_of(document: dict[str, Any]) -> Settings:
    """Read a document of this version; members that are not known are ignored. Raises ``SettingsFault``."""
    version = document.get("version")
    if version != VERSION:
        raise SettingsFault(f"The settings are of version {version!r}, which this release doesn't know.")
    accounts: list[AccountEntry] = []
    current: AccountEntry | None = None
    for item in _typed(document, "accounts", list, []):
        if not isinstance(item, dict):
            raise SettingsFault("The settings hold an account that is not a table.")
        entry = AccountEntry(_typed(item, "server", str), _typed(item, "id", str), _typed(item, "label", str, ""))
        accounts.append(entry)
        if _typed(item, "current", bool, False):
            current = entry
    theme = _typed(document, "theme", str, Theme.SYSTEM.value)
    interval_s = _typed(document, "refresh_interval_s", int, Settings().refresh_interval_s)
    if theme not in set(Theme):
        raise SettingsFault(f"The settings name a theme that is not known: {theme[:40]!r}.")
    time_zone = _typed(document, "time_zone", str, Settings().time_zone)
    if not _is_zone(time_zone):
        raise SettingsFault(f"The settings name a time zone that is not known: {time_zone[:40]!r}.")
    return Settings(
        accounts=tuple(accounts),
        current=current,
        theme=Theme(theme),
        request_columns=_columns_of(_typed(document, "request_columns", list, [])),
        time_zone=time_zone,
        refresh_interval_s=min(max(interval_s, MIN_REFRESH_INTERVAL_S), MAX_REFRESH_INTERVAL_S),
    )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _columns_of(items: list[Any]) -> tuple[ColumnChoice, ...]:
    """The columns that this version knows, each once."""
    choices: dict[SortColumn, ColumnChoice] = {}
    for item in items:
        if isinstance(item, dict) and item.get("column") in set(SortColumn):
            sort = SortColumn(item["column"])
            width = min(max(_typed(item, "width", int, 0), 0), MAX_WIDTH)
            choices[sort] = ColumnChoice(sort, _typed(item, "shown", bool, True), width or None)
    return tuple(choices.values())


def _typed(table: dict[str, Any], name: str, kind: type, default: Any = None) -> Any:
    value = table.get(name, default)
    if type(value) is not kind:
        raise SettingsFault(f"The settings' {name!r} is not what it should be.")
    return value
