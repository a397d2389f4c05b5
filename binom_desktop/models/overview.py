"""Everything that the Overview page shows, fed in one place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from binom_desktop.alert_values import BalanceLevels
from binom_desktop.domain import Account, Forecast, Overview, Progress
from binom_desktop.models.model_usage import ModelUsageModel
from binom_desktop.models.overview_state import OverviewStateModel
from binom_desktop.models.recent_requests import RecentRequestsModel
from binom_desktop.models.stat_cards import StatCardsModel
from binom_desktop.models.usage_series import DailySeriesModel


class OverviewModel(QObject):
    """Hands each piece of news to the models that it concerns. ``now_ms`` is the wall clock."""

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards = StatCardsModel(now_ms=now_ms, parent=self)
        self.days = DailySeriesModel(parent=self)
        self.models = ModelUsageModel(parent=self)
        self.recent = RecentRequestsModel(parent=self)
        self.state = OverviewStateModel(now_ms=now_ms, parent=self)

    def set_zone(self, zone: str) -> None:
        """Write the newest requests' times as those of a time zone."""
        self.recent.set_zone(zone)

    def set_account(self, account: Account) -> None:
        """Show the account's newest figures."""
        self.cards.set_account(account)
        self.state.set_account(account)

    def set_overview(self, overview: Overview) -> None:
        """Show new figures of the past days and the newest requests."""
        self.cards.set_overview(overview)
        self.days.set_overview(overview)
        self.models.set_overview(overview)
        self.recent.set_overview(overview)
        self.state.set_overview(overview)

    def set_forecast(self, forecast: Forecast) -> None:
        """Say how long the credits last."""
        self.cards.set_forecast(forecast)

    def set_levels(self, levels: BalanceLevels) -> None:
        """Say from which balances on there is something to worry about."""
        self.cards.set_levels(levels)

    def set_progress(self, progress: Progress) -> None:
        """Say how much of the history is here."""
        self.state.set_progress(progress)

    def set_failed(self, part: str, error: Exception) -> None:
        """Say that ``part`` (``account`` or ``overview``) could not be read; other parts are not this page's."""
        self.cards.set_failed(part, error)
        self.state.set_failed(part, error)

    def set_live(self, live: bool) -> None:
        """Say whether events arrive by themselves."""
        self.state.set_live(live)

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self.cards.clear()
        self.days.clear()
        self.models.clear()
        self.recent.clear()
        self.state.clear()
