"""Keeps secrets out of logs and of every text that is shown.

Two nets: what stands where secrets stand (a header, a URL's query, a member of that name) goes by its place, and the
secrets in use go wherever they stand, in every spelling that a program may give them.
"""

from __future__ import annotations

import base64
import logging
import re
from functools import cache

from typing_extensions import override

REMOVED = "[removed]"
_MIN_SECRET_CHARACTERS = 8
# A longer one is looked for letter by letter as it is: it is no key that a person has.
_MAX_SPELLED_CHARACTERS = 512

_SURE = (
    r"(?:secret|passw(?:or)?d|passphrase|(?:access|connection|refresh|bearer|auth|id)[_-]?token|api[_-]?key"
    r"|private[_-]?key|authorization|cookie)"
)
_LIKELY = r"(?<![^\W_])(?:key|token|bearer|credentials?)"
# None, true and the like say that there is no secret, which is worth knowing.
_NOTHING = r"(?!(?:None|null|True|False|true|false)(?=[\s,;)}\]]|$))"
_OPENING = r"(?:\w{1,40}\()?[bru]{0,2}(?P<quote>\\*[\"'])"
_QUOTED = rf"{_OPENING}[^\r\n]*?(?:(?<!\\)(?P=quote)|(?=[\r\n])|$)"
_REPLACEMENTS = (
    (r"(binom_sk_)(?!\[)(?:[A-Za-z0-9_-]|%[0-9a-f]{2})+", rf"\1{REMOVED}"),
    # https://name:password@host
    (r"([a-z][a-z0-9+.-]{0,20}://)[^/?#\s\"'<>]*@", rf"\1{REMOVED}@"),
    # A header as a line, as a member or as a pair: all that follows its name.
    (
        r"((?:authorization|cookie|x-api-key)\\*[\"']?\s*[:=,]\s*+)"
        rf"(?!(?:(?:bearer|basic)[\s\\]+)?\\?{re.escape(REMOVED)}){_NOTHING}(?:{_QUOTED}|(?![\[({{])[^\r\n\"']+)",
        rf"\1{REMOVED}",
    ),
    (r"(\b(?:bearer|basic)[\s\\]+)(?!\[)[^\s\"',;}]+", rf"\1{REMOVED}"),
    # A query, also one that is part of another address.
    (
        rf"([?&](?:{_SURE}|access_?token|token|key|id|sig|code)=)[^&\s\"'#>)]+",
        rf"\1{REMOVED}",
    ),
    (
        rf"(%(?:25)*(?:3f|26)(?:{_SURE}|access_?token|token|key|id|sig|code)%(?:25)*3d)(?:(?!%26)[^&\s\"'#>)])+",
        rf"\1{REMOVED}",
    ),
    # A member of JSON, of a repr or of a pair, in quotes.
    (rf"((?:{_SURE}|{_LIKELY})\\*[\"']?\s*[:=]\s*+|{_SURE}\\*[\"']\s*,\s*+){_QUOTED}", rf"\1{REMOVED}"),
    # The same without quotes; a short word after "key:" is a word.
    (rf"({_SURE}\\*[\"']?\s*[:=]\s*+){_NOTHING}[^\s,;)}}\]\"'{{\[(]+", rf"\1{REMOVED}"),
    (rf"({_LIKELY}\\*[\"']?\s*[:=]\s*+)[^\s,;)}}\]\"'{{\[(]{{16,}}", rf"\1{REMOVED}"),
)

_ENTITIES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
# A text that is broken into lines, as it stands in a log, or in a source that puts strings together.
_BREAK = r"(?:[\"']?[ \t]*(?:\\?\r?\n|\\r\\n|\\n)[ \t]*[bru]{0,2}[\"']?)?"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Made when something is first logged: it takes 3 ms, which the first rows do without."""
    return tuple((re.compile(text, re.IGNORECASE), replacement) for text, replacement in _REPLACEMENTS)


def redact(text: str) -> str:
    """``text`` without what looks like a key, or stands where secrets stand: headers, queries, members, logins."""
    for pattern, replacement in _patterns():
        text = pattern.sub(replacement, text)
    return text


class Secrets:
    """The secrets in use, which are removed wherever they stand, whatever they look like.

    Not only as they are: percent-encoded, escaped, broken into lines, in base64 and in hexadecimal digits, too.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    @override
    def __repr__(self) -> str:
        return "Secrets()"

    def add(self, secret: str) -> None:
        """Remove ``secret`` from now on. Too short ones are left out: they would take innocent text with them."""
        if len(secret) >= _MIN_SECRET_CHARACTERS and secret not in self._known:
            self._known.add(secret)
            # The longer first: one secret may be the beginning of another one.
            ordered = sorted(self._known, key=len, reverse=True)
            self._pattern = re.compile("|".join(form for one in ordered for form in _forms(one)))

    def redact(self, text: str) -> str:
        """``text`` without the secrets in use and without what looks like one."""
        if self._pattern is not None:
            text = self._pattern.sub(REMOVED, text)
        return redact(text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, its arguments and its traceback, and removes secrets from the whole."""

    def __init__(self, *, secrets: Secrets, fmt: str = "%(asctime)s %(levelname)s %(name)s: %(message)s") -> None:
        super().__init__(fmt)
        self._secrets = secrets

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._secrets.redact(super().format(record))


def _forms(secret: str) -> list[str]:
    """Patterns for every spelling of a secret."""
    data = secret.encode("utf-8", "surrogatepass")
    digits = data.hex()
    encoded = [form for skipped in range(3) for form in _base64_forms(data, skipped)]
    spelled = _BREAK.join(map(_spellings, secret)) if len(secret) <= _MAX_SPELLED_CHARACTERS else re.escape(secret)
    return [spelled, *map(re.escape, encoded), f"(?i:{digits})"]


def _spellings(character: str) -> str:
    """A pattern for a character as it is, escaped as in a string, percent-encoded (twice, too) or as an entity."""
    octets = character.encode("utf-8", "surrogatepass")
    percent = "".join(f"%(?:25)*(?i:{octet:02x})" for octet in octets)
    number = ord(character)
    forms = [percent]
    if not character.isalnum():
        forms += [rf"\\+(?:u(?i:{number:04x})|x(?i:{number:02x}))", rf"&#(?:{number}|(?i:x0*{number:x}));"]
        if character in _ENTITIES:
            forms.append(f"&{_ENTITIES[character]};")
    elif not character.isascii():
        forms += [rf"\\+u(?i:{number:04x})", rf"\\+x(?i:{number:02x})"]
        forms.append("".join(rf"\\+x(?i:{octet:02x})" for octet in octets))
    if character == " ":
        forms.append(r"\+")
    literal = r"\\+" if character == "\\" else re.escape(character)
    escaped = rf"\\*{literal}" if character in "\"'/" else literal
    return f"(?:{'|'.join([escaped, *forms])})"


def _base64_forms(data: bytes, skipped: int) -> set[str]:
    """The part of base64 that is the same whatever stands before, ``skipped`` bytes of three, and behind."""
    first, last = -(-8 * skipped // 6), 8 * (skipped + len(data)) // 6
    padded = bytes(skipped) + data
    return {encode(padded).decode()[first:last] for encode in (base64.b64encode, base64.urlsafe_b64encode)}
