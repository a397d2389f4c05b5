"""Answers of an account's server, and a client that does not wait long."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Iterator
from functools import cache

from binom_desktop.api.client import ClientTimings
from binom_desktop.domain import ApiKey
from tests.unit.api.http_peer import HttpAnswer, HttpRequest

KEY = "binom_sk_" + "k" * 32
TIME = "2026-11-23T08:15:30.250Z"
QUICK = ClientTimings(retry_first_s=0.001, retry_longest_s=0.002, retry_jitter_s=0.0, retry_after_cap_s=0.5)
ACCOUNT = {
    "id": "acc_1",
    "username": "maria",
    "email": "maria@example.com",
    "tier": "Pro",
    "totalUsage": "7.25",
    "creditBalance": "42.500000000",
    "totalRequests": 9,
    "lastSequence": 9,
    "revision": 3,
    "createdAt": TIME,
    "asOf": TIME,
}
API_KEY = ApiKey("key/1", "Production", True, None, (), "binom_sk_…9fQ2", 0, None, 0, 0, 0, "v7")
API_KEY_JSON = {
    "id": "key/1",
    "description": "Staging",
    "enabled": True,
    "rateLimitRpm": 60,
    "allowedIps": [],
    "hint": "h",
    "createdAt": TIME,
    "lastUsedAt": None,
    "totalRequests": 0,
    "totalCost": "0",
    "lastSequence": 0,
    "version": "v8",
}


@cache
def shared_tls() -> ssl.SSLContext:
    """One context for all tests: reading the system's certificates takes longer than most of them."""
    return ssl.create_default_context()


def json_answer(value: object, status: int = 200, **headers: str) -> HttpAnswer:
    """An answer as the contract writes it; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return HttpAnswer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


def in_turn(*answers: HttpAnswer) -> Callable[[HttpRequest], HttpAnswer]:
    """Each answer once, the last one again and again."""
    rest: Iterator[HttpAnswer] = iter(answers)
    return lambda _request: next(rest, answers[-1])
