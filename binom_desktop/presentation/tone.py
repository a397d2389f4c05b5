"""What a colour means. It always stands beside words that say the same."""

from __future__ import annotations

from enum import StrEnum


class Tone(StrEnum):
    """How good or bad something is."""

    NEUTRAL = "neutral"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
