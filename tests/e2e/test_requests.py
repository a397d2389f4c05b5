"""The Requests page of the real app on a real server: filtered, sorted and live."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.desktop import Desktop
from tests.e2e.running_app import end, start_with_key, table, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess


def test_requests_are_found_and_new_ones_arrive(desktop: Desktop, home: Path) -> None:
    """What arrives stands at the top, failed ones can be picked out, and a word of the error finds them."""
    with SandboxProcess("--history", "60") as server:
        app = start_with_key(desktop, server, home, "--page", "/requests")
        wait_for_connection(app, "Live")
        app.find(name="60 here and offline")
        server.control("requests", {"count": 3, "model": "tests/new", "status": 200})
        app.find(name="63 here and offline")
        wait_until(
            lambda: [row[2] for row in table(app, "Requests").rows()[:3]] == ["tests/new"] * 3, "the newest on top"
        )
        server.control("requests", {"count": 2, "model": "tests/failed", "status": 503, "cost": "0"})
        app.find("check box", "5xx").press()
        wait_until(
            lambda: [row for row in table(app, "Requests").rows() if row[2] == "tests/failed"], "the failed ones"
        )
        assert all(row[3].startswith("5") for row in table(app, "Requests").rows())
        app.find("text", "Search requests").enter("no such thing")
        app.find(name="No requests match")
        app.find("push button", "Clear filters").press()
        wait_until(lambda: len(table(app, "Requests").rows()) == 65, "everything again")
        end(app)
