"""The diagnostics bundle: what helps is in it, and nothing of the person."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from binom_desktop.alert_values import AlertKind, AlertRule, RulePhase, RuleState
from binom_desktop.domain import Connection, ConnectionState, Severity
from binom_desktop.history.history import History
from binom_desktop.redaction import Secrets
from binom_desktop.services.diagnostics import ConnectionNotes, Diagnostics, DiagnosticsFault, write_diagnostics
from binom_desktop.settings import AccountEntry, Settings
from binom_desktop.settings import Theme as ThemeSetting
from tests.unit.history.made import record

pytestmark = pytest.mark.anyio

KEY = "binom_sk_" + "aB3" * 10 + "zZ"
TOKEN = "opaque-token-of-a-sandbox"
EMAIL = "ada.lovelace@corp.example"
OTHER_EMAIL = "somebody.else@other.example"
USERNAME = "ada-l"
LABEL = "Ada's work"
ACCOUNT_ID = "acc_8842"
HOST = "router.corp.example"
DESCRIPTION = "Staging robot"
PROMPT_ERROR = "messages[0].content must not be empty"
PLANTED = (
    KEY[9:],
    TOKEN,
    EMAIL,
    OTHER_EMAIL,
    USERNAME,
    LABEL,
    ACCOUNT_ID,
    HOST,
    DESCRIPTION,
    PROMPT_ERROR,
    "private-model",
)
NOW_MS = 1_700_000_000_000


def settings() -> Settings:
    entry = AccountEntry(f"https://{HOST}", ACCOUNT_ID, LABEL)
    public = AccountEntry("https://api.binom-router.com", "acc_2", "Home")
    return Settings(accounts=(entry, public), current=entry, theme=ThemeSetting.DARK, history_days=90)


def notes() -> ConnectionNotes:
    made = ConnectionNotes()
    made.note(Connection(ConnectionState.CONNECTING), NOW_MS)
    made.note(Connection(ConnectionState.LIVE), NOW_MS + 1500)
    made.note(Connection(ConnectionState.LIVE), NOW_MS + 1600)
    made.note(Connection(ConnectionState.REJOINING, reason=f"{HOST} refused {KEY}"), NOW_MS + 2000)
    return made


async def made(tmp_path: Path) -> Diagnostics:
    """Everything that a run leaves, with what is private planted wherever it could be."""
    history = await History.open(tmp_path / "data" / "history" / f"{HOST}-{ACCOUNT_ID}-0123456789ab")
    await history.merge(
        [
            record(number, key_description=DESCRIPTION, model="private-model", status=400, error=PROMPT_ERROR)
            for number in (3, 4, 7)
        ]
    )
    await history.close()
    log = tmp_path / "binom-desktop.log"
    lines = (
        f"GET https://{HOST}/v1/account for {EMAIL} or {OTHER_EMAIL}",
        f"key {KEY} token {TOKEN}",
        f"{USERNAME} {LABEL} in {Path.home()}",
    )
    log.write_text("\n".join((*lines, f"{ACCOUNT_ID} {DESCRIPTION} retried")), encoding="utf-8")
    crash = tmp_path / "last-crash.txt"
    crash.write_text(f'Fatal Python error: Segmentation fault\nFile "{Path.home()}/binom/app.py"', encoding="utf-8")
    rule = AlertRule(
        "r1", AlertKind.SPEND_ABOVE, 5_000_000_000, Severity.CRITICAL, key_id="key_ada", model="private-model"
    )
    return Diagnostics(
        about=("Binom Desktop 0.1.0", "Qt 6"),
        screens=("1920x1080 at 150 %",),
        started_ms=NOW_MS,
        now_ms=NOW_MS + 60_000,
        settings=settings(),
        changes=notes().changes,
        rules=(RuleState(rule, RulePhase.ARMED, 1),),
        data_folder=tmp_path / "data",
        log_files=(log, tmp_path / "binom-desktop.log.1", crash),
        private=(USERNAME, EMAIL, DESCRIPTION),
    )


def names_in(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(file.name for file in folder.iterdir())


async def written(tmp_path: Path, diagnostics: Diagnostics) -> dict[str, str]:
    """The bundle's files by name."""
    secrets = Secrets()
    secrets.add(TOKEN)
    file = tmp_path / "diagnostics.zip"
    await write_diagnostics(file, diagnostics, secrets=secrets)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


async def test_nothing_of_the_person_is_in_the_bundle(tmp_path: Path) -> None:
    diagnostics = await made(tmp_path)
    log = diagnostics.log_files[0].read_text(encoding="utf-8")
    assert {word for word in PLANTED if word in log} >= {KEY[9:], TOKEN, EMAIL, OTHER_EMAIL, USERNAME, LABEL, HOST}
    parts = await written(tmp_path, diagnostics)
    everything = "\n".join((*parts, *parts.values()))
    assert [word for word in (*PLANTED, "key_ada", "Home", str(Path.home())) if word in everything] == []


async def test_what_helps_is_in_the_bundle(tmp_path: Path) -> None:
    parts = await written(tmp_path, await made(tmp_path))
    assert "Binom Desktop 0.1.0" in parts["about.txt"]
    assert "1920x1080 at 150 %" in parts["about.txt"]
    assert "Started 2023-11-14 22:13:20.000 UTC" in parts["about.txt"]
    assert "httpx 0." in parts["about.txt"]
    assert 'theme = "dark"' in parts["settings.toml"]
    assert "history_days = 90" in parts["settings.toml"]
    assert parts["accounts.txt"] == "Account 1: another server, shown\nAccount 2: the public server"
    assert parts["connection.txt"].splitlines()[1] == f"2023-11-14 22:13:21.500 UTC {ConnectionState.LIVE.value}"
    assert len(parts["connection.txt"].splitlines()) == 3
    assert "Requests 3, sequences 3 to 7, missing 2" in parts["history.txt"]
    assert ".sqlite3 " in parts["history.txt"]
    assert parts["alerts.txt"] == "spendAbove critical, of a key: armed"
    assert "retried" in parts["logs/binom-desktop.log"]
    assert "Segmentation fault" in parts["logs/last-crash.txt"]
    assert "logs/binom-desktop.log.1" not in parts


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
async def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    await written(tmp_path, await made(tmp_path))
    assert stat.S_IMODE((tmp_path / "diagnostics.zip").stat().st_mode) == 0o600


async def test_a_damaged_history_is_said_and_the_rest_is_written(tmp_path: Path) -> None:
    diagnostics = await made(tmp_path)
    (database,) = diagnostics.data_folder.rglob("history.sqlite3")
    database.write_bytes(b"no database" * 1000)
    parts = await written(tmp_path, diagnostics)
    assert parts["history.txt"] == "History 1: can't be read (DatabaseError)"
    assert "Binom Desktop" in parts["about.txt"]


async def test_a_run_without_anything_has_its_bundle_too(tmp_path: Path) -> None:
    diagnostics = await made(tmp_path)
    bare = replace(
        diagnostics, settings=Settings(), changes=(), rules=(), log_files=(), private=(), data_folder=tmp_path / "none"
    )
    parts = await written(tmp_path, bare)
    assert parts["accounts.txt"] == "No account."
    assert parts["history.txt"] == "No history."


async def test_what_can_not_be_written_is_said_and_leaves_what_was_there(tmp_path: Path) -> None:
    diagnostics = await made(tmp_path)
    target = tmp_path / "diagnostics.zip"
    target.mkdir()
    before = names_in(tmp_path)
    with pytest.raises(DiagnosticsFault, match="The diagnostics can't be written: Is a directory"):
        await write_diagnostics(target, diagnostics, secrets=Secrets())
    assert names_in(tmp_path) == before


async def test_only_the_newest_changes_of_the_connection_are_kept() -> None:
    kept = ConnectionNotes()
    for number in range(1000):
        kept.note(Connection(ConnectionState.REJOINING, reason=str(number)), number)
    assert len(kept.changes) == 500
    assert kept.changes[-1].connection.reason == "999"
