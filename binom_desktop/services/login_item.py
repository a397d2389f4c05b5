"""Whether the app starts when its person logs in, minimized to the tray; each of three systems has its own place."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from binom_desktop import APP_ID
from binom_desktop.errors import SettingsFault
from binom_desktop.settings import write_whole

RUN_VALUE = "Binom.Desktop"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED_KEY = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

# Windows starts no longer command line from the Run key.
_LONGEST_RUN_COMMAND = 260
# What the desktop entry specification wants quoted, and what it wants escaped between the quotes.
_RESERVED = frozenset(" \t\n\r\"'\\><~|&;$*?#()`")
_ESCAPED = frozenset('"`$\\')
_STRING_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ENTRY_GROUP = "[Desktop Entry]"
# How the reader of property lists says that a file is none, beside what its parser says.
_PLIST_FAULTS = (ValueError, AttributeError, LookupError, TypeError, RecursionError)


class LoginItem(Protocol):
    """The app's own entry among what starts at login. Slow: call it in a thread."""

    def enabled(self) -> bool:
        """Whether this very app starts at login. Raises ``SettingsFault`` if the system doesn't tell."""

    def set_enabled(self, enabled: bool) -> None:
        """Add the entry, in place of an older one, or take it away. Raises ``SettingsFault``."""


class Registry(Protocol):
    """The current user's part of the Windows registry. Everything raises ``OSError``."""

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value, or None where there is none."""

    def write(self, key: str, name: str, text: str) -> None:
        """Set a value to a text."""

    def delete(self, key: str, name: str) -> None:
        """Remove a value, if there is one."""


class AutostartEntry:
    """Linux: a desktop entry among those that every desktop starts.

    By the Desktop Application Autostart and Desktop Entry specifications.
    """

    def __init__(self, *, folder: Path, command: Sequence[str]) -> None:
        self._file = folder / f"{APP_ID}.desktop"
        self._exec = desktop_exec(command)

    def enabled(self) -> bool:
        """Whether the entry starts this command and no desktop's own settings have switched it off."""
        try:
            text = os.fsdecode(self._file.read_bytes())
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unreadable(error) from error
        keys = _entry_keys(text)
        off = keys.get("Hidden") == "true" or keys.get("X-GNOME-Autostart-enabled") == "false"
        return keys.get("Exec") == self._exec and not off

    def set_enabled(self, enabled: bool) -> None:
        """Write or remove the entry."""
        lines = (
            _ENTRY_GROUP,
            "Type=Application",
            "Name=Binom Desktop",
            f"Exec={self._exec}",
            f"Icon={APP_ID}",
            "Terminal=false",
            "X-GNOME-Autostart-enabled=true",
        )
        _put(self._file, os.fsencode("\n".join(lines) + "\n") if enabled else None)


class LaunchAgent:
    """macOS: a launch agent of the user, which launchd runs once at login."""

    def __init__(self, *, folder: Path, command: Sequence[str]) -> None:
        self._file = folder / f"{APP_ID}.plist"
        self._command = list(command)

    def enabled(self) -> bool:
        """Whether the agent starts this command."""
        import plistlib
        from xml.parsers.expat import ExpatError

        try:
            agent = plistlib.loads(self._file.read_bytes())
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _unreadable(error) from error
        except (ExpatError, *_PLIST_FAULTS):
            # Whatever stands there, launchd can't start us by it.
            return False
        if not isinstance(agent, dict):
            return False
        return agent.get("ProgramArguments") == self._command and agent.get("RunAtLoad") is True

    def set_enabled(self, enabled: bool) -> None:
        """Write or remove the agent; launchd looks for it at the next login."""
        import plistlib

        agent = {
            "Label": APP_ID,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
        }
        _put(self._file, plistlib.dumps(agent) if enabled else None)


class RunEntry:
    """Windows: a value below the Run key of the user, which Task Manager can switch off in a place of its own."""

    def __init__(self, *, registry: Registry, command: Sequence[str]) -> None:
        self._registry = registry
        self._command = subprocess.list2cmdline(command)

    def enabled(self) -> bool:
        """Whether the value has this command and was not switched off."""
        try:
            command = self._registry.read(RUN_KEY, RUN_VALUE)
            approved = self._registry.read(APPROVED_KEY, RUN_VALUE)
        except OSError as error:
            raise _unreadable(error) from error
        switched_off = isinstance(approved, bytes) and bool(approved) and bool(approved[0] & 1)
        return command == self._command and not switched_off

    def set_enabled(self, enabled: bool) -> None:
        """Set or remove the value, and with it what Task Manager said of it."""
        if enabled and len(self._command) > _LONGEST_RUN_COMMAND:
            raise SettingsFault("The app's folder has too long a name for Windows to start it at login.")
        try:
            if enabled:
                self._registry.write(RUN_KEY, RUN_VALUE, self._command)
            else:
                self._registry.delete(RUN_KEY, RUN_VALUE)
            self._registry.delete(APPROVED_KEY, RUN_VALUE)
        except OSError as error:
            raise _unwritable(error) from error


def login_command(*, executable: str, frozen: bool) -> tuple[str, ...]:
    """What starts this app minimized: the bundle's own program, or Python with the package."""
    if frozen:
        return executable, "--minimized"
    return executable, "-m", "binom_desktop", "--minimized"


def desktop_exec(command: Sequence[str]) -> str:
    """A command as the value of ``Exec`` in a desktop entry: quoted, field codes doubled, then escaped as a string."""
    return "".join(_STRING_ESCAPES.get(letter, letter) for letter in " ".join(map(_quoted, command)))


def system_login_item(
    *,
    platform: str = sys.platform,
    home: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    command: Sequence[str] | None = None,
    registry: Registry | None = None,
) -> LoginItem:
    """The entry as this system has it."""
    home = home or Path.home()
    if command is None:
        command = login_command(executable=sys.executable, frozen=bool(getattr(sys, "frozen", False)))
    if platform == "win32":
        return RunEntry(registry=registry or _user_registry(), command=command)
    if platform == "darwin":
        return LaunchAgent(folder=home / "Library" / "LaunchAgents", command=command)
    # A relative path counts as none, says the XDG Base Directory specification.
    config = Path(environment.get("XDG_CONFIG_HOME", ""))
    return AutostartEntry(folder=(config if config.is_absolute() else home / ".config") / "autostart", command=command)


def _quoted(argument: str) -> str:
    argument = argument.replace("%", "%%")
    if argument and not _RESERVED & set(argument):
        return argument
    return '"' + "".join(f"\\{letter}" if letter in _ESCAPED else letter for letter in argument) + '"'


def _entry_keys(text: str) -> dict[str, str]:
    """The keys of a desktop entry's main group."""
    keys: dict[str, str] = {}
    inside = False
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped == _ENTRY_GROUP
        elif inside and not stripped.startswith("#"):
            key, equals, value = stripped.partition("=")
            if equals:
                keys.setdefault(key.rstrip(), value.lstrip())
    return keys


def _put(file: Path, data: bytes | None) -> None:
    """Write ``file``, or remove it."""
    try:
        if data is not None:
            write_whole(file, data)
        else:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(error) from error


def _unreadable(error: OSError) -> SettingsFault:
    return SettingsFault(f"Whether the app starts at login can't be read: {error.strerror or error}")


def _unwritable(error: OSError) -> SettingsFault:
    return SettingsFault(f"Starting at login can't be changed: {error.strerror or error}")


def _user_registry() -> Registry:
    if sys.platform == "win32":
        return _WindowsRegistry()
    raise SettingsFault("This system has no registry.")


if sys.platform == "win32":
    import winreg

    class _WindowsRegistry:
        """The registry of the user who is logged in."""

        def read(self, key: str, name: str) -> str | bytes | None:
            """A value, or None where there is none."""
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
            except FileNotFoundError:
                return None
            return value if isinstance(value, str | bytes) else None

        def write(self, key: str, name: str, text: str) -> None:
            """Set a value to a text."""
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, text)

        def delete(self, key: str, name: str) -> None:
            """Remove a value, if there is one."""
            with (
                contextlib.suppress(FileNotFoundError),
                winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened,
            ):
                winreg.DeleteValue(opened, name)
