"""Brings the translations up to date: source texts into the ``.ts`` files, and from them the ``.qm`` files.

``translations.py FOLDER`` does so in another folder than the app's.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

LANGUAGES = ("en", "de", "ru")
ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "binom_desktop" / "resources" / "translations"
_TOOLS = Path(PySide6.__file__).parent


def sources() -> list[Path]:
    """All modules with texts that people see; the sandbox is a server."""
    package = ROOT / "binom_desktop"
    return sorted(file for file in package.rglob("*.py") if "sandbox" not in file.relative_to(package).parts)


def collect(file: Path, language: str) -> None:
    """Put the source's texts into a ``.ts`` file; those that are gone leave it. English has its plurals only."""
    listed = file.with_suffix(".files")
    listed.write_text("\n".join(map(str, sources())))
    plurals = ["-pluralonly"] if language == "en" else []
    options = [
        "-silent",
        "-tr-function-alias",
        "tr+=plural",
        "-no-obsolete",
        "-locations",
        "none",
        "-source-language",
        "en",
        "-target-language",
        language,
    ]
    try:
        _run("lupdate", *options, *plurals, f"@{listed}", "-ts", str(file))
    finally:
        listed.unlink()


def release(file: Path, compiled: Path) -> None:
    """Make the ``.qm`` file of a ``.ts`` file."""
    _run("lrelease", "-silent", str(file), "-qm", str(compiled))


def _run(tool: str, *arguments: str) -> None:
    name = f"{tool}.exe" if sys.platform == "win32" else tool
    subprocess.run([_TOOLS / name, *arguments], check=True, timeout=120)


def main(folder: Path) -> None:
    """Do both for every language."""
    folder.mkdir(exist_ok=True)
    for language in LANGUAGES:
        file = folder / f"binom_{language}.ts"
        collect(file, language)
        release(file, file.with_suffix(".qm"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
