"""How figures and texts from elsewhere are written."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from binom_desktop.presentation import format as text_format

CREDIT = 1_000_000_000
AMOUNTS = st.integers(min_value=-(10**18), max_value=10**18)


def number(text: str) -> Decimal:
    return Decimal(text.replace("$", "").replace(",", ""))


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (0, "$0.00"),
        (1_234_560_000_000, "$1,234.56"),
        (10_000_000, "$0.01"),
        (412_000, "$0.000412"),
        (5_000_000, "$0.005"),
        (9_999_999, "$0.01"),
        (1_000, "$0.000001"),
        (999, "<$0.000001"),
        (-420_000_000, "-$0.42"),
        (-1, ">-$0.000001"),
        (125_000_000, "$0.12"),
        (135_000_000, "$0.14"),
        (999_999_999_999_999_999, "$1,000,000,000.00"),
    ],
)
def test_money(nano: int, text: str) -> None:
    assert text_format.money(nano) == text


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (25_900_000, "$0.0259"),
        (1_231_000, "$0.001231"),
        (0, "$0.00"),
        (1_500_000_000, "$1.5000"),
        (12_345_678_900, "$12.345679"),
        (1_000, "$0.000001"),
        (999, "<$0.000001"),
    ],
)
def test_a_requests_cost_has_four_to_six_decimals(nano: int, text: str) -> None:
    assert text_format.request_cost(nano) == text


@pytest.mark.parametrize(
    ("nano", "text"),
    [
        (42_509_999_999, "$42.50"),
        (19_999_999, "$0.01"),
        (4_999_999, "$0.004999"),
        (999, "<$0.000001"),
        (0, "$0.00"),
        (-420_000_000, "-$0.42"),
        (-425_000_000, "-$0.43"),
        (-1, "-$0.000001"),
    ],
)
def test_a_balance_is_cut(nano: int, text: str) -> None:
    assert text_format.balance(nano) == text


@given(AMOUNTS)
def test_a_balance_never_shows_more_than_is_there(nano: int) -> None:
    text = text_format.balance(nano)
    if text.startswith("<"):
        assert 0 < nano < 1000
        return
    exact = Decimal(nano) / CREDIT
    assert number(text) <= exact
    if abs(nano) >= CREDIT // 100:
        assert number(text) == exact.quantize(Decimal("0.01"), ROUND_FLOOR)


@given(AMOUNTS)
def test_exact_money_loses_nothing(nano: int) -> None:
    text = text_format.exact_money(nano)
    assert number(text) * CREDIT == nano
    assert len(text.rsplit(".", 1)[1]) >= 2


@given(AMOUNTS)
def test_money_is_within_half_a_unit(nano: int) -> None:
    text = text_format.money(nano)
    if abs(nano) >= 1000:
        unit = Decimal("0.01") if abs(nano) >= CREDIT // 100 else Decimal("0.000001")
        assert abs(number(text) - Decimal(nano) / CREDIT) <= unit / 2


def test_figures_follow_the_locale_handed_in() -> None:
    german = QLocale(QLocale.Language.German, QLocale.Country.Germany)
    assert text_format.count(1_204_331) == "1,204,331"
    assert text_format.count(1_204_331, locale=german) == "1.204.331"
    assert text_format.money(1_234_560_000_000, locale=german) == "1.234,56\N{NO-BREAK SPACE}$"


@pytest.mark.parametrize(
    ("number_shown", "text"), [(0, "0"), (900, "900"), (1_500, "1.5K"), (2_000_000, "2M"), (12_250_000_000, "12.25B")]
)
def test_compact_counts(number_shown: int, text: str) -> None:
    assert text_format.compact_count(number_shown) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (112, 100, "↑ 12 %"),
        (50, 100, "↓ 50 %"),
        (100, 100, "0 %"),
        (10_001, 10_000, "↑ <1 %"),
        (5, 0, None),
        (1_300, 100, "↑ 1,200 %"),
    ],
)
def test_percent_change(now: int, before: int, text: str | None) -> None:
    assert text_format.percent_change(now, before) == text


def test_shares() -> None:
    assert text_format.share(1, 3) == "33.3 %"
    assert text_format.share(1, 100_000) == "<0.1 %"
    assert text_format.share(0, 0) == "—"


def test_times_are_utc() -> None:
    moment = 1_795_421_710_999
    assert text_format.timestamp(moment) == "2026-11-23 08:15:10"
    assert text_format.time_of_day(moment) == "08:15:10"
    assert text_format.month_year(moment) == "Nov 2026"
    assert text_format.month_day(date(2026, 11, 4)) == "Nov 04"
    assert text_format.long_day(date(2026, 11, 4)) == "2026-11-04, Wed"


def test_a_moment_beyond_the_calendar_is_unknown() -> None:
    assert text_format.timestamp(10**18) == "—"
    assert text_format.timestamp(10**18, "Europe/Berlin") == "—"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Berlin", "2026-11-23 09:15:10"),
        ("Asia/Kathmandu", "2026-11-23 14:00:10"),
        ("America/St_Johns", "2026-11-23 04:45:10"),
    ],
)
def test_a_moment_in_other_time_zones(zone: str, text: str) -> None:
    moment = 1_795_421_710_250
    assert text_format.timestamp(moment, zone) == text
    # In summer the clock is another one.
    summer = text_format.timestamp(moment - 120 * 86_400_000, zone)
    assert (summer[11:] == text[11:]) == (zone == "Asia/Kathmandu")
    assert text_format.month_year(-(10**18)) == "—"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "just now"),
        (3, "just now"),
        (34, "34 s ago"),
        (240, "4 min ago"),
        (7_200, "2 h ago"),
        (90_000, "1 day ago"),
        (300_000, "3 days ago"),
    ],
)
def test_ages(seconds: int, text: str) -> None:
    assert text_format.age(1_000_000_000, 1_000_000_000 + seconds * 1000) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (200, "200 OK"),
        (429, "429 Too Many Requests"),
        (500, "500 Internal Server Error"),
        (599, "599 Server Error"),
        (499, "499 Client Error"),
        (0, "0"),
    ],
)
def test_status_words(code: int, text: str) -> None:
    assert text_format.status_text(code) == text


def test_hostile_text_becomes_one_plain_line() -> None:
    assert text_format.safe_line("two\r\nlines\tand\x00more") == "two  lines and�more"
    assert text_format.safe_line("a\u202eb\u2066c\u200fd") == "a�b�c�d"
    assert text_format.safe_line("in\u200bvisible\ufeff") == "invisible"
    assert text_format.safe_line("<b>stays</b> שלום é 👍🏽") == "<b>stays</b> שלום é 👍🏽"


@given(st.text())
def test_safe_lines_hold_nothing_that_acts(text: str) -> None:
    safe = text_format.safe_line(text)
    assert "\n" not in safe
    assert not set(safe) & set(map(chr, [*range(32), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]))


def test_tooltips_are_never_markup() -> None:
    assert text_format.plain_tooltip("plain, as it is") == "plain, as it is"
    assert "<img" not in text_format.plain_tooltip("<img src='file:///etc/passwd'>")
