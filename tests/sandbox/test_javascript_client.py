"""The hub with Microsoft's own JavaScript client, where node is present."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests.sandbox_process import SandboxProcess

FOLDER = Path(__file__).parent / "javascript"
NODE = shutil.which("node")
PATIENCE_S = 45
TOPICS = ["requests", "billing", "keys", "notifications", "announcements"]

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(
        not (FOLDER / "node_modules" / "@microsoft" / "signalr").is_dir(),
        reason="the JavaScript client is not installed: npm ci --ignore-scripts in tests/sandbox/javascript",
    ),
]


class JavaScriptClient:
    """A node process that tells what Microsoft's client sees."""

    def __init__(self, server: SandboxProcess, protocol: str, token: str | None = None) -> None:
        self._server = server
        self._protocol = protocol
        self._token = token or server.token
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._held: list[dict[str, Any]] = []
        self._process: subprocess.Popen[str]
        self._reader: threading.Thread

    def __enter__(self) -> Self:
        assert NODE is not None
        self._process = subprocess.Popen(
            [NODE, "client.js", f"{self._server.url}/hubs/dashboard", self._protocol],
            cwd=FOLDER,
            env={**os.environ, "BINOM_API_KEY": self._token},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def call(self, *command: Any) -> Any:
        """Invoke a hub method, or stop; returns the result."""
        self.send(*command)
        return self.told("result")

    def send(self, *command: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def told(self, what: str) -> Any:
        """Return the value of the next line of this kind; others stay for later."""
        for line in self._held:
            if line["what"] == what:
                self._held.remove(line)
                return line["value"]
        while True:
            try:
                next_line = self._lines.get(timeout=PATIENCE_S)
            except queue.Empty:
                raise AssertionError(f"the client never told of {what}; told: {self._held}") from None
            assert next_line is not None, f"the client ended before it told of {what}; told: {self._held}"
            if next_line["what"] == what:
                return next_line["value"]
            self._held.append(next_line)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", "100") as process:
        yield process


@pytest.mark.parametrize("protocol", ["json", "messagepack"])
def test_a_day_with_microsofts_client(server: SandboxProcess, protocol: str) -> None:
    with JavaScriptClient(server, protocol) as client:
        first_id = client.told("started")
        answer = client.call("Subscribe", TOPICS)
        assert answer["paused"] is None
        logged = server.control("requests", {"count": 700})
        batches = [client.told("RequestsLogged")[0] for _ in range(2)]
        sequences = [record["sequence"] for batch in batches for record in batch]
        assert sequences == list(range(answer["lastSequence"] + 1, logged["lastSequence"] + 1))
        assert isinstance(batches[0][0]["cost"], str)
        assert client.told("BalanceChanged")[0]["lastSequence"] == logged["lastSequence"]
        server.control("notify", {"kind": "announcement", "title": "Hello"})
        assert client.told("AnnouncementReceived")[0]["title"] == "Hello"
        server.control("account", {"username": "renamed"})
        assert client.told("AccountChanged")[0]["username"] == "renamed"

        server.control("pause", {"reason": "Maintenance", "failResume": 1})
        assert client.told("SessionPaused")[0] == {"reason": "Maintenance", "resumeAfterSeconds": None}
        client.send("Resume")
        assert "can't be resumed" in client.told("failed")
        assert client.call("Resume") is None
        assert client.told("SessionResumed") == []
        client.send("Nothing")
        assert "Unknown hub method" in client.told("failed")

        server.control("faults", {"kind": "refuseSockets", "times": 2})
        server.control("faults", {"kind": "dropSockets"})
        client.told("reconnecting")
        assert client.told("reconnected") != first_id
        client.call("Subscribe", ["requests"])
        server.control("requests")
        assert len(client.told("RequestsLogged")[0]) == 1

        server.control("close", {"allowReconnect": True})
        client.told("reconnecting")
        client.told("reconnected")
        server.restart()
        client.told("reconnecting")
        client.told("reconnected")
        assert client.call("Subscribe", TOPICS)["lastSequence"] == logged["lastSequence"] + 1
        client.call("stop")
        assert client.told("closed") is None
    with JavaScriptClient(server, protocol) as client:
        client.told("started")
        server.control("close", {"error": "Gone for good"})
        assert "Gone for good" in client.told("closed")


def test_a_wrong_key_is_refused(server: SandboxProcess) -> None:
    with JavaScriptClient(server, "json", "binom_sk_" + "x" * 32) as client:
        assert "401" in client.told("refused")
