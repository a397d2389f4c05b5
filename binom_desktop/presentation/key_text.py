"""API keys in words: their cells, what to do about them, and what is wrong with a field while it is typed."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from binom_desktop.domain import ApiKey, KeyRotation
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.check import Check, Verdict
from binom_desktop.presentation.tone import Tone
from binom_desktop.presentation.translation import plural, translate

MAX_DESCRIPTION: Final = 100
MAX_RATE_LIMIT: Final = 100_000
MAX_ADDRESSES: Final = 100
UNUSED_DAYS: Final = 90
SILENT_MS: Final = 3_600_000
# What is on the way to an address or a block as far as one can tell: nothing to be scolded for while typing.
_NUMBER = "(?:[1-9]?[0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])"
_UNFINISHED_4 = rf"(?:{_NUMBER}\.){{0,3}}(?:{_NUMBER}/?)?"
_UNFINISHED = re.compile(
    rf"{_UNFINISHED_4}|[0-9a-f]{{1,4}}|(?:[0-9a-f]{{0,4}}:){{1,8}}(?:[0-9a-f]{{0,4}}/?|{_UNFINISHED_4})",
    re.ASCII | re.IGNORECASE,
)
_DAY_MS = 86_400_000
_LONGEST_PART = 60


class HintKind(StrEnum):
    """What may be wrong with a key."""

    NEVER_USED = "neverUsed"
    UNUSED = "unused"
    UNLIMITED = "unlimited"
    UNRESTRICTED = "unrestricted"


class KeyHint(Struct, frozen=True):
    """Something to think about: ``short`` stands in the table, ``text`` says what to do."""

    kind: HintKind
    short: str
    text: str


class RotationStage(StrEnum):
    """How far a key's replacement has come."""

    IN_USE = "inUse"
    SILENT = "silent"
    DISABLED = "disabled"


def description_text(key: ApiKey) -> str:
    """What a person calls the key; its hint, or even its id, where that can't be seen. Never empty."""
    names = (text_format.safe_line(name).strip() for name in (key.description, key.hint, key.id))
    return next(filter(None, names), text_format.UNKNOWN)


def hint_text(key: ApiKey) -> str:
    """All of the secret that can be shown: ``binom_sk_…9fQ2``."""
    return text_format.safe_line(key.hint)


def status_text(key: ApiKey) -> str:
    """Whether the key works."""
    return translate("ApiKeys", "Enabled") if key.enabled else translate("ApiKeys", "Disabled")


def status_tone(key: ApiKey) -> Tone:
    """The status' colour."""
    return Tone.OK if key.enabled else Tone.WARN


def rate_limit_text(rate_limit_rpm: int | None) -> str:
    """``Off`` or ``60 RPM``."""
    if rate_limit_rpm is None:
        return translate("ApiKeys", "Off")
    return translate("ApiKeys", "{count} RPM").format(count=text_format.count(rate_limit_rpm))


def addresses_text(allowed_ips: Sequence[str]) -> str:
    """``Any address``, the one there is, or how many."""
    if not allowed_ips:
        return translate("ApiKeys", "Any address")
    if len(allowed_ips) == 1:
        return text_format.safe_line(allowed_ips[0])
    return plural("{count} addresses", "", len(allowed_ips)).format(count=text_format.count(len(allowed_ips)))


def addresses_list(allowed_ips: Sequence[str]) -> str:
    """All of them, one a line."""
    return "\n".join(map(text_format.safe_line, allowed_ips)) or translate("ApiKeys", "Any address")


def created_text(key: ApiKey) -> str:
    """The day in UTC: ``Mar 03, 2026``."""
    day = text_format.day_of(key.created_ms)
    return text_format.UNKNOWN if day is None else text_format.day_with_year(day)


def last_used_text(key: ApiKey, now_ms: int) -> str:
    """How long ago, or ``Never``."""
    return translate("ApiKeys", "Never") if key.last_used_ms is None else text_format.age(key.last_used_ms, now_ms)


def moment_tooltip(ms: int | None) -> str:
    """A moment to the second, with its zone."""
    return "" if ms is None else f"{text_format.timestamp(ms)} UTC"


def key_count_text(keys: Sequence[ApiKey]) -> str:
    """``4 keys, 1 disabled``."""
    disabled = sum(not key.enabled for key in keys)
    count = plural("{count} keys", "", len(keys)).format(count=text_format.count(len(keys)))
    if not disabled:
        return count
    if disabled == len(keys):
        return (
            translate("ApiKeys", "{keys}, disabled").format(keys=count)
            if disabled == 1
            else translate("ApiKeys", "{keys}, all disabled").format(keys=count)
        )
    return plural("{keys}, {count} disabled", "", disabled).format(keys=count, count=text_format.count(disabled))


def hints(key: ApiKey, now_ms: int) -> tuple[KeyHint, ...]:
    """What a careful owner would look at. A key that is disabled can't be misused, only forgotten."""
    found = []
    if key.last_used_ms is None:
        if now_ms - key.created_ms >= _DAY_MS:
            text = translate("ApiKeys", "Never used since it was made. If nothing is to use it any more, delete it.")
            found.append(KeyHint(HintKind.NEVER_USED, translate("ApiKeys", "Never used"), text))
    elif (days := (now_ms - key.last_used_ms) // _DAY_MS) >= UNUSED_DAYS:
        text = translate("ApiKeys", "Unused for {days} days. Disable it, and delete it once nothing misses it.")
        found.append(
            KeyHint(HintKind.UNUSED, translate("ApiKeys", "Unused"), text.format(days=text_format.count(days)))
        )
    if key.enabled and key.rate_limit_rpm is None:
        text = translate(
            "ApiKeys", "No rate limit: whoever gets hold of it can spend your credits at full speed. Set one."
        )
        found.append(KeyHint(HintKind.UNLIMITED, translate("ApiKeys", "Unlimited"), text))
    if key.enabled and not key.allowed_ips:
        text = translate("ApiKeys", "Works from any address. Restrict it to those of your servers.")
        found.append(KeyHint(HintKind.UNRESTRICTED, translate("ApiKeys", "Unrestricted"), text))
    return tuple(found)


def short_hint(found: Sequence[KeyHint]) -> str:
    """The table's few words: the first hint, both of a key without limits in one."""
    kinds = [hint.kind for hint in found]
    if kinds == [HintKind.UNLIMITED, HintKind.UNRESTRICTED]:
        return translate("ApiKeys", "No limits")
    return found[0].short if found else ""


def rotation_stage(key: ApiKey, rotation: KeyRotation, now_ms: int) -> RotationStage:
    """Whether a key that has a successor is still in use: silent after an hour without a request."""
    if not key.enabled:
        return RotationStage.DISABLED
    since_ms = max(rotation.begun_ms, key.last_used_ms or 0)
    return RotationStage.SILENT if now_ms - since_ms >= SILENT_MS else RotationStage.IN_USE


def rotation_text(key: ApiKey, rotation: KeyRotation, successor: ApiKey | None, now_ms: int) -> str:
    """Where a rotation stands, and what to do next."""
    name = (
        translate("ApiKeys", "another key")
        if successor is None
        else f"“{description_text(successor)}” ({hint_text(successor)})"
    )
    stage = rotation_stage(key, rotation, now_ms)
    if stage is RotationStage.DISABLED:
        return translate("ApiKeys", "Replaced by {name}, and disabled. Delete it once nothing misses it.").format(
            name=name
        )
    if stage is RotationStage.SILENT:
        text = translate(
            "ApiKeys", "Replaced by {name}. No request came with the old key for an hour: it can be disabled."
        )
        return text.format(name=name)
    if key.last_used_ms is not None and key.last_used_ms > rotation.begun_ms:
        text = translate(
            "ApiKeys", "Being replaced by {name}. The old key is still in use: its last request was {age}."
        )
        return text.format(name=name, age=text_format.age(key.last_used_ms, now_ms))
    text = translate(
        "ApiKeys", "Being replaced by {name}. Put the new key where the old one is used; this watches the old one."
    )
    return text.format(name=name)


def check_description(text: str) -> Check:
    """1 to 100 characters."""
    if not text.strip():
        return Check(Verdict.UNFINISHED, translate("ApiKeys", "Say what the key is for."))
    if len(text) > MAX_DESCRIPTION:
        words = translate("ApiKeys", "At most {count} characters; these are {length}.")
        return _wrong(words.format(count=MAX_DESCRIPTION, length=len(text)))
    return Check(Verdict.GOOD)


def check_rate_limit(text: str) -> Check:
    """A whole number from 1 to 100,000."""
    digits = text.strip()
    if not digits:
        return Check(Verdict.UNFINISHED, translate("ApiKeys", "Type how many requests a minute, from 1 to 100,000."))
    if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits[:9]) <= MAX_RATE_LIMIT or len(digits) > 9:
        return _wrong(translate("ApiKeys", "A whole number from 1 to 100,000."))
    return Check(Verdict.GOOD)


def normalised_address(text: str) -> str:
    """An IP address or a CIDR block as the server keeps it. Raises ``ValueError`` with the reason for people."""
    address = text.strip()
    shown = address if len(address) <= _LONGEST_PART else address[:_LONGEST_PART] + "…"
    base, slash, length = address.partition("/")
    if "%" in base:
        raise ValueError(
            translate("ApiKeys", "An address with a zone means this network only; leave out what follows the %.")
        )
    try:
        version = ipaddress.ip_address(base).version
    except ValueError:
        raise ValueError(_not_an_address(base, text_format.safe_line(shown))) from None
    if not slash:
        return str(ipaddress.ip_address(base))
    most = 32 if version == 4 else 128
    if not (length.isascii() and length.isdigit()) or len(length) > 3 or int(length) > most:
        raise ValueError(translate("ApiKeys", "After the slash comes a number from 0 to {most}.").format(most=most))
    network = ipaddress.ip_network(f"{base}/{int(length)}", strict=False)
    return str(network.network_address) if network.prefixlen == most else str(network)


def check_address(text: str, known: Sequence[str]) -> Check:
    """Whether ``text`` can be added to the addresses known already."""
    if not text.strip():
        return Check(Verdict.UNFINISHED)
    try:
        address = normalised_address(text)
    except ValueError as error:
        return Check(Verdict.UNFINISHED if _UNFINISHED.fullmatch(text.strip()) else Verdict.WRONG, str(error))
    if address in known:
        return _wrong(translate("ApiKeys", "{address} is in the list already.").format(address=address))
    if len(known) >= MAX_ADDRESSES:
        return _wrong(translate("ApiKeys", "At most {count} addresses.").format(count=MAX_ADDRESSES))
    if address in {"0.0.0.0/0", "::/0"}:
        words = translate("ApiKeys", "{address} is every address: the same as no restriction.")
        return Check(Verdict.GOOD, words.format(address=address))
    if address != text.strip():
        return Check(Verdict.GOOD, translate("ApiKeys", "Will be kept as {address}.").format(address=address))
    return Check(Verdict.GOOD)


def change_texts(before: ApiKey, now: ApiKey) -> tuple[str, ...]:
    """What somebody else changed, a sentence each."""
    texts = []
    if before.description != now.description:
        text = translate("ApiKeys", "The description is now “{now}”.")
        texts.append(text.format(now=description_text(now)))
    if before.enabled != now.enabled:
        texts.append(
            translate("ApiKeys", "It was enabled.") if now.enabled else translate("ApiKeys", "It was disabled.")
        )
    if before.rate_limit_rpm != now.rate_limit_rpm:
        text = translate("ApiKeys", "The rate limit is now {now}; it was {before}.")
        texts.append(
            text.format(now=rate_limit_text(now.rate_limit_rpm), before=rate_limit_text(before.rate_limit_rpm))
        )
    if before.allowed_ips != now.allowed_ips:
        text = translate("ApiKeys", "The addresses are now: {now}.")
        joined = ", ".join(map(text_format.safe_line, now.allowed_ips)) or translate("ApiKeys", "Any address")
        texts.append(text.format(now=joined))
    return tuple(texts)


def _not_an_address(base: str, shown: str) -> str:
    parts = base.split(".")
    if len(parts) == 4 and all(part.isascii() and part.isdigit() for part in parts):
        if any(len(part) > 1 and part.startswith("0") for part in parts):
            return translate("ApiKeys", "Numbers of an address have no zeros in front.")
        return translate("ApiKeys", "Each number of an IPv4 address is from 0 to 255.")
    if base and set(base) <= set("0123456789.") and len(parts) != 4:
        return translate("ApiKeys", "An IPv4 address has four numbers, such as 203.0.113.7.")
    if ":" not in base and any(letter.isalpha() for letter in base):
        return translate("ApiKeys", "“{text}” is a name. Type its address, such as 203.0.113.7.").format(text=shown)
    return translate("ApiKeys", "“{text}” is no IP address or CIDR block, such as 203.0.113.0/24.").format(text=shown)


def _wrong(text: str) -> Check:
    return Check(Verdict.WRONG, text)
