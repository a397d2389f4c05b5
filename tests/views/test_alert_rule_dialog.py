"""The form for an alert rule: every kind through it and back, and bad input of every unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from binom_desktop.alert_values import DEFAULT_RULES, AlertKind, AlertPeriod, AlertRule
from binom_desktop.domain import Severity
from binom_desktop.views.alert_rule_dialog import AlertRuleDialog
from binom_desktop.views.theme import Theme, ThemeChoice
from tests.models.figures import HOSTILE_NAME
from tests.views.shell_parts import find, unnamed


class Form:
    """Opens the form over a window."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.theme = Theme(application=application)
        self.theme.apply(ThemeChoice.LIGHT)
        self.window = QWidget()
        self.window.show()

    def __call__(
        self,
        rule: AlertRule | None = None,
        *,
        others: Sequence[AlertRule] = (),
        keys: Sequence[tuple[str, str]] = (("key_1", "Staging"),),
        models: Sequence[str] = ("gpt-4o", "mini"),
    ) -> AlertRuleDialog:
        """The form for a rule, open."""
        dialog = AlertRuleDialog(
            rule=rule, others=others, keys=keys, models=models, theme=self.theme, parent=self.window
        )
        dialog.open()
        self.application.processEvents()
        return dialog


@pytest.fixture
def form(qapp: QApplication) -> Iterator[Form]:
    made = Form(qapp)
    yield made
    made.window.deleteLater()
    QCoreApplication.sendPostedEvents(made.window, QEvent.Type.DeferredDelete)


ROUND_TRIPS: tuple[tuple[AlertRule, dict[str, str], dict[str, str]], ...] = (
    (AlertRule("", AlertKind.BALANCE_BELOW, 2_500_000_001), {"ruleLevel": "$2.500000001"}, {}),
    (AlertRule("", AlertKind.DAYS_LEFT_BELOW, 3), {"ruleLevel": "3"}, {}),
    (AlertRule("", AlertKind.EMPTY_BEFORE, 6), {}, {"ruleWeekday": "Sunday"}),
    (
        AlertRule("", AlertKind.SPEND_ABOVE, 100_000_000, model="mini"),
        {"ruleLevel": "0.1"},
        {"ruleScope": "One model", "ruleTarget": "mini"},
    ),
    (
        AlertRule("", AlertKind.REQUESTS_ABOVE, 7, period=AlertPeriod.THIS_MONTH),
        {"ruleLevel": "7"},
        {"rulePeriod": "This month"},
    ),
    (
        AlertRule("", AlertKind.REQUESTS_ABOVE, 5_000, key_id="key_1"),
        {"ruleLevel": "5,000"},
        {"ruleScope": "One API key"},
    ),
    (
        AlertRule("", AlertKind.ERROR_RATE_ABOVE, 250, key_id="key_1", over_requests=50),
        {"ruleLevel": "2.5 %", "ruleOverRequests": "50"},
        {"ruleScope": "One API key"},
    ),
    (AlertRule("", AlertKind.NOT_LIVE_FOR, 45), {"ruleLevel": "45"}, {}),
    (AlertRule("", AlertKind.UNUSUAL_HOUR, key_id="key_1"), {}, {"ruleScope": "One API key"}),
)


def pick(dialog: AlertRuleDialog, name: str, text: str) -> None:
    """Choose from a list as the keyboard does: by its words."""
    box = find(dialog, QComboBox, name)
    assert box.findText(text) >= 0, text
    box.setCurrentText(text)


@pytest.mark.parametrize(("rule", "typed", "picked"), ROUND_TRIPS, ids=[rule.kind.value for rule, _, _ in ROUND_TRIPS])
def test_every_kind_goes_through_the_form_and_back(
    form: Form, rule: AlertRule, typed: dict[str, str], picked: dict[str, str]
) -> None:
    submitted: list[AlertRule] = []
    dialog = form()
    dialog.submitted.connect(submitted.append)
    find(dialog, QComboBox, "ruleKind").setCurrentIndex(list(AlertKind).index(rule.kind))
    for name, text in typed.items():
        find(dialog, QLineEdit, name).setText(text)
    for name, text in picked.items():
        pick(dialog, name, text)
    visible = {
        widget.objectName()
        for widget in dialog.findChildren(QWidget)
        if widget.isVisible()
        and widget.objectName().startswith("rule")
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert set(typed) | set(picked) <= visible
    assert unnamed(dialog) == []
    pick(dialog, "ruleSeverity", "Critical")
    find(dialog, QPushButton, "ruleSubmitButton").click()
    wanted = replace(rule, severity=Severity.CRITICAL)
    assert submitted == [wanted]
    kept = replace(wanted, id="kept", enabled=False)
    again = form(kept)
    again.submitted.connect(submitted.append)
    assert again.rule == kept
    assert not find(again, QPushButton, "ruleSubmitButton").isEnabled()
    pick(again, "ruleSeverity", "Info")
    find(again, QPushButton, "ruleSubmitButton").click()
    assert submitted[1] == replace(kept, severity=Severity.INFO)


@pytest.mark.parametrize(
    ("kind", "typed", "text"),
    [
        (AlertKind.BALANCE_BELOW, "five", "An amount from 0"),
        (AlertKind.DAYS_LEFT_BELOW, "1.5", "A whole number of days"),
        (AlertKind.SPEND_ABOVE, "-1", "An amount above 0"),
        (AlertKind.REQUESTS_ABOVE, "1e3", "A whole number of requests"),
        (AlertKind.ERROR_RATE_ABOVE, "101", "A percentage from 0.01 to 99.99"),
        (AlertKind.NOT_LIVE_FOR, "0", "A whole number of minutes"),
    ],
)
def test_bad_input_is_told_while_typing_and_can_not_be_kept(form: Form, kind: AlertKind, typed: str, text: str) -> None:
    dialog = form(AlertRule("kept", kind, 5))
    level = find(dialog, QLineEdit, "ruleLevel")
    level.selectAll()
    QTest.keyClicks(level, typed)
    message = find(dialog, QLabel, "ruleLevelMessage")
    assert message.isVisible()
    assert message.text().startswith(text)
    assert (level.property("tone"), level.accessibleDescription()) == ("bad", message.text())
    assert not find(dialog, QPushButton, "ruleSubmitButton").isEnabled()
    QTest.keyClick(level, Qt.Key.Key_Return)
    assert dialog.isVisible()
    level.setText("7")
    assert not message.isVisible()
    assert find(dialog, QPushButton, "ruleSubmitButton").isEnabled()


def test_the_number_of_requests_of_an_error_rate_is_checked(form: Form) -> None:
    dialog = form(AlertRule("kept", AlertKind.ERROR_RATE_ABOVE, 500))
    find(dialog, QLineEdit, "ruleOverRequests").setText("0")
    assert find(dialog, QLabel, "ruleOverRequestsMessage").text() == "A whole number of requests from 1 to 10,000."
    assert not find(dialog, QPushButton, "ruleSubmitButton").isEnabled()


def test_what_was_typed_for_a_kind_is_there_again(form: Form) -> None:
    dialog = form()
    level = find(dialog, QLineEdit, "ruleLevel")
    level.setText("3.21")
    pick(dialog, "ruleKind", "Days left below")
    assert level.text() == "7"
    assert level.accessibleName() == "Days"
    pick(dialog, "ruleKind", "Credit balance below")
    assert level.text() == "3.21"
    preview = find(dialog, QLabel, "rulePreview")
    assert preview.text() == "Tells you once: Credit balance below $3.21"


def test_a_rule_can_not_be_for_a_key_that_nobody_knows_but_stays_for_one_that_is_gone(form: Form) -> None:
    dialog = form(keys=(), models=())
    pick(dialog, "ruleKind", "Requests above")
    pick(dialog, "ruleScope", "One API key")
    assert find(dialog, QLabel, "ruleTargetMessage").text() == "No API key is known yet."
    assert not find(dialog, QPushButton, "ruleSubmitButton").isEnabled()
    dialog.reject()
    gone = AlertRule("kept", AlertKind.REQUESTS_ABOVE, 5, key_id="key <b>7</b>")
    again = form(gone)
    assert again.rule == gone
    assert find(again, QComboBox, "ruleTarget").currentText() == "key <b>7</b>"


def test_two_rules_that_watch_the_same_are_one_too_many(form: Form) -> None:
    dialog = form(others=(replace(DEFAULT_RULES[1], severity=Severity.INFO, enabled=False),))
    # A new rule begins with five dollars, as that one has.
    message = find(dialog, QLabel, "dialogMessage")
    assert message.text() == "There is a rule that watches this already."
    assert not find(dialog, QPushButton, "ruleSubmitButton").isEnabled()
    find(dialog, QLineEdit, "ruleLevel").setText("5.01")
    assert not message.isVisible()
    assert find(dialog, QPushButton, "ruleSubmitButton").isEnabled()


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_long_names_stay_text_and_nothing_is_cut_off(form: Form, theme: ThemeChoice) -> None:
    form.theme.apply(theme)
    rule = AlertRule("kept", AlertKind.ERROR_RATE_ABOVE, 500, key_id="key_9")
    dialog = form(rule, keys=(("key_9", HOSTILE_NAME),), models=(HOSTILE_NAME,))
    find(dialog, QLineEdit, "ruleLevel").setText("x")
    find(dialog, QLineEdit, "ruleOverRequests").setText("x")
    form.application.processEvents()
    assert dialog.width() < 560
    assert find(dialog, QComboBox, "ruleTarget").currentText().startswith("<b>bold</b>�evil� WWW")
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.wordWrap()
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width()), label.objectName()
    find(dialog, QLineEdit, "ruleLevel").setText("5")
    find(dialog, QLineEdit, "ruleOverRequests").setText("50")
    assert "<b>bold</b>" in find(dialog, QLabel, "rulePreview").text()
