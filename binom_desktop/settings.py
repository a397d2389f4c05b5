"""What a person has chosen: one frozen value, kept in one TOML file. No secret ever stands in it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from binom_desktop.errors import SettingsFault

if TYPE_CHECKING:
    from binom_desktop.alert_values import QuietHours
    from binom_desktop.queries import SortColumn

VERSION = 1
MIN_REFRESH_INTERVAL_S = 5
MAX_REFRESH_INTERVAL_S = 3600
MAX_HISTORY_DAYS = 36_500
MAX_WIDTH = 2000
MAX_FILE_BYTES = 1 << 20
MAX_IMPORT_BYTES = 64 * 1024

# Reading a key takes the square of its length: a file from anywhere could take hours by one line.
_LONGEST_IMPORTED_LINE = 2000
_MINUTES_A_DAY = 24 * 60
_EXPORT_HEADER = "# Settings of Binom Desktop. No account and no key is in this file.\n"


class Theme(StrEnum):
    """How the app looks; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Language(StrEnum):
    """What the app speaks; SYSTEM follows the desktop."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"
    RUSSIAN = "ru"


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
    is a name of the IANA database, whose days Usage counts. ``real_time`` is whether events arrive live; without,
    figures are polled at the refresh interval. ``keep_in_tray`` is whether closing the window leaves the app in the
    tray, and ``tray_explained`` whether that was said once. ``history_days`` is how long requests are kept here, None
    for good. In ``quiet_hours``, or while ``notifications_paused``, no system notification is shown.
    ``check_for_updates`` is whether the build's feed is asked, where the build has one.
    """

    accounts: tuple[AccountEntry, ...] = ()
    current: AccountEntry | None = None
    theme: Theme = Theme.SYSTEM
    language: Language = Language.SYSTEM
    refresh_interval_s: int = 60
    request_columns: tuple[ColumnChoice, ...] = ()
    time_zone: str = "UTC"
    real_time: bool = True
    keep_in_tray: bool = True
    tray_explained: bool = False
    history_days: int | None = None
    quiet_hours: QuietHours | None = None
    notifications_paused: bool = False
    check_for_updates: bool = False

    def signed_in(self, entry: AccountEntry) -> Settings:
        """These settings with ``entry`` in the list, in place of an older entry of that account, and current."""
        known = any(_identity(old) == _identity(entry) for old in self.accounts)
        accounts = [entry if _identity(old) == _identity(entry) else old for old in self.accounts]
        if not known:
            accounts.append(entry)
        return replace(self, accounts=tuple(accounts), current=entry)

    def without(self, entry: AccountEntry) -> Settings:
        """These settings with an account no longer in the list."""
        accounts = tuple(one for one in self.accounts if _identity(one) != _identity(entry))
        return replace(self, accounts=accounts, current=self.current if self.current in accounts else None)

    def signed_out(self) -> Settings:
        """These settings with no current account; the list stays, for the history of each does too."""
        return replace(self, current=None)

    def with_choices_of(self, other: Settings) -> Settings:
        """The choices of ``other`` with these accounts and what was explained here."""
        return replace(other, accounts=self.accounts, current=self.current, tray_explained=self.tray_explained)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """What was read. ``fault`` says why defaults stand in, and ``kept_as`` where the unreadable file is now."""

    settings: Settings
    fault: SettingsFault | None = None
    kept_as: Path | None = None


def load_settings(file: Path) -> LoadedSettings:
    """Read ``file``. One that can't be understood is kept beside it under another name, and defaults are used."""
    try:
        return LoadedSettings(_settings_of(_document_in(_read(file), "settings file")))
    except FileNotFoundError:
        return LoadedSettings(Settings())
    except OSError as error:
        # The next save would put defaults in its place.
        kept_as = None if isinstance(error, IsADirectoryError) else _keep_aside(file)
        fault = SettingsFault(f"The settings can't be read: {error.strerror or error}")
        return LoadedSettings(Settings(), fault, kept_as)
    except SettingsFault as fault:
        return LoadedSettings(Settings(), fault, _keep_aside(file))


def save_settings(file: Path, settings: Settings) -> None:
    """Write ``settings`` so that at any moment the old or the new file is whole. Slow: call it in a thread.

    Raises ``SettingsFault``.
    """
    accounts = [
        {"server": entry.server, "id": entry.account_id, "label": entry.label, "current": entry == settings.current}
        for entry in settings.accounts
    ]
    data = _encoded({**_choices_of(settings), "tray_explained": settings.tray_explained, "accounts": accounts})
    try:
        write_whole(file, data)
    except OSError as error:
        raise SettingsFault(f"The settings can't be written: {error.strerror or error}") from error


def export_settings(settings: Settings) -> bytes:
    """The choices as a file for another computer: no account is in it, and what was explained here is not either."""
    return _EXPORT_HEADER.encode() + _encoded(_choices_of(settings))


def import_settings(data: bytes, settings: Settings) -> Settings:
    """The choices in a file from anywhere, with the accounts of ``settings``; what it doesn't name is as by default.

    Raises ``SettingsFault``, and nothing else, whatever ``data`` is.
    """
    if len(data) > MAX_IMPORT_BYTES or max(map(len, data.split(b"\n"))) > _LONGEST_IMPORTED_LINE:
        raise SettingsFault("The file is too large to hold settings.")
    return settings.with_choices_of(_settings_of({**_document_in(data, "file"), "accounts": []}))


def export_to(file: Path, settings: Settings) -> None:
    """Write ``export_settings`` to a file. Slow: call it in a thread. Raises ``SettingsFault``."""
    try:
        write_whole(file, export_settings(settings))
    except OSError as error:
        raise SettingsFault(f"The file can't be written: {error.strerror or error}") from error


def import_from(file: Path, settings: Settings) -> Settings:
    """Read a file for ``import_settings``. Slow: call it in a thread. Raises ``SettingsFault``."""
    try:
        data = _read(file)
    except OSError as error:
        raise SettingsFault(f"The file can't be read: {error.strerror or error}") from error
    return import_settings(data, settings)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file for its owner only so that at any moment the old or the new one is whole. Raises ``OSError``."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        written.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            written.unlink()
        raise


def _identity(entry: AccountEntry) -> tuple[str, str]:
    return entry.server, entry.account_id


def _keep_aside(file: Path) -> Path | None:
    """Rename ``file`` to a free name; None if that fails, and then it stays until the next save."""
    number = 1
    try:
        while (kept_as := file.with_name(f"{file.stem}-unreadable-{number}{file.suffix}")).exists():
            number += 1
        return file.rename(kept_as)
    except OSError:
        return None


def _read(file: Path) -> bytes:
    """What stands in ``file``, or a little more than may. Raises ``OSError``."""
    with file.open("rb") as stream:
        return stream.read(MAX_FILE_BYTES + 1)


def _document_in(data: bytes, name: str) -> dict[str, Any]:
    """Read TOML; ``name`` is what people call the file. Raises ``SettingsFault``."""
    if len(data) > MAX_FILE_BYTES:
        raise SettingsFault(f"The {name} is too large to hold settings.")
    import tomllib

    try:
        # Editors on Windows like to put a mark in front.
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SettingsFault(f"The {name} is damaged, or holds no settings.") from error


def _encoded(document: dict[str, Any]) -> bytes:
    import tomli_w

    # Half a character, which some keyboards let through, is none.
    return tomli_w.dumps(document).encode("utf-8", "replace")


def _choices_of(settings: Settings) -> dict[str, Any]:
    """Everything but accounts and what was explained here. What has no value is left out."""
    choices: dict[str, Any] = {
        "version": VERSION,
        "theme": settings.theme.value,
        "language": settings.language.value,
        "refresh_interval_s": settings.refresh_interval_s,
        "time_zone": settings.time_zone,
        "real_time": settings.real_time,
        "keep_in_tray": settings.keep_in_tray,
        "notifications_paused": settings.notifications_paused,
        "check_for_updates": settings.check_for_updates,
        "request_columns": [
            {"column": choice.sort.value, "shown": choice.shown, "width": choice.width or 0}
            for choice in settings.request_columns
        ],
    }
    if settings.history_days is not None:
        choices["history_days"] = settings.history_days
    if settings.quiet_hours is not None:
        hours = settings.quiet_hours
        choices["quiet_hours"] = {"from_minute": hours.from_minute, "to_minute": hours.to_minute}
    return choices


def _settings_of(document: dict[str, Any]) -> Settings:
    """Read a document of this version; members that are not known are ignored. Raises ``SettingsFault``."""
    version = document.get("version")
    # True is 1, and a huge number can't even be written out.
    if type(version) is not int or version != VERSION:
        shown = f"version {version}" if type(version) is int and abs(version) < 10**9 else "a version"
        raise SettingsFault(f"The settings are of {shown} that this release doesn't know.")
    usual = Settings()
    accounts, current = _accounts_of(_typed(document, "accounts", list, []))
    theme = _typed(document, "theme", str, usual.theme.value)
    if theme not in set(Theme):
        raise SettingsFault(f"The settings name a theme that is not known: {theme[:40]!r}.")
    language = _typed(document, "language", str, usual.language.value)
    if language not in set(Language):
        raise SettingsFault(f"The settings name a language that is not known: {language[:40]!r}.")
    time_zone = _typed(document, "time_zone", str, usual.time_zone)
    if not _is_zone(time_zone):
        raise SettingsFault(f"The settings name a time zone that is not known: {time_zone[:40]!r}.")
    interval_s = _typed(document, "refresh_interval_s", int, usual.refresh_interval_s)
    return Settings(
        accounts=accounts,
        current=current,
        theme=Theme(theme),
        language=Language(language),
        refresh_interval_s=min(max(interval_s, MIN_REFRESH_INTERVAL_S), MAX_REFRESH_INTERVAL_S),
        request_columns=_columns_of(_typed(document, "request_columns", list, [])),
        time_zone=time_zone,
        real_time=_typed(document, "real_time", bool, usual.real_time),
        keep_in_tray=_typed(document, "keep_in_tray", bool, usual.keep_in_tray),
        tray_explained=_typed(document, "tray_explained", bool, usual.tray_explained),
        history_days=_whole(document, "history_days", 1, MAX_HISTORY_DAYS) if "history_days" in document else None,
        quiet_hours=_quiet_hours_of(document),
        notifications_paused=_typed(document, "notifications_paused", bool, usual.notifications_paused),
        check_for_updates=_typed(document, "check_for_updates", bool, usual.check_for_updates),
    )


def _accounts_of(items: list[Any]) -> tuple[tuple[AccountEntry, ...], AccountEntry | None]:
    accounts: list[AccountEntry] = []
    current: AccountEntry | None = None
    for item in items:
        if not isinstance(item, dict):
            raise SettingsFault("The settings hold an account that is not a table.")
        entry = AccountEntry(_typed(item, "server", str), _typed(item, "id", str), _typed(item, "label", str, ""))
        accounts.append(entry)
        if _typed(item, "current", bool, False):
            current = entry
    return tuple(accounts), current


def _quiet_hours_of(document: dict[str, Any]) -> QuietHours | None:
    if "quiet_hours" not in document:
        return None
    from binom_desktop.alert_values import QuietHours

    hours = _typed(document, "quiet_hours", dict)
    last = _MINUTES_A_DAY - 1
    return QuietHours(_whole(hours, "from_minute", 0, last), _whole(hours, "to_minute", 0, last))


def _is_zone(name: str) -> bool:
    if name == "UTC":
        return True
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _columns_of(items: list[Any]) -> tuple[ColumnChoice, ...]:
    """The columns that this version knows, each once."""
    if not items:
        return ()
    from binom_desktop.queries import SortColumn

    choices: dict[SortColumn, ColumnChoice] = {}
    for item in items:
        if isinstance(item, dict) and isinstance(item.get("column"), str) and item["column"] in set(SortColumn):
            sort = SortColumn(item["column"])
            width = min(max(_typed(item, "width", int, 0), 0), MAX_WIDTH)
            choices[sort] = ColumnChoice(sort, _typed(item, "shown", bool, True), width or None)
    return tuple(choices.values())


def _typed(table: dict[str, Any], name: str, kind: type, default: Any = None) -> Any:
    value = table.get(name, default)
    if type(value) is not kind:
        raise SettingsFault(f"The settings' {name!r} is not what it should be.")
    return value


def _whole(table: dict[str, Any], name: str, least: int, most: int) -> int:
    value: int = _typed(table, name, int)
    if not least <= value <= most:
        raise SettingsFault(f"The settings' {name!r} is not from {least} to {most}.")
    return value
