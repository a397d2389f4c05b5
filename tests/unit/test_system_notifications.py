"""Notifications on Windows and macOS, where a library is missing, and what Windows is told of the app.

No such system is at hand here. The library desktop-notifier is the real one, but below it stands ``Centre``: what the
library sends to a system is recorded, and what a system reports is called back. How it looks and feels is in
``packaging/desktop-checklist.md``.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import desktop_notifier.main
import pytest
from desktop_notifier import Capability, Icon, Notification, Urgency
from desktop_notifier.backends.base import DesktopNotifierBackend
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from binom_desktop.domain import Severity
from binom_desktop.system_notifications.way import SystemNotification
from binom_desktop.system_notifications.windows import claim_app_id, register_app_name
from tests.system_notifications.stage import TOLD, Stage, low_credit, qt_loop, until

pytestmark = pytest.mark.anyio

NATIVE = pytest.mark.parametrize("platform", ["win32", "darwin"])


@pytest.fixture(scope="module")
def anyio_backend(qapp: QApplication) -> Iterator[tuple[str, dict[str, Any]]]:
    """Tests of this file run on the Qt loop."""
    yield from qt_loop(qapp)


@pytest.fixture(scope="module", autouse=True)
async def one_loop(anyio_backend: object) -> AsyncIterator[None]:
    """All of them run on the same one, which ends a round after them."""
    yield
    await asyncio.sleep(0)


class Centre(DesktopNotifierBackend):
    """A system's notification centre: what it was told, what shows there, and a person who works it."""

    opened: ClassVar[list[Centre]] = []
    able: ClassVar[bool] = True
    allows: ClassVar[bool] = True
    fails: ClassVar[bool] = False
    person: ClassVar[asyncio.Event | None] = None

    def __init__(self, app_name: str, app_icon: Icon | None = None) -> None:
        super().__init__(app_name, app_icon)
        self.showing: dict[str, Notification] = {}
        Centre.opened.append(self)

    @override
    async def request_authorisation(self) -> bool:
        if self.person is not None:
            await self.person.wait()
        return self.allows

    @override
    async def has_authorisation(self) -> bool:
        return self.allows

    @override
    async def _send(self, notification: Notification) -> None:
        if self.fails:
            raise OSError("the system is busy")
        self.showing[notification.identifier] = notification

    @override
    async def _clear(self, identifier: str) -> None:
        del self.showing[identifier]

    @override
    async def _clear_all(self) -> None:
        self.showing.clear()

    @override
    async def _get_capabilities(self) -> frozenset[Capability]:
        return frozenset({Capability.TITLE, Capability.MESSAGE} if self.able else ())

    @property
    def only(self) -> Notification:
        """The one notification that shows."""
        (notification,) = self.showing.values()
        return notification

    def click(self, notification: Notification) -> None:
        """Click it, on whichever thread the system reports that."""
        clicking = threading.Thread(target=self.handle_clicked, args=(notification.identifier, notification))
        clicking.start()
        clicking.join()

    def press(self, notification: Notification) -> None:
        """Press its button."""
        (button,) = notification.buttons
        self.handle_button(notification.identifier, button.identifier, notification)


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> type[Centre]:
    """Below the library there is the recording, and no session bus, which only Linux has."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setattr(desktop_notifier.main, "get_backend_class", lambda: Centre)
    monkeypatch.setattr(Centre, "opened", [])
    return Centre


@NATIVE
async def test_the_system_shows_it_and_a_click_opens_the_route(
    centre: type[Centre], platform: str, tmp_path: Path, qapp: QApplication
) -> None:
    async with Stage(tmp_path, platform=platform) as stage:
        stage.notifier.show(low_credit())
        await until(lambda: centre.opened and centre.opened[0].showing, "a notification")
        (system,) = centre.opened
        assert system.app_name == "Binom.Desktop"
        assert (system.only.title, system.only.message) == TOLD[:2]
        assert [button.title for button in system.only.buttons] == ["Open Billing"]
        system.click(system.only)
        await until(lambda: len(stage.clicks) == 1, "a click")
        system.press(system.only)
        await until(lambda: len(stage.clicks) == 2, "the button")
        assert stage.clicks == [("/billing", "")] * 2
        assert stage.threads == {qapp.thread()}
        assert stage.told_otherwise == []


async def test_the_icon_is_a_picture_that_windows_can_read(centre: type[Centre], tmp_path: Path) -> None:
    async with Stage(tmp_path, platform="win32") as stage:
        stage.notifier.show(low_credit())
        await until(lambda: centre.opened and centre.opened[0].showing, "a notification")
        icon = centre.opened[0].app_icon
        assert icon is not None
        picture = QImage(str(icon.as_path()))
        assert (picture.width(), picture.height()) == (256, 256)
        assert picture.pixelColor(128, 20).name() == "#4f46c8"
        assert picture.pixelColor(0, 0).alpha() == 0


def says(system: Centre, text: str) -> bool:
    """Whether the one notification that shows says this."""
    return system.only.message == text


async def test_the_same_id_is_the_same_notification_and_severity_is_urgency(
    centre: type[Centre], tmp_path: Path
) -> None:
    urgencies = [Urgency.Low, Urgency.Normal, Urgency.Critical]
    async with Stage(tmp_path, platform="darwin") as stage:
        for severity, urgency in zip(Severity, urgencies, strict=True):
            stage.notifier.show(SystemNotification("balance" * 20, "Low credit", severity.value, severity, "/billing"))
            await until(lambda: centre.opened and centre.opened[0].showing, "a notification")
            system = centre.opened[0]
            await until(partial(says, system, severity.value), "its text")
            assert system.only.urgency is urgency
            assert system.only.buttons == ()
            assert len(system.only.identifier) <= 64
        stage.notifier.show(low_credit())
        await until(lambda: len(system.showing) == 2, "another")
        stage.notifier.close_all()
        await until(lambda: not system.showing, "all to go")


@NATIVE
@pytest.mark.parametrize("trouble", ["no bundle", "not allowed", "failing"])
async def test_what_the_system_does_not_show_is_told_otherwise(
    centre: type[Centre], platform: str, trouble: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(centre, "able", trouble != "no bundle")
    monkeypatch.setattr(centre, "allows", trouble != "not allowed")
    monkeypatch.setattr(centre, "fails", trouble == "failing")
    async with Stage(tmp_path, platform=platform) as stage:
        stage.notifier.show(low_credit())
        await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
        monkeypatch.setattr(centre, "allows", True)
        monkeypatch.setattr(centre, "fails", False)
        stage.notifier.show(low_credit())
        await until(lambda: len(stage.told_otherwise) == 2 or centre.opened[0].showing, "the next")
        assert bool(centre.opened[0].showing) == (trouble != "no bundle")


async def test_a_person_may_take_their_time_to_allow_it(
    centre: type[Centre], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = asyncio.Event()
    monkeypatch.setattr(centre, "person", person)
    async with Stage(tmp_path, platform="darwin", patience_s=0.05) as stage:
        for count in (1, 2):
            stage.notifier.show(low_credit())
            await until(partial(stage.was_told_otherwise, count), "the fallback")
        person.set()
        stage.notifier.show(low_credit())
        await until(lambda: centre.opened[0].showing, "a notification")
        assert stage.told_otherwise == [TOLD, TOLD]


async def test_without_the_library_it_is_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "desktop_notifier", None)
    monkeypatch.delitem(sys.modules, "binom_desktop.system_notifications.native", raising=False)
    async with Stage(tmp_path, platform="win32") as stage:
        stage.notifier.show(low_credit())
        await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
        stage.notifier.close_all()


class Registry:
    """What was written into the registry: values by path and name."""

    def __init__(self) -> None:
        self.written: dict[str, str] = {}

    @contextlib.contextmanager
    def open_key(self, root: str, path: str) -> Iterator[str]:
        """Open a key for writing."""
        yield f"{root}\\{path}"

    def set_value(self, key: str, name: str, _reserved: int, kind: str, value: str) -> None:
        """Write a text."""
        assert kind == "text"
        self.written[f"{key}\\{name}"] = value

    def as_winreg(self) -> SimpleNamespace:
        """The part of the module ``winreg`` that is used."""
        names: dict[str, Any] = {"CreateKeyEx": self.open_key, "SetValueEx": self.set_value}
        return SimpleNamespace(HKEY_CURRENT_USER="HKEY_CURRENT_USER", REG_SZ="text", **names)


def test_windows_learns_id_and_name_of_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    registry, ids = Registry(), list[str]()
    shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=ids.append)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell), raising=False)
    monkeypatch.setitem(sys.modules, "winreg", registry.as_winreg())
    claim_app_id()
    register_app_name("Binom Desktop")
    assert ids == ["Binom.Desktop"]
    path = r"HKEY_CURRENT_USER\SOFTWARE\Classes\AppUserModelId\Binom.Desktop\DisplayName"
    assert registry.written == {path: "Binom Desktop"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has both")
def test_other_systems_have_neither() -> None:
    claim_app_id()
    register_app_name("Binom Desktop")
