"""One answer's sums by day and by model: parts of the same items, so that both sum to the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from msgspec.structs import replace

from binom_desktop.domain import Usage, UsageField, UsageItem

BY_DAY_AND_MODEL: Final = (UsageField.DAY, UsageField.MODEL)
_NO_USE = UsageItem(requests=0, errors=0, input_tokens=0, output_tokens=0, cost_nano=0)


def by_day(usage: Usage, first: date, days: int) -> tuple[UsageItem, ...]:
    """The sums of so many days from ``first`` on, those without a request too."""
    found = _summed(usage.items, lambda item: item.day)
    return tuple(
        replace(found.get(day, _NO_USE), day=day, model=None)
        for day in (first + timedelta(days=number) for number in range(days))
    )


def by_model(usage: Usage) -> tuple[UsageItem, ...]:
    """The sums of each model, the one with the most requests first."""
    models = (replace(item, day=None) for item in _summed(usage.items, lambda item: item.model).values())
    return tuple(sorted(models, key=lambda item: (-item.requests, item.model or "")))


def start_ms(day: date) -> int:
    """The first millisecond of a UTC day."""
    return int(datetime.combine(day, datetime.min.time(), UTC).timestamp() * 1000)


def _summed(items: Iterable[UsageItem], key: Callable[[UsageItem], Hashable]) -> dict[Hashable, UsageItem]:
    groups: defaultdict[Hashable, list[UsageItem]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {
        value: replace(
            group[0],
            requests=sum(item.requests for item in group),
            errors=sum(item.errors for item in group),
            input_tokens=sum(item.input_tokens for item in group),
            output_tokens=sum(item.output_tokens for item in group),
            cost_nano=sum(item.cost_nano for item in group),
        )
        for value, group in groups.items()
    }
