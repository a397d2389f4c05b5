"""The servers that the sandbox's tests share, and clients for them."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.sandbox_process import SandboxProcess


def client_of(server: SandboxProcess, token: str | None = None) -> httpx.Client:
    """Return an HTTP client that signs with the server's token, or another one."""
    headers = {"Authorization": f"Bearer {token or server.token}"}
    return httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=20)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxProcess]:
    """A server with some history, shared: tests add to it and leave no fault behind."""
    with SandboxProcess("--history", "3000") as server:
        yield server


@pytest.fixture(scope="session")
def shared_client(sandbox: SandboxProcess) -> Iterator[httpx.Client]:
    with client_of(sandbox) as client:
        yield client


@pytest.fixture
def client(sandbox: SandboxProcess, shared_client: httpx.Client) -> Iterator[httpx.Client]:
    """A signed client of the shared server; faults and pauses end with the test."""
    yield shared_client
    sandbox.control("faults", method="DELETE")
    sandbox.control("resume")


@pytest.fixture(scope="session")
def quick_sandbox() -> Iterator[SandboxProcess]:
    """A server whose hub's intervals are a fiftieth of the usual ones."""
    with SandboxProcess("--empty", "--hub-timings", "0.3,0.6,0.3") as server:
        yield server
