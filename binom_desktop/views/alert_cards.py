"""The sections of the Alerts page: rules and what can be done to them, what has fired, and notifications."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from binom_desktop.domain import Notification
from binom_desktop.models.alerts import ALERTS_PART, NOTIFICATIONS_PART, AlertsModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.presentation import alert_text, inbox_text
from binom_desktop.presentation import format as text_format
from binom_desktop.views import icons
from binom_desktop.views.alert_tables import RULE_ROW_HEIGHT, AlertRulesTable
from binom_desktop.views.empty_state import DashedIcon
from binom_desktop.views.feed_table import FeedTable, alert_log_table, inbox_table
from binom_desktop.views.fitting_label import FittingLabel
from binom_desktop.views.flow_row import FlowRow
from binom_desktop.views.placeholder import PlaceholderLines
from binom_desktop.views.section_card import SectionCard
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_PADDING, CELL_PADDING, TABLE_ROW_HEIGHT
from binom_desktop.views.value_text import ValueText

_LEAST_NOTHING_HEIGHT = 112
_RULE_LINES = 4
_FEED_LINES = 3


class AlertSection(SectionCard):
    """A card of a table, or of what stands in its place."""

    def __init__(
        self, *, object_name: str, title: str, icon_name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(object_name=object_name, title=title, source=self._told, parent=parent)
        self._icon = DashedIcon(icon_name=icon_name, theme=theme)
        self._nothing = QLabel()
        self._nothing.setObjectName(f"{object_name}Nothing")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self._nothing, Role.SUBTITLE)
        content = QWidget()
        content.setMinimumHeight(_LEAST_NOTHING_HEIGHT)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(10)
        layout.addStretch(1)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._nothing)
        layout.addStretch(1)
        self._nothing_holder = self._add_body(content, padding=CARD_PADDING)

    def _told(self) -> str:
        return self._caption.text()

    def _button(self, text: str, object_name: str, role: Role | None = None) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text)
        if role is not None:
            set_role(button, role)
        return button

    def _show_phase(self, phase: Phase, *, waiting: QWidget, ready: QWidget, empty: str, failed: str) -> None:
        """Show the rows, or why there are none."""
        self._nothing.setText(failed if phase is Phase.FAILED else empty)
        self._icon.setVisible(phase is not Phase.FAILED)
        bodies = {Phase.LOADING: waiting, Phase.READY: ready}
        self._show_body(bodies.get(phase, self._nothing_holder))


class RulesCard(AlertSection):
    """The rules, and below them what can be done to the one that is chosen."""

    add_requested = Signal()
    restore_requested = Signal()
    edit_requested = Signal(str)
    snooze_requested = Signal(str, int)
    snooze_end_requested = Signal(str)
    delete_requested = Signal(str)

    def __init__(self, *, alerts: AlertsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            object_name="alertRulesCard", title=self.tr("Rules"), icon_name="bell", theme=theme, parent=parent
        )
        self._alerts = alerts
        self._theme = theme
        self.restore = self._button(self.tr("Restore Defaults"), "restoreRulesButton")
        self.add = self._button(self.tr("Add Rule"), "addRuleButton", Role.PRIMARY)
        self._header.add(self.restore, at_end=True)
        self._header.add(self.add, at_end=True)
        self.table = AlertRulesTable(model=alerts.rules, theme=theme)
        self.edit = self._button(self.tr("Edit"), "editRuleButton")
        self.snooze_hour = self._button(self.tr("Snooze 1 Hour"), "snoozeHourButton")
        self.snooze_day = self._button(self.tr("Snooze 1 Day"), "snoozeDayButton")
        self.end_snooze = self._button(self.tr("End Snooze"), "endSnoozeButton")
        self.delete = self._button(self.tr("Delete"), "deleteRuleButton")
        waiting = PlaceholderLines(
            accessible_name=self.tr("Loading Rules"), theme=theme, lines=_RULE_LINES, line_height=RULE_ROW_HEIGHT
        )
        self._waiting = self._add_body(waiting, padding=CARD_PADDING)
        self._ready = self._add_body(self._built(), padding=0)
        self._connect()
        self._show_theme()
        self.show_state()

    def show_state(self) -> None:
        """Show the rules, and what can be done now."""
        phase = self._alerts.rules_phase
        failed = self.tr("The rules could not be read: {reason} Refresh tries again.")
        self._show_phase(
            phase,
            waiting=self._waiting,
            ready=self._ready,
            empty=self.tr("No rules: nothing is told to you. Add one, or restore the defaults."),
            failed=failed.format(reason=self._alerts.error_text(ALERTS_PART)),
        )
        for button in (self.add, self.restore):
            button.setEnabled(phase in {Phase.READY, Phase.EMPTY})
        self._show_actions()

    def _built(self) -> QWidget:
        actions = FlowRow()
        for button in (self.edit, self.snooze_hour, self.snooze_day, self.end_snooze, self.delete):
            actions.add(button)
        lines = QVBoxLayout()
        lines.setContentsMargins(CARD_PADDING - CELL_PADDING, 0, CARD_PADDING - CELL_PADDING, 0)
        lines.addWidget(self.table)
        below = QVBoxLayout()
        below.setContentsMargins(CARD_PADDING, 0, CARD_PADDING, 0)
        below.addWidget(actions)
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(lines)
        layout.addLayout(below)
        return content

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_requested)
        self.restore.clicked.connect(self.restore_requested)
        self.edit.clicked.connect(self._on_edit_clicked)
        self.snooze_hour.clicked.connect(self._on_snooze_hour_clicked)
        self.snooze_day.clicked.connect(self._on_snooze_day_clicked)
        self.end_snooze.clicked.connect(self._on_end_snooze_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)
        self.table.chosen_changed.connect(self._on_table_chosen_changed)
        self._theme.changed.connect(self._on_theme_changed)

    def _show_theme(self) -> None:
        tokens = self._theme.tokens
        self.add.setIcon(icons.button_icon("plus", tokens.on_accent, tokens.text3))
        self.add.setIconSize(icons.button_icon_size())

    def _show_actions(self) -> None:
        rules = self._alerts.rules
        rule_id = self.table.chosen
        row = None if rule_id is None else rules.row_of(rule_id)
        on = row is not None and rules.at(row).rule.enabled
        for button in (self.edit, self.delete):
            button.setEnabled(row is not None)
        for button in (self.snooze_hour, self.snooze_day):
            button.setEnabled(on)
        self.end_snooze.setEnabled(row is not None and rules.is_snoozed(row))

    @Slot()
    def _on_table_chosen_changed(self) -> None:
        self._show_actions()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._show_theme()

    @Slot()
    def _on_edit_clicked(self) -> None:
        self.edit_requested.emit(self.table.chosen or "")

    @Slot()
    def _on_snooze_hour_clicked(self) -> None:
        self.snooze_requested.emit(self.table.chosen or "", 1)

    @Slot()
    def _on_snooze_day_clicked(self) -> None:
        self.snooze_requested.emit(self.table.chosen or "", 24)

    @Slot()
    def _on_end_snooze_clicked(self) -> None:
        self.snooze_end_requested.emit(self.table.chosen or "")

    @Slot()
    def _on_delete_clicked(self) -> None:
        self.delete_requested.emit(self.table.chosen or "")


class FeedCard(AlertSection):
    """A card of what came by and is read or unread."""

    all_read_requested = Signal()
    opened = Signal(str)

    def __init__(
        self, *, object_name: str, table: FeedTable, icon_name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        title = table.accessibleName()
        super().__init__(object_name=object_name, title=title, icon_name=icon_name, theme=theme, parent=parent)
        self.table = table
        self.mark_all = self._button(self.tr("Mark All Read"), f"{object_name}AllReadButton")
        self._header.add(self.mark_all, at_end=True)
        loading = self.tr("Loading {title}").format(title=title)
        waiting = PlaceholderLines(
            accessible_name=loading, theme=theme, lines=_FEED_LINES, line_height=TABLE_ROW_HEIGHT
        )
        self._waiting = self._add_body(waiting, padding=CARD_PADDING)
        self._ready = self._add_body(table, padding=CARD_PADDING - CELL_PADDING)
        self.mark_all.clicked.connect(self.all_read_requested)
        table.opened.connect(self.opened)


class AlertLogCard(FeedCard):
    """What has fired."""

    def __init__(self, *, alerts: AlertsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            object_name="alertLogCard",
            table=alert_log_table(alerts.log, theme),
            icon_name="bell",
            theme=theme,
            parent=parent,
        )
        self._alerts = alerts
        self.show_state()

    def show_state(self) -> None:
        """Show what has fired, or that nothing has."""
        failed = self.tr("The log could not be read: {reason} Refresh tries again.")
        self._show_phase(
            self._alerts.log_phase,
            waiting=self._waiting,
            ready=self._ready,
            empty=self.tr("No alerts have fired yet"),
            failed=failed.format(reason=self._alerts.error_text(ALERTS_PART)),
        )
        self._caption.setText(self._alerts.log_caption)
        self.mark_all.setEnabled(self._alerts.log.unread > 0)


class NotificationsCard(FeedCard):
    """What the server has to tell, and below it all of the one that is chosen."""

    read_requested = Signal(str)
    link_requested = Signal(str)

    def __init__(self, *, alerts: AlertsModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            object_name="notificationsCard",
            table=inbox_table(alerts.inbox, theme),
            icon_name="inbox",
            theme=theme,
            parent=parent,
        )
        self._alerts = alerts
        self.mark_read = self._button(self.tr("Mark Read"), "markNotificationReadButton")
        self.open_link = self._button(self.tr("Open Link…"), "openNotificationLinkButton")
        self._title_text = FittingLabel()
        self._about = QLabel()
        self._body_text = ValueText(theme=theme)
        self.detail = self._built_detail()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.detail)
        self.mark_read.clicked.connect(self._on_mark_read_clicked)
        self.open_link.clicked.connect(self._on_open_link_clicked)
        self.table.chosen_changed.connect(self._on_table_chosen_changed)
        self.show_state()

    @property
    def chosen(self) -> Notification | None:
        """The notification that is chosen."""
        chosen = self.table.chosen
        return None if chosen is None else self._alerts.inbox.find(chosen)

    def show_state(self) -> None:
        """Show what there is, or that there is nothing."""
        failed = self.tr("The notifications could not be read: {reason} Refresh tries again.")
        self._show_phase(
            self._alerts.inbox_phase,
            waiting=self._waiting,
            ready=self._ready,
            empty=self.tr("No notifications yet"),
            failed=failed.format(reason=self._alerts.error_text(NOTIFICATIONS_PART)),
        )
        self._caption.setText(self._alerts.inbox_caption)
        self.mark_all.setEnabled(self._alerts.inbox.unread > 0)
        self._show_detail()

    def _built_detail(self) -> QWidget:
        self._title_text.setObjectName("notificationTitle")
        set_role(self._title_text, Role.FIELD_LABEL)
        self._body_text.setObjectName("notificationBody")
        self._body_text.setAccessibleName(self.tr("Message"))
        self._about.setObjectName("notificationAbout")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        set_role(self._about, Role.CAPTION)
        rule = QFrame()
        set_role(rule, Role.RULE)
        actions = FlowRow()
        actions.add(self.mark_read)
        actions.add(self.open_link)
        detail = QWidget()
        detail.setObjectName("notificationDetail")
        layout = QVBoxLayout(detail)
        layout.setContentsMargins(CARD_PADDING, 4, CARD_PADDING, 4)
        layout.setSpacing(8)
        for widget in (rule, self._title_text, self._about, self._body_text, actions):
            layout.addWidget(widget)
        return detail

    def _show_detail(self) -> None:
        notification = self.chosen
        self.detail.setVisible(notification is not None)
        if notification is None:
            return
        body, zone = inbox_text.notification_body(notification), self._alerts.inbox.zone
        about = (
            alert_text.severity_text(notification.severity),
            inbox_text.notification_kind(notification.kind),
            f"{text_format.timestamp(notification.timestamp_ms, zone)} ({zone})",
            inbox_text.read_text(notification.read_ms is not None),
        )
        self._title_text.setText(inbox_text.notification_title(notification))
        self._about.setText(" · ".join(about))
        self._body_text.set_text(body)
        self._body_text.setVisible(bool(body))
        self.mark_read.setEnabled(notification.read_ms is None)
        self.open_link.setVisible(inbox_text.link_of(notification) is not None)

    @Slot()
    def _on_table_chosen_changed(self) -> None:
        self._show_detail()

    @Slot()
    def _on_mark_read_clicked(self) -> None:
        if (notification := self.chosen) is not None:
            self.read_requested.emit(notification.id)

    @Slot()
    def _on_open_link_clicked(self) -> None:
        link = None if (notification := self.chosen) is None else inbox_text.link_of(notification)
        if link is not None:
            self.link_requested.emit(link)
