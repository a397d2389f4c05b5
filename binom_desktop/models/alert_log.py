"""The alerts that have fired as table rows, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

from PySide6.QtCore import QObject
from typing_extensions import override

from binom_desktop.alert_values import FiredAlert
from binom_desktop.models.keyed_rows import KeyedRowsModel
from binom_desktop.presentation import alert_text, fired_text, inbox_text
from binom_desktop.presentation import format as text_format


class AlertColumn(IntEnum):
    """The columns, left to right."""

    TIME = 0
    SEVERITY = 1
    ALERT = 2
    READ = 3


class AlertLogModel(KeyedRowsModel[FiredAlert]):
    """``key_name`` names a key by its id, ``now_ms`` is the wall clock."""

    def __init__(
        self, *, key_name: Callable[[str | None], str], now_ms: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent=parent)
        self._key_name = key_name
        self._now_ms = now_ms

    @property
    def unread(self) -> int:
        """How many nobody has seen."""
        return sum(not alert.read for alert in self._rows)

    def is_unread(self, row: int) -> bool:
        """Whether nobody has seen the one in ``row``."""
        return not self.at(row).read

    def set_log(self, log: Sequence[FiredAlert]) -> None:
        """Show these, newest first."""
        self._set_rows(log)

    @override
    def _id(self, row: FiredAlert) -> str:
        return str(row.id)

    @override
    def _titles(self) -> Sequence[str]:
        return self.tr("Time ({zone})").format(zone=self.zone), self.tr("Severity"), self.tr("Alert"), self.tr("Status")

    @override
    def _text(self, row: FiredAlert, column: int) -> str:
        match AlertColumn(column):
            case AlertColumn.TIME:
                return text_format.timestamp(row.fired_ms, self.zone)
            case AlertColumn.SEVERITY:
                return alert_text.severity_text(row.rule.severity)
            case AlertColumn.ALERT:
                return fired_text.fired_text(row, self._key_name(fired_text.key_id_of(row)))
            case AlertColumn.READ:
                return inbox_text.read_text(row.read)

    @override
    def _detail(self, row: FiredAlert, column: int) -> str:
        if column == AlertColumn.TIME:
            return text_format.age(row.fired_ms, self._now_ms())
        if column == AlertColumn.ALERT:
            return fired_text.fired_detail(row, self._key_name(fired_text.key_id_of(row)))
        return self._text(row, column)
