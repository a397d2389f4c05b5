"""A scripted server and a client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from binom_desktop.api.client import AccountClient
from tests.unit.api.account_answers import ACCOUNT, KEY, QUICK, in_turn, json_answer, shared_tls
from tests.unit.api.http_peer import HttpPeer


@pytest.fixture
async def server() -> AsyncIterator[HttpPeer]:
    """Answers with the account until told otherwise."""
    async with HttpPeer(in_turn(json_answer(ACCOUNT))) as server:
        yield server


@pytest.fixture
async def client(server: HttpPeer) -> AsyncIterator[AccountClient]:
    client = AccountClient(server=server.origin, key=lambda: KEY, timings=QUICK, tls=shared_tls)
    yield client
    await client.aclose()
