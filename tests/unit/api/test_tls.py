"""Certificates are read for https alone, and once for an account."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from binom_desktop.api.client import AccountClient
from tests.unit.api.account_answers import ACCOUNT, KEY, QUICK, in_turn, json_answer
from tests.unit.api.certificates import made_certificate, serving_tls
from tests.unit.api.http_peer import HttpPeer

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The server's."""
    return made_certificate(tmp_path_factory.mktemp("tls"))


class Readings:
    """Reads the trusted certificates, and counts how often."""

    def __init__(self, trusted: Path) -> None:
        self.count = 0
        self._trusted = trusted

    def __call__(self) -> ssl.SSLContext:
        self.count += 1
        return ssl.create_default_context(cafile=self._trusted)


async def test_certificates_are_read_once_for_calls_and_the_live_connection(certificate: Path) -> None:
    read = Readings(certificate)
    async with HttpPeer(in_turn(json_answer(ACCOUNT)), tls=serving_tls(certificate)) as server:
        assert server.origin.startswith("https://")
        client = AccountClient(server=server.origin, key=lambda: KEY, timings=QUICK, tls=read)
        await client.account()
        await client.account()
        assert await client.tls() is await client.tls()
        await client.aclose()
    assert read.count == 1
    assert [request.bearer for request in server.requests] == [KEY, KEY]


async def test_plain_http_reads_no_certificates(certificate: Path) -> None:
    """Only where it leads on to https, they are read after all."""
    read = Readings(certificate)
    async with (
        HttpPeer(in_turn(json_answer(ACCOUNT))) as plain,
        HttpPeer(in_turn(json_answer({})), tls=serving_tls(certificate)) as encrypted,
    ):
        client = AccountClient(server=plain.origin, key=lambda: KEY, timings=QUICK, tls=read)
        await client.account()
        assert read.count == 0
        assert await client.negotiate(encrypted.origin + "/hub", "token") == (200, b"{}")
        assert await client.negotiate(plain.origin + "/hub", "token") == (200, json_answer(ACCOUNT).body)
        await client.aclose()
    assert read.count == 1
