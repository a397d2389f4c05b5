"""The connection as the indicator and the banner show it."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.presentation.connection_text import BannerText, banner_text, state_name, state_tone, state_word
from binom_desktop.presentation.tone import Tone


class ConnectionModel(QObject):
    """State, words and the countdown of the wait before the next attempt.

    ``clock`` is the monotonic clock, in seconds, that ``Connection.retry_at_s`` was read from. The countdown runs
    only while a retry waits and someone is watching.
    """

    state_changed = Signal()
    banner_changed = Signal()

    def __init__(self, *, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._connection = Connection(ConnectionState.CONNECTING)
        self._banner: BannerText | None = None
        self._watched = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def state(self) -> ConnectionState:
        """Where the live feed stands."""
        return self._connection.state

    @property
    def live(self) -> bool:
        """Whether the figures follow the server."""
        return self.state is ConnectionState.LIVE

    @property
    def word(self) -> str:
        """The indicator's word."""
        return state_word(self.state)

    @property
    def accessible_name(self) -> str:
        """The indicator's name for a screen reader."""
        return state_name(self.state)

    @property
    def tone(self) -> Tone:
        """The indicator's colour."""
        return state_tone(self.state)

    @property
    def banner(self) -> BannerText | None:
        """What the banner says now, None where none is shown."""
        return self._banner

    @property
    def counting(self) -> bool:
        """Whether the countdown is running."""
        return self._timer.isActive()

    def set_connection(self, connection: Connection) -> None:
        """Take over a new state."""
        state_is_new = connection.state is not self._connection.state
        self._connection = connection
        if state_is_new:
            self.state_changed.emit()
        self._refresh()

    def set_watched(self, watched: bool) -> None:
        """Say whether anything that shows the banner can be seen."""
        if watched != self._watched:
            self._watched = watched
            self._refresh()

    def _refresh(self) -> None:
        """Write the banner for this moment, and wake up when its second is over."""
        left_s = self._left_s()
        banner = banner_text(self._connection, None if left_s is None else math.ceil(left_s))
        if banner != self._banner:
            self._banner = banner
            self.banner_changed.emit()
        if left_s is None or left_s <= 0 or not self._watched:
            self._timer.stop()
        else:
            to_next_second = left_s - math.floor(left_s)
            self._timer.start(max(1, math.ceil((to_next_second or 1.0) * 1000)))

    def _left_s(self) -> float | None:
        retry_at_s = self._connection.retry_at_s
        return None if retry_at_s is None else max(0.0, retry_at_s - self._clock())

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._refresh()
