"""Signing in and out against a real server, a real settings file and a keyring of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import keyring.backend
import keyring.errors
import pytest
from typing_extensions import override

from binom_desktop.credentials import SERVICE, Credentials, Keeping
from binom_desktop.errors import AuthFailed, InvalidServer, Offline, UnreadableAnswer
from binom_desktop.redaction import Secrets
from binom_desktop.services.accounts import Accounts
from binom_desktop.settings import AccountEntry, Settings, load_settings
from tests.sandbox_process import SandboxProcess

pytestmark = pytest.mark.anyio


class TestKeyring(keyring.backend.KeyringBackend):
    """The system's keyring, in memory."""

    __test__ = False
    priority = 1.0

    def __init__(self, *, missing: bool = False) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.missing = missing

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        if self.missing:
            raise keyring.errors.NoKeyringError
        self.entries[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", "10") as process:
        yield process


def accounts_in(
    folder: Path,
    backend: keyring.backend.KeyringBackend,
    secrets: Secrets | None = None,
    settings: Settings | None = None,
) -> Accounts:
    return Accounts(
        settings=settings or Settings(),
        settings_file=folder / "settings.toml",
        credentials=Credentials(open_keyring=lambda: backend),
        secrets=secrets or Secrets(),
    )


async def test_signing_in_keeps_the_account_and_apart_from_it_the_key(sandbox: SandboxProcess, tmp_path: Path) -> None:
    backend, secrets = TestKeyring(), Secrets()
    accounts = accounts_in(tmp_path, backend, secrets)
    signed_in = await accounts.sign_in(f" {sandbox.url}/ ", f" {sandbox.token}\n")
    entry = signed_in.entry
    assert entry == AccountEntry(sandbox.url, signed_in.account.id, signed_in.account.username)
    assert signed_in.kept.keeping is Keeping.KEYRING
    assert sandbox.token not in repr(signed_in)
    assert backend.entries == {(SERVICE, f"{sandbox.url} {entry.account_id}"): sandbox.token}
    assert load_settings(tmp_path / "settings.toml").settings == Settings(accounts=(entry,), current=entry)
    assert sandbox.token not in (tmp_path / "settings.toml").read_text()
    assert sandbox.token not in secrets.redact(f"it is {sandbox.token}")

    next_start = accounts_in(tmp_path, backend, settings=load_settings(tmp_path / "settings.toml").settings)
    assert next_start.settings.current == entry
    assert await next_start.key_of(entry) == sandbox.token

    await next_start.sign_out(entry)
    assert await next_start.key_of(entry) is None
    assert load_settings(tmp_path / "settings.toml").settings == Settings(accounts=(entry,))


async def test_without_a_keyring_the_key_stays_for_this_run_and_that_is_said(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    accounts = accounts_in(tmp_path, TestKeyring(missing=True))
    signed_in = await accounts.sign_in(sandbox.url, sandbox.token)
    assert signed_in.kept.keeping is Keeping.THIS_RUN
    assert signed_in.kept.reason == "This system has no keyring."
    assert await accounts.key_of(signed_in.entry) == sandbox.token


async def test_what_is_wrong_is_said_and_nothing_is_stored(sandbox: SandboxProcess, tmp_path: Path) -> None:
    backend = TestKeyring()
    accounts = accounts_in(tmp_path, backend)
    with pytest.raises(AuthFailed):
        await accounts.sign_in(sandbox.url, "binom_sk_" + "x" * 32)
    with pytest.raises(Offline):
        await accounts.sign_in("http://127.0.0.1:9", sandbox.token)
    with pytest.raises(InvalidServer):
        await accounts.sign_in("http://api.example.com", sandbox.token)
    sandbox.control("faults", {"kind": "html", "times": 1})
    with pytest.raises(UnreadableAnswer):
        await accounts.sign_in(sandbox.url, sandbox.token)
    assert backend.entries == {}
    assert accounts.settings == Settings()


async def test_a_name_given_here_outlives_signing_in_again(sandbox: SandboxProcess, tmp_path: Path) -> None:
    accounts = accounts_in(tmp_path, TestKeyring())
    entry = (await accounts.sign_in(sandbox.url, sandbox.token)).entry
    named = replace(entry, label="Work")
    await accounts.change_settings(lambda settings: replace(settings, accounts=(named,), current=named))
    await accounts.sign_out(named)
    assert (await accounts.sign_in(sandbox.url, sandbox.token)).entry == named
    assert accounts.settings.accounts == (named,)


async def test_one_account_signs_out_and_the_current_one_stays(sandbox: SandboxProcess, tmp_path: Path) -> None:
    backend = TestKeyring()
    other = AccountEntry("https://api.example.com", "acc_other", "Other")
    accounts = accounts_in(tmp_path, backend, settings=Settings(accounts=(other,)))
    entry = (await accounts.sign_in(sandbox.url, sandbox.token)).entry
    await accounts.sign_out(other)
    assert accounts.settings.current == entry
    await accounts.remove(other)
    assert accounts.settings.accounts == (entry,)
    await accounts.remove(entry)
    left = accounts.settings
    assert left == Settings()
    assert not backend.entries
