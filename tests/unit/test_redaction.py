"""Secrets never reach a log: neither those in use, in whatever spelling, nor what stands where secrets stand."""

from __future__ import annotations

import base64
import html
import json
import logging
import textwrap
import time
from collections.abc import Callable
from pprint import pformat
from types import TracebackType
from urllib.parse import quote, quote_plus, urlencode

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

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
    "text",
    [
        "GET /v1/requests?limit=1000&afterSequence=12 200",
        "bearing",
        "the key's id is key_7",
        "binom_sk_",
        "binom_sk_…9fQ2",
        "secret=None, token=null, password: false",
        "Sort key: cost. Token counts: 12",
        "https://api.example.com/v1/keys/key_7?keyId=key_7",
        "wss://[::1]:8080/hubs/dashboard",
        "Write to maria@example.com or https://example.com/@maria",
        "input_tokens=5, output_tokens=7, key_id='key_1'",
        "2026-11-23 08:15:30,250 INFO binom_desktop.app: Unexpected error",
    ],
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


# What is not known as a secret is found by where it stands.


class _Struct(msgspec.Struct):
    """As the wire's structs are, which have a repr of all members."""

    connection_token: str
    url: str


TOKENS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=", min_size=20, max_size=60)
PLACES: dict[str, Callable[[str], str]] = {
    "header line": "GET / HTTP/1.1\r\nAuthorization: Bearer {}\r\nAccept: */*".format,
    "header of another scheme": "Authorization: Negotiate {}\nAccept: */*".format,
    "proxy's header": "Proxy-Authorization: Basic {}".format,
    "cookie": "Set-Cookie: session={}; HttpOnly".format,
    "headers as a dictionary": lambda token: repr({"authorization": f"Bearer {token}", "accept": "*/*"}),
    "headers as pairs": lambda token: repr([(b"Authorization", b"Bearer " + token.encode()), (b"Accept", b"*/*")]),
    "key header as pairs": lambda token: repr([("X-Api-Key", token), ("Accept", "*/*")]),
    "query": lambda token: f"connecting to wss://host/hubs/dashboard?{urlencode({'v': 1, 'id': token})} failed",
    "query as it is": "GET /hubs/dashboard?access_token={} HTTP/1.1".format,
    "query of a query": lambda token: f"https://a/?next={quote(f'https://b/?x=1&token={token}', safe='')}&y=2",
    "login in an address": lambda token: f"proxy http://user:{quote(token, safe='')}@proxy:3128 refused",
    "JSON": lambda token: json.dumps({"a": 1, "connectionToken": token, "url": "x"}),
    "JSON, indented": lambda token: json.dumps({"accessToken": token, "b": {"key": token}}, indent=2),
    "JSON in JSON": lambda token: json.dumps({"body": json.dumps({"secret": token})}),
    "JSON in JSON in a repr": lambda token: repr(json.dumps({"body": json.dumps({"api_key": token})})),
    "bytes of JSON": lambda token: repr(json.dumps({"token": token}).encode()),
    "repr of a struct": lambda token: repr(_Struct(token, "https://x")),
    "repr of wrapped text": "Login(user='maria', password=SecretStr('{}'))".format,
    "environment": "BINOM_API_KEY={} HOME=/root".format,
    "settings": 'api_key = "{}"'.format,
    "argument list": "binom-desktop --token={} --demo".format,
    "YAML": "client_secret: {}\nname: x".format,
}


@pytest.mark.parametrize("place", PLACES)
@given(token=TOKENS)
@settings(max_examples=20, deadline=None)
def test_what_stands_where_secrets_stand_is_removed(place: str, token: str) -> None:
    text = redact(PLACES[place](token))
    assert token not in text
    assert quote(token, safe="") not in text
    assert redact(text) == text


def test_what_stands_beside_a_secret_stays() -> None:
    """A log that is removed altogether helps nobody."""
    text = redact(json.dumps({"secret": "opaque", "model": "gpt-4o"}) + " https://host/v1/models?token=opaque&limit=5")
    assert text == f'{{"secret": {REMOVED}, "model": "gpt-4o"}} https://host/v1/models?token={REMOVED}&limit=5'


# What is known as a secret is found wherever it stands.

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "repr": repr,
    "repr of a repr": lambda secret: repr(repr(secret)),
    "JSON": json.dumps,
    "JSON in JSON": lambda secret: json.dumps(json.dumps(secret)),
    "bytes": lambda secret: repr(secret.encode()),
    "query": quote_plus,
    "path": quote,
    "percent": lambda secret: quote(secret, safe=""),
    "percent, small letters": lambda secret: "".join(f"%{byte:02x}" for byte in secret.encode()),
    "percent, twice": lambda secret: quote(quote(secret, safe=""), safe=""),
    "HTML": html.escape,
    "base64": lambda secret: base64.b64encode(secret.encode()).decode(),
    "base64 for addresses": lambda secret: base64.urlsafe_b64encode(secret.encode()).decode(),
    "basic login": lambda secret: base64.b64encode(f"maria:{secret}".encode()).decode(),
    "inside base64": lambda secret: base64.b64encode(f"ab{secret}cd".encode()).decode(),
    "hexadecimal": lambda secret: secret.encode().hex(),
    "broken into lines": lambda secret: "\n    ".join(textwrap.wrap(secret, 7, break_on_hyphens=False)),
    "broken into strings": lambda secret: (
        "('" + "'\n '".join(secret[at : at + 9] for at in range(0, len(secret), 9)) + "')"
    ),
    "pretty": lambda secret: pformat({"opaque": {"member": secret}}, width=20),
}


def spelled_alone(spelling: str, secret: str) -> str:
    """The letters of a spelling between its quotes: what must not be readable."""
    return SPELLINGS[spelling](secret).strip("'\"b\\")


def base64_middle(encoded: str) -> str:
    """A part of base64 that no neighbour can change."""
    return encoded[4:-6]


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(secret=SECRETS, before=st.text(max_size=10), after=st.text(max_size=10))
@settings(max_examples=10, deadline=None)
def test_a_secret_in_use_is_removed_in_every_spelling(spelling: str, secret: str, before: str, after: str) -> None:
    assume(secret not in REMOVED and "[removed" not in secret)
    secrets = Secrets()
    secrets.add(secret)
    text = secrets.redact(f"{before} opaque {SPELLINGS[spelling](secret)} {after}")
    assert secret not in text
    if "base64" in spelling or spelling == "basic login":
        middle = base64.b64encode(f"maria:{secret}".encode()).decode()[10:-6]
        assert len(middle) < 5 or middle not in text
    else:
        assert spelled_alone(spelling, secret) not in text


def formatted(
    secrets: Secrets, message: str, arguments: tuple[object, ...], caught: BaseException | None = None
) -> str:
    """The line that the log gets."""
    trace: TracebackType | None = None if caught is None else caught.__traceback__
    exception = None if caught is None else (type(caught), caught, trace)
    record = logging.LogRecord("binom", logging.ERROR, __file__, 1, message, arguments, exception)
    return RedactingFormatter(secrets=secrets).format(record)


def chained(secret: str) -> BaseException:
    """An error whose cause, context, notes and group tell a secret."""
    error = ValueError(f"first\nsecond {secret}\nthird")
    error.__context__ = KeyError(secret)
    group = ExceptionGroup(f"many {secret}", [OSError(5, "told", secret), RuntimeError({secret: 1})])
    group.__cause__ = error
    group.add_note(f"note {secret}")
    return group


@given(secret=SECRETS)
@settings(max_examples=25, deadline=None)
def test_no_secret_survives_in_any_part_of_a_record(secret: str) -> None:
    assume(secret not in REMOVED and "[removed" not in secret)
    secrets = Secrets()
    secrets.add(secret)
    literal = secret.replace("%", "%%")
    lines = [
        formatted(secrets, f"message {literal}", ()),
        formatted(secrets, "message %s and %r", (secret, secret)),
        formatted(secrets, "message %(a)s", ({"a": secret},)),
        formatted(secrets, "message %s", (_Struct(secret, secret),)),
        formatted(secrets, "message %s", ({"k": [secret, (secret,), secret.encode()]},)),
        formatted(secrets, "message", (), chained(secret)),
    ]
    for line in lines:
        assert secret not in line
        assert repr(secret)[1:-1] not in line
        assert "message" in line or "message" in secret


@pytest.mark.parametrize(
    "other", ["binom_sk_" + "x" * 32, "throw-away-token", "a/b+c=d&e?f#g%h i", "ключ-из-слов", "\"'\\\"'\\\"'"]
)
def test_several_secrets_are_removed_side_by_side(other: str) -> None:
    """Also where one is the beginning of the other."""
    secrets = Secrets()
    for secret in (KEY, other, other + "-longer"):
        secrets.add(secret)
    text = secrets.redact(f"{other}{KEY}{other}-longer {quote(other)} {json.dumps(other)} end")
    assert text.endswith(" end")
    assert text.replace(REMOVED, "").strip(' "') == "binom_sk_ end".removeprefix("binom_sk_").strip(' "')


@pytest.mark.parametrize(
    "piece", ["a", "secret=", 'token: "', "://", "\\", "key" + " " * 50, "authorization,", "%3fkey%3d", "\n", "bearer "]
)
def test_a_long_line_takes_no_long_time(piece: str) -> None:
    """Nobody can stop the app by a text that patterns take the square of its length for."""
    secrets = Secrets()
    secrets.add(KEY)
    line = (piece * 200_000)[:200_000]
    begun_s = time.monotonic()
    secrets.redact(line)
    assert time.monotonic() - begun_s < 3
