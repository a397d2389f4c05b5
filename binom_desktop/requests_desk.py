"""Joins the Requests page to the session that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from binom_desktop.events import AppEvent, FigureFailed, RequestsFound, RequestsWaiting
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.models.request_question import RequestQuestionModel
from binom_desktop.queries import Query
from binom_desktop.views.requests import RequestsPage
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.services.session import AccountSession


class RequestsDesk(QObject):
    """Owns the page and its models. The page asks only while it is shown; ``now_ms`` is the wall clock."""

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
        self.log = RequestLogModel(parent=self)
        self.question = RequestQuestionModel(now_ms=now_ms, parent=self)
        self.page = RequestsPage(
            log=self.log, question=self.question, connection=connection, account=account, theme=theme
        )
        self._session: AccountSession | None = None
        self._shown = False
        self.question.changed.connect(self._on_question_changed)
        self.page.follow_changed.connect(self._on_page_follow_changed)
        self.page.catch_up_requested.connect(self._on_page_catch_up_requested)

    def set_session(self, session: AccountSession | None) -> None:
        """Ask this session from now on; None between two accounts."""
        self._session = session
        self._ask()

    def set_shown(self, shown: bool) -> None:
        """Say whether the page is the one shown: hidden it asks for nothing."""
        if shown != self._shown:
            self._shown = shown
            self._ask()

    def take(self, event: AppEvent) -> None:
        """Show what a service has to say, if it is about the log."""
        match event:
            case RequestsFound(view, inserted, held):
                self.log.set_view(view, inserted, held)
            case RequestsWaiting(newer, older):
                self.log.set_waiting(newer, older)
            case FigureFailed("requestLog", error):
                self.log.set_failed(error)

    @property
    def query(self) -> Query | None:
        """What is asked now; None while the page is hidden."""
        return self.question.query() if self._shown else None

    @property
    def settled(self) -> bool:
        """Whether the page, if it is shown, has its answer."""
        return not self._shown or self.log.view is not None

    def _ask(self) -> None:
        if self._session is not None:
            self._session.ask(self.query)

    @Slot()
    def _on_question_changed(self) -> None:
        self._ask()

    @Slot(bool)
    def _on_page_follow_changed(self, following: bool) -> None:
        if self._session is not None:
            self._session.follow(following)

    @Slot()
    def _on_page_catch_up_requested(self) -> None:
        if self._session is not None:
            self._session.catch_up()
