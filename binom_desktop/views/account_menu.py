"""The menu of the account: which one is shown, and what can be done about accounts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from binom_desktop.models.account_choices import AccountChoice, account_texts, current_choice
from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.views import icons
from binom_desktop.views.popup import ChipMenu
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Theme

_WIDEST_TEXT = 320


class AccountMenu(ChipMenu):
    """Switches between the accounts that are kept here, and asks for what else can be done.

    ``account_chosen`` tells another account than the current one. What is about the current account is only offered
    where that is kept here.
    """

    account_chosen = Signal(AccountChoice)
    add_account_requested = Signal()
    rename_requested = Signal()
    sign_out_requested = Signal()

    def __init__(self, *, anchor: QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(anchor=anchor, parent=parent)
        self._theme = theme
        self._choices: tuple[AccountChoice, ...] = ()
        self.setObjectName("accountMenu")
        self.setAccessibleName(self.tr("Accounts"))
        self.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self._rule = self.addSeparator()
        self._add = self._added_action("addAccountAction", self.tr("Add Account…"))
        self._rename = self._added_action("renameAccountAction", self.tr("Rename…"))
        self._sign_out = self._added_action("signOutAction", self.tr("Sign Out"))
        self._connect()
        self._fill()

    def set_choices(self, choices: Sequence[AccountChoice]) -> None:
        """Offer these accounts, in this order."""
        self._choices = tuple(choices)
        self._fill()

    @override
    def open_below(self) -> None:
        super().open_below()
        checked = self._group.checkedAction()
        if checked is not None:
            self.setActiveAction(checked)

    def _added_action(self, object_name: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(object_name)
        self.addAction(action)
        return action

    def _connect(self) -> None:
        self._group.triggered.connect(self._on_group_triggered)
        self._add.triggered.connect(self._on_add_triggered)
        self._rename.triggered.connect(self._on_rename_triggered)
        self._sign_out.triggered.connect(self._on_sign_out_triggered)
        self._theme.changed.connect(self._on_theme_changed)

    def _fill(self) -> None:
        for action in self._group.actions():
            self._group.removeAction(action)
            self.removeAction(action)
            action.deleteLater()
        for place, text in enumerate(account_texts(self._choices)):
            self._add_choice(place, text)
        self._rule.setVisible(bool(self._choices))
        for action in (self._rename, self._sign_out):
            action.setVisible(current_choice(self._choices) is not None)

    def _add_choice(self, place: int, text: str) -> None:
        choice = self._choices[place]
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, text_px(_WIDEST_TEXT))
        # A lone & would be taken for a mnemonic.
        action = QAction(shown.replace("&", "&&"), self)
        action.setObjectName(f"account_{choice.id}")
        action.setIcon(self._check_icon(checked=choice.current))
        action.setToolTip(plain_tooltip(text))
        action.setData(place)
        action.setCheckable(True)
        self._group.addAction(action)
        action.setChecked(choice.current)
        self.insertAction(self._rule, action)

    def _check_icon(self, *, checked: bool) -> QIcon:
        """A check before the current account, and as much room before the others."""
        if checked:
            return icons.icon("check", self._theme.tokens.accent)
        nothing = QPixmap(icons.icon_size())
        nothing.fill(Qt.GlobalColor.transparent)
        return QIcon(nothing)

    @Slot(QAction)
    def _on_group_triggered(self, action: QAction) -> None:
        chosen = self._choices[action.data()]
        # The check moves once the account is there.
        for other, choice in zip(self._group.actions(), self._choices, strict=True):
            other.setChecked(choice.current)
        if not chosen.current:
            self.account_chosen.emit(chosen)

    @Slot()
    def _on_add_triggered(self) -> None:
        self.add_account_requested.emit()

    @Slot()
    def _on_rename_triggered(self) -> None:
        self.rename_requested.emit()

    @Slot()
    def _on_sign_out_triggered(self) -> None:
        self.sign_out_requested.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._fill()
