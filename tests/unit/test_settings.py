"""The settings file: whole at any moment, forgiving when it is not."""

from __future__ import annotations

import stat
import sys
import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
import tomli_w
from hypothesis import HealthCheck, given
from hypothesis import settings as running
from hypothesis import strategies as st

from binom_desktop.alert_values import QuietHours
from binom_desktop.errors import SettingsFault
from binom_desktop.queries import SortColumn
from binom_desktop.settings import (
    MAX_HISTORY_DAYS,
    MAX_IMPORT_BYTES,
    MAX_WIDTH,
    AccountEntry,
    ColumnChoice,
    Settings,
    Theme,
    export_settings,
    export_to,
    import_from,
    import_settings,
    load_settings,
    save_settings,
)

ONE = AccountEntry("https://api.example.com", "acc_1", "ada")
TWO = AccountEntry("http://127.0.0.1:8080", "acc_1", 'quo"te\n\u202e')


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.builds(AccountEntry, TEXTS, TEXTS, TEXTS)
COLUMNS = st.lists(
    st.builds(ColumnChoice, st.sampled_from(SortColumn), st.booleans(), st.none() | st.integers(1, MAX_WIDTH)),
    unique_by=lambda choice: choice.sort,
    max_size=4,
)
MINUTES = st.integers(0, 1439)
CHOICES = st.builds(
    Settings,
    theme=st.sampled_from(Theme),
    refresh_interval_s=st.integers(5, 3600),
    request_columns=COLUMNS.map(tuple),
    time_zone=st.sampled_from(["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"]),
    real_time=st.booleans(),
    keep_in_tray=st.booleans(),
    tray_explained=st.booleans(),
    history_days=st.none() | st.integers(1, MAX_HISTORY_DAYS),
    quiet_hours=st.none() | st.builds(QuietHours, MINUTES, MINUTES),
    notifications_paused=st.booleans(),
    check_for_updates=st.booleans(),
)


@st.composite
def any_settings(draw: st.DrawFn) -> Settings:
    accounts = tuple(draw(st.lists(ENTRIES, unique=True, max_size=3)))
    current = draw(st.sampled_from([None, *accounts]))
    return replace(draw(CHOICES), accounts=accounts, current=current)


# TOML that is nearly right: known names with any values.
NAMES = st.sampled_from([field.name for field in fields(Settings)]) | TEXTS
VALUES = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats()
    | TEXTS
    | st.dates()
    | st.sampled_from([1, "UTC", "dark", "../UTC", "."]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=5).map(lambda made: tomli_w.dumps({**made, "version": 1}).encode())


@running(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(settings=any_settings())
def test_any_settings_survive_writing_and_reading(tmp_path: Path, settings: Settings) -> None:
    save_settings(tmp_path / "settings.toml", settings)
    loaded = load_settings(tmp_path / "settings.toml")
    assert (loaded.settings, loaded.fault) == (settings, None)


@given(settings=any_settings(), other=any_settings())
def test_any_settings_survive_export_and_import_but_for_accounts(settings: Settings, other: Settings) -> None:
    own = {name: getattr(other, name) for name in ("accounts", "current", "tray_explained")}
    assert import_settings(export_settings(settings), other) == replace(settings, **own)


@pytest.mark.parametrize(
    "data",
    [
        b"#\n" * (MAX_IMPORT_BYTES // 2 + 1),
        b"version = 1\na = " + b"[" * 1_900,
        b"version = 1\na = " + b"[\n" * 20_000,
        b"version = 1\na = " + b"{a=" * 600,
        b"version = 1\n" + b"a." * 20_000 + b"a = 1\n",
        b"version = 1\n[" + b"a." * 20_000 + b"a]\n",
        b"version = 1\nrefresh_interval_s = " + b"9" * 5000,
        b"version = 0x" + b"f" * 5000,
        b"version = true",
        b"version = 1.0",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_could_harm_is_refused_in_a_plain_sentence(data: bytes) -> None:
    with pytest.raises(SettingsFault) as caught:
        import_settings(data, Settings(accounts=(ONE,)))
    assert 20 < len(str(caught.value)) < 200
    assert str(caught.value).endswith(".")


def test_a_hostile_key_takes_no_time() -> None:
    lines = b"".join(b"%d.%s = 1\n" % (number, b".".join([b"a"] * 990)) for number in range(32))
    assert import_settings(b"version = 1\n" + lines, Settings()) == Settings()


@pytest.mark.parametrize("made", [st.binary(max_size=200), DOCUMENTS])
def test_whatever_is_imported_there_is_nothing_but_settings_or_their_fault(made: st.SearchStrategy[bytes]) -> None:
    before = Settings(accounts=(ONE, TWO), current=TWO, theme=Theme.DARK)

    @given(data=made)
    def imported(data: bytes) -> None:
        try:
            read = import_settings(data, before)
        except SettingsFault:
            return
        assert (read.accounts, read.current) == (before.accounts, before.current)
        assert import_settings(export_settings(read), before) == read

    imported()


@running(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=100) | DOCUMENTS)
def test_whatever_stands_in_the_file_settings_are_loaded(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(data)
    loaded = load_settings(file)
    assert (loaded.fault is None) == file.exists()
    if loaded.kept_as is not None:
        assert loaded.kept_as.read_bytes() == data
        loaded.kept_as.unlink()


def test_an_export_holds_the_choices_and_no_account() -> None:
    settings = Settings(accounts=(ONE, TWO), current=TWO, history_days=90, quiet_hours=QuietHours(1320, 420))
    text = export_settings(settings).decode()
    assert text.startswith("# Settings of Binom Desktop. No account and no key is in this file.\n")
    assert not any(word in text for word in (ONE.server, TWO.server, ONE.account_id, "ada", "accounts"))
    assert tomllib.loads(text) == {
        "version": 1,
        "theme": "system",
        "language": "system",
        "refresh_interval_s": 60,
        "time_zone": "UTC",
        "real_time": True,
        "keep_in_tray": True,
        "notifications_paused": False,
        "check_for_updates": False,
        "request_columns": [],
        "history_days": 90,
        "quiet_hours": {"from_minute": 1320, "to_minute": 420},
    }


def test_a_whole_settings_file_can_be_imported_and_its_accounts_are_left_out(tmp_path: Path) -> None:
    theirs = Settings(accounts=(TWO,), current=TWO, theme=Theme.DARK, tray_explained=True)
    save_settings(tmp_path / "settings.toml", theirs)
    mine = Settings(accounts=(ONE,), current=ONE)
    assert import_from(tmp_path / "settings.toml", mine) == replace(mine, theme=Theme.DARK)


def test_a_file_saved_by_another_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xef\xbb\xbfversion = 1\r\ntheme = 'dark'\r\n")
    assert load_settings(file).settings == Settings(theme=Theme.DARK)


@pytest.mark.parametrize("work", [export_to, import_from], ids=["export", "import"])
def test_a_file_that_can_not_be_used_is_said(tmp_path: Path, work: Callable[[Path, Settings], object]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsFault, match="The file can't be"):
        work(tmp_path / "file" / "settings.toml", Settings())


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "settings.toml"
    columns = (ColumnChoice(SortColumn.COST, shown=False), ColumnChoice(SortColumn.MODEL, width=180))
    settings = Settings(
        accounts=(ONE, TWO), current=TWO, theme=Theme.DARK, refresh_interval_s=30, request_columns=columns
    )
    save_settings(file, settings)
    loaded = load_settings(file)
    assert loaded.settings == settings
    assert loaded.fault is None
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_no_file_means_defaults(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path / "settings.toml")
    assert loaded.settings == Settings()
    assert loaded.fault is None


@pytest.mark.parametrize(
    "text",
    [
        "version = ",
        "version = 2\n",
        "theme = 'dark'\n",
        "version = 1\ntheme = 'neon'\n",
        "version = 1\nrefresh_interval_s = 'often'\n",
        "version = 1\nrefresh_interval_s = true\n",
        "version = 1\naccounts = 3\n",
        "version = 1\nrequest_columns = 'all'\n",
        "version = 1\n[[request_columns]]\ncolumn = 'cost'\nwidth = 'wide'\n",
        "version = 1\naccounts = ['x']\n",
        "version = 1\n[[accounts]]\nserver = 'https://a.example'\n",
        "version = 1\nreal_time = 1\n",
        "version = 1\nkeep_in_tray = 'yes'\n",
        "version = 1\ntray_explained = 0\n",
        "version = 1\nnotifications_paused = []\n",
        "version = 1\ncheck_for_updates = 1\n",
        "version = 1\nhistory_days = 0\n",
        "version = 1\nhistory_days = -1\n",
        "version = 1\nhistory_days = 36501\n",
        "version = 1\nhistory_days = '90'\n",
        "version = 1\nquiet_hours = '22-7'\n",
        "version = 1\nquiet_hours = {from_minute = 0}\n",
        "version = 1\nquiet_hours = {from_minute = 0, to_minute = 1440}\n",
        "version = 1\nquiet_hours = {from_minute = -1, to_minute = 7}\n",
        "version = 1\nquiet_hours = {from_minute = 0.0, to_minute = 7}\n",
    ],
)
def test_a_broken_file_is_kept_aside_and_defaults_are_used(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    (tmp_path / "settings-unreadable-1.toml").write_text("older")
    file.write_text(text)
    loaded = load_settings(file)
    assert loaded.settings == Settings()
    assert isinstance(loaded.fault, SettingsFault)
    assert loaded.kept_as == tmp_path / "settings-unreadable-2.toml"
    assert loaded.kept_as.read_text() == text
    assert not file.exists()


def test_a_file_that_is_not_text_is_kept_aside(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert load_settings(file).kept_as is not None


def test_a_folder_in_its_place_is_a_fault(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path)
    assert loaded.settings == Settings()
    assert isinstance(loaded.fault, SettingsFault)
    assert loaded.kept_as is None


@pytest.mark.parametrize(("written", "used"), [(1, 5), (60, 60), (1_000_000, 3600)])
def test_the_refresh_interval_stays_in_bounds(tmp_path: Path, written: int, used: int) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"version = 1\nrefresh_interval_s = {written}\nunknown = 1\n")
    assert load_settings(file).settings.refresh_interval_s == used


def test_half_a_character_in_a_label_does_not_break_the_file(tmp_path: Path) -> None:
    save_settings(tmp_path / "settings.toml", Settings(accounts=(replace(ONE, label="a\ud83d"),)))
    assert load_settings(tmp_path / "settings.toml").settings.accounts == (replace(ONE, label="a?"),)


def test_a_failed_save_keeps_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.mkdir()
    (file / "inside").touch()
    with pytest.raises(SettingsFault):
        save_settings(file, Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows files inherit their owner's rights")
def test_the_file_is_its_owners_only(tmp_path: Path) -> None:
    save_settings(tmp_path / "settings.toml", Settings(accounts=(ONE,)))
    assert stat.S_IMODE((tmp_path / "settings.toml").stat().st_mode) == 0o600


def test_signing_in_again_replaces_the_entry_and_signing_out_keeps_it() -> None:
    renamed = AccountEntry(ONE.server, ONE.account_id, "ada lovelace")
    settings = Settings().signed_in(ONE).signed_in(TWO).signed_in(renamed)
    assert settings.accounts == (renamed, TWO)
    assert settings.current == renamed
    assert settings.signed_out() == Settings(accounts=(renamed, TWO))


def test_columns_of_another_version_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        "version = 1\n[[request_columns]]\ncolumn = 'region'\n"
        "[[request_columns]]\ncolumn = 'cost'\nwidth = 99999\nshown = false\n"
        "[[request_columns]]\ncolumn = 'cost'\nwidth = -4\n",
        encoding="utf-8",
    )
    assert load_settings(file).settings.request_columns == (ColumnChoice(SortColumn.COST),)
