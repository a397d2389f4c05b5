"""The words for what is looked for in the request log: the filters' names, and what each lets through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from binom_desktop.presentation.format import UNKNOWN, count, safe_line, status_text
from binom_desktop.presentation.translation import translate
from binom_desktop.queries import Criteria, DatePreset, DateRange, RequestChoices, StatusClass

# Longer lists of values are told by their first one and a number.
_NAMED_VALUES = 2


class CriteriaPart(StrEnum):
    """The parts of ``Criteria``, each of which is a filter of its own."""

    RANGE = "date"
    STATUS = "status"
    MODELS = "model"
    ENDPOINTS = "endpoint"
    KEYS = "key"
    TEXT = "search"


def part_label(part: CriteriaPart) -> str:
    """The name of a filter: ``API Key``."""
    match part:
        case CriteriaPart.RANGE:
            return translate("CriteriaText", "Date")
        case CriteriaPart.STATUS:
            return translate("CriteriaText", "Status")
        case CriteriaPart.MODELS:
            return translate("CriteriaText", "Model")
        case CriteriaPart.ENDPOINTS:
            return translate("CriteriaText", "Endpoint")
        case CriteriaPart.KEYS:
            return translate("CriteriaText", "API Key")
        case CriteriaPart.TEXT:
            return translate("CriteriaText", "Search")


def preset_text(preset: DatePreset) -> str:
    """A preset's name, as it is offered."""
    return {
        DatePreset.ALL: translate("CriteriaText", "All time"),
        DatePreset.TODAY: translate("CriteriaText", "Today"),
        DatePreset.PAST_7_DAYS: translate("CriteriaText", "Past 7 days"),
        DatePreset.PAST_30_DAYS: translate("CriteriaText", "Past 30 days"),
        DatePreset.PAST_90_DAYS: translate("CriteriaText", "Past 90 days"),
        DatePreset.THIS_MONTH: translate("CriteriaText", "This month"),
        DatePreset.LAST_MONTH: translate("CriteriaText", "Last month"),
        DatePreset.CUSTOM: translate("CriteriaText", "Custom…"),
    }[preset]


def range_text(days: DateRange) -> str:
    """The days that are looked at: a preset's name, or ``2026-11-01 – 2026-11-23``."""
    if days.preset is not DatePreset.CUSTOM:
        return preset_text(days.preset)
    if days.first is None and days.last is None:
        return preset_text(DatePreset.ALL)
    if days.first is None or days.last is None:
        open_text = (
            translate("CriteriaText", "Until {day}") if days.first is None else translate("CriteriaText", "From {day}")
        )
        return open_text.format(day=days.first or days.last)
    return days.first.isoformat() if days.first == days.last else f"{days.first} – {days.last}"


def status_choice_text(status: StatusClass | int | None) -> str:
    """The statuses that are looked at: ``Failed``, ``429 Too Many Requests``, ``All``."""
    match status:
        case None:
            return translate("CriteriaText", "All")
        case StatusClass.SUCCESS:
            return translate("CriteriaText", "Successful")
        case StatusClass.FAILED:
            return translate("CriteriaText", "Failed")
        case StatusClass.CLIENT_ERROR:
            return translate("CriteriaText", "4xx")
        case StatusClass.SERVER_ERROR:
            return translate("CriteriaText", "5xx")
        case code:
            return status_text(code)


def value_text(value: str) -> str:
    """A model or an endpoint as one plain line."""
    return safe_line(value) or UNKNOWN


def key_texts(key_ids: Iterable[str], choices: RequestChoices) -> tuple[str, ...]:
    """Each key's description, with its id where another key has the same one or where it has none."""
    descriptions = {key.id: safe_line(key.description) for key in choices.keys}
    uses = Counter(descriptions.values())
    texts = []
    for key_id in key_ids:
        description = descriptions.get(key_id, "")
        alone = f"{description} ({safe_line(key_id)})" if uses[description] > 1 else description
        texts.append(alone if description else value_text(key_id))
    return tuple(texts)


def values_text(texts: tuple[str, ...]) -> str:
    """Several values in a few words: ``gpt-4o-mini, claude-sonnet-4``, ``gpt-4o-mini and 2 more``."""
    if len(texts) <= _NAMED_VALUES:
        return ", ".join(texts)
    return translate("CriteriaText", "{first} and {number} more").format(first=texts[0], number=count(len(texts) - 1))


def part_texts(part: CriteriaPart, criteria: Criteria, choices: RequestChoices) -> tuple[str, ...]:
    """Everything that a filter lets through, one text a value; empty where it is not set."""
    match part:
        case CriteriaPart.RANGE:
            days = range_text(criteria.range)
            return () if days == preset_text(DatePreset.ALL) else (days,)
        case CriteriaPart.STATUS:
            return () if criteria.status is None else (status_choice_text(criteria.status),)
        case CriteriaPart.MODELS:
            return tuple(value_text(model) for model in criteria.models)
        case CriteriaPart.ENDPOINTS:
            return tuple(value_text(endpoint) for endpoint in criteria.endpoints)
        case CriteriaPart.KEYS:
            return key_texts(criteria.key_ids, choices)
        case CriteriaPart.TEXT:
            text = safe_line(criteria.text.strip())
            return (text,) if text else ()


def criteria_texts(criteria: Criteria, choices: RequestChoices) -> tuple[tuple[str, str], ...]:
    """The name and the whole text of every filter that is set, in the order of the page."""
    pairs = ((part_label(part), part_texts(part, criteria, choices)) for part in CriteriaPart)
    return tuple((label, ", ".join(texts)) for label, texts in pairs if texts)
