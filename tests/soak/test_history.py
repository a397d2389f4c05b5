"""The history survives, at length: many kills of its process and of the whole app, and damage by many dice."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.running_app import data_folder, end, start_with_key
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess
from tests.unit.history.damage import DAMAGES, LAST, STATES, damaged, heal, make
from tests.unit.history.kills import lives, open_to_others

if sys.platform == "linux":
    from tests.e2e.desktop import Desktop, missing_packages

pytestmark = pytest.mark.soak

KILLS = 100
APP_KILLS = 20
DICE = 15
RATE = 1000
PAGE = 500


def say(text: str) -> None:
    """Print a figure."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def test_a_hundred_kills_of_a_history_at_work(tmp_path: Path) -> None:
    promised = 0
    for killed in lives(tmp_path, kills=KILLS, seed=1):
        promised = len(killed.promised)
    say(f"# history: {killed.kills} kills, {promised} requests promised, 0 lost, 0 doubled; {dict(killed.moments)}")


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_at_many_places(tmp_path: Path, damage: object) -> None:
    make(tmp_path)
    (hurt,) = [one for one in DAMAGES if one is damage]
    aside = 0
    for seed in range(DICE):
        for state, name, snapshot in STATES:
            folder = tmp_path / "account"
            damaged(tmp_path / state, folder, name, hurt, random.Random(seed), snapshot=snapshot)
            aside += len(heal(folder, LAST))
            shutil.rmtree(folder)
    say(f"# {hurt.__name__}: {DICE * len(STATES)} damaged files, {aside} set aside, 0 wrong figures, all healed")


def held(folder: Path) -> dict[int, str]:
    """The ids of the requests that are durable now, by sequence; none before there is a history."""
    for file in folder.rglob("history.sqlite3"):
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            try:
                return dict(connection.execute("SELECT sequence, id FROM requests"))
            except sqlite3.OperationalError:
                # The app is just making its tables.
                return {}
    return {}


def wait_for_more(folder: Path, count: int) -> None:
    """Wait until so many requests are durable."""
    wait_until(lambda: len(held(folder)) >= count, f"{count} requests")


def server_log(server: SandboxProcess) -> dict[int, str]:
    """The ids of all requests that the server has, by sequence."""
    found: dict[int, str] = {}
    while True:
        asked = f"{server.url}/v1/requests?limit={PAGE}&afterSequence={max(found, default=0)}"
        request = urllib.request.Request(asked, headers={"Authorization": f"Bearer {server.token}"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            items = json.load(answer)["items"]
        if not items:
            return found
        found.update({item["sequence"]: item["id"] for item in items})


@pytest.mark.skipif(sys.platform != "linux", reason="needs a private desktop")
def test_kills_of_the_whole_app_while_it_is_live(tmp_path: Path) -> None:
    if missing_packages():
        pytest.skip(f"needs these Debian packages: {' '.join(missing_packages())}")
    chance = random.Random(2)
    with (
        Desktop(accessible=False) as desktop,
        SandboxProcess("--history", "20000", "--rate", str(RATE)) as server,
    ):
        home = desktop.new_home()
        folder = data_folder(home)
        durable: dict[int, str] = {}
        for _ in range(APP_KILLS):
            app = start_with_key(desktop, server, home)
            wait_for_more(folder, len(durable) + chance.randint(1, 5_000))
            before = held(folder)
            assert durable.items() <= before.items()
            app.kill()
            durable = held(folder)
            assert before.items() <= durable.items()
            assert open_to_others(folder / "history") == []
        log = server_log(server)
        app = start_with_key(desktop, server, home)
        wait_until(lambda: log.keys() <= held(folder).keys(), "the whole log")
        end(app)
        durable = held(folder)
        assert log.items() <= durable.items() <= server_log(server).items()
        (file,) = folder.rglob("history.sqlite3")
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not list(folder.rglob("history-aside-*"))
    say(f"# app: {APP_KILLS} kills at {RATE} requests a second, {len(durable)} requests, 0 lost, 0 doubled")
