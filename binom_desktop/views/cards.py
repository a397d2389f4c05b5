"""The cards with one figure each at the head of Overview and Billing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, SignalInstance, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.models.stat_cards import StatCard
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.theme import Role, set_role, set_tone
from binom_desktop.views.tokens import CARD_PADDING


class StatCardFrame(QFrame):
    """A card as ``card`` tells it now, told anew with ``changed``.

    The frame has the accessible name, and the caption as its description; the labels keep their own text.
    """

    def __init__(
        self,
        *,
        object_name: str,
        card: Callable[[], StatCard],
        changed: SignalInstance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._card = card
        self.setObjectName(object_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        set_role(self, Role.CARD)
        self._title = FittingLabel()
        self._value = FittingLabel(shrinks=True)
        self._lead = QLabel()
        self._caption = QLabel()
        self._caption_placeholder = FittingLabel()
        self._build()
        changed.connect(self._on_changed)
        self._show_card()

    def _build(self) -> None:
        set_role(self._title, Role.CARD_TITLE)
        set_role(self._value, Role.CARD_VALUE)
        for label, name in (
            (self._title, "cardTitle"),
            (self._value, "cardValue"),
            (self._lead, "cardCaptionLead"),
            (self._caption, "cardCaption"),
        ):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._lead, self._caption):
            set_role(label, Role.CAPTION)
            label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._caption.setWordWrap(True)
        set_role(self._caption_placeholder, Role.CAPTION)
        self._caption_placeholder.setObjectName("cardCaptionPlaceholder")
        self._caption_placeholder.set_waiting(True)
        caption_row = QHBoxLayout()
        caption_row.setSpacing(5)
        caption_row.addWidget(self._lead)
        caption_row.addWidget(self._caption, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(CARD_PADDING, CARD_PADDING, CARD_PADDING, CARD_PADDING - 2)
        layout.setSpacing(7)
        layout.addWidget(self._title)
        layout.addWidget(self._value)
        layout.addLayout(caption_row)
        layout.addWidget(self._caption_placeholder)
        layout.addStretch(1)

    @Slot()
    def _on_changed(self) -> None:
        self._show_card()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            # The tooltip tells an age, which grows without the model changing.
            self.setToolTip(self._card().tooltip)
        return super().event(event)

    def _show_card(self) -> None:
        card = self._card()
        self.setAccessibleName(card.accessible_name)
        self.setAccessibleDescription(f"{card.lead} {card.caption}".strip())
        self.setToolTip(card.tooltip)
        self._title.setText(card.title)
        self._value.setText(card.value)
        self._lead.setText(card.lead)
        # An empty line keeps the cards of a row alike.
        self._caption.setText(card.caption or " ")
        set_tone(self._value, card.tone)
        set_tone(self._lead, card.caption_tone)
        set_tone(self._caption, Tone.NEUTRAL if card.lead else card.caption_tone)
        self._lead.setVisible(bool(card.lead) and not card.loading)
        self._value.set_waiting(card.loading)
        self._caption.setVisible(not card.loading)
        self._caption_placeholder.setVisible(card.loading)
