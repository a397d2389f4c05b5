"""What the Overview page as a whole has to show: loading, an error, an empty account, or figures; and its notes."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from binom_desktop.domain import Account, FigureSource, Overview, Progress
from binom_desktop.models.stat_cards import ACCOUNT_PART
from binom_desktop.presentation import format as text_format

OVERVIEW_PART = "overview"


class Phase(StrEnum):
    """What stands where the charts and the table do."""

    LOADING = "loading"
    FAILED = "failed"
    EMPTY = "empty"
    READY = "ready"


class OverviewStateModel(QObject):
    """Decides the page's phase from what arrived so far and writes its notes."""

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._account: Account | None = None
        self._overview: Overview | None = None
        self._progress: Progress | None = None
        self._account_error: Exception | None = None
        self._error: Exception | None = None
        self._live = False

    @property
    def phase(self) -> Phase:
        """What to show; an account that never sent a request is empty, one with a quiet month is not."""
        if self._overview is None:
            if self._account is not None and self._account.balance.total_requests == 0:
                return Phase.EMPTY
            return Phase.FAILED if self._first_error() is not None else Phase.LOADING
        sent = self._account.balance.total_requests if self._account is not None else 0
        shown = len(self._overview.recent) + sum(day.requests for day in self._overview.days)
        return Phase.READY if sent or shown else Phase.EMPTY

    @property
    def error_text(self) -> str:
        """Why the newest figures could not be read, as one plain line; empty when they could."""
        error = self._first_error()
        return text_format.safe_line(str(error)) if error is not None else ""

    def _first_error(self) -> Exception | None:
        return self._error or self._account_error

    @property
    def note(self) -> str:
        """What is incomplete or stale about the page, in words; empty when nothing is."""
        notes = [self._stale_text()] if self.stale else []
        if self._progress is not None and self.loading_history:
            notes.append(
                self.tr("Loading history: {held} of {total}").format(
                    held=text_format.count(self._progress.held), total=text_format.count(self._progress.total)
                )
            )
        return " · ".join(notes)

    @property
    def loading_history(self) -> bool:
        """Whether requests that the server holds are still on their way into the history."""
        return self._progress is not None and not self._progress.complete

    @property
    def stale(self) -> bool:
        """Whether older figures stand because newer ones could not be read."""
        return self._stale_account_ms() is not None or self._stale_overview_ms() is not None

    def _stale_account_ms(self) -> int | None:
        return self._account.balance.as_of_ms if self._account is not None and self._account_error is not None else None

    def _stale_overview_ms(self) -> int | None:
        return self._overview.as_of_ms if self._overview is not None and self._error is not None else None

    def _stale_text(self) -> str:
        account_ms, overview_ms = self._stale_account_ms(), self._stale_overview_ms()
        if account_ms is None:
            text = self.tr("Charts and requests not refreshed since {time} UTC")
        elif overview_ms is None:
            text = self.tr("Account figures not refreshed since {time} UTC")
        else:
            text = self.tr("Figures not refreshed since {time} UTC")
        oldest_ms = min(moment for moment in (account_ms, overview_ms) if moment is not None)
        return text.format(time=text_format.time_of_day(oldest_ms))

    @property
    def source_text(self) -> str:
        """Where the charts' figures come from and how old they are, for their tooltips."""
        if self._overview is None:
            return ""
        source = self.tr("From the server's sums")
        if self._overview.source is FigureSource.HISTORY:
            source = self.tr("From the history kept here")
        as_of_ms = self._overview.as_of_ms
        text = self.tr("{source}, as of {time} UTC, {age}").format(
            source=source,
            time=text_format.timestamp(as_of_ms),
            age=text_format.age(as_of_ms, self._now_ms()),
        )
        return f"{text}\n{text_format.safe_line(str(self._error))}" if self._error is not None else text

    @property
    def days_caption(self) -> str:
        """What the charts span."""
        days = len(self._overview.days) if self._overview is not None else 30
        return self.tr("past {days} days, UTC").format(days=days)

    @property
    def recent_caption(self) -> str:
        """What the table holds, and whether it moves by itself."""
        return self.tr("newest ten, live") if self._live else self.tr("newest ten")

    @property
    def failed_text(self) -> str:
        """How many requests of these days failed: ``212 failed in 30 days``; empty where none did."""
        days = self._overview.days if self._overview is not None else ()
        failed = sum(day.errors for day in days)
        if not failed:
            return ""
        return self.tr("{count} failed in {days} days").format(count=text_format.count(failed), days=len(days))

    def set_account(self, account: Account) -> None:
        """Take note of the account's figures."""
        self._account, self._account_error = account, None
        self.changed.emit()

    def set_overview(self, overview: Overview) -> None:
        """Take note of new figures for charts and table."""
        self._overview, self._error = overview, None
        self.changed.emit()

    def set_failed(self, part: str, error: Exception) -> None:
        """Say that the account, or charts and table, could not be read. Other parts are not this page's."""
        if part == ACCOUNT_PART:
            self._account_error = error
        elif part == OVERVIEW_PART:
            self._error = error
        self.changed.emit()

    def set_progress(self, progress: Progress) -> None:
        """Show how much of the history is here."""
        self._progress = progress
        self.changed.emit()

    def set_live(self, live: bool) -> None:
        """Say whether events arrive by themselves."""
        if live != self._live:
            self._live = live
            self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._account = self._overview = self._progress = None
        self._error = self._account_error = None
        self._live = False
        self.changed.emit()
