"""The alert rules as table rows, in the person's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from msgspec.structs import replace
from PySide6.QtCore import QObject
from typing_extensions import override

from binom_desktop.alert_values import AlertRule, RulePhase, RuleState
from binom_desktop.models.keyed_rows import KeyedRowsModel
from binom_desktop.presentation import alert_text
from binom_desktop.presentation.tone import Tone


class RuleColumn(IntEnum):
    """The columns, left to right."""

    ENABLED = 0
    RULE = 1
    VALUE = 2
    SEVERITY = 3
    STATE = 4


class AlertRulesModel(KeyedRowsModel[RuleState]):
    """``key_name`` names a key by its id, ``now_ms`` is the wall clock.

    A rule that is being switched is shown as it will be until the service says so, or that it failed.
    """

    def __init__(
        self, *, key_name: Callable[[str | None], str], now_ms: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._key_name = key_name
        self._now_ms = now_ms
        self._told: tuple[RuleState, ...] = ()
        self._pending: dict[str, bool] = {}

    def find(self, rule_id: str) -> RuleState | None:
        """A rule as it is shown."""
        row = self.row_of(rule_id)
        return None if row is None else self.at(row)

    def set_states(self, states: Sequence[RuleState]) -> None:
        """Show these rules."""
        self._told = tuple(states)
        enabled = {state.rule.id: state.rule.enabled for state in states}
        self._pending = {id_: on for id_, on in self._pending.items() if id_ in enabled and enabled[id_] != on}
        self._show()

    def set_pending(self, rule_id: str, enabled: bool | None) -> None:
        """Show a rule as on or off before it is; None as it is."""
        if enabled is None:
            self._pending.pop(rule_id, None)
        else:
            self._pending[rule_id] = enabled
        self._show()

    def sentence(self, rule: AlertRule) -> str:
        """What a rule watches."""
        return alert_text.rule_text(rule, self._key_name(rule.key_id))

    def is_snoozed(self, row: int) -> bool:
        """Whether the rule in ``row`` is quiet for a while."""
        return alert_text.is_snoozed(self.at(row), self._now_ms())

    def state_tone(self, row: int) -> Tone:
        """The colour of where the rule in ``row`` stands."""
        return alert_text.phase_tone(self.at(row), self._now_ms())

    @override
    def clear(self) -> None:
        self._told = ()
        self._pending.clear()
        super().clear()

    def _show(self) -> None:
        self._set_rows([self._shown(state) for state in self._told])

    def _shown(self, state: RuleState) -> RuleState:
        enabled = self._pending.get(state.rule.id, state.rule.enabled)
        if enabled == state.rule.enabled:
            return state
        phase = RulePhase.UNKNOWN if enabled else RulePhase.OFF
        return RuleState(replace(state.rule, enabled=enabled), phase, state.value, state.snoozed_until_ms)

    @override
    def _id(self, row: RuleState) -> str:
        return row.rule.id

    @override
    def _titles(self) -> Sequence[str]:
        return self.tr("On"), self.tr("Rule"), self.tr("Value"), self.tr("Severity"), self.tr("State")

    @override
    def _text(self, row: RuleState, column: int) -> str:
        match RuleColumn(column):
            case RuleColumn.ENABLED:
                return self.tr("On") if row.rule.enabled else self.tr("Off")
            case RuleColumn.RULE:
                return self.sentence(row.rule)
            case RuleColumn.VALUE:
                return alert_text.now_text(row)
            case RuleColumn.SEVERITY:
                return alert_text.severity_text(row.rule.severity)
            case RuleColumn.STATE:
                return alert_text.phase_text(row, self._now_ms())

    @override
    def _detail(self, row: RuleState, column: int) -> str:
        if column == RuleColumn.VALUE:
            return alert_text.now_detail(row)
        if column == RuleColumn.STATE:
            return alert_text.phase_detail(row, self._now_ms())
        return self._text(row, column)
