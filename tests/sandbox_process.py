"""A real sandbox server as a process of its own, for every test that needs a server."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 10


class ControlFailed(AssertionError):
    """The control path answered with an error."""


class SandboxProcess:
    """Runs ``python -m binom_desktop.sandbox`` with the arguments given until the ``with`` block ends.

    Its database is a file, so that ``kill`` and ``restart`` go on with the same world.
    """

    def __init__(self, *arguments: str, database: Path | None = None) -> None:
        self._arguments = arguments
        self._database = database
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.token = ""

    def __enter__(self) -> Self:
        if self._database is None:
            self._folder = Path(tempfile.mkdtemp(prefix="binom-sandbox-test-"))
            self._database = self._folder / "sandbox.db"
        try:
            self._start(port=0)
        except BaseException:
            self._clean_up()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
        self._clean_up()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running process."""
        assert self._process is not None, "the sandbox is not running"
        return self._process

    def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Call ``{url}/_sandbox/{path}`` and return the JSON answer, None where there is none."""
        data = None if body is None else json.dumps(body).encode()
        # Closed whatever comes: the server may be killed meanwhile.
        with contextlib.closing(http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)) as connection:
            connection.request(method, f"/_sandbox/{path}", data, {"Content-Type": "application/json"})
            with connection.getresponse() as response:
                answer = response.read()
        if response.status >= 400:
            raise ControlFailed(f"{method} {path}: {response.status} {answer.decode(errors='replace')}")
        return json.loads(answer) if answer else None

    def stop(self) -> int | None:
        """End the process politely by closing its standard input; returns its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        assert process.stdin is not None
        process.stdin.close()
        try:
            return process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        finally:
            self._close_pipes(process)

    def kill(self) -> None:
        """End the process without any notice, as a crash would; every socket ends."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            self._close_pipes(process)

    def restart(self) -> None:
        """Start again with the same port, database and token, killing the process first if it still runs."""
        self.kill()
        token = self.token
        port = urlsplit(self.url).port
        assert port is not None
        self._start(port=port)
        assert self.token == token

    def _start(self, port: int) -> None:
        command = [sys.executable, "-m", "binom_desktop.sandbox", "--exit-with-stdin"]
        command += ["--db", str(self._database), "--port", str(port), *self._arguments]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "error"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=PROJECT
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            self.kill()
            raise AssertionError(f"the sandbox ended with {code} before it was ready")
        ready = json.loads(line)
        self.url = ready["url"]
        self.token = ready["token"]

    @staticmethod
    def _close_pipes(process: subprocess.Popen[bytes]) -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def _clean_up(self) -> None:
        self.kill()
        if self._folder is not None:
            shutil.rmtree(self._folder)
            self._folder = None
            self._database = None
