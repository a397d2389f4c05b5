"""How Python spends its time until the first rows are shown, and what memory it keeps of that."""

from __future__ import annotations

import gc
import sys

_QUICK_TURNS_S = 0.0005
_USUAL_TURNS_S = 0.005

SETTLED_AFTER_S = 2.0
"""How long after the first rows all that the start needs has mostly been done."""


def begin_start() -> None:
    """Look for no garbage, as nearly all that is made now stays, and let threads take turns quickly.

    By itself Python lets a thread that imports run for 5 ms, over and over: as long the one that opens the history
    would wait for each of its calls.
    """
    gc.disable()
    sys.setswitchinterval(_QUICK_TURNS_S)


def end_start() -> None:
    """Go on as usual; what is there by now is not looked through for garbage again."""
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(_USUAL_TURNS_S)


def give_memory_back() -> None:
    """Let the system have what the start needed and left, some MB. For a worker thread, as nobody knows how long."""
    if sys.platform == "linux":
        import ctypes

        # GNU's C library keeps it, in pieces; others have no such call.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
