"""The settings file: whole at any moment, forgiving when it is not."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from binom_desktop.errors import SettingsFault
from binom_desktop.queries import SortColumn
from binom_desktop.settings import AccountEntry, ColumnChoice, Settings, Theme, load_settings, save_settings

ONE = AccountEntry("https://api.example.com", "acc_1", "ada")
TWO = AccountEntry("http://127.0.0.1:8080", "acc_1", 'quo"te\n\u202e')


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
