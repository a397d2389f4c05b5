"""The settings in force, for the page that shows and changes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from binom_desktop.alert_values import QuietHours
from binom_desktop.presentation.settings_text import (
    HISTORY_DAYS,
    INTERVALS_S,
    USUAL_QUIET_HOURS,
    TimeZone,
    history_text,
    interval_text,
    language_title,
    matches,
    offset_text,
)
from binom_desktop.settings import (
    MAX_REFRESH_INTERVAL_S,
    MIN_REFRESH_INTERVAL_S,
    AccountEntry,
    Language,
    Settings,
    Theme,
)
from binom_desktop.verify_values import VerifyProgress, VerifyResult

SettingsChange = Callable[[Settings], Settings]

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class SettingsPageModel(QObject):
    """What is chosen. A choice shows at once, and goes out by ``change_requested`` as what it makes of any settings.

    ``start_at_login`` is the system's, not the file's: None as long as it is unknown.
    """

    changed = Signal()
    change_requested = Signal(object)
    start_at_login_requested = Signal(bool)
    verify_requested = Signal(bool)

    def __init__(self, *, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.zones = TimeZonesModel(parent=self)
        self._settings = settings
        self._spoken = settings.language
        self._quiet_hours = settings.quiet_hours or USUAL_QUIET_HOURS
        self._start_at_login: bool | None = None
        self._login_fault = ""
        self._has_tray = True
        self._shown_account = settings.current
        self._can_verify = False
        self._verified: VerifyProgress | VerifyResult | None = None

    @property
    def settings(self) -> Settings:
        """The settings in force, with what was chosen just now."""
        return self._settings

    @property
    def start_at_login(self) -> bool | None:
        """Whether the app starts at login."""
        return self._start_at_login

    @property
    def login_fault(self) -> str:
        """Why starting at login can't be told or changed; empty if it can."""
        return self._login_fault

    @property
    def has_tray(self) -> bool:
        """Whether the desktop has a tray to keep running in."""
        return self._has_tray

    @property
    def shown_account(self) -> AccountEntry | None:
        """The account of the list that is shown; None in the demo, and with a key of one run."""
        return self._shown_account

    @property
    def can_verify(self) -> bool:
        """Whether there is a history to compare with a server."""
        return self._can_verify

    @property
    def verified(self) -> VerifyProgress | VerifyResult | None:
        """How far the comparison is, or what came of the last one; None where none was made yet."""
        return self._verified

    @property
    def verifying(self) -> bool:
        """Whether the history is being compared."""
        return isinstance(self._verified, VerifyProgress)

    @property
    def quiet_hours(self) -> QuietHours:
        """The quiet hours, or those that come back when they are switched on."""
        return self._settings.quiet_hours or self._quiet_hours

    @property
    def languages(self) -> list[tuple[Language, str]]:
        """The languages to choose from."""
        return [(language, language_title(language.value)) for language in Language]

    @property
    def language_waits(self) -> bool:
        """Whether another language was chosen than the one that the app began with."""
        return self._settings.language is not self._spoken

    @property
    def intervals(self) -> list[tuple[int, str]]:
        """The refresh intervals to choose from, in seconds; one that is in force is always among them."""
        offered = sorted({*INTERVALS_S, self._settings.refresh_interval_s})
        return [(seconds, interval_text(seconds)) for seconds in offered]

    @property
    def periods(self) -> list[tuple[int | None, str]]:
        """How long history can be kept, in days, the longest first; what is in force is always among them."""
        offered = {*HISTORY_DAYS, self._settings.history_days} - {None}
        return [(days, history_text(days)) for days in (None, *sorted(filter(None, offered), reverse=True))]

    def set_settings(self, settings: Settings) -> None:
        """Take over what is in force now."""
        if settings != self._settings:
            self._settings = settings
            self._quiet_hours = settings.quiet_hours or self._quiet_hours
            self.changed.emit()

    def set_start_at_login(self, enabled: bool | None, fault: str = "") -> None:
        """Take over what the system says; ``fault`` is why it says nothing, or why a change failed."""
        if (enabled, fault) != (self._start_at_login, self._login_fault):
            self._start_at_login, self._login_fault = enabled, fault
            self.changed.emit()

    def set_tray(self, available: bool) -> None:
        """Say whether the desktop has a tray; one can come and go."""
        if available != self._has_tray:
            self._has_tray = available
            self.changed.emit()

    def set_shown_account(self, entry: AccountEntry | None) -> None:
        """Say which account of the list is shown."""
        if entry != self._shown_account:
            self._shown_account = entry
            self.changed.emit()

    def set_can_verify(self, can: bool) -> None:
        """Say whether there is a history to compare; of another account's comparison nothing is left."""
        self._can_verify, self._verified = can, None
        self.changed.emit()

    def set_verified(self, verified: VerifyProgress | VerifyResult | None) -> None:
        """Take over how far the comparison is, or what came of it; None where it was given up."""
        self._verified = verified
        self.changed.emit()

    def verify(self) -> None:
        """Compare the history with the server, or give up doing so."""
        self.verify_requested.emit(not self.verifying)

    def choose_theme(self, theme: Theme) -> None:
        """Show the app in this theme."""
        self._choose(theme=theme)

    def choose_language(self, language: Language) -> None:
        """Speak this language from the next start on."""
        self._choose(language=language)

    def choose_interval(self, seconds: int) -> None:
        """Refresh so often."""
        self._choose(refresh_interval_s=min(max(seconds, MIN_REFRESH_INTERVAL_S), MAX_REFRESH_INTERVAL_S))

    def choose_real_time(self, on: bool) -> None:
        """Let events arrive live, or poll."""
        self._choose(real_time=on)

    def choose_zone(self, name: str) -> None:
        """Show days and times of this zone of the IANA database."""
        self._choose(time_zone=name)

    def choose_history(self, days: int | None) -> None:
        """Keep history so long, None for good. Whoever shortens it has asked before."""
        self._choose(history_days=days)

    def choose_keep_in_tray(self, on: bool) -> None:
        """Let closing the window leave the app in the tray, or quit it."""
        self._choose(keep_in_tray=on)

    def choose_paused(self, on: bool) -> None:
        """Show no system notifications, or show them again."""
        self._choose(notifications_paused=on)

    def choose_updates(self, on: bool) -> None:
        """Ask the build's feed for a newer version once a day, or no longer."""
        self._choose(check_for_updates=on)

    def choose_quiet(self, on: bool) -> None:
        """Switch quiet hours on or off; the hours are remembered."""
        self._choose(quiet_hours=self._quiet_hours if on else None)

    def choose_quiet_hours(self, hours: QuietHours) -> None:
        """Be quiet in these hours."""
        self._quiet_hours = hours
        if self._settings.quiet_hours is not None:
            self._choose(quiet_hours=hours)
        else:
            self.changed.emit()

    def choose_start_at_login(self, on: bool) -> None:
        """Ask for starting at login, or no longer."""
        if on != self._start_at_login:
            self.set_start_at_login(on)
            self.start_at_login_requested.emit(on)

    def _choose(self, **members: Any) -> None:
        chosen = replace(self._settings, **members)
        if chosen == self._settings:
            return

        def change(settings: Settings) -> Settings:
            return replace(settings, **members)

        self.set_settings(chosen)
        self.change_requested.emit(change)


class TimeZonesModel(QAbstractListModel):
    """The zones whose name or offset has the words searched for; an underscore in a name counts as a space too."""

    OFFSET_ROLE = Qt.ItemDataRole.UserRole

    def __init__(self, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zones: tuple[TimeZone, ...] = ()
        self._rows: tuple[TimeZone, ...] = ()
        self._search = ""

    @property
    def loaded(self) -> bool:
        """Whether the zones are known."""
        return bool(self._zones)

    def set_zones(self, zones: Sequence[TimeZone]) -> None:
        """Take over all zones, in the order to show them."""
        self._zones = tuple(zones)
        self._show()

    def set_search(self, text: str) -> None:
        """Show what has these words."""
        self._search = text
        self._show()

    def name(self, row: int) -> str:
        """The zone in a row."""
        return self._rows[row].name

    def row_of(self, name: str) -> int:
        """Where a zone stands, -1 if it is not shown."""
        return next((row for row, zone in enumerate(self._rows) if zone.name == name), -1)

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        zone = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return zone.name
        if role == self.OFFSET_ROLE:
            return offset_text(zone.offset_min)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{zone.name} {offset_text(zone.offset_min)}"
        return None

    def _show(self) -> None:
        rows = tuple(zone for zone in self._zones if matches(self._search, *_searched(zone)))
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()


def _searched(zone: TimeZone) -> tuple[str, str, str]:
    return zone.name, zone.name.replace("_", " "), offset_text(zone.offset_min)
