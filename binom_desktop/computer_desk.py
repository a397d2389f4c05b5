"""Tells the session what happens to the computer: its network, its sleep, its power."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.views.desktop_watch import NetworkWatch, WakeWatch, power_watch

if TYPE_CHECKING:
    from binom_desktop.services.session import AccountSession


class ComputerDesk(QObject):
    """Watches from ``start()`` on. ``session`` is the one that runs, None between two accounts.

    The network, for which Qt loads several MB, is watched once a session needs one.
    """

    saving_changed = Signal()

    def __init__(self, *, session: Callable[[], AccountSession | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._network = NetworkWatch(parent=self)
        self._wake = WakeWatch(parent=self)
        self._power = power_watch(parent=self)
        self._network.reachable_changed.connect(self._on_network_reachable_changed)
        self._network.changed.connect(self._on_network_changed)
        self._wake.woke.connect(self._on_wake_woke)
        self._power.saving_changed.connect(self.saving_changed)

    @property
    def saving_power(self) -> bool:
        """Whether power is to be saved."""
        return self._power.saving

    def start(self) -> None:
        """Watch from now on."""
        self._wake.start()
        self._power.start()

    def tell(self, session: AccountSession) -> None:
        """Tell a session that begins where the network stands."""
        if session.needs_network:
            self._network.start()
            session.network_changed(self._network.reachable)

    @Slot(bool)
    def _on_network_reachable_changed(self, reachable: bool) -> None:
        if (session := self._session()) is not None:
            session.network_changed(reachable)

    @Slot()
    def _on_network_changed(self) -> None:
        if (session := self._session()) is not None:
            session.retry_now()

    @Slot()
    def _on_wake_woke(self) -> None:
        if (session := self._session()) is not None:
            session.woke()
