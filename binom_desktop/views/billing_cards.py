"""The cards with one figure each at the head of Billing, in the look of Overview's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.models.billing_cards import BillingCardKey, BillingCardsModel
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.theme import Role, set_role, set_tone
from binom_desktop.views.tokens import CARD_PADDING


class BillingCardFrame(QFrame):
    """One card of the model. The frame has the accessible name and what the captions say beside it."""

    def __init__(self, *, key: BillingCardKey, model: BillingCardsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._model = model
        self.setObjectName(f"{key.value}Card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        set_role(self, Role.CARD)
        self._title = FittingLabel()
        self._value = FittingLabel(shrinks=True)
        self._caption = QLabel()
        self._placeholder = FittingLabel()
        self._build()
        self._connect()
        self._show_card()

    def _build(self) -> None:
        set_role(self._title, Role.CARD_TITLE)
        set_role(self._value, Role.CARD_VALUE)
        for label, name in (
            (self._title, "cardTitle"),
            (self._value, "cardValue"),
            (self._caption, "cardCaption"),
            (self._placeholder, "cardCaptionPlaceholder"),
        ):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._caption, Role.CAPTION)
        self._caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._caption.setWordWrap(True)
        set_role(self._placeholder, Role.CAPTION)
        self._placeholder.set_waiting(True)
        caption = QHBoxLayout()
        caption.addWidget(self._caption, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(CARD_PADDING, CARD_PADDING, CARD_PADDING, CARD_PADDING - 2)
        layout.setSpacing(7)
        layout.addWidget(self._title)
        layout.addWidget(self._value)
        layout.addLayout(caption)
        layout.addWidget(self._placeholder)
        layout.addStretch(1)

    def _connect(self) -> None:
        self._model.changed.connect(self._on_model_changed)

    @Slot()
    def _on_model_changed(self) -> None:
        self._show_card()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            # The tooltip tells an age, which grows without the model changing.
            self.setToolTip(self._model.card(self._key).tooltip)
        return super().event(event)

    def _show_card(self) -> None:
        card = self._model.card(self._key)
        caption = f"{card.lead}: {card.caption}" if card.lead else card.caption
        self.setAccessibleName(card.accessible_name)
        self.setAccessibleDescription(caption)
        self.setToolTip(card.tooltip)
        self._title.setText(card.title)
        self._value.setText(card.value)
        # An empty line keeps the cards of a row alike.
        self._caption.setText(caption or " ")
        set_tone(self._value, card.tone)
        set_tone(self._caption, card.caption_tone)
        self._value.set_waiting(card.loading)
        self._caption.setVisible(not card.loading)
        self._placeholder.setVisible(card.loading)
