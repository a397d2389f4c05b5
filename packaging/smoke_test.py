"""Starts a built bundle on its own sandbox and looks at the pictures that it writes: ``smoke_test.py FOLDER``."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtGui import QImage


def main(bundle: Path) -> None:
    """Ends with an error unless the bundle writes a picture of each page and exits with 0."""
    executable = bundle.resolve() / ("binom-desktop.exe" if os.name == "nt" else "binom-desktop")
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        arguments = [str(executable), "--demo", "--data-dir", f"{folder}/data", "--snapshot", f"{folder}/pictures"]
        subprocess.run(arguments, env=environment, check=True, timeout=180)
        for page in ("overview", "usage", "requests", "api-keys", "billing", "alerts", "settings"):
            picture = QImage(f"{folder}/pictures/{page}.png")
            # Below its header an empty page has grounds and rules; one with figures has letters in all shades.
            places = ((x, y) for x in range(240, picture.width(), 2) for y in range(140, picture.height(), 2))
            if picture.isNull() or len({picture.pixel(x, y) for x, y in places}) < 100:
                sys.exit(f"the bundle's picture of {page} is empty")
    size = sum(file.stat().st_size for file in bundle.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"The bundle works. It takes {size / 1e6:.0f} MB.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
