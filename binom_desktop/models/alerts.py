"""Everything that the Alerts page shows, fed in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from binom_desktop.alert_values import AlertsUpdated
from binom_desktop.billing_values import PricesUpdated
from binom_desktop.domain import ApiKey
from binom_desktop.events import (
    AppEvent,
    FigureFailed,
    KeysUpdated,
    NotificationsUpdated,
    OverviewUpdated,
    RequestChoicesFound,
)
from binom_desktop.models.alert_log import AlertLogModel
from binom_desktop.models.alert_rules import AlertRulesModel
from binom_desktop.models.inbox import InboxModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.presentation import fired_text, inbox_text
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.key_text import description_text

ALERTS_PART = "alerts"
NOTIFICATIONS_PART = "notifications"
_HISTORY_PART = "history"


class AlertsModel(QObject):
    """Hands each piece of news to rules, log and inbox. ``unread`` is for whoever wants to show that there is news.

    ``now_ms`` is the wall clock.
    """

    changed = Signal()
    unread_changed = Signal(int)

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rules = AlertRulesModel(key_name=self.key_name, now_ms=now_ms, parent=self)
        self.log = AlertLogModel(key_name=self.key_name, now_ms=now_ms, parent=self)
        self.inbox = InboxModel(now_ms=now_ms, parent=self)
        self._key_names: dict[str, str] = {}
        self._logged_models: tuple[str, ...] = ()
        self._priced_models: tuple[str, ...] = ()
        self._used_models: tuple[str, ...] = ()
        self._errors: dict[str, Exception] = {}
        self._dropped = 0
        self._rules_known = self._inbox_known = False
        self._unread = 0

    def set_zone(self, zone: str) -> None:
        """Write the times of log and notifications as those of a time zone."""
        self.log.set_zone(zone)
        self.inbox.set_zone(zone)

    # What is shown.

    @property
    def unread(self) -> int:
        """How many fired alerts and notifications are not read."""
        return self._unread

    @property
    def unread_text(self) -> str:
        """The same in words; empty as long as that is not known."""
        known = self._rules_known and self._inbox_known
        return inbox_text.unread_text(self._unread) or (self.tr("Nothing unread") if known else "")

    @property
    def rules_phase(self) -> Phase:
        """What stands where the rules do."""
        return self._phase(self._rules_known, ALERTS_PART, self.rules.rowCount())

    @property
    def log_phase(self) -> Phase:
        """What stands where the log does."""
        return self._phase(self._rules_known, ALERTS_PART, self.log.rowCount())

    @property
    def inbox_phase(self) -> Phase:
        """What stands where the notifications do."""
        return self._phase(self._inbox_known, NOTIFICATIONS_PART, self.inbox.rowCount())

    @property
    def settled(self) -> bool:
        """Whether every part has its answer, or why it has none."""
        return Phase.LOADING not in {self.rules_phase, self.inbox_phase}

    @property
    def log_caption(self) -> str:
        """How many are unread, and how many older ones are gone."""
        parts = [inbox_text.unread_text(self.log.unread)]
        if self._dropped:
            parts.append(fired_text.dropped_text(self._dropped))
        return " · ".join(filter(None, parts))

    @property
    def inbox_caption(self) -> str:
        """How many are unread; where newer ones could not be read, that."""
        text = inbox_text.unread_text(self.inbox.unread)
        if self._inbox_known and NOTIFICATIONS_PART in self._errors:
            return " · ".join(filter(None, (text, self.tr("newer ones could not be read"))))
        return text

    def error_text(self, part: str) -> str:
        """Why a part could not be read, as one plain line; empty where it could."""
        return text_format.safe_line(str(self._errors[part])) if part in self._errors else ""

    def key_name(self, key_id: str | None) -> str:
        """What a person calls a key; of one that is not known its id. Empty for none."""
        if key_id is None:
            return ""
        return self._key_names.get(key_id) or text_format.safe_line(key_id).strip()

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that a rule can be for: id and name, by name."""
        return sorted(self._key_names.items(), key=lambda one: (one[1].casefold(), one[0]))

    @property
    def models(self) -> Sequence[str]:
        """The models that a rule can be for: those that were used, and those that the server has."""
        known = {*self._logged_models, *self._used_models, *self._priced_models}
        return sorted(known, key=lambda model: (model.casefold(), model))

    # What is told.

    def take(self, event: AppEvent) -> None:
        """Show what the services have to say; what is about other pages changes nothing here."""
        match event:
            case KeysUpdated(keys):
                self._set_keys(keys)
                return
            case RequestChoicesFound(choices):
                self._logged_models = choices.models
                return
            case OverviewUpdated(overview):
                self._used_models = tuple(item.model for item in overview.models if item.model)
                return
            case PricesUpdated(models):
                self._priced_models = tuple(model.id for model in models)
                return
            case AlertsUpdated():
                self._take_alerts(event)
            case NotificationsUpdated(notifications):
                self._errors.pop(NOTIFICATIONS_PART, None)
                self._inbox_known = True
                self.inbox.set_notifications(notifications.values())
            case FigureFailed(part, error):
                self._set_failed(part, error)
            case _:
                return
        self._tell()

    def set_pending(self, rule_id: str, enabled: bool | None) -> None:
        """Show a rule as on or off before it is; None as it is."""
        self.rules.set_pending(rule_id, enabled)
        self.changed.emit()

    def refresh(self) -> None:
        """Write anew what counts from now, and names."""
        self.rules.refresh()
        self.log.refresh()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._key_names = {}
        self._logged_models = self._used_models = self._priced_models = ()
        self._errors.clear()
        self._rules_known = self._inbox_known = False
        self._dropped = 0
        for model in (self.rules, self.log, self.inbox):
            model.clear()
        self._tell()

    def _take_alerts(self, event: AlertsUpdated) -> None:
        self._errors.pop(ALERTS_PART, None)
        self._rules_known = True
        self._dropped = event.dropped
        self.rules.set_states(event.states)
        self.log.set_log(event.log)

    def _set_keys(self, keys: Mapping[str, ApiKey]) -> None:
        # Keys count with every request; only their names matter here.
        names = {key_id: description_text(key) for key_id, key in keys.items()}
        if names != self._key_names:
            self._key_names = names
            self.refresh()

    def _set_failed(self, part: str, error: Exception) -> None:
        # Rules and log are kept in the history: without it there are none.
        known = ALERTS_PART if part == _HISTORY_PART else part
        if known in {ALERTS_PART, NOTIFICATIONS_PART}:
            self._errors[known] = error

    def _phase(self, known: bool, part: str, rows: int) -> Phase:
        if known:
            return Phase.READY if rows else Phase.EMPTY
        return Phase.FAILED if part in self._errors else Phase.LOADING

    def _tell(self) -> None:
        unread = self.log.unread + self.inbox.unread
        if unread != self._unread:
            self._unread = unread
            self.unread_changed.emit(unread)
        self.changed.emit()
