"""The document of a history that keeps an account's alerts between runs."""

from __future__ import annotations

import logging
from typing import Any, Final

import msgspec

from binom_desktop.alert_values import DEFAULT_RULES, RulePhase
from binom_desktop.services.alert_book import LOG_LINES, AlertBook, KeptRule
from binom_desktop.services.alert_rules import Standing, check_rule

DOCUMENT: Final = "alerts"

_LAST_MS: Final = 253_402_300_799_999
_MOST_DETAIL: Final = 10_000
_log = logging.getLogger(__name__)


def document_of(book: AlertBook) -> bytes:
    """The document that ``book_of`` reads again."""
    return msgspec.json.encode(book.durable)


def book_of(document: bytes | None) -> AlertBook:
    """What the document says; without one, or one that can't be read, as everything is at the start."""
    if document is None:
        return AlertBook()
    try:
        content = msgspec.json.decode(document)
        if isinstance(content, dict) and "rules" not in content:
            return _older_book_of(content)
        book = msgspec.convert(content, AlertBook)
        _check(book)
    except (ValueError, RecursionError) as error:
        _log.warning("The alerts of the last time are not restored: %s", error)
        return AlertBook()
    return book


def _older_book_of(content: dict[str, Any]) -> AlertBook:
    """What the first version kept: which of the balance levels have fired, in nano-credits."""
    levels = content.get("fired")
    fired = {level for level in levels if type(level) is int} if isinstance(levels, list) else set()
    return AlertBook(
        tuple(
            KeptRule(rule, Standing(RulePhase.FIRED if rule.level in fired else RulePhase.UNKNOWN))
            for rule in DEFAULT_RULES
        )
    )


def _check(book: AlertBook) -> None:
    """Raise ``ValueError`` for what no book can hold."""
    if len({kept.rule.id for kept in book.rules}) < len(book.rules):
        raise ValueError("two rules have one id")
    for kept in book.rules:
        check_rule(kept.rule)
        standing = kept.standing
        moments = (standing.period_ms, standing.snoozed_until_ms)
        if standing.phase is RulePhase.OFF or not all(_is_moment(ms) for ms in moments if ms is not None):
            raise ValueError("a rule stands where none can")
    ids = [line.id for line in book.log]
    if (
        ids != sorted(set(ids), reverse=True)
        or len(ids) > LOG_LINES
        or (ids and not 0 < ids[-1] <= ids[0] <= book.last_id)
    ):
        raise ValueError("the lines of the log are not in order")
    for line in book.log:
        check_rule(line.rule)
        if not _is_moment(line.fired_ms) or len(line.detail or "") > _MOST_DETAIL:
            raise ValueError("a line of the log says what none can")
    if book.dropped < 0 or book.last_id < 0:
        raise ValueError("less than nothing was logged")


def _is_moment(ms: int) -> bool:
    return 0 <= ms <= _LAST_MS
