"""The account's notifications and announcements as table rows, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum

from PySide6.QtCore import QObject
from typing_extensions import override

from binom_desktop.domain import Notification
from binom_desktop.models.keyed_rows import KeyedRowsModel
from binom_desktop.presentation import alert_text, inbox_text
from binom_desktop.presentation import format as text_format


class InboxColumn(IntEnum):
    """The columns, left to right."""

    TIME = 0
    SEVERITY = 1
    KIND = 2
    TITLE = 3
    BODY = 4
    READ = 5


class InboxModel(KeyedRowsModel[Notification]):
    """``now_ms`` is the wall clock."""

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._now_ms = now_ms

    @property
    def unread(self) -> int:
        """How many are not read."""
        return sum(notification.read_ms is None for notification in self._rows)

    def is_unread(self, row: int) -> bool:
        """Whether the one in ``row`` is not read."""
        return self.at(row).read_ms is None

    def find(self, notification_id: str) -> Notification | None:
        """A notification by its id."""
        row = self.row_of(notification_id)
        return None if row is None else self.at(row)

    def set_notifications(self, notifications: Iterable[Notification]) -> None:
        """Show these, in whatever order they come."""
        self._set_rows(sorted(notifications, key=lambda one: (one.timestamp_ms, one.id), reverse=True))

    @override
    def _id(self, row: Notification) -> str:
        return row.id

    @override
    def _titles(self) -> Sequence[str]:
        return (
            self.tr("Time ({zone})").format(zone=self.zone),
            self.tr("Severity"),
            self.tr("Kind"),
            self.tr("Title"),
            self.tr("Message"),
            self.tr("Status"),
        )

    @override
    def _text(self, row: Notification, column: int) -> str:
        match InboxColumn(column):
            case InboxColumn.TIME:
                return text_format.timestamp(row.timestamp_ms, self.zone)
            case InboxColumn.SEVERITY:
                return alert_text.severity_text(row.severity)
            case InboxColumn.KIND:
                return inbox_text.notification_kind(row.kind)
            case InboxColumn.TITLE:
                return inbox_text.notification_title(row)
            case InboxColumn.BODY:
                return " ".join(inbox_text.notification_body(row).split("\n"))
            case InboxColumn.READ:
                return inbox_text.read_text(row.read_ms is not None)

    @override
    def _detail(self, row: Notification, column: int) -> str:
        if column == InboxColumn.TIME:
            return text_format.age(row.timestamp_ms, self._now_ms())
        if column == InboxColumn.BODY:
            return inbox_text.notification_body(row)
        return self._text(row, column)
