"""Joins the Alerts page to the session that keeps rules, log and notifications."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.alert_values import AlertRule
from binom_desktop.errors import BinomError
from binom_desktop.events import AppEvent
from binom_desktop.models.account import AccountModel
from binom_desktop.models.alerts import AlertsModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.page_entries import ALERTS_ROUTE, page_entries
from binom_desktop.presentation.error_text import error_text
from binom_desktop.tasks import Supervisor
from binom_desktop.views.page import Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.views.alerts import AlertsPage

_HOUR_MS = 3_600_000


class AlertsSession(Protocol):
    """What Alerts needs of a session. Each raises ``BinomError`` where it can't be done; then nothing has changed."""

    async def add_rule(self, rule: AlertRule) -> AlertRule:
        """Keep a new rule, behind the others; the answer has the id that it was given."""

    async def change_rule(self, rule: AlertRule) -> None:
        """Keep a rule as it is now."""

    async def delete_rule(self, rule_id: str) -> None:
        """Forget a rule."""

    async def snooze_rule(self, rule_id: str, until_ms: int | None) -> None:
        """Let a rule say nothing until then; None ends that."""

    async def restore_alert_rules(self) -> None:
        """Replace all rules by those that exist from the start."""

    async def mark_alert_read(self, alert_id: int | None) -> None:
        """Say that a person has seen a line of the log; None is all of them."""

    async def mark_notification_read(self, notification_id: str | None) -> None:
        """Say that a person has read a notification; None is all of them."""


class AlertsDesk(QObject):
    """Owns the page, once it is built, and its model. The model is fed while the page is hidden too: it counts.

    ``now_ms`` is the wall clock.
    """

    notice_requested = Signal(str)

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        supervisor: Supervisor,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.alerts = AlertsModel(now_ms=now_ms, parent=self)
        self.entry = page_entries()[ALERTS_ROUTE]
        self._now_ms = now_ms
        self._connection = connection
        self._header = account
        self._theme = theme
        self._supervisor = supervisor
        self._page: AlertsPage | None = None
        self._session: AlertsSession | None = None
        self._shown = False

    def build_page(self) -> Page:
        """Make the page; once."""
        from binom_desktop.views.alerts import AlertsPage

        page = self._page = AlertsPage(
            entry=self.entry,
            alerts=self.alerts,
            connection=self._connection,
            account=self._header,
            theme=self._theme,
        )
        page.rule_added.connect(self._on_page_rule_added)
        page.rule_changed.connect(self._on_page_rule_changed)
        page.rule_switched.connect(self._on_page_rule_switched)
        page.rule_deleted.connect(self._on_page_rule_deleted)
        page.rules_restored.connect(self._on_page_rules_restored)
        page.snooze_requested.connect(self._on_page_snooze_requested)
        page.snooze_end_requested.connect(self._on_page_snooze_end_requested)
        page.alert_read_requested.connect(self._on_page_alert_read_requested)
        page.all_alerts_read_requested.connect(self._on_page_all_alerts_read_requested)
        page.notification_read_requested.connect(self._on_page_notification_read_requested)
        page.all_notifications_read_requested.connect(self._on_page_all_notifications_read_requested)
        return page

    def set_session(self, session: AlertsSession | None) -> None:
        """Keep things through this session from now on; None between two accounts."""
        self._session = session
        if session is None:
            self.alerts.clear()
            if self._page is not None:
                self._page.close_dialogs()

    def set_route(self, route: str) -> None:
        """Say which page is shown."""
        self._shown = route == ALERTS_ROUTE

    def take(self, event: AppEvent) -> None:
        """Show what the services have to say."""
        self.alerts.take(event)

    @property
    def settled(self) -> bool:
        """Whether the page, if it is shown, has rules, log and notifications, or why it has none."""
        return not self._shown or self.alerts.settled

    def _run(self, work: Callable[[AlertsSession], Awaitable[object]], name: str) -> None:
        """Do something through the session that is there now."""
        if self._session is not None:
            self._supervisor.start(self._tried(self._session, work), name=name)

    async def _tried(self, session: AlertsSession, work: Callable[[AlertsSession], Awaitable[object]]) -> bool:
        """Whether it was done; what went wrong is said, unless another account is there by now."""
        try:
            await work(session)
        except BinomError as error:
            if session is self._session:
                self.notice_requested.emit(error_text(error))
            return False
        return True

    async def _switch(self, session: AlertsSession, rule: AlertRule) -> None:
        done = await self._tried(session, lambda session: session.change_rule(rule))
        if not done and session is self._session:
            self.alerts.set_pending(rule.id, None)

    async def _add(self, session: AlertsSession, rule: AlertRule) -> None:
        added = await session.add_rule(rule)
        if session is self._session and self._page is not None:
            self._page.rules.table.choose(added.id)

    @Slot(AlertRule)
    def _on_page_rule_added(self, rule: AlertRule) -> None:
        self._run(lambda session: self._add(session, rule), "add alert rule")

    @Slot(AlertRule)
    def _on_page_rule_changed(self, rule: AlertRule) -> None:
        self._run(lambda session: session.change_rule(rule), "change alert rule")

    @Slot(str, bool)
    def _on_page_rule_switched(self, rule_id: str, enabled: bool) -> None:
        state, session = self.alerts.rules.find(rule_id), self._session
        if state is not None and session is not None:
            self.alerts.set_pending(rule_id, enabled)
            rule = replace(state.rule, enabled=enabled)
            self._supervisor.start(self._switch(session, rule), name="switch alert rule")

    @Slot(str)
    def _on_page_rule_deleted(self, rule_id: str) -> None:
        self._run(lambda session: session.delete_rule(rule_id), "delete alert rule")

    @Slot()
    def _on_page_rules_restored(self) -> None:
        self._run(lambda session: session.restore_alert_rules(), "restore alert rules")

    @Slot(str, int)
    def _on_page_snooze_requested(self, rule_id: str, hours: int) -> None:
        until_ms = self._now_ms() + hours * _HOUR_MS
        self._run(lambda session: session.snooze_rule(rule_id, until_ms), "snooze alert rule")

    @Slot(str)
    def _on_page_snooze_end_requested(self, rule_id: str) -> None:
        self._run(lambda session: session.snooze_rule(rule_id, None), "end snooze of alert rule")

    @Slot(str)
    def _on_page_alert_read_requested(self, alert_id: str) -> None:
        self._run(lambda session: session.mark_alert_read(int(alert_id)), "mark alert read")

    @Slot()
    def _on_page_all_alerts_read_requested(self) -> None:
        self._run(lambda session: session.mark_alert_read(None), "mark alerts read")

    @Slot(str)
    def _on_page_notification_read_requested(self, notification_id: str) -> None:
        self._run(lambda session: session.mark_notification_read(notification_id), "mark notification read")

    @Slot()
    def _on_page_all_notifications_read_requested(self) -> None:
        self._run(lambda session: session.mark_notification_read(None), "mark notifications read")
