"""Settings in words: what each is called, what it does, and how its values are written."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from binom_desktop.alert_values import QuietHours
from binom_desktop.presentation.format import count, safe_line
from binom_desktop.presentation.translation import plural, translate

_TIME = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?", re.ASCII)
_YEAR_DAYS = 365

INTERVALS_S = (15, 30, 60, 300, 900, 3600)
"""The refresh intervals that are offered, in seconds."""

HISTORY_DAYS = (None, 2 * _YEAR_DAYS, _YEAR_DAYS, 180, 90, 30)
"""How long history can be kept, in days; None is for good."""

USUAL_QUIET_HOURS = QuietHours(22 * 60, 7 * 60)
"""What is offered when quiet hours are switched on for the first time."""


class SectionKey(StrEnum):
    """The sections from top to bottom."""

    APPEARANCE = "appearance"
    DATA = "data"
    DESKTOP = "desktop"
    NOTIFICATIONS = "notifications"
    ACCOUNTS = "accounts"
    UPDATES = "updates"
    FILE = "settingsFile"
    HELP = "help"


class SettingKey(StrEnum):
    """The rows from top to bottom."""

    THEME = "theme"
    LANGUAGE = "language"
    REFRESH_INTERVAL = "refreshInterval"
    REAL_TIME = "realTime"
    TIME_ZONE = "timeZone"
    HISTORY = "history"
    VERIFY = "verifyHistory"
    START_AT_LOGIN = "startAtLogin"
    KEEP_IN_TRAY = "keepInTray"
    PAUSE_NOTIFICATIONS = "pauseNotifications"
    QUIET_HOURS = "quietHours"
    EXPORT = "exportSettings"
    IMPORT = "importSettings"
    CHECK_FOR_UPDATES = "checkForUpdates"
    NEWEST_VERSION = "newestVersion"
    DIAGNOSTICS = "diagnostics"


class TimeZone(Struct, frozen=True):
    """A zone of the IANA database, and how far it is ahead of UTC now, in minutes."""

    name: str
    offset_min: int


def section_title(key: SectionKey) -> str:
    """What a section is called."""
    return {
        SectionKey.APPEARANCE: translate("Settings", "Appearance"),
        SectionKey.DATA: translate("Settings", "Data"),
        SectionKey.DESKTOP: translate("Settings", "Desktop"),
        SectionKey.NOTIFICATIONS: translate("Settings", "Notifications"),
        SectionKey.ACCOUNTS: translate("Settings", "Accounts"),
        SectionKey.UPDATES: translate("Settings", "Updates"),
        SectionKey.FILE: translate("Settings", "Settings File"),
        SectionKey.HELP: translate("Settings", "Help"),
    }[key]


def label(key: SettingKey) -> str:
    """What a setting is called."""
    return {
        SettingKey.THEME: translate("Settings", "Theme"),
        SettingKey.LANGUAGE: translate("Settings", "Language"),
        SettingKey.REFRESH_INTERVAL: translate("Settings", "Refresh interval"),
        SettingKey.REAL_TIME: translate("Settings", "Real-time updates"),
        SettingKey.TIME_ZONE: translate("Settings", "Time zone"),
        SettingKey.HISTORY: translate("Settings", "Keep history"),
        SettingKey.VERIFY: translate("Settings", "Verify history"),
        SettingKey.START_AT_LOGIN: translate("Settings", "Start at login"),
        SettingKey.KEEP_IN_TRAY: translate("Settings", "Keep running in the tray"),
        SettingKey.PAUSE_NOTIFICATIONS: translate("Settings", "Pause notifications"),
        SettingKey.QUIET_HOURS: translate("Settings", "Quiet hours"),
        SettingKey.EXPORT: translate("Settings", "Export settings"),
        SettingKey.IMPORT: translate("Settings", "Import settings"),
        SettingKey.CHECK_FOR_UPDATES: translate("Settings", "Check for Updates"),
        SettingKey.NEWEST_VERSION: translate("Settings", "Newest version"),
        SettingKey.DIAGNOSTICS: translate("Settings", "Diagnostics"),
    }[key]


def explanation(key: SettingKey) -> str:
    """What a setting does."""
    return {
        SettingKey.THEME: translate("Settings", "Light, dark, or as the desktop has it."),
        SettingKey.LANGUAGE: translate("Settings", "What texts, numbers, dates and amounts are written in."),
        SettingKey.REFRESH_INTERVAL: translate(
            "Settings", "How often figures are asked for while they don't arrive by themselves."
        ),
        SettingKey.REAL_TIME: translate(
            "Settings",
            "Requests and figures arrive the moment they happen. Off, they are asked for at the refresh interval.",
        ),
        SettingKey.TIME_ZONE: translate(
            "Settings", "Whose days Usage counts, and whose times requests and alerts show. All else stays in UTC."
        ),
        SettingKey.HISTORY: translate(
            "Settings",
            "How long requests stay on this computer. What is dropped is not fetched again, even if you choose longer"
            " later.",
        ),
        SettingKey.VERIFY: translate(
            "Settings", "Compares each day's requests with the server, and repairs what differs."
        ),
        SettingKey.START_AT_LOGIN: translate(
            "Settings", "Starts minimized to the tray when you log in to this computer."
        ),
        SettingKey.KEEP_IN_TRAY: translate(
            "Settings", "Closing the window leaves the app watching from the tray. Off, it quits."
        ),
        SettingKey.PAUSE_NOTIFICATIONS: translate(
            "Settings", "No system notifications until you switch this off. Alerts still stand in the window."
        ),
        SettingKey.QUIET_HOURS: translate("Settings", "No system notifications in these hours, every day."),
        SettingKey.EXPORT: translate("Settings", "Writes your choices to a file. Accounts and API keys are not in it."),
        SettingKey.IMPORT: translate(
            "Settings", "Takes over the choices in a file. Accounts and API keys stay as they are."
        ),
        SettingKey.CHECK_FOR_UPDATES: translate("Settings", "Asks once a day whether there is a newer version."),
        SettingKey.NEWEST_VERSION: translate("Settings", "What the last check found."),
        SettingKey.DIAGNOSTICS: translate(
            "Settings",
            "Writes versions, logs and states to a file that you can send to support. No keys, names or requests are in"
            " it.",
        ),
    }[key]


def no_tray_text() -> str:
    """What is said of keeping in the tray where there is none."""
    return translate(
        "Settings",
        "This desktop shows no tray, so closing the window quits. Your choice counts as soon as there is one.",
    )


def search_words(key: SettingKey) -> str:
    """What people also call a setting."""
    return {
        SettingKey.THEME: translate("Settings", "dark mode light colors appearance"),
        SettingKey.LANGUAGE: translate("Settings", "translation locale number format English German Russian"),
        SettingKey.REFRESH_INTERVAL: translate("Settings", "polling update frequency seconds minutes"),
        SettingKey.REAL_TIME: translate("Settings", "live connection events polling"),
        SettingKey.TIME_ZONE: translate("Settings", "timezone UTC clock days"),
        SettingKey.HISTORY: translate("Settings", "retention storage disk delete log"),
        SettingKey.VERIFY: translate("Settings", "check repair compare server missing wrong"),
        SettingKey.START_AT_LOGIN: translate("Settings", "autostart startup launch boot"),
        SettingKey.KEEP_IN_TRAY: translate("Settings", "background close minimize quit"),
        SettingKey.PAUSE_NOTIFICATIONS: translate("Settings", "mute silence alerts do not disturb"),
        SettingKey.QUIET_HOURS: translate("Settings", "do not disturb night mute silence alerts"),
        SettingKey.EXPORT: translate("Settings", "backup save TOML"),
        SettingKey.IMPORT: translate("Settings", "restore load backup TOML"),
        SettingKey.CHECK_FOR_UPDATES: translate("Settings", "upgrade automatic new release"),
        SettingKey.NEWEST_VERSION: translate("Settings", "upgrade download new release check now"),
        SettingKey.DIAGNOSTICS: translate("Settings", "support bug report log debug crash"),
    }[key]


def account_search_words() -> str:
    """What people look for when they mean the accounts."""
    return translate("Settings", "account switch rename sign out log out delete local data add server key")


def theme_title(theme: str) -> str:
    """A theme by its name."""
    return {
        "system": translate("Settings", "System"),
        "light": translate("Settings", "Light"),
        "dark": translate("Settings", "Dark"),
    }[theme]


def language_title(language: str) -> str:
    """A language by its own name, whatever the app speaks."""
    names = {"en": "English", "de": "Deutsch", "ru": "Русский"}
    return names.get(language) or translate("Settings", "System")


def language_waits_text() -> str:
    """That another language was chosen than the app speaks."""
    return translate("Settings", "The app speaks the language you chose when it starts again.")


def interval_text(seconds: int) -> str:
    """A refresh interval in its largest whole unit: ``30 seconds``, ``5 minutes``."""
    if seconds % 3600 == 0:
        hours = seconds // 3600
        return plural("{count} hours", "", hours).format(count=count(hours))
    if seconds % 60 == 0:
        minutes = seconds // 60
        return plural("{count} minutes", "", minutes).format(count=count(minutes))
    return plural("{count} seconds", "", seconds).format(count=count(seconds))


def history_text(days: int | None) -> str:
    """How long history is kept: ``For good``, ``1 year``, ``90 days``."""
    if days is None:
        return translate("Settings", "For good")
    if days % _YEAR_DAYS == 0:
        years = days // _YEAR_DAYS
        return plural("{count} years", "", years).format(count=count(years))
    return plural("{count} days", "", days).format(count=count(days))


def shortens(before: int | None, after: int | None) -> bool:
    """Whether keeping history for ``after`` days drops some that is kept for ``before`` days."""
    return after is not None and (before is None or after < before)


def shorten_text(days: int | None) -> str:
    """What is asked before history is dropped."""
    text = translate(
        "Settings",
        "Requests older than {period} are dropped from this computer, for every account, and are not fetched again."
        " Export them first if you need them.",
    )
    return text.format(period=history_text(days))


def minute_text(minute: int) -> str:
    """A time of day: ``07:05``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(text: str) -> int | None:
    """The minute of the day that somebody typed: ``7``, ``7:05``, ``7.05``, ``0705``; None if it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def quiet_hours_text(hours: QuietHours | None, zone: str) -> str:
    """From when to when it is quiet: ``From 22:00 to 07:00 the next day (Europe/Berlin).``"""
    if hours is None:
        return explanation(SettingKey.QUIET_HOURS)
    if hours.from_minute == hours.to_minute:
        return translate("Settings", "No system notifications at any time: both times are the same.")
    if hours.from_minute > hours.to_minute:
        text = translate("Settings", "No system notifications from {start} to {end} the next day ({zone}).")
    else:
        text = translate("Settings", "No system notifications from {start} to {end} ({zone}).")
    return text.format(start=minute_text(hours.from_minute), end=minute_text(hours.to_minute), zone=safe_line(zone))


def offset_text(minutes: int) -> str:
    """How far a zone is ahead of UTC: ``UTC+05:30``."""
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{minute_text(abs(minutes))}" if minutes else "UTC"


def account_name(text: str, server: str) -> str:
    """What an account is called: its label, or its server where there is none."""
    return safe_line(text).strip() or safe_line(server)


def sign_out_text(name: str) -> str:
    """What is asked before signing out."""
    text = translate(
        "Settings", "The API key of “{name}” leaves this computer. The account stays in the list, and its history too."
    )
    return text.format(name=name)


def delete_data_text(name: str) -> str:
    """What is asked before local data goes."""
    text = translate(
        "Settings",
        "“{name}” leaves this computer for good: its history, alerts and filters, and its API key. Nothing changes on"
        " the server, and signing in again fetches the requests that the server still has.",
    )
    return text.format(name=name)


def exported_text(file_name: str) -> str:
    """That an export was written."""
    return translate("Settings", "Settings exported to {file}.").format(file=safe_line(file_name))


def imported_text(file_name: str) -> str:
    """That an import is in effect."""
    return translate("Settings", "Settings imported from {file}.").format(file=safe_line(file_name))


def not_kept_text(reason: str) -> str:
    """That a choice was made but could not be written."""
    return translate("Settings", "{reason}. What you chose holds until the app ends.").format(
        reason=reason.removesuffix(".")
    )


def matches(search: str, *texts: str) -> bool:
    """Whether every word searched for is in one of ``texts``, in any letter case."""
    held = " ".join(texts).casefold()
    return all(word in held for word in search.casefold().split())
