"""Which of the files that PyInstaller finds belong into the bundle, and what the spec tells about the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

Entry = tuple[str, str, str]
"""One file of PyInstaller's lists: where it goes in the bundle, where it comes from, its kind."""

# Everything else that comes with Qt is for other programs: databases, printing, embedded screens, more image formats.
PLUGINS: Final = {
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qminimal", "qwindows", "qcocoa"},
    "platformthemes": {"qxdgdesktopportal"},
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "imageformats": {"qsvg", "qico"},
    "iconengines": {"qsvgicon"},
    "styles": {"qmodernwindowsstyle", "qwindowsvistastyle", "qmacstyle"},
    "networkinformation": {"qnetworkmanager", "qglib", "qnetworklistmanager", "qapplenetworkinformation"},
    "xcbglintegrations": {"qxcb-egl-integration", "qxcb-glx-integration"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-graphics-integration-client": {"qt-plugin-wayland-egl"},
    "wayland-shell-integration": {"xdg-shell"},
}
TRANSLATIONS: Final = {"qtbase_de.qm", "qtbase_en.qm", "qtbase_ru.qm"}
UNUSED_LIBRARIES: Final = ("libQt6EglF", "libQt6Test.", "Qt6Test.", "QtTest.", "opengl32sw.")
MODULES_OF_OTHERS: Final = (
    "IPython",
    "PIL",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtTest",
    "bz2",
    "charset_normalizer",
    "distutils",
    "doctest",
    "httpx._main",
    "lib2to3",
    "lzma",
    "matplotlib",
    "numpy.f2py",
    "pydoc_data",
    "pygments",
    "pyqtgraph.console",
    "pyqtgraph.examples",
    "pyqtgraph.jupyter",
    "pyqtgraph.opengl",
    "readline",
    "rich",
    "scipy",
    "setuptools",
    "tkinter",
    "werkzeug",
    "yaml",
)
"""What a module names that the app imports, and never asks for: command lines, reloaders, tests, plots, packers."""

UNUSED_HOOKS: Final = {
    "pyi_rth_inspect",
    "pyi_rth_multiprocessing",
    "pyi_rth_pkgutil",
    "pyi_rth_pyqtgraph_multiprocess",
}
"""What PyInstaller does at each start for those who look for source files or for modules, or start Python processes."""

# A desktop has these, newer than any that a bundle could bring, and its drivers and themes are made for them.
_OF_THE_SYSTEM: Final = (
    *("libatk", "libatspi", "libcairo", "libepoxy", "libgdk", "libgtk", "libpango", "libpixman", "libharfbuzz"),
    *("libgio-", "libglib-", "libgmodule-", "libgobject-", "libgthread-", "libpcre2", "libmount.", "libblkid."),
    *("libX", "libxcb.", "libxcb-glx", "libxcb-randr", "libxcb-render.", "libxcb-shape", "libxcb-shm", "libxcb-sync"),
    *(
        "libxcb-xfixes",
        "libxcb-xkb",
        "libxkbcommon",
        "libfontconfig",
        "libfreetype",
        "libpng",
        "libbrotli",
        "libgraphite2",
    ),
    *(
        "libfribidi",
        "libthai",
        "libdatrie",
        "libjpeg",
        "libdbus-",
        "libsystemd",
        "libgcrypt",
        "libgpg-error",
        "libcap.",
    ),
    *("libselinux", "libkrb5", "libk5crypto", "libgssapi", "libcom_err", "libkeyutils", "liblz4", "libzstd", "libbsd"),
    *("libmd.", "libreadline", "libtinfo", "libstdc++", "libgcc_s", "libdrm", "libgbm", "libwayland", "libexpat"),
)


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the app needs."""
    return [entry for entry in entries if _is_wanted(PurePosixPath(entry[0].replace("\\", "/")))]


def needed_scripts(entries: Iterable[Entry]) -> list[Entry]:
    """The scripts that have to run before the program: together the others take a quarter of the time to the window."""
    return [entry for entry in entries if entry[0] not in UNUSED_HOOKS]


def stripped(entries: Iterable[Entry], folder: Path) -> list[Entry]:
    """The entries with copies in ``folder`` for those libraries that lose a debugger's symbols by it.

    The libraries that a wheel brought along are left as they are: ``strip`` breaks those whose parts were moved.
    """
    return [_stripped(entry, folder) for entry in entries]


def _stripped(entry: Entry, folder: Path) -> Entry:
    place, source, kind = entry
    first = PurePosixPath(place).parts[0]
    if kind not in {"BINARY", "EXTENSION"} or first in {"PySide6", "shiboken6"} or first.endswith(".libs"):
        return entry
    copy = folder / place
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, copy)
    subprocess.run(["strip", "--strip-unneeded", str(copy)], check=True)
    copy.chmod(0o755)
    return place, str(copy), kind


def windows_version(version: str) -> str:
    """The text of the version resource, as PyInstaller reads it from a file."""
    numbers = (*(int(part) for part in version.split(".")), 0)
    strings = {
        "CompanyName": "Binom Desktop contributors",
        "FileDescription": "Binom Desktop",
        "FileVersion": version,
        "InternalName": "binom-desktop",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": "binom-desktop.exe",
        "ProductName": "Binom Desktop",
        "ProductVersion": version,
    }
    structs = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in strings.items())
    # 040904B0: American English in Unicode.
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004,"
        f" fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('040904B0', [{structs}])]),"
        " VarFileInfo([VarStruct('Translation', [0x0409, 1200])])])\n"
    )


def mac_properties(version: str, app_id: str) -> dict[str, object]:
    """What Info.plist has beside PyInstaller's own."""
    return {
        "CFBundleDisplayName": "Binom Desktop",
        "CFBundleLocalizations": ["en", "de", "ru"],
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleURLTypes": [{"CFBundleURLName": app_id, "CFBundleURLSchemes": ["binom"]}],
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        # The least that this Qt runs on.
        "LSMinimumSystemVersion": "13.0",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
    }


def _is_wanted(place: PurePosixPath) -> bool:
    name = place.name
    if name.startswith(UNUSED_LIBRARIES) or name.endswith(".ts") or "pyqtgraph/icons/peegee" in str(place):
        return False
    if sys.platform == "linux" and len(place.parts) == 1 and name.startswith(_OF_THE_SYSTEM):
        return False
    if "PySide6" not in place.parts:
        return True
    if "translations" in place.parts:
        return name in TRANSLATIONS
    if "plugins" in place.parts:
        return _is_wanted_plugin(place)
    return True


def _is_wanted_plugin(place: PurePosixPath) -> bool:
    folder = place.parent.name
    stem = place.name.partition(".")[0]
    return stem.removeprefix("lib") in PLUGINS.get(folder, ())


def size_bytes(folder: Path) -> int:
    """What the files below a folder hold; a link counts nothing."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
