"""Figures that agree with each other: log, usage, ledger, keys and account."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import client_of
from tests.sandbox_process import SandboxProcess


def all_pages(client: httpx.Client, path: str, **parameters: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    page = client.get(path, params={"limit": 1000, **parameters}).json()
    items += page["items"]
    while page["nextCursor"]:
        page = client.get(path, params={"limit": 1000, "cursor": page["nextCursor"]}).json()
        items += page["items"]
    return items


def _hour(timestamp: str) -> str:
    return timestamp[:13]


def cost_of(items: list[dict[str, Any]], name: str = "cost") -> Decimal:
    return sum((Decimal(item[name]) for item in items), Decimal(0))


def test_the_log_and_every_sum_of_it(sandbox: SandboxProcess, client: httpx.Client) -> None:
    sandbox.control("requests", {"count": 40, "status": 429})
    account = client.get("/v1/account").json()
    log = all_pages(client, "/v1/requests")
    assert [item["sequence"] for item in log] == list(range(account["lastSequence"], 0, -1))
    assert len({item["id"] for item in log}) == len(log) == account["totalRequests"]
    assert cost_of(log) == Decimal(account["totalUsage"])
    assert [item["timestamp"] for item in log] != sorted((item["timestamp"] for item in log), reverse=True)
    today = datetime.now(UTC).date()
    for group_by in ("day", "model", "key", "endpoint", "status", "day,model,status"):
        parameters = {"from": (today - timedelta(days=399)).isoformat(), "to": today.isoformat(), "groupBy": group_by}
        usage = client.get("/v1/usage", params=parameters).json()
        assert usage["groupBy"] == group_by.split(",")
        assert sum(item["requests"] for item in usage["items"]) == len(log)
        assert sum(item["errors"] for item in usage["items"]) == sum(item["status"] >= 400 for item in log)
        assert sum(item["inputTokens"] for item in usage["items"]) == sum(item["inputTokens"] for item in log)
        assert cost_of(usage["items"]) == cost_of(log)
        if group_by == "day":
            assert len(usage["items"]) == 400
            assert [item["day"] for item in usage["items"]] == sorted(item["day"] for item in usage["items"])
            counted = {item["day"]: item["requests"] for item in usage["items"] if item["requests"]}
            by_day = itertools.groupby(sorted(item["timestamp"][:10] for item in log))
            assert counted == {day: len(list(group)) for day, group in by_day}
    for key in client.get("/v1/keys").json()["items"]:
        mine = [item for item in log if item["keyId"] == key["id"]]
        assert key["totalRequests"] == len(mine)
        assert Decimal(key["totalCost"]) == cost_of(mine)
        if mine:
            assert key["lastUsedAt"] == max(item["timestamp"] for item in mine)
            assert key["lastSequence"] == mine[0]["sequence"]


def test_the_ledger(sandbox: SandboxProcess, client: httpx.Client) -> None:
    sandbox.control("requests", {"cost": "0.25"})
    sandbox.control("credits", {"amount": "5.00"})
    sandbox.control("requests", {"cost": "0.125", "count": 2})
    sandbox.control("credits", {"amount": "-1.5", "kind": "adjustment"})
    account = client.get("/v1/account").json()
    ledger = all_pages(client, "/v1/billing/transactions")
    newest = [(item["kind"], item["amount"]) for item in ledger[:3]]
    assert newest == [("adjustment", "-1.500000000"), ("usage", "-0.250000000"), ("topUp", "5.000000000")]
    assert cost_of(ledger, "amount") == Decimal(account["creditBalance"])
    assert -cost_of([item for item in ledger if item["kind"] == "usage"], "amount") == Decimal(account["totalUsage"])
    balance = Decimal(0)
    for item in reversed(ledger):
        balance += Decimal(item["amount"])
        assert Decimal(item["balanceAfter"]) == balance
    assert [item["timestamp"] for item in ledger] == sorted((item["timestamp"] for item in ledger), reverse=True)
    assert {item["kind"] for item in ledger} == {"bonus", "topUp", "usage", "refund", "adjustment"}


def test_windows_and_filters(sandbox: SandboxProcess, client: httpx.Client) -> None:
    log = all_pages(client, "/v1/requests", order="asc")
    window = client.get("/v1/requests?afterSequence=100&limit=50&order=desc").json()
    assert [item["sequence"] for item in window["items"]] == list(range(101, 151))
    assert window["nextCursor"]
    last = client.get(f"/v1/requests?afterSequence={len(log) - 2}").json()
    assert ([item["sequence"] for item in last["items"]], last["nextCursor"]) == ([len(log) - 1, len(log)], None)
    assert client.get(f"/v1/requests?afterSequence={len(log)}").json()["items"] == []
    first, final = sorted(item["timestamp"] for item in log)[100], sorted(item["timestamp"] for item in log)[900]
    key = log[5]["keyId"]
    expectations: dict[str, Callable[[dict[str, Any]], bool]] = {
        "status=success": lambda item: item["status"] < 400,
        "status=clientError": lambda item: 400 <= item["status"] < 500,
        "status=serverError": lambda item: item["status"] >= 500,
        "status=failed": lambda item: item["status"] >= 400,
        "model=gpt-4o": lambda item: item["model"] == "gpt-4o",
        "endpoint=/v1/embeddings": lambda item: item["endpoint"] == "/v1/embeddings",
        f"keyId={key}&status=failed": lambda item: item["keyId"] == key and item["status"] >= 400,
        f"from={first}&to={final}": lambda item: first <= item["timestamp"] < final,
        "model=nobody": lambda _item: False,
    }
    for query, matches in expectations.items():
        parameters = dict(part.split("=", 1) for part in query.split("&"))
        found = all_pages(client, "/v1/requests", order="asc", **parameters)
        assert found == [item for item in log if matches(item)], query
    day = first[:10]
    hours = client.get(f"/v1/usage?from={day}&to={day}&groupBy=hour&model=gpt-4o").json()["items"]
    mine = [item["timestamp"] for item in log if item["model"] == "gpt-4o" and item["timestamp"].startswith(day)]
    counted = {f"{hour}:00:00.000Z": len(list(group)) for hour, group in itertools.groupby(sorted(mine), _hour)}
    assert {item["hour"]: item["requests"] for item in hours} == counted
    sandbox.control("forget", {"before": 50})
    assert client.get("/v1/requests?afterSequence=0&limit=1").json()["items"][0]["sequence"] == 50
    assert client.get("/v1/account").json()["totalRequests"] == len(log)


def test_forced_requests(sandbox: SandboxProcess, client: httpx.Client) -> None:
    forced = {
        "model": "<b>\u202e" + "x" * 500,
        "status": 503,
        "cost": "0.000000001",
        "timestamp": "2026-10-01T12:00:00.123Z",
        "error": "Out of order",
        "inputTokens": 12,
        "outputTokens": 0,
        "endpoint": "/v1/responses",
        "latencyMs": 77,
        "keyId": "key_gone",
        "keyDescription": "Gone",
    }
    sandbox.control("requests", {"count": 2, **forced})
    for item in client.get("/v1/requests?limit=2").json()["items"]:
        assert {name: item[name] for name in forced} == forced


def test_notifications(sandbox: SandboxProcess, client: httpx.Client) -> None:
    note = {
        "kind": "billing",
        "severity": "critical",
        "title": "T",
        "body": "<i>B</i>",
        "url": "https://binom.run/docs",
    }
    identifier = sandbox.control("notify", note)["id"]
    item = client.get("/v1/notifications?limit=1").json()["items"][0]
    assert {name: item[name] for name in note} == note
    assert (item["id"], item["readAt"]) == (identifier, None)
    for _ in range(2):
        assert client.put(f"/v1/notifications/{identifier}/read").status_code == 204
    read = client.get("/v1/notifications?limit=1").json()["items"][0]["readAt"]
    assert read is not None
    assert client.put("/v1/notifications/nobody/read").status_code == 404
    kinds = {entry["kind"] for entry in all_pages(client, "/v1/notifications")}
    assert kinds == {"account", "billing", "announcement"}


def test_an_empty_account() -> None:
    with SandboxProcess("--empty") as server, client_of(server) as client:
        account = client.get("/v1/account").json()
        assert (account["tier"], account["creditBalance"]) == ("Free", "5.000000000")
        assert (account["totalRequests"], account["lastSequence"], account["totalUsage"]) == (0, 0, "0.000000000")
        assert client.get("/v1/requests").json()["items"] == []
        assert [item["kind"] for item in client.get("/v1/billing/transactions").json()["items"]] == ["bonus"]
        assert len(client.get("/v1/keys").json()["items"]) == 1
        server.control("requests", {"cost": "5.5"})
        assert client.get("/v1/account").json()["creditBalance"] == "-0.500000000"


@pytest.mark.parametrize("rate", [20, 5000])
def test_live_traffic(rate: int) -> None:
    with SandboxProcess("--history", "10", "--rate", str(rate)) as server, client_of(server) as client:
        begin = datetime.now(UTC)
        first = client.get("/v1/account").json()["lastSequence"]
        while (last := client.get("/v1/account").json()["lastSequence"]) < first + rate:
            assert datetime.now(UTC) - begin < timedelta(seconds=20)
        page = client.get(f"/v1/requests?afterSequence={first}&limit=1000").json()["items"]
        assert [item["sequence"] for item in page] == list(range(first + 1, first + 1 + len(page)))
        assert last >= first + rate
        assert cost_of(all_pages(client, "/v1/billing/transactions"), "amount") > 0
