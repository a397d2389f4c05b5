"""What is wrong with a server's address or a key while it is typed, in plain words."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from binom_desktop.presentation.check import Check, Verdict
from binom_desktop.presentation.translation import plural, translate

DEFAULT_SERVER: Final = "https://api.binom-router.com"
KEY_PREFIX: Final = "binom_sk_"
_KEY_LETTERS = 32
_NOT_A_KEY_LETTER = re.compile(r"[^A-Za-z0-9]", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def server_origin(text: str) -> str:
    """``text`` as an origin such as ``https://host:8080``; https where no scheme was typed."""
    address = text.strip()
    scheme, _separator, rest = (address if _SCHEME.match(address) else f"https://{address}").partition("://")
    return f"{scheme.lower()}://{rest.rstrip('/')}"


def check_server(text: str) -> Check:
    """Whether ``text`` can be a server: https anywhere, plain http only on this machine."""
    if not text.strip():
        return Check(Verdict.UNFINISHED, translate("SignIn", "Type the server's address."))
    try:
        parts = urlsplit(server_origin(text))
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _wrong(translate("SignIn", "This is not a server's address."))
    if parts.scheme.lower() not in {"http", "https"}:
        return _wrong(translate("SignIn", "The address must begin with https://."))
    if not host or any(letter.isspace() for letter in parts.netloc):
        return _wrong(translate("SignIn", "This is not a server's address."))
    if not _is_bare(parts):
        return _wrong(translate("SignIn", "Only the server itself, such as https://api.binom-router.com."))
    if parts.scheme.lower() == "http" and not _is_loopback(host):
        return _wrong(
            translate(
                "SignIn", "Plain http would show the key to the network. Use https, or http only to this machine."
            )
        )
    return Check(Verdict.GOOD)


def check_key(text: str) -> Check:
    """Whether ``text`` has the shape of a key. What was typed is never repeated in the words."""
    key = text.strip()
    if not key:
        return Check(Verdict.UNFINISHED)
    if not key.startswith(KEY_PREFIX[: len(key)]):
        return _wrong(translate("SignIn", "A key begins with binom_sk_."))
    letters = key[len(KEY_PREFIX) :]
    if _NOT_A_KEY_LETTER.search(letters):
        return _wrong(translate("SignIn", "After binom_sk_ come letters and digits only."))
    if len(letters) > _KEY_LETTERS:
        return _wrong(translate("SignIn", "This is longer than a key: binom_sk_ and 32 characters."))
    missing = len(KEY_PREFIX) + _KEY_LETTERS - len(key)
    if missing:
        text = plural("A key is binom_sk_ and 32 characters; {count} are missing.", "", missing)
        return Check(Verdict.UNFINISHED, text.format(count=missing))
    return Check(Verdict.GOOD)


def _wrong(text: str) -> Check:
    return Check(Verdict.WRONG, text)


def _is_bare(parts: SplitResult) -> bool:
    return not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
