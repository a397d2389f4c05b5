"""How a field stands while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Verdict(Enum):
    """How a field stands."""

    GOOD = auto()
    UNFINISHED = auto()
    WRONG = auto()


@dataclass(frozen=True, slots=True)
class Check:
    """A verdict and what to say about it; a good value needs no words."""

    verdict: Verdict
    text: str = ""
