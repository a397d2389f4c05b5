"""Good inputs of every kind, as the contract and the app itself write them."""

from __future__ import annotations

import json

import msgspec

from binom_desktop.api.hub_protocol import RECORD_SEPARATOR

TIME = "2026-11-23T08:15:30.250Z"
BALANCE = {
    "creditBalance": "42.500000000",
    "totalUsage": "7.25",
    "totalRequests": 9,
    "lastSequence": 9,
    "revision": 3,
    "asOf": TIME,
}
ACCOUNT = BALANCE | {
    "id": "acc_1",
    "username": "maria",
    "email": "maria@example.com",
    "tier": "Pro",
    "createdAt": TIME,
}
REQUEST = {
    "id": "01JDQ5Z0000000000000000001",
    "sequence": 1,
    "timestamp": TIME,
    "endpoint": "/v1/chat/completions",
    "model": "gpt-4o",
    "status": 429,
    "inputTokens": 10,
    "outputTokens": 5,
    "cost": "0.001000000",
    "latencyMs": 900,
    "keyId": "key_1",
    "keyDescription": "Production",
    "error": "Too fast",
}
KEY = {
    "id": "key_1",
    "description": "Production",
    "enabled": True,
    "rateLimitRpm": None,
    "allowedIps": ["10.0.0.0/8", "::1"],
    "hint": "binom_sk_…9fQ2",
    "createdAt": TIME,
    "lastUsedAt": TIME,
    "totalRequests": 5,
    "totalCost": "1.5",
    "lastSequence": 5,
    "version": "v1",
}
USAGE_ITEM = {
    "requests": 5,
    "errors": 1,
    "inputTokens": 100,
    "outputTokens": 50,
    "cost": "0.5",
    "day": "2026-11-23",
    "hour": TIME,
    "model": "gpt-4o",
    "key": "key_1",
    "endpoint": "/v1/embeddings",
    "status": 200,
}
TRANSACTION = {
    "id": "t1",
    "timestamp": TIME,
    "kind": "topUp",
    "amount": "50.000000000",
    "balanceAfter": "92.500000000",
    "description": "Card payment",
}
NOTIFICATION = {
    "id": "n1",
    "timestamp": TIME,
    "kind": "billing",
    "severity": "warning",
    "title": "Low",
    "body": "Top up",
    "url": "https://example.com/pay",
    "readAt": None,
}
MODEL = {"id": "gpt-4o", "owned_by": "openai", "inputPricePerMillion": "2.5", "outputPricePerMillion": "10"}
PROBLEM = {
    "title": "Not valid.",
    "detail": "See below.",
    "status": 422,
    "errors": {"description": ["too long", "too dull"]},
    "error": {"message": "Rate limited", "type": "rate_limit"},
}
NEGOTIATION = {
    "negotiateVersion": 1,
    "connectionId": "public",
    "connectionToken": "secret",
    "availableTransports": [{"transport": "WebSockets", "transferFormats": ["Text", "Binary"]}],
}
REDIRECT = {"url": "https://hub.example.com/hubs/dashboard?a=b", "accessToken": "another-token"}


def page_of(item: object) -> dict[str, object]:
    """A page of a list."""
    return {"items": [item, item], "nextCursor": "abc", "asOf": TIME}


ANSWERS = {
    "Account": ACCOUNT,
    "Usage": {
        "from": "2026-11-01",
        "to": "2026-11-23",
        "groupBy": ["day", "model"],
        "items": [USAGE_ITEM],
        "asOf": TIME,
    },
    "RequestPage": page_of(REQUEST),
    "KeyList": {"items": [KEY], "asOf": TIME},
    "ApiKey": KEY,
    "CreatedKey": {"key": KEY, "secret": "binom_sk_" + "a" * 32},
    "TransactionPage": page_of(TRANSACTION),
    "NotificationPage": page_of(NOTIFICATION),
    "ModelList": {"object": "list", "data": [MODEL, {"id": "own"}]},
}
CALLS: tuple[tuple[str, list[object]], ...] = (
    ("RequestsLogged", [[REQUEST, REQUEST | {"sequence": 2}]]),
    ("BalanceChanged", [BALANCE]),
    ("AccountChanged", [ACCOUNT]),
    ("KeyChanged", [{"change": "created", "key": KEY}]),
    ("NotificationReceived", [NOTIFICATION]),
    ("AnnouncementReceived", [NOTIFICATION]),
    ("SessionPaused", [{"reason": "busy", "resumeAfterSeconds": 5}]),
    ("SessionResumed", []),
)
OTHER_RECORDS = (
    {"type": 6},
    {"type": 3, "invocationId": "1", "result": {"lastSequence": 9, "asOf": TIME}},
    {"type": 3, "invocationId": "2", "error": "no"},
    {"type": 7, "error": "bye", "allowReconnect": True},
    {"type": 2, "invocationId": "3", "item": 1},
)


def as_json(value: object) -> bytes:
    """JSON as a server writes it."""
    return json.dumps(value, separators=(",", ":")).encode()


def json_messages() -> tuple[bytes, ...]:
    """The hub's messages in JSON, the handshake's answer first."""
    records = [{"type": 1, "target": target, "arguments": arguments} for target, arguments in CALLS]
    parts = [as_json(record) + RECORD_SEPARATOR for record in (*records, *OTHER_RECORDS)]
    return (b"{}" + RECORD_SEPARATOR + parts[0], *parts, b"".join(parts))


def packed_messages() -> tuple[bytes, ...]:
    """The hub's messages in MessagePack."""
    records: list[list[object]] = [[1, {}, None, target, arguments] for target, arguments in CALLS]
    records += [[6], [3, {}, "1", 3, {"lastSequence": 9, "asOf": TIME}], [3, {}, "2", 1, "no"], [3, {}, "2", 2]]
    records += [[7, "bye", True], [2, {}, "3", 1]]
    parts = [_with_length(msgspec.msgpack.encode(record)) for record in records]
    return (*parts, b"".join(parts))


def _with_length(payload: bytes) -> bytes:
    length, prefix = len(payload), bytearray()
    while length > 0x7F:
        prefix.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*prefix, length]) + payload
