"""One API key's usage of the past days, for the same charts and tables as the account's."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from binom_desktop.domain import KeyDetail, Overview
from binom_desktop.models.model_usage import ModelUsageModel
from binom_desktop.models.overview_state import OVERVIEW_PART, OverviewStateModel
from binom_desktop.models.recent_requests import RecentRequestsModel
from binom_desktop.models.usage_series import DailySeriesModel


class KeyDetailModel(QObject):
    """Shows a detail only while its key is the chosen one. ``now_ms`` is the wall clock."""

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key_id: str | None = None
        self.days = DailySeriesModel(parent=self)
        self.models = ModelUsageModel(parent=self)
        self.failed = RecentRequestsModel(parent=self)
        self.state = OverviewStateModel(now_ms=now_ms, parent=self)
        self.known = False

    @property
    def key_id(self) -> str | None:
        """The key that is looked at."""
        return self._key_id

    def set_key_id(self, key_id: str | None) -> None:
        """Look at another key, of whose usage nothing is known yet."""
        if key_id != self._key_id:
            self._key_id, self.known = key_id, False
            for model in (self.days, self.models, self.failed, self.state):
                model.clear()
            self.changed.emit()

    def set_detail(self, detail: KeyDetail) -> None:
        """Show a key's usage, unless another one is looked at by now."""
        if detail.key_id != self._key_id:
            return
        usage = Overview(
            days=detail.days,
            models=detail.models,
            previous_cost_nano=None,
            recent=detail.failed,
            source=detail.source,
            as_of_ms=detail.as_of_ms,
        )
        self.known = True
        self.days.set_overview(usage)
        self.models.set_overview(usage)
        self.failed.set_overview(usage)
        self.state.set_overview(usage)
        self.changed.emit()

    def set_failed(self, key_id: str, error: Exception) -> None:
        """Say that a key's usage could not be read; what was shown stays."""
        if key_id == self._key_id:
            self.state.set_failed(OVERVIEW_PART, error)
            self.changed.emit()
