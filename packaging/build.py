"""Builds the bundle of this system and all that is given to people, and tries it out: ``make bundle``.

Linux: folder, tarball and Debian package, the latter installed on a clean root. Windows: folder and installer. macOS:
app bundle and disk image. What can't be tried on this machine is said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import smoke_test

from binom_desktop import __version__

PROJECT: Final = Path(__file__).resolve().parents[1]
DIST: Final = PROJECT / "dist"


def build() -> Path:
    """Run PyInstaller; the answer is what runs."""
    work = PROJECT / "build"
    places = ["--distpath", str(DIST), "--workpath", str(work)]
    options = ["--noconfirm", "--clean", "--log-level", "WARN"]
    # Where in a line an error was, nobody asks of a bundle: it takes a quarter of the code's room.
    python = [sys.executable, "-X", "no_debug_ranges"]
    _run(*python, "-m", "PyInstaller", *options, *places, str(PROJECT / "packaging" / "binom-desktop.spec"))
    return DIST / ("Binom Desktop.app" if sys.platform == "darwin" else "binom-desktop")


def pack_windows() -> None:
    """Make the installer with Inno Setup, if it is there.

    Where ``BINOM_SIGN_COMMAND`` holds a command with ``$f`` for a file's name, it signs installer and uninstaller.
    """
    compiler = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
    if not Path(compiler).is_file():
        print("# not made, as there is no Inno Setup here: the installer")
        return
    sign = os.environ.get("BINOM_SIGN_COMMAND")
    options = [f"/DVersion={__version__}", *(("/DSign", f"/Ssign={sign}") if sign else ())]
    _run(compiler, "/Qp", *options, str(PROJECT / "packaging" / "windows" / "binom-desktop.iss"))


def main() -> None:
    """Build, try, pack, and try what was packed; with ``--pack-only`` pack again what was signed since on Windows."""
    if "--pack-only" in sys.argv[1:]:
        pack_windows()
        return
    bundle = build()
    smoke_test.main(bundle)
    if sys.platform == "win32":
        pack_windows()
    elif sys.platform == "darwin":
        _run("sh", str(PROJECT / "packaging" / "macos" / "disk-image"), str(bundle), __version__)
    else:
        import clean_root
        import linux_package

        for package in linux_package.main(bundle):
            if package.suffix == ".deb":
                clean_root.main(package)


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, cwd=PROJECT)
    if done.returncode != 0:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
