"""Pictures of every page, taken once their data is there."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from binom_desktop.domain import ConnectionState
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.overview import OverviewModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.options import ROUTES
from binom_desktop.paths import create_private_folder
from binom_desktop.presentation.translation import translate
from binom_desktop.views import snapshot
from binom_desktop.views.main_window import MainWindow

_TIMEOUT_S = 180.0


class Desk(Protocol):
    """What owns a page."""

    @property
    def settled(self) -> bool:
        """Whether the page, if it is shown, has all of its data, or why it can't."""


class Pictures:
    """Goes from page to page, and waits at each until it shows all of its data.

    ``changes`` come when a desk may have settled.
    """

    def __init__(
        self,
        *,
        window: MainWindow,
        overview: OverviewModel,
        connection: ConnectionModel,
        desks: Sequence[Desk],
        changes: Sequence[SignalInstance],
    ) -> None:
        self._window = window
        self._overview = overview
        self._connection = connection
        self._desks = desks
        self._ended = False
        self._changed = asyncio.Event()
        for signal in (overview.state.changed, overview.cards.changed, connection.state_changed, *changes):
            signal.connect(self._changed.set)
        snapshot.prepare(window)

    def end(self) -> None:
        """The app ends: wait for nothing more."""
        self._ended = True
        self._changed.set()

    async def take(self, folder: Path) -> int:
        """Write a picture of every page; the answer is the exit code, 1 if one could not load."""
        try:
            await asyncio.to_thread(create_private_folder, folder)
            async with asyncio.timeout(_TIMEOUT_S):
                problem = await self._write(folder)
        except TimeoutError:
            problem = translate("Pictures", "the page's data did not come")
        except OSError as error:
            problem = str(error)
        if problem is None:
            return 0
        sys.stderr.write(f"{self._window.page_title}: {problem}\n")
        return 1

    async def _write(self, folder: Path) -> str | None:
        for route in ROUTES:
            if self._window.navigate(route):
                problem = await self._settled()
                if problem is not None:
                    return problem
                sys.stdout.write(f"{snapshot.write_picture(self._window, folder)}\n")
        return None

    async def _settled(self) -> str | None:
        """Wait until the page shows all of its data; the answer is why it can't, or None."""
        while not self._ended:
            state = self._overview.state
            if self._window.signing_in:
                return translate("Pictures", "nobody is signed in")
            if state.phase is Phase.FAILED:
                return state.error_text
            waiting = self._connection.state in {ConnectionState.CONNECTING, ConnectionState.REJOINING}
            loaded = state.phase in {Phase.READY, Phase.EMPTY} and all(desk.settled for desk in self._desks)
            if loaded and not waiting and not state.loading_history:
                return None
            self._changed.clear()
            await self._changed.wait()
        return translate("Pictures", "the app was ended")
