"""Lists of which one is chosen: of anything, and of days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from binom_desktop.presentation import usage_text
from binom_desktop.queries import DatePreset, DateRange
from binom_desktop.views.chevron_box import ChevronBox
from binom_desktop.views.date_range_dialog import DateRangeDialog
from binom_desktop.views.theme import Theme

_Choice = TypeVar("_Choice")
_PRESETS = (
    DatePreset.TODAY,
    DatePreset.PAST_7_DAYS,
    DatePreset.PAST_30_DAYS,
    DatePreset.PAST_90_DAYS,
    DatePreset.THIS_MONTH,
    DatePreset.LAST_MONTH,
    DatePreset.CUSTOM,
)


class ChoiceBox(ChevronBox, Generic[_Choice]):
    """A list of which one is chosen; ``picked`` comes when a person chose, the same one again too."""

    picked = Signal(int)

    def __init__(
        self,
        *,
        object_name: str,
        accessible_name: str,
        choices: Sequence[tuple[_Choice, str]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme=theme, parent=parent)
        self._choices = [choice for choice, _ in choices]
        self._texts = [text for _, text in choices]
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setToolTip(accessible_name)
        self.addItems([text for _, text in choices])
        self.activated.connect(self.picked)

    def choice(self, number: int) -> _Choice:
        """What stands at a place."""
        return self._choices[number]

    def show_choice(self, choice: _Choice, text: str | None = None) -> None:
        """Show what is chosen; ``text`` says more about it than the list does."""
        number = self._choices.index(choice)
        for place, usual in enumerate(self._texts):
            self.setItemText(place, text if place == number and text is not None else usual)
        self.setCurrentIndex(number)


class RangeBox(ChoiceBox[DatePreset]):
    """Which days: a preset or any, which a dialog asks for. ``range_picked`` comes when a person chose.

    ``today`` and ``zone`` say what day it is and of which time zone the days are.
    """

    range_picked = Signal(DateRange)

    def __init__(
        self,
        *,
        object_name: str,
        accessible_name: str,
        today: Callable[[], date],
        zone: Callable[[], str],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            object_name=object_name,
            accessible_name=accessible_name,
            choices=[(preset, usage_text.preset_title(preset)) for preset in _PRESETS],
            theme=theme,
            parent=parent,
        )
        self._today = today
        self._zone = zone
        self._theme = theme
        self._range = DateRange(DatePreset.PAST_30_DAYS)
        self.picked.connect(self._on_picked)

    def show_range(self, days: DateRange) -> None:
        """Show which days are chosen."""
        self._range = days
        text = None
        if days.preset is DatePreset.CUSTOM:
            text = usage_text.period_text(*days.closed_days(self._today()))
        self.show_choice(days.preset, text)

    @Slot(int)
    def _on_picked(self, number: int) -> None:
        preset = self.choice(number)
        if preset is not DatePreset.CUSTOM:
            self.range_picked.emit(DateRange(preset))
            return
        first, last = self._range.closed_days(self._today())
        dialog = DateRangeDialog(
            days=DateRange(DatePreset.CUSTOM, first, last),
            today=self._today(),
            zone=self._zone(),
            theme=self._theme,
            parent=self,
        )
        dialog.setObjectName(f"{self.objectName()}Dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(self.range_picked)
        dialog.rejected.connect(self._on_dialog_rejected)
        dialog.open()

    @Slot()
    def _on_dialog_rejected(self) -> None:
        self.show_range(self._range)
