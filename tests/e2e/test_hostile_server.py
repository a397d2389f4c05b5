"""A server whose every text is markup: it is shown as it is written, and nothing that it names is fetched."""

from __future__ import annotations

import json
import socket
import sys
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path

from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.desktop_services import TrayHost
from tests.e2e.inspected import Text
from tests.e2e.running_app import data_folder
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

PAGES = {
    "/dashboard": {"username", "tier", "model", "key"},
    "/requests": {"model", "key", "error"},
    "/usage": {"model"},
    "/keys": {"description"},
    "/billing": {"transaction"},
    "/alerts": {"title", "body"},
    "/settings": {"username"},
}
"""What of the server's texts has to stand on a page."""


class Inspected:
    """The app with somebody inside."""

    def __init__(self, desktop: Desktop, server: SandboxProcess, home: Path) -> None:
        self._folder = home / "looks"
        self._folder.mkdir()
        self._looks = 0
        arguments = ["--server", server.url, "--data-dir", str(data_folder(home))]
        self.app: AppProcess = desktop.run(
            [sys.executable, "-m", "tests.e2e.inspected", str(self._folder), *arguments],
            home=home,
            variables={"BINOM_API_KEY": server.token},
        )

    def look(self, page: str) -> list[Text]:
        """Show a page, and give back all texts that there are anywhere in the app."""
        self._looks += 1
        asked = self._folder / f"{self._looks}.look"
        written = asked.with_suffix(".writing-look")
        written.write_text(page)
        written.replace(asked)
        seen = asked.with_suffix(".seen")
        wait_until(lambda: seen.exists() or self.app.errors, f"a look at {page}")
        assert self.app.errors == ""
        return [(place, text, taken) for place, text, taken in json.loads(seen.read_text())]

    def look_for(self, page: str, marks: set[str]) -> list[Text]:
        """Look again and again until each of these stands in some text."""
        found: list[Text] = []

        def all_there() -> bool:
            found[:] = self.look(page)
            return not missing(found, marks)

        wait_until(all_there, lambda: f"{missing(found, marks)} on {page}", timeout_s=20, interval_s=0.1)
        return found


def missing(texts: list[Text], marks: set[str]) -> set[str]:
    """The marks that no text shows with the markup around them as it was written."""
    return {mark for mark in marks if not any(f"<b>{mark}</b>" in text for _, text, taken in texts if not taken)}


def misread(texts: list[Text]) -> list[Text]:
    """The texts that would be taken for markup of the server's making, or that turn the writing's direction."""
    return [
        (place, text, taken)
        for place, text, taken in texts
        if (taken and ("<img" in text or "<b>" in text)) or "\u202e" in text
    ]


def make_world(server: SandboxProcess, hostile: Callable[[str], str]) -> None:
    """Put markup into everything that a server can say."""
    request = urllib.request.Request(
        f"{server.url}/v1/keys",
        data=json.dumps(
            {"description": "<b>description</b><img src=x>", "enabled": True, "rateLimitRpm": None, "allowedIps": []}
        ).encode(),
        headers={
            "Authorization": f"Bearer {server.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        },
    )
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        assert answer.status == 201
    server.control("account", {name: hostile(name) for name in ("username", "email", "tier")})
    texts = {"model": hostile("model"), "endpoint": hostile("endpoint"), "keyDescription": hostile("key")}
    server.control("requests", {"count": 2, "cost": "0.5", **texts})
    server.control("requests", {"count": 2, "status": 429, "error": hostile("error"), **texts})
    server.control("credits", {"amount": "5", "description": hostile("transaction")})
    words = {"title": hostile("title"), "body": hostile("body"), "severity": "critical"}
    for url in (None, "javascript:alert(1)", "file:///etc/passwd", "https://a@b.example/<b>"):
        server.control("notify", {**words, "url": url})


def test_no_text_of_a_server_is_ever_markup(desktop: Desktop, tray: TrayHost, home: Path) -> None:
    """Every label, cell, tooltip, title and action of every page; what the markup names is never asked for."""
    with socket.create_server(("127.0.0.1", 0)) as named, SandboxProcess("--history", "30") as server:
        named.setblocking(False)
        port = named.getsockname()[1]

        def hostile(mark: str) -> str:
            return f"<b>{mark}</b><img src='http://127.0.0.1:{port}/{mark}'>&amp;\u202e"

        make_world(server, hostile)
        inspected = Inspected(desktop, server, home)
        for page, marks in PAGES.items():
            assert misread(inspected.look_for(page, marks)) == [], page
        server.control("pause", {"reason": hostile("pause"), "resumeAfterSeconds": 600})
        inspected.app.find(name="Connection: Paused", object_name="connectionIndicator")
        assert misread(inspected.look("/dashboard")) == []
        server.control("close", {"error": hostile("close"), "allowReconnect": False})
        assert misread(inspected.look_for("/dashboard", {"close"})) == []
        tray.wait_for_item()
        assert "<img" not in tray.tooltip()
        inspected.app.terminate()
        assert inspected.app.wait_for_end() == 0, inspected.app.errors
        assert inspected.app.errors == ""
        try:
            named.accept()
        except BlockingIOError:
            pass
        else:
            raise AssertionError("something that the server named was asked for")
