"""A rule's level as a person types it: dollars, days, requests, percent or minutes; exact, never through a float."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from binom_desktop.alert_values import AlertKind
from binom_desktop.domain import NANO_PER_CREDIT
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.check import Check, Verdict
from binom_desktop.presentation.translation import translate

MAX_DAYS: Final = 365
MAX_REQUESTS: Final = 1_000_000_000
MAX_OVER_REQUESTS: Final = 10_000
MAX_MINUTES: Final = 10_080
_FRIDAY = 4
_GROUPED = "[0-9]{1,3}(?:,[0-9]{3})+"
_WHOLE = re.compile(rf"[0-9]{{1,12}}|{_GROUPED}", re.ASCII)
_AMOUNT = re.compile(rf"\$?\s?([0-9]{{1,9}}|{_GROUPED})(?:\.([0-9]{{1,9}}))?", re.ASCII)
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?\s?%?", re.ASCII)
# What is on its way to one of them: nothing to be scolded for while typing.
_UNFINISHED_AMOUNT = re.compile(r"\$?\s?[0-9]{0,9}(?:,[0-9]{0,3})*\.?", re.ASCII)
_UNFINISHED_PERCENT = re.compile(r"[0-9]{0,2}\.?", re.ASCII)
_UNFINISHED_WHOLE = re.compile(r"[0-9]{1,3}(?:,[0-9]{0,3})+", re.ASCII)
_MAX_AMOUNT = 1_000_000_000 * NANO_PER_CREDIT
_MAX_PERCENT = 10_000


class _Unit(Struct, frozen=True):
    """How a level is read and written; ``text`` says what is expected."""

    name: str
    read: Callable[[str], int | None]
    write: Callable[[int], str]
    unfinished: re.Pattern[str]
    least: int
    most: int
    text: str
    usual: int


def has_level(kind: AlertKind) -> bool:
    """Whether a rule of this kind has a level that is typed."""
    return kind not in {AlertKind.EMPTY_BEFORE, AlertKind.UNUSUAL_HOUR}


def level_name(kind: AlertKind) -> str:
    """What the field of the level is called."""
    return _unit(kind).name


def usual_level(kind: AlertKind) -> int:
    """What a new rule of this kind begins with."""
    return _unit(kind).usual if has_level(kind) else _FRIDAY if kind is AlertKind.EMPTY_BEFORE else 0


def level_text(kind: AlertKind, level: int) -> str:
    """A level as it stands in its field: ``5.00``, ``0.25``, ``10,000``."""
    return _unit(kind).write(level)


def check_level(kind: AlertKind, text: str) -> Check:
    """How the field stands while it is typed."""
    return _checked(_unit(kind), text)


def level_of(kind: AlertKind, text: str) -> int:
    """The level, in the unit of its kind. Raises ``ValueError`` where ``check_level`` does not find it good."""
    return _level_of(_unit(kind), text)


def check_over_requests(text: str) -> Check:
    """How the field for the number of requests stands, over which an error rate is taken."""
    return _checked(_over_requests(), text)


def over_requests_of(text: str) -> int:
    """The number of requests. Raises ``ValueError`` where ``check_over_requests`` does not find it good."""
    return _level_of(_over_requests(), text)


def over_requests_text(count: int) -> str:
    """The number of requests as it stands in its field."""
    return _whole_text(count)


def _unit(kind: AlertKind) -> _Unit:
    return _units()[kind]


def _units() -> Mapping[AlertKind, _Unit]:
    return {
        AlertKind.BALANCE_BELOW: _money(0, translate("AlertLevels", "An amount from 0, such as 5 or 0.50.")),
        AlertKind.SPEND_ABOVE: _money(1, translate("AlertLevels", "An amount above 0, such as 20 or 0.50.")),
        AlertKind.DAYS_LEFT_BELOW: _whole(
            translate("AlertLevels", "&Days"),
            MAX_DAYS,
            translate("AlertLevels", "A whole number of days from 1 to 365."),
            usual=7,
        ),
        AlertKind.REQUESTS_ABOVE: _whole(
            translate("AlertLevels", "&Requests"),
            MAX_REQUESTS,
            translate("AlertLevels", "A whole number of requests from 1 to 1,000,000,000."),
            usual=10_000,
        ),
        AlertKind.ERROR_RATE_ABOVE: _Unit(
            translate("AlertLevels", "&Percent"),
            _read_percent,
            _percent_text,
            _UNFINISHED_PERCENT,
            1,
            _MAX_PERCENT - 1,
            translate("AlertLevels", "A percentage from 0.01 to 99.99, with at most two decimals."),
            500,
        ),
        AlertKind.NOT_LIVE_FOR: _whole(
            translate("AlertLevels", "&Minutes"),
            MAX_MINUTES,
            translate("AlertLevels", "A whole number of minutes from 1 to 10,080, which is a week."),
            usual=10,
        ),
    }


def _money(least: int, text: str) -> _Unit:
    usual = 20 * NANO_PER_CREDIT if least else 5 * NANO_PER_CREDIT
    return _Unit(
        translate("AlertLevels", "&Amount in $"),
        _read_amount,
        _amount_text,
        _UNFINISHED_AMOUNT,
        least,
        _MAX_AMOUNT - 1,
        text,
        usual,
    )


def _whole(name: str, most: int, text: str, *, usual: int) -> _Unit:
    return _Unit(name, _read_whole, _whole_text, _UNFINISHED_WHOLE, 1, most, text, usual)


def _over_requests() -> _Unit:
    text = translate("AlertLevels", "A whole number of requests from 1 to 10,000.")
    return _whole(translate("AlertLevels", "&Over the newest requests"), MAX_OVER_REQUESTS, text, usual=100)


def _checked(unit: _Unit, text: str) -> Check:
    typed = _neutral(text)
    level = unit.read(typed)
    if level is not None and unit.least <= level <= unit.most:
        return Check(Verdict.GOOD)
    if not typed or ((level is None or level < unit.least) and unit.unfinished.fullmatch(typed)):
        return Check(Verdict.UNFINISHED, unit.text)
    return Check(Verdict.WRONG, unit.text)


def _level_of(unit: _Unit, text: str) -> int:
    level = unit.read(_neutral(text))
    if level is None or not unit.least <= level <= unit.most:
        raise ValueError(unit.text)
    return level


def _read_amount(text: str) -> int | None:
    """Dollars in nano-credits."""
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    return int(match[1].replace(",", "")) * NANO_PER_CREDIT + int((match[2] or "").ljust(9, "0"))


def _amount_text(nano: int) -> str:
    whole, fraction = divmod(nano, NANO_PER_CREDIT)
    return f"{whole}{_point()}{f'{fraction:09d}'.rstrip('0').ljust(2, '0')}"


def _read_percent(text: str) -> int | None:
    """Percent in hundredths."""
    match = _PERCENT.fullmatch(text)
    return None if match is None else int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _percent_text(hundredths: int) -> str:
    whole, fraction = divmod(hundredths, 100)
    decimals = f"{fraction:02d}".rstrip("0")
    return f"{whole}{_point()}{decimals}" if decimals else f"{whole}"


def _read_whole(text: str) -> int | None:
    return int(text.replace(",", "")) if _WHOLE.fullmatch(text) else None


def _whole_text(number: int) -> str:
    return text_format.count(number)


def _point() -> str:
    return text_format.current_locale().decimalPoint()


def _neutral(text: str) -> str:
    """What was typed with the marks of English: commas between groups, a point before decimals."""
    locale = text_format.current_locale()
    group = locale.groupSeparator()
    groups = f" {group}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}" if group.isspace() else group
    marks = str.maketrans(f"{groups}{locale.decimalPoint()}", f"{',' * len(groups)}.")
    typed = text.strip().removesuffix("$").rstrip() if locale.decimalPoint() == "," else text.strip()
    return typed.translate(marks)
