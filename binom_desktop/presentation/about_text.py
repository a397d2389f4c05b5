"""Help in words: its entries, and what this program is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import qVersion

from binom_desktop import __version__
from binom_desktop.paths import Paths
from binom_desktop.presentation.translation import translate


class HelpTopic(StrEnum):
    """What Help offers, in the order of its menu."""

    SHORTCUTS = "shortcuts"
    DOCUMENTATION = "documentation"
    DIAGNOSTICS = "diagnostics"
    LICENCES = "licences"
    ABOUT = "about"


def topic_text(topic: HelpTopic) -> str:
    """The name of an entry."""
    match topic:
        case HelpTopic.SHORTCUTS:
            return translate("Help", "Keyboard Shortcuts")
        case HelpTopic.DOCUMENTATION:
            return translate("Help", "Documentation")
        case HelpTopic.DIAGNOSTICS:
            return translate("Help", "Save Diagnostics")
        case HelpTopic.LICENCES:
            return translate("Help", "Licences")
        case HelpTopic.ABOUT:
            return translate("Help", "About Binom Desktop")


def opens_text(url: str) -> str:
    """Where a control leads that opens the browser."""
    return translate("Help", "Opens {url} in your browser").format(url=url)


def no_browser_text(url: str) -> str:
    """The notice where nothing could open an address."""
    return translate("Help", "No browser could be opened. The address is {url}").format(url=url)


def about_rows(*, paths: Paths) -> Sequence[tuple[str, str]]:
    """What this program is made of and where it keeps its files, a name and a value each."""
    import platform

    return (
        (translate("Help", "Version"), __version__),
        (translate("Help", "Licence"), "MIT"),
        (
            translate("Help", "Qt"),
            translate("Help", "{qt} (PySide6 {pyside})").format(qt=qVersion(), pyside=pyside_version),
        ),
        (translate("Help", "Python"), platform.python_version()),
        (translate("Help", "System"), f"{platform.system()} {platform.release()}, {platform.machine()}"),
        (translate("Help", "Settings"), str(paths.settings_file)),
        (translate("Help", "Data"), str(paths.data_folder)),
        (translate("Help", "Log"), str(paths.log_folder)),
    )


def about_copy(rows: Sequence[tuple[str, str]]) -> str:
    """The rows to be passed on, a line each. The folder of a person, which is often called by their name, is ``~``."""
    lines = (translate("Help", "Binom Desktop"), *(f"{name}: {value}" for name, value in rows))
    return "\n".join(lines).replace(str(Path.home()), "~")
