"""API keys are created once, changed only as wanted, and used as the server says, whatever happens on the way."""

from __future__ import annotations

import asyncio
import contextlib
import random
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from binom_desktop.api.client import AccountClient, ClientTimings
from binom_desktop.domain import ApiKey, FigureSource, KeyDetail, KeySettings, UsageField, UsageItem
from binom_desktop.errors import (
    AuthFailed,
    BinomError,
    Conflict,
    HistoryFault,
    HttpError,
    Invalid,
    KeyChangedMeanwhile,
    KeyGone,
    NotFound,
    Offline,
    OutOfCredits,
    RateLimited,
    ServerFault,
    UnreadableAnswer,
    may_have_happened,
)
from binom_desktop.events import FigureFailed, KeyChanged, KeyChangeKind, KeysUpdated
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.services.keys import DAYS, DOCUMENT, FAILED, PART, Keys
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import WAIT_S, Heard

pytestmark = pytest.mark.anyio

HISTORY = 1_500
DAY_MS = 86_400_000
MAX_KEYS = 500
IMPATIENT = ClientTimings(attempts=3, retry_first_s=0.01, retry_longest_s=0.02, retry_jitter_s=0.0)
PATIENT = ClientTimings(attempts=10_000, retry_first_s=0.01, retry_longest_s=0.02, retry_jitter_s=0.0)
CREATED, UPDATED, DELETED = KeyChangeKind.CREATED, KeyChangeKind.UPDATED, KeyChangeKind.DELETED

KEYS = "/v1/keys"
ONE_KEY = "/v1/keys/"
"""The path of PATCH and DELETE, which does not concern the list of keys."""

WANTED = KeySettings("Laptop", enabled=True, rate_limit_rpm=90, allowed_ips=("192.0.2.0/24", "2001:db8::1"))


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--empty") as process:
        yield process


@pytest.fixture
def sandbox(shared_sandbox: SandboxProcess) -> Iterator[SandboxProcess]:
    """A sandbox without faults, which may have keys of other tests."""
    yield shared_sandbox
    shared_sandbox.control("faults", method="DELETE")


@pytest.fixture
def fresh_sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--empty") as process:
        yield process


@pytest.fixture
def busy_sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


@dataclass(frozen=True)
class Peer:
    """A ``Keys`` with what it works on, and a second client of the same account."""

    sandbox: SandboxProcess
    client: AccountClient
    other: AccountClient
    history: History
    keys: Keys
    heard: Heard
    applied: list[KeyChanged]

    async def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    async def fault(self, kind: str, **members: object) -> None:
        """Switch a fault on."""
        await self.control("faults", {"kind": kind, **members})

    async def end_faults(self) -> None:
        """Switch all faults off."""
        await self.control("faults", method="DELETE")

    async def log(self, count: int = 1, **forced: object) -> int:
        """Let the sandbox log requests; the answer is the newest sequence."""
        answer = await self.control("requests", {"count": count, **forced})
        last = answer["lastSequence"]
        assert isinstance(last, int)
        return last

    async def listed(self) -> dict[str, ApiKey]:
        """The keys as the server has them."""
        return {key.id: key for key in await self.other.keys()}

    async def made(self, settings: KeySettings = WANTED) -> ApiKey:
        """A key that was created elsewhere."""
        return (await self.other.create_key(settings, idempotency_key=uuid.uuid4())).key

    async def own(self) -> ApiKey:
        """The key that signs."""
        (key,) = [key for key in await self.other.keys() if self.sandbox.token.endswith(key.hint[-4:])]
        return key

    async def fill(self) -> None:
        """Take in what the history does not have yet."""
        async for page in self.other.requests(after_sequence=self.history.coverage.newest):
            await self.history.merge(page.items)
        self.keys.touch()

    def newest(self) -> KeysUpdated:
        """What was published last."""
        return self.heard.of(KeysUpdated)[-1]

    async def until_used(self, expected: Mapping[str, ApiKey]) -> None:
        """Wait until the use of every key is as expected."""
        await self.heard.until(lambda: bool(self.heard.of(KeysUpdated)) and uses(self.newest().keys) == uses(expected))


Use = tuple[int, int, int | None]


def uses(keys: Mapping[str, ApiKey]) -> dict[str, Use]:
    """What is said of each key's use."""
    return {id_: (key.total_requests, key.total_cost_nano, key.last_used_ms) for id_, key in keys.items()}


def settings_of(key: ApiKey) -> KeySettings:
    """A key's settings as they are."""
    return KeySettings(key.description, key.enabled, key.rate_limit_rpm, key.allowed_ips)


@contextlib.asynccontextmanager
async def peer_of(
    sandbox: SandboxProcess,
    folder: Path,
    *,
    timings: ClientTimings = IMPATIENT,
    token: str | None = None,
    last_sequence: int | None = None,
    now_ms: Callable[[], int] = wall_clock_ms,
) -> AsyncIterator[Peer]:
    """A ``Keys`` on the history in a folder, as the app runs it."""
    heard = Heard()
    applied: list[KeyChanged] = []
    client = AccountClient(server=sandbox.url, key=lambda: token or sandbox.token, timings=timings)
    other = AccountClient(server=sandbox.url, key=lambda: sandbox.token, timings=IMPATIENT)
    history = await History.open(folder)
    keys = Keys(
        client=client,
        history=history,
        publish=heard.publish,
        apply=applied.append,
        last_sequence=lambda: history.coverage.newest if last_sequence is None else last_sequence,
        now_ms=now_ms,
        interval_s=0.01,
    )
    task = asyncio.create_task(keys.run())
    try:
        yield Peer(sandbox, client, other, history, keys, heard, applied)
        assert not task.done()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await history.close()
        await client.aclose()
        await other.aclose()


# Creating.


async def test_a_created_key_is_told_and_works(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        created = await peer.keys.create(WANTED, idempotency_key=uuid.uuid4())
        assert peer.applied == [KeyChanged(CREATED, created.key)]
        assert await peer.listed() == before | {created.key.id: created.key}
        assert settings_of(created.key) == WANTED
        assert created.secret.endswith(created.key.hint[-4:])
        assert created.secret not in repr(created) + repr(peer.applied)
        assert (await peer.keys.test(created.secret)).id == (await peer.client.account()).id


UNDONE: list[tuple[dict[str, object], type[BinomError], bool]] = [
    ({"kind": "status", "status": 401}, AuthFailed, False),
    ({"kind": "status", "status": 402}, OutOfCredits, False),
    ({"kind": "status", "status": 409}, Conflict, False),
    ({"kind": "status", "status": 409, "retryAfter": 60}, Conflict, True),
    ({"kind": "status", "status": 422}, Invalid, False),
    ({"kind": "status", "status": 429, "retryAfter": 60}, RateLimited, False),
    ({"kind": "status", "status": 500}, ServerFault, True),
    ({"kind": "status", "status": 502}, ServerFault, True),
    ({"kind": "status", "status": 503, "retryAfter": 60}, ServerFault, True),
    ({"kind": "status", "status": 504}, ServerFault, True),
    ({"kind": "garbage"}, UnreadableAnswer, True),
    ({"kind": "html"}, UnreadableAnswer, True),
    ({"kind": "wrongShape"}, UnreadableAnswer, True),
]


@pytest.mark.parametrize(("fault", "error", "maybe"), UNDONE)
async def test_an_error_says_whether_a_key_may_have_been_created(
    sandbox: SandboxProcess, tmp_path: Path, fault: dict[str, object], error: type[BinomError], maybe: bool
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        name = uuid.uuid4()
        await peer.control("faults", {"path": KEYS, **fault})
        with pytest.raises(error) as caught:
            await peer.keys.create(WANTED, idempotency_key=name)
        assert type(caught.value) is error
        assert may_have_happened(caught.value) is maybe
        if isinstance(caught.value, HttpError):
            assert caught.value.status == fault["status"]
            assert caught.value.retry_after_s == fault.get("retryAfter")
        assert peer.applied == []
        await peer.end_faults()
        assert await peer.listed() == before

        created = await peer.keys.create(WANTED, idempotency_key=name)
        assert peer.applied == [KeyChanged(CREATED, created.key)]
        assert await peer.listed() == before | {created.key.id: created.key}


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        (replace(WANTED, description=""), {"description"}),
        (replace(WANTED, description="x" * 101), {"description"}),
        (replace(WANTED, rate_limit_rpm=0), {"rateLimitRpm"}),
        (replace(WANTED, allowed_ips=("300.0.0.1", "192.0.2.1")), {"allowedIps"}),
        (KeySettings("", rate_limit_rpm=100_001, allowed_ips=("<b>",)), {"description", "rateLimitRpm", "allowedIps"}),
    ],
)
async def test_what_the_server_refuses_is_named_by_field(
    sandbox: SandboxProcess, tmp_path: Path, settings: KeySettings, fields: set[str]
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        with pytest.raises(Invalid) as caught:
            await peer.keys.create(settings, idempotency_key=uuid.uuid4())
        assert set(caught.value.field_errors) == fields
        assert all(caught.value.field_errors.values())
        assert not may_have_happened(caught.value)
        own = await peer.own()
        with pytest.raises(Invalid) as caught:
            await peer.keys.update(own, settings)
        assert set(caught.value.field_errors) == fields
        assert peer.applied == []
        assert await peer.listed() == before


@pytest.mark.parametrize("status", [401, 402, 429])
async def test_a_lost_answer_is_not_forgotten_when_the_next_attempt_is_refused(
    sandbox: SandboxProcess, tmp_path: Path, status: int
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        name = uuid.uuid4()
        await peer.control("faults", {"kind": "truncate", "path": KEYS, "times": 1})
        await peer.control("faults", {"kind": "status", "path": KEYS, "status": status, "retryAfter": 60})
        with pytest.raises(BinomError) as caught:
            await peer.keys.create(WANTED, idempotency_key=name)
        assert may_have_happened(caught.value)
        await peer.end_faults()
        created = await peer.keys.create(WANTED, idempotency_key=name)
        assert await peer.listed() == before | {created.key.id: created.key}


async def test_a_refused_key_creates_none(sandbox: SandboxProcess, tmp_path: Path) -> None:
    token = "binom_sk_" + "x" * 32
    async with peer_of(sandbox, tmp_path, token=token) as peer:
        before = await peer.listed()
        with pytest.raises(AuthFailed) as caught:
            await peer.keys.create(WANTED, idempotency_key=uuid.uuid4())
        assert not may_have_happened(caught.value)
        assert token not in str(caught.value) + repr(caught.value)
        assert await peer.listed() == before


async def test_one_idempotency_key_is_for_one_creation(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        name = uuid.uuid4()
        created = await peer.keys.create(WANTED, idempotency_key=name)
        assert await peer.keys.create(WANTED, idempotency_key=name) == created
        with pytest.raises(Invalid) as caught:
            await peer.keys.create(replace(WANTED, description="Phone"), idempotency_key=name)
        assert set(caught.value.field_errors) == {"Idempotency-Key"}
        assert not may_have_happened(caught.value)
        another = await peer.keys.create(WANTED, idempotency_key=uuid.uuid4())
        assert another.secret != created.secret
        assert set(await peer.listed()) == {*before, created.key.id, another.key.id}


@pytest.mark.parametrize("times", [1, 2])
async def test_an_answer_that_breaks_off_is_asked_for_again_by_itself(
    sandbox: SandboxProcess, tmp_path: Path, times: int
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        await peer.fault("truncate", path=KEYS, times=times)
        created = await peer.keys.create(WANTED, idempotency_key=uuid.uuid4())
        assert peer.applied == [KeyChanged(CREATED, created.key)]
        assert await peer.listed() == before | {created.key.id: created.key}
        assert (await peer.keys.test(created.secret)).id


async def test_a_secret_that_was_lost_comes_back_with_the_same_idempotency_key(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        name = uuid.uuid4()
        await peer.fault("truncate", path=KEYS)
        with pytest.raises(Offline) as caught:
            await peer.keys.create(WANTED, idempotency_key=name)
        assert may_have_happened(caught.value)
        assert peer.applied == []
        await peer.end_faults()
        assert len(await peer.listed()) == len(before) + 1
        for kind, members in (("status", {"status": 504}), ("garbage", {}), ("truncate", {})):
            await peer.fault(kind, path=KEYS, **members)
            with pytest.raises((ServerFault, UnreadableAnswer, Offline)) as lost:
                await peer.keys.create(WANTED, idempotency_key=name)
            assert may_have_happened(lost.value)
            await peer.end_faults()
        created = await peer.keys.create(WANTED, idempotency_key=name)
        assert peer.applied == [KeyChanged(CREATED, created.key)]
        assert await peer.listed() == before | {created.key.id: created.key}
        assert (await peer.keys.test(created.secret)).id


async def test_a_secret_that_was_lost_comes_back_after_the_server_was_away(
    fresh_sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(fresh_sandbox, tmp_path) as peer:
        before = await peer.listed()
        name = uuid.uuid4()
        await peer.fault("truncate", path=KEYS)
        with pytest.raises(Offline):
            await peer.keys.create(WANTED, idempotency_key=name)
        fresh_sandbox.kill()
        with pytest.raises(Offline) as caught:
            await peer.keys.create(WANTED, idempotency_key=name)
        assert may_have_happened(caught.value)
        await asyncio.to_thread(fresh_sandbox.restart)
        created = await peer.keys.create(WANTED, idempotency_key=name)
        assert await peer.listed() == before | {created.key.id: created.key}
        assert (await peer.keys.test(created.secret)).id


async def test_a_server_that_comes_back_meanwhile_creates_one_key(
    fresh_sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(fresh_sandbox, tmp_path, timings=PATIENT) as peer:
        before = await peer.listed()
        fresh_sandbox.kill()
        creating = asyncio.create_task(peer.keys.create(WANTED, idempotency_key=uuid.uuid4()))
        await asyncio.to_thread(fresh_sandbox.restart)
        created = await creating
        assert await peer.listed() == before | {created.key.id: created.key}


async def test_a_creation_that_still_runs_is_waited_for(sandbox: SandboxProcess, tmp_path: Path) -> None:
    hasty = ClientTimings(
        read_s=0.4, attempts=2, retry_first_s=0.0, retry_jitter_s=0.0, retry_longest_s=0.0, retry_after_cap_s=0.0
    )
    name = uuid.uuid4()
    async with peer_of(sandbox, tmp_path / "hasty", timings=hasty) as peer:
        before = await peer.listed()
        await peer.fault("delay", path=KEYS, seconds=1.0, times=1)
        with pytest.raises(Conflict) as caught:
            await peer.keys.create(WANTED, idempotency_key=name)
        assert caught.value.status == 409
        assert may_have_happened(caught.value)
        assert peer.applied == []
    async with peer_of(sandbox, tmp_path) as peer:
        created = await peer.keys.create(WANTED, idempotency_key=name)
        assert await peer.listed() == before | {created.key.id: created.key}


async def test_the_last_key_that_an_account_may_have_is_not_lost(fresh_sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(fresh_sandbox, tmp_path) as peer:
        await asyncio.gather(*(peer.made() for _ in range(MAX_KEYS - 1 - len(await peer.listed()))))
        name = uuid.uuid4()
        await peer.fault("truncate", path=KEYS)
        with pytest.raises(Offline):
            await peer.keys.create(WANTED, idempotency_key=name)
        await peer.end_faults()
        with pytest.raises(Conflict) as caught:
            await peer.keys.create(WANTED, idempotency_key=uuid.uuid4())
        assert caught.value.status == 409
        assert str(MAX_KEYS) in str(caught.value)
        assert not may_have_happened(caught.value)
        created = await peer.keys.create(WANTED, idempotency_key=name)
        assert peer.applied == [KeyChanged(CREATED, created.key)]
        assert len(await peer.listed()) == MAX_KEYS


# Changing.

CHANGES = [
    replace(WANTED, description="Phone <b>"),
    replace(WANTED, enabled=False),
    replace(WANTED, rate_limit_rpm=None),
    replace(WANTED, rate_limit_rpm=1),
    replace(WANTED, allowed_ips=()),
    replace(WANTED, allowed_ips=("198.51.100.7",)),
    KeySettings("Everything", enabled=False, rate_limit_rpm=7, allowed_ips=("2001:db8::/32",)),
]
LOST: list[tuple[dict[str, object], type[BinomError]]] = [
    ({"kind": "truncate"}, Offline),
    ({"kind": "status", "status": 500}, ServerFault),
    ({"kind": "status", "status": 502}, ServerFault),
    ({"kind": "status", "status": 503, "retryAfter": 60}, ServerFault),
    ({"kind": "garbage"}, UnreadableAnswer),
    ({"kind": "html"}, UnreadableAnswer),
]


@pytest.mark.parametrize("wanted", CHANGES)
async def test_a_change_is_told_as_the_server_has_it(
    sandbox: SandboxProcess, tmp_path: Path, wanted: KeySettings
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        key = await peer.keys.update(known, wanted)
        assert settings_of(key) == wanted
        assert peer.applied == [KeyChanged(UPDATED, key)]
        assert (await peer.listed())[key.id] == key


async def test_only_what_differs_is_changed(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        # What does not differ from what was seen is not sent, even if the server has something else.
        seen = replace(known, rate_limit_rpm=5, allowed_ips=("203.0.113.1",))
        key = await peer.keys.update(seen, replace(settings_of(seen), description="Phone"))
        assert settings_of(key) == replace(WANTED, description="Phone")
        assert (await peer.listed())[key.id] == key


async def test_nothing_to_change_asks_and_tells_nothing(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        current = await peer.other.update_key(known, replace(WANTED, description="Phone"))
        await peer.fault("status", status=500)
        assert await peer.keys.update(known, WANTED) == known
        await peer.end_faults()
        # What was seen may be older than what is shown.
        assert KeyChanged(UPDATED, known) not in peer.applied
        assert (await peer.listed())[known.id] == current


@pytest.mark.parametrize("wanted", CHANGES)
@pytest.mark.parametrize("times", [1, None])
async def test_a_change_whose_answer_breaks_off_is_found_done(
    sandbox: SandboxProcess, tmp_path: Path, wanted: KeySettings, times: int | None
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.fault("truncate", path=ONE_KEY, times=times)
        key = await peer.keys.update(known, wanted)
        assert settings_of(key) == wanted
        assert peer.applied == [KeyChanged(UPDATED, key)]
        assert (await peer.listed())[key.id] == key


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (("192.0.2.77/24",), ("192.0.2.0/24",)),
        (("2001:DB8:0::0/32", "198.51.100.7/32"), ("2001:db8::/32", "198.51.100.7")),
        (("198.51.100.7", "198.51.100.7", "198.51.100.8"), ("198.51.100.7", "198.51.100.8")),
    ],
)
async def test_addresses_that_the_server_writes_otherwise_are_found_done(
    sandbox: SandboxProcess, tmp_path: Path, written: tuple[str, ...], normal: tuple[str, ...]
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.fault("truncate", path=ONE_KEY, times=1)
        key = await peer.keys.update(known, replace(WANTED, allowed_ips=written))
        assert key.allowed_ips == normal
        assert peer.applied == [KeyChanged(UPDATED, key)]


@pytest.mark.parametrize(("fault", "error"), LOST)
async def test_whatever_hides_a_change_it_counts_where_the_key_has_the_values(
    sandbox: SandboxProcess, tmp_path: Path, fault: dict[str, object], error: type[BinomError]
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        wanted = replace(WANTED, description="Phone", rate_limit_rpm=3)
        done = await peer.other.update_key(known, wanted)
        await peer.control("faults", {"path": ONE_KEY, **fault})
        assert await peer.keys.update(known, wanted) == done
        assert peer.applied == [KeyChanged(UPDATED, done)]

        # Only half of it is done: that is none of ours.
        with pytest.raises(error) as caught:
            await peer.keys.update(known, replace(wanted, enabled=False))
        assert may_have_happened(caught.value)
        assert len(peer.applied) == 1
        assert (await peer.listed())[known.id] == done


@pytest.mark.parametrize("members", [{"status": 502}, {"status": 503, "retryAfter": 0}, {"status": 504}])
async def test_a_change_that_did_not_arrive_can_be_sent_again(
    sandbox: SandboxProcess, tmp_path: Path, members: dict[str, object]
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.fault("status", path=ONE_KEY, times=1, **members)
        with pytest.raises(ServerFault):
            await peer.keys.update(known, replace(WANTED, rate_limit_rpm=None))
        assert peer.applied == []
        key = await peer.keys.update(known, replace(WANTED, rate_limit_rpm=None))
        assert key.rate_limit_rpm is None
        assert (await peer.listed())[key.id] == key


@pytest.mark.parametrize(
    "beyond", [{"kind": "status", "status": 500}, {"kind": "truncate"}, {"kind": "html"}, {"kind": "garbage"}]
)
async def test_where_the_list_can_not_be_read_either_the_first_error_is_said(
    sandbox: SandboxProcess, tmp_path: Path, beyond: dict[str, object]
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.fault("status", status=504, path=ONE_KEY)
        await peer.control("faults", {"path": KEYS, **beyond})
        with pytest.raises(ServerFault) as caught:
            await peer.keys.update(known, replace(WANTED, description="Phone"))
        assert caught.value.status == 504
        assert peer.applied == []


async def test_a_change_lost_with_the_server_is_found_done_later(fresh_sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(fresh_sandbox, tmp_path) as peer:
        known = await peer.made()
        wanted = replace(WANTED, description="Phone")
        await peer.fault("truncate", path=KEYS)
        with pytest.raises(Offline) as caught:
            await peer.keys.update(known, wanted)
        assert may_have_happened(caught.value)
        assert peer.applied == []
        fresh_sandbox.kill()
        with pytest.raises(Offline):
            await peer.keys.update(known, wanted)
        await asyncio.to_thread(fresh_sandbox.restart)
        key = await peer.keys.update(known, wanted)
        assert settings_of(key) == wanted
        assert peer.applied == [KeyChanged(UPDATED, key)]
        assert (await peer.listed())[key.id] == key


async def test_a_key_changed_elsewhere_is_told_instead(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        current = await peer.other.update_key(known, replace(WANTED, rate_limit_rpm=11))
        with pytest.raises(KeyChangedMeanwhile) as caught:
            await peer.keys.update(known, replace(WANTED, description="Phone"))
        assert caught.value.current == current
        assert not may_have_happened(caught.value)
        assert peer.applied == [KeyChanged(UPDATED, current)]
        assert (await peer.listed())[known.id] == current

        key = await peer.keys.update(caught.value.current, replace(settings_of(current), description="Phone"))
        assert settings_of(key) == replace(WANTED, rate_limit_rpm=11, description="Phone")


async def test_the_same_field_changed_elsewhere_to_something_else_is_told(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        current = await peer.other.update_key(known, replace(WANTED, allowed_ips=("198.51.100.0/24",)))
        with pytest.raises(KeyChangedMeanwhile) as caught:
            await peer.keys.update(known, replace(WANTED, allowed_ips=("198.51.100.0/25",)))
        assert caught.value.current == current


async def test_a_key_changed_elsewhere_to_the_same_is_as_wanted(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        wanted = replace(WANTED, description="Phone", allowed_ips=())
        current = await peer.other.update_key(known, wanted)
        assert await peer.keys.update(known, wanted) == current
        assert peer.applied == [KeyChanged(UPDATED, current)]


async def test_a_change_that_was_done_before_another_one_counts(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        wanted = replace(WANTED, description="Phone")
        await peer.fault("truncate", path=KEYS)
        with pytest.raises(Offline):
            await peer.keys.update(known, wanted)
        await peer.end_faults()
        done = (await peer.listed())[known.id]
        current = await peer.other.update_key(done, replace(wanted, rate_limit_rpm=11, enabled=False))
        assert await peer.keys.update(known, wanted) == current
        assert peer.applied == [KeyChanged(UPDATED, current)]


async def test_use_since_is_no_change_of_settings(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.log(3, keyId=known.id)
        # As it is shown: with what the history added.
        shown = replace(known, total_requests=known.total_requests + 2, last_sequence=2)
        key = await peer.keys.update(shown, replace(WANTED, description="Phone"))
        assert key.total_requests == 3
        assert peer.applied == [KeyChanged(UPDATED, key)]


@pytest.mark.parametrize("fault", [None, {"kind": "status", "status": 500}, {"kind": "truncate"}, {"kind": "garbage"}])
async def test_a_key_deleted_elsewhere_can_not_be_changed_and_goes(
    sandbox: SandboxProcess, tmp_path: Path, fault: dict[str, object] | None
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.other.delete_key(known.id)
        if fault is not None:
            await peer.control("faults", {"path": ONE_KEY, **fault})
        with pytest.raises(KeyGone):
            await peer.keys.update(known, replace(WANTED, description="Phone"))
        assert peer.applied == [KeyChanged(DELETED, known)]


async def test_a_404_for_a_key_that_is_there_is_not_its_end(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.fault("status", status=404, path=ONE_KEY)
        with pytest.raises(NotFound):
            await peer.keys.update(known, replace(WANTED, description="Phone"))
        with pytest.raises(NotFound):
            await peer.keys.delete(known)
        assert peer.applied == []
        assert (await peer.listed())[known.id] == known


async def test_the_key_that_signs_can_be_changed_but_not_disabled(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        own = await peer.own()
        with pytest.raises(Conflict) as caught:
            await peer.keys.update(own, replace(settings_of(own), enabled=False))
        assert caught.value.status == 409
        assert not may_have_happened(caught.value)
        assert peer.applied == []
        assert (await peer.listed())[own.id] == own
        key = await peer.keys.update(own, replace(settings_of(own), rate_limit_rpm=600))
        assert peer.applied == [KeyChanged(UPDATED, key)]
        assert (await peer.listed())[own.id] == key


REFUSED = [
    ({"status": 401}, AuthFailed),
    ({"status": 402}, OutOfCredits),
    ({"status": 409}, Conflict),
    ({"status": 422}, Invalid),
    ({"status": 429, "retryAfter": 60}, RateLimited),
]


@pytest.mark.parametrize(("members", "error"), REFUSED)
async def test_what_was_refused_changes_and_deletes_nothing(
    sandbox: SandboxProcess, tmp_path: Path, members: dict[str, object], error: type[HttpError]
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.fault("status", path=ONE_KEY, **members)
        with pytest.raises(error) as caught:
            await peer.keys.update(known, replace(WANTED, description="Phone"))
        assert caught.value.status == members["status"]
        assert not may_have_happened(caught.value)
        with pytest.raises(error):
            await peer.keys.delete(known)
        assert peer.applied == []
        assert (await peer.listed())[known.id] == known


# Deleting.


async def test_a_deleted_key_is_told_and_works_no_more(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        before = await peer.listed()
        created = await peer.keys.create(WANTED, idempotency_key=uuid.uuid4())
        await peer.keys.delete(created.key)
        assert peer.applied == [KeyChanged(CREATED, created.key), KeyChanged(DELETED, created.key)]
        assert await peer.listed() == before
        with pytest.raises(AuthFailed):
            await peer.keys.test(created.secret)


async def test_a_key_that_is_gone_already_goes(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.other.delete_key(known.id)
        with pytest.raises(KeyGone):
            await peer.keys.delete(known)
        assert peer.applied == [KeyChanged(DELETED, known)]


async def test_the_key_that_signs_can_not_be_deleted(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        own = await peer.own()
        with pytest.raises(Conflict) as caught:
            await peer.keys.delete(own)
        assert caught.value.status == 409
        assert peer.applied == []
        assert (await peer.listed())[own.id] == own
        assert (await peer.keys.test(sandbox.token)).id


@pytest.mark.parametrize("fault", [{"kind": "truncate"}, {"kind": "status", "status": 502}])
async def test_a_deletion_whose_answer_is_lost_is_done(
    sandbox: SandboxProcess, tmp_path: Path, fault: dict[str, object]
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        known = await peer.made()
        await peer.control("faults", {"path": ONE_KEY, "times": 1, **fault})
        await peer.keys.delete(known)
        assert peer.applied == [KeyChanged(DELETED, known)]
        assert known.id not in await peer.listed()


async def test_a_deletion_that_took_too_long_is_done_the_second_time(sandbox: SandboxProcess, tmp_path: Path) -> None:
    hasty = ClientTimings(read_s=0.3, attempts=5, retry_first_s=0.4, retry_longest_s=0.4, retry_jitter_s=0.0)
    async with peer_of(sandbox, tmp_path, timings=hasty) as peer:
        known = await peer.made()
        # The first attempt deletes after nobody waits for it any more, so that the second one is answered 404.
        await peer.fault("delay", path=ONE_KEY, seconds=0.5, times=1)
        await peer.keys.delete(known)
        assert peer.applied == [KeyChanged(DELETED, known)]
        assert known.id not in await peer.listed()


async def test_a_deletion_without_an_answer_is_found_done_the_next_time(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    hasty = ClientTimings(read_s=0.1, attempts=1)
    async with peer_of(sandbox, tmp_path / "hasty", timings=hasty) as peer:
        known = await peer.made()
        await peer.fault("delay", path=ONE_KEY, seconds=0.2, times=1)
        with pytest.raises(Offline) as caught:
            await peer.keys.delete(known)
        assert may_have_happened(caught.value)
        assert peer.applied == []
        async with asyncio.timeout(WAIT_S):
            while known.id in await peer.listed():
                pass
    async with peer_of(sandbox, tmp_path) as peer:
        with pytest.raises(KeyGone):
            await peer.keys.delete(known)
        assert peer.applied == [KeyChanged(DELETED, known)]


# Testing.


async def test_a_secret_is_tested_without_being_told(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        created = await peer.keys.create(WANTED, idempotency_key=uuid.uuid4())
        account = await peer.keys.test(created.secret)
        expected = await peer.other.account()
        assert replace(account, balance=expected.balance) == expected
        assert account.balance.revision == expected.balance.revision
        await peer.keys.update(created.key, replace(WANTED, enabled=False))
        for secret in (created.secret, "binom_sk_" + "W" * 32, "binom_sk_ü\n" + "W" * 32):
            with pytest.raises(AuthFailed) as caught:
                await peer.keys.test(secret)
            assert secret not in str(caught.value) + repr(caught.value) + repr(vars(caught.value))
        for fault in ({"kind": "html"}, {"kind": "garbage"}, {"kind": "status", "status": 500}):
            await peer.control("faults", {"path": "/v1/account", "times": 1, **fault})
            with pytest.raises((UnreadableAnswer, ServerFault)) as unknown:
                await peer.keys.test(created.secret)
            assert created.secret not in str(unknown.value) + repr(unknown.value) + repr(vars(unknown.value))
        assert uses(await peer.listed())[created.key.id] == (0, 0, None)


# What keys are used for.


def money(nano: int) -> str:
    """Nano-credits as the sandbox reads them."""
    return f"{nano // 10**9}.{nano % 10**9:09d}"


async def use_every_key(peer: Peer, keys: Mapping[str, ApiKey], chance: random.Random) -> None:
    """Requests of every key, some failed, some logged much later than they were made."""
    now_ms = wall_clock_ms()
    for turn in range(3):
        for key in chance.sample(sorted(keys.values(), key=lambda key: key.id), len(keys)):
            await peer.log(
                chance.randint(1, 4),
                keyId=key.id,
                keyDescription=key.description,
                cost=money(chance.randint(0, 10**10)),
                status=chance.choice((200, 200, 429, 500)),
                timestamp=now_ms - chance.choice((0, 0, 3 * DAY_MS, 20 * DAY_MS)) - turn,
            )


async def test_use_follows_the_history_without_asking_the_server_for_keys(
    busy_sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(busy_sandbox, tmp_path) as peer:
        await peer.made(KeySettings("Never used"))
        listed = await peer.listed()
        await peer.fill()
        peer.keys.watch(True)
        peer.keys.set_keys(listed)
        await peer.until_used(listed)
        await peer.fault("status", status=500, path=KEYS)
        for turn in range(3):
            await use_every_key(peer, listed, random.Random(turn))
            await peer.fill()
        await peer.end_faults()
        expected = await peer.listed()
        assert all(key.total_requests >= listed[id_].total_requests + 9 for id_, key in expected.items())
        await peer.until_used(expected)
        assert {key.last_sequence for key in peer.newest().keys.values()} == {peer.history.coverage.newest}
        assert {id_: settings_of(key) for id_, key in peer.newest().keys.items()} == {
            id_: settings_of(key) for id_, key in expected.items()
        }
        assert not peer.heard.of(FigureFailed)

        # What the server counted meanwhile is not counted twice.
        peer.keys.set_keys({})
        await peer.heard.until(lambda: not peer.newest().keys)
        peer.keys.set_keys(expected)
        await peer.until_used(expected)


async def test_use_is_never_too_high_however_requests_come(busy_sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(busy_sandbox, tmp_path) as peer:
        listed = await peer.listed()
        chance = random.Random(7)
        await use_every_key(peer, listed, chance)
        between = await peer.listed()
        # Some keys are known as they were then, some as they are later.
        known = {id_: chance.choice((listed, between))[id_] for id_ in listed}
        await use_every_key(peer, listed, chance)
        expected = await peer.listed()
        records = [record async for page in peer.other.requests() for record in page.items]
        chance.shuffle(records)
        peer.keys.watch(True)
        peer.keys.set_keys(known)
        for start in range(0, len(records), 100):
            await peer.history.merge(records[start : start + 100])
            peer.keys.touch()
        await peer.until_used(expected)
        for event in peer.heard.of(KeysUpdated):
            for id_, key in event.keys.items():
                assert known[id_].total_requests <= key.total_requests <= expected[id_].total_requests
                assert known[id_].total_cost_nano <= key.total_cost_nano <= expected[id_].total_cost_nano


async def test_what_a_history_without_the_beginning_adds_is_right(busy_sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(busy_sandbox, tmp_path) as peer:
        listed = await peer.listed()
        last = (await peer.other.account()).balance.last_sequence
        await use_every_key(peer, listed, random.Random(3))
        expected = await peer.listed()
        async for page in peer.other.requests(after_sequence=last):
            await peer.history.merge(page.items)
        peer.keys.watch(True)
        peer.keys.set_keys(listed)
        await peer.until_used(expected)


async def test_unwatched_nothing_is_told_of_mere_requests(busy_sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(busy_sandbox, tmp_path) as peer:
        listed = await peer.listed()
        await peer.fill()
        peer.keys.set_keys(listed)
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        await use_every_key(peer, listed, random.Random(1))
        await peer.fill()
        # A change of the keys themselves is what comes next.
        fresh = await peer.made()
        peer.keys.set_keys(listed | {fresh.id: fresh})
        await peer.heard.until(lambda: fresh.id in peer.newest().keys)
        assert peer.heard.events == [KeysUpdated(listed), KeysUpdated(listed | {fresh.id: fresh})]
        assert list(peer.newest().keys.values())[-1] is fresh

        # Looking at them counts what came meanwhile, and looking away takes nothing back.
        expected = await peer.listed()
        peer.keys.watch(True)
        await peer.until_used(expected)
        peer.keys.watch(False)
        told = len(peer.heard.events)
        await use_every_key(peer, listed, random.Random(2))
        await peer.fill()
        peer.keys.watch(True)
        await peer.until_used(await peer.listed())
        for event in peer.heard.of(KeysUpdated)[told:]:
            assert all(key.total_requests >= expected[id_].total_requests for id_, key in event.keys.items())


async def test_a_history_that_can_not_be_read_is_said_and_keys_are_shown_as_the_server_counted(
    busy_sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(busy_sandbox, tmp_path) as peer:
        listed = await peer.listed()
        peer.keys.watch(True)
        await peer.history.close()
        peer.keys.set_keys(listed)
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert peer.newest() == KeysUpdated(listed)
        (failed,) = peer.heard.of(FigureFailed)
        assert failed.part == PART
        assert isinstance(failed.error, HistoryFault)


# One key's usage.


def sums(items: Sequence[UsageItem]) -> tuple[int, int, int, int, int]:
    """Requests, errors, tokens in and out, and cost."""
    return (
        sum(item.requests for item in items),
        sum(item.errors for item in items),
        sum(item.input_tokens for item in items),
        sum(item.output_tokens for item in items),
        sum(item.cost_nano for item in items),
    )


def without_source(detail: KeyDetail) -> KeyDetail:
    return replace(detail, source=FigureSource.HISTORY, as_of_ms=0)


@contextlib.asynccontextmanager
async def both_sources(sandbox: SandboxProcess, folder: Path) -> AsyncIterator[tuple[Peer, Peer]]:
    """A ``Keys`` with the whole history, and one with none of it, on the same day."""
    now = wall_clock_ms()
    async with (
        peer_of(sandbox, folder / "full", now_ms=lambda: now) as here,
        peer_of(sandbox, folder / "empty", now_ms=lambda: now, last_sequence=1) as there,
    ):
        yield here, there


async def test_the_usage_of_all_keys_is_the_accounts_whatever_it_comes_from(
    busy_sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with both_sources(busy_sandbox, tmp_path) as (here, there):
        keys = await here.listed()
        await use_every_key(here, keys, random.Random(5))
        gone = next(key for key in keys.values() if key.description == "Staging")
        await here.keys.delete(gone)
        await here.fill()
        assert gone.id not in await here.listed()

        details = [await here.keys.detail(key_id) for key_id in keys]
        assert {detail.source for detail in details} == {FigureSource.HISTORY}
        first, last = details[0].first, details[0].last
        assert (last - first).days == DAYS - 1
        usage = await here.history.usage(first, last, [UsageField.DAY])
        for number, day in enumerate(usage.items):
            assert {detail.days[number].day for detail in details} == {day.day}
            assert sums([detail.days[number] for detail in details]) == sums([day])
        models = await here.history.usage(first, last, [UsageField.MODEL])
        for item in models.items:
            assert sums([each for detail in details for each in detail.models if each.model == item.model]) == sums(
                [item]
            )
        assert sums(usage.items)[0] > 0
        for detail in details:
            assert sums(detail.days) == sums(detail.models)
            from_server = await there.keys.detail(detail.key_id)
            assert from_server.source is FigureSource.SERVER
            assert without_source(from_server) == without_source(detail)
        of_gone = next(detail for detail in details if detail.key_id == gone.id)
        assert sums(of_gone.days)[0] > 0


async def test_the_last_failed_requests_come_newest_first(busy_sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with both_sources(busy_sandbox, tmp_path) as (here, there):
        key, another = await here.made(), await here.made()
        await here.fill()
        for peer in (here, there):
            detail = await peer.keys.detail(key.id)
            assert (detail.failed, detail.models, sums(detail.days)) == ((), (), (0, 0, 0, 0, 0))
            assert len(detail.days) == DAYS
        expected: list[int] = []
        for status in (400, 200, 429, 503, 399, 402, 200, 500, 403):
            last = await here.log(1, keyId=key.id, status=status)
            await here.log(1, keyId=another.id, status=500)
            if status >= 400:
                expected.insert(0, last)
            await here.fill()
            for peer in (here, there):
                failed = (await peer.keys.detail(key.id)).failed
                assert [record.sequence for record in failed] == expected[:FAILED]
                assert {record.key_id for record in failed} <= {key.id}
        assert len(expected) > FAILED
        detail = await here.keys.detail(key.id)
        assert sums(detail.days)[:2] == (9, 6)
        assert detail.days[-1].day == detail.last == datetime.fromtimestamp(detail.as_of_ms / 1000, UTC).date()


async def test_failed_requests_older_than_what_is_here_are_asked_for(
    fresh_sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(fresh_sandbox, tmp_path) as peer:
        key = await peer.made()
        now = wall_clock_ms()
        old = await peer.log(3, keyId=key.id, status=500, timestamp=now - 50 * DAY_MS)
        await peer.log(150, keyId=key.id, timestamp=now - 40 * DAY_MS)
        last = await peer.log(20, keyId=key.id, timestamp=now - 2 * DAY_MS)
        async for page in peer.other.requests(after_sequence=old):
            await peer.history.merge(page.items)
        today = datetime.fromtimestamp(now / 1000, UTC)
        month_ms = int(today.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000) - 29 * DAY_MS
        assert await peer.history.complete_since(month_ms, last)
        detail = await peer.keys.detail(key.id)
        assert [record.sequence for record in detail.failed] == [3, 2, 1]
        assert sums(detail.days)[0] == 20

        # Where all of them are here, the server has nothing to add.
        latest = await peer.log(FAILED, keyId=key.id, status=429)
        async for page in peer.other.requests(after_sequence=last):
            await peer.history.merge(page.items)
        fresh_sandbox.kill()
        detail = await peer.keys.detail(key.id)
        assert [record.sequence for record in detail.failed] == list(range(latest, last, -1))
        assert detail.source is FigureSource.HISTORY


async def test_a_key_without_figures_anywhere_is_an_error(fresh_sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(fresh_sandbox, tmp_path, last_sequence=1) as peer:
        fresh_sandbox.kill()
        with pytest.raises(Offline):
            await peer.keys.detail("key_unheard_of")


# Rotations.


async def test_a_rotation_is_told_kept_for_the_next_start_and_ended(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path, now_ms=lambda: 1_234) as peer:
        old, new, third = await peer.made(), await peer.made(), await peer.made()
        peer.keys.set_keys(await peer.listed())
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert not peer.newest().rotations
        await peer.keys.rotate(old, new)
        await peer.heard.until(lambda: bool(peer.newest().rotations))
        rotation = peer.newest().rotations[old.id]
        assert (rotation.key_id, rotation.successor_id, rotation.begun_ms) == (old.id, new.id, 1_234)
    async with peer_of(sandbox, tmp_path) as peer:
        peer.keys.set_keys(await peer.listed())
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert peer.newest().rotations == {old.id: rotation}
        await peer.keys.rotate(old, third)
        await peer.heard.until(lambda: peer.newest().rotations[old.id].successor_id == third.id)
        await peer.keys.end_rotation(old.id)
        await peer.keys.end_rotation("key_unheard_of")
        await peer.heard.until(lambda: not peer.newest().rotations)
    async with peer_of(sandbox, tmp_path) as peer:
        peer.keys.set_keys(await peer.listed())
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert not peer.newest().rotations


async def test_rotations_of_the_last_time_outlive_one_that_begins_at_once(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        keys = [await peer.made() for _ in range(3)]
        await peer.keys.rotate(keys[0], keys[1])
    async with peer_of(sandbox, tmp_path) as peer:
        # Before anything else could run.
        await peer.keys.rotate(keys[1], keys[2])
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.keys.end_rotation(keys[1].id)
    async with peer_of(sandbox, tmp_path) as peer:
        peer.keys.set_keys(await peer.listed())
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert set(peer.newest().rotations) == {keys[0].id}


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\xff\xfe\x00",
        b'[{"key_id":"\xff","successor_id":"key_2","begun_ms":1}]',
        b'[{"x":' + b"[" * 100_000,
        b"null",
        b"{}",
        b'[{"key_id":"key_1"}]',
        b'[{"key_id":1,"successor_id":"key_2","begun_ms":1}]',
        b'[{"key_id":"key_1","successor_id":"key_2","begun_ms":1e400}]',
        b'[{"key_id":"key_1","successor_id":"key_2","begun_ms":1}',
    ],
    ids=range(10),
)
async def test_broken_rotations_count_as_none(sandbox: SandboxProcess, tmp_path: Path, document: bytes) -> None:
    history = await History.open(tmp_path)
    await history.write_document(DOCUMENT, document)
    await history.close()
    async with peer_of(sandbox, tmp_path) as peer:
        old, new = await peer.made(), await peer.made()
        peer.keys.set_keys(await peer.listed())
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert peer.newest() == KeysUpdated(await peer.listed())
        await peer.keys.rotate(old, new)
    async with peer_of(sandbox, tmp_path) as peer:
        peer.keys.set_keys(await peer.listed())
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert set(peer.newest().rotations) == {old.id}


async def test_rotations_of_keys_that_are_gone_are_not_told(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        old, new, third = await peer.made(), await peer.made(), await peer.made()
        everything = await peer.listed()
        peer.keys.set_keys(everything)
        await peer.keys.rotate(old, new)
        await peer.keys.rotate(new, third)
        await peer.heard.until(lambda: len(peer.newest().rotations) == 2)
        await peer.keys.delete(old)
        left = await peer.listed()
        peer.keys.set_keys(left)
        await peer.heard.until(lambda: old.id not in peer.newest().keys)
        assert set(peer.newest().rotations) == {new.id}
    async with peer_of(sandbox, tmp_path) as peer:
        peer.keys.set_keys(left)
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert set(peer.newest().rotations) == {new.id}
        await peer.keys.rotate(third, new)
    async with peer_of(sandbox, tmp_path) as peer:
        # A key that is gone is forgotten with the next change, too.
        peer.keys.set_keys(everything)
        await peer.heard.until(lambda: bool(peer.heard.of(KeysUpdated)))
        assert set(peer.newest().rotations) == {new.id, third.id}


async def test_a_rotation_that_can_not_be_kept_is_said(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        old, new = await peer.made(), await peer.made()
        await peer.history.close()
        with pytest.raises(HistoryFault):
            await peer.keys.rotate(old, new)
