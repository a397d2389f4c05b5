"""All that is kept of an account's alerts, as one value: rules with where they stand, and the log of what fired.

Pure: every change makes a new book, and what there is to tell comes beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from binom_desktop.alert_values import (
    DEFAULT_RULES,
    AlertFired,
    AlertKind,
    AlertRule,
    AlertsUpdated,
    FiredAlert,
    RulePhase,
    RuleState,
)
from binom_desktop.domain import Anomaly, AnomalyMetric
from binom_desktop.services.alert_rules import (
    NOTHING_KNOWN,
    SEEN_FIRST,
    Reading,
    Standing,
    step,
    value_of,
    watches_the_same,
)

LOG_LINES: Final = 1_000

_METRICS: Final = tuple(AnomalyMetric)
# What a document can hold; a server may say what it likes.
_LARGEST: Final = 2**62


class KeptRule(Struct, frozen=True):
    """A rule and where it stands."""

    rule: AlertRule
    standing: Standing = SEEN_FIRST

    @property
    def durable(self) -> KeptRule:
        """What of it has to outlast the run: a rule that has not fired is seen for the first time again."""
        if self.standing.phase is RulePhase.FIRED:
            return self
        return replace(self, standing=replace(self.standing, phase=RulePhase.UNKNOWN, period_ms=None))


class AlertBook(Struct, frozen=True):
    """Rules in the person's order and the log, newest first, of which ``dropped`` older lines are not kept any more.

    ``last_id`` is the newest line's id, also when that is gone. ``waiting`` are the lines that fired in quiet hours and
    are told after them.
    """

    rules: tuple[KeptRule, ...] = tuple(map(KeptRule, DEFAULT_RULES))
    log: tuple[FiredAlert, ...] = ()
    dropped: int = 0
    last_id: int = 0
    waiting: tuple[int, ...] = ()

    @property
    def durable(self) -> AlertBook:
        """What of it has to outlast the run."""
        return replace(self, rules=tuple(kept.durable for kept in self.rules))

    def rule(self, rule_id: str) -> KeptRule | None:
        """A rule by its id."""
        return next((kept for kept in self.rules if kept.rule.id == rule_id), None)

    def with_rule(self, rule: AlertRule) -> AlertBook:
        """The same with a rule at the end, or in place of the one of its id.

        If it watches something else, or is put on, it is seen for the first time.
        """
        before = self.rule(rule.id)
        if before is None:
            return replace(self, rules=(*self.rules, KeptRule(rule)))
        standing = before.standing
        if not watches_the_same(rule, before.rule):
            standing = Standing(snoozed_until_ms=standing.snoozed_until_ms)
        return self._with_kept(KeptRule(rule, standing))

    def without_rule(self, rule_id: str) -> AlertBook:
        """The same without a rule; what it has fired stays in the log."""
        return replace(self, rules=tuple(kept for kept in self.rules if kept.rule.id != rule_id))

    def with_defaults(self) -> AlertBook:
        """The same with the rules that exist from the start alone; what of them was told is not told again."""
        known = {kept.rule: kept for kept in self.rules}
        return replace(self, rules=tuple(known.get(rule, KeptRule(rule)) for rule in DEFAULT_RULES))

    def snoozed(self, rule_id: str, until_ms: int | None, now_ms: int) -> AlertBook:
        """The same with a rule of which nothing is told until then, and what it still has to say once after it.

        None, or a moment that is over, ends its snooze now.
        """
        kept = self.rule(rule_id)
        if kept is None:
            return self
        standing = kept.standing
        if until_ms is None or until_ms <= now_ms:
            standing = replace(standing, snoozed_until_ms=None)
        else:
            again = standing.phase is RulePhase.FIRED and kept.rule.kind is not AlertKind.UNUSUAL_HOUR
            standing = replace(standing, snoozed_until_ms=until_ms, again=again)
        return self._with_kept(replace(kept, standing=standing))

    def with_read(self, alert_id: int | None) -> AlertBook:
        """The same with a line of the log marked as read, or all of them."""
        if not any(not line.read and alert_id in {None, line.id} for line in self.log):
            return self
        log = tuple(replace(line, read=True) if alert_id in {None, line.id} else line for line in self.log)
        return replace(self, log=log)

    def shown(self, readings: Mapping[AlertRule, Reading], now_ms: int) -> AlertsUpdated:
        """Rules and log as a person sees them."""
        states = tuple(_state(kept, readings.get(kept.rule, NOTHING_KNOWN), now_ms) for kept in self.rules)
        return AlertsUpdated(states, self.log, self.dropped)

    def _with_kept(self, kept: KeptRule) -> AlertBook:
        rules = tuple(kept if kept.rule.id == other.rule.id else other for other in self.rules)
        return replace(self, rules=rules)


class Hush(NamedTuple):
    """Why nothing is to be heard: in quiet hours what fires waits for their end, and while paused it is never told."""

    quiet_hours: bool = False
    paused: bool = False

    @property
    def quiet(self) -> bool:
        """Whether nothing is to be heard."""
        return self.quiet_hours or self.paused


class Advance(NamedTuple):
    """A book with what is known now, and what there is to tell once that is kept, oldest first."""

    book: AlertBook
    told: tuple[AlertFired, ...]


class _Firing(NamedTuple):
    rule: AlertRule
    value: int
    detail: str | None = None


def advance(book: AlertBook, readings: Mapping[AlertRule, Reading], now_ms: int, hush: Hush) -> Advance:
    """Let every rule take in what is known of its figure now.

    Of several balance levels that are passed at once the lowest is told; of several unusual hours of one rule the
    newest. All of them are logged.
    """
    rules: list[KeptRule] = []
    firings: list[_Firing] = []
    for kept in book.rules:
        reading = readings.get(kept.rule, NOTHING_KNOWN)
        stepped = step(kept.rule, kept.standing, reading, now_ms)
        rules.append(replace(kept, standing=stepped.standing))
        if stepped.fired:
            firings += _firings(kept.rule, reading, stepped.found, now_ms)
    # The lowest balance level is logged last, as the newest.
    firings.sort(key=lambda firing: -firing.rule.level if firing.rule.kind is AlertKind.BALANCE_BELOW else 1)
    lines = [
        FiredAlert(book.last_id + number, now_ms, firing.rule, _storable(firing.value), detail=firing.detail)
        for number, firing in enumerate(firings, start=1)
    ]
    log = (*reversed(lines), *book.log)
    book = replace(
        book,
        rules=tuple(rules),
        log=log[:LOG_LINES] if lines else book.log,
        dropped=book.dropped + max(0, len(log) - LOG_LINES),
        last_id=book.last_id + len(lines),
    )
    if hush.quiet:
        # What is paused is never told later.
        waiting = book.waiting if hush.quiet_hours else ()
        if not hush.paused:
            waiting = (*waiting, *(line.id for line in lines))
        told = [AlertFired(line, quiet=True) for line in _worth_telling(lines)]
        return Advance(replace(book, waiting=waiting), tuple(told))
    waited, waiting = _after_quiet_hours(book, readings, now_ms)
    worth = _worth_telling([*waited, *lines])
    return Advance(replace(book, waiting=waiting), tuple(map(AlertFired, worth)))


def _firings(rule: AlertRule, reading: Reading, found: Iterable[Anomaly], now_ms: int) -> list[_Firing]:
    if rule.kind is AlertKind.UNUSUAL_HOUR:
        # Of one hour the cost is logged last, as the newest: it says most.
        ordered = sorted(found, key=lambda anomaly: (anomaly.from_ms, -_METRICS.index(anomaly.metric)))
        return [_Firing(rule, anomaly.value, _detail(anomaly)) for anomaly in ordered]
    return [_Firing(rule, value_of(rule, reading, now_ms) or 0)]


def _storable(value: int) -> int:
    return min(max(value, -_LARGEST), _LARGEST)


def _detail(anomaly: Anomaly) -> str:
    """What names an unusual hour: metric, key id and status, with a dash for what it is not about."""
    return f"{anomaly.metric} {anomaly.key_id or '-'} {anomaly.status or '-'}"


def _after_quiet_hours(
    book: AlertBook, readings: Mapping[AlertRule, Reading], now_ms: int
) -> tuple[list[FiredAlert], tuple[int, ...]]:
    """Which lines that waited are told now, oldest first, and which wait until more is known of their figure."""
    waited: list[FiredAlert] = []
    waiting: list[int] = []
    for line in reversed(book.log if book.waiting else ()):
        kept = book.rule(line.rule.id) if line.id in book.waiting and not line.read else None
        if kept is None or kept.standing.phase is not RulePhase.FIRED or kept.standing.snoozed_at(now_ms):
            continue
        if readings.get(kept.rule, NOTHING_KNOWN).known:
            waited.append(line)
        else:
            waiting.append(line.id)
    return waited, tuple(waiting)


def _worth_telling(lines: Iterable[FiredAlert]) -> list[FiredAlert]:
    """The newest line of each rule, and of all balance levels the lowest; oldest first."""
    newest: dict[str | AlertKind, FiredAlert] = {}
    for line in lines:
        rule = line.rule
        group = rule.kind if rule.kind is AlertKind.BALANCE_BELOW else rule.id
        before = newest.get(group)
        if before is None or rule.kind is not AlertKind.BALANCE_BELOW or rule.level <= before.rule.level:
            newest[group] = line
    return sorted(newest.values(), key=lambda line: line.id)


def _state(kept: KeptRule, reading: Reading, now_ms: int) -> RuleState:
    rule, standing = kept.rule, kept.standing
    phase = standing.phase
    if not rule.enabled:
        phase = RulePhase.OFF
    elif phase is RulePhase.ARMED and not reading.known:
        phase = RulePhase.UNKNOWN
    until_ms = standing.snoozed_until_ms if standing.snoozed_at(now_ms) else None
    value = value_of(rule, reading, now_ms) if rule.enabled else None
    return RuleState(rule, phase, value, until_ms)
