"""One API key: its settings, what to think about, what was done with it, and what can be done to it."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.domain import ApiKey
from binom_desktop.models.api_keys import ApiKeysModel
from binom_desktop.models.key_detail import KeyDetailModel
from binom_desktop.models.overview_state import OverviewStateModel
from binom_desktop.models.recent_requests import RecentRequestsModel
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation import key_text
from binom_desktop.presentation.key_text import RotationStage
from binom_desktop.presentation.tone import Tone
from binom_desktop.views import icons
from binom_desktop.views.banner import Banner
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.overview_sections import DailyVolumeCard, ModelUsageCard
from binom_desktop.views.request_table import RecentRequestsTable
from binom_desktop.views.section_card import SectionCard
from binom_desktop.views.switch import Switch
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CAPTION, CARD_GAP, CARD_PADDING, CELL_PADDING
from binom_desktop.views.value_text import ValueText

_CHART_WEIGHT = 17
_MODELS_WEIGHT = 10


class LastErrorsCard(SectionCard):
    """The key's last failed requests."""

    def __init__(
        self, *, model: RecentRequestsModel, state: OverviewStateModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            object_name="lastErrorsCard", title=self.tr("Last Errors"), source=lambda: state.source_text, parent=parent
        )
        self._model = model
        self.table = RecentRequestsTable(model=model, theme=theme)
        self.table.setObjectName("lastErrorsTable")
        self.table.setAccessibleName(self.tr("Last Errors"))
        self._table_holder = self._add_body(self.table, padding=CARD_PADDING - CELL_PADDING)
        self._nothing = QLabel()
        self._nothing.setObjectName("lastErrorsNothing")
        self._nothing.setWordWrap(True)
        set_role(self._nothing, Role.SUBTITLE)
        self._nothing_holder = self._add_body(self._nothing, padding=CARD_PADDING)

    def show_state(self, *, known: bool) -> None:
        """Show the rows, or why there are none."""
        self._nothing.setText(self.tr("None of its requests failed.") if known else self.tr("Loading…"))
        self._show_body(self._table_holder if self._model.rowCount() else self._nothing_holder)


class KeyDetailView(QWidget):
    """Follows ``detail``'s key; emits what a person asks for, always with the key's id."""

    back_requested = Signal()
    edit_requested = Signal(str)
    enable_requested = Signal(str, bool)
    rotate_requested = Signal(str)
    end_rotation_requested = Signal(str)
    delete_requested = Signal(str)
    requests_requested = Signal(str)

    def __init__(
        self, *, keys: ApiKeysModel, detail: KeyDetailModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = keys
        self._detail = detail
        self._theme = theme
        self._wide: bool | None = None
        self.setObjectName("keyDetail")
        self.setAccessibleName(self.tr("API key details"))
        self._back = self._button(self.tr("All Keys"), "allKeysButton", Role.QUIET)
        self._name = FittingLabel()
        self._hint = QLabel()
        self._switch = Switch(theme=theme)
        self._requests = self._button(self.tr("View Requests"), "keyRequestsButton")
        self._edit = self._button(self.tr("Edit"), "keyEditButton")
        self._rotate = self._button(self.tr("Rotate"), "keyRotateButton")
        self._delete = self._button(self.tr("Delete"), "keyDeleteButton")
        self._end_rotation = self._button(self.tr("Stop Watching"), "keyEndRotationButton")
        self._rotation = Banner(object_name="keyRotation")
        self._hints = QLabel()
        self._facts_card = QFrame()
        self._facts = QGridLayout()
        self._values: dict[str, tuple[QLabel, ValueText]] = {}
        self.volume = DailyVolumeCard(model=detail.days, state=detail.state, theme=theme)
        self.models = ModelUsageCard(model=detail.models, state=detail.state, theme=theme)
        self.errors = LastErrorsCard(model=detail.failed, state=detail.state, theme=theme)
        self._note = QLabel()
        self._charts = QGridLayout()
        self._build()
        self._attach_chart()
        self._connect()
        self._show_theme()
        self.set_wide(True)

    @property
    def key(self) -> ApiKey | None:
        """The key that is looked at, as it is shown; None where it is none or gone."""
        row = None if self._detail.key_id is None else self._keys.row_of(self._detail.key_id)
        if row is not None:
            return self._keys.key(row)
        return None if self._detail.key_id is None else self._keys.find(self._detail.key_id)

    def set_wide(self, wide: bool) -> None:
        """Place the charts side by side, or one below the other."""
        if wide == self._wide:
            return
        self._wide = wide
        self._charts.addWidget(self.volume, 0, 0)
        self._charts.addWidget(self.models, 0 if wide else 1, 1 if wide else 0)
        self._charts.setColumnStretch(0, _CHART_WEIGHT)
        self._charts.setColumnStretch(1, _MODELS_WEIGHT if wide else 0)

    def focus_first(self) -> None:
        """Put the keyboard where the way back is."""
        self._back.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _button(self, text: str, object_name: str, role: Role | None = None) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        if role is not None:
            set_role(button, role)
        return button

    def _build(self) -> None:
        self._name.setObjectName("keyName")
        set_role(self._name, Role.SECTION_TITLE)
        self._hint.setObjectName("keyHint")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._hint, Role.QUIET_VALUE)
        self._switch.setObjectName("keyEnabledSwitch")
        self._note.setObjectName("keyDetailNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.CAPTION)
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(self._name)
        names.addWidget(self._hint)
        names.addStretch(1)
        actions = FlowRow()
        for widget in (self._switch, self._requests, self._edit, self._rotate, self._end_rotation, self._delete):
            actions.add(widget)
        card = QVBoxLayout(self._facts_card)
        card.setContentsMargins(CARD_PADDING, CARD_PADDING - 2, CARD_PADDING, CARD_PADDING - 2)
        card.setSpacing(12)
        self._facts_card.setObjectName("keyFactsCard")
        set_role(self._facts_card, Role.CARD)
        self._hints.setObjectName("keyHints")
        self._hints.setTextFormat(Qt.TextFormat.PlainText)
        self._hints.setWordWrap(True)
        set_role(self._hints, Role.SECONDARY)
        self._facts.setHorizontalSpacing(24)
        self._facts.setVerticalSpacing(3)
        for number, (name, title) in enumerate(self._titles()):
            self._add_fact(number, name, title)
        card.addLayout(names)
        card.addWidget(self._rotation)
        card.addLayout(self._facts)
        card.addWidget(self._hints)
        card.addWidget(actions)
        self._charts.setSpacing(CARD_GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(CARD_GAP)
        layout.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._facts_card)
        layout.addWidget(self._note)
        layout.addLayout(self._charts)
        layout.addWidget(self.errors)
        layout.addStretch(1)
        for before, after in pairwise((self._back, *(value for _, value in self._values.values()), self._switch)):
            QWidget.setTabOrder(before, after)

    def _titles(self) -> tuple[tuple[str, str], ...]:
        return (
            ("rateLimit", self.tr("Rate Limit")),
            ("addresses", self.tr("IP Restrictions")),
            ("created", self.tr("Created")),
            ("lastUsed", self.tr("Last Used")),
            ("requests", self.tr("Requests")),
            ("cost", self.tr("Cost")),
        )

    def _add_fact(self, number: int, name: str, title: str) -> None:
        label = QLabel(title)
        label.setObjectName(f"{name}FactLabel")
        set_role(label, Role.CAPTION)
        value = ValueText(theme=self._theme)
        value.setObjectName(f"{name}Fact")
        value.setAccessibleName(title)
        row, column = divmod(number, 3)
        self._facts.addWidget(label, 3 * row, column)
        self._facts.addWidget(value, 3 * row + 1, column, Qt.AlignmentFlag.AlignTop)
        self._facts.setRowMinimumHeight(3 * row + 2, 8)
        self._facts.setColumnStretch(column, 1)
        self._values[name] = label, value

    def _attach_chart(self) -> None:
        # Only with it comes pyqtgraph, which is loaded by now where there are figures.
        from binom_desktop.views.chart import LineChart

        self.volume.attach_chart(
            LineChart(
                model=self._detail.days,
                theme=self._theme,
                title=self.volume.title,
                object_name="dailyRequestVolumeChart",
            )
        )

    def _connect(self) -> None:
        self._keys.changed.connect(self._on_model_changed)
        self._detail.changed.connect(self._on_model_changed)
        self._theme.changed.connect(self._on_theme_changed)
        self._back.clicked.connect(self.back_requested)
        self._switch.clicked.connect(self._on_switch_clicked)
        self._requests.clicked.connect(self._on_requests_clicked)
        self._edit.clicked.connect(self._on_edit_clicked)
        self._rotate.clicked.connect(self._on_rotate_clicked)
        self._end_rotation.clicked.connect(self._on_end_rotation_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)
        self._rotation.action_triggered.connect(self._on_rotation_action_triggered)

    def _show_theme(self) -> None:
        tokens = self._theme.tokens
        self._back.setIcon(icons.button_icon("chevron-left", tokens.text2, tokens.text3))
        self._back.setIconSize(icons.icon_size())
        self._hint.setFont(self._theme.fixed_font(CAPTION))

    def _show(self) -> None:
        key = self.key
        if key is None:
            return
        self._name.setText(key_text.description_text(key))
        self._hint.setText(key_text.hint_text(key))
        texts = {
            "rateLimit": key_text.rate_limit_text(key.rate_limit_rpm),
            "addresses": key_text.addresses_list(key.allowed_ips),
            "created": f"{key_text.created_text(key)} ({text_format.age(key.created_ms, self._keys.now_ms())})",
            "lastUsed": self._keys.last_used_text(key),
            "requests": text_format.count(key.total_requests),
            "cost": text_format.exact_money(key.total_cost_nano),
        }
        for name, (_, value) in self._values.items():
            value.set_text(texts[name])
        self._values["lastUsed"][1].setToolTip(key_text.moment_tooltip(key.last_used_ms))
        hints = "\n".join(hint.text for hint in self._keys.hints(key))
        self._hints.setText(hints)
        self._hints.setVisible(bool(hints))
        pending = self._keys.is_pending(key.id)
        self._switch.setChecked(key.enabled)
        self._switch.setText(key_text.status_text(key))
        self._switch.setAccessibleName(self.tr("Enabled"))
        self._switch.setEnabled(not pending)
        self._show_rotation(key)
        self._show_usage()

    def _show_rotation(self, key: ApiKey) -> None:
        stage = self._keys.rotation_stage(key)
        self._rotate.setVisible(stage is None)
        self._end_rotation.setVisible(stage is not None)
        actions = {RotationStage.SILENT: self.tr("Disable Old Key"), RotationStage.DISABLED: self.tr("Delete Old Key")}
        if stage is None:
            self._rotation.clear()
        else:
            tone = Tone.WARN if stage is RotationStage.IN_USE else Tone.OK
            self._rotation.show_text(self._keys.rotation_text(key), tone, actions.get(stage, ""))

    def _show_usage(self) -> None:
        state = self._detail.state
        for section in (self.volume, self.models):
            section.set_loading(not self._detail.known)
        self.errors.show_state(known=self._detail.known)
        self._note.setText(state.error_text)
        self._note.setVisible(bool(state.error_text))

    @property
    def _key_id(self) -> str:
        return self._detail.key_id or ""

    @Slot()
    def _on_model_changed(self) -> None:
        if self._detail.key_id is not None:
            self._show()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()

    @Slot(bool)
    def _on_switch_clicked(self, enabled: bool) -> None:
        self.enable_requested.emit(self._key_id, enabled)

    @Slot()
    def _on_requests_clicked(self) -> None:
        self.requests_requested.emit(self._key_id)

    @Slot()
    def _on_edit_clicked(self) -> None:
        self.edit_requested.emit(self._key_id)

    @Slot()
    def _on_rotate_clicked(self) -> None:
        self.rotate_requested.emit(self._key_id)

    @Slot()
    def _on_end_rotation_clicked(self) -> None:
        self.end_rotation_requested.emit(self._key_id)

    @Slot()
    def _on_delete_clicked(self) -> None:
        self.delete_requested.emit(self._key_id)

    @Slot()
    def _on_rotation_action_triggered(self) -> None:
        key = self.key
        if key is not None and key.enabled:
            self.enable_requested.emit(key.id, False)
        else:
            self.delete_requested.emit(self._key_id)
