"""The sandbox as a command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from tests.sandbox.conftest import client_of
from tests.sandbox.hub_client import HubClient
from tests.sandbox_process import PROJECT, SandboxProcess

COMMAND = [sys.executable, "-m", "binom_desktop.sandbox"]


def test_restart_after_a_crash_goes_on_with_the_same_world() -> None:
    with SandboxProcess("--history", "20") as server:
        url, token = server.url, server.token
        server.control("requests", {"count": 5})
        with client_of(server) as client:
            before = client.get("/v1/requests").json()["items"]
        with HubClient(server) as hub:
            server.kill()
            assert hub.ended() == ([], None)
        server.restart()
        assert (server.url, server.token) == (url, token)
        with client_of(server) as client:
            assert client.get("/v1/requests").json()["items"] == before
            assert client.get("/v1/account").json()["lastSequence"] == 25


def test_it_ends_quickly_with_its_input_whatever_is_open() -> None:
    with SandboxProcess("--empty") as server, HubClient(server) as hub:
        server.control("faults", {"kind": "halfOpenSockets"})
        assert server.stop() == 0
        assert hub.ended()[1] is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_and_nothing_is_left(tmp_path: Path, number: signal.Signals) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [*COMMAND, "--empty"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=PROJECT
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert set(ready) == {"url", "token"}
        assert ready["url"].startswith("http://127.0.0.1:")
        database = next(tmp_path.glob("binom-sandbox-*/sandbox.db"))
        assert database.stat().st_mode & 0o077 == 0
        process.send_signal(number)
        output, errors = process.communicate(timeout=10)
    assert (process.returncode, output, errors) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_said_of_tokens(tmp_path: Path) -> None:
    with SandboxProcess("--empty", database=tmp_path / "db") as server:
        token, port = server.token, server.url.rsplit(":", 1)[1]
    arguments = [*COMMAND, "--db", str(tmp_path / "db"), "--port", port, "--exit-with-stdin"]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PROJECT
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["token"] == token
        url = f"http://127.0.0.1:{port}/hubs/dashboard"
        with httpx.Client(trust_env=False) as client:
            assert client.post(f"{url}/negotiate", params={"access_token": token}).status_code == 200
        with connect(f"ws{url[4:]}?access_token={token}", proxy=None) as socket:
            socket.send("no handshake")
            assert "handshake" in str(socket.recv(timeout=10))
        output, errors = process.communicate(b"", timeout=10)
    assert (output, errors) == (b"", b"")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "loopback"),
        (["--history", "1000001"], "1000000"),
        (["--rate", "-1"], "5000"),
        (["--fault", "nothing"], "kind must be one of"),
        (["--fault", "status"], "status is required"),
        (["--port", "70000"], "65535"),
    ],
)
def test_wrong_arguments(arguments: list[str], message: str) -> None:
    result = subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, cwd=PROJECT, check=False, timeout=30
    )
    assert result.returncode == 2
    assert message in result.stderr


def test_a_port_in_use_is_said_plainly() -> None:
    with SandboxProcess("--empty") as server:
        port = server.url.rsplit(":", 1)[1]
        result = subprocess.run(
            [*COMMAND, "--empty", "--port", port], capture_output=True, text=True, cwd=PROJECT, check=False, timeout=30
        )
    assert result.returncode == 1
    assert result.stderr.startswith("binom-sandbox: ")
    assert "Traceback" not in result.stderr
