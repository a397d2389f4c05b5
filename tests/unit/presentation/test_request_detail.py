"""Every field of a request in words, and its record as the contract writes it."""

from __future__ import annotations

import json

from msgspec.structs import replace

from binom_desktop.domain import ApiKey
from binom_desktop.presentation.request_detail import detail_fields, record_json, short_id
from tests.models.figures import HOSTILE_NAME, record

REQUEST = replace(
    record(48_211, status=429, cost_nano=25_900_001),
    id="01KARXY4C0ABCDEFGH9F2",
    timestamp_ms=1_795_421_681_250,
    key_description="Staging",
    error="Rate limit of 60 RPM reached\nfor key \u202eStaging",
)
KEY = ApiKey("key_1", "Staging", True, None, (), "binom_sk_…9fQ2", 0, None, 0, 0, 0, "1")


def test_all_fields_are_told() -> None:
    said = [(field.label, f"{field.text} {field.quiet}".strip()) for field in detail_fields(REQUEST, KEY)]
    assert said == [
        ("Error", "Rate limit of 60 RPM reached\nfor key \N{REPLACEMENT CHARACTER}Staging"),
        ("Time", "2026-11-23 08:14:41.250\N{NO-BREAK SPACE}Z"),
        ("Endpoint", "/v1/chat/completions"),
        ("Model", "gpt-4o"),
        ("API Key", "Staging …9fQ2"),
        ("Input", "3,000 tokens"),
        ("Output", "1,182 tokens"),
        ("Total", "4,182 tokens"),
        ("Cost", "$0.025900001"),
        ("Latency", "640 ms"),
        ("Sequence", "48,211"),
        ("Id", "01KARXY4C0ABCDEFGH9F2"),
    ]


def test_an_unknown_key_is_told_by_its_id() -> None:
    fields = {field.name: field for field in detail_fields(REQUEST, None)}
    assert (fields["key"].text, fields["key"].quiet) == ("Staging", "key_1")
    fields = {field.name: field for field in detail_fields(replace(REQUEST, key_description=""), None)}
    assert (fields["key"].text, fields["key"].quiet) == ("key_1", "")


def test_a_long_id_is_told_by_its_ends() -> None:
    assert short_id("01KARXY4C0ABCDEFGH9F2") == "01KAR…9F2"
    assert short_id("req_1") == "req_1"


def test_json_is_the_contracts_record() -> None:
    request = replace(REQUEST, model=HOSTILE_NAME)
    assert json.loads(record_json(request)) == {
        "id": "01KARXY4C0ABCDEFGH9F2",
        "sequence": 48_211,
        "timestamp": "2026-11-23T08:14:41.250Z",
        "endpoint": "/v1/chat/completions",
        "model": HOSTILE_NAME,
        "status": 429,
        "inputTokens": 3_000,
        "outputTokens": 1_182,
        "cost": "0.025900001",
        "latencyMs": 640,
        "keyId": "key_1",
        "keyDescription": "Staging",
        "error": "Rate limit of 60 RPM reached\nfor key \u202eStaging",
    }
    assert json.loads(record_json(replace(record(1), timestamp_ms=0)))["error"] is None
    assert json.loads(record_json(replace(record(1), timestamp_ms=10**18)))["timestamp"] is None
