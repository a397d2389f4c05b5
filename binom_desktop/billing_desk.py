"""Joins the Billing page to the session that reads spend, forecast and ledger."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from binom_desktop.billing_values import Transactions
from binom_desktop.domain import Account
from binom_desktop.errors import BinomError
from binom_desktop.events import AppEvent
from binom_desktop.models.account import AccountModel
from binom_desktop.models.billing import BillingModel, TransactionExportModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.export import ExportState
from binom_desktop.page_entries import BILLING_ROUTE, page_entries
from binom_desktop.presentation.error_text import error_text
from binom_desktop.queries import DateRange
from binom_desktop.tasks import Supervisor
from binom_desktop.views.page import Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.services.billing import Billing
    from binom_desktop.views.billing import BillingPage


class BillingSession(Protocol):
    """What Billing needs of a session."""

    @property
    def billing(self) -> Billing | None:
        """What reads spend and ledger; None before the account's history is open."""

    def watch_billing(self, watched: bool) -> None:
        """Say whether somebody looks at Billing."""

    def compare_billing(self, period: DateRange) -> None:
        """Sum up the tokens of these days from now on."""


class BillingDesk(QObject):
    """Owns the page, once it is built, and its models. Nothing is computed while it is hidden."""

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
        self.billing = BillingModel(now_ms=now_ms, parent=self)
        self.exporting = TransactionExportModel(parent=self)
        self.entry = page_entries()[BILLING_ROUTE]
        self._connection = connection
        self._header = account
        self._theme = theme
        self._supervisor = supervisor
        self._page: BillingPage | None = None
        self._session: BillingSession | None = None
        self._shown = False
        self._exported = ""
        self._cancelled = threading.Event()

    def build_page(self) -> Page:
        """Make the page; once."""
        from binom_desktop.views.billing import BillingPage

        page = self._page = BillingPage(
            entry=self.entry,
            billing=self.billing,
            exporting=self.exporting,
            connection=self._connection,
            account=self._header,
            theme=self._theme,
        )
        page.period_requested.connect(self._on_page_period_requested)
        page.export_requested.connect(self._on_page_export_requested)
        page.export_cancel_requested.connect(self._on_page_export_cancel_requested)
        page.export_again_requested.connect(self._on_page_export_again_requested)
        page.folder_requested.connect(self._on_page_folder_requested)
        return page

    def set_session(self, session: BillingSession | None) -> None:
        """Read through this session from now on; None between two accounts, whose ledgers are not each other's."""
        self._session = session
        if session is None:
            self.billing.clear()
        else:
            session.compare_billing(self.billing.what_if.period)
            session.watch_billing(self._shown)

    def set_route(self, route: str) -> None:
        """Say which page is shown: hidden, nothing is computed for this one."""
        self._shown = route == BILLING_ROUTE
        if self._session is not None:
            self._session.watch_billing(self._shown)

    def set_account(self, account: Account) -> None:
        """Whose credits they are, and how many."""
        self.billing.set_account(account)

    def set_live(self, live: bool) -> None:
        """Say whether events arrive by themselves."""
        self.billing.set_live(live)

    def take(self, event: AppEvent) -> None:
        """Show what the service has to say; failures of other parts change nothing here."""
        self.billing.take(event)

    @property
    def settled(self) -> bool:
        """Whether the page, if it is shown, has every figure, or why there is none."""
        return not self._shown or self.billing.settled

    @Slot(DateRange)
    def _on_page_period_requested(self, period: DateRange) -> None:
        self.billing.what_if.set_period(period)
        if self._session is not None:
            self._session.compare_billing(period)

    @Slot(str)
    def _on_page_export_requested(self, file: str) -> None:
        transactions = self.billing.transactions.transactions
        if self.billing.can_export and self.exporting.state is not ExportState.RUNNING:
            self._exported = file
            self.exporting.start("CSV", len(transactions))
            self._supervisor.start(self._export(transactions, Path(file)), name="export transactions")

    @Slot()
    def _on_page_export_again_requested(self) -> None:
        self._on_page_export_requested(self._exported)

    @Slot()
    def _on_page_export_cancel_requested(self) -> None:
        self._cancelled.set()

    @Slot()
    def _on_page_folder_requested(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(self._exported).parent)))

    async def _export(self, transactions: Transactions, file: Path) -> None:
        """Write what is shown, whatever comes meanwhile, and say how it went."""
        from binom_desktop.export.contents import ExportCancelled

        cancelled = self._cancelled = threading.Event()
        loop = asyncio.get_running_loop()

        def on_progress(done: int) -> None:
            loop.call_soon_threadsafe(self.exporting.set_done, done)

        try:
            await asyncio.to_thread(_export_transactions, transactions, file, on_progress, cancelled)
        except ExportCancelled:
            self.exporting.cancel()
        except BinomError as error:
            self.exporting.fail(error_text(error))
        else:
            self.exporting.finish(file.name, len(transactions))
        finally:
            # Where the app ends meanwhile, the thread still writes: it stops, and leaves nothing behind.
            cancelled.set()
            if self.exporting.state is ExportState.RUNNING:
                self.exporting.cancel()


def _export_transactions(
    transactions: Transactions, file: Path, on_progress: Callable[[int], None], cancelled: threading.Event
) -> None:
    """Write the file. What has to be imported for it takes too long for the thread that paints."""
    from binom_desktop.export.billing_csv import export_transactions

    export_transactions(transactions, file, on_progress=on_progress, cancelled=cancelled)
