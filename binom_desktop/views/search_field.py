"""A field that searches while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from binom_desktop.views import icons
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role

_ICON_SIZE = 14
_LEAST_WIDTH = 190
# Beside the placeholder: the icon, the clear button and the paddings.
_AROUND_TEXT = 76


class SearchField(QLineEdit):
    """Has an icon and a clear button. ``searched`` comes at most once a turn of the event loop.

    Esc clears it unless ``keeps_on_escape``.
    """

    searched = Signal(str)
    down_pressed = Signal()

    def __init__(
        self,
        *,
        object_name: str,
        accessible_name: str,
        placeholder: str,
        theme: Theme,
        keeps_on_escape: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keeps_on_escape = keeps_on_escape
        self._theme = theme
        self._icon = QAction(self)
        self._said = ""
        # Many key strokes in one go are one search.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self.setObjectName(object_name)
        self.setAccessibleName(accessible_name)
        self.setPlaceholderText(placeholder)
        set_role(self, Role.SEARCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self._name_button(accessible_name)
        self._connect()
        self._show_theme()

    def show_search(self, text: str) -> None:
        """Show what is searched for by now; typing that is still on its way stays, unless this is news."""
        if text != self._said:
            self._said = text
            self.setText(text)
            self._timer.stop()

    @override
    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(max(text_px(_LEAST_WIDTH), text + _AROUND_TEXT), super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    @override
    def event(self, event: QEvent) -> bool:
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._clears_by(event):
            # While there is something to clear, Esc is not a shortcut of the window.
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clears_by(event):
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _clears_by(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and bool(self.text()) and not self._keeps_on_escape

    def _name_button(self, accessible_name: str) -> None:
        """Name the button that was just added; Qt names none."""
        for button in self.findChildren(QToolButton):
            if not button.accessibleName():
                button.setAccessibleName(accessible_name)

    def _connect(self) -> None:
        self.textChanged.connect(self._on_text_changed)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._theme.changed.connect(self._on_theme_changed)

    def _show_theme(self) -> None:
        self._icon.setIcon(icons.icon("search", self._theme.tokens.text3, size=_ICON_SIZE))
        clear = self.findChild(QAction, "_q_qlineeditclearaction")
        if isinstance(clear, QAction):
            clear.setIcon(icons.icon("x", self._theme.tokens.text2, size=_ICON_SIZE))

    @Slot()
    def _on_text_changed(self) -> None:
        if self.text() and not self.isClearButtonEnabled():
            # Not sooner: Qt looks through the desktop's icons for the one that is replaced here.
            self.setClearButtonEnabled(True)
            self._name_button(self.tr("Clear the search"))
            self._show_theme()
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        if self.text() != self._said:
            self._said = self.text()
            self.searched.emit(self._said)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()
