"""Keys in a keyring that works, lies, fails, or never answers. The back-ends stand for the system's."""

from __future__ import annotations

import threading

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.backends.null
import keyring.core
import keyring.errors
import pytest
from typing_extensions import override

from binom_desktop.credentials import SERVICE, Credentials, Keeping, system_keyring
from binom_desktop.errors import CredentialsFault

pytestmark = pytest.mark.anyio

ORIGIN = "https://api.example.com"
KEY = "binom_sk_" + "k" * 32


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that keeps its entries in memory."""

    priority = 1.0

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.threads: set[str] = set()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.current_thread().name)
        return self.entries.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class LockedKeyring(MemoryKeyring):
    """A keyring that nobody unlocks."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(f"secret collection of {username}")

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked(f"can't take {password}")


class BrokenKeyring(MemoryKeyring):
    """A keyring whose transport breaks in its own way."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise OSError(f"no bus for {username}")

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"no bus for {password}")


class SilentKeyring(MemoryKeyring):
    """A keyring that waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.calls = 0

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.go.wait(30)
        return super().get_password(service, username)

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.go.wait(30)
        super().set_password(service, username, password)


def credentials_on(backend: keyring.backend.KeyringBackend, timeout_s: float = 10.0) -> Credentials:
    keyring.set_keyring(backend)
    return Credentials(open_keyring=keyring.get_keyring, timeout_s=timeout_s)


async def test_a_key_is_kept_read_and_deleted_off_the_main_thread() -> None:
    backend = MemoryKeyring()
    credentials = credentials_on(backend)
    kept = await credentials.store(ORIGIN, "acc_1", KEY)
    assert kept.keeping is Keeping.KEYRING
    assert backend.entries == {(SERVICE, f"{ORIGIN} acc_1"): KEY}
    assert await credentials.read(ORIGIN, "acc_1") == KEY
    assert await credentials.read(ORIGIN, "acc_2") is None
    await credentials.delete(ORIGIN, "acc_1")
    await credentials.delete(ORIGIN, "acc_1")
    assert backend.entries == {}
    assert backend.threads == {"keyring"}
    assert KEY not in repr(credentials)


@pytest.mark.parametrize(
    ("backend", "reason"),
    [
        (keyring.backends.fail.Keyring, "This system has no keyring."),
        (keyring.backends.null.Keyring, "The system's keyring does not keep anything."),
        (LockedKeyring, "The system's keyring is locked."),
        (BrokenKeyring, "The system's keyring refused (OSError)."),
    ],
)
async def test_where_the_keyring_does_not_keep_it_the_key_stays_for_this_run(
    backend: type[keyring.backend.KeyringBackend], reason: str
) -> None:
    credentials = credentials_on(backend())
    kept = await credentials.store(ORIGIN, "acc_1", KEY)
    assert kept.keeping is Keeping.THIS_RUN
    assert kept.reason == reason
    assert await credentials.read(ORIGIN, "acc_1") == KEY
    await credentials.delete(ORIGIN, "acc_1")
    next_run = credentials_on(MemoryKeyring())
    assert await next_run.read(ORIGIN, "acc_1") is None


@pytest.mark.parametrize("backend", [LockedKeyring, BrokenKeyring])
async def test_a_keyring_that_can_not_tell_is_a_fault_without_its_words(
    backend: type[keyring.backend.KeyringBackend],
) -> None:
    with pytest.raises(CredentialsFault) as caught:
        await credentials_on(backend()).read(ORIGIN, "acc_1")
    assert "acc_1" not in str(caught.value)


async def test_a_keyring_that_does_not_answer_is_given_up_and_not_asked_again_meanwhile() -> None:
    backend = SilentKeyring()
    credentials = credentials_on(backend, timeout_s=0.05)
    try:
        with pytest.raises(CredentialsFault, match="does not answer"):
            await credentials.read(ORIGIN, "acc_1")
        with pytest.raises(CredentialsFault, match="does not answer"):
            await credentials.read(ORIGIN, "acc_1")
        kept = await credentials.store(ORIGIN, "acc_1", KEY)
        assert kept.keeping is Keeping.THIS_RUN
        assert backend.calls == 1
        waiting = [thread for thread in threading.enumerate() if thread.name == "keyring"]
        assert [thread.daemon for thread in waiting] == [True]
    finally:
        backend.go.set()
    for thread in waiting:
        thread.join(10)
    assert await credentials.read(ORIGIN, "acc_1") == KEY


async def test_a_person_s_choice_of_a_keyring_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert isinstance(system_keyring(), keyring.backends.null.Keyring)


async def test_the_keyring_is_asked_once_for_a_key() -> None:
    """A keyring may ask a person each time: switching between accounts must not."""
    back_end = MemoryKeyring()
    credentials = Credentials(open_keyring=lambda: back_end)
    await credentials.store(ORIGIN, "acc_1", KEY)
    assert await credentials.read(ORIGIN, "acc_1") == KEY
    back_end.entries.clear()
    assert await credentials.read(ORIGIN, "acc_1") == KEY
    await credentials.delete(ORIGIN, "acc_1")
    assert await credentials.read(ORIGIN, "acc_1") is None


async def test_a_key_too_long_for_windows_stays_for_this_run() -> None:
    """The Credential Manager takes 2,560 bytes, and says no to more."""

    class ShortKeyring(MemoryKeyring):
        @override
        def set_password(self, service: str, username: str, password: str) -> None:
            if len(password.encode("utf-16-le")) > 2560:
                raise keyring.errors.PasswordSetError("(1783, 'CredWrite', 'The stub received bad data')")
            super().set_password(service, username, password)

    credentials = Credentials(open_keyring=ShortKeyring)
    long_key = "binom_sk_" + "k" * 2000
    kept = await credentials.store(ORIGIN, "acc_1", long_key)
    assert kept.keeping is Keeping.THIS_RUN
    assert long_key not in kept.reason
    assert await credentials.read(ORIGIN, "acc_1") == long_key
