"""The command palette: a line to type into and what matches it, over the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from binom_desktop.models.command_list import CommandListModel
from binom_desktop.presentation.format import count
from binom_desktop.views.announce import announce
from binom_desktop.views.command_list import CommandListView
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.focus_ring import OWN_FOCUS
from binom_desktop.views.search_field import SearchField
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import TABLE

_PADDING = 10
_GAP = 12
_MOST_ROWS = 10
_LEAST_WIDTH = 580
# As wide in characters, so that larger text has as much room.
_WIDTH_CHARACTERS = 84
_MARGIN = 16
_LOWEST_TOP = 88
_LONGEST_TEXT = 80
_LIGHT_SCRIM, _DARK_SCRIM = 46, 150
_CHOOSING_KEYS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_TAB_KEYS = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


class CommandPalette(QDialog):
    """Lies over the whole window of ``parent`` and dims it; ``chosen`` tells the id of the command that was picked.

    Esc, a click beside it, or the focus going elsewhere closes it. Otherwise the focus returns to where it was before
    ``chosen`` is told.
    """

    chosen = Signal(str)

    def __init__(self, *, model: CommandListModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        # A window of its own could not be placed on every desktop, and would take the activation from the main one.
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._covered = parent
        self._model = model
        self._theme = theme
        self._return_to: QWidget | None = None
        self._searching = False
        self._closing = False
        self._kept_id = ""
        self.setObjectName("commandPalette")
        self.setWindowTitle(self.tr("Command Palette"))
        self.setAccessibleName(self.windowTitle())
        self._panel = QFrame(self)
        self._line = SearchField(
            object_name="commandSearch",
            accessible_name=self.tr("Search commands"),
            placeholder=self.tr("Go to a page, key or model, or do something"),
            theme=theme,
            keeps_on_escape=True,
        )
        self._list = CommandListView(theme=theme, model=model)
        self._nothing = QLabel(self.tr("No matches"))
        self._count = QLabel()
        self._help = FittingLabel()
        self._build()
        self._connect()
        self.hide()

    @override
    def open(self) -> None:
        """Show everything there is, with the cursor in the line."""
        if not self.isVisible():
            self._return_to = QApplication.focusWidget()
            self._line.clear()
            self._line.show_search("")
            self._model.set_text("")
            self._show_found()
            self._make_first_current()
            self.show()
            self.raise_()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def done(self, result: int) -> None:
        back, self._return_to = self._return_to, None
        self._closing = True
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        super().done(result)
        self._closing = False
        # What was found is not kept in memory while nobody looks.
        self._model.set_text("")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._take_key(event)
        if watched is self._covered and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.reject()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        scrim = QColor(tokens.canvas if tokens.dark else tokens.text)
        scrim.setAlpha(_DARK_SCRIM if tokens.dark else _LIGHT_SCRIM)
        painter = QPainter(self)
        painter.fillRect(event.rect(), scrim)
        painter.end()

    def _build(self) -> None:
        self._panel.setObjectName("commandPanel")
        set_role(self._panel, Role.CARD)
        self._list.setFixedHeight(self._list.row_height())
        self._line.setMaxLength(_LONGEST_TEXT)
        # The cursor and the field's border show where the keyboard is.
        self._line.setProperty(OWN_FOCUS, True)
        self._nothing.setObjectName("commandNothing")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        set_role(self._nothing, Role.SECONDARY)
        self._count.setObjectName("commandCount")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._count, Role.CAPTION)
        self._help.setObjectName("commandHelp")
        self._help.setText(self.tr("↑ ↓ to move · Enter to choose · Esc to close"))
        set_role(self._help, Role.CAPTION)
        self._line.setAccessibleDescription(self._help.text())
        foot = QHBoxLayout()
        foot.setContentsMargins(_PADDING, 0, _PADDING, 0)
        foot.setSpacing(_GAP)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._help)
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        inside.setSpacing(8)
        inside.addWidget(self._line)
        inside.addWidget(self._list)
        inside.addWidget(self._nothing)
        inside.addLayout(foot)

    def _connect(self) -> None:
        self._line.installEventFilter(self)
        self._covered.installEventFilter(self)
        self._line.searched.connect(self._on_line_searched)
        self._list.clicked.connect(self._on_list_clicked)
        self._model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        self._model.modelReset.connect(self._on_model_reset)
        self._theme.changed.connect(self._on_theme_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_application_focus_changed)

    def _take_key(self, event: QKeyEvent) -> bool:
        """What the keys of the line do to the list; False leaves one to the line."""
        if event.key() in _TAB_KEYS:
            return True
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() not in _CHOOSING_KEYS and not self._list.is_moved_by(event.key()):
            return False
        # Letters typed just before count already.
        self._search()
        if event.key() in _CHOOSING_KEYS:
            self._choose(self._list.currentIndex().row())
            return True
        self._list.move_by(event.key())
        announce(self._line, str(self._list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        return True

    def _search(self) -> None:
        self._searching = True
        self._model.set_text(self._line.text())
        self._searching = False

    def _make_first_current(self) -> None:
        self._list.make_current(0)
        self._list.scrollToTop()

    def _choose(self, row: int) -> None:
        if not 0 <= row < self._model.count:
            return
        command_id = self._model.row(row).id
        self._model.note_used(command_id)
        self.accept()
        self.chosen.emit(command_id)

    def _show_found(self) -> None:
        rows = self._model.count
        self._list.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        self._count.setText(self._count_text(rows))
        self._place()

    def _count_text(self, rows: int) -> str:
        if rows == 0:
            return ""
        return self.tr("{count} results", "", rows).format(count=count(rows))

    def _place(self) -> None:
        """In the middle near the top, as wide and high as it needs and the window has room for."""
        window = self._covered.rect()
        self.setGeometry(window)
        for part in self._panel.findChildren(QWidget):
            part.ensurePolished()
        characters = QFontMetrics(self._theme.font(TABLE)).averageCharWidth() * _WIDTH_CHARACTERS
        width = min(max(text_px(_LEAST_WIDTH), characters), window.width() - 2 * _MARGIN)
        top = max(_MARGIN, min(_LOWEST_TOP, window.height() // 8))
        if rows := self._model.count:
            around = self._panel.sizeHint().height() - self._list.height()
            row_height = self._list.row_height()
            fitting = max(1, (window.height() - top - _MARGIN - around) // row_height)
            self._list.setFixedHeight(min(rows, _MOST_ROWS, fitting) * row_height)
        place = QPoint((window.width() - width) // 2, top)
        self._panel.setGeometry(QRect(place, QSize(width, self._panel.sizeHint().height())))

    @Slot(str)
    def _on_line_searched(self, _text: str) -> None:
        self._search()
        if self.isVisible():
            found = str(self._list.currentIndex().data() or "")
            announce(self._line, f"{self._count.text()}: {found}" if found else self._nothing.text())

    @Slot(QModelIndex)
    def _on_list_clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    @Slot()
    def _on_model_about_to_be_reset(self) -> None:
        row = self._list.currentIndex().row()
        self._kept_id = self._model.row(row).id if row >= 0 else ""

    @Slot()
    def _on_model_reset(self) -> None:
        if self.isVisible():
            self._show_found()
            row = None if self._searching else self._model.row_of(self._kept_id)
            if row is None:
                self._make_first_current()
            else:
                self._list.make_current(row)

    @Slot()
    def _on_theme_changed(self) -> None:
        if self.isVisible():
            self._place()

    @Slot(QWidget, QWidget)
    def _on_application_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        gone = new is not None and new.window() is self.window() and not self.isAncestorOf(new)
        if gone and self.isVisible() and not self._closing:
            self._return_to = None
            self.reject()
