"""Answers Help: the dialogs about the program itself, and the way to what others own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from binom_desktop.paths import Paths
from binom_desktop.presentation.about_text import HelpTopic, about_rows
from binom_desktop.tasks import NewestWins, Supervisor
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.views.licences_dialog import LicencesDialog

_logger = logging.getLogger(__name__)


class HelpDesk(QObject):
    """Opens About and Licences before ``window``. The signals tell what another desk is to show."""

    shortcuts_requested = Signal()
    documentation_requested = Signal()
    diagnostics_requested = Signal()

    def __init__(self, *, window: QWidget, theme: Theme, paths: Paths, supervisor: Supervisor) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._paths = paths
        self._reading = NewestWins(supervisor=supervisor)

    @Slot(HelpTopic)
    def show(self, topic: HelpTopic) -> None:
        """Show what was chosen in a Help menu."""
        match topic:
            case HelpTopic.SHORTCUTS:
                self.shortcuts_requested.emit()
            case HelpTopic.DOCUMENTATION:
                self.documentation_requested.emit()
            case HelpTopic.DIAGNOSTICS:
                self.diagnostics_requested.emit()
            case HelpTopic.LICENCES:
                self.show_licences()
            case HelpTopic.ABOUT:
                self.show_about()

    @Slot()
    def show_about(self) -> None:
        """Open About."""
        from binom_desktop.views.about_dialog import AboutDialog

        dialog = AboutDialog(rows=about_rows(paths=self._paths), theme=self._theme, parent=self._window)
        dialog.licences_requested.connect(self.show_licences)
        dialog.open()

    @Slot()
    def show_licences(self) -> None:
        """Open the licences; their texts follow."""
        from binom_desktop.views.licences_dialog import LicencesDialog

        dialog = LicencesDialog(theme=self._theme, parent=self._window)
        dialog.open()
        self._reading.start(self._read_licences(dialog), name="read licences")

    async def _read_licences(self, dialog: LicencesDialog) -> None:
        def read() -> Mapping[str, str]:
            from binom_desktop.services.licences import licence_texts

            return licence_texts()

        try:
            texts = await asyncio.to_thread(read)
        except OSError:
            _logger.warning("The licences can't be read", exc_info=True)
            if isValid(dialog):
                dialog.show_failed()
            return
        if isValid(dialog):
            dialog.show_texts(texts)
