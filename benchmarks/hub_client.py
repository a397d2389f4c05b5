"""Limit 11: live requests that the hub client takes, against a bare ``websockets`` receive and decode loop.

Both read the same stream from a server in a process of its own, in turns. A rate is requests by CPU seconds of the
reading process, which other load on the machine disturbs least. Baseline and client make the same checked domain
records; a remark tells how fast the loop is that only makes lists and dictionaries.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

import msgspec
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from binom_desktop.api import wire
from binom_desktop.api.hub import Hub, HubProtocol
from binom_desktop.domain import Connection
from binom_desktop.events import HubEvent, RequestsLogged

LIMIT = 0.9
ROUNDS = 7
REQUESTS = 50_000
REQUESTS_A_MESSAGE = 50
BATCHES = (10, 1)
SEPARATOR = "\x1e"
HANDSHAKE_ANSWER = "{}" + SEPARATOR


def stream(batch: int) -> list[str]:
    """The messages of one run, each with fifty live requests, ``batch`` of them in a call."""
    calls = []
    for first in range(1, REQUESTS + 1, batch):
        requests = [request(sequence) for sequence in range(first, first + batch)]
        call = {"type": 1, "target": "RequestsLogged", "arguments": [requests]}
        calls.append(json.dumps(call, separators=(",", ":")) + SEPARATOR)
    a_message = REQUESTS_A_MESSAGE // batch
    return ["".join(calls[start : start + a_message]) for start in range(0, len(calls), a_message)]


def request(sequence: int) -> dict[str, object]:
    """A request as the contract writes it."""
    return {
        "id": f"01J{sequence:023d}",
        "sequence": sequence,
        "timestamp": "2026-11-23T08:15:30.250Z",
        "endpoint": "/v1/chat/completions",
        "model": "gpt-4o-mini",
        "status": 200,
        "inputTokens": 512,
        "outputTokens": 128,
        "cost": "0.000412000",
        "latencyMs": 321,
        "keyId": "key_01",
        "keyDescription": "Production",
        "error": None,
    }


async def run_server(batch: int) -> None:
    """Answer the handshake, send the stream, and wait for the client to leave; prints the port first."""
    messages = stream(batch)

    async def answer(websocket: ServerConnection) -> None:
        await websocket.recv()
        await websocket.send(HANDSHAKE_ANSWER)
        for message in messages:
            await websocket.send(message)
        await websocket.wait_closed()

    async with serve(answer, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)


class LoggedCall(msgspec.Struct):
    """What a loop written for nothing but this stream would decode into."""

    type: int
    target: str
    arguments: tuple[list[wire.RequestRecord]]


def plain_values(part: bytes) -> int:
    """Decode into lists and dictionaries; returns how many records there were."""
    return len(msgspec.json.decode(part)["arguments"][0])


def domain_values(part: bytes) -> int:
    """Decode and check as the contract says, down to the domain's records, as the hub client does."""
    records = msgspec.json.decode(part, type=LoggedCall).arguments[0]
    return len([record.to_domain() for record in records])


async def loop_rate(port: int, decode: Callable[[bytes], int]) -> float:
    """Requests a CPU second of receiving and decoding alone."""
    async with connect(
        f"ws://127.0.0.1:{port}/", compression=None, ping_interval=None, max_size=2**24, proxy=None
    ) as websocket:
        await websocket.send('{"protocol":"json","version":1}' + SEPARATOR)
        await websocket.recv()
        count = 0
        started = time.process_time()
        while count < REQUESTS:
            message = await websocket.recv(decode=False)
            for part in message.split(SEPARATOR.encode())[:-1]:
                count += decode(part)
        return REQUESTS / (time.process_time() - started)


async def hub_rate(port: int) -> float:
    """Requests a CPU second of the hub client."""
    count = 0
    done = asyncio.Event()
    started = ended = 0.0

    async def negotiate(_url: str, _bearer: str) -> tuple[int, bytes]:
        transports = [{"transport": "WebSockets", "transferFormats": ["Text", "Binary"]}]
        answer = {"negotiateVersion": 1, "connectionToken": "t", "availableTransports": transports}
        return 200, json.dumps(answer).encode()

    def take(events: Sequence[HubEvent]) -> None:
        nonlocal count, ended
        for event in events:
            if isinstance(event, RequestsLogged):
                count += len(event.records)
        if count == REQUESTS:
            ended = time.process_time()
            done.set()

    async def joined() -> None:
        nonlocal started
        started = time.process_time()

    hub = Hub(
        url=f"http://127.0.0.1:{port}/",
        negotiate=negotiate,
        tls=no_tls,
        token=lambda: "token",
        on_events=take,
        on_connection=ignore,
        on_joined=joined,
        protocol=HubProtocol.JSON,
    )
    running = asyncio.create_task(hub.run())
    await done.wait()
    await hub.stop()
    await running
    return REQUESTS / (ended - started)


async def no_tls() -> ssl.SSLContext:
    """Trusts nobody: the peer is on this machine."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def ignore(_connection: Connection) -> None:
    """The connection's states don't count here."""


def compare(batch: int) -> None:
    """Print the figure for calls with that many requests."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.hub_client", str(batch)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        port = int(server.stdout.readline())
        ours, theirs, plain = [], [], []
        for _ in range(ROUNDS):
            theirs.append(asyncio.run(loop_rate(port, domain_values)))
            ours.append(asyncio.run(hub_rate(port)))
            plain.append(asyncio.run(loop_rate(port, plain_values)))
        server.stdin.close()
    ratios = sorted(own / other for own, other in zip(ours, theirs, strict=True))
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"# worst ratio {ratios[0]:.2f}; the loop into unchecked plain values {statistics.median(plain):,.0f}/s")
    name = f"live requests received, {batch} a call"
    print(f"{name}  {mine:,.0f}/s  {other:,.0f}/s  {statistics.median(ratios):.2f}  >= {LIMIT}", flush=True)


def main() -> None:
    """Serve a stream when started with a batch size, otherwise print the figures."""
    if len(sys.argv) > 1:
        asyncio.run(run_server(int(sys.argv[1])))
        return
    print(f"# requests a CPU second, medians of {ROUNDS} rounds")
    for batch in BATCHES:
        compare(batch)


if __name__ == "__main__":
    main()
