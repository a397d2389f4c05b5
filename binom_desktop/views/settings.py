"""The Settings page: every choice, found by a search, in effect at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from binom_desktop.alert_values import QuietHours
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.settings_page import SettingsPageModel
from binom_desktop.models.updates import UpdatesModel
from binom_desktop.presentation import settings_text, update_text, verify_text
from binom_desktop.presentation.format import safe_line
from binom_desktop.presentation.settings_text import SectionKey, SettingKey
from binom_desktop.presentation.tone import Tone
from binom_desktop.settings import AccountEntry, Settings
from binom_desktop.settings import Theme as ThemeSetting
from binom_desktop.verify_values import VerifyProgress, VerifyResult
from binom_desktop.views.announce import announce
from binom_desktop.views.confirm_dialog import ConfirmDialog
from binom_desktop.views.empty_state import EmptyState
from binom_desktop.views.page import Page, PageEntry
from binom_desktop.views.rename_dialog import RenameDialog
from binom_desktop.views.search_field import SearchField
from binom_desktop.views.segmented import SegmentedControl
from binom_desktop.views.settings_parts import (
    AccountRow,
    LanguageField,
    QuietHoursField,
    SettingRow,
    SettingsCard,
    ValueBox,
    setting_switch,
)
from binom_desktop.views.settings_updates import UpdatesField
from binom_desktop.views.settings_zone import ZoneBox
from binom_desktop.views.text_size import text_px
from binom_desktop.views.theme import Role, Theme, set_role
from binom_desktop.views.tokens import CARD_GAP

_EXPORT_NAME = "binom-desktop-settings.toml"
_WIDEST = 920
_SEARCH_WIDTH = 320
_LEAST_STATE_HEIGHT = 240


class SettingsPage(Page):
    """Shows ``settings``, and chooses through it. What is not the file's goes out as signals, asked before if it must.

    ``import_confirmed`` carries settings that were shown to ``ask_to_import``. Without ``updates`` none are offered.
    """

    switch_requested = Signal(AccountEntry)
    rename_requested = Signal(AccountEntry, str)
    sign_out_requested = Signal(AccountEntry)
    delete_data_requested = Signal(AccountEntry)
    add_account_requested = Signal()
    export_requested = Signal(str)
    import_requested = Signal(str)
    import_confirmed = Signal(object)
    diagnostics_requested = Signal()
    restart_requested = Signal()

    def __init__(
        self,
        *,
        entry: PageEntry,
        settings: SettingsPageModel,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        updates: UpdatesModel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(entry=entry, connection=connection, account=account, theme=theme, parent=parent)
        self._settings = settings
        self._updates = updates
        self._search = SearchField(
            object_name="settingsSearch",
            accessible_name=self.tr("Search settings"),
            placeholder=self.tr("Search settings"),
            theme=theme,
        )
        self._theme_choice = SegmentedControl(
            object_name="themeChoice",
            accessible_name=settings_text.label(SettingKey.THEME),
            options=[(choice.value, settings_text.theme_title(choice.value)) for choice in ThemeSetting],
        )
        self._language = LanguageField(theme=theme)
        self._interval: ValueBox[int] = ValueBox(key=SettingKey.REFRESH_INTERVAL, theme=theme)
        self._real_time = setting_switch(SettingKey.REAL_TIME, theme)
        self._zone = ZoneBox(model=settings.zones, theme=theme)
        self._history: ValueBox[int | None] = ValueBox(key=SettingKey.HISTORY, theme=theme)
        self._start_at_login = setting_switch(SettingKey.START_AT_LOGIN, theme)
        self._keep_in_tray = setting_switch(SettingKey.KEEP_IN_TRAY, theme)
        self._paused = setting_switch(SettingKey.PAUSE_NOTIFICATIONS, theme)
        self._quiet = QuietHoursField(theme=theme)
        self._export = self._button(self.tr("Export…"), "exportSettingsButton")
        self._import = self._button(self.tr("Import…"), "importSettingsButton")
        self._verify = self._button(self.tr("Verify"), "verifyHistoryButton")
        self._check_updates = setting_switch(SettingKey.CHECK_FOR_UPDATES, theme)
        self._updates_field = None if updates is None else UpdatesField(updates=updates, theme=theme)
        self._diagnostics = self._button(self.tr("Save Report…"), "diagnosticsButton")
        self._add_account = self._button(self.tr("Add Account"), "addAccountButton")
        self._clear = self._button(self.tr("Clear Search"), "settingsSearchClearButton")
        self._no_match = EmptyState(
            object_name="noSettingsState",
            icon_name="search",
            title=self.tr("No settings match"),
            text="",
            buttons=(self._clear,),
            theme=theme,
            least_height=_LEAST_STATE_HEIGHT,
        )
        self._rows: dict[SettingKey, SettingRow] = {}
        self._account_rows: list[AccountRow] = []
        self._account_list = QVBoxLayout()
        self._no_accounts = QLabel(self.tr("No account is kept on this computer."))
        self.cards = self._made_cards()
        self._build_page()
        self._connect()
        self._show_settings()

    @override
    def focus_body(self) -> None:
        """Let the keyboard begin in the search."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def ask_to_import(self, settings: Settings) -> None:
        """Ask before an import drops history; ``import_confirmed`` is the answer."""
        self._ask(
            object_name="importDialog",
            title=self.tr("Import and Shorten History"),
            text=settings_text.shorten_text(settings.history_days),
            answer=self.tr("Import and Drop Older Requests"),
            do=partial(self.import_confirmed.emit, settings),
        )

    def _button(self, text: str, object_name: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(object_name)
        button.setAccessibleName(text.removesuffix("…"))
        return button

    def _made_cards(self) -> dict[SectionKey, SettingsCard]:
        controls: dict[SectionKey, dict[SettingKey, QWidget]] = {
            SectionKey.APPEARANCE: {SettingKey.THEME: self._theme_choice, SettingKey.LANGUAGE: self._language},
            SectionKey.DATA: {
                SettingKey.REAL_TIME: self._real_time,
                SettingKey.REFRESH_INTERVAL: self._interval,
                SettingKey.TIME_ZONE: self._zone,
                SettingKey.HISTORY: self._history,
                SettingKey.VERIFY: self._verify,
            },
            SectionKey.DESKTOP: {
                SettingKey.START_AT_LOGIN: self._start_at_login,
                SettingKey.KEEP_IN_TRAY: self._keep_in_tray,
            },
            SectionKey.NOTIFICATIONS: {
                SettingKey.PAUSE_NOTIFICATIONS: self._paused,
                SettingKey.QUIET_HOURS: self._quiet,
            },
            SectionKey.ACCOUNTS: {},
            SectionKey.UPDATES: self._update_controls(),
            SectionKey.FILE: {SettingKey.EXPORT: self._export, SettingKey.IMPORT: self._import},
            SectionKey.HELP: {SettingKey.DIAGNOSTICS: self._diagnostics},
        }
        if not controls[SectionKey.UPDATES]:
            del controls[SectionKey.UPDATES]
        cards = {}
        for section, rows in controls.items():
            card = SettingsCard(object_name=f"{section.value}Card", title=settings_text.section_title(section))
            for key, control in rows.items():
                row = self._rows[key] = SettingRow(key=key, control=control)
                words = f"{settings_text.label(key)} {settings_text.explanation(key)} {settings_text.search_words(key)}"
                card.add_row(row, words)
            cards[section] = card
        cards[SectionKey.ACCOUNTS].add_row(self._made_accounts(), settings_text.account_search_words())
        return cards

    def _update_controls(self) -> dict[SettingKey, QWidget]:
        if self._updates_field is None:
            return {}
        return {SettingKey.CHECK_FOR_UPDATES: self._check_updates, SettingKey.NEWEST_VERSION: self._updates_field}

    def _made_accounts(self) -> QWidget:
        self._no_accounts.setObjectName("noAccountsText")
        set_role(self._no_accounts, Role.MESSAGE)
        self._account_list.setSpacing(0)
        foot = QHBoxLayout()
        foot.addWidget(self._add_account)
        foot.addStretch(1)
        holder = QWidget()
        holder.setObjectName("accountList")
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(12)
        layout.addWidget(self._no_accounts)
        layout.addLayout(self._account_list)
        layout.addLayout(foot)
        return holder

    def _build_page(self) -> None:
        self._search.setMaximumWidth(text_px(_SEARCH_WIDTH))
        column = QWidget()
        column.setObjectName("settingsColumn")
        column.setMaximumWidth(text_px(_WIDEST))
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(CARD_GAP)
        lines.addWidget(self._search)
        for card in self.cards.values():
            lines.addWidget(card)
        lines.addWidget(self._no_match)
        lines.addStretch(1)
        # Cards as wide as they have to be: a control too far from its words is hard to match to them.
        across = QHBoxLayout()
        across.addWidget(column, 1_000)
        across.addStretch(1)
        self.body.addLayout(across)
        self._no_match.hide()

    def _connect(self) -> None:
        self._settings.changed.connect(self._on_settings_changed)
        self._search.searched.connect(self._on_search_searched)
        self._clear.clicked.connect(self._on_clear_clicked)
        self._theme_choice.chosen.connect(self._on_theme_choice_chosen)
        self._language.box.picked.connect(self._on_language_picked)
        self._language.restart.clicked.connect(self.restart_requested)
        self._interval.picked.connect(self._on_interval_picked)
        self._real_time.toggled.connect(self._settings.choose_real_time)
        self._zone.zone_picked.connect(self._settings.choose_zone)
        self._history.picked.connect(self._on_history_picked)
        self._start_at_login.toggled.connect(self._settings.choose_start_at_login)
        self._keep_in_tray.toggled.connect(self._settings.choose_keep_in_tray)
        self._paused.toggled.connect(self._settings.choose_paused)
        self._quiet.switch.toggled.connect(self._settings.choose_quiet)
        self._quiet.chosen.connect(self._on_quiet_chosen)
        self._add_account.clicked.connect(self.add_account_requested)
        self._export.clicked.connect(self._on_export_clicked)
        self._import.clicked.connect(self._on_import_clicked)
        self._verify.clicked.connect(self._settings.verify)
        self._diagnostics.clicked.connect(self.diagnostics_requested)
        if self._updates is not None and self._updates_field is not None:
            self._updates.changed.connect(self._on_updates_changed)
            self._check_updates.toggled.connect(self._settings.choose_updates)
            self._updates_field.open_url_requested.connect(self.open_url_requested)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._on_find_activated)

    def _show_settings(self) -> None:
        model, settings = self._settings, self._settings.settings
        with QSignalBlocker(self._theme_choice):
            self._theme_choice.button(settings.theme.value).setChecked(True)
        for switch, on in (
            (self._real_time, settings.real_time),
            (self._start_at_login, bool(model.start_at_login)),
            (self._keep_in_tray, settings.keep_in_tray),
            (self._paused, settings.notifications_paused),
            (self._check_updates, settings.check_for_updates),
        ):
            _show_switch(switch, on)
        self._start_at_login.setEnabled(model.start_at_login is not None)
        self._rows[SettingKey.START_AT_LOGIN].say(
            model.login_fault or settings_text.explanation(SettingKey.START_AT_LOGIN),
            Tone.BAD if model.login_fault else Tone.NEUTRAL,
        )
        self._rows[SettingKey.KEEP_IN_TRAY].say(
            settings_text.explanation(SettingKey.KEEP_IN_TRAY) if model.has_tray else settings_text.no_tray_text()
        )
        self._language.box.show_value(settings.language, model.languages)
        self._language.restart.setVisible(model.language_waits)
        self._rows[SettingKey.LANGUAGE].say(
            settings_text.language_waits_text()
            if model.language_waits
            else settings_text.explanation(SettingKey.LANGUAGE)
        )
        self._interval.show_value(settings.refresh_interval_s, model.intervals)
        self._history.show_value(settings.history_days, model.periods)
        self._zone.show_zone(settings.time_zone)
        self._quiet.show_hours(model.quiet_hours, on=settings.quiet_hours is not None)
        self._rows[SettingKey.QUIET_HOURS].say(settings_text.quiet_hours_text(settings.quiet_hours, settings.time_zone))
        self._show_verified()
        self._show_updates()
        self._show_accounts(settings)

    def _show_verified(self) -> None:
        model, row = self._settings, self._rows[SettingKey.VERIFY]
        text = self.tr("Cancel") if model.verifying else self.tr("Verify")
        self._verify.setText(text)
        self._verify.setAccessibleName(f"{text} {settings_text.label(SettingKey.VERIFY)}" if model.verifying else text)
        self._verify.setEnabled(model.can_verify)
        match model.verified:
            case None:
                row.say(settings_text.explanation(SettingKey.VERIFY))
            case VerifyProgress() as progress:
                row.say(verify_text.progress_text(progress))
            case VerifyResult() as result:
                row.say(verify_text.result_text(result), verify_text.result_tone(result))

    def _show_updates(self) -> None:
        if self._updates is not None and self._updates_field is not None:
            self._rows[SettingKey.CHECK_FOR_UPDATES].say(update_text.switch_text(self._updates.address))
            self._rows[SettingKey.NEWEST_VERSION].say(self._updates.text, self._updates.tone)
            self._updates_field.show_updates()

    def _show_accounts(self, settings: Settings) -> None:
        known = len(self._account_rows)
        while len(self._account_rows) < len(settings.accounts):
            row = AccountRow(number=len(self._account_rows) + 1)
            row.switch_requested.connect(self.switch_requested)
            row.rename_requested.connect(self._on_account_rename_requested)
            row.sign_out_requested.connect(self._on_account_sign_out_requested)
            row.delete_requested.connect(self._on_account_delete_requested)
            self._account_rows.append(row)
            self._account_list.addWidget(row)
        if len(self._account_rows) > known:
            self.order_focus()
        for number, row in enumerate(self._account_rows):
            shown = number < len(settings.accounts)
            row.setVisible(shown)
            if shown:
                entry = settings.accounts[number]
                row.show_account(entry, current=entry == self._settings.shown_account)
        self._no_accounts.setVisible(not settings.accounts)

    def _ask(self, *, object_name: str, title: str, text: str, answer: str, do: Callable[[], object]) -> None:
        """Ask before something goes for good, and then do it."""
        dialog = ConfirmDialog(
            object_name=object_name,
            title=title,
            text=text,
            answer=answer,
            role=Role.DANGER,
            theme=self.theme,
            parent=self,
        )
        dialog.confirmed.connect(do)
        dialog.open()

    @Slot()
    def _on_settings_changed(self) -> None:
        self._show_settings()

    @Slot()
    def _on_updates_changed(self) -> None:
        self._show_updates()

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        found = [card.filter_rows(text) for card in self.cards.values()]
        self._no_match.setVisible(not any(found))
        if not any(found):
            words = self.tr("Nothing is called “{text}”.").format(text=safe_line(text.strip()))
            self._no_match.set_text(words)
            announce(self._no_match, words)

    @Slot()
    def _on_clear_clicked(self) -> None:
        self._search.clear()
        self._search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_find_activated(self) -> None:
        self.focus_body()

    @Slot(str)
    def _on_theme_choice_chosen(self, value: str) -> None:
        self._settings.choose_theme(ThemeSetting(value))

    @Slot(int)
    def _on_language_picked(self, number: int) -> None:
        self._settings.choose_language(self._language.box.value(number))

    @Slot(int)
    def _on_interval_picked(self, number: int) -> None:
        self._settings.choose_interval(self._interval.value(number))

    @Slot(int)
    def _on_history_picked(self, number: int) -> None:
        """Lengthen at once; ask before shortening drops anything, and show what is in force meanwhile."""
        days = self._history.value(number)
        if not settings_text.shortens(self._settings.settings.history_days, days):
            self._settings.choose_history(days)
            return
        self._show_settings()
        self._ask(
            object_name="shortenHistoryDialog",
            title=self.tr("Shorten History"),
            text=settings_text.shorten_text(days),
            answer=self.tr("Drop Older Requests"),
            do=partial(self._settings.choose_history, days),
        )

    @Slot(QuietHours)
    def _on_quiet_chosen(self, hours: QuietHours) -> None:
        self._settings.choose_quiet_hours(hours)

    @Slot(AccountEntry)
    def _on_account_rename_requested(self, entry: AccountEntry) -> None:
        dialog = RenameDialog(entry=entry, theme=self.theme, parent=self)
        dialog.renamed.connect(self.rename_requested)
        dialog.open()

    @Slot(AccountEntry)
    def _on_account_sign_out_requested(self, entry: AccountEntry) -> None:
        self._ask(
            object_name="signOutDialog",
            title=self.tr("Sign Out"),
            text=settings_text.sign_out_text(settings_text.account_name(entry.label, entry.server)),
            answer=self.tr("Sign Out"),
            do=partial(self.sign_out_requested.emit, entry),
        )

    @Slot(AccountEntry)
    def _on_account_delete_requested(self, entry: AccountEntry) -> None:
        self._ask(
            object_name="deleteDataDialog",
            title=self.tr("Delete Local Data"),
            text=settings_text.delete_data_text(settings_text.account_name(entry.label, entry.server)),
            answer=self.tr("Delete Local Data"),
            do=partial(self.delete_data_requested.emit, entry),
        )

    @Slot()
    def _on_export_clicked(self) -> None:
        """Ask for a file; the dialog is the desktop's own and blocks nothing."""
        dialog = self._file_dialog(self.tr("Export Settings"), "exportSettingsDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(_EXPORT_NAME).suffix.removeprefix("."))
        dialog.selectFile(_EXPORT_NAME)
        dialog.fileSelected.connect(self.export_requested)
        dialog.open()

    @Slot()
    def _on_import_clicked(self) -> None:
        dialog = self._file_dialog(self.tr("Import Settings"), "importSettingsDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_requested)
        dialog.open()

    def _file_dialog(self, title: str, object_name: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setObjectName(object_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([self.tr("Settings (*.toml)")])
        return dialog


def _show_switch(switch: QAbstractButton, on: bool) -> None:
    with QSignalBlocker(switch):
        switch.setChecked(on)
    switch.update()
