"""``binom-sandbox``: a Binom.Router server of one's own, on this machine only."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import ipaddress
import json
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
from asyncio.transports import BaseTransport
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

import uvicorn
from typing_extensions import override
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from binom_desktop import __version__
from binom_desktop.sandbox.connection import TRANSPORT, HubTimings
from binom_desktop.sandbox.faults import Fault, fault_from_option
from binom_desktop.sandbox.server import ServerOptions, create_app, create_service
from binom_desktop.sandbox.service import Service
from binom_desktop.sandbox.store import Store
from binom_desktop.sandbox.world import DEFAULT_HISTORY, DEFAULT_SEED, MAX_HISTORY, create_world, signing_token

MAX_RATE = 5_000.0


class HubSocket(WebSocketsSansIOProtocol):
    """A WebSocket that lets the hub end or freeze its TCP connection, and that ends like a dying process."""

    @override
    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.app_state = {**self.app_state, TRANSPORT: transport}

    @override
    def shutdown(self) -> None:
        self.transport.abort()


class Server(uvicorn.Server):
    """Says when it is ready, and ends quickly and with exit code 0 on a signal."""

    def __init__(self, config: uvicorn.Config, *, service: Service, ready: dict[str, str]) -> None:
        super().__init__(config)
        self._service = service
        self._ready = ready

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        names = ("SIGINT", "SIGTERM", "SIGBREAK")
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before = [(number, signal.signal(number, self._on_signal)) for number in numbers]
        try:
            yield
        finally:
            for number, handler in before:
                signal.signal(number, handler)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit = True

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(json.dumps(self._ready), flush=True)  # noqa: T201 - the ready line

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.hub.shut_down()
        await super().shutdown(sockets)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the server until a signal or the end of standard input; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    folder: Path | None = None
    if options.db is None:
        folder = Path(tempfile.mkdtemp(prefix="binom-sandbox-"))
    try:
        return _run(options, options.db or Path(str(folder)) / "sandbox.db")
    except OSError as error:
        print(f"binom-sandbox: {error}", file=sys.stderr)  # noqa: T201 - a command's error
        return 1
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _run(options: argparse.Namespace, database: Path) -> int:
    server_options = ServerOptions(
        seed=options.seed, rate=options.rate, faults=tuple(options.fault), timings=options.hub_timings
    )
    with contextlib.closing(_listen(options.host, options.port)) as listener:
        store = Store(database)
        held = store.open()
        with contextlib.closing(store):
            if not held:
                create_world(store, seed=options.seed, history=options.history, empty=options.empty)
            service = create_service(store, server_options)
            with contextlib.closing(service.queries):
                port = listener.getsockname()[1]
                host = f"[{options.host}]" if ":" in options.host else options.host
                ready = {"url": f"http://{host}:{port}", "token": signing_token(store)}
                _serve(service, server_options, listener, ready, exit_with_stdin=options.exit_with_stdin)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where the protocol is named does asyncio switch Nagle's delay off, 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _serve(
    service: Service,
    options: ServerOptions,
    listener: socket.socket,
    ready: dict[str, str],
    *,
    exit_with_stdin: bool,
) -> None:
    config = uvicorn.Config(
        create_app(service, options),
        ws=HubSocket,
        ws_per_message_deflate=False,
        ws_ping_interval=None,
        ws_ping_timeout=None,
        http="h11",
        loop="asyncio",
        lifespan="on",
        access_log=False,
        log_config=None,
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        backlog=1024,
    )
    server = Server(config, service=service, ready=ready)

    def wait_for_end_of_input() -> None:
        # Not through sys.stdin, whose lock would be held while the interpreter ends.
        with contextlib.suppress(OSError):
            while os.read(0, 4096):
                pass
        server.should_exit = True

    if exit_with_stdin:
        threading.Thread(target=wait_for_end_of_input, name="standard input", daemon=True).start()
    asyncio.run(server.serve(sockets=[listener]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="binom-sandbox",
        description="A Binom.Router server on this machine, with a made-up account. "
        "Prints one JSON line with url and token when it is ready.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"binom-sandbox {__version__}")
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="a loopback address (default %(default)s)")
    parser.add_argument("--port", type=_number(0, 65_535), default=0, help="0, the default, takes a free one")
    parser.add_argument("--db", type=Path, metavar="FILE", help="keep the state here (default: a temporary file)")
    parser.add_argument("--seed", type=_number(0, 2**31 - 1), default=DEFAULT_SEED, help="default %(default)s")
    parser.add_argument(
        "--history",
        type=_number(0, MAX_HISTORY),
        default=DEFAULT_HISTORY,
        metavar="N",
        help="requests in the log of a new state (default %(default)s)",
    )
    parser.add_argument("--empty", action="store_true", help="a new account without any request")
    parser.add_argument("--rate", type=_rate, default=0.0, metavar="R", help="live requests a second (default none)")
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="KIND,KEY=VALUE,…",
        help="a fault from the start; may be given more than once",
    )
    parser.add_argument(
        "--hub-timings",
        type=_timings,
        default=HubTimings(),
        metavar="PING,CLIENT,HANDSHAKE",
        help="the hub's intervals in seconds (default 15,30,15)",
    )
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when standard input is closed")
    return parser


class _number:  # noqa: N801 - reads as an argument's type
    """An argument's type: a whole number in a range."""

    def __init__(self, lowest: int, highest: int) -> None:
        self._lowest = lowest
        self._highest = highest

    def __call__(self, text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() else -1
        if not self._lowest <= number <= self._highest:
            raise argparse.ArgumentTypeError(f"must be a whole number from {self._lowest} to {self._highest}")
        return number


def _loopback(text: str) -> str:
    try:
        address = ipaddress.ip_address("127.0.0.1" if text == "localhost" else text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a loopback address") from None
    if not address.is_loopback:
        raise argparse.ArgumentTypeError("must be a loopback address: the sandbox is for this machine only")
    return str(address)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= MAX_RATE:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {MAX_RATE:.0f}")
    return rate


def _fault(text: str) -> Fault:
    try:
        return fault_from_option(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _timings(text: str) -> HubTimings:
    try:
        ping, client, handshake = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("must be three numbers of seconds") from None
    return HubTimings(ping=ping, client=client, handshake=handshake)


if __name__ == "__main__":
    sys.exit(main())
