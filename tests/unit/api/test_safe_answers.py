"""What a server, or who sits on the way, might try: longer addresses, tighter packing, false certificates."""

from __future__ import annotations

import asyncio
import gzip
import resource
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from binom_desktop.api.client import AccountClient
from binom_desktop.api.failures import http_error
from binom_desktop.api.origin import origin_of, redirected
from binom_desktop.errors import InvalidServer, Offline, UnreadableAnswer
from tests.unit.api.account_answers import ACCOUNT, KEY, QUICK, json_answer, shared_tls
from tests.unit.api.certificates import made_certificate, serving_tls
from tests.unit.api.http_peer import HttpAnswer, HttpPeer

pytestmark = pytest.mark.anyio
LIMIT = 16 * 1024


@pytest.fixture
async def server() -> AsyncIterator[HttpPeer]:
    async with HttpPeer(lambda _request: json_answer(ACCOUNT)) as peer:
        yield peer


@pytest.mark.parametrize(
    "ending", [".evil.example/", "@evil.example/", ":1234/", "/v1/account"], ids=["name", "login", "port", "path"]
)
def test_an_address_is_judged_as_a_whole_or_not_at_all(ending: str) -> None:
    """What stands behind the longest length is never left out: it could name another server."""
    start = "https://api.example.com"
    for length in range(LIMIT - 30, LIMIT + 30):
        address = f"https://{'a' * (length - len(start) - 1)}@api.example.com{ending}"
        try:
            assert origin_of(redirected(f"{start}/v1/account", address)) != start or ending == "/v1/account"
        except InvalidServer:
            assert len(address) > LIMIT


@pytest.mark.parametrize(
    "value",
    [
        "Mon, 1 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2020 00:00:00 +99999999999999999",
        "1 Jan 10000000000 0:0:0",
        "9" * 5000,
        "\u00b2",
        "-1",
        "",
    ],
)
def test_a_retry_after_that_is_no_time_is_none(value: str) -> None:
    assert http_error(429, {"retry-after": value}, b"").retry_after_s is None


@pytest.mark.parametrize(("times", "named"), [(1, "gzip"), (2, "gzip, gzip"), (3, "gzip, gzip, gzip")])
async def test_a_small_answer_does_not_become_all_the_memory(server: HttpPeer, times: int, named: str) -> None:
    """A gigabyte of nothing in some kilobytes is refused before it is unpacked."""
    packed = gzip.compress(gzip.compress(bytes(1 << 27)) * 8 if times > 1 else bytes(1 << 27))
    for _ in range(times - 2):
        packed = gzip.compress(packed)
    server.answer = lambda _request: HttpAnswer(200, packed, {"Content-Encoding": named})
    client = AccountClient(server=server.origin, key=lambda: KEY, timings=QUICK, tls=shared_tls)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnreadableAnswer):
        await client.account()
    await client.aclose()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


async def heard_by(
    context: ssl.SSLContext | None, ask: Callable[[str], Awaitable[None]], scheme: str = "https"
) -> bytes:
    """What a server gets to read in the clear while ``ask`` talks to its address."""
    heard = bytearray()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.extend(await reader.read(65536))
        writer.close()

    listening = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=context)
    async with listening:
        await ask(f"{scheme}://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
    return bytes(heard)


async def test_a_certificate_that_the_system_does_not_trust_ends_it_before_the_key_is_sent(tmp_path: Path) -> None:
    async def ask(address: str) -> None:
        client = AccountClient(server=address, key=lambda: KEY, timings=QUICK)
        with pytest.raises(Offline, match="certificate can't be trusted"):
            await client.account()
        with pytest.raises(Offline, match="certificate can't be trusted"):
            await client.negotiate(f"{address}/hubs/dashboard/negotiate", KEY)
        await client.aclose()

    # Reading the certificate's files is nothing for the loop.
    assert await heard_by(await asyncio.to_thread(lambda: serving_tls(made_certificate(tmp_path))), ask) == b""


async def test_https_does_not_fall_back_to_plain_http() -> None:
    async def ask(address: str) -> None:
        client = AccountClient(server=address, key=lambda: KEY, timings=QUICK, tls=shared_tls)
        with pytest.raises(Offline):
            await client.account()
        await client.aclose()

    heard = await heard_by(None, ask)
    assert heard.startswith(b"\x16\x03")
    assert KEY.encode() not in heard
