"""The licences of everything in a bundle, a text file each: ``licences.py FOLDER`` writes those of a source checkout.

The packages tell theirs by their metadata, as the app's own page of licences reads them. What has none there is Qt,
PyInstaller's start-up code and the libraries of the system on which the bundle was built.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

from binom_desktop import __version__
from binom_desktop.services.licences import installed_texts, licence_of

TEXTS: Final = Path(__file__).resolve().parent / "licence-texts"
_DOCUMENTS = Path("/usr/share/doc")
_QT = """Qt, PySide6 and Shiboken
https://www.qt.io
https://code.qt.io

The bundle holds unchanged libraries of Qt and its bindings for Python under the GNU Lesser General Public License,
version 3, whose text stands below with that of the GNU General Public License on which it builds. Each is a file of its
own, which may be replaced by another build of the same version. Their source is at the second address. Parts of Qt have
other, permissive licences: https://doc.qt.io/qt-6/licenses-used-in-qt.html. ICU, which comes with Qt, has a text of its
own here.
"""


def write_licences(folder: Path, libraries: Iterable[Path] = ()) -> int:
    """Write all texts into an empty ``folder``, with those of the system's libraries; the answer is how many.

    Raises ``OSError``.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    own = (Path(__file__).resolve().parents[1] / "LICENSE").read_text(encoding="utf-8")
    texts = dict(installed_texts())
    # What an editable installation calls itself need not be what is built.
    texts = {name: text for name, text in texts.items() if not name.startswith("binom-desktop")}
    texts |= {
        f"binom-desktop {__version__}": own,
        "Qt": "\n\n".join((_QT, _kept_text("LGPL-3.0"), _kept_text("GPL-3.0"))),
        "ICU": _kept_text("ICU"),
        "PyInstaller": licence_of(distribution("pyinstaller")),
    }
    texts |= _system_texts(libraries)
    for name, text in texts.items():
        (folder / f"{re.sub(r'[^A-Za-z0-9._+ -]', '_', name)}.txt").write_text(text.strip() + "\n", encoding="utf-8")
    return len(texts)


def _kept_text(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


def _system_texts(libraries: Iterable[Path]) -> dict[str, str]:
    """The copyright files of the Debian packages that the libraries come from; elsewhere Python's licence has them."""
    if shutil.which("dpkg-query") is None:
        return {}
    texts = {}
    for package in sorted({name for library in libraries for name in packages_of(library)}):
        copyright_file = _DOCUMENTS / package / "copyright"
        if copyright_file.is_file():
            texts[package] = copyright_file.read_text(encoding="utf-8", errors="replace")
    return texts


def packages_of(library: Path) -> list[str]:
    """The Debian packages that own a file; none for a file that no package brought."""
    for place in dict.fromkeys((library.resolve(), library)):
        # On a merged /usr the database may know a file by the shorter of its two names.
        for name in (str(place), str(place).removeprefix("/usr")):
            answer = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True, check=False)
            if answer.returncode == 0:
                return sorted({line.partition(":")[0] for line in answer.stdout.splitlines()})
    return []


if __name__ == "__main__":
    print(f"{write_licences(Path(sys.argv[1]))} licences are in {sys.argv[1]}")
