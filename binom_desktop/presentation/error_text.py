"""Failures in plain words, with what a person can do. Nothing of a traceback, a secret or markup is in them."""

from __future__ import annotations

import math

from binom_desktop.domain import Account
from binom_desktop.errors import (
    AuthFailed,
    BinomError,
    HttpError,
    NotFound,
    Offline,
    OutOfCredits,
    RateLimited,
    ServerFault,
    UnreadableAnswer,
)
from binom_desktop.presentation.format import balance, safe_line
from binom_desktop.presentation.translation import translate

_LONGEST_DETAIL = 300


def connected_text(account: Account) -> str:
    """A connection test's good answer."""
    return translate("Errors", "Connected as {username}. Credit Balance: {balance}").format(
        username=safe_line(account.username), balance=balance(account.balance.credit_balance_nano)
    )


def error_text(error: BaseException) -> str:
    """What went wrong and what to do about it."""
    if isinstance(error, HttpError):
        return _with_request_id(_http_text(error), error.request_id)
    if isinstance(error, Offline):
        return translate("Errors", "The server can't be reached. Check its address and your network, then try again.")
    if isinstance(error, UnreadableAnswer):
        return _not_our_server()
    if isinstance(error, BinomError):
        return _plain(str(error))
    return translate("Errors", "Something went wrong. The log says more.")


def _http_text(error: HttpError) -> str:
    match error:
        case AuthFailed():
            return translate(
                "Errors", "The server doesn't know this key, or it was disabled. Check it, or use another key."
            )
        case OutOfCredits():
            return translate("Errors", "The account has no credits left. Add credits, then try again.")
        case RateLimited(retry_after_s=float() as wait_s):
            return translate("Errors", "Too many calls. Try again in {seconds} s.").format(
                seconds=max(1, math.ceil(wait_s))
            )
        case RateLimited():
            return translate("Errors", "Too many calls. Try again in a moment.")
        case NotFound():
            return _not_our_server()
        case ServerFault():
            return translate("Errors", "The server failed (status {status}). Try again in a moment.").format(
                status=error.status
            )
        case _:
            return _plain(error.detail or error.title or str(error))


def _not_our_server() -> str:
    return translate("Errors", "This address doesn't answer like a Binom.Router server. Check the address.")


def _plain(text: str) -> str:
    plain = safe_line(text).strip()
    return plain if len(plain) <= _LONGEST_DETAIL else plain[: _LONGEST_DETAIL - 1] + "…"


def _with_request_id(text: str, request_id: str | None) -> str:
    if not request_id:
        return text
    return translate("Errors", "{text} (request {id})").format(text=text, id=_plain(request_id)[:64])
