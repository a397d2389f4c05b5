"""Joins the Requests page to the session that answers it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from binom_desktop.domain import Account, ApiKey, UsageField
from binom_desktop.errors import BinomError
from binom_desktop.events import (
    AppEvent,
    FigureFailed,
    HistoryProgressed,
    KeysUpdated,
    QuestionRestored,
    RequestChoicesFound,
    RequestsFound,
    RequestsWaiting,
)
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.export import ExportModel, ExportState
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.models.request_question import RequestQuestionModel
from binom_desktop.page_entries import REQUESTS_ROUTE, page_entries
from binom_desktop.presentation.criteria_text import range_text
from binom_desktop.presentation.error_text import error_text
from binom_desktop.queries import Query, Question, RequestChoices, RequestView
from binom_desktop.settings import ColumnChoice
from binom_desktop.tasks import NewestWins, Supervisor
from binom_desktop.views.page import Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.export.contents import ExportContents
    from binom_desktop.services.session import AccountSession
    from binom_desktop.views.requests import RequestsPage


_KEEP_DELAY_S = 0.5
_DAY_MS = 86_400_000


class RequestsDesk(QObject):
    """Owns the page, once it is built, and its models.

    The page asks only while it is shown, and once more at the UTC midnight that moves its days. ``now_ms`` is the wall
    clock.
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
        columns: Sequence[ColumnChoice],
        keep_columns: Callable[[tuple[ColumnChoice, ...]], Awaitable[None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.log = RequestLogModel(parent=self)
        self.question = RequestQuestionModel(now_ms=now_ms, parent=self)
        self.exporting = ExportModel(parent=self)
        self.entry = page_entries()[REQUESTS_ROUTE]
        self._page: RequestsPage | None = None
        self._connection = connection
        self._header = account
        self._columns = columns
        self._keys: Mapping[str, ApiKey] = {}
        self._midnight = QTimer(self)
        self._midnight.setSingleShot(True)
        self._midnight.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._midnight.timeout.connect(self._on_midnight_timeout)
        self._now_ms = now_ms
        self._theme = theme
        self._supervisor = supervisor
        self._keep_columns = keep_columns
        self._keeping = NewestWins(supervisor=supervisor)
        self._account: Account | None = None
        self._cancelled = threading.Event()
        self._exported = ("", "")
        self._session: AccountSession | None = None
        self._restored = False
        self._shown = False
        self.question.changed.connect(self._on_question_changed)

    def build_page(self) -> Page:
        """Make the page; once."""
        from binom_desktop.views.requests import RequestsPage

        page = self._page = RequestsPage(
            entry=self.entry,
            log=self.log,
            question=self.question,
            exporting=self.exporting,
            connection=self._connection,
            account=self._header,
            theme=self._theme,
        )
        page.set_keys(self._keys)
        page.table.set_column_choices(self._columns)
        page.follow_changed.connect(self._on_page_follow_changed)
        page.catch_up_requested.connect(self._on_page_catch_up_requested)
        page.export_requested.connect(self._on_page_export_requested)
        page.export_cancel_requested.connect(self._on_page_export_cancel_requested)
        page.export_again_requested.connect(self._on_page_export_again_requested)
        page.folder_requested.connect(self._on_page_folder_requested)
        page.columns_changed.connect(self._on_page_columns_changed)
        page.notice_requested.connect(self.notice_requested)
        return page

    def set_session(self, session: AccountSession | None) -> None:
        """Ask this session from now on; None between two accounts, whose filters are not each other's."""
        self._session = session
        self._restored = False
        if session is None:
            self.question.set_question(Question())
            self.question.criteria.set_choices(RequestChoices())
            self._set_keys({})
        self._ask()

    def _set_keys(self, keys: Mapping[str, ApiKey]) -> None:
        self._keys = keys
        self.question.criteria.set_keys(keys)
        if self._page is not None:
            self._page.set_keys(keys)

    def set_columns(self, columns: Sequence[ColumnChoice]) -> None:
        """Show the columns as other settings have them."""
        if self._page is None:
            self._columns = columns
        elif tuple(columns) != self._page.table.column_choices:
            self._page.table.set_column_choices(columns)

    def set_route(self, route: str) -> None:
        """Say which page is shown: hidden this one asks for nothing."""
        shown = route == REQUESTS_ROUTE
        if shown != self._shown:
            self._shown = shown
            self._ask()

    def set_account(self, account: Account) -> None:
        """Whose requests they are, for the head of a PDF."""
        self._account = account

    def take(self, event: AppEvent) -> None:
        """Show what a service has to say, if it is about the log."""
        match event:
            case QuestionRestored(question):
                # What was asked since the start, by a link, is newer than what was kept.
                if self.question.question == Question():
                    self.question.set_question(question)
                self._restored = True
            case RequestsFound(view, inserted):
                self.log.set_view(view, inserted)
            case HistoryProgressed(progress):
                self.log.set_progress(progress)
            case RequestChoicesFound(choices):
                self.question.criteria.set_choices(choices)
            case KeysUpdated(keys):
                self._set_keys(keys)
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
        if self._shown:
            self._midnight.start(_DAY_MS - self._now_ms() % _DAY_MS + 1_000)
        else:
            self._midnight.stop()
        if self._session is not None:
            self._session.ask(self.query)
            if self._restored:
                self._session.keep(self.question.question)

    @Slot()
    def _on_question_changed(self) -> None:
        self._ask()

    @Slot()
    def _on_midnight_timeout(self) -> None:
        self._ask()

    @Slot(bool)
    def _on_page_follow_changed(self, following: bool) -> None:
        if self._session is not None:
            self._session.follow(following)

    @Slot()
    def _on_page_catch_up_requested(self) -> None:
        if self._session is not None:
            self._session.catch_up()

    @Slot(str, str)
    def _on_page_export_requested(self, ending: str, file: str) -> None:
        view = self.log.view
        if view is not None and self.exporting.state is not ExportState.RUNNING:
            self._exported = ending, file
            self.exporting.start(ending.upper(), len(view))
            self._supervisor.start(self._export(view, ending, Path(file)), name="export")

    @Slot()
    def _on_page_export_again_requested(self) -> None:
        self._on_page_export_requested(*self._exported)

    @Slot()
    def _on_page_columns_changed(self) -> None:
        self._keeping.start(self._keep_columns_soon(), name="keep columns")

    async def _keep_columns_soon(self) -> None:
        """A header that is dragged says so with every pixel."""
        await asyncio.sleep(_KEEP_DELAY_S)
        if self._page is not None:
            await asyncio.shield(self._keep_columns(self._page.table.column_choices))

    @Slot()
    def _on_page_folder_requested(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._exported[1]).parent)))

    @Slot()
    def _on_page_export_cancel_requested(self) -> None:
        self._cancelled.set()

    async def _export(self, view: RequestView, ending: str, file: Path) -> None:
        """Write what is shown, whatever comes meanwhile, and say how it went."""
        from binom_desktop.export.contents import ExportCancelled, ExportFormat
        from binom_desktop.export.export import export

        cancelled = self._cancelled = threading.Event()
        loop = asyncio.get_running_loop()

        def on_progress(done: int) -> None:
            loop.call_soon_threadsafe(self.exporting.set_done, done)

        try:
            contents = await self._contents(view)
            await asyncio.to_thread(
                export, contents, file, ExportFormat(ending), on_progress=on_progress, cancelled=cancelled
            )
        except ExportCancelled:
            self.exporting.cancel()
        except BinomError as error:
            self.exporting.fail(error_text(error))
        else:
            self.exporting.finish(file.name, len(view))
        finally:
            # Where the app ends meanwhile, the thread still writes: it stops, and leaves nothing behind.
            cancelled.set()
            if self.exporting.state is ExportState.RUNNING:
                self.exporting.cancel()

    async def _contents(self, view: RequestView) -> ExportContents:
        from binom_desktop.export.contents import ExportContents

        # What is asked may change while the sums are made.
        criteria = self.question.criteria
        days_text, filter_texts = range_text(criteria.criteria.range), criteria.texts
        days, models, statuses = [
            await self._session.sums(view, field) if self._session is not None else ()
            for field in (UsageField.DAY, UsageField.MODEL, UsageField.STATUS)
        ]
        return ExportContents(
            view=view,
            account=self._account,
            range_text=days_text,
            filter_texts=filter_texts,
            days=days,
            models=models,
            statuses=statuses,
            made_ms=self._now_ms(),
            series=self._theme.series.assigned,
        )
