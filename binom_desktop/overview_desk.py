"""Joins the Overview page to what the account's services have to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from binom_desktop.alert_values import AlertsUpdated, BalanceLevels
from binom_desktop.billing_values import ForecastUpdated
from binom_desktop.domain import ConnectionState
from binom_desktop.events import (
    AccountUpdated,
    AppEvent,
    ConnectionChanged,
    FigureFailed,
    HistoryProgressed,
    OverviewUpdated,
)
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.overview import OverviewModel
from binom_desktop.page_entries import OVERVIEW_ROUTE, page_entries
from binom_desktop.views.page import Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.views.overview import OverviewPage


class OverviewDesk(QObject):
    """Owns the page, once it is built, and its model. ``now_ms`` is the wall clock.

    The signals are those of the page.
    """

    model_chosen = Signal(str)
    create_key_chosen = Signal()
    all_requests_chosen = Signal()
    failed_requests_chosen = Signal()

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.overview = OverviewModel(now_ms=now_ms, parent=self)
        self.entry = page_entries()[OVERVIEW_ROUTE]
        self._connection = connection
        self._account = account
        self._theme = theme
        self._page: OverviewPage | None = None
        self._chart_ready = False

    def build_page(self) -> Page:
        """Make the page; once."""
        from binom_desktop.views.overview import OverviewPage

        page = self._page = OverviewPage(
            entry=self.entry,
            overview=self.overview,
            connection=self._connection,
            account=self._account,
            theme=self._theme,
        )
        page.model_chosen.connect(self.model_chosen)
        page.create_key_chosen.connect(self.create_key_chosen)
        page.all_requests_chosen.connect(self.all_requests_chosen)
        page.failed_requests_chosen.connect(self.failed_requests_chosen)
        if self._chart_ready:
            page.load_chart()
        return page

    def load_chart(self) -> None:
        """Show the chart from now on: the plotting library is imported."""
        self._chart_ready = True
        if self._page is not None:
            self._page.load_chart()

    def take(self, event: AppEvent) -> None:
        """Show what a service has to say, if it is about the overview."""
        match event:
            case AccountUpdated(account):
                self.overview.set_account(account)
            case OverviewUpdated(overview):
                self.overview.set_overview(overview)
            case ConnectionChanged(connection):
                self.overview.set_live(connection.state is ConnectionState.LIVE)
            case HistoryProgressed(progress):
                self.overview.set_progress(progress)
            case ForecastUpdated(forecast):
                self.overview.set_forecast(forecast)
            case AlertsUpdated(states):
                self.overview.set_levels(BalanceLevels.of(state.rule for state in states))
            case FigureFailed(part, error):
                self.overview.set_failed(part, error)
