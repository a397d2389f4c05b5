"""The real app on a real server: figures move as requests arrive, and nothing is lost on the way."""

from __future__ import annotations

import re
from pathlib import Path

from tests.e2e.bus import BusError
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.running_app import (
    data_folder,
    end,
    held_sequences,
    start_live,
    table,
    wait_for_connection,
)
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

CHART = "Daily Request Volume"


def figure_in_words(app: AppProcess) -> str:
    """What the chart says to somebody who can't see it."""
    return app.find(name=CHART, object_name="dailyRequestVolumeChart").description


def pressed_retry_now(app: AppProcess) -> bool:
    """Press Retry Now if it is there: between two waits, while an attempt runs, it is not."""
    try:
        for button in app.find_now("push button", "Retry Now"):
            button.press()
            return True
    except BusError:
        # It went away between the look and the press.
        return False
    return False


def test_requests_move_every_figure(desktop: Desktop, home: Path) -> None:
    """Cards, chart, model shares and table follow requests and credits as the hub tells of them."""
    with SandboxProcess("--history", "400") as server:
        app = start_live(desktop, server, home)
        app.find(name="Total Requests: 400")
        app.find(name="Credit Balance: $42.50")
        app.find(name=re.compile(r"Account Tier: \w+"))
        before = figure_in_words(app)

        server.control("requests", {"count": 25, "model": "tests/first", "cost": "0.10", "status": 200})
        app.find(name="Total Requests: 425")
        app.find(name="Credit Balance: $40.00")
        wait_until(lambda: figure_in_words(app) != before, "a chart that follows")
        models = wait_until(
            lambda: [row for row in table(app, "Usage by Model").rows() if "tests/first" in row[0]],
            "the new model among the shares",
        )
        assert "$2.50" in " ".join(models[0])
        rows = table(app, "Recent Requests").rows()
        assert len(rows) == 10
        assert all("tests/first" in row and "200 OK" in row for row in rows)

        server.control("requests", {"count": 1, "model": "tests/second", "status": 429, "cost": "0"})
        app.find(name="Total Requests: 426")
        newest = wait_until(
            lambda: [row for row in table(app, "Recent Requests").rows()[:1] if "tests/second" in row],
            "the failed request on top",
        )
        assert "429 Too Many Requests" in newest[0]

        server.control("credits", {"amount": "10.00", "kind": "topUp"})
        app.find(name="Credit Balance: $50.00")
        end(app)
    assert held_sequences(data_folder(home)) == list(range(1, 427))


def test_empty_account_fills(desktop: Desktop, home: Path) -> None:
    """A new account says so, and its first request takes the empty states' place."""
    with SandboxProcess("--empty") as server:
        app = start_live(desktop, server, home)
        app.find(name="No usage data yet")
        app.find(name="No requests yet")
        app.find(name="Total Requests: 0")
        app.find(name="Total Usage: $0.00")
        server.control("requests", {"count": 1})
        app.find(name="Total Requests: 1")
        wait_until(lambda: len(table(app, "Recent Requests").rows()) == 1, "the first request")
        assert figure_in_words(app)
        assert not app.find_now(name="No usage data yet")
        end(app)


def test_server_dies_and_comes_back(desktop: Desktop, home: Path) -> None:
    """What was logged while the connection or the app was down is fetched: the history holds every sequence once."""
    with SandboxProcess("--history", "300") as server:
        app = start_live(desktop, server, home)
        server.control("requests", {"count": 40})
        app.find(name="Total Requests: 340")
        server.kill()
        wait_for_connection(app, "Rejoining")
        app.find(name="Total Requests: 340")
        wait_until(lambda: pressed_retry_now(app), "a Retry Now that can be pressed")

        server.restart()
        server.control("requests", {"count": 1300})
        wait_for_connection(app, "Live")
        server.control("requests", {"count": 7})
        app.find(name="Total Requests: 1,647")
        end(app)
        assert held_sequences(data_folder(home)) == list(range(1, 1648))

        server.control("requests", {"count": 50})
        app = start_live(desktop, server, home)
        app.find(name="Total Requests: 1,697")
        assert server.control("state", method="GET")["lastSequence"] == 1697
        end(app)
    assert held_sequences(data_folder(home)) == list(range(1, 1698))


def test_shaken_feed_loses_and_doubles_nothing(desktop: Desktop, home: Path) -> None:
    """Events that never come, come twice or come in the wrong order leave every sequence once."""
    with SandboxProcess("--history", "100") as server:
        app = start_live(desktop, server, home)
        for kind in ("missEvents", "doubleEvents", "shuffleEvents"):
            server.control("faults", {"kind": kind, "times": 1})
            server.control("requests", {"count": 30})
        server.control("faults", method="DELETE")
        server.control("requests", {"count": 1})
        app.find(name="Total Requests: 191")
        wait_until(lambda: held_sequences(data_folder(home)) == list(range(1, 192)), "every sequence once")
        end(app)


def test_an_account_without_requests_goes_without_arrays(desktop: Desktop, home: Path) -> None:
    """numpy takes 10 MB; the first request brings it, and is shown."""
    with SandboxProcess("--empty") as server:
        app = start_live(desktop, server, home)
        app.find(name="No usage data yet")
        memory = Path(f"/proc/{app.pid}/maps")
        assert "/numpy/" not in memory.read_text()
        server.control("requests", {"count": 1, "model": "tests/first", "cost": "0.10", "status": 200})
        app.find(name="Total Requests: 1")
        assert "tests/first" in wait_until(lambda: table(app, "Recent Requests").rows(), "the first request")[0]
        assert "/numpy/" in memory.read_text()
        end(app)
