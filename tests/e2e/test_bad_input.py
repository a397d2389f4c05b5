"""Wrong keys, wrong servers, wrong answers, hostile names: a clear message or a plain display, and no traceback."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from typing_extensions import override

from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.running_app import (
    data_folder,
    end,
    enter_server_and_key,
    held_sequences,
    press,
    start_live,
    start_with_key,
    table,
    wait_for_connection,
)
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

WRONG_KEY = f"binom_sk_{'x' * 32}"
NOT_OUR_SERVER = "This address doesn't answer like a Binom.Router server. Check the address."
# More digits than the contract's money can have.
ACCOUNT = {
    "id": "acc_1",
    "username": "somebody",
    "email": "somebody@example.org",
    "tier": "Free",
    "creditBalance": "123456789012.000000000",
    "totalUsage": "0.000000000",
    "totalRequests": 0,
    "lastSequence": 0,
    "revision": 1,
    "createdAt": "2026-01-01T00:00:00Z",
    "asOf": "2026-01-01T00:00:00Z",
}


@contextmanager
def strange_server(content_type: str, body: bytes) -> Iterator[str]:
    """A server that answers everything with this."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def nobody_there() -> Iterator[str]:
    """The address of a port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def answer_to_test(app: AppProcess, server: str, key: str) -> str:
    """Press Test Connection, and read what the app makes of the answer."""
    enter_server_and_key(app, server, key)
    press(app, "Test Connection")
    asking = "Asking the server…"
    return wait_until(
        lambda: next((node.name for node in app.find_now(object_name="connectionResult") if node.name != asking), ""),
        "an answer to Test Connection",
    )


def test_sign_in_tells_what_is_wrong(desktop: Desktop, home: Path) -> None:
    """Each kind of wrong server or key has its own plain words, and the form is usable again at once."""
    wrong_answers = (
        ("text/html", b"<!doctype html><h1>Welcome to nginx</h1>"),
        ("application/json", b'["no", "account"]'),
        ("application/json", b'{"id": 7}'),
        ("application/json", b"{" * 100_000),
        ("application/json", b""),
        ("application/json", json.dumps(ACCOUNT).encode()),
    )
    app = desktop.launch("--data-dir", str(home / "data"), home=home)
    for content_type, body in wrong_answers:
        with strange_server(content_type, body) as address:
            assert answer_to_test(app, address, WRONG_KEY) == NOT_OUR_SERVER, body[:50]
        # A result that is gone can't be taken for the next one.
        app.find(object_name="keyField").enter("")
    with nobody_there() as address:
        assert answer_to_test(app, address, WRONG_KEY).startswith("The server can't be reached.")
    app.find(object_name="keyField").enter("")
    with SandboxProcess("--empty") as server:
        assert answer_to_test(app, server.url, WRONG_KEY).startswith("The server doesn't know this key")
        app.find(object_name="keyField").enter("")
        assert answer_to_test(app, server.url, server.token) == "Connected as demo-account. Credit Balance: $5.00"
        app.find(object_name="keyField").enter(WRONG_KEY)
        press(app, "Sign In")
        wait_until(
            lambda: app.find(object_name="connectionResult").name.startswith("The server doesn't know this key"),
            "a refusal",
        )
    end(app)


def test_wrong_key_for_one_run_leads_to_sign_in(desktop: Desktop, home: Path) -> None:
    """A key from the environment that the server refuses is named as the reason on Sign In."""
    with SandboxProcess("--empty") as server:
        server.token = WRONG_KEY
        app = start_with_key(desktop, server, home)
        message = app.find(object_name="connectionResult").name
        assert message.startswith("The server doesn't know this key")
        assert WRONG_KEY not in app.outline()
        end(app)


def test_address_that_is_none_leads_to_sign_in(desktop: Desktop, home: Path) -> None:
    """An address that can't be used is answered on Sign In, where it can be mended, and never called."""
    app = desktop.launch(
        "--server",
        "http://example.org",
        "--data-dir",
        str(data_folder(home)),
        home=home,
        variables={"BINOM_API_KEY": WRONG_KEY},
    )
    message = app.find(object_name="connectionResult").name
    assert message == "Plain http is refused except to this machine: use https."
    end(app)


def test_server_goes_bad_while_it_is_watched(desktop: Desktop, home: Path) -> None:
    """Answers that can't be read blank nothing that is known, and the next good ones are taken."""
    with SandboxProcess("--history", "50") as server:
        app = start_live(desktop, server, home)
        for total, kind in enumerate(("html", "wrongShape", "garbage", "truncate"), start=51):
            server.control("faults", {"kind": kind, "path": "/v1/"})
            press(app, "Refresh")
            server.control("requests", {"count": 1})
            app.find(name=f"Total Requests: {total}")
            server.control("faults", method="DELETE")
        press(app, "Refresh")
        server.control("requests", {"count": 1})
        app.find(name="Total Requests: 55")
        end(app)


def test_a_history_that_can_not_be_opened_is_tried_again(desktop: Desktop, home: Path) -> None:
    """The reason is said; once it is gone, Retry goes on with all that was held, without a new start."""
    with SandboxProcess("--history", "50") as server:
        end(start_live(desktop, server, home))
        (file,) = data_folder(home).rglob("history.sqlite3")
        with closing(sqlite3.connect(file)) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            database.execute("PRAGMA user_version = 9999")
        app = start_with_key(desktop, server, home)
        wait_for_connection(app, "Offline")
        assert "newer version" in app.find(object_name="connectionBannerText").name
        with closing(sqlite3.connect(file)) as database:
            database.execute(f"PRAGMA user_version = {version:d}")
        press(app, "Refresh")
        wait_for_connection(app, "Live")
        app.find(name="Total Requests: 50")
        end(app)
        assert len(held_sequences(data_folder(home))) == 50


def test_damage_met_while_the_app_runs_is_mended_at_once(desktop: Desktop, home: Path) -> None:
    """A page of the file is found broken after the start: the history is built anew, and it is said."""
    with SandboxProcess("--history", "2000") as server:
        app = start_live(desktop, server, home)
        wait_until(lambda: len(held_sequences(data_folder(home))) == 2000, "the whole history")
        end(app)
        (file,) = data_folder(home).rglob("history.sqlite3")
        assert file.with_name("columns.snapshot").exists()
        with closing(sqlite3.connect(file)) as database:
            (root,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'documents'").fetchone()
            (size,) = database.execute("PRAGMA page_size").fetchone()
        with file.open("r+b") as content:
            content.seek((root - 1) * size)
            content.write(bytes(size))
        app = start_live(desktop, server, home)
        wait_until(
            lambda: any("begins anew" in node.name for node in app.find_now(object_name="noticeText")), "the notice"
        )
        app.find(name="Total Requests: 2,000")
        assert list(file.parent.glob("history-aside-*.sqlite3"))
        wait_until(lambda: len(held_sequences(data_folder(home))) == 2000, "the whole history again")
        app.terminate()
        assert app.wait_for_end() == 0
        (line,) = app.errors.splitlines()
        assert "The history was set aside" in line


def test_hostile_name_is_shown_as_plain_text(desktop: Desktop, home: Path) -> None:
    """500 characters with markup and marks that turn the writing direction are only a name."""
    hostile = ("<img src=x onerror=alert(1)><b>bold</b>&amp;\u202egnp.exe\u2066\u200f" * 20)[:500]
    with SandboxProcess("--history", "20") as server:
        app = start_live(desktop, server, home)
        server.control("requests", {"count": 3, "model": hostile, "status": 200})
        app.find(name="Total Requests: 23")
        row = wait_until(
            lambda: next((row for row in table(app, "Recent Requests").rows() if any("<img" in c for c in row)), None),
            "the hostile name in the table",
        )
        (name,) = (cell for cell in row if "<img" in cell)
        assert name.startswith("<img src=x onerror=alert(1)><b>bold</b>&amp;")
        assert not set(name) & {"\u202e", "\u2066", "\u200f"}
        models = [row[0] for row in table(app, "Usage by Model").rows()]
        assert any(model.startswith("<img src=x") for model in models)
        end(app)
