"""The chips of the request log's filters, each with its way to choose: a menu, a dialog or a list."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.models.request_criteria import RequestCriteriaModel
from binom_desktop.presentation.criteria_text import CriteriaPart, part_label, preset_text, status_choice_text
from binom_desktop.queries import DatePreset, DateRange, StatusClass
from binom_desktop.views import icons
from binom_desktop.views.filter_chip import FilterChip
from binom_desktop.views.popup import ChipMenu
from binom_desktop.views.reading_order import readable
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.views.choice_popup import ChoicePopup

_STATUSES: tuple[StatusClass | None, ...] = (
    None,
    StatusClass.SUCCESS,
    StatusClass.FAILED,
    StatusClass.CLIENT_ERROR,
    StatusClass.SERVER_ERROR,
)
_ALL = "all"


class CriteriaChip(FilterChip):
    """Shows one part of ``criteria`` and clears it. Subclasses open what it can be set by."""

    def __init__(
        self, *, criteria: RequestCriteriaModel, part: CriteriaPart, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(object_name=f"{part}Filter", label=part_label(part), theme=theme, parent=parent)
        self._criteria = criteria
        self._part = part
        self._connect_criteria()
        self._show_criteria()

    def _connect_criteria(self) -> None:
        self._criteria.changed.connect(self._on_criteria_changed)
        self._criteria.choices_changed.connect(self._on_criteria_choices_changed)
        self.open_requested.connect(self._on_open_requested)
        self.removal_requested.connect(self._on_part_removal_requested)

    def _open(self) -> None:
        raise NotImplementedError

    def _show_criteria(self) -> None:
        self.set_value(self._criteria.part_text(self._part), self._criteria.part_tooltip(self._part))

    @Slot()
    def _on_criteria_changed(self) -> None:
        self._show_criteria()

    @Slot()
    def _on_criteria_choices_changed(self) -> None:
        self._show_criteria()

    @Slot()
    def _on_open_requested(self) -> None:
        self._open()

    @Slot()
    def _on_part_removal_requested(self) -> None:
        self._criteria.clear_part(self._part)


class MenuChip(CriteriaChip):
    """A part of which one value is chosen, from a menu that is made when it first opens, its entries each time."""

    @cached_property
    def _menu(self) -> ChipMenu:
        menu = ChipMenu(anchor=self.button, parent=self)
        menu.setObjectName(f"{self._part}FilterMenu")
        menu.setAccessibleName(part_label(self._part))
        return menu

    @cached_property
    def _group(self) -> QActionGroup:
        group = QActionGroup(self)
        group.triggered.connect(self._on_group_triggered)
        return group

    def _fill(self) -> None:
        raise NotImplementedError

    def _choose(self, value: object) -> None:
        raise NotImplementedError

    @override
    def _open(self) -> None:
        self._menu.clear()
        self._fill()
        self._menu.open_below()
        checked = self._group.checkedAction()
        if checked is not None:
            self._menu.setActiveAction(checked)

    def _add(self, text: str, value: str | int, *, checked: bool) -> None:
        # A lone & would be taken for a mnemonic.
        action = self._menu.addAction(self._check_icon(), readable(text).replace("&", "&&"))
        action.setObjectName(f"{self._part}Filter_{value}")
        action.setData(value)
        action.setCheckable(True)
        action.setChecked(checked)
        self._group.addAction(action)

    def _check_icon(self) -> QIcon:
        """A check while the entry is chosen, and as much room while it is not."""
        icon = icons.icon("check", self._theme.tokens.accent)
        nothing = QPixmap(icons.icon_size())
        nothing.fill(Qt.GlobalColor.transparent)
        made = QIcon()
        for size in icon.availableSizes():
            made.addPixmap(icon.pixmap(size), QIcon.Mode.Normal, QIcon.State.On)
        made.addPixmap(nothing, QIcon.Mode.Normal, QIcon.State.Off)
        return made

    @Slot(QAction)
    def _on_group_triggered(self, action: QAction) -> None:
        self._choose(action.data())


class DateChip(MenuChip):
    """The days: a preset, or a dialog for others."""

    def __init__(self, *, criteria: RequestCriteriaModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(criteria=criteria, part=CriteriaPart.RANGE, theme=theme, parent=parent)

    @override
    def _fill(self) -> None:
        chosen = self._criteria.criteria.range.preset
        for preset in DatePreset:
            if preset is DatePreset.CUSTOM:
                self._menu.addSeparator()
            self._add(preset_text(preset), preset.value, checked=preset is chosen)

    @override
    def _choose(self, value: object) -> None:
        preset = DatePreset(str(value))
        if preset is DatePreset.CUSTOM:
            self._ask()
        else:
            self._criteria.set_range(DateRange(preset))

    def _ask(self) -> None:
        from binom_desktop.views.date_range_dialog import DateRangeDialog

        criteria = self._criteria
        dialog = DateRangeDialog(
            days=criteria.criteria.range, today=criteria.today, theme=self._theme, parent=self.window()
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(self._on_dialog_applied)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    @Slot(DateRange)
    def _on_dialog_applied(self, days: DateRange) -> None:
        self._criteria.set_range(days)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.button.setFocus(Qt.FocusReason.PopupFocusReason)


class StatusChip(MenuChip):
    """A class of statuses, or a single code that occurs in the log."""

    def __init__(self, *, criteria: RequestCriteriaModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(criteria=criteria, part=CriteriaPart.STATUS, theme=theme, parent=parent)

    @override
    def _fill(self) -> None:
        chosen = self._criteria.criteria.status
        for status in _STATUSES:
            value = _ALL if status is None else status.value
            self._add(status_choice_text(status), value, checked=status is chosen)
        codes = self._criteria.offered_statuses
        if codes:
            self._menu.addSeparator()
        for code in codes:
            self._add(status_choice_text(code), code, checked=code == chosen)

    @override
    def _choose(self, value: object) -> None:
        if isinstance(value, int):
            self._criteria.set_status(value)
        else:
            self._criteria.set_status(None if value == _ALL else StatusClass(str(value)))


class ListChip(CriteriaChip):
    """Models, endpoints or keys: any number of them, from a list with a search."""

    @cached_property
    def _popup(self) -> ChoicePopup:
        """The list; made when it first opens, so that no page waits for it."""
        from binom_desktop.models.choice_list import ChoiceListModel
        from binom_desktop.views.choice_popup import ChoicePopup

        choices = ChoiceListModel(criteria=self._criteria, part=self._part, parent=self)
        popup = ChoicePopup(model=choices, anchor=self.button, theme=self._theme, parent=self)
        popup.closed.connect(self._on_popup_closed)
        return popup

    @override
    def _open(self) -> None:
        self._popup.open_below()

    @Slot()
    def _on_popup_closed(self) -> None:
        self.button.setFocus(Qt.FocusReason.PopupFocusReason)
