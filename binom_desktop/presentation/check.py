"""How a field stands while it is typed."""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct


class Verdict(Enum):
    """How a field stands."""

    GOOD = auto()
    UNFINISHED = auto()
    WRONG = auto()


class Check(Struct, frozen=True):
    """A verdict and what to say about it; a good value needs no words."""

    verdict: Verdict
    text: str = ""
