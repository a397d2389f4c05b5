"""The demo's own server: the sandbox as a process that ends with the app."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from binom_desktop.errors import BinomError
from binom_desktop.paths import create_private_folder

DEFAULT_START_TIMEOUT_S = 120.0
_STOP_TIMEOUT_S = 5.0


class DemoFault(BinomError):
    """The demo's server can't be started."""


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """Where the demo's server listens, and the key that opens it."""

    url: str
    token: str = field(repr=False)


def sandbox_command() -> tuple[str, ...]:
    """What starts the sandbox: in a bundle there is no other Python, so that the app itself is the command."""
    if getattr(sys, "frozen", False):
        return (sys.executable, "--run-sandbox")
    return (sys.executable, "-m", "binom_desktop.sandbox")


class DemoServer:
    """A private sandbox on a free loopback port. Its database stays in ``folder`` from one demo to the next.

    ``rate`` are the requests a second that it makes up, so that the demo is alive.
    """

    def __init__(
        self,
        *,
        folder: Path,
        rate: float = 1.0,
        arguments: tuple[str, ...] = (),
        command: Callable[[], tuple[str, ...]] = sandbox_command,
        start_timeout_s: float = DEFAULT_START_TIMEOUT_S,
    ) -> None:
        self._folder = folder
        self._rate = rate
        self._arguments = arguments
        self._command = command
        self._start_timeout_s = start_timeout_s
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> DemoAddress:
        """Start the server and wait until it is ready. Raises ``DemoFault``."""
        loop = asyncio.get_running_loop()
        first_line: asyncio.Future[bytes] = loop.create_future()
        log_file = self._folder / "sandbox.log"
        try:
            process = await asyncio.to_thread(self._open, log_file)
        except OSError as error:
            raise DemoFault(f"The demo's server can't be started: {error.strerror or error}") from error
        self._process = process

        def deliver(line: bytes) -> None:
            if not first_line.done():
                first_line.set_result(line)

        def read(stream: IO[bytes]) -> None:
            with stream:
                line = stream.readline()
                # A loop that is closed belongs to an app that has ended.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(deliver, line)
                # Reading on keeps the process from ever waiting for us.
                while stream.read(65_536):
                    pass

        if process.stdout is None:
            raise DemoFault("The demo's server has no output to read.")
        threading.Thread(target=read, args=(process.stdout,), name="demo-server", daemon=True).start()
        try:
            async with asyncio.timeout(self._start_timeout_s):
                return _address_of(await first_line)
        except (TimeoutError, ValueError) as error:
            await self.stop()
            raise DemoFault(f"The demo's server did not start. What it said is in {log_file}.") from error
        except asyncio.CancelledError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the server, by closing its input, and for good if that doesn't help."""
        process, self._process = self._process, None
        if process is not None:
            await asyncio.to_thread(_end, process)

    def _open(self, log_file: Path) -> subprocess.Popen[bytes]:
        create_private_folder(self._folder)
        arguments = ("--db", str(self._folder / "sandbox.db"), "--rate", str(self._rate), "--exit-with-stdin")
        # What a later version of the server may log is its owner's alone, as everything here.
        descriptor = os.open(log_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as log:
            return subprocess.Popen(  # noqa: S603 - our own program, with arguments of our own
                [*self._command(), *arguments, *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )


def _address_of(line: bytes) -> DemoAddress:
    """Read the line that the sandbox prints when it is ready. Raises ``ValueError``."""
    match json.loads(line):
        case {"url": str(url), "token": str(token)}:
            return DemoAddress(url, token)
    raise ValueError("not the line of a sandbox that is ready")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    try:
        process.wait(_STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
