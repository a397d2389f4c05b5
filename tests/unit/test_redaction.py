"""Secrets never reach a log."""

from __future__ import annotations

import logging

import pytest

from binom_desktop.redaction import REMOVED, RedactingFormatter, Secrets, redact

KEY = "binom_sk_" + "A1b2" * 8


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"key {KEY} was refused", KEY[9:]),
        (f"{{'Authorization': 'Bearer {KEY}'}}", KEY[9:]),
        ("authorization: bearer abc.def-ghi", "abc.def-ghi"),
        ("wss://host/hubs/dashboard?id=Connection-Token_1&x=2", "Connection-Token_1"),
        ("GET /hubs/dashboard?x=2&access_token=opaque%20token HTTP/1.1", "opaque%20token"),
        ('{"connectionToken":"opaque","url":"x"}', "opaque"),
        ('{"secret": "opaque"}', "opaque"),
    ],
)
def test_what_looks_like_a_secret_is_removed(text: str, secret: str) -> None:
    assert secret not in redact(text)
    assert REMOVED in redact(text)


@pytest.mark.parametrize(
    "text", ["GET /v1/requests?limit=1000&afterSequence=12 200", "bearing", "the key's id is key_7", "binom_sk_"]
)
def test_innocent_text_stays(text: str) -> None:
    assert redact(text) == text


def test_a_secret_in_use_is_removed_whatever_it_looks_like() -> None:
    secrets = Secrets()
    secrets.add("sandbox/token+1")
    secrets.add("a")
    assert secrets.redact("a sandbox/token+1 and sandbox%2Ftoken%2B1") == f"a {REMOVED} and {REMOVED}"
    assert "token" not in repr(secrets)


def test_the_log_holds_no_secret_in_message_arguments_or_traceback() -> None:
    secrets = Secrets()
    secrets.add("throw-away-token")
    with pytest.raises(ValueError, match="bad header") as raised:
        int(f"bad header {KEY}")
    caught = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord(
        "binom", logging.ERROR, __file__, 1, "%s failed for %r", ("throw-away-token", {"k": KEY}), caught
    )
    text = RedactingFormatter(secrets=secrets).format(record)
    assert "throw-away-token" not in text
    assert KEY[9:] not in text
    assert "bad header binom_sk_" in text
