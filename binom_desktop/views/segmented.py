"""A choice between a few views of the same thing, all of them in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from binom_desktop.views.theme import Role, set_role


class SegmentedControl(QFrame):
    """Buttons of which one is chosen; Tab reaches the chosen one, the arrow keys move between them.

    ``options`` are pairs of a value, which also names the button's object, and the text shown.
    """

    chosen = Signal(str)

    def __init__(
        self,
        *,
        object_name: str,
        accessible_name: str,
        options: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_role(self, Role.SEGMENTED)
        self._group = QButtonGroup(self)
        self._values: list[str] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        for value, text in options:
            button = QPushButton(text)
            button.setObjectName(f"{object_name}_{value}")
            button.setAccessibleName(text)
            button.setCheckable(True)
            set_role(button, Role.SEGMENT)
            self._group.addButton(button, len(self._values))
            self._values.append(value)
            layout.addWidget(button)
        self._group.buttons()[0].setChecked(True)
        self._group.buttonToggled.connect(self._on_group_button_toggled)

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._values[self._group.checkedId()]

    def button(self, value: str) -> QAbstractButton:
        """The button of ``value``."""
        return self._group.button(self._values.index(value))

    @Slot(QAbstractButton, bool)
    def _on_group_button_toggled(self, _button: QAbstractButton, checked: bool) -> None:
        if checked:
            self.chosen.emit(self.value)
