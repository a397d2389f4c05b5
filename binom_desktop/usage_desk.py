"""Joins the Usage page to the session that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.events import AppEvent, FigureFailed, KeysUpdated, UsageReported
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.usage_page import UsagePageModel
from binom_desktop.page_entries import USAGE_ROUTE, page_entries
from binom_desktop.queries import Criteria
from binom_desktop.views.page import Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.services.session import AccountSession


class UsageDesk(QObject):
    """Owns the page, once it is built, and its model. The page asks only while it is shown.

    ``requests_chosen`` says which requests are to be shown. ``now_ms`` is the wall clock, ``zone`` the time zone whose
    days count.
    """

    requests_chosen = Signal(Criteria)

    def __init__(
        self,
        *,
        now_ms: Callable[[], int],
        zone: str,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.usage = UsagePageModel(now_ms=now_ms, parent=self)
        self.usage.set_zone(zone)
        self.entry = page_entries()[USAGE_ROUTE]
        self._zone = zone
        self._connection = connection
        self._account = account
        self._theme = theme
        self._session: AccountSession | None = None
        self._shown = False
        self.usage.question_changed.connect(self._on_usage_question_changed)

    def build_page(self) -> Page:
        """Make the page; once."""
        from binom_desktop.views.usage import UsagePage

        page = UsagePage(
            entry=self.entry,
            usage=self.usage,
            connection=self._connection,
            account=self._account,
            theme=self._theme,
        )
        page.requests_requested.connect(self.requests_chosen)
        return page

    def set_session(self, session: AccountSession | None) -> None:
        """Ask this session from now on; None between two accounts."""
        self._session = session
        if session is None:
            self.usage.clear()
        self._ask()

    def set_zone(self, zone: str) -> None:
        """Count the days of another time zone from now on."""
        if zone != self._zone:
            self._zone = zone
            self.usage.set_zone(zone)
            self._ask()

    def set_route(self, route: str) -> None:
        """Say which page is shown: hidden this one asks for nothing."""
        self._shown = route == USAGE_ROUTE
        self._ask()

    def take(self, event: AppEvent) -> None:
        """Show what a service has to say, if it is about usage."""
        match event:
            case UsageReported(report):
                self.usage.set_report(report)
            case KeysUpdated(keys):
                self.usage.set_keys(keys)
            case FigureFailed("usage", error):
                self.usage.set_failed(error)

    @property
    def settled(self) -> bool:
        """Whether the page, if it is shown, has its answer, or why there is none."""
        return not self._shown or not self.usage.loading or bool(self.usage.error_text)

    def _ask(self) -> None:
        if self._session is not None:
            self._session.ask_usage(self.usage.question if self._shown else None, self._zone)

    @Slot()
    def _on_usage_question_changed(self) -> None:
        self._ask()
