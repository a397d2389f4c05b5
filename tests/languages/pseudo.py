"""A language that nobody speaks: English with accents and brackets, and 40 % longer."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import PySide6

from binom_desktop.languages import TRANSLATIONS

_ACCENTED: Final = str.maketrans("aeiouyAEIOUYcnsz", "àéîöûýÀÉÎÖÛÝçñšž")
_KEPT: Final = re.compile(r"(\{\w+\}|%L?n|&\w)")
_PADDING: Final = "żýłë "


def write_pseudo(folder: Path) -> Path:
    """Compile the language: every text of the source but names and the patterns of dates, which are no words."""
    tree = ElementTree.parse(TRANSLATIONS / "binom_de.ts")
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            source, translation = message.findtext("source") or "", message.find("translation")
            assert translation is not None
            kept = context.findtext("name") == "DateFormat" or source == "Binom Desktop" or not source.strip()
            text = source if kept else lengthened(source)
            for form in list(translation) or [translation]:
                form.text = text
    tree.write(folder / "pseudo.ts", encoding="utf-8", xml_declaration=True)
    compiled = folder / "pseudo.qm"
    tool = Path(PySide6.__file__).with_name("lrelease.exe" if sys.platform == "win32" else "lrelease")
    subprocess.run([tool, "-silent", folder / "pseudo.ts", "-qm", compiled], check=True, timeout=60)
    return compiled


def lengthened(text: str) -> str:
    """``text`` 40 % longer; what stands in braces and what a key is named by stay as they are."""
    letters = len(_KEPT.sub("", text))
    wanted = max(2, round(letters * 0.4)) - 2
    padding = (_PADDING * (wanted // len(_PADDING) + 1))[:wanted]
    parts = _KEPT.split(text)
    words = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in parts)
    return f"[{words}{padding}]"
