"""Client and hub against the real sandbox server, which shares the contract with them and no code."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from binom_desktop.api.client import AccountClient
from binom_desktop.api.hub import Hub, HubProtocol
from binom_desktop.domain import ConnectionState, KeySettings, RequestRecord, UsageField
from binom_desktop.errors import AuthFailed, Conflict, CursorExpired, Invalid, NotFound, UnreadableAnswer
from binom_desktop.events import (
    BalanceChanged,
    HubEvent,
    KeyChanged,
    KeyChangeKind,
    NotificationReceived,
    RequestsLogged,
    SessionPaused,
    SessionResumed,
    Subscription,
)
from binom_desktop.queries import RequestFilter, StatusClass
from tests.sandbox_process import SandboxProcess
from tests.unit.api.account_answers import QUICK, shared_tls
from tests.unit.api.hub_user import BOTH, TIMINGS, HubUser

pytestmark = pytest.mark.anyio
TOPICS = ["requests", "billing", "keys", "notifications", "announcements"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--seed", "7", "--history", "2500") as sandbox:
        yield sandbox


@pytest.fixture
async def client(sandbox: SandboxProcess) -> AsyncIterator[AccountClient]:
    client = AccountClient(server=sandbox.url, key=lambda: sandbox.token, timings=QUICK, tls=shared_tls)
    yield client
    await client.aclose()


async def test_account_usage_and_log_agree(client: AccountClient) -> None:
    account = await client.account()
    records: list[RequestRecord] = []
    async for page in client.requests(after_sequence=0):
        records += page.items
    assert [record.sequence for record in records] == list(range(1, account.balance.last_sequence + 1))
    assert account.balance.total_requests == len(records) == 2500
    assert account.balance.total_usage_nano == sum(record.cost_nano for record in records)
    today = datetime.now(UTC).date()
    usage = await client.usage(today - timedelta(days=29), today, [UsageField.DAY])
    assert [item.day for item in usage.items] == [today - timedelta(days=back) for back in range(29, -1, -1)]
    by_model = await client.usage(today - timedelta(days=29), today, [UsageField.MODEL, UsageField.STATUS])
    assert sum(item.cost_nano for item in by_model.items) == sum(item.cost_nano for item in usage.items)
    assert sum(item.requests for item in by_model.items) == sum(item.requests for item in usage.items)


async def test_an_unchanged_answer_is_not_sent_again(client: AccountClient) -> None:
    first, second = await client.account(), await client.account()
    assert second.balance.as_of_ms >= first.balance.as_of_ms
    assert second.balance.total_usage_nano == first.balance.total_usage_nano


async def test_filters_orders_and_windows_of_the_log(client: AccountClient) -> None:
    newest = await client.requests_page(limit=10)
    assert [record.sequence for record in newest.items] == list(range(2500, 2490, -1))
    oldest = await client.requests_page(limit=3, descending=False)
    assert [record.sequence for record in oldest.items] == [1, 2, 3]
    window = await client.requests_page(after_sequence=100, limit=5)
    assert [record.sequence for record in window.items] == [101, 102, 103, 104, 105]
    failed = await client.requests_page(
        filter=RequestFilter(status=StatusClass.FAILED, key_ids=(newest.items[0].key_id,))
    )
    assert all(record.status >= 400 and record.key_id == newest.items[0].key_id for record in failed.items)
    with pytest.raises(CursorExpired):
        await client.requests_page(cursor="nonsense")


async def test_transactions_notifications_and_models(client: AccountClient) -> None:
    transactions = [each async for page in client.transactions(limit=50) for each in page.items]
    assert transactions[0].balance_after_nano == (await client.account()).balance.credit_balance_nano
    assert transactions[0].timestamp_ms >= transactions[-1].timestamp_ms
    notifications = [each async for page in client.notifications() for each in page.items]
    await client.mark_notification_read(notifications[0].id)
    assert (await client.notifications_page()).items[0].read_ms is not None
    models = await client.models()
    assert any(model.input_price_per_million_nano for model in models)


async def test_a_keys_life(client: AccountClient) -> None:
    once = uuid.uuid4()
    created = await client.create_key(KeySettings("Tested", True, 60, ("10.0.0.0/8",)), idempotency_key=once)
    assert await client.create_key(KeySettings("Tested", True, 60, ("10.0.0.0/8",)), idempotency_key=once) == created
    assert created.key in await client.keys()
    changed = await client.update_key(created.key, KeySettings("Renamed", False, None, ("10.0.0.0/8",)))
    assert (changed.description, changed.enabled, changed.rate_limit_rpm) == ("Renamed", False, None)
    with pytest.raises(Conflict):
        await client.update_key(created.key, KeySettings("Late"))
    with pytest.raises(Invalid) as raised:
        await client.update_key(changed, KeySettings("", False, None, ("not an address",)))
    assert set(raised.value.field_errors) >= {"description"}
    await client.delete_key(changed.id)
    with pytest.raises(NotFound):
        await client.delete_key(changed.id)


async def test_a_wrong_key_and_bad_answers(sandbox: SandboxProcess, client: AccountClient) -> None:
    stranger = AccountClient(server=sandbox.url, key=lambda: "binom_sk_" + "x" * 32, timings=QUICK, tls=shared_tls)
    with pytest.raises(AuthFailed):
        await stranger.account()
    await stranger.aclose()
    for kind in ("html", "garbage", "wrongShape"):
        await asyncio.to_thread(sandbox.control, "faults", {"kind": kind, "path": "/v1/account", "times": 1})
        with pytest.raises(UnreadableAnswer):
            await client.account()
    await asyncio.to_thread(
        sandbox.control, "faults", {"kind": "status", "path": "/v1/account", "status": 503, "retryAfter": 0, "times": 2}
    )
    assert (await client.account()).id
    await asyncio.to_thread(sandbox.control, "faults", None, "DELETE")


@pytest.mark.parametrize("protocol", BOTH)
async def test_the_hub_tells_what_happens(
    sandbox: SandboxProcess, client: AccountClient, protocol: HubProtocol
) -> None:
    user = HubUser()
    subscriptions: list[Subscription] = []
    user.hub = Hub(
        url=client.hub_url,
        negotiate=client.negotiate,
        tls=client.tls,
        token=lambda: sandbox.token,
        on_events=user.take_events,
        on_connection=user.take_connection,
        on_joined=user.take_join,
        protocol=protocol,
        timings=TIMINGS,
    )

    async def subscribe() -> None:
        subscriptions.append(await user.hub.subscribe(TOPICS))
        user.take_connection(user.last)

    user.on_joined = subscribe
    running = asyncio.create_task(user.hub.run())
    try:
        await user.until(lambda: subscriptions)
        before = subscriptions[0].last_sequence
        await asyncio.to_thread(sandbox.control, "requests", {"count": 30})
        await user.until(lambda: len(user.records) == 30 and has(user, BalanceChanged))
        assert [record.sequence for record in user.records] == list(range(before + 1, before + 31))
        page = await client.requests_page(after_sequence=before)
        assert page.items == tuple(user.records)
        created = await client.create_key(KeySettings("Live"), idempotency_key=uuid.uuid4())
        await user.until(lambda: KeyChanged(KeyChangeKind.CREATED, created.key) in user.events)
        await asyncio.to_thread(sandbox.control, "notify", {"title": "Hello", "body": "there"})
        await user.until(lambda: has(user, NotificationReceived))
        await asyncio.to_thread(sandbox.control, "pause", {"reason": "maintenance"})
        await user.until(lambda: SessionPaused("maintenance", None) in user.events)
        await user.hub.resume()
        await user.until(lambda: SessionResumed() in user.events)
        await asyncio.to_thread(sandbox.control, "faults", {"kind": "dropSockets", "times": 1})
        await user.until(lambda: len(subscriptions) == 2)
        assert subscriptions[1].last_sequence == before + 30
        await client.delete_key(created.key.id)
        await user.until(lambda: user.events[-1] == KeyChanged(KeyChangeKind.DELETED, created.key))
        await asyncio.to_thread(sandbox.control, "close", {"error": "closed for good", "allowReconnect": False})
        await user.until_state(ConnectionState.OFFLINE)
        assert user.last.reason == "closed for good"
    finally:
        await user.hub.stop()
        await running


def has(user: HubUser, kind: type[HubEvent]) -> bool:
    return any(isinstance(event, kind) for event in user.events)


async def test_the_hub_is_signed_out_with_a_wrong_key(client: AccountClient) -> None:
    user = HubUser()
    hub = Hub(
        url=client.hub_url,
        negotiate=client.negotiate,
        tls=client.tls,
        token=lambda: "binom_sk_" + "x" * 32,
        on_events=user.take_events,
        on_connection=user.take_connection,
        on_joined=user.take_join,
        timings=TIMINGS,
    )
    running = asyncio.create_task(hub.run())
    await user.until_state(ConnectionState.SIGNED_OUT)
    await hub.stop()
    await running
    assert not any(isinstance(event, RequestsLogged) for event in user.events)
