"""Starting at login: the entries of three systems, in folders and a registry of the test's own."""

from __future__ import annotations

import plistlib
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.errors import SettingsFault
from binom_desktop.services.login_item import (
    APPROVED_KEY,
    RUN_KEY,
    RUN_VALUE,
    LaunchAgent,
    LoginItem,
    desktop_exec,
    login_command,
    system_login_item,
)

COMMAND = ("/opt/Binom Desktop/binom-desktop", "--minimized")
OTHER = ("/usr/bin/other", "--minimized")


class RecordedRegistry:
    """A user's registry in memory; ``broken`` refuses everything, as a policy can."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {(RUN_KEY, "OneDrive"): "onedrive.exe /background"}
        self.broken = False

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value."""
        self._check()
        return self.values.get((key, name))

    def write(self, key: str, name: str, text: str) -> None:
        """Set a value."""
        self._check()
        self.values[key, name] = text

    def delete(self, key: str, name: str) -> None:
        """Remove a value."""
        self._check()
        self.values.pop((key, name), None)

    def _check(self) -> None:
        if self.broken:
            raise PermissionError(13, "Access is denied")


def item_of(platform: str, home: Path, registry: RecordedRegistry, command: tuple[str, ...] = COMMAND) -> LoginItem:
    return system_login_item(platform=platform, home=home, environment={}, command=command, registry=registry)


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_it_is_switched_on_and_off_and_nothing_else_is_touched(platform: str, tmp_path: Path) -> None:
    registry = RecordedRegistry()
    others = [tmp_path / ".config/autostart/other.desktop", tmp_path / "Library/LaunchAgents/com.other.plist"]
    for other in others:
        other.parent.mkdir(parents=True)
        other.write_text("theirs")
    item = item_of(platform, tmp_path, registry)
    seen = [item.enabled()]
    for wanted in (True, True, False, False, True):
        item.set_enabled(wanted)
        seen.append(item.enabled())
    assert seen == [False, True, True, False, False, True]
    # Another installation's entry is not this app's, until this one takes its place.
    mine = item_of(platform, tmp_path, registry, OTHER)
    assert not mine.enabled()
    mine.set_enabled(True)
    assert (mine.enabled(), item.enabled()) == (True, False)
    mine.set_enabled(False)
    assert [other.read_text() for other in others] == ["theirs", "theirs"]
    assert registry.values == {(RUN_KEY, "OneDrive"): "onedrive.exe /background"}
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["com.other.plist", "other.desktop"]


def test_the_entry_of_linux_is_a_desktop_entry_below_the_configuration(tmp_path: Path) -> None:
    item = system_login_item(
        platform="linux",
        home=tmp_path / "home",
        environment={"XDG_CONFIG_HOME": str(tmp_path / "xdg")},
        command=COMMAND,
    )
    item.set_enabled(True)
    file = tmp_path / "xdg/autostart/run.binom.Desktop.desktop"
    assert file.read_text().splitlines() == [
        "[Desktop Entry]",
        "Type=Application",
        "Name=Binom Desktop",
        'Exec="/opt/Binom Desktop/binom-desktop" --minimized',
        "Icon=run.binom.Desktop",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
    ]
    assert not (tmp_path / "home").exists()
    relative = system_login_item(
        platform="linux", home=tmp_path / "home", environment={"XDG_CONFIG_HOME": "xdg"}, command=COMMAND
    )
    relative.set_enabled(True)
    assert (tmp_path / "home/.config/autostart/run.binom.Desktop.desktop").exists()


@pytest.mark.parametrize(
    ("text", "enabled"),
    [
        ("[Desktop Entry]\nExec={exec}\n", True),
        ("# by hand\r\n[Desktop Entry]\r\nExec = {exec}\r\n", True),
        ("[Desktop Entry]\nExec={exec}\nHidden=true\n", False),
        ("[Desktop Entry]\nExec={exec}\nX-GNOME-Autostart-enabled=false\n", False),
        ("[Desktop Action x]\nExec={exec}\n", False),
        ("[Desktop Entry]\nExec=/elsewhere/binom-desktop --minimized\n", False),
        ("", False),
        ("\x00\udcff", False),
    ],
)
def test_what_a_desktop_says_of_the_entry_counts(tmp_path: Path, text: str, enabled: bool) -> None:
    file = tmp_path / ".config/autostart/run.binom.Desktop.desktop"
    file.parent.mkdir(parents=True)
    file.write_bytes(text.format(exec=desktop_exec(COMMAND)).encode("utf-8", "surrogateescape"))
    item = item_of("linux", tmp_path, RecordedRegistry())
    assert item.enabled() is enabled
    item.set_enabled(True)
    assert item.enabled()


@pytest.mark.parametrize(
    ("argument", "written"),
    [
        ("/usr/bin/app", "/usr/bin/app"),
        ("/a b/app", '"/a b/app"'),
        ("/100%/app", "/100%%/app"),
        ('/say "hi"/$HOME/`x`', r'"/say \\"hi\\"/\\$HOME/\\`x\\`"'),
        ("/back\\slash", r'"/back\\\\slash"'),
        ("/new\nline", r'"/new\nline"'),
        ("", '""'),
    ],
)
def test_exec_is_quoted_as_the_specification_says(argument: str, written: str) -> None:
    assert desktop_exec((argument,)) == written


@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_exec_says_every_command_whole(command: list[str]) -> None:
    """Read as the specification says: the string's own escapes first, then quotes, then field codes."""
    written = desktop_exec(command)
    assert "\n" not in written
    escapes = {"\\": "\\", "n": "\n", "t": "\t", "r": "\r", "s": " "}
    letters = iter(written)
    unescaped = "".join(escapes[next(letters)] if letter == "\\" else letter for letter in letters)
    assert "%" not in unescaped.replace("%%", "")
    read = [
        re.sub(r"\\(.)", r"\1", quoted[1:-1], flags=re.DOTALL) if quoted else plain
        for quoted, plain in re.findall(r'("(?:[^"\\]|\\.)*")|([^ ]+)', unescaped, flags=re.DOTALL)
    ]
    assert [part.replace("%%", "%") for part in read] == command


def test_the_value_of_windows_has_the_quoted_command_and_task_manager_can_switch_it_off(tmp_path: Path) -> None:
    registry = RecordedRegistry()
    item = item_of("win32", tmp_path, registry, (r"C:\Program Files\Binom Desktop\binom-desktop.exe", "--minimized"))
    item.set_enabled(True)
    assert registry.values[RUN_KEY, RUN_VALUE] == r'"C:\Program Files\Binom Desktop\binom-desktop.exe" --minimized'
    registry.values[APPROVED_KEY, RUN_VALUE] = bytes([2, *[0] * 11])
    assert item.enabled()
    registry.values[APPROVED_KEY, RUN_VALUE] = bytes([3, *[0] * 11])
    assert not item.enabled()
    item.set_enabled(True)
    assert item.enabled()


def test_windows_is_not_given_a_command_that_it_would_not_start(tmp_path: Path) -> None:
    registry = RecordedRegistry()
    item = item_of("win32", tmp_path, registry, ("C:\\" + "long\\" * 60 + "binom-desktop.exe", "--minimized"))
    with pytest.raises(SettingsFault, match="too long a name"):
        item.set_enabled(True)
    assert (RUN_KEY, RUN_VALUE) not in registry.values
    item.set_enabled(False)


def test_the_agent_of_macos_runs_once_at_login(tmp_path: Path) -> None:
    item_of("darwin", tmp_path, RecordedRegistry()).set_enabled(True)
    file = tmp_path / "Library/LaunchAgents/run.binom.Desktop.plist"
    agent = plistlib.loads(file.read_bytes())
    assert agent["Label"] == file.stem
    assert agent["ProgramArguments"] == list(COMMAND)
    assert (agent["RunAtLoad"], agent["LimitLoadToSessionType"], "KeepAlive" in agent) == (True, "Aqua", False)
    if sys.platform != "win32":
        # launchd takes none that others may write.
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"<plist>",
        b"bplist00" + bytes(40),
        b"<?xml version='1.0'?><plist><date>soon</date></plist>",
        b"<?xml version='1.0'?><plist><dict><string>x</string></dict></plist>",
        b"<?xml version='1.0'?><plist><integer>x</integer></plist>",
        plistlib.dumps([1]),
        plistlib.dumps({"ProgramArguments": list(COMMAND), "RunAtLoad": False}),
    ],
)
def test_an_agent_that_is_none_starts_nothing(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "run.binom.Desktop.plist").write_bytes(data)
    item = LaunchAgent(folder=tmp_path, command=COMMAND)
    assert not item.enabled()
    item.set_enabled(True)
    assert item.enabled()


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_a_place_that_can_not_be_used_is_said(platform: str, tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file where a folder should be")
    (tmp_path / "Library").write_text("a file where a folder should be")
    item = item_of(platform, tmp_path, RecordedRegistry())
    with pytest.raises(SettingsFault, match="Starting at login can't be changed: "):
        item.set_enabled(True)
    with pytest.raises(SettingsFault, match="Whether the app starts at login can't be read: "):
        item.enabled()


def test_a_registry_that_refuses_is_said(tmp_path: Path) -> None:
    registry = RecordedRegistry()
    item = item_of("win32", tmp_path, registry)
    registry.broken = True
    with pytest.raises(SettingsFault, match="can't be read: Access is denied"):
        item.enabled()
    with pytest.raises(SettingsFault, match="can't be changed: Access is denied"):
        item.set_enabled(True)


def test_the_command_is_the_bundle_or_python_with_the_package() -> None:
    assert login_command(executable="/opt/binom-desktop", frozen=True) == ("/opt/binom-desktop", "--minimized")
    python = login_command(executable=sys.executable, frozen=False)
    assert python == (sys.executable, "-m", "binom_desktop", "--minimized")
    asked = subprocess.run([*python[:3], "--version"], capture_output=True, text=True, check=True)
    assert asked.stdout.startswith("Binom Desktop ")
