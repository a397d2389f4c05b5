"""The Requests page of the real app on a real server: filtered, sorted and live."""

from __future__ import annotations

import csv
import json
import re
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
        app.find(name=re.compile(r"60 since \w+ \d+, here and offline"))
        server.control("requests", {"count": 3, "model": "tests/new", "status": 200})
        app.find(name=re.compile(r"63 since \w+ \d+, here and offline"))
        wait_until(
            lambda: [row[2] for row in table(app, "Requests").rows()[:3]] == ["tests/new"] * 3, "the newest on top"
        )
        server.control(
            "requests", {"count": 2, "model": "tests/failed", "status": 503, "cost": "0", "error": "Tests overload"}
        )
        app.find("text", "Search requests").enter("tests overload")
        wait_until(
            lambda: [row for row in table(app, "Requests").rows() if row[2] == "tests/failed"], "the failed ones"
        )
        end(app)

        app = start_with_key(desktop, server, home, "--page", "/requests")
        app.find("push button", "Clear filters")
        wait_until(
            lambda: [row for row in table(app, "Requests").rows() if row[2] == "tests/failed"], "the same filter again"
        )
        assert len(table(app, "Requests").rows()) == 2
        app.find("text", "Search requests").enter("no such thing")
        app.find(name="No requests match")
        app.find("push button", "Clear filters").press()
        wait_until(lambda: len(table(app, "Requests").rows()) == 65, "everything again")
        end(app)


def test_what_is_shown_is_exported(desktop: Desktop, home: Path) -> None:
    """Each format holds what the filters show; a folder that is not there is said and leaves nothing."""
    with SandboxProcess("--history", "300") as server:
        app = start_with_key(desktop, server, home, "--page", "/requests")
        wait_for_connection(app, "Live")
        failed = {"count": 4, "model": "tests/failed", "status": 503, "cost": "0", "error": "Tests overload"}
        server.control("requests", failed)
        app.find(name=re.compile(r"304 since \w+ \d+, here and offline"))
        app.find("text", "Search requests").enter("no such thing")
        app.find(name="No requests match")
        app.find("text", "Search requests").enter("TESTS OVERLOAD")
        app.find(name=re.compile(r"4 of 304 requests · "))
        shown = len(table(app, "Requests").rows())
        for ending in ("csv", "json", "pdf"):
            file = home / f"shown.{ending}"
            app.find("push button", "Export").press()
            app.find(object_name="fileNameEdit").enter(str(file))
            app.find("push button", "Save").press()
            app.find(name="Export", object_name="exportText")
            wait_until(file.exists, "the file")
            app.find("push button", "Dismiss").press()
        with (home / "shown.csv").open(encoding="utf-8", newline="") as csv_file:
            rows = list(csv.DictReader(csv_file))
        assert len(rows) == shown
        assert [row["status"] for row in rows[:4]] == ["503"] * 4
        assert [record["id"] for record in json.loads((home / "shown.json").read_bytes())] == [
            row["id"] for row in rows
        ]
        assert (home / "shown.pdf").read_bytes().startswith(b"%PDF-")
        app.terminate()
        assert app.wait_for_end() == 0
    # Looking for what a closed dialog held makes Qt's bridge complain; nothing else may.
    assert [line for line in app.errors.splitlines() if not line.startswith("qt.accessibility.atspi:")] == []
    assert not list(home.glob(".binom-export-*"))
