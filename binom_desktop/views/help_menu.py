"""Help: its menu, and the button for it at the foot of the sidebar."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

from binom_desktop.presentation.about_text import HelpTopic, opens_text, topic_text
from binom_desktop.views import icons
from binom_desktop.views.page import DOCUMENTATION_URL
from binom_desktop.views.popup import ChipMenu
from binom_desktop.views.side_button import SideButton
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import ICON_SIZE

_AIR = 7


class HelpMenu(ChipMenu):
    """Everything that helps; ``chosen`` tells what. The entry that opens the browser tells where it leads."""

    chosen = Signal(HelpTopic)

    def __init__(self, *, anchor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(anchor=anchor, parent=parent)
        self.setObjectName("helpMenu")
        self.setAccessibleName(self.tr("Help"))
        self.setToolTipsVisible(True)
        for topic in HelpTopic:
            action = QAction(topic_text(topic), self)
            action.setObjectName(f"{topic.value}Action")
            action.setData(topic.value)
            self.addAction(action)
            if topic is HelpTopic.SHORTCUTS:
                action.setShortcut(QKeySequence(Qt.Key.Key_F1))
                # Shown here; the window's own action does it.
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            elif topic is HelpTopic.DOCUMENTATION:
                action.setToolTip(opens_text(DOCUMENTATION_URL))
        self.triggered.connect(self._on_triggered)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(HelpTopic(action.data()))


class HelpButton(SideButton):
    """Help at the foot of the sidebar: icon and word, or the icon alone."""

    topic_chosen = Signal(HelpTopic)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__(object_name="helpButton", theme=theme)
        self.setAccessibleName(self.tr("Help"))
        self.setToolTip(self.tr("Help"))
        self._icon = QLabel()
        self._icon.setFixedSize(icons.icon_size())
        self._word = QLabel(self.tr("Help"))
        self._word.setObjectName("helpWord")
        set_role(self._word, Role.SUBTITLE)
        for part in (self._icon, self._word):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.content.addWidget(part)
        self.content.addStretch(1)
        self.content.setSpacing(10)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme_changed)
        self._show_icon()

    @cached_property
    def _menu(self) -> HelpMenu:
        """Made when it first opens."""
        menu = HelpMenu(anchor=self, parent=self)
        menu.chosen.connect(self.topic_chosen)
        return menu

    def set_folded(self, folded: bool, left: int) -> None:
        """Show the icon alone, or the word too, ``left`` pixels from the edge."""
        self._word.setVisible(not folded)
        self.content.setContentsMargins(left, _AIR, 4, _AIR)

    def _show_icon(self) -> None:
        ink = self._theme.tokens.text2
        self._icon.setPixmap(icons.pixmap("circle-question-mark", ink, text_px(ICON_SIZE), self.devicePixelRatioF()))

    @Slot()
    def _on_clicked(self) -> None:
        self._menu.open_below()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_icon()
