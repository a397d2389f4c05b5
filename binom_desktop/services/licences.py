"""The licences of everything that the app is made of: the files of a bundle, or those of the installed packages."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

APP_PACKAGE: Final = "binom-desktop"
BUNDLED_FOLDER: Final = "licences"

# No text is longer; what claims to be is not read whole.
_LONGEST_TEXT = 1_000_000
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_REQUIRED_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def licence_texts() -> Mapping[str, str]:
    """Each part's name with its licence, the app's own first. Reads files; raises ``OSError``.

    A bundle has them in a folder beside the program; elsewhere the packages themselves tell.
    """
    return bundled_texts(bundled_folder(Path(sys.executable))) if getattr(sys, "frozen", False) else installed_texts()


def bundled_folder(program: Path) -> Path:
    """Where the bundle of ``program`` has them: beside it, and in an app of macOS among its resources."""
    beside = program.resolve().parent
    return beside.parent / "Resources" / BUNDLED_FOLDER if beside.name == "MacOS" else beside / BUNDLED_FOLDER


def bundled_texts(folder: Path) -> Mapping[str, str]:
    """The files in ``folder`` by their names without an ending. Raises ``OSError``."""
    files = sorted((file for file in folder.rglob("*") if file.is_file()), key=_bundled_order)
    if not files:
        raise FileNotFoundError(f"No licences in {folder.name}")
    return {_bundled_name(file, folder): _read(file) for file in files}


def installed_texts() -> Mapping[str, str]:
    """The app, what it needs, what that needs, and so on, as far as it is installed; then the icons and Python."""
    needed = _needed_distributions()
    own = needed.pop(APP_PACKAGE, None)
    texts = {} if own is None else {_title(own): licence_of(own)}
    texts |= {_title(needed[name]): licence_of(needed[name]) for name in sorted(needed)}
    texts["Lucide"] = _read(Path(__file__).parents[1] / "resources" / "icons" / "LICENSE")
    texts["Python"] = _python_licence()
    return texts


def licence_of(package: Distribution) -> str:
    """What the package says of itself, and the files that it brings."""
    classifiers = [line for line in _fields(package, "Classifier") if line.startswith("License ::")]
    # An older package has its whole text in this field.
    said = next(iter(_fields(package, "License-Expression", "License")), "")
    pages = [line.partition(",")[2].strip() for line in _fields(package, "Project-URL")]
    parts = [said.strip() or "\n".join(line.rpartition("::")[2].strip() for line in classifiers)]
    parts += [*_fields(package, "Home-page"), *pages][:1]
    for file in package.files or ():
        if _LICENCE_FILE.match(file.name) and ".dist-info" in str(file):
            parts.append(_read(Path(str(file.locate()))))
    return "\n\n".join(part for part in parts if part)


def _bundled_order(file: Path) -> tuple[bool, str]:
    return not file.name.lower().startswith(APP_PACKAGE), str(file).lower()


def _bundled_name(file: Path, folder: Path) -> str:
    return str(file.relative_to(folder).with_suffix("") if file.suffix == ".txt" else file.relative_to(folder))


def _needed_distributions() -> dict[str, Distribution]:
    """Everything that is needed to run, by its normal name; extras and other systems' packages are not installed."""
    found: dict[str, Distribution] = {}
    wanted = [APP_PACKAGE]
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = package
        wanted += _requirements(package)
    return found


def _requirements(package: Distribution) -> Iterator[str]:
    for requirement in package.requires or ():
        wanted, _separator, condition = requirement.partition(";")
        match = _REQUIRED_NAME.match(wanted)
        if match is not None and "extra" not in condition:
            # As PEP 503 has it: runs of these are one hyphen.
            yield re.sub(r"[-_.]+", "-", match[0]).lower()


def _title(package: Distribution) -> str:
    return f"{package.metadata['Name']} {package.version}"


def _fields(package: Distribution, *names: str) -> list[str]:
    return [value for name in names for value in package.metadata.get_all(name) or ()]


def _python_licence() -> str:
    places = (Path(os.__file__).parent / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    texts = [_read(place) for place in places if place.is_file()]
    return texts[0] if texts else "Python Software Foundation License\n\nhttps://docs.python.org/3/license.html"


def _read(file: Path) -> str:
    with file.open(encoding="utf-8", errors="replace") as source:
        return source.read(_LONGEST_TEXT).strip()
