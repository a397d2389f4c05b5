"""The Alerts page: what there is to be told about, what has fired, and what the server has to say."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from binom_desktop.alert_values import AlertRule
from binom_desktop.models.account import AccountModel
from binom_desktop.models.alerts import AlertsModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.presentation import fired_text, inbox_text
from binom_desktop.views.alert_cards import AlertLogCard, NotificationsCard, RulesCard
from binom_desktop.views.alert_rule_dialog import AlertRuleDialog
from binom_desktop.views.alert_tables import RULE_ROW_HEIGHT
from binom_desktop.views.confirm_dialog import ConfirmDialog
from binom_desktop.views.dialog import Dialog
from binom_desktop.views.page import Page, PageEntry
from binom_desktop.views.text_size import row_px
from binom_desktop.views.theme import Role, Theme

_AGES_INTERVAL_MS = 15_000


class AlertsPage(Page):
    """Shows ``alerts``; what a person asks for goes out as signals. Ids are those of rules, alerts, notifications."""

    rule_added = Signal(AlertRule)
    rule_changed = Signal(AlertRule)
    rule_switched = Signal(str, bool)
    rule_deleted = Signal(str)
    rules_restored = Signal()
    snooze_requested = Signal(str, int)
    snooze_end_requested = Signal(str)
    alert_read_requested = Signal(str)
    all_alerts_read_requested = Signal()
    notification_read_requested = Signal(str)
    all_notifications_read_requested = Signal()

    def __init__(
        self,
        *,
        entry: PageEntry,
        alerts: AlertsModel,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(entry=entry, connection=connection, account=account, theme=theme, parent=parent)
        self._alerts = alerts
        self.rules = RulesCard(alerts=alerts, theme=theme)
        self.log = AlertLogCard(alerts=alerts, theme=theme)
        self.notifications = NotificationsCard(alerts=alerts, theme=theme)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_INTERVAL_MS)
        # Which rule a question or a menu is about, and the address that is to be opened.
        self._asked_rule = ""
        self._asked_link = ""
        for card in (self.rules, self.log, self.notifications):
            self.body.addWidget(card)
        self.body.addStretch(1)
        self._connect()
        self._show_alerts()

    @override
    def focus_body(self) -> None:
        """Let the keyboard begin in the rules."""
        self.rules.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._alerts.refresh()
        self._ages.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()

    def close_dialogs(self) -> None:
        """Take away what is asked about things that are no longer there."""
        for dialog in self.findChildren(Dialog):
            dialog.reject()

    def _connect(self) -> None:
        self._alerts.changed.connect(self._on_alerts_changed)
        self._ages.timeout.connect(self._on_ages_timeout)
        rules, table = self.rules, self.rules.table
        rules.add_requested.connect(self._on_add_requested)
        rules.restore_requested.connect(self._on_restore_requested)
        rules.snooze_requested.connect(self.snooze_requested)
        rules.snooze_end_requested.connect(self.snooze_end_requested)
        rules.edit_requested.connect(self._on_edit_requested)
        rules.delete_requested.connect(self._on_delete_requested)
        table.edit_requested.connect(self._on_edit_requested)
        table.delete_requested.connect(self._on_delete_requested)
        table.switch_requested.connect(self.rule_switched)
        table.menu_requested.connect(self._on_table_menu_requested)
        table.chosen_changed.connect(self._on_table_chosen_changed)
        self.log.opened.connect(self._on_log_opened)
        self.log.all_read_requested.connect(self.all_alerts_read_requested)
        self.notifications.opened.connect(self.notification_read_requested)
        self.notifications.read_requested.connect(self.notification_read_requested)
        self.notifications.all_read_requested.connect(self.all_notifications_read_requested)
        self.notifications.link_requested.connect(self._on_link_requested)
        new = QShortcut(QKeySequence(QKeySequence.StandardKey.New), self)
        new.activated.connect(self._on_add_requested)

    def _show_alerts(self) -> None:
        for card in (self.rules, self.log, self.notifications):
            card.show_state()
        self.set_subtitle(self._alerts.unread_text)

    def _open_rule_dialog(self, rule: AlertRule | None) -> AlertRuleDialog:
        dialog = AlertRuleDialog(
            rule=rule,
            others=[state.rule for state in self._alerts.rules.rows if rule is None or state.rule.id != rule.id],
            keys=self._alerts.keys,
            models=self._alerts.models,
            theme=self.theme,
            parent=self,
        )
        dialog.open()
        return dialog

    def _ask(self, *, object_name: str, title: str, text: str, answer: str) -> ConfirmDialog:
        dialog = ConfirmDialog(
            object_name=object_name,
            title=title,
            text=text,
            answer=answer,
            role=Role.DANGER,
            theme=self.theme,
            parent=self,
        )
        dialog.open()
        return dialog

    @Slot()
    def _on_alerts_changed(self) -> None:
        self._show_alerts()

    @Slot()
    def _on_ages_timeout(self) -> None:
        self._alerts.refresh()
        self.rules.show_state()

    @Slot()
    def _on_add_requested(self) -> None:
        if self.rules.add.isEnabled():
            self._open_rule_dialog(None).submitted.connect(self.rule_added)

    @Slot(str)
    def _on_edit_requested(self, rule_id: str) -> None:
        state = self._alerts.rules.find(rule_id)
        if state is not None:
            self._open_rule_dialog(state.rule).submitted.connect(self.rule_changed)

    @Slot(str)
    def _on_delete_requested(self, rule_id: str) -> None:
        state = self._alerts.rules.find(rule_id)
        if state is not None:
            self._asked_rule = rule_id
            text = self.tr("“{rule}” is deleted for good. What it has told stays in the log.")
            dialog = self._ask(
                object_name="deleteRuleDialog",
                title=self.tr("Delete Rule"),
                text=text.format(rule=self._alerts.rules.sentence(state.rule)),
                answer=self.tr("Delete"),
            )
            dialog.confirmed.connect(self._on_delete_confirmed)

    @Slot()
    def _on_delete_confirmed(self) -> None:
        self.rule_deleted.emit(self._asked_rule)

    @Slot()
    def _on_restore_requested(self) -> None:
        dialog = self._ask(
            object_name="restoreRulesDialog",
            title=self.tr("Restore Defaults"),
            text=self.tr(
                "All rules are replaced by those that exist from the start: credit balance below $10.00, $5.00 and"
                " $1.00, and no credits left. The log stays."
            ),
            answer=self.tr("Restore Defaults"),
        )
        dialog.confirmed.connect(self.rules_restored)

    @Slot()
    def _on_table_chosen_changed(self) -> None:
        # The table is as high as its rows: where the keyboard goes, the page follows.
        table = self.rules.table
        if table.hasFocus():
            row = table.visualRect(table.currentIndex())
            spot = table.viewport().mapTo(self._content, row.center())
            self._scroll_area.ensureVisible(0, spot.y(), 0, row_px(RULE_ROW_HEIGHT))

    @Slot(str)
    def _on_log_opened(self, alert_id: str) -> None:
        row = self._alerts.log.row_of(alert_id)
        if row is not None:
            alert = self._alerts.log.at(row)
            if not alert.read:
                self.alert_read_requested.emit(alert_id)
            self.route_requested.emit(fired_text.alert_route(alert.rule.kind))

    @Slot(str)
    def _on_link_requested(self, link: str) -> None:
        self._asked_link = link
        dialog = ConfirmDialog(
            object_name="openLinkDialog",
            title=self.tr("Open Link"),
            text=self.tr("This opens a page of {host} in your browser:").format(host=inbox_text.link_host(link)),
            detail=link,
            answer=self.tr("Open in Browser"),
            theme=self.theme,
            parent=self,
        )
        dialog.confirmed.connect(self._on_link_confirmed)
        dialog.open()

    @Slot()
    def _on_link_confirmed(self) -> None:
        self.open_url_requested.emit(self._asked_link)

    @Slot(str, QPoint)
    def _on_table_menu_requested(self, rule_id: str, place: QPoint) -> None:
        rules = self._alerts.rules
        row = rules.row_of(rule_id)
        if row is None:
            return
        self._asked_rule = rule_id
        on, snoozed = rules.at(row).rule.enabled, rules.is_snoozed(row)
        menu = QMenu(self)
        menu.setObjectName("ruleMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, name, keys, enabled in (
            (self.tr("Edit…"), "editRuleAction", "Return", True),
            (self.tr("Turn Off") if on else self.tr("Turn On"), "switchRuleAction", "Space", True),
            (self.tr("Snooze 1 Hour"), "snoozeHourAction", "", on),
            (self.tr("Snooze 1 Day"), "snoozeDayAction", "", on),
            (self.tr("End Snooze"), "endSnoozeAction", "", snoozed),
            (self.tr("Delete…"), "deleteRuleAction", "Del", True),
        ):
            action = menu.addAction(text)
            action.setObjectName(name)
            action.setEnabled(enabled)
            if keys:
                action.setShortcut(QKeySequence(keys))
                # The table has these keys itself.
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                action.setShortcutVisibleInContextMenu(True)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(place)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        rule_id = self._asked_rule
        state = self._alerts.rules.find(rule_id)
        if state is None:
            return
        match action.objectName():
            case "editRuleAction":
                self._on_edit_requested(rule_id)
            case "switchRuleAction":
                self.rule_switched.emit(rule_id, not state.rule.enabled)
            case "snoozeHourAction":
                self.snooze_requested.emit(rule_id, 1)
            case "snoozeDayAction":
                self.snooze_requested.emit(rule_id, 24)
            case "endSnoozeAction":
                self.snooze_end_requested.emit(rule_id)
            case "deleteRuleAction":
                self._on_delete_requested(rule_id)
