"""The accounts that were signed in here, and their keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from binom_desktop.api.client import AccountClient
from binom_desktop.api.origin import server_origin
from binom_desktop.credentials import Credentials, KeptKey
from binom_desktop.domain import Account
from binom_desktop.redaction import Secrets
from binom_desktop.settings import AccountEntry, Settings, save_settings


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that was just signed in; ``kept`` says whether its key outlives this run."""

    entry: AccountEntry
    account: Account
    key: str = field(repr=False)
    kept: KeptKey


class Accounts:
    """Signs in and out, and keeps the settings' list of accounts.

    ``settings`` is the value in force; every change is on disk before the call returns. Every key that passes through
    becomes one of the ``secrets`` that the logs leave out.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        settings_file: Path,
        credentials: Credentials,
        secrets: Secrets,
        connect: Callable[[str, Callable[[], str]], AccountClient] = lambda server, key: AccountClient(
            server=server, key=key
        ),
    ) -> None:
        self._settings = settings
        self._settings_file = settings_file
        self._credentials = credentials
        self._secrets = secrets
        self._connect = connect
        self._turn = asyncio.Lock()

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    async def change_settings(self, change: Callable[[Settings], Settings]) -> Settings:
        """Change the settings, one change at a time. Raises ``SettingsFault`` if they can't be written; they hold
        for this run all the same."""
        async with self._turn:
            self._settings = change(self._settings)
            await asyncio.to_thread(save_settings, self._settings_file, self._settings)
            return self._settings

    async def test_connection(self, server: str, key: str) -> Account:
        """Ask a server for the key's account; nothing is stored. Raises what ``AccountClient`` raises."""
        key = key.strip()
        self._secrets.add(key)
        client = self._connect(server.strip(), lambda: key)
        try:
            return await client.account()
        finally:
            await client.aclose()

    async def sign_in(self, server: str, key: str) -> SignedIn:
        """Check the key with the server, keep it, and make its account the current one.

        Raises what ``AccountClient`` raises, and ``SettingsFault``.
        """
        account = await self.test_connection(server, key)
        entry = self._named(_entry(server, account))
        kept = await self._credentials.store(entry.server, entry.account_id, key.strip())
        await self.change_settings(lambda settings: settings.signed_in(entry))
        return SignedIn(entry, account, key.strip(), kept)

    def _named(self, entry: AccountEntry) -> AccountEntry:
        """An account by the name that a person gave it here, if there is one."""
        same = (entry.server, entry.account_id)
        return next((one for one in self._settings.accounts if (one.server, one.account_id) == same), entry)

    async def key_of(self, entry: AccountEntry) -> str | None:
        """The account's key, or None if there is none. Raises ``CredentialsFault`` if the keyring can't tell."""
        key = await self._credentials.read(entry.server, entry.account_id)
        if key is not None:
            self._secrets.add(key)
        return key

    async def sign_out(self, entry: AccountEntry) -> None:
        """Forget the account's key. The account stays in the list, and its history too.

        Raises ``CredentialsFault`` if the keyring may still have the key, and ``SettingsFault``; the account is not
        current any more in either case.
        """
        try:
            await self._credentials.delete(entry.server, entry.account_id)
        finally:
            if self._settings.current == entry:
                await self.change_settings(Settings.signed_out)

    async def remove(self, entry: AccountEntry) -> None:
        """Sign an account out and take it from the list. Raises as ``sign_out`` does."""
        try:
            await self.sign_out(entry)
        finally:
            await self.change_settings(lambda settings: settings.without(entry))


def _entry(server: str, account: Account) -> AccountEntry:
    return AccountEntry(server_origin(server), account.id, account.username or account.email)
