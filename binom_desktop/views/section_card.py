"""The card that a section of a page stands in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.theme import Role, set_role
from binom_desktop.views.tokens import CARD_PADDING


class SectionCard(QFrame):
    """A card with a title, a caption, a place for a control, and one of several bodies.

    Its tooltip is what ``source`` answers: where the figures come from and how old they are.
    """

    def __init__(
        self, *, object_name: str, title: str, source: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self._source = source
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        set_role(self, Role.CARD)
        self._title = QLabel(title)
        self._title.setObjectName("sectionTitle")
        set_role(self._title, Role.SECTION_TITLE)
        self._caption = QLabel()
        self._caption.setObjectName("sectionCaption")
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._caption, Role.CAPTION)
        self._header = FlowRow(spacing=10)
        self._header.add(self._title)
        self._header.add(self._caption)
        head = QVBoxLayout()
        head.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
        head.addWidget(self._header)
        self._body = QVBoxLayout()
        self._bodies: list[QWidget] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, CARD_PADDING - 2, 0, CARD_PADDING - 2)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(self._body, 1)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            # The tooltip tells an age, which grows without the model changing.
            self.setToolTip(plain_tooltip(self._source()))
        return super().event(event)

    def _add_body(self, widget: QWidget, *, padding: int, fills: bool = True) -> QWidget:
        """Put ``widget`` in the card's body with ``padding`` on both sides; gives what ``_show_body`` takes."""
        holder = QWidget()
        holder.hide()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(padding, 0, padding, 0)
        layout.addWidget(widget)
        if not fills:
            layout.addStretch(1)
        self._body.addWidget(holder)
        self._bodies.append(holder)
        return holder

    def _show_body(self, shown: QWidget) -> None:
        for body in self._bodies:
            body.setVisible(body is shown)
