"""The days of a custom range, each side of which may stay open."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QDate, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QDateEdit,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.presentation.tone import Tone
from binom_desktop.queries import DatePreset, DateRange
from binom_desktop.views import icons
from binom_desktop.views.focus_ring import FocusRing
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.tick_box import TickBox

_PADDING = 20
_ICON = 14
_LEAST_WIDTH = 340
_CALENDAR_WIDTH, _CALENDAR_HEIGHT = 280, 240
# What is offered to begin with when all days are shown.
_FIRST_OFFER: Final = timedelta(days=29)


class DayField(QDateEdit):
    """A day to type or to pick from a calendar."""

    def __init__(self, *, object_name: str, accessible_name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.lineEdit().setAccessibleName(accessible_name)
        self.setDisplayFormat("yyyy-MM-dd")
        self.setDateRange(QDate(1970, 1, 1), QDate(9999, 12, 30))
        self.setCalendarPopup(True)
        calendar = self.calendarWidget()
        calendar.setObjectName(f"{object_name}Calendar")
        calendar.setGridVisible(False)
        calendar.setMinimumSize(text_px(_CALENDAR_WIDTH), text_px(_CALENDAR_HEIGHT))
        calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        theme.changed.connect(self._on_theme_changed)
        self._show_theme()

    @property
    def day(self) -> date:
        """The day that stands in it."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def set_day(self, day: date) -> None:
        """Put a day into it."""
        self.setDate(QDate(day.year, day.month, day.day))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = self._theme.tokens
        painter = QPainter(self)
        ink = tokens.text2 if self.isEnabled() else tokens.text3
        picture = icons.pixmap("calendar", ink, text_px(_ICON), self.devicePixelRatioF())
        box = QStyle.alignedRect(
            self.layoutDirection(),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            icons.icon_size(_ICON),
            self.rect().adjusted(10, 0, -10, 0),
        )
        painter.drawPixmap(box.topLeft(), picture)
        painter.end()

    def _show_theme(self) -> None:
        # The calendar would write the days of the weekend in a red of its own.
        plain = QTextCharFormat()
        plain.setForeground(self._theme.color("text"))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendarWidget().setWeekdayTextFormat(weekday, plain)
        for button_name, icon_name, name in (
            ("qt_calendar_prevmonth", "chevron-left", self.tr("Previous month")),
            ("qt_calendar_nextmonth", "chevron-right", self.tr("Next month")),
        ):
            button = self.calendarWidget().findChild(QToolButton, button_name)
            if isinstance(button, QToolButton):
                button.setAccessibleName(name)
                button.setIcon(icons.icon(icon_name, self._theme.tokens.text2))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()


class DateRangeDialog(QDialog):
    """Asks for the first and the last day, of UTC or another zone; ``applied`` tells them. Show it by ``open()``."""

    applied = Signal(DateRange)

    def __init__(
        self, *, days: DateRange, today: date, theme: Theme, zone: str = "UTC", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self.setObjectName("dateRangeDialog")
        self.setWindowTitle(self.tr("Custom date range"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(text_px(_LEAST_WIDTH))
        self._has_first = TickBox(self.tr("First day"), theme=theme)
        self._has_last = TickBox(self.tr("Last day"), theme=theme)
        self._first = DayField(
            object_name="firstDayField", accessible_name=self.tr("First day ({zone})").format(zone=zone), theme=theme
        )
        self._last = DayField(
            object_name="lastDayField", accessible_name=self.tr("Last day ({zone})").format(zone=zone), theme=theme
        )
        self._message = QLabel()
        self._cancel = QPushButton(self.tr("Cancel"))
        self._apply = QPushButton(self.tr("Apply"))
        self._build()
        self._take(days, today)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusRing(application=application, theme=theme, window=self)
        self._connect()
        self._show_check()
        self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def days(self) -> DateRange:
        """What is entered."""
        first = self._first.day if self._has_first.isChecked() else None
        last = self._last.day if self._has_last.isChecked() else None
        return DateRange(DatePreset.CUSTOM, first, last)

    def _build(self) -> None:
        title = QLabel(self.tr("Custom date range"))
        title.setObjectName("dateRangeTitle")
        set_role(title, Role.SECTION_TITLE)
        note = QLabel(
            self.tr("Whole {zone} days, both included. Untick a side to leave it open.").format(zone=self._zone)
        )
        note.setObjectName("dateRangeNote")
        note.setWordWrap(True)
        set_role(note, Role.SECONDARY)
        self._message.setObjectName("dateRangeMessage")
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        set_role(self._message, Role.MESSAGE)
        set_tone(self._message, Tone.BAD)
        for button, name in (
            (self._has_first, "firstDayCheck"),
            (self._has_last, "lastDayCheck"),
            (self._cancel, "dateRangeCancel"),
            (self._apply, "dateRangeApply"),
        ):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
        self._apply.setDefault(True)
        self._cancel.setAutoDefault(False)
        set_role(self._apply, Role.PRIMARY)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.setColumnStretch(1, 1)
        for row, (box, field) in enumerate(((self._has_first, self._first), (self._has_last, self._last))):
            fields.addWidget(box, row, 0)
            fields.addWidget(field, row, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING, _PADDING - 2, _PADDING, _PADDING)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addWidget(note)
        layout.addSpacing(8)
        layout.addLayout(fields)
        layout.addWidget(self._message)
        layout.addStretch(1)
        layout.addSpacing(10)
        layout.addLayout(buttons)

    def _take(self, days: DateRange, today: date) -> None:
        first, last = days.days(today)
        custom = days.preset is DatePreset.CUSTOM
        self._has_first.setChecked(first is not None or not custom)
        self._has_last.setChecked(last is not None or not custom)
        last_offer = today if last is None else last
        self._last.set_day(max(last_offer, first or last_offer))
        self._first.set_day(first or min(last_offer, today) - _FIRST_OFFER)

    def _connect(self) -> None:
        self._has_first.toggled.connect(self._on_check_toggled)
        self._has_last.toggled.connect(self._on_check_toggled)
        self._first.dateChanged.connect(self._on_field_date_changed)
        self._last.dateChanged.connect(self._on_field_date_changed)
        self._cancel.clicked.connect(self._on_cancel_clicked)
        self._apply.clicked.connect(self._on_apply_clicked)

    def _show_check(self) -> None:
        days = self.days
        self._first.setEnabled(days.first is not None)
        self._last.setEnabled(days.last is not None)
        text = ""
        if days.first is None and days.last is None:
            text = self.tr("Tick at least one side.")
        elif days.first is not None and days.last is not None and days.first > days.last:
            text = self.tr("The first day is after the last day.")
        self._message.setText(text)
        self._apply.setEnabled(not text)
        for field in (self._first, self._last):
            field.setAccessibleDescription(text)

    @Slot(bool)
    def _on_check_toggled(self, _checked: bool) -> None:
        self._show_check()

    @Slot(QDate)
    def _on_field_date_changed(self, _day: QDate) -> None:
        self._show_check()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.reject()

    @Slot()
    def _on_apply_clicked(self) -> None:
        self.applied.emit(self.days)
        self.accept()
