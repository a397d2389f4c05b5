"""The live feed: an own SignalR client that stays connected, with its states (docs/hub.md, docs/signalr.md)."""

from __future__ import annotations

import asyncio
import inspect
import logging
import random as random_module
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence

from binom_desktop.api.hub_events import SubscribeResult
from binom_desktop.api.hub_protocol import HubProtocol
from binom_desktop.api.hub_session import HubSession, HubTimings, SessionEnded, open_session
from binom_desktop.api.negotiation import Negotiate, NotUsable, Refused, find_endpoint
from binom_desktop.api.origin import can_be_sent
from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.errors import BinomError, HubError
from binom_desktop.events import HubEvent, Subscription

__all__ = ["Hub", "HubProtocol", "HubTimings"]

_logger = logging.getLogger(__name__)


class _TokenFailed(BinomError):
    """The token factory raised."""


class Hub:
    """Connects to the hub and rejoins for ever.

    ``negotiate`` posts to a URL with a bearer and returns status and body. ``tls`` is asked where the WebSocket is
    encrypted, ``token`` anew for every attempt.
    ``on_events`` gets the events of each WebSocket message at once, on the loop. ``on_connection`` hears Connecting,
    Rejoining, Offline and Signed out; after a handshake ``on_joined`` runs beside receiving, and a ``BinomError`` out
    of it counts as a loss. ``clock`` is monotonic, in seconds; ``random`` gives numbers from 0 to 1.
    """

    def __init__(  # noqa: PLR0913 - collaborators, each of them one thing
        self,
        *,
        url: str,
        negotiate: Negotiate,
        tls: Callable[[], Awaitable[ssl.SSLContext]],
        token: Callable[[], str | Awaitable[str]],
        on_events: Callable[[Sequence[HubEvent]], None],
        on_connection: Callable[[Connection], None],
        on_joined: Callable[[], Awaitable[None]],
        protocol: HubProtocol = HubProtocol.JSON,
        timings: HubTimings | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = random_module.random,
    ) -> None:
        self._url = url
        self._negotiate = negotiate
        self._tls = tls
        self._token = token
        self._on_events = on_events
        self._on_connection = on_connection
        self._on_joined = on_joined
        self._protocol = protocol
        self._timings = timings or HubTimings()
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._session: HubSession | None = None
        self._work: asyncio.Task[None] | None = None
        self._stopping = False
        self._ended = asyncio.Event()
        self._wake = asyncio.Event()
        self._signed_in = asyncio.Event()
        self._network_available = True

    async def run(self) -> None:
        """Connect and rejoin until ``stop``. To be called once."""
        try:
            if self._stopping:
                return
            self._work = asyncio.create_task(self._keep_connected())
            await self._work
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if not self._stopping or (current is not None and current.cancelling()):
                raise
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """Say goodbye to the server where there is a connection, and end ``run``; within two seconds."""
        self._stopping = True
        if self._work is not None:
            self._work.cancel()
            await self._ended.wait()

    def retry_now(self) -> None:
        """End a wait: try at once. Also what signing in calls. Without effect during an attempt or a connection."""
        self._signed_in.set()
        self._wake.set()

    def network_changed(self, available: bool) -> None:
        """What the system says about its network: none means Offline, a network back means an attempt at once.

        Not to be called for a server on this machine, which needs no network.
        """
        if available == self._network_available:
            return
        self._network_available = available
        if not available and self._session is not None:
            self._session.drop("no network")
        self._wake.set()

    async def subscribe(self, topics: Sequence[str]) -> Subscription:
        """Ask for these topics' events. Raises ``HubError``."""
        answer = await self._joined().invoke("Subscribe", [list(topics)], SubscribeResult)
        return answer.to_domain()

    async def resume(self) -> None:
        """Ask a paused session to go on. Raises ``HubError`` with the server's words."""
        await self._joined().invoke("Resume", [], type(None))

    def _joined(self) -> HubSession:
        if self._session is None:
            raise HubError("There is no live connection.")
        return self._session

    async def _keep_connected(self) -> None:
        failures = 0
        state = ConnectionState.CONNECTING
        while True:
            self._on_connection(Connection(state))
            state = ConnectionState.REJOINING
            try:
                joined_s, ended = await self._attempt()
            except Refused as error:
                await self._wait_for_sign_in(error)
                failures, state = 0, ConnectionState.CONNECTING
                continue
            except NotUsable as error:
                ended = SessionEnded(_reason(error), for_good=True)
            except BinomError as error:
                ended = SessionEnded(_reason(error))
            else:
                if self._clock() - joined_s >= self._timings.healthy_s:
                    failures = 0
            _logger.info("no live connection: %s", ended.reason)
            await self._wait_for_attempt(ended, failures)
            failures += 1

    async def _attempt(self) -> tuple[float, SessionEnded]:
        """Connect and stay until the end; returns when it began and how it ended. Raises what kept it from joining."""
        bearer = await self._bearer()
        try:
            session = await self._connect(bearer)
        except Refused:
            # The key may have been changed meanwhile: ask once more, and never send the same one twice.
            again = await self._bearer()
            if again == bearer:
                raise
            session = await self._connect(again)
        joined_s = self._clock()
        self._session = session
        try:
            return joined_s, await session.serve(self._on_joined)
        finally:
            self._session = None

    async def _connect(self, bearer: str) -> HubSession:
        endpoint = await find_endpoint(url=self._url, bearer=bearer, negotiate=self._negotiate, protocol=self._protocol)
        return await open_session(
            endpoint=endpoint,
            protocol=self._protocol,
            timings=self._timings,
            tls=self._tls,
            on_events=self._on_events,
        )

    async def _bearer(self) -> str:
        try:
            token = self._token()
            bearer = await token if inspect.isawaitable(token) else token
        except BinomError:
            raise
        except Exception as error:
            raise _TokenFailed("the key can't be read") from error
        if not can_be_sent(bearer):
            raise Refused("there is no key, or it has characters that no key has")
        return bearer

    async def _wait_for_sign_in(self, error: BinomError) -> None:
        self._signed_in.clear()
        self._on_connection(Connection(ConnectionState.SIGNED_OUT, reason=_reason(error)))
        await self._signed_in.wait()

    async def _wait_for_attempt(self, ended: SessionEnded, failures: int) -> None:
        """Wait as long as this end asks for, or until somebody knows better."""
        while True:
            self._wake.clear()
            available = self._network_available
            if not available:
                wait_s = self._timings.offline_retry_s
                connection = Connection(ConnectionState.OFFLINE, reason="no network", no_network=True)
            elif ended.for_good:
                wait_s = self._timings.offline_retry_s
                connection = Connection(ConnectionState.OFFLINE, reason=ended.reason, retry_at_s=self._clock() + wait_s)
            else:
                wait_s = self._backoff_s(failures)
                connection = Connection(
                    ConnectionState.REJOINING, reason=ended.reason, retry_at_s=self._clock() + wait_s
                )
            self._on_connection(connection)
            await self._sleep_or_wake(wait_s)
            if self._network_available or not available:
                return

    def _backoff_s(self, failures: int) -> float:
        """Full jitter: anything from nothing to a limit that doubles with each failure up to the cap."""
        timings = self._timings
        # The exponent is bounded because 2.0**1024 overflows after weeks of trying.
        return self._random() * min(timings.backoff_cap_s, timings.backoff_first_s * 2.0 ** min(failures, 30))

    async def _sleep_or_wake(self, seconds: float) -> None:
        waits = {asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._wake.wait())}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)


def _reason(error: BinomError) -> str:
    return str(error).rstrip(".")
