"""The file is there whole or as it was: cancelled, on a full disk, in a lost folder, where nothing may be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from binom_desktop.export.contents import ExportCancelled, ExportFault, ExportFormat
from binom_desktop.export.export import export
from tests.unit.export.made import ListedView, contents_of, exported
from tests.unit.history.made import records

PROJECT = Path(__file__).parents[3]
ALL = pytest.mark.parametrize("file_format", list(ExportFormat))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@ALL
@pytest.mark.usefixtures("qapp")
def test_cancelled_half_way_it_leaves_the_older_file(tmp_path: Path, file_format: ExportFormat) -> None:
    file = tmp_path / f"requests.{file_format}"
    file.write_bytes(b"older")
    cancelled = threading.Event()
    reported: list[int] = []

    def on_progress(rows: int) -> None:
        reported.append(rows)
        assert any(name.startswith(".binom-export-") for name in names(tmp_path))
        cancelled.set()

    shown = contents_of(ListedView(records(1, 25_000)))
    with pytest.raises(ExportCancelled):
        export(shown, file, file_format, on_progress=on_progress, cancelled=cancelled)
    assert len(reported) == 1
    assert names(tmp_path) == [file.name]
    assert file.read_bytes() == b"older"


@ALL
@pytest.mark.usefixtures("qapp")
def test_cancelled_before_it_begins(tmp_path: Path, file_format: ExportFormat) -> None:
    cancelled = threading.Event()
    cancelled.set()
    shown = contents_of(ListedView([]))
    with pytest.raises(ExportCancelled):
        export(shown, tmp_path / "file", file_format, on_progress=print, cancelled=cancelled)
    assert names(tmp_path) == []


@ALL
@pytest.mark.usefixtures("qapp")
def test_a_folder_lost_meanwhile(tmp_path: Path, file_format: ExportFormat) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()

    def on_progress(_rows: int) -> None:
        shutil.rmtree(folder, ignore_errors=True)

    shown = contents_of(ListedView(records(1, 50)))
    with pytest.raises(ExportFault, match=r"^The folder .*reports is gone\. Choose another and export again\.$"):
        export(shown, folder / "file", file_format, on_progress=on_progress, cancelled=threading.Event())
    assert names(tmp_path) == []


def test_a_folder_that_was_never_there(tmp_path: Path) -> None:
    with pytest.raises(ExportFault, match="is gone"):
        exported(contents_of(ListedView([])), tmp_path / "nowhere" / "file", ExportFormat.CSV)


def test_the_name_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(ExportFault, match="taken is the name of a folder"):
        exported(contents_of(ListedView(records(1, 3))), tmp_path / "taken", ExportFormat.CSV)
    assert names(tmp_path) == ["taken"]


@pytest.mark.skipif(os.name != "posix", reason="permissions and links are POSIX's")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    shown = contents_of(ListedView(records(1, 3)))
    new, older, link = tmp_path / "new.csv", tmp_path / "older.csv", tmp_path / "link.csv"
    mask = os.umask(0o027)
    try:
        exported(shown, new, ExportFormat.CSV)
        assert new.stat().st_mode & 0o777 == 0o640
        older.touch(mode=0o600)
        link.symlink_to(older)
        exported(shown, link, ExportFormat.CSV)
    finally:
        os.umask(mask)
    assert link.is_symlink()
    assert older.stat().st_mode & 0o777 == 0o600
    assert older.read_bytes() == new.read_bytes()


IN_A_CHILD = """
import os
import resource
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtGui import QGuiApplication

from binom_desktop.export.contents import ExportFault, ExportFormat
from tests.unit.export.made import ListedView, contents_of, exported
from tests.unit.history.made import records

application = QGuiApplication([])
shown = contents_of(ListedView(records(1, 25_000)))
if sys.argv[2] == "limited":
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
elif sys.argv[2] == "unprivileged" and os.geteuid() == 0:
    # For root nothing is read-only, so that it becomes somebody else.
    os.setuid(65534)
for file_format in ExportFormat:
    try:
        exported(shown, Path(sys.argv[1]) / f"requests.{file_format}", file_format)
    except ExportFault as fault:
        print(fault)
"""


def faults_in(folder: Path, how: str) -> list[str]:
    command = [sys.executable, "-c", IN_A_CHILD, str(folder), how]
    answer = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small disk can't be mounted here; the limit on the size of files is tested instead")
    try:
        (disk / "requests.csv").write_bytes(b"older")
        assert faults_in(disk, "") == [
            f"There is no room left on the disk for requests.{file_format}. Free some and export again."
            for file_format in ExportFormat
        ]
        assert names(disk) == ["requests.csv"]
        assert (disk / "requests.csv").read_bytes() == b"older"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(os.name != "posix", reason="the limit is POSIX's")
def test_a_file_that_gets_too_large(tmp_path: Path) -> None:
    (tmp_path / "requests.csv").write_bytes(b"older")
    faults = faults_in(tmp_path, "limited")
    assert len(faults) == 3
    assert all("gets larger than this disk allows. Choose another disk" in fault for fault in faults)
    assert names(tmp_path) == ["requests.csv"]
    assert (tmp_path / "requests.csv").read_bytes() == b"older"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_read_only_folder() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o555)
        faults = faults_in(folder, "unprivileged")
        assert len(faults) == 3
        assert all(f"can't be written in {folder}: not permitted. Choose another folder" in fault for fault in faults)
        assert names(folder) == []
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


HELD_OPEN = """
import sys
import threading
from pathlib import Path

from binom_desktop.export.contents import ExportFormat
from binom_desktop.export.export import export
from tests.unit.export.made import ListedView, contents_of
from tests.unit.history.made import records


def on_progress(rows):
    print(rows, flush=True)
    sys.stdin.read()


shown = contents_of(ListedView(records(1, 25_000)))
export(shown, Path(sys.argv[1]), ExportFormat.CSV, on_progress=on_progress, cancelled=threading.Event())
"""


def test_what_a_killed_export_left_goes_with_the_next_one(tmp_path: Path) -> None:
    shown = contents_of(ListedView(records(1, 3)))
    command = [sys.executable, "-c", HELD_OPEN, str(tmp_path / "killed.csv")]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"20000\n"
        (part,) = names(tmp_path)
        # Nobody takes away what is still being written.
        exported(shown, tmp_path / "other.csv", ExportFormat.CSV)
        assert names(tmp_path) == [part, "other.csv"]
        child.kill()
    assert names(tmp_path) == [part, "other.csv"]
    exported(shown, tmp_path / "other.csv", ExportFormat.CSV)
    assert names(tmp_path) == ["other.csv"]


def test_two_exports_into_a_folder_at_once(tmp_path: Path) -> None:
    shown = contents_of(ListedView(records(1, 25_000)))

    def on_progress(_rows: int) -> None:
        exported(shown, tmp_path / "inner.csv", ExportFormat.CSV)

    export(shown, tmp_path / "outer.csv", ExportFormat.CSV, on_progress=on_progress, cancelled=threading.Event())
    assert names(tmp_path) == ["inner.csv", "outer.csv"]
    assert (tmp_path / "inner.csv").read_bytes() == (tmp_path / "outer.csv").read_bytes()


@ALL
def test_it_runs_in_a_worker_thread(tmp_path: Path, file_format: ExportFormat, qtbot: QtBot) -> None:
    file = tmp_path / "file"
    shown = contents_of(ListedView(records(1, 2_000)))
    worker = threading.Thread(target=exported, args=(shown, file, file_format))
    worker.start()
    qtbot.waitUntil(file.exists, timeout=30_000)
    worker.join()
    assert file.stat().st_size > 10_000
