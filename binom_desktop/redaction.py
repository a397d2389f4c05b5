"""Keeps secrets out of logs and of every text that is shown."""

from __future__ import annotations

import logging
import re
from urllib.parse import quote

from typing_extensions import override

REMOVED = "[removed]"
_MIN_SECRET_CHARACTERS = 8

_PATTERNS = (
    (re.compile(r"binom_sk_[A-Za-z0-9_-]+"), f"binom_sk_{REMOVED}"),
    (re.compile(r"(\b(?:bearer|basic)[\s\\]+)[^\s\"',;}]+", re.IGNORECASE), rf"\1{REMOVED}"),
    (re.compile(r"([?&](?:access_?token|api_?key|token|key|id)=)[^&\s\"'#>)]+", re.IGNORECASE), rf"\1{REMOVED}"),
    (
        re.compile(
            r"([\"']?(?:access_?token|connection_?token|api_?key|secret|password)[\"']?\s*[:=]\s*[\"'])[^\"']+",
            re.IGNORECASE,
        ),
        rf"\1{REMOVED}",
    ),
)


def redact(text: str) -> str:
    """``text`` without what looks like a key, a bearer header, a token's query value or a JSON secret."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


class Secrets:
    """The secrets in use, which are removed wherever they stand, whatever they look like."""

    def __init__(self) -> None:
        self._forms: set[str] = set()

    @override
    def __repr__(self) -> str:
        return "Secrets()"

    def add(self, secret: str) -> None:
        """Remove ``secret`` from now on. Too short ones are left out: they would take innocent text with them."""
        if len(secret) >= _MIN_SECRET_CHARACTERS:
            self._forms |= {secret, quote(secret, safe="")}

    def redact(self, text: str) -> str:
        """``text`` without the secrets in use and without what looks like one."""
        for form in sorted(self._forms, key=len, reverse=True):
            text = text.replace(form, REMOVED)
        return redact(text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, its arguments and its traceback, and removes secrets from the whole."""

    def __init__(self, *, secrets: Secrets, fmt: str = "%(asctime)s %(levelname)s %(name)s: %(message)s") -> None:
        super().__init__(fmt)
        self._secrets = secrets

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._secrets.redact(super().format(record))
