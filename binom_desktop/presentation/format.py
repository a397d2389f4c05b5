"""How figures and texts are written for people: money, counts, times, statuses.

Money stays an integer of nano-credits (1 credit = 1 USD) to the last step; no float touches it. Times are milliseconds
since the Unix epoch and are written in UTC unless a time zone is named. Every function takes the locale to write in;
English is the default.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from http import HTTPStatus
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale

from binom_desktop.domain import NANO_PER_CREDIT
from binom_desktop.presentation.translation import plural, translate

UNKNOWN = "—"

_NANO_PER_CENT = NANO_PER_CREDIT // 100
_NANO_PER_MICRO = NANO_PER_CREDIT // 1_000_000
# Qt writes no larger ones.
_QT_NUMBERS = 1 << 63
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_INVISIBLE_FILLERS = "\u200b\u2060\ufeff\u00ad"
_COMPACT_UNITS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
_STATUS_CLASSES = {1: "Informational", 2: "Success", 3: "Redirection", 4: "Client Error", 5: "Server Error"}


@cache
def english() -> QLocale:
    """How numbers and days are written in English, and where no language was chosen."""
    return QLocale("en_US")


def current_locale() -> QLocale:
    """How numbers and days are written in the language of the app."""
    chosen = QLocale()
    return english() if chosen.name() == "C" else chosen


def money(nano: int, *, locale: QLocale | None = None) -> str:
    """An amount: two decimals from one cent up, below it up to six with trailing zeros cut; rounded half-even."""
    if 0 < abs(nano) < _NANO_PER_MICRO:
        return _below_micro(nano, locale)
    unit = _NANO_PER_CENT if abs(nano) >= _NANO_PER_CENT else _NANO_PER_MICRO
    return _dollars(round_half_even(nano, unit) * unit, 2, locale)


def balance(nano: int, *, locale: QLocale | None = None) -> str:
    """Credits that are left, written like ``money`` but never above what is there: cut towards minus infinity."""
    if 0 < nano < _NANO_PER_MICRO:
        return _below_micro(nano, locale)
    unit = _NANO_PER_CENT if abs(nano) >= _NANO_PER_CENT else _NANO_PER_MICRO
    return _dollars(nano // unit * unit, 2, locale)


def request_cost(nano: int, *, locale: QLocale | None = None) -> str:
    """The cost of a single request: four to six decimals, rounded half-even; zero is ``$0.00``."""
    if nano == 0:
        return _dollars(0, 2, locale)
    if abs(nano) < _NANO_PER_MICRO:
        return _below_micro(nano, locale)
    return _dollars(round_half_even(nano, _NANO_PER_MICRO) * _NANO_PER_MICRO, 4, locale)


def exact_money(nano: int, *, locale: QLocale | None = None) -> str:
    """An amount to the last of its nine decimals, trailing zeros cut down to two."""
    return _dollars(nano, 2, locale)


def count(number: int, *, locale: QLocale | None = None) -> str:
    """A whole number with its groups: ``1,204,331``."""
    chosen = locale or current_locale()
    if abs(number) >= _QT_NUMBERS:
        return f"{number:,}".replace(",", chosen.groupSeparator())
    return chosen.toString(number)


def compact_count(number: int, *, locale: QLocale | None = None) -> str:
    """A whole number for an axis: ``900``, ``1.5K``, ``2M``. Exact where one or two decimals can say it."""
    chosen = locale or current_locale()
    for unit, letter in _COMPACT_UNITS:
        if abs(number) >= unit:
            hundredths = abs(number) * 100 // unit
            whole, fraction = divmod(hundredths, 100)
            decimals = f"{fraction:02d}".rstrip("0")
            point = chosen.decimalPoint() if decimals else ""
            return f"{'-' if number < 0 else ''}{chosen.toString(whole)}{point}{decimals}{letter}"
    return chosen.toString(number)


def percent_change(now: int, before: int, *, locale: QLocale | None = None) -> str | None:
    """The change from ``before`` to ``now`` with its direction: ``↑ 12 %``. None where there is nothing to compare."""
    if before <= 0:
        return None
    difference = now - before
    percent = round_half_even(abs(difference) * 100, before)
    if difference == 0:
        return "0 %"
    arrow = "↑" if difference > 0 else "↓"
    return f"{arrow} {(locale or current_locale()).toString(percent)} %" if percent else f"{arrow} <1 %"


def decimal(tenths: int, *, locale: QLocale | None = None) -> str:
    """A number of tenths with its decimal: ``45.7``."""
    chosen = locale or current_locale()
    return f"{chosen.toString(tenths // 10)}{chosen.decimalPoint()}{tenths % 10}"


def share(part: int, whole: int, *, locale: QLocale | None = None) -> str:
    """A part of a whole in percent with one decimal: ``45.7 %``; ``—`` of nothing."""
    if whole <= 0:
        return UNKNOWN
    tenths = round_half_even(part * 1000, whole)
    if tenths == 0 and part > 0:
        return f"<{decimal(1, locale=locale)} %"
    return f"{decimal(tenths, locale=locale)} %"


def timestamp(ms: int, zone: str = "UTC") -> str:
    """A moment to the second, in UTC or another time zone: ``2026-11-23 08:15:10``."""
    if zone != "UTC":
        ms += _offset_ms(ms, zone)
    day, second = divmod(ms // 1000, 86_400)
    written = _written_day(day)
    hour, minute = divmod(second // 60, 60)
    return UNKNOWN if written is None else f"{written} {hour:02d}:{minute:02d}:{second % 60:02d}"


def time_of_day(ms: int) -> str:
    """A moment's time of day in UTC: ``08:15:10``."""
    moment = _moment(ms)
    return UNKNOWN if moment is None else moment.strftime("%H:%M:%S")


def day_of(ms: int) -> date | None:
    """The UTC day of a moment, None where no calendar reaches."""
    moment = _moment(ms)
    return None if moment is None else moment.date()


def month_day(day: date, *, locale: QLocale | None = None) -> str:
    """A day on an axis: ``Nov 04``."""
    return (locale or current_locale()).toString(QDate(day.year, day.month, day.day), translate("DateFormat", "MMM dd"))


def long_day(day: date, *, locale: QLocale | None = None) -> str:
    """A day in a table: ``2026-11-04, Wed``."""
    return (locale or current_locale()).toString(
        QDate(day.year, day.month, day.day), translate("DateFormat", "yyyy-MM-dd, ddd")
    )


def day_with_year(day: date, *, locale: QLocale | None = None) -> str:
    """A day by its name: ``Nov 04, 2026``."""
    return (locale or current_locale()).toString(
        QDate(day.year, day.month, day.day), translate("DateFormat", "MMM dd, yyyy")
    )


def month_year(ms: int, *, locale: QLocale | None = None) -> str:
    """A moment's UTC month: ``Mar 2026``."""
    day = day_of(ms)
    if day is None:
        return UNKNOWN
    return (locale or current_locale()).toString(
        QDate(day.year, day.month, day.day), translate("DateFormat", "MMM yyyy")
    )


def age(ms: int, now_ms: int) -> str:
    """How long ago a moment was, in its largest whole unit: ``4 min ago``. The future counts as now."""
    seconds = max(0, now_ms - ms) // 1000
    if seconds < 10:
        return translate("Format", "just now")
    if seconds < 60:
        return plural("{count} s ago", "", seconds).format(count=seconds)
    if seconds < 3600:
        return plural("{count} min ago", "", seconds // 60).format(count=seconds // 60)
    if seconds < 86_400:
        return plural("{count} h ago", "", seconds // 3600).format(count=seconds // 3600)
    days = seconds // 86_400
    return plural("{count} days ago", "", days).format(count=count(days))


@lru_cache(maxsize=512)
def status_text(code: int) -> str:
    """An HTTP status with its meaning: ``429 Too Many Requests``; an unregistered code with its class' name."""
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        name = _STATUS_CLASSES.get(code // 100)
        return f"{code} {name}" if name else str(code)


def safe_line(text: str) -> str:
    """Text from elsewhere as one line that can't act: shown as it is, but nothing in it breaks or turns the line.

    Line breaks and tabs become spaces. Other control characters, lone surrogates and the marks that change the
    writing direction (Unicode UAX #9) become the replacement character, so that they are seen; invisible fillers go.
    Markup stays as written: show it in plain-text widgets, and tooltips through ``plain_tooltip``.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_safe_character, text))


def plain_tooltip(text: str) -> str:
    """A tooltip's text that Qt takes for plain text, or its escaped form where Qt would take it for markup."""
    if "<" not in text and "&" not in text:
        return text
    from html import escape

    return f"<div>{escape(text).replace(chr(10), '<br>')}</div>"


def round_half_even(numerator: int, denominator: int) -> int:
    """The whole number nearest to ``numerator / denominator`` (positive), a half going to the even one."""
    quotient, remainder = divmod(numerator, denominator)
    if remainder * 2 > denominator or (remainder * 2 == denominator and quotient % 2):
        quotient += 1
    return quotient


def _dollars(nano: int, least_decimals: int, locale: QLocale | None) -> str:
    chosen = locale or current_locale()
    whole, fraction = divmod(abs(nano), NANO_PER_CREDIT)
    decimals = f"{fraction:09d}".rstrip("0").ljust(least_decimals, "0")
    number = f"{chosen.toString(whole)}{chosen.decimalPoint()}{decimals}"
    placed = f"${number}" if _leads_with_sign(chosen.name()) else f"{number}\N{NO-BREAK SPACE}$"
    return f"-{placed}" if nano < 0 else placed


@cache
def _leads_with_sign(locale_name: str) -> bool:
    """Whether a locale writes the currency before the amount."""
    return QLocale(locale_name).toCurrencyString(1, "$").startswith("$")


def _below_micro(nano: int, locale: QLocale | None) -> str:
    least = _dollars(_NANO_PER_MICRO, 2, locale)
    return f"<{least}" if nano > 0 else f">-{least}"


@lru_cache(maxsize=64)
def _written_day(day: int) -> str | None:
    """A UTC day, counted from 1970, as ``2026-11-23``; None where no calendar reaches."""
    moment = _moment(day * 86_400_000)
    return None if moment is None else moment.date().isoformat()


def _moment(ms: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        return None


def _offset_ms(ms: int, zone: str) -> int:
    """How far a time zone's clock is ahead at a moment; 0 where no calendar reaches."""
    moment = _moment(ms)
    try:
        offset = None if moment is None else moment.astimezone(ZoneInfo(zone)).utcoffset()
    except OverflowError:
        return 0
    return 0 if offset is None else offset // timedelta(milliseconds=1)


def _safe_character(character: str) -> str:
    if character in _INVISIBLE_FILLERS:
        return ""
    category = unicodedata.category(character)
    if character.isspace() or category in {"Zl", "Zp"}:
        return " "
    turns_direction = category == "Cf" and unicodedata.bidirectional(character) != "BN"
    return _REPLACEMENT if category in {"Cc", "Cs"} or turns_direction else character
