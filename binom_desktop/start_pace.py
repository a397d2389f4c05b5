"""How Python spends its time until the first rows are shown."""

from __future__ import annotations

import gc
import sys

_QUICK_TURNS_S = 0.0005
_USUAL_TURNS_S = 0.005


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
