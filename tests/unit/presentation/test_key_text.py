"""API keys in words, and what is said while their settings are typed."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from binom_desktop.domain import ApiKey, KeyRotation
from binom_desktop.presentation import key_text
from binom_desktop.presentation.check import Check, Verdict
from binom_desktop.presentation.key_text import HintKind, RotationStage
from binom_desktop.presentation.tone import Tone
from binom_desktop.sandbox.keys import read_settings
from binom_desktop.sandbox.problems import Problem
from tests.models.figures import NOW_MS

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
GOOD, UNFINISHED, WRONG = Verdict.GOOD, Verdict.UNFINISHED, Verdict.WRONG
KEY = ApiKey(
    id="key_1",
    description="Production",
    enabled=True,
    rate_limit_rpm=60,
    allowed_ips=("203.0.113.7",),
    hint="binom_sk_…9fQ2",
    created_ms=NOW_MS - 265 * DAY_MS,
    last_used_ms=NOW_MS - 4 * MINUTE_MS,
    total_requests=10,
    total_cost_nano=1,
    last_sequence=10,
    version="1",
)
SUCCESSOR = replace(KEY, id="key_2", description="Production 2", hint="binom_sk_…7aB1")
ROTATION = KeyRotation("key_1", "key_2", NOW_MS - 2 * HOUR_MS)
HOSTILE = (
    "<b>bold</b><script>alert(1)</script>",
    "right\u202eto left\u2066\u200f",
    "two\nlines\r\nand\u2028more\u2029",
    "bell\x07 null\x00 escape\x1b[31m delete\x7f next\x85line",
    "{name} {hint} {age} {0} {now.__class__}",
    "&amp; &File %1 %n %s",
    "tab\tand\vfeed\f",
    "W" * 2_000,
    "Zalgo " + "e\u0301\u0302\u0303" * 40,
)
BLANK = ("", " ", "\t \n", "\u200b", "\u00a0\u2003", "\ufeff\u2060\u00ad", "\u2028")
PADDING = st.text(alphabet=" \t\n\u00a0", max_size=3)


def kept_by_server(address: str) -> str:
    """What the sandbox makes of an address. Raises ``Problem`` where it refuses."""
    (kept,) = read_settings({"description": "x", "allowedIps": [address]}, base=None).allowed_ips
    return kept


@st.composite
def ipv6_texts(draw: st.DrawFn) -> str:
    """An IPv6 address in one of the ways that people write it."""
    address = draw(
        st.ip_addresses(v=6)
        | st.integers(0, 0xFFFF).map(ipaddress.IPv6Address)
        | st.integers(0, 0xFFFF).map(lambda part: ipaddress.IPv6Address(part << 112))
        | st.integers(0, 0xFFFFFFFF).map(lambda part: ipaddress.IPv6Address((0xFFFF << 32) | part))
    )
    groups = address.exploded.split(":")
    match draw(st.integers(0, 4)):
        case 0:
            return str(address)
        case 1:
            return address.exploded
        case 2:
            short = [group.lstrip("0") or "0" for group in groups]
            return ":".join(short)
        case 3:
            tail = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
            return ":".join([*groups[:6], str(tail)])
        case _:
            # Any run of groups may be left out, a single one too; what is left is another address.
            first = draw(st.integers(0, 7))
            last = draw(st.integers(first + 1, 8))
            return ":".join(groups[:first]) + "::" + ":".join(groups[last:])


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """A valid address, or a block whose host bits may be set, in upper or lower case."""
    text = draw(st.ip_addresses(v=4).map(str) | ipv6_texts())
    if draw(st.booleans()):
        text += f"/{draw(st.integers(0, 128 if ':' in text else 32))}"
    return text.upper() if draw(st.booleans()) else text


@st.composite
def nearly_addresses(draw: st.DrawFn) -> str:
    """An address or a block with one character put in, changed or taken away."""
    text = draw(addresses())
    place = draw(st.integers(0, len(text)))
    letters = draw(st.text(alphabet="0123456789abcdefg.:/ -_xX٣²", max_size=1))
    return text[:place] + letters + text[place + draw(st.integers(0, 1)) :]


def is_line(text: str) -> bool:
    """Whether a text is one line in which nothing acts."""
    return text == text.strip() and not any(
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(character) in _TURNING
        for character in text
    )


_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(addresses(), PADDING, PADDING)
@settings(max_examples=120, deadline=None)
def test_an_address_is_kept_as_the_server_keeps_it(address: str, before: str, after: str) -> None:
    kept = key_text.normalised_address(before + address + after)
    assert kept == kept_by_server(address)
    assert key_text.normalised_address(kept) == kept
    assert key_text.check_address(before + address + after, ()).verdict is GOOD


@given(nearly_addresses() | st.text(max_size=50))
@settings(max_examples=200, deadline=None)
def test_what_is_refused_here_would_be_refused_by_the_server(text: str) -> None:
    try:
        kept = key_text.normalised_address(text)
    except ValueError as error:
        reason = str(error)
        assert reason
        assert is_line(reason)
        # Netmasks instead of a length, zones, and lengths with a row of zeros in front are refused on purpose.
        length = text.strip().partition("/")[2]
        if "%" not in text and "." not in length and len(length) <= 3:
            with pytest.raises(Problem):
                kept_by_server(text.strip())
    else:
        assert kept == kept_by_server(text.strip())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("203.0.113.7", "203.0.113.7"),
        (" 203.0.113.7\n", "203.0.113.7"),
        ("203.0.113.7/24", "203.0.113.0/24"),
        ("203.0.113.7/32", "203.0.113.7"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("2001:DB8:0:0::/32", "2001:db8::/32"),
        ("2001:db8::1/128", "2001:db8::1"),
        ("::1/0", "::/0"),
        ("10.1.2.3/08", "10.0.0.0/8"),
    ],
)
def test_addresses_as_they_are_kept(text: str, kept: str) -> None:
    assert key_text.normalised_address(text) == kept == kept_by_server(text.strip())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "“” is no IP address or CIDR block, such as 203.0.113.0/24."),
        ("256.1.1.1", "Each number of an IPv4 address is from 0 to 255."),
        ("1.2.3.04", "Numbers of an address have no zeros in front."),
        ("1.2.3", "An IPv4 address has four numbers, such as 203.0.113.7."),
        ("1.2.3.4.5", "An IPv4 address has four numbers, such as 203.0.113.7."),
        ("example.org", "“example.org” is a name. Type its address, such as 203.0.113.7."),
        ("2001:db8:::", "“2001:db8:::” is no IP address or CIDR block, such as 203.0.113.0/24."),
        ("1.2.3.4/33", "After the slash comes a number from 0 to 32."),
        ("1.2.3.4/", "After the slash comes a number from 0 to 32."),
        ("1.2.3.0/255.255.255.0", "After the slash comes a number from 0 to 32."),
        ("::/129", "After the slash comes a number from 0 to 128."),
        ("::/-1", "After the slash comes a number from 0 to 128."),
        ("1.2.3.4/" + "9" * 5_000, "After the slash comes a number from 0 to 32."),
        ("fe80::1%eth0", "An address with a zone means this network only; leave out what follows the %."),
        ("a" * 80, f"“{'a' * 60}…” is a name. Type its address, such as 203.0.113.7."),
        ("<b>\u202ex", "“<b>\ufffdx” is a name. Type its address, such as 203.0.113.7."),
    ],
)
def test_a_refusal_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)) as raised:
        key_text.normalised_address(text)
    assert str(raised.value) == reason


@given(addresses())
@settings(max_examples=120, deadline=None)
def test_nobody_is_scolded_on_the_way_to_an_address(address: str) -> None:
    for end in range(1, len(address) + 1):
        check = key_text.check_address(address[:end], ())
        assert check.verdict is not WRONG, (address[:end], check.text)


@pytest.mark.parametrize("address", ["1:2:3:4:5:6:7::/16", "::2:3:4:5:6:7:8/128", "::ffff:192.0.2.33/120"])
def test_nobody_is_scolded_on_the_way_to_a_rare_address(address: str) -> None:
    verdicts = {key_text.check_address(address[:end], ()).verdict for end in range(1, len(address) + 1)}
    assert verdicts == {GOOD, UNFINISHED}


def test_addresses_are_checked_against_those_that_are_kept() -> None:
    known = ("203.0.113.0/24", "::1")
    many = tuple(f"10.0.0.{number}" for number in range(100))
    said = [
        key_text.check_address(*typed)
        for typed in (
            ("", known),
            (" \t", known),
            ("203.0.113.7", known),
            ("203.0.113.9/24", known),
            ("0:0:0:0:0:0:0:1", known),
            ("198.51.100.9/30", known),
            ("1.2.3.4/0", known),
            ("0.0.0.0/0", known),
            ("::/0", known),
            ("300.1.1.1", known),
            ("10.0", known),
            ("10.1.0.0", many),
            ("10.0.0.1", many),
            ("10.1.0.0", many[1:]),
        )
    ]
    assert said == [
        Check(UNFINISHED),
        Check(UNFINISHED),
        Check(GOOD),
        Check(WRONG, "203.0.113.0/24 is in the list already."),
        Check(WRONG, "::1 is in the list already."),
        Check(GOOD, "Will be kept as 198.51.100.8/30."),
        Check(GOOD, "0.0.0.0/0 is every address: the same as no restriction."),
        Check(GOOD, "0.0.0.0/0 is every address: the same as no restriction."),
        Check(GOOD, "::/0 is every address: the same as no restriction."),
        Check(WRONG, "Each number of an IPv4 address is from 0 to 255."),
        Check(UNFINISHED, "An IPv4 address has four numbers, such as 203.0.113.7."),
        Check(WRONG, "At most 100 addresses."),
        Check(WRONG, "10.0.0.1 is in the list already."),
        Check(GOOD),
    ]


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        ("", UNFINISHED, "Say what the key is for."),
        (" \t\u00a0", UNFINISHED, "Say what the key is for."),
        ("P", GOOD, ""),
        ("P" * 100, GOOD, ""),
        ("P" * 101, WRONG, "At most 100 characters; these are 101."),
    ],
)
def test_a_description_has_1_to_100_characters(text: str, verdict: Verdict, words: str) -> None:
    assert key_text.check_description(text) == Check(verdict, words)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", UNFINISHED),
        ("  ", UNFINISHED),
        ("1", GOOD),
        (" 60 ", GOOD),
        ("007", GOOD),
        ("100000", GOOD),
        ("0", WRONG),
        ("000", WRONG),
        ("100001", WRONG),
        ("-1", WRONG),
        ("+1", WRONG),
        ("1.0", WRONG),
        ("1,000", WRONG),
        ("1_0", WRONG),
        ("1e3", WRONG),
        ("٦٠", WRONG),
        ("²", WRONG),
        ("9" * 9, WRONG),
        ("1" + "0" * 20_000, WRONG),
        ("0" * 20_000 + "1", WRONG),
    ],
)
def test_a_rate_limit_is_a_whole_number(text: str, verdict: Verdict) -> None:
    check = key_text.check_rate_limit(text)
    assert check.verdict is verdict
    assert bool(check.text) is (verdict is not GOOD)


def test_a_good_rate_limit_is_a_number_that_the_server_takes() -> None:
    for number in (1, 60, 99_999, 100_000):
        assert key_text.check_rate_limit(str(number)).verdict is GOOD
        assert read_settings({"description": "x", "rateLimitRpm": number}, base=None).rate_limit == number
    for number in (0, 100_001):
        assert key_text.check_rate_limit(str(number)).verdict is WRONG
        with pytest.raises(Problem):
            read_settings({"description": "x", "rateLimitRpm": number}, base=None)


@given(st.text() | st.text(alphabet="0123456789.:/%abcdef \u202e\n\ud800"), st.lists(addresses(), max_size=3))
@settings(max_examples=120, deadline=None)
def test_any_text_gets_an_answer(text: str, known: list[str]) -> None:
    for check in (
        key_text.check_description(text),
        key_text.check_rate_limit(text),
        key_text.check_address(text, known),
    ):
        assert isinstance(check, Check)
        assert is_line(check.text)
        assert check.text or check.verdict is not WRONG
    if key_text.check_rate_limit(text).verdict is GOOD:
        assert 1 <= int(text) <= 100_000


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_plain_lines(text: str) -> None:
    hostile = replace(KEY, description=text, hint=text, id=text, allowed_ips=(text,))
    rotation = replace(ROTATION, key_id=text, successor_id=text)
    lines = [
        key_text.description_text(hostile),
        key_text.hint_text(hostile).strip(),
        key_text.addresses_text(hostile.allowed_ips).strip(),
        key_text.addresses_list(hostile.allowed_ips).strip(),
        key_text.rotation_text(hostile, rotation, hostile, NOW_MS),
        *key_text.change_texts(KEY, hostile),
    ]
    assert [line for line in lines if not line or not is_line(line)] == []
    if "<" in text or "{" in text or "&" in text:
        assert lines[0] == text
        assert f"“{text}”" in lines[4]


@pytest.mark.parametrize("text", BLANK)
def test_a_key_always_has_a_name(text: str) -> None:
    assert key_text.description_text(replace(KEY, description=text)) == "binom_sk_…9fQ2"
    assert key_text.description_text(replace(KEY, description=text, hint=text)) == "key_1"
    assert key_text.description_text(replace(KEY, description=text, hint=text, id=text)) == "—"


@given(st.text())
def test_any_description_is_a_name_on_one_line(text: str) -> None:
    name = key_text.description_text(replace(KEY, description=text))
    assert name
    assert is_line(name)


def test_cells_in_words() -> None:
    off = replace(KEY, enabled=False)
    assert [key_text.status_text(key) for key in (KEY, off)] == ["Enabled", "Disabled"]
    assert [key_text.status_tone(key) for key in (KEY, off)] == [Tone.OK, Tone.WARN]
    assert [key_text.rate_limit_text(limit) for limit in (None, 1, 60, 100_000)] == [
        "Off",
        "1 RPM",
        "60 RPM",
        "100,000 RPM",
    ]
    assert key_text.hint_text(KEY) == "binom_sk_…9fQ2"
    three = ("203.0.113.0/24", "::1", "2001:db8::/32")
    assert [key_text.addresses_text(three[:count]) for count in (0, 1, 3)] == [
        "Any address",
        "203.0.113.0/24",
        "3 addresses",
    ]
    assert [key_text.addresses_list(three[:count]) for count in (0, 1, 3)] == [
        "Any address",
        "203.0.113.0/24",
        "203.0.113.0/24\n::1\n2001:db8::/32",
    ]


def test_times_in_words() -> None:
    assert key_text.created_text(KEY) == "Mar 03, 2026"
    assert key_text.created_text(replace(KEY, created_ms=1 << 62)) == "—"
    assert key_text.last_used_text(KEY, NOW_MS) == "4 min ago"
    assert key_text.last_used_text(replace(KEY, last_used_ms=None), NOW_MS) == "Never"
    assert key_text.last_used_text(replace(KEY, last_used_ms=NOW_MS + HOUR_MS), NOW_MS) == "just now"
    assert key_text.last_used_text(replace(KEY, last_used_ms=0), NOW_MS).endswith(" days ago")
    assert key_text.moment_tooltip(None) == ""
    assert key_text.moment_tooltip(NOW_MS) == "2026-11-23 08:15:30 UTC"
    assert key_text.moment_tooltip(1 << 62) == "— UTC"


@pytest.mark.parametrize(
    ("enabled", "text"),
    [
        ((), "0 keys"),
        ((True,), "1 key"),
        ((False,), "1 key, disabled"),
        ((True, True), "2 keys"),
        ((True, False), "2 keys, 1 disabled"),
        ((False, False), "2 keys, all disabled"),
        ((True, True, False, False), "4 keys, 2 disabled"),
        ((True,) * 1_200 + (False,) * 1_000, "2,200 keys, 1,000 disabled"),
    ],
)
def test_how_many_keys_there_are(enabled: tuple[bool, ...], text: str) -> None:
    assert key_text.key_count_text([replace(KEY, enabled=each) for each in enabled]) == text


def kinds(key: ApiKey) -> list[HintKind]:
    return [hint.kind for hint in key_text.hints(key, NOW_MS)]


def test_a_key_is_not_called_unused_on_its_first_day() -> None:
    unused = replace(KEY, last_used_ms=None)
    assert kinds(replace(unused, created_ms=NOW_MS - DAY_MS + 1)) == []
    assert kinds(replace(unused, created_ms=NOW_MS + HOUR_MS)) == []
    old = replace(unused, created_ms=NOW_MS - DAY_MS)
    assert kinds(old) == [HintKind.NEVER_USED]
    (hint,) = key_text.hints(old, NOW_MS)
    assert (hint.short, hint.text.startswith("Never used since it was made.")) == ("Never used", True)


def test_a_key_is_called_unused_from_the_ninetieth_day() -> None:
    assert kinds(replace(KEY, last_used_ms=NOW_MS - 90 * DAY_MS + 1)) == []
    (hint,) = key_text.hints(replace(KEY, last_used_ms=NOW_MS - 90 * DAY_MS), NOW_MS)
    assert (hint.kind, hint.short) == (HintKind.UNUSED, "Unused")
    assert hint.text == "Unused for 90 days. Disable it, and delete it once nothing misses it."
    (hint,) = key_text.hints(replace(KEY, last_used_ms=NOW_MS - 1_234 * DAY_MS), NOW_MS)
    assert hint.text.startswith("Unused for 1,234 days.")


def test_only_a_key_that_works_can_be_misused() -> None:
    unlimited = replace(KEY, rate_limit_rpm=None)
    anywhere = replace(KEY, allowed_ips=())
    open_to_all = replace(unlimited, allowed_ips=())
    never = replace(open_to_all, last_used_ms=None)
    assert kinds(KEY) == []
    assert kinds(unlimited) == [HintKind.UNLIMITED]
    assert kinds(anywhere) == [HintKind.UNRESTRICTED]
    assert kinds(never) == [HintKind.NEVER_USED, HintKind.UNLIMITED, HintKind.UNRESTRICTED]
    assert kinds(replace(open_to_all, enabled=False)) == []
    assert kinds(replace(never, enabled=False)) == [HintKind.NEVER_USED]
    shorts = [
        key_text.short_hint(key_text.hints(key, NOW_MS)) for key in (KEY, unlimited, anywhere, open_to_all, never)
    ]
    assert shorts == ["", "Unlimited", "Unrestricted", "No limits", "Never used"]


@pytest.mark.parametrize(
    ("begun_ago_ms", "used_ago_ms", "stage"),
    [
        (0, None, RotationStage.IN_USE),
        (HOUR_MS - 1, None, RotationStage.IN_USE),
        (HOUR_MS, None, RotationStage.SILENT),
        (HOUR_MS, HOUR_MS - 1, RotationStage.IN_USE),
        (2 * HOUR_MS, HOUR_MS, RotationStage.SILENT),
        (HOUR_MS - 1, 3 * HOUR_MS, RotationStage.IN_USE),
        (-HOUR_MS, None, RotationStage.IN_USE),
    ],
)
def test_a_key_is_silent_after_an_hour(begun_ago_ms: int, used_ago_ms: int | None, stage: RotationStage) -> None:
    key = replace(KEY, last_used_ms=None if used_ago_ms is None else NOW_MS - used_ago_ms)
    rotation = replace(ROTATION, begun_ms=NOW_MS - begun_ago_ms)
    assert key_text.rotation_stage(key, rotation, NOW_MS) is stage
    assert key_text.rotation_stage(replace(key, enabled=False), rotation, NOW_MS) is RotationStage.DISABLED


def test_a_rotation_says_what_is_next() -> None:
    begun = replace(ROTATION, begun_ms=NOW_MS - 10 * MINUTE_MS)
    said = [
        key_text.rotation_text(key, rotation, successor, NOW_MS)
        for key, rotation, successor in (
            (KEY, ROTATION, SUCCESSOR),
            (replace(KEY, last_used_ms=begun.begun_ms), begun, SUCCESSOR),
            (replace(KEY, last_used_ms=None), begun, SUCCESSOR),
            (replace(KEY, last_used_ms=NOW_MS - HOUR_MS), ROTATION, SUCCESSOR),
            (replace(KEY, enabled=False), ROTATION, SUCCESSOR),
            (replace(KEY, enabled=False), ROTATION, None),
        )
    ]
    name = "“Production 2” (binom_sk_…7aB1)"
    waiting = f"Being replaced by {name}. Put the new key where the old one is used; this watches the old one."
    assert said == [
        f"Being replaced by {name}. The old key is still in use: its last request was 4 min ago.",
        waiting,
        waiting,
        f"Replaced by {name}. No request came with the old key for an hour: it can be disabled.",
        f"Replaced by {name}, and disabled. Delete it once nothing misses it.",
        "Replaced by another key, and disabled. Delete it once nothing misses it.",
    ]


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (lambda key: key, ()),
        (lambda key: replace(key, total_requests=99, last_used_ms=NOW_MS, version="2"), ()),
        (lambda key: replace(key, description="Live"), ("The description is now “Live”.",)),
        (lambda key: replace(key, description=" "), ("The description is now “binom_sk_…9fQ2”.",)),
        (lambda key: replace(key, enabled=False), ("It was disabled.",)),
        (lambda key: replace(key, rate_limit_rpm=1_000), ("The rate limit is now 1,000 RPM; it was 60 RPM.",)),
        (lambda key: replace(key, rate_limit_rpm=None), ("The rate limit is now Off; it was 60 RPM.",)),
        (lambda key: replace(key, allowed_ips=()), ("The addresses are now: Any address.",)),
        (lambda key: replace(key, allowed_ips=("::1", "1.2.3.4")), ("The addresses are now: ::1, 1.2.3.4.",)),
        (
            lambda key: replace(key, description="Live", enabled=False, rate_limit_rpm=None, allowed_ips=("::1",)),
            (
                "The description is now “Live”.",
                "It was disabled.",
                "The rate limit is now Off; it was 60 RPM.",
                "The addresses are now: ::1.",
            ),
        ),
    ],
)
def test_what_somebody_else_changed(change: Callable[[ApiKey], ApiKey], texts: tuple[str, ...]) -> None:
    assert key_text.change_texts(KEY, change(KEY)) == texts


def test_what_somebody_else_enabled() -> None:
    assert key_text.change_texts(replace(KEY, enabled=False), KEY) == ("It was enabled.",)
