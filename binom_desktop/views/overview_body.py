"""What stands on Overview below its header: notes, cards, charts and the newest requests, placed by the width."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from binom_desktop.models.overview import OverviewModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.models.stat_cards import CardKey
from binom_desktop.presentation.format import plain_tooltip
from binom_desktop.presentation.tone import Tone
from binom_desktop.views.cards import StatCardFrame
from binom_desktop.views.empty_state import EmptyState
from binom_desktop.views.overview_sections import DailyVolumeCard, ModelUsageCard, RecentRequestsCard
from binom_desktop.views.theme import Role, Theme, set_role, set_tone
from binom_desktop.views.tokens import CARD_GAP

_CHART_WEIGHT = 17
_MODELS_WEIGHT = 10
_LEAST_EMPTY_HEIGHT = 280


class OverviewBody(QWidget):
    """Shows the models' figures, or in their place why there are none. Emits what a person asks for."""

    create_key_requested = Signal()
    documentation_requested = Signal()
    refresh_requested = Signal()
    requests_requested = Signal()
    failed_requested = Signal()
    model_chosen = Signal(str)

    def __init__(self, *, overview: OverviewModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overviewBody")
        self._state = overview.state
        self._theme = theme
        self._wide: bool | None = None
        self.cards = tuple(
            StatCardFrame(
                object_name=f"{key.value}Card", card=partial(overview.cards.card, key), changed=overview.cards.changed
            )
            for key in CardKey
        )
        self.volume = DailyVolumeCard(model=overview.days, state=overview.state, theme=theme)
        self.models = ModelUsageCard(model=overview.models, state=overview.state, theme=theme)
        self.recent = RecentRequestsCard(model=overview.recent, state=overview.state, theme=theme)
        self._note = QLabel()
        self._create_key_buttons = tuple(
            self._button(self.tr("Create API Key"), name) for name in ("noUsageCreateKey", "noRequestsCreateKey")
        )
        self._documentation_button = self._button(self.tr("View Documentation"), "viewDocumentationButton")
        self._retry_button = self._button(self.tr("Try Again"), "overviewRetryButton")
        self._no_usage = self._empty(
            "noUsageState",
            "chart-no-axes-column",
            self.tr("No usage data yet"),
            self.tr("Send a request, and watch it arrive here."),
            (self._create_key_buttons[0], self._documentation_button),
        )
        self._no_requests = self._empty(
            "noRequestsState",
            "inbox",
            self.tr("No requests yet"),
            self.tr("Your ten newest requests will stand here."),
            (self._create_key_buttons[1],),
        )
        self._failed = self._empty(
            "overviewFailedState", "circle-alert", self.tr("These figures could not be read"), "", (self._retry_button,)
        )
        self._build()
        self._connect()
        self.set_create_key_available(False)
        self._show_state()

    def _button(self, text: str, object_name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        return button

    def _empty(
        self, object_name: str, icon_name: str, title: str, text: str, buttons: tuple[QPushButton, ...]
    ) -> EmptyState:
        return EmptyState(
            object_name=object_name,
            icon_name=icon_name,
            title=title,
            text=text,
            buttons=buttons,
            theme=self._theme,
            least_height=_LEAST_EMPTY_HEIGHT,
        )

    def _build(self) -> None:
        set_role(self._create_key_buttons[0], Role.PRIMARY)
        self._note.setObjectName("overviewNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.CAPTION)
        self._card_grid = QGridLayout()
        self._card_grid.setSpacing(CARD_GAP)
        self._chart_grid = QGridLayout()
        self._chart_grid.setSpacing(CARD_GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(CARD_GAP)
        layout.addWidget(self._note)
        layout.addLayout(self._card_grid)
        layout.addLayout(self._chart_grid, 100)
        for state in (self._no_usage, self._failed):
            layout.addWidget(state, 300)
        layout.addWidget(self.recent)
        layout.addWidget(self._no_requests, 200)
        # What the sections can't use below them stays free.
        layout.addStretch(1)
        self.set_wide(True)

    def _connect(self) -> None:
        self._state.changed.connect(self._on_state_changed)
        for button in self._create_key_buttons:
            button.clicked.connect(self.create_key_requested)
        self._documentation_button.clicked.connect(self.documentation_requested)
        self._retry_button.clicked.connect(self.refresh_requested)
        self.recent.view_all_requested.connect(self.requests_requested)
        self.recent.failed_requested.connect(self.failed_requested)
        self.models.bars.model_chosen.connect(self.model_chosen)

    @Slot()
    def _on_state_changed(self) -> None:
        self._show_state()

    def set_wide(self, wide: bool) -> None:
        """Place four cards in a row and the charts side by side, or two by two and one below the other."""
        if wide == self._wide:
            return
        self._wide = wide
        columns = 4 if wide else 2
        for number, card in enumerate(self.cards):
            self._card_grid.addWidget(card, number // columns, number % columns)
        for column in range(4):
            self._card_grid.setColumnStretch(column, 1 if column < columns else 0)
        self._chart_grid.addWidget(self.volume, 0, 0)
        self._chart_grid.addWidget(self.models, 0 if wide else 1, 1 if wide else 0)
        self._chart_grid.setColumnStretch(0, _CHART_WEIGHT)
        self._chart_grid.setColumnStretch(1, _MODELS_WEIGHT if wide else 0)

    def set_create_key_available(self, available: bool) -> None:
        """Offer Create API Key once its page is there; only one button a page is primary."""
        for button in self._create_key_buttons:
            button.setVisible(available)
        text = self.tr("Send a request, and watch it arrive here.")
        if available:
            text = self.tr("Create a key, send a request, and watch it arrive here.")
        self._no_usage.set_text(text)

    def set_requests_available(self, available: bool) -> None:
        """Offer View All and the models' links once the Requests page is there."""
        self.recent.set_leads_on(available)
        self.models.bars.set_leads_on(available)

    def _show_state(self) -> None:
        phase = self._state.phase
        loading = phase is Phase.LOADING
        figures = phase in {Phase.LOADING, Phase.READY}
        for section in (self.volume, self.models, self.recent):
            section.set_loading(loading)
            section.setVisible(figures)
        self._no_usage.setVisible(phase is Phase.EMPTY)
        self._no_requests.setVisible(phase is Phase.EMPTY)
        self._failed.setVisible(phase is Phase.FAILED)
        self._failed.set_text(self._state.error_text)
        self._note.setText(self._state.note)
        self._note.setVisible(bool(self._state.note))
        self._note.setToolTip(plain_tooltip(self._state.error_text))
        set_tone(self._note, Tone.WARN if self._state.stale else Tone.NEUTRAL)
