"""The log: what reaches the disk, who can read it, and that nothing waits for it."""

from __future__ import annotations

import logging
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from binom_desktop.app_log import FILE_BYTES, FILES, RECENT_LINES, AppLog
from binom_desktop.redaction import REMOVED, Secrets
from tests.sandbox_process import PROJECT

KEY = "binom_sk_" + "A1b2" * 8
TOKEN = "throw-away-token"
CRASHES = """
import faulthandler, logging, sys
from pathlib import Path
from binom_desktop.app_log import AppLog
from binom_desktop.redaction import Secrets
log = AppLog(level="info", secrets=Secrets())
log.start()
log.start_files(Path(sys.argv[1]))
logging.getLogger("binom").info("before the end")
log.flush()
"""
posix_only = pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")


@pytest.fixture
def made() -> Iterator[Callable[[], AppLog]]:
    """Makes started logs, and ends them."""
    logs: list[AppLog] = []
    level = logging.getLogger().level

    def make(file_bytes: int = FILE_BYTES) -> AppLog:
        secrets = Secrets()
        secrets.add(TOKEN)
        log = AppLog(level="info", secrets=secrets, file_bytes=file_bytes)
        log.start()
        logs.append(log)
        return log

    yield make
    for log in logs:
        log.close()
    logging.getLogger().setLevel(level)


@pytest.fixture
def log(made: Callable[[], AppLog], tmp_path: Path) -> AppLog:
    started = made()
    started.start_files(tmp_path)
    return started


def written(folder: Path) -> str:
    """All that stands in a folder's files."""
    return "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())


def say(text: str, *arguments: object) -> None:
    logging.getLogger("binom.test").warning(text, *arguments)


def run(script: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=PROJECT, stderr=subprocess.PIPE)


def test_a_line_reaches_file_and_standard_error(
    log: AppLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say("the server said %s", 503)
    log.flush()
    line = (tmp_path / "binom-desktop.log").read_text(encoding="utf-8")
    assert line.endswith("WARNING binom.test: the server said 503\n")
    assert log.recent_lines == (line.rstrip("\n"),)


def test_what_was_said_before_there_was_a_folder_is_kept(made: Callable[[], AppLog], tmp_path: Path) -> None:
    log = made()
    say("early")
    log.start_files(tmp_path)
    log.flush()
    assert "early" in written(tmp_path)


def test_no_secret_is_written_in_message_arguments_or_traceback(
    log: AppLog, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    try:
        int(f"{TOKEN} {KEY}")
    except ValueError:
        logging.getLogger("binom.test").exception("failed with %s", {"key": KEY, "token": TOKEN})
    log.flush()
    for place in (written(tmp_path), "".join(log.recent_lines), capfd.readouterr().err):
        assert TOKEN not in place
        assert KEY[9:] not in place
    assert f"ValueError: invalid literal for int() with base 10: '{REMOVED} binom_sk_{REMOVED}'" in written(tmp_path)


def test_a_bad_record_is_not_complained_about_with_its_arguments(tmp_path: Path) -> None:
    with run(CRASHES + f"logging.getLogger('binom').error('%d', '{KEY}'); log.close()", tmp_path) as process:
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert KEY[9:] not in errors.decode()
    assert KEY[9:] not in written(tmp_path)


@posix_only
def test_only_the_owner_may_read_files_also_those_that_were_there(made: Callable[[], AppLog], tmp_path: Path) -> None:
    (tmp_path / "binom-desktop.log").touch(mode=0o644)
    log = made()
    log.start_files(tmp_path)
    say("private")
    log.flush()
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {
        "binom-desktop.log": 0o600,
        "crash.txt": 0o600,
    }


def test_the_files_stay_few_and_small(made: Callable[..., AppLog], tmp_path: Path) -> None:
    log = made(file_bytes=5_000)
    log.start_files(tmp_path)
    for number in range(200):
        say("%d %s", number, "x " * 50)
    log.flush()
    logs = sorted(tmp_path.glob("binom-desktop.log*"))
    assert len(logs) == FILES
    assert max(file.stat().st_size for file in logs) <= 5_000
    assert "199 x x" in logs[0].read_text(encoding="utf-8")
    assert len(log.recent_lines) == RECENT_LINES


def test_nothing_is_written_while_nothing_is_said(log: AppLog, tmp_path: Path) -> None:
    log.flush()
    assert written(tmp_path) == ""
    assert not (tmp_path / "binom-desktop.log").exists()


def test_a_folder_that_is_gone_loses_lines_and_one_that_comes_back_gets_the_next(
    made: Callable[[], AppLog], tmp_path: Path
) -> None:
    log = made()
    log.start_files(tmp_path / "logs")
    say("lost")
    log.flush()
    (tmp_path / "logs").mkdir()
    say("found")
    log.flush()
    assert written(tmp_path / "logs").endswith("found\n")
    assert "lost" not in written(tmp_path / "logs")


@posix_only
def test_a_full_disk_costs_lines_and_nothing_else(tmp_path: Path) -> None:
    script = (
        CRASHES
        + """
import resource
before = (Path(sys.argv[1]) / "binom-desktop.log").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (before + 100, resource.RLIM_INFINITY))
for number in range(50):
    logging.getLogger("binom").info("no room %d %s", number, "x" * 400)
    log.flush()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
logging.getLogger("binom").info("room again")
log.flush()
log.close()
sys.exit(7)
"""
    )
    with run(script, tmp_path) as process:
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 7, errors
    assert b"Logging error" not in errors
    text = written(tmp_path)
    assert "before the end" in text
    assert text.endswith("room again\n")
    assert "no room 49" not in text


@posix_only
def test_no_call_waits_for_a_disk_that_hangs(made: Callable[[], AppLog], tmp_path: Path) -> None:
    # Opening a pipe waits until somebody reads it: so does the writer, and nobody else.
    os.mkfifo(tmp_path / "binom-desktop.log")
    log = made()
    log.start_files(tmp_path)
    done = threading.Event()

    def say_much() -> None:
        for number in range(300):
            say("line %d", number)
        done.set()

    threading.Thread(target=say_much, daemon=True).start()
    assert done.wait(60)
    with (tmp_path / "binom-desktop.log").open(encoding="utf-8") as reader:
        assert reader.readline().endswith("line 0\n")


@posix_only
def test_no_end_waits_for_a_disk_that_hangs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "binom-desktop.log")
    with run(CRASHES + "log.close()", tmp_path) as process:
        try:
            process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0


@posix_only
def test_a_crash_leaves_its_traces_for_the_next_start_and_no_later_one(
    made: Callable[[], AppLog], tmp_path: Path
) -> None:
    with run(CRASHES + "faulthandler._sigsegv()", tmp_path) as process:
        process.communicate(timeout=60)
    assert process.returncode == -signal.SIGSEGV
    log = made()
    log.start_files(tmp_path)
    assert "Segmentation fault" in log.earlier_crash
    assert 'File "<string>"' in log.earlier_crash
    (kept,) = (file for file in log.files if file.name == "last-crash.txt")
    assert kept.read_text(encoding="utf-8").strip() == log.earlier_crash
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    log.close()
    later = made()
    later.start_files(tmp_path)
    assert later.earlier_crash == ""


@pytest.mark.parametrize("end", ["log.close()", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"])
def test_an_end_and_a_kill_are_no_crashes(made: Callable[[], AppLog], tmp_path: Path, end: str) -> None:
    with run(CRASHES + end, tmp_path) as process:
        process.communicate(timeout=60)
    log = made()
    log.start_files(tmp_path)
    assert log.earlier_crash == ""
    assert "before the end" in written(tmp_path)


def test_traces_of_what_a_run_survived_are_no_crash(made: Callable[[], AppLog], tmp_path: Path) -> None:
    first = made()
    first.start_files(tmp_path)
    # As on Windows, where an exception that is handled leaves some too.
    (tmp_path / "crash.txt").write_text("Windows fatal exception: code 0x8001010d", encoding="utf-8")
    first.close()
    second = made()
    second.start_files(tmp_path)
    assert second.earlier_crash == ""
