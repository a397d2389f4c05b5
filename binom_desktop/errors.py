"""What can go wrong in a way that a person can act on. Anything else is a bug."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from binom_desktop.domain import ApiKey


class BinomError(Exception):
    """An expected failure; ``str()`` is a plain sentence without secrets, markup or tracebacks.

    ``earlier_lost`` says that an earlier attempt of the same call may have done what was asked, its answer lost.
    """

    earlier_lost = False


class Offline(BinomError):
    """The server can't be reached: no network, no such host, refused, timed out."""


class InvalidServer(BinomError):
    """The server's address can't be used: not an address, or plain http to another machine."""


class HttpError(BinomError):
    """The server answered with an error.

    ``title`` and ``detail`` are the server's own words (plain text), ``field_errors`` its messages by field,
    ``request_id`` what its operators can look up, ``retry_after_s`` how long it asks to wait.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        title: str = "",
        detail: str = "",
        field_errors: Mapping[str, tuple[str, ...]] | None = None,
        request_id: str | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.title = title
        self.detail = detail
        self.field_errors = dict(field_errors or {})
        self.request_id = request_id
        self.retry_after_s = retry_after_s


class AuthFailed(HttpError):
    """401: the key is unknown, disabled or deleted."""


class OutOfCredits(HttpError):
    """402: the balance is used up."""


class NotFound(HttpError):
    """404 or 405: no such thing at this server."""


class Conflict(HttpError):
    """409, 412 or 428: the thing changed meanwhile, or can't be changed so."""


class CursorExpired(HttpError):
    """410: the page's cursor is unknown or too old; begin again."""


class Invalid(HttpError):
    """400, 415 or 422: the server refused the input; ``field_errors`` say where."""


class RateLimited(HttpError):
    """429: too many calls; ``retry_after_s`` says how long to wait."""


class ServerFault(HttpError):
    """5xx, or any other status that the contract doesn't know."""


class UnreadableAnswer(BinomError):
    """The server answered something that is not the contract: HTML, broken JSON, a wrong shape."""


class KeyGone(BinomError):
    """The API key that was to be changed exists no longer."""


class KeyChangedMeanwhile(BinomError):
    """The API key's settings changed since they were seen; ``current`` has them as they are now."""

    def __init__(self, current: ApiKey) -> None:
        super().__init__("The key's settings were changed meanwhile.")
        self.current = current


class HubError(BinomError):
    """The hub answered a call with an error, in the server's words, or the connection was lost before it answered."""


class HistoryFault(BinomError):
    """The local history can't be read or written: a full disk, a read-only folder, a damaged file."""


class HistoryDamaged(HistoryFault):
    """The history's file is not, or no longer, a readable database of ours; opening it anew sets it aside."""


class HistoryMismatch(HistoryFault):
    """The server's log is not the one that the history was built from (another id at a known sequence)."""


class CredentialsFault(BinomError):
    """The system keyring is missing, locked, refuses or doesn't answer."""


class SettingsFault(BinomError):
    """The settings can't be read or written."""


def may_have_happened(error: BinomError) -> bool:
    """Whether a change may have been made although its answer is this: it was lost, broke off or can't be read."""
    still_running = isinstance(error, Conflict) and error.status == 409 and error.retry_after_s is not None
    failed = isinstance(error, ServerFault) and error.status >= 500
    return error.earlier_lost or still_running or failed or isinstance(error, Offline | UnreadableAnswer)
