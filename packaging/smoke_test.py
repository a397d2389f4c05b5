"""Starts a built bundle on its own sandbox and looks at the pictures that it writes: ``smoke_test.py FOLDER``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from bundle_parts import size_bytes
from PySide6.QtGui import QImage

PAGES: Final = ("overview", "usage", "requests", "api-keys", "billing", "alerts", "settings")
_TIMEOUT_S = 180
# Below its header an empty page has grounds and rules; one with figures has letters in all shades.
_HEADER_RIGHT, _HEADER_BOTTOM, _FEWEST_COLORS = 240, 140, 100


def program_of(bundle: Path) -> Path:
    """The file to start of a built folder, or of an app bundle of macOS."""
    if bundle.suffix == ".app":
        return bundle / "Contents" / "MacOS" / "binom-desktop"
    return bundle / ("binom-desktop.exe" if os.name == "nt" else "binom-desktop")


def check_pictures(folder: Path) -> None:
    """End the process with an error unless there is a picture of each page, with figures on it."""
    for page in PAGES:
        picture = QImage(str(folder / f"{page}.png"))
        across = range(_HEADER_RIGHT, picture.width(), 2)
        colors = {picture.pixel(x, y) for x in across for y in range(_HEADER_BOTTOM, picture.height(), 2)}
        if len(colors) < _FEWEST_COLORS:
            sys.exit(f"the bundle's picture of {page} is empty")


def check_licences(bundle: Path) -> None:
    """End the process with an error unless the licences of the app and its largest parts are inside."""
    inside = bundle / "Contents" / "Resources" if bundle.suffix == ".app" else bundle
    names = {file.stem.partition(" ")[0] for file in (inside / "licences").glob("*.txt")}
    missing = {"binom-desktop", "Qt", "ICU", "Python", "numpy", "keyring"} - names
    if missing:
        sys.exit(f"the bundle lacks the licences of {', '.join(sorted(missing))}")


def main(bundle: Path) -> None:
    """Ends with an error unless the bundle writes a picture of each page and exits with 0."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        places = ["--data-dir", str(folder / "data"), "--snapshot", str(folder / "pictures")]
        command = [str(program_of(bundle.resolve())), "--demo", *places]
        subprocess.run(command, env=environment, check=True, timeout=_TIMEOUT_S, stdout=subprocess.DEVNULL)
        check_pictures(folder / "pictures")
    check_licences(bundle)
    print(f"The bundle works. It takes {size_bytes(bundle) / 1e6:.0f} MB.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
