"""What the contract's JSON becomes, and what is refused with a plain word."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop import domain
from binom_desktop.api import wire
from binom_desktop.api.reading import decode, milliseconds, nano, timestamp
from binom_desktop.errors import UnreadableAnswer
from tests.unit.api.hub_user import request_json

PAGE: dict[str, object] = {"items": [request_json(1)], "nextCursor": None, "asOf": "2026-11-23T08:15:30.250Z"}


@given(st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1))
def test_every_amount_reads_as_it_was_written(amount: int) -> None:
    assert nano(domain.decimal_from_nano(amount), "cost") == amount


@pytest.mark.parametrize(
    ("text", "amount"), [("0", 0), ("12.34", 12_340_000_000), ("-0.000000001", -1), ("7", 7 * 10**9)]
)
def test_amounts_with_fewer_digits(text: str, amount: int) -> None:
    assert nano(text, "cost") == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        ".123456789",
        "1.0000000001",
        "1234567890.0",
        "1e5",
        "+1.000000000",
        " 1.000000000",
        "1.00000000٣",
        "²",
        "--1",
        "NaN",
        "1.",
        "1.2.3",
    ],
)
def test_anything_else_is_no_amount(text: str) -> None:
    with pytest.raises(UnreadableAnswer, match="cost is not an amount"):
        nano(text, "cost")


@given(st.integers(min_value=0, max_value=7_258_118_400_000))
def test_times_read_and_write_alike(time_ms: int) -> None:
    assert milliseconds(datetime.fromisoformat(timestamp(time_ms))) == time_ms


def test_a_page_of_requests() -> None:
    page = decode(json.dumps(PAGE | {"unknown": {"a": []}}).encode(), wire.RequestPage)
    assert page.next_cursor is None
    assert page.as_of_ms == 1_795_421_730_250
    assert page.items[0] == domain.RequestRecord(
        id="01J00000000000000000000001",
        sequence=1,
        timestamp_ms=1_795_421_730_250,
        endpoint="/v1/chat/completions",
        model="gpt-4o-mini",
        status=200,
        input_tokens=12,
        output_tokens=34,
        cost_nano=412_000,
        latency_ms=321,
        key_id="key_1",
        key_description="Production",
        error=None,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cost": "0.0000000001"}, "cost is not an amount"),
        ({"cost": 0.5}, "items[0].cost"),
        ({"sequence": 0}, "items[0].sequence"),
        ({"sequence": 2**63}, "items[0].sequence"),
        ({"status": 600}, "items[0].status"),
        ({"timestamp": "2026-11-23T08:15:30"}, "items[0].timestamp"),
        ({"timestamp": 5}, "items[0].timestamp"),
        ({"model": None}, "items[0].model"),
        ({"error": 5}, "items[0].error"),
    ],
)
def test_a_wrong_member_is_named(changes: dict[str, object], words: str) -> None:
    body = json.dumps(PAGE | {"items": [request_json(1) | changes]}).encode()
    with pytest.raises(UnreadableAnswer) as raised:
        decode(body, wire.RequestPage)
    assert words in str(raised.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"<html>",
        b'{"items": "\xff"}',
        b"[" * 100_000,
        b'{"items":' + b"[" * 100_000,
        b'{"items":["\\ud800"]}',
    ],
)
def test_what_is_not_json_of_this_shape_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match="can't be read"):
        decode(body, wire.RequestPage)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: json.dumps(text).encode()))
def test_no_bytes_are_a_crash(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer):
        decode(body, wire.Account)


def test_a_missing_required_member_is_named_and_optional_ones_may_be_absent() -> None:
    record = request_json(1)
    del record["error"]
    assert decode(json.dumps(PAGE | {"items": [record]}).encode(), wire.RequestPage).items[0].error is None
    del record["keyId"]
    with pytest.raises(UnreadableAnswer, match="keyId"):
        decode(json.dumps(PAGE | {"items": [record]}).encode(), wire.RequestPage)


def test_usage_needs_what_it_was_grouped_by() -> None:
    item: dict[str, object] = {"requests": 2, "errors": 1, "inputTokens": 3, "outputTokens": 4, "cost": "0.5"}
    usage: dict[str, object] = {
        "from": "2026-11-01",
        "to": "2026-11-30",
        "groupBy": ["day", "model"],
        "asOf": PAGE["asOf"],
    }
    whole = usage | {"items": [item | {"day": "2026-11-14", "model": "m"}]}
    read = decode(json.dumps(whole).encode(), wire.Usage)
    assert (read.first, read.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert read.items == (domain.UsageItem(2, 1, 3, 4, 500_000_000, day=date(2026, 11, 14), model="m"),)
    with pytest.raises(UnreadableAnswer, match="no model"):
        decode(json.dumps(usage | {"items": [item | {"day": "2026-11-14"}]}).encode(), wire.Usage)


def test_unknown_prices_stay_unknown() -> None:
    body = json.dumps(
        {
            "object": "list",
            "data": [{"id": "a", "object": "model"}, {"id": "b", "owned_by": "x", "inputPricePerMillion": "0.15"}],
        }
    )
    assert decode(body.encode(), wire.ModelList) == (
        domain.Model("a", None, None, None),
        domain.Model("b", "x", 150_000_000, None),
    )


def test_a_secret_is_in_no_repr() -> None:
    secret = "binom_sk_" + "s" * 32
    key = {
        "id": "k",
        "description": "d",
        "enabled": True,
        "rateLimitRpm": 60,
        "allowedIps": [],
        "hint": "h",
        "createdAt": PAGE["asOf"],
        "lastUsedAt": None,
        "totalRequests": 0,
        "totalCost": "0",
        "lastSequence": 0,
        "version": "1",
    }
    created = decode(json.dumps({"key": key, "secret": secret}).encode(), wire.CreatedKey)
    assert created.secret == secret
    assert secret not in repr(created)
    with pytest.raises(UnreadableAnswer) as raised:
        decode(json.dumps({"key": key, "secret": secret + "x"}).encode(), wire.CreatedKey)
    assert secret not in str(raised.value)
