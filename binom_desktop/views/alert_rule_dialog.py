"""The form for an alert rule: what it watches, from which level on, of what, and how much it matters."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from binom_desktop.alert_values import AlertKind, AlertPeriod, AlertRule
from binom_desktop.domain import Severity
from binom_desktop.presentation import alert_level, alert_text
from binom_desktop.presentation.check import Verdict
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.chevron_box import ChevronBox
from binom_desktop.views.choice_box import ChoiceBox
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.field_check import show_check
from binom_desktop.views.theme import Role, Theme

_LEAST_WIDTH = 460
_ACCOUNT, _KEY, _MODEL = "account", "key", "model"


class AlertRuleDialog(Dialog):
    """Makes a rule, or changes ``rule``; ``submitted`` has it, a new one without an id. ``keys`` are ids with names.

    ``others`` are the rules that there are beside it: two that watch the same are one too many.
    """

    submitted = Signal(AlertRule)

    def __init__(
        self,
        *,
        rule: AlertRule | None,
        others: Sequence[AlertRule],
        keys: Sequence[tuple[str, str]],
        models: Sequence[str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        title = self.tr("Add Rule") if rule is None else self.tr("Edit Rule")
        super().__init__(
            object_name="alertRuleDialog", title=title, least_width=_LEAST_WIDTH, theme=theme, parent=parent
        )
        usual = alert_level.usual_level(AlertKind.BALANCE_BELOW)
        self._before = rule or AlertRule("", AlertKind.BALANCE_BELOW, usual)
        self._new = rule is None
        self._others = others
        self._keys = _with_known(keys, self._before.key_id)
        self._models = _with_known([(model, model) for model in models], self._before.model)
        # What was typed for a kind is there again when the person comes back to it.
        self._typed: dict[AlertKind, str] = {}
        self._kind_shown = self._before.kind
        self._build_fields()
        self._cancel = self.add_button(self.tr("Cancel"), "ruleCancelButton")
        self._cancel.setAutoDefault(True)
        submit_text = self.tr("Add Rule") if rule is None else self.tr("Save Changes")
        self._submit = self.add_button(submit_text, "ruleSubmitButton", Role.PRIMARY)
        self._build()
        self._take(self._before)
        self._connect()
        self._show_checks()
        (self._kind if rule is None or not alert_level.has_level(rule.kind) else self._level).setFocus(
            Qt.FocusReason.PopupFocusReason
        )

    @property
    def rule(self) -> AlertRule:
        """What is entered. Raises ``ValueError`` as long as a field is not good."""
        kind = self._chosen_kind
        scope = self._chosen_scope
        target = self._target.currentData()
        level = self._weekday.currentIndex() if kind is AlertKind.EMPTY_BEFORE else 0
        if alert_level.has_level(kind):
            level = alert_level.level_of(kind, self._level.text())
        over = 100
        if kind is AlertKind.ERROR_RATE_ABOVE:
            over = alert_level.over_requests_of(self._over.text())
        return AlertRule(
            id=self._before.id,
            kind=kind,
            level=level,
            severity=self._severity.choice(self._severity.currentIndex()),
            enabled=self._before.enabled,
            period=self._period.choice(self._period.currentIndex())
            if alert_text.has_period(kind)
            else AlertPeriod.TODAY,
            key_id=str(target) if scope == _KEY and target is not None else None,
            model=str(target) if scope == _MODEL and target is not None else None,
            over_requests=over,
        )

    @property
    def _chosen_kind(self) -> AlertKind:
        return self._kind.choice(self._kind.currentIndex())

    @property
    def _chosen_scope(self) -> str:
        """What the rule is for; a kind that can't be narrowed is always for the account."""
        return str(self._scope.currentData()) if alert_text.has_scope(self._chosen_kind) else _ACCOUNT

    def _build_fields(self) -> None:
        self._kind = ChoiceBox(
            object_name="ruleKind",
            accessible_name=self.tr("Watch"),
            choices=[(kind, alert_text.kind_title(kind)) for kind in AlertKind],
            theme=self._theme,
        )
        self._level = QLineEdit()
        self._level.setObjectName("ruleLevel")
        self._level_label = self.field_label("", self._level)
        self._level_message = self.label("ruleLevelMessage", Role.MESSAGE)
        self._weekday = ChoiceBox(
            object_name="ruleWeekday",
            accessible_name=self.tr("Day of the week (UTC)"),
            choices=[(day, alert_text.weekday_title(day)) for day in range(7)],
            theme=self._theme,
        )
        self._period = ChoiceBox(
            object_name="rulePeriod",
            accessible_name=self.tr("Days (UTC)"),
            choices=[(period, alert_text.period_title(period)) for period in AlertPeriod],
            theme=self._theme,
        )
        self._over = QLineEdit()
        self._over.setObjectName("ruleOverRequests")
        self._over_message = self.label("ruleOverRequestsMessage", Role.MESSAGE)
        self._scope = ChevronBox(theme=self._theme)
        self._target = ChevronBox(theme=self._theme)
        for box, name, said in (
            (self._scope, "ruleScope", self.tr("Of")),
            (self._target, "ruleTarget", self.tr("Which one")),
        ):
            box.setObjectName(name)
            box.setAccessibleName(said)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMaxVisibleItems(12)
        for scope, text in (
            (_ACCOUNT, self.tr("The whole account")),
            (_KEY, self.tr("One API key")),
            (_MODEL, self.tr("One model")),
        ):
            self._scope.addItem(text, scope)
        self._target_message = self.label("ruleTargetMessage", Role.MESSAGE)
        self._severity = ChoiceBox(
            object_name="ruleSeverity",
            accessible_name=self.tr("Severity"),
            choices=[(severity, alert_text.severity_text(severity)) for severity in Severity],
            theme=self._theme,
        )
        self._preview = self.label("rulePreview", Role.SECONDARY)

    def _build(self) -> None:
        over_label = self.field_label(self.tr("&Over the newest requests"), self._over)
        self._parts: dict[str, QWidget] = {
            "kind": self._group(self.field_label(self.tr("&Watch"), self._kind), self._kind),
            "level": self._group(self._level_label, self._level, self._level_message),
            "weekday": self._group(self.field_label(self.tr("&Day of the week (UTC)"), self._weekday), self._weekday),
            "over": self._group(over_label, self._over, self._over_message),
            "period": self._group(self.field_label(self.tr("Da&ys (UTC)"), self._period), self._period),
            "scope": self._group(self.field_label(self.tr("O&f"), self._scope), self._scope),
            "target": self._group(
                self.field_label(self.tr("W&hich one"), self._target), self._target, self._target_message
            ),
            "severity": self._group(self.field_label(self.tr("&Severity"), self._severity), self._severity),
        }
        for part in self._parts.values():
            self.body.addWidget(part)
        self.body.addWidget(self._preview)

    def _group(self, *widgets: QWidget) -> QWidget:
        group = QWidget()
        layout = QVBoxLayout(group)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(6)
        for widget in widgets:
            layout.addWidget(widget)
        return group

    def _take(self, rule: AlertRule) -> None:
        """Put a rule's values into the fields."""
        self._kind.show_choice(rule.kind)
        if alert_level.has_level(rule.kind):
            self._typed[rule.kind] = alert_level.level_text(rule.kind, rule.level)
        friday = alert_level.usual_level(AlertKind.EMPTY_BEFORE)
        self._weekday.show_choice(rule.level % 7 if rule.kind is AlertKind.EMPTY_BEFORE else friday)
        self._period.show_choice(rule.period)
        self._over.setText(alert_level.over_requests_text(rule.over_requests))
        self._severity.show_choice(rule.severity)
        self._show_kind()
        scope = _KEY if rule.key_id is not None else _MODEL if rule.model is not None else _ACCOUNT
        self._scope.setCurrentIndex(max(0, self._scope.findData(scope)))
        self._show_targets(rule.key_id or rule.model)

    def _connect(self) -> None:
        self._kind.currentIndexChanged.connect(self._on_kind_changed)
        self._scope.currentIndexChanged.connect(self._on_scope_changed)
        for box in (self._weekday, self._period, self._target, self._severity):
            box.currentIndexChanged.connect(self._on_field_changed)
        for field in (self._level, self._over):
            field.textChanged.connect(self._on_field_changed)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._submit.clicked.connect(self._on_submit_clicked)

    def _show_kind(self) -> None:
        """Show the fields that a rule of the chosen kind has."""
        kind = self._kind_shown = self._chosen_kind
        if alert_level.has_level(kind):
            name = alert_level.level_name(kind)
            self._level_label.setText(name)
            self._level.setAccessibleName(name.replace("&", ""))
            usual = alert_level.level_text(kind, alert_level.usual_level(kind))
            self._level.setText(self._typed.get(kind, usual))
        shown = {
            "level": alert_level.has_level(kind),
            "weekday": kind is AlertKind.EMPTY_BEFORE,
            "over": kind is AlertKind.ERROR_RATE_ABOVE,
            "period": alert_text.has_period(kind),
            "scope": alert_text.has_scope(kind),
        }
        for name, visible in shown.items():
            self._parts[name].setVisible(visible)
        self._show_targets(self._target.currentData())

    def _show_targets(self, chosen: object) -> None:
        """Offer the keys or the models that there are."""
        scope = self._chosen_scope
        offered = {_KEY: self._keys, _MODEL: self._models}.get(scope, [])
        with QSignalBlocker(self._target):
            self._target.clear()
            for value, name in offered:
                self._target.addItem(alert_text.short_name(name), value)
            self._target.setCurrentIndex(max(0, self._target.findData(chosen)) if offered else -1)
        self._target.setEnabled(bool(offered))
        self._parts["target"].setVisible(scope != _ACCOUNT)

    def _show_checks(self) -> None:
        kind = self._chosen_kind
        checks = []
        if alert_level.has_level(kind):
            checks.append((self._level, self._level_message, alert_level.check_level(kind, self._level.text())))
        if kind is AlertKind.ERROR_RATE_ABOVE:
            checks.append((self._over, self._over_message, alert_level.check_over_requests(self._over.text())))
        for field, message, check in checks:
            show_check(field, message, check)
        good = all(check.verdict is Verdict.GOOD for _, _, check in checks)
        target_known = self._chosen_scope == _ACCOUNT or self._target.currentIndex() >= 0
        nothing = (
            self.tr("No API key is known yet.") if self._chosen_scope == _KEY else self.tr("No model is known yet.")
        )
        self._target_message.setText("" if target_known else nothing)
        self._target_message.setVisible(not target_known)
        rule = self.rule if good and target_known else None
        self._show_preview(rule)
        twice = rule is not None and any(_watched(rule) == _watched(other) for other in self._others)
        self.show_message(self.tr("There is a rule that watches this already.") if twice else "", Tone.BAD)
        self._submit.setEnabled(rule is not None and not twice and (self._new or rule != self._before))

    def _show_preview(self, rule: AlertRule | None) -> None:
        """Say what the rule will watch."""
        text = ""
        if rule is not None:
            name = alert_text.short_name(dict(self._keys).get(rule.key_id or "", ""))
            text = self.tr("Tells you once: {rule}").format(rule=alert_text.rule_text(rule, name))
        self._preview.setText(text)
        self._preview.setVisible(bool(text))

    @Slot()
    def _on_kind_changed(self) -> None:
        if alert_level.has_level(self._kind_shown):
            self._typed[self._kind_shown] = self._level.text()
        self._show_kind()
        self._show_checks()

    @Slot()
    def _on_scope_changed(self) -> None:
        self._show_targets(None)
        self._show_checks()

    @Slot()
    def _on_field_changed(self) -> None:
        self._show_checks()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.reject()

    @Slot()
    def _on_submit_clicked(self) -> None:
        rule = self.rule
        self.accept()
        self.submitted.emit(rule)


def _with_known(offered: Sequence[tuple[str, str]], known: str | None) -> list[tuple[str, str]]:
    """What can be chosen, and with it what a rule is for already, though it may be gone."""
    values = [value for value, _ in offered]
    return list(offered) if known is None or known in values else [*offered, (known, known)]


def _watched(rule: AlertRule) -> AlertRule:
    """A rule without what does not change what it watches."""
    return replace(rule, id="", severity=Severity.INFO, enabled=True)
