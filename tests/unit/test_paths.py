"""Where files go."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from binom_desktop.paths import Paths, create_private_folder


def test_a_data_dir_holds_every_file(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "data")
    places = [
        paths.settings_file,
        paths.data_folder,
        paths.log_folder,
        paths.demo_folder,
        paths.history_folder("https://api.example.com", "acc_1"),
    ]
    assert all(place.is_relative_to(tmp_path / "data") for place in places)


def test_without_a_data_dir_the_system_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert Paths.of(None).data_folder.name == "binom-desktop"


def test_nothing_is_made_before_create(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "data")
    assert not paths.data_folder.exists()
    paths.create()
    paths.create()
    assert paths.data_folder.is_dir()
    assert paths.log_folder.is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows folders inherit their owner's rights")
def test_folders_are_their_owners_only(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path / "data")
    paths.create()
    create_private_folder(paths.demo_folder)
    for folder in (paths.data_folder, paths.log_folder, paths.demo_folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("https://a.example", "acc"), ("https://b.example", "acc")),
        (("https://a.example", "acc"), ("https://a.example", "ACC")),
        (("https://a.example", "acc/1"), ("https://a.example", "acc_1")),
        (("http://127.0.0.1:8001", "acc"), ("http://127.0.0.1:8002", "acc")),
    ],
)
def test_every_account_has_a_history_of_its_own(tmp_path: Path, one: tuple[str, str], other: tuple[str, str]) -> None:
    paths = Paths.of(tmp_path)
    assert paths.history_folder(*one) == paths.history_folder(*one)
    assert str(paths.history_folder(*one)).lower() != str(paths.history_folder(*other)).lower()


@pytest.mark.parametrize("account_id", ["../../etc", "CON", "a" * 500, 'ид\u202e/\\:*?"<>|\n', "."])
def test_any_account_id_makes_a_safe_folder(tmp_path: Path, account_id: str) -> None:
    paths = Paths.of(tmp_path)
    folder = paths.history_folder("https://api.example.com", account_id)
    assert folder.parent == tmp_path / "history"
    assert len(folder.name) < 64
    assert folder.name.isascii()
    create_private_folder(folder)
    assert folder.is_dir()
