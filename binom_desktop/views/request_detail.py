"""One request with every field, to read and to copy."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from binom_desktop.domain import ApiKey, RequestRecord
from binom_desktop.presentation.format import plain_tooltip, safe_line, status_text
from binom_desktop.presentation.request_detail import DetailField, detail_fields, record_json, short_id
from binom_desktop.views import icons
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.pill import status_tone
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.tokens import CAPTION
from binom_desktop.views.value_text import StatusText, ValueText

WIDTH = 280
LEAST_WIDTH = 240
_PADDING = 18
_SPACING = 12
# Room for the ring around what has the focus.
_RING = 4
# What a pill has above its words, by the style sheet.
_PILL_PADDING = 2
# With less room for values, counted in characters, names stand above them.
_LEAST_VALUE = 15


class RequestDetailPane(QFrame):
    """Shows a request, or that none is chosen. ``closed`` asks to put it away, ``copy_requested`` has what to copy."""

    closed = Signal()
    copy_requested = Signal(str)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._record: RequestRecord | None = None
        self._key: ApiKey | None = None
        self._stacked = False
        self._rows: list[tuple[QLabel, ValueText]] = []
        self.setObjectName("requestDetail")
        self.setAccessibleName(self.tr("Request details"))
        self.setMinimumWidth(text_px(LEAST_WIDTH))
        set_role(self, Role.DETAIL)
        self._title = QLabel(self.tr("Request"))
        self._short_id = FittingLabel()
        self._close = QToolButton()
        self._nothing = QLabel(self.tr("Choose a request to see all of it."))
        self._status = StatusText(theme=theme)
        self._status_label = self._label("status", self.tr("Status"))
        self._content = QWidget()
        self._fields = QGridLayout()
        self._actions = FlowRow()
        self._scroll_area = QScrollArea()
        self._copy_json = self._button(self.tr("Copy as JSON"), "copyJsonButton")
        self._copy_id = self._button(self.tr("Copy Id"), "copyIdButton")
        self._prepare()
        self._build()
        self._connect()
        self._show_theme()
        self._show_record()

    @property
    def record(self) -> RequestRecord | None:
        """What is shown."""
        return self._record

    def show_record(self, record: RequestRecord | None, key: ApiKey | None = None) -> None:
        """Show a request and, of the key it was made with, what is known now. The same one again changes nothing."""
        if (record, key) == (self._record, self._key):
            return
        other = record is None or self._record is None or record.id != self._record.id
        self._record, self._key = record, key
        self._show_record()
        if other:
            self._scroll_area.verticalScrollBar().setValue(0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(text_px(WIDTH), super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _button(self, text: str, object_name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        return button

    def _prepare(self) -> None:
        self._title.setObjectName("requestDetailTitle")
        set_role(self._title, Role.SECTION_TITLE)
        self._short_id.setObjectName("requestDetailId")
        self._short_id.setFont(self._theme.fixed_font(CAPTION))
        set_role(self._short_id, Role.QUIET_VALUE)
        self._close.setObjectName("closeDetailsButton")
        self._close.setAccessibleName(self.tr("Close details"))
        self._close.setToolTip(self.tr("Close details"))
        self._close.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_role(self._close, Role.CHIP_REMOVE)
        self._nothing.setObjectName("requestDetailNothing")
        self._nothing.setWordWrap(True)
        set_role(self._nothing, Role.SECONDARY)
        self._status.setObjectName(_value_name("status"))
        self._status_label.setContentsMargins(0, _PILL_PADDING, 0, 0)
        self._status.setAccessibleName(self._status_label.text())

    def _build(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(_RING, 0, _RING, 0)
        header.setSpacing(8)
        header.addWidget(self._title)
        header.addWidget(self._short_id, 1)
        header.addWidget(self._close)
        self._fields.setHorizontalSpacing(_SPACING)
        self._fields.setVerticalSpacing(8)
        self._actions.add(self._copy_json)
        self._actions.add(self._copy_id)
        set_role(self._content, Role.CANVAS)
        content = QVBoxLayout(self._content)
        content.setContentsMargins(_RING, _RING, _RING, _RING)
        content.setSpacing(14)
        content.addLayout(self._fields)
        content.addWidget(self._actions)
        content.addStretch(1)
        self._scroll_area.setObjectName("requestDetailScrollArea")
        self._scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll_area.setWidgetResizable(True)
        self._scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll_area.setWidget(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING - _RING, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(self._nothing)
        layout.addWidget(self._scroll_area, 1)

    def _connect(self) -> None:
        self._close.clicked.connect(self._on_close_clicked)
        self._copy_json.clicked.connect(self._on_copy_json_clicked)
        self._copy_id.clicked.connect(self._on_copy_id_clicked)
        self._theme.changed.connect(self._on_theme_changed)

    def _show_theme(self) -> None:
        self._close.setIcon(icons.icon("x", self._theme.tokens.text2))
        self._close.setIconSize(icons.icon_size())
        self._short_id.setFont(self._theme.fixed_font(CAPTION))

    def _show_record(self) -> None:
        record = self._record
        self._nothing.setVisible(record is None)
        self._scroll_area.setVisible(record is not None)
        self._short_id.setText("" if record is None else short_id(record.id))
        self._short_id.setToolTip("" if record is None else plain_tooltip(safe_line(record.id)))
        if record is None:
            return
        self._status.set_text(status_text(record.status))
        set_tone(self._status, status_tone(record.status))
        self._show_fields(detail_fields(record, self._key))

    def _show_fields(self, fields: tuple[DetailField, ...]) -> None:
        if not self._rows:
            self._rows = [(self._status_label, self._status)]
            self._rows += [(self._label(field.name, field.label), self._value(field)) for field in fields]
            self._add_rows()
            self._status.show()
            self._status_label.show()
            order = (self._close, *(value for _, value in self._rows), self._copy_json, self._copy_id)
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)
        for field, (label, value) in zip(fields, self._rows[1:], strict=True):
            value.set_text(field.text, field.quiet)
            label.setVisible(bool(field.text))
            value.setVisible(bool(field.text))

    def _place(self) -> None:
        """Names stand beside the values, or above them where that would leave too little room."""
        if not self._rows:
            return
        names = max(label.sizeHint().width() for label, _ in self._rows)
        room = self._content.width() - 2 * _RING - names - _SPACING
        stacked = room < _LEAST_VALUE * self.fontMetrics().averageCharWidth()
        if stacked != self._stacked:
            self._stacked = stacked
            self._add_rows()

    def _add_rows(self) -> None:
        top, start = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignLeft
        for number, (label, value) in enumerate(self._rows):
            self._fields.removeWidget(label)
            self._fields.removeWidget(value)
            alignment = top | start if value is self._status else top
            self._fields.addWidget(label, 2 * number, 0, top)
            if self._stacked:
                self._fields.addWidget(value, 2 * number + 1, 0, 1, 2, alignment)
            else:
                self._fields.addWidget(value, 2 * number, 1, alignment)
        self._fields.setColumnStretch(1, 1)
        self._fields.setVerticalSpacing(4 if self._stacked else 8)

    def _label(self, name: str, text: str) -> QLabel:
        label = QLabel(text)
        label.setObjectName(f"{_value_name(name)}Label")
        label.setTextFormat(Qt.TextFormat.PlainText)
        set_role(label, Role.SECONDARY)
        return label

    def _value(self, field: DetailField) -> ValueText:
        value = ValueText(theme=self._theme, monospace=field.monospace)
        value.setObjectName(_value_name(field.name))
        value.setAccessibleName(field.label)
        return value

    @Slot()
    def _on_close_clicked(self) -> None:
        self.closed.emit()

    @Slot()
    def _on_copy_json_clicked(self) -> None:
        if self._record is not None:
            self.copy_requested.emit(record_json(self._record))

    @Slot()
    def _on_copy_id_clicked(self) -> None:
        if self._record is not None:
            self.copy_requested.emit(self._record.id)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()


def _value_name(name: str) -> str:
    return f"detail{name[:1].upper()}{name[1:]}"
