"""Joins the Settings page to the settings file, the system's start at login, and the accounts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.errors import SettingsFault
from binom_desktop.events import AppEvent
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.settings_page import SettingsChange, SettingsPageModel
from binom_desktop.models.updates import UpdatesModel
from binom_desktop.page_entries import SETTINGS_ROUTE, page_entries
from binom_desktop.presentation.error_text import error_text
from binom_desktop.presentation.settings_text import (
    TimeZone,
    exported_text,
    imported_text,
    not_kept_text,
    shortens,
)
from binom_desktop.settings import AccountEntry, Settings, export_to, import_from
from binom_desktop.tasks import NewestWins, Supervisor
from binom_desktop.verify_values import VerifyProgress
from binom_desktop.views.page import Page
from binom_desktop.views.theme import Theme

if TYPE_CHECKING:
    from binom_desktop.services.login_item import LoginItem
    from binom_desktop.services.session import AccountSession
    from binom_desktop.views.settings import SettingsPage


# Names without a place are old ones, or for machines.
_NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


class SettingsDesk(QObject):
    """Owns the page, once it is built, and its model; everything slow is done in threads.

    ``change`` makes a change of the settings in force and writes them; where it raises ``SettingsFault``, the change
    holds all the same. ``settings_changed`` comes after each, with all settings. ``login_item`` is asked each time the
    page is opened.
    """

    settings_changed = Signal(Settings)
    notice_requested = Signal(str)
    switch_requested = Signal(AccountEntry)
    rename_requested = Signal(AccountEntry, str)
    sign_out_requested = Signal(AccountEntry)
    delete_data_requested = Signal(AccountEntry)
    add_account_requested = Signal()
    diagnostics_requested = Signal()
    restart_requested = Signal()

    def __init__(
        self,
        *,
        settings: Settings,
        change: Callable[[SettingsChange], Awaitable[Settings]],
        login_item: LoginItem,
        connection: ConnectionModel,
        account: AccountModel,
        theme: Theme,
        supervisor: Supervisor,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = SettingsPageModel(settings=settings, parent=self)
        self.entry = page_entries()[SETTINGS_ROUTE]
        self._change = change
        self._login_item = login_item
        self._connection = connection
        self._header = account
        self._theme = theme
        self._supervisor = supervisor
        self._updates: UpdatesModel | None = None
        self._in_force = settings
        self._pending = 0
        self._login_turn = asyncio.Lock()
        self._login_changes = 0
        self._page: SettingsPage | None = None
        self._session: AccountSession | None = None
        self._verifying = NewestWins(supervisor=supervisor)
        self._imported_from = ""
        self._shown = False
        self._asking_login = False
        self.settings.change_requested.connect(self._on_settings_change_requested)
        self.settings.start_at_login_requested.connect(self._on_settings_start_at_login_requested)
        self.settings.verify_requested.connect(self._on_settings_verify_requested)

    def offer_updates(self, updates: UpdatesModel) -> None:
        """Show on the page, which is not built yet, what is known of newer versions; without, it offers none."""
        self._updates = updates

    def build_page(self) -> Page:
        """Make the page; once."""
        from binom_desktop.views.settings import SettingsPage

        page = self._page = SettingsPage(
            entry=self.entry,
            settings=self.settings,
            connection=self._connection,
            account=self._header,
            theme=self._theme,
            updates=self._updates,
        )
        page.switch_requested.connect(self.switch_requested)
        page.rename_requested.connect(self.rename_requested)
        page.sign_out_requested.connect(self.sign_out_requested)
        page.delete_data_requested.connect(self.delete_data_requested)
        page.add_account_requested.connect(self.add_account_requested)
        page.export_requested.connect(self._on_page_export_requested)
        page.import_requested.connect(self._on_page_import_requested)
        page.import_confirmed.connect(self._on_page_import_confirmed)
        page.diagnostics_requested.connect(self.diagnostics_requested)
        page.restart_requested.connect(self.restart_requested)
        return page

    def set_settings(self, settings: Settings) -> None:
        """Take over settings that were changed elsewhere: an account signed in, a column moved, the tray's menu."""
        self._in_force = settings
        if not self._pending:
            self.settings.set_settings(settings)

    def set_session(self, session: AccountSession | None) -> None:
        """Verify the history of this session from now on; all else is of the app, not of an account."""
        self._verifying.cancel()
        self._session = session
        self.settings.set_can_verify(session is not None)

    def set_route(self, route: str) -> None:
        """Say which page is shown: what the system may have changed meanwhile is asked each time."""
        shown = route == SETTINGS_ROUTE
        opened, self._shown = shown and not self._shown, shown
        if not opened:
            return
        if not self.settings.zones.loaded:
            self._supervisor.start(self._load_zones(), name="load time zones")
        self._asking_login = True
        self._supervisor.start(self._ask_login_item(), name="ask login item")

    def take(self, event: AppEvent) -> None:
        """No service has anything to say to this page."""

    @property
    def settled(self) -> bool:
        """Whether the page, if it is shown, knows everything, and every choice is kept."""
        asking = self._asking_login or bool(self._login_changes) or self._login_turn.locked()
        return not self._shown or not (asking or self._pending)

    async def _keep(self, change: SettingsChange, done: str = "") -> None:
        """Make a change last, and say so where that fails; ``done`` is said where it doesn't."""
        try:
            self._in_force = await self._change(change)
            notice = done
        except SettingsFault as fault:
            self._in_force = change(self._in_force)
            notice = not_kept_text(error_text(fault))
        finally:
            self._pending -= 1
        if not self._pending:
            self.settings.set_settings(self._in_force)
        self.settings_changed.emit(self._in_force)
        if notice:
            self.notice_requested.emit(notice)

    def _start_keeping(self, change: SettingsChange, done: str = "") -> None:
        self._pending += 1
        self._supervisor.start(self._keep(change, done), name="change settings")

    async def _ask_login_item(self) -> None:
        try:
            async with self._login_turn:
                await self._show_login_item()
        finally:
            self._asking_login = False

    async def _start_at_login(self, on: bool) -> None:
        """Change the system's entry, and show what it is then, whatever came of it."""
        reason = ""
        async with self._login_turn:
            try:
                await asyncio.to_thread(self._login_item.set_enabled, on)
            except SettingsFault as fault:
                reason = error_text(fault)
            self._login_changes -= 1
            await self._show_login_item(reason)
        if reason:
            self.notice_requested.emit(reason)

    async def _show_login_item(self, reason: str = "") -> None:
        """Show what the system says; ``reason`` is why a change failed. Before another change it is no news."""
        try:
            enabled: bool | None = await asyncio.to_thread(self._login_item.enabled)
        except SettingsFault as fault:
            enabled, reason = None, reason or error_text(fault)
        if not self._login_changes:
            self.settings.set_start_at_login(enabled, reason)

    async def _verify(self, session: AccountSession) -> None:
        self.settings.set_verified(await session.verify(self.settings.set_verified))

    async def _load_zones(self) -> None:
        self.settings.zones.set_zones(await asyncio.to_thread(_zones, datetime.now(UTC)))

    async def _export(self, file: Path) -> None:
        try:
            await asyncio.to_thread(export_to, file, self.settings.settings)
        except SettingsFault as fault:
            self.notice_requested.emit(error_text(fault))
        else:
            self.notice_requested.emit(exported_text(file.name))

    async def _import(self, file: Path) -> None:
        before = self.settings.settings
        try:
            imported = await asyncio.to_thread(import_from, file, before)
        except SettingsFault as fault:
            self.notice_requested.emit(error_text(fault))
            return
        self._imported_from = file.name
        if self._page is not None and shortens(before.history_days, imported.history_days):
            self._page.ask_to_import(imported)
        else:
            self._take_over(imported)

    def _take_over(self, imported: Settings) -> None:
        def change(settings: Settings) -> Settings:
            return settings.with_choices_of(imported)

        self.settings.set_settings(change(self.settings.settings))
        self._start_keeping(change, imported_text(self._imported_from))

    @Slot(object)
    def _on_settings_change_requested(self, change: SettingsChange) -> None:
        self._start_keeping(change)

    @Slot(bool)
    def _on_settings_verify_requested(self, on: bool) -> None:
        if not on:
            self._verifying.cancel()
            self.settings.set_verified(None)
        elif self._session is not None:
            self.settings.set_verified(VerifyProgress(0, 0))
            self._verifying.start(self._verify(self._session), name="verify history")

    @Slot(bool)
    def _on_settings_start_at_login_requested(self, on: bool) -> None:
        self._login_changes += 1
        self._supervisor.start(self._start_at_login(on), name="start at login")

    @Slot(str)
    def _on_page_export_requested(self, file: str) -> None:
        self._supervisor.start(self._export(Path(file)), name="export settings")

    @Slot(str)
    def _on_page_import_requested(self, file: str) -> None:
        self._supervisor.start(self._import(Path(file)), name="import settings")

    @Slot(object)
    def _on_page_import_confirmed(self, imported: Settings) -> None:
        self._take_over(imported)


def _zones(now: datetime) -> list[TimeZone]:
    """The zones that have a place, by name, after UTC. Slow: it reads hundreds of files."""
    zones = [TimeZone("UTC", 0)]
    for name in sorted(available_timezones()):
        if "/" in name and not name.startswith(_NO_PLACES):
            # A name without a file that can be read is none to choose.
            with contextlib.suppress(ZoneInfoNotFoundError, ValueError, OSError):
                offset = now.astimezone(ZoneInfo(name)).utcoffset() or timedelta()
                zones.append(TimeZone(name, round(offset / timedelta(minutes=1))))
    return zones
