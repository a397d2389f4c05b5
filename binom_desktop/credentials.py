"""The keys of the accounts, in the system's keyring or, where that can't be, in memory for this run.

A keyring may wait for a person, or for ever, so every call runs in a daemon thread with a time-out: neither the window
nor the app's end ever waits for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from typing_extensions import override

from binom_desktop.errors import CredentialsFault

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "binom-desktop"
DEFAULT_TIMEOUT_S = 30.0

_Result = TypeVar("_Result")


class Keeping(StrEnum):
    """How long a key is kept."""

    KEYRING = "keyring"
    THIS_RUN = "thisRun"


class KeptKey(Struct, frozen=True):
    """Where a key went. For THIS_RUN ``reason`` says in a sentence why the keyring does not have it."""

    keeping: Keeping
    reason: str = ""


def system_keyring() -> KeyringBackend:
    """The keyring that the person chose or, of those that the system offers, one that is recommended.

    Back-ends that are not recommended keep secrets in plain files; they count only if they were chosen.
    """
    from keyring import core

    core.init_backend(limit=core.recommended)
    return core.get_keyring()


class Credentials:
    """The keys by account (server origin and account id)."""

    def __init__(
        self, *, open_keyring: Callable[[], KeyringBackend] = system_keyring, timeout_s: float = DEFAULT_TIMEOUT_S
    ) -> None:
        self._open_keyring = open_keyring
        self._timeout_s = timeout_s
        self._this_run: dict[str, str] = {}
        # A keyring may ask a person each time it is read.
        self._read: dict[str, str] = {}
        self._keyring: KeyringBackend | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._turn = asyncio.Lock()

    @override
    def __repr__(self) -> str:
        return "Credentials()"

    async def read(self, origin: str, account_id: str) -> str | None:
        """The account's key, or None if there is none; the keyring is asked once.

        Raises ``CredentialsFault`` if the keyring can't tell.
        """
        user = _user(origin, account_id)
        known = self._this_run.get(user) or self._read.get(user)
        if known is None:
            known = await self._call(lambda keyring: keyring.get_password(SERVICE, user))
            if known is not None:
                self._read[user] = known
        return known

    async def store(self, origin: str, account_id: str, key: str) -> KeptKey:
        """Keep the account's key, in the keyring if it really takes it, otherwise for this run."""
        user = _user(origin, account_id)
        self._read.pop(user, None)

        def write(keyring: KeyringBackend) -> bool:
            keyring.set_password(SERVICE, user, key)
            return keyring.get_password(SERVICE, user) == key

        try:
            kept = await self._call(write)
        except CredentialsFault as fault:
            self._this_run[user] = key
            return KeptKey(Keeping.THIS_RUN, str(fault))
        if not kept:
            self._this_run[user] = key
            return KeptKey(Keeping.THIS_RUN, "The system's keyring does not keep anything.")
        self._this_run.pop(user, None)
        return KeptKey(Keeping.KEYRING)

    async def delete(self, origin: str, account_id: str) -> None:
        """Forget the account's key. Raises ``CredentialsFault`` if the keyring may still have it."""
        user = _user(origin, account_id)
        only_here = self._this_run.pop(user, None) is not None
        self._read.pop(user, None)

        def remove(keyring: KeyringBackend) -> None:
            if keyring.get_password(SERVICE, user) is not None:
                keyring.delete_password(SERVICE, user)

        try:
            await self._call(remove)
        except CredentialsFault:
            if not only_here:
                raise

    async def _call(self, ask: Callable[[KeyringBackend], _Result]) -> _Result:
        async with self._turn:
            if self._waiting is not None and not self._waiting.done():
                raise CredentialsFault("The system's keyring does not answer.")
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[_Result] = loop.create_future()
            ended: asyncio.Future[None] = loop.create_future()
            self._waiting = ended

            def work() -> None:
                try:
                    result = ask(self._opened())
                except Exception as error:  # noqa: BLE001 - back-ends raise what they like; it is handed to the caller
                    fault = _fault_of(error)
                    finish(lambda: answer.set_exception(fault))
                else:
                    finish(lambda: answer.set_result(result))

            def finish(settle: Callable[[], None]) -> None:
                # A loop that is closed belongs to an app that has ended.
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(deliver, settle)

            def deliver(settle: Callable[[], None]) -> None:
                ended.set_result(None)
                if not answer.done():
                    settle()

            threading.Thread(target=work, name="keyring", daemon=True).start()
            try:
                async with asyncio.timeout(self._timeout_s):
                    return await answer
            except TimeoutError as error:
                raise CredentialsFault("The system's keyring does not answer.") from error

    def _opened(self) -> KeyringBackend:
        if self._keyring is None:
            self._keyring = self._open_keyring()
        return self._keyring


def _fault_of(error: Exception) -> CredentialsFault:
    """A sentence for what a back-end raised. Its own text is left out: it may hold anything."""
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, NoKeyringError):
        return CredentialsFault("This system has no keyring.")
    if isinstance(error, KeyringLocked):
        return CredentialsFault("The system's keyring is locked.")
    return CredentialsFault(f"The system's keyring refused ({type(error).__name__}).")


def _user(origin: str, account_id: str) -> str:
    return f"{origin} {account_id}"
