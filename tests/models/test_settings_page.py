"""The settings as the page shows and changes them, and their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex

from binom_desktop.alert_values import QuietHours
from binom_desktop.models.settings_page import SettingsChange, SettingsPageModel, TimeZonesModel
from binom_desktop.presentation import settings_text
from binom_desktop.presentation.settings_text import TimeZone
from binom_desktop.settings import AccountEntry, Settings, Theme

ONE = AccountEntry("https://api.example.com", "acc_1", "ada")
NIGHT = QuietHours(22 * 60, 7 * 60)
ZONES = (
    TimeZone("UTC", 0),
    TimeZone("America/New_York", -300),
    TimeZone("Asia/Kolkata", 330),
    TimeZone("Europe/Berlin", 60),
)


class Watched:
    """A model, and what went out of it."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.model = SettingsPageModel(settings=settings or Settings())
        self.changes: list[SettingsChange] = []
        self.logins: list[bool] = []
        self.news = 0
        self.model.change_requested.connect(self.changes.append)
        self.model.start_at_login_requested.connect(self.logins.append)
        self.model.changed.connect(self._on_changed)

    def _on_changed(self) -> None:
        self.news += 1


@pytest.mark.parametrize(
    ("choose", "chosen"),
    [
        (lambda model: model.choose_theme(Theme.DARK), Settings(theme=Theme.DARK)),
        (lambda model: model.choose_interval(300), Settings(refresh_interval_s=300)),
        (lambda model: model.choose_interval(1), Settings(refresh_interval_s=5)),
        (lambda model: model.choose_real_time(False), Settings(real_time=False)),
        (lambda model: model.choose_zone("Asia/Kolkata"), Settings(time_zone="Asia/Kolkata")),
        (lambda model: model.choose_history(90), Settings(history_days=90)),
        (lambda model: model.choose_keep_in_tray(False), Settings(keep_in_tray=False)),
        (lambda model: model.choose_paused(True), Settings(notifications_paused=True)),
        (lambda model: model.choose_quiet(True), Settings(quiet_hours=NIGHT)),
    ],
)
def test_a_choice_shows_at_once_and_changes_nothing_else(
    choose: Callable[[SettingsPageModel], None], chosen: Settings
) -> None:
    watched = Watched()
    choose(watched.model)
    choose(watched.model)
    assert watched.model.settings == chosen
    assert (len(watched.changes), watched.news) == (1, 1)
    # What was changed elsewhere meanwhile stays.
    elsewhere = Settings(accounts=(ONE,), current=ONE, tray_explained=True)
    expected = replace(chosen, accounts=(ONE,), current=ONE, tray_explained=True)
    assert watched.changes[0](elsewhere) == expected


def test_quiet_hours_are_remembered_while_they_are_off() -> None:
    watched = Watched(Settings(quiet_hours=QuietHours(60, 120)))
    watched.model.choose_quiet(False)
    watched.model.choose_quiet_hours(QuietHours(60, 180))
    assert (watched.model.settings, watched.model.quiet_hours) == (Settings(), QuietHours(60, 180))
    watched.model.choose_quiet(True)
    watched.model.choose_quiet_hours(QuietHours(0, 180))
    assert watched.model.settings == Settings(quiet_hours=QuietHours(0, 180))
    made = Settings(quiet_hours=QuietHours(60, 120))
    for change in watched.changes:
        made = change(made)
    assert made == watched.model.settings


def test_what_is_in_force_is_always_among_the_choices() -> None:
    model = Watched().model
    assert [text for _, text in model.intervals] == [
        "15 seconds",
        "30 seconds",
        "1 minute",
        "5 minutes",
        "15 minutes",
        "1 hour",
    ]
    assert [text for _, text in model.periods] == ["For good", "2 years", "1 year", "180 days", "90 days", "30 days"]
    model.set_settings(Settings(refresh_interval_s=45, history_days=100))
    assert (45, "45 seconds") in model.intervals
    assert model.periods[4] == (100, "100 days")


def test_starting_at_login_is_the_systems() -> None:
    watched = Watched()
    seen = [watched.model.start_at_login]
    watched.model.set_start_at_login(False)
    watched.model.choose_start_at_login(True)
    watched.model.choose_start_at_login(True)
    seen.append(watched.model.start_at_login)
    watched.model.set_start_at_login(False, "It can't be changed.")
    seen.append(watched.model.start_at_login)
    assert seen == [None, True, False]
    assert (watched.logins, watched.model.login_fault) == ([True], "It can't be changed.")
    assert watched.changes == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin"]),
        ("berl", ["Europe/Berlin"]),
        ("new y", ["America/New_York"]),
        ("NEW_YORK", ["America/New_York"]),
        ("+05:30", ["Asia/Kolkata"]),
        ("utc", ["UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin"]),
        ("atlantis", []),
    ],
)
def test_a_zone_is_found_by_its_city_and_its_offset(search: str, found: list[str]) -> None:
    zones = TimeZonesModel()
    assert not zones.loaded
    zones.set_zones(ZONES)
    zones.set_search(search)
    assert [zones.name(row) for row in range(zones.rowCount())] == found
    assert [zones.row_of(name) for name in found] == list(range(len(found)))
    assert zones.row_of("Europe/Paris") == -1


def test_a_zone_says_its_offset() -> None:
    zones = TimeZonesModel()
    zones.set_zones(ZONES)
    offsets = [zones.data(zones.index(row), zones.OFFSET_ROLE) for row in range(4)]
    assert offsets == ["UTC", "UTC-05:00", "UTC+05:30", "UTC+01:00"]
    assert zones.data(QModelIndex()) is None


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("7", 420),
        ("07:05", 425),
        ("7.05", 425),
        (" 0730 ", 450),
        ("23:59", 1439),
        ("0", 0),
        ("24:00", None),
        ("9:60", None),
        ("", None),
        ("seven", None),
        ("7:5", None),
        ("٧", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, minute: int | None) -> None:
    assert settings_text.minute_of(text) == minute


@pytest.mark.parametrize(
    ("before", "after", "shortens"),
    [(None, 30, True), (90, 30, True), (30, 90, False), (30, None, False), (None, None, False), (30, 30, False)],
)
def test_only_a_shorter_time_drops_history(before: int | None, after: int | None, shortens: bool) -> None:
    assert settings_text.shortens(before, after) is shortens


def test_quiet_hours_in_words() -> None:
    words = settings_text.quiet_hours_text
    assert "from 22:00 to 07:00 the next day (Europe/Berlin)" in words(NIGHT, "Europe/Berlin")
    assert "from 12:00 to 13:30 (UTC)" in words(QuietHours(720, 810), "UTC")
    assert "at any time" in words(QuietHours(60, 60), "UTC")


def test_an_account_is_called_by_its_label_or_its_server() -> None:
    assert settings_text.account_name("<b>ada</b>\n", "https://a.example") == "<b>ada</b>"
    assert settings_text.account_name(" ", "https://a.example") == "https://a.example"
