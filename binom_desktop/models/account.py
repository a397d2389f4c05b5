"""The account as headers and the sidebar show it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from binom_desktop.domain import Account
from binom_desktop.presentation.account_text import as_of_text, greeting, initials, lifetime_requests, updated_text
from binom_desktop.presentation.format import safe_line

_MINUTE_MS = 60_000


class AccountModel(QObject):
    """Who is signed in, and from when the figures are.

    ``now_ms`` is the wall clock. Before the first account and after ``clear()`` every text is empty.
    """

    account_changed = Signal()
    updated_changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._account: Account | None = None
        self._as_of_ms: int | None = None
        self._live = True
        self._watched = False
        self._shown: tuple[str, int | None] = ("", None)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def known(self) -> bool:
        """Whether an account was set."""
        return self._account is not None

    @property
    def username(self) -> str:
        """The account's name as one plain line."""
        return safe_line(self._account.username) if self._account else ""

    @property
    def email(self) -> str:
        """The account's e-mail as one plain line."""
        return safe_line(self._account.email) if self._account else ""

    @property
    def initials(self) -> str:
        """One or two letters of the name."""
        return initials(self._account.username) if self._account else ""

    @property
    def greeting(self) -> str:
        """``Welcome, <username>``."""
        return greeting(self._account) if self._account else ""

    @property
    def lifetime_requests(self) -> str:
        """``48,213 lifetime requests``."""
        return lifetime_requests(self._account) if self._account else ""

    @property
    def summary(self) -> str:
        """E-mail and lifetime requests in one line."""
        return f"{self.email} · {self.lifetime_requests}" if self._account else ""

    @property
    def updated(self) -> str:
        """``Updated 08:15:30`` while live, ``Updated 4 min ago`` while not."""
        return self._shown[0]

    @property
    def updated_tooltip(self) -> str:
        """The figures' own ``asOf``."""
        return as_of_text(self._as_of_ms) if self._as_of_ms is not None else ""

    def set_account(self, account: Account) -> None:
        """Take over the newest account; its balance's ``asOf`` counts for ``updated``."""
        if account != self._account:
            self._account = account
            self.account_changed.emit()
        self.set_updated(account.balance.as_of_ms)

    def set_updated(self, as_of_ms: int) -> None:
        """Say that figures or an event of ``as_of_ms`` were applied; an older moment changes nothing."""
        if self._as_of_ms is None or as_of_ms > self._as_of_ms:
            self._as_of_ms = as_of_ms
            self._refresh()

    def set_live(self, live: bool) -> None:
        """Say whether the figures follow the server."""
        self._live = live
        self._refresh()

    def set_watched(self, watched: bool) -> None:
        """Say whether the age can be seen."""
        self._watched = watched
        self._refresh()

    def clear(self) -> None:
        """Forget the account, after signing out or before another one."""
        self._account = None
        self._as_of_ms = None
        self.account_changed.emit()
        self._refresh()

    def _refresh(self) -> None:
        now_ms = self._now_ms()
        text = "" if self._as_of_ms is None else updated_text(self._as_of_ms, now_ms, live=self._live)
        if (text, self._as_of_ms) != self._shown:
            self._shown = (text, self._as_of_ms)
            self.updated_changed.emit()
        if self._as_of_ms is None or self._live or not self._watched:
            self._timer.stop()
            return
        age_ms = max(0, now_ms - self._as_of_ms)
        self._timer.start(1000 if age_ms < _MINUTE_MS else _MINUTE_MS - age_ms % _MINUTE_MS)

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._refresh()
