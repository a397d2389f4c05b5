"""Screens that don't exist, of any size."""

from __future__ import annotations

import json
from pathlib import Path


def screen_of(folder: Path, width: int, height: int) -> str:
    """What QT_QPA_PLATFORM has to be for one screen of that size; ``folder`` keeps what says so."""
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return f"offscreen:configfile={file}"
