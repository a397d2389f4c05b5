"""Notifications on Linux, with a notification daemon on a private bus."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from binom_desktop.domain import Severity
from tests.system_notifications.daemon import Asked, Daemon
from tests.system_notifications.session_bus import SessionBus
from tests.system_notifications.stage import TOLD, Stage, low_credit, until

pytestmark = pytest.mark.anyio


async def asked(daemon: Daemon, count: int) -> Asked:
    """Wait until the daemon was asked to show this many, and hand out the last."""
    await until(lambda: len(daemon.asked) >= count, f"{count} notifications")
    return daemon.asked[-1]


async def shown(daemon: Daemon, stage: Stage, count: int) -> Asked:
    """Wait until the daemon shows this many and the app knows it, which a click tells; hand out the last."""
    last, clicks = await asked(daemon, count), len(stage.clicks)
    daemon.click(last)
    await until(partial(stage.clicked, clicks + 1), "a click")
    return last


async def test_a_notification_is_asked_for_as_the_specification_says(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address) as daemon:
        for count, (severity, urgency) in enumerate(zip(Severity, range(3), strict=True), start=1):
            stage.notifier.show(low_credit(severity=severity))
            told = await asked(daemon, count)
            assert told.signature == "susssasa{sv}i"
            assert (told.app_name, told.icon, told.expire_ms) == ("Binom Desktop", "run.binom.Desktop", -1)
            assert (told.summary, told.body) == ("Low credit", "Credit Balance is $4.20.")
            assert told.actions == {"default": "Open Billing", "open": "Open Billing"}
            assert told.hints == {
                "urgency": ("y", urgency),
                "desktop-entry": ("s", "run.binom.Desktop"),
                "category": ("s", "x-binom.alert"),
            }
    assert stage.told_otherwise == []


async def test_one_with_the_same_id_takes_the_place_of_the_one_before(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address) as daemon:
        stage.notifier.show(low_credit("one"))
        first = await shown(daemon, stage, 1)
        stage.notifier.show(low_credit("two"))
        second = await shown(daemon, stage, 2)
        assert (second.replaces, second.number) == (first.number, first.number)
        stage.notifier.show(low_credit("another", notification_id="requests"))
        assert (await asked(daemon, 3)).replaces == 0
        assert [showing.body for showing in daemon.showing.values()] == ["two", "another"]
        # What a person has closed is shown anew.
        daemon.dismiss(second)
        await shown(daemon, stage, 3)
        stage.notifier.show(low_credit("three"))
        assert (await asked(daemon, 4)).replaces == 0


async def test_many_at_once_of_one_id_leave_the_last(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address) as daemon:
        for number in range(20):
            stage.notifier.show(low_credit(f"number {number}"))
        await until(lambda: [told.body for told in daemon.showing.values()] == ["number 19"], "the last alone")
    assert stage.told_otherwise == []


async def test_a_click_opens_the_route_with_the_token_of_the_desktop(
    bus: SessionBus, stage: Stage, qapp: QApplication
) -> None:
    with Daemon(bus.address) as daemon:
        stage.notifier.show(low_credit())
        told = await asked(daemon, 1)
        daemon.click(told, token="token-of-wayland")
        await until(partial(stage.clicked, 1), "a click")
        daemon.click(told, "open")
        await until(partial(stage.clicked, 2), "a click on the button")
        # A token serves once, and what isn't ours opens nothing.
        daemon.click(told, "inline-reply")
        daemon.emit("/org/freedesktop/Notifications", daemon.name, "ActionInvoked", "us", 4711, "default")
        daemon.emit("/org/freedesktop/Notifications", daemon.name, "ActionInvoked", "s", "default")
        daemon.click(told)
        await until(partial(stage.clicked, 3), "a third click")
    assert stage.clicks == [("/billing", "token-of-wayland"), ("/billing", ""), ("/billing", "")]
    assert stage.threads == {qapp.thread()}


class Stranger(Daemon):
    """Somebody else on the bus."""

    name = "org.example.Stranger"


async def test_only_the_daemon_can_click(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address) as daemon, Stranger(bus.address) as stranger:
        stage.notifier.show(low_credit())
        told = await asked(daemon, 1)
        for member in ("ActivationToken", "ActionInvoked"):
            stranger.emit("/org/freedesktop/Notifications", daemon.name, member, "us", told.number, "default")
        daemon.click(told)
        await until(lambda: stage.clicks, "a click")
    assert stage.clicks == [("/billing", "")]


async def test_markup_in_a_text_is_seen_as_text(bus: SessionBus, stage: Stage) -> None:
    hostile = "<b>Fish</b> & \"chips\"\n<a href='https://evil.example'>it's free</a>\u202e\ud800\0"
    plain = "<b>Fish</b> & \"chips\" <a href='https://evil.example'>it's free</a>\ufffd\ufffd\ufffd"
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for capabilities, expected in (["body", "body-markup"], escaped), (["body"], plain):
        with Daemon(bus.address, capabilities=capabilities) as daemon:
            stage.notifier.show(low_credit(hostile))
            assert (await asked(daemon, 1)).body == expected
    assert stage.told_otherwise == []


@pytest.mark.parametrize(
    ("capabilities", "actions", "summary", "body"),
    [
        ((), {}, "Low credit: empty", ""),
        (("body",), {}, "Low credit", "empty"),
        (("body", "actions"), {"default": "Open"}, "Low credit", "empty"),
    ],
)
async def test_a_daemon_is_asked_for_what_it_can_do(
    bus: SessionBus,
    stage: Stage,
    capabilities: tuple[str, ...],
    actions: dict[str, str],
    summary: str,
    body: str,
) -> None:
    with Daemon(bus.address, capabilities=capabilities) as daemon:
        stage.notifier.show(low_credit("empty", action_text=""))
        told = await asked(daemon, 1)
        assert (told.actions, told.summary, told.body) == (actions, summary, body)


async def test_each_daemon_is_asked_once_what_it_can_do(bus: SessionBus, stage: Stage) -> None:
    for capabilities in ("body", "actions"), ("body",):
        with Daemon(bus.address, capabilities=capabilities) as daemon:
            for count in (1, 2):
                stage.notifier.show(low_credit(f"{capabilities} {count}"))
                assert bool((await shown(daemon, stage, count)).actions) == ("actions" in capabilities)
            assert daemon.calls == ["GetCapabilities", "Notify", "Notify"]
            # The number was given by this daemon, not by the one before.
            assert [shown.replaces for shown in daemon.asked] == [0, 1]


async def test_without_a_daemon_it_is_told_otherwise_until_one_comes(bus: SessionBus, stage: Stage) -> None:
    stage.notifier.show(low_credit())
    await until(lambda: stage.told_otherwise, "the fallback")
    with Daemon(bus.address) as daemon:
        stage.notifier.show(low_credit("now"))
        daemon.click(await asked(daemon, 1))
        await until(lambda: stage.clicks, "a click")
    assert stage.told_otherwise == [TOLD]
    stage.notifier.show(low_credit())
    await until(lambda: len(stage.told_otherwise) == 2, "the fallback again")


async def test_without_a_bus_it_is_told_otherwise_until_there_is_one(bus: SessionBus, stage: Stage) -> None:
    bus.end()
    stage.notifier.show(low_credit())
    await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
    for count in (1, 2):
        bus.begin()
        with Daemon(bus.address) as daemon:
            stage.notifier.show(low_credit())
            daemon.click(await asked(daemon, 1))
            await until(partial(stage.clicked, count), "a click")
            bus.end()
    assert stage.told_otherwise == [TOLD]


async def test_what_a_daemon_refuses_is_told_otherwise(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address, refuses=True) as daemon:
        stage.notifier.show(low_credit())
        await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
        assert daemon.calls == ["GetCapabilities", "Notify"]


async def test_a_daemon_that_takes_its_time_stops_nothing(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address) as daemon:
        daemon.hang()
        stage.notifier.show(low_credit())
        # That this is seen shows that the loop goes on while the daemon owes an answer.
        await until(lambda: daemon.calls == ["GetCapabilities"], "a call that hangs")
        daemon.go_on()
        await asked(daemon, 1)
    assert stage.told_otherwise == []


async def test_what_a_daemon_shows_too_late_is_taken_back(bus: SessionBus, tmp_path: Path) -> None:
    async with Stage(tmp_path, patience_s=0.3) as stage:
        with Daemon(bus.address) as daemon:
            stage.notifier.show(low_credit("known", notification_id="requests"))
            known = await asked(daemon, 1)
            daemon.hang()
            stage.notifier.show(low_credit())
            await until(lambda: stage.told_otherwise == [TOLD], "the fallback")
            daemon.go_on()
            late = await asked(daemon, 2)
            await until(lambda: list(daemon.showing) == [known.number], "one notification only")
            daemon.click(late)
            daemon.click(known)
            await until(lambda: stage.clicks, "a click on the other one")
            # It has come to itself.
            stage.notifier.show(low_credit("again"))
            await asked(daemon, 3)
        assert (len(stage.clicks), len(stage.told_otherwise)) == (1, 1)


async def test_notifications_are_withdrawn(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address) as daemon:
        for count, name in enumerate(("one", "two", "three"), start=1):
            stage.notifier.show(low_credit(notification_id=name))
            await asked(daemon, count)
        stage.notifier.close_all()
        await until(lambda: not daemon.showing, "all to go")


async def test_after_the_end_nothing_is_shown_and_what_shows_stays(bus: SessionBus, stage: Stage) -> None:
    with Daemon(bus.address) as daemon:
        stage.notifier.show(low_credit("shown"))
        await asked(daemon, 1)
        stage.notifier.show(low_credit("too late"))
        await stage.notifier.aclose()
        stage.notifier.show(low_credit("much too late"))
        assert [told.body for told in daemon.showing.values()] == ["shown"]
    assert stage.told_otherwise == []
