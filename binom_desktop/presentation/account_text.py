"""The account in words: greeting, initials and the age of its figures."""

from __future__ import annotations

import re

from binom_desktop.domain import Account
from binom_desktop.presentation.format import age, count, safe_line, time_of_day, timestamp
from binom_desktop.presentation.translation import plural, translate

_WORD = re.compile(r"[^\W_]+")


def greeting(account: Account) -> str:
    """The Overview's title."""
    return translate("Account", "Welcome, {username}").format(username=safe_line(account.username))


def lifetime_requests(account: Account) -> str:
    """All requests that the account ever made."""
    total = account.balance.total_requests
    text = plural("{count} lifetime requests", "", total)
    return text.format(count=count(total))


def initials(username: str) -> str:
    """One or two letters that stand for a name: ``DA`` for ``demo-account``."""
    words = _WORD.findall(safe_line(username))
    return "".join(word[0] for word in words[:2]).upper() or "?"


def updated_text(as_of_ms: int, now_ms: int, *, live: bool) -> str:
    """When the figures are from: the time while they follow the server, their age where they don't."""
    if live:
        return translate("Account", "Updated {time}").format(time=time_of_day(as_of_ms))
    return translate("Account", "Updated {age}").format(age=age(as_of_ms, now_ms))


def as_of_text(as_of_ms: int) -> str:
    """The exact moment that the figures speak of."""
    return translate("Account", "Figures as of {time} UTC").format(time=timestamp(as_of_ms))
