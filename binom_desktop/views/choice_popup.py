"""A popup below a chip, to tick any of many values; each tick counts at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.models.choice_list import ChoiceListModel
from binom_desktop.presentation.criteria_text import CriteriaPart, part_label
from binom_desktop.presentation.format import count
from binom_desktop.views.choice_list import ChoiceListView
from binom_desktop.views.focus_ring import FocusRing
from binom_desktop.views.popup import free_place, let_anchor_close, popup_geometry
from binom_desktop.views.search_field import SearchField
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role

_PADDING = 8
_LEAST_WIDTH = 260
_WIDEST = 400
_MOST_ROWS = 10
# So many rows tell how wide the list has to be.
_MEASURED_ROWS = 60
_BAR_WIDTH = 14


class ChoicePopup(QFrame):
    """The values of one filter with a search; closes on Esc or a click outside and gives the focus back to ``anchor``.

    ``closed`` comes each time it goes.
    """

    closed = Signal()

    def __init__(self, *, model: ChoiceListModel, anchor: QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._model = model
        self._anchor = anchor
        self._current_value = ""
        name = part_label(model.part)
        self.setObjectName(f"{model.part}Choices")
        self.setAccessibleName(name)
        set_role(self, Role.POPUP)
        self._search = SearchField(
            object_name=f"{model.part}ChoicesSearch",
            accessible_name=self.tr("Search {name}").format(name=name),
            placeholder=self.tr("Search"),
            theme=theme,
            keeps_on_escape=True,
        )
        self.list = ChoiceListView(theme=theme, model=model)
        self.list.setObjectName(f"{model.part}ChoicesList")
        self.list.setAccessibleName(name)
        self._nothing = QLabel()
        self._nothing.setObjectName(f"{model.part}ChoicesNothing")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setWordWrap(True)
        self._nothing.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        set_role(self._nothing, Role.SECONDARY)
        self._chosen = QLabel()
        self._chosen.setObjectName(f"{model.part}ChoicesCount")
        self._chosen.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._chosen, Role.CAPTION)
        self._clear = QPushButton(self.tr("Clear"))
        self._clear.setObjectName(f"{model.part}ChoicesClear")
        self._clear.setAccessibleName(self.tr("Clear {name}").format(name=name))
        self._clear.setAutoDefault(False)
        policy = self._clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._clear.setSizePolicy(policy)
        set_role(self._clear, Role.LINK)
        self._layout = QVBoxLayout(self)
        self._build()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            FocusRing(application=application, theme=theme, window=self)
        self._connect()
        self._show_choices()

    def open_below(self) -> None:
        """Show all values with the cursor in the search."""
        self._search.clear()
        self._model.set_search("")
        self.list.scrollToTop()
        self.list.setCurrentIndex(self._model.index(-1))
        self._show_choices()
        self.setGeometry(popup_geometry(self._anchor, self._wished_size()))
        self.show()
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        let_anchor_close(self, self._anchor, event)
        super().mousePressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(_PADDING, 0, 0, 0)
        foot.addWidget(self._chosen)
        foot.addStretch(1)
        foot.addWidget(self._clear)
        layout = self._layout
        layout.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        layout.setSpacing(6)
        layout.addWidget(self._search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._nothing, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._search.searched.connect(self._on_search_searched)
        self._search.down_pressed.connect(self._on_search_down_pressed)
        self._search.returnPressed.connect(self._on_search_return_pressed)
        self.list.typed.connect(self._on_list_typed)
        self.list.top_left.connect(self._on_list_top_left)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._model.modelAboutToBeReset.connect(self._on_model_about_to_be_reset)
        self._model.modelReset.connect(self._on_model_reset)
        self._model.dataChanged.connect(self._on_model_data_changed)

    def _wished_size(self) -> QSize:
        """Wide and high enough for the values, within bounds; a list of thousands scrolls."""
        for part in self.findChildren(QWidget):
            part.ensurePolished()
        self._layout.invalidate()
        delegate = self.list.choice_delegate
        rows = self._model.rowCount()
        widths = (delegate.text_width(row) for row in range(min(rows, _MEASURED_ROWS)))
        border = 2 * self.frameWidth() + 2
        wanted = max(widths, default=0) + 2 * _PADDING + _BAR_WIDTH + border
        width = max(text_px(_LEAST_WIDTH), self.minimumSizeHint().width(), min(wanted, text_px(_WIDEST)))
        body = self.list if rows else self._nothing
        around = self.sizeHint().height() - body.sizeHint().height()
        room = free_place(self._anchor).height()
        shown = max(3, min(rows, _MOST_ROWS)) * delegate.row_height() + 4
        return QSize(width, min(around + shown, room))

    def _show_choices(self) -> None:
        rows = self._model.rowCount()
        self.list.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        self._nothing.setText(self._nothing_text())
        chosen = self._model.chosen_count
        self._chosen.setText(self.tr("{count} chosen", "", chosen).format(count=count(chosen)) if chosen else "")
        self._clear.setVisible(chosen > 0)

    def _nothing_text(self) -> str:
        if not self._model.is_empty:
            return self.tr("Nothing matches")
        match self._model.part:
            case CriteriaPart.MODELS:
                return self.tr("No models in the log yet")
            case CriteriaPart.ENDPOINTS:
                return self.tr("No endpoints in the log yet")
            case _:
                return self.tr("No API keys in the log yet")

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        self._model.set_search(text)
        # Enter takes the first match.
        self.list.make_current(0 if text.strip() else -1)

    @Slot()
    def _on_search_down_pressed(self) -> None:
        if self._model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_search_return_pressed(self) -> None:
        row = self.list.currentIndex().row()
        if row >= 0:
            self._model.toggle(row)

    @Slot(str)
    def _on_list_typed(self, text: str) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search.insert(text)

    @Slot()
    def _on_list_top_left(self) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)
        self._model.clear_chosen()

    @Slot()
    def _on_model_about_to_be_reset(self) -> None:
        row = self.list.currentIndex().row()
        self._current_value = self._model.choice(row).value if row >= 0 else ""

    @Slot()
    def _on_model_reset(self) -> None:
        row = self._model.row_of(self._current_value) if self._current_value else None
        if row is not None:
            self.list.make_current(row)
        self._show_choices()

    @Slot()
    def _on_model_data_changed(self) -> None:
        self._show_choices()
