"""Waiting for a condition, never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

PATIENCE_S = 60.0
"""How long a condition may take on a busy machine. Passing tests never wait for it."""


def wait_until(
    condition: Callable[[], Value | None],
    what: str | Callable[[], str],
    *,
    timeout_s: float = PATIENCE_S,
    interval_s: float = 0.02,
) -> Value:
    """Ask again until the answer is true, and hand that answer back. Raises ``AssertionError`` naming ``what``."""
    deadline = time.monotonic() + timeout_s
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            text = what if isinstance(what, str) else what()
            raise AssertionError(f"not within {timeout_s:g} s: {text}")
        time.sleep(interval_s)
