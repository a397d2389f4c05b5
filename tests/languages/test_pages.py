"""The demo account in other languages and in large text: nothing is cut off or out of reach, and it mirrors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.languages.screens import screen_of

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("de", "ru", "pseudo", "mirrored", "large")
PAGES, FEWEST_DIALOGS = 14, 30


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """One app a language, all at once, on screens as small as the window can be."""
    started = {}
    for language in LANGUAGES:
        folder = tmp_path_factory.mktemp(language)
        started[language] = subprocess.Popen(
            [sys.executable, "-m", "tests.languages.shown_pages", language, str(folder)],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": screen_of(folder, 800, 600)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    yield started
    for process in started.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_or_dialog_cuts_anything_off(runs: dict[str, subprocess.Popen[str]], language: str) -> None:
    """Pages at 800x600 and at 1280x860, and all that opens over them on a screen of 800x600.

    ``large`` has text of twice the usual size. In ``mirrored`` everything also begins at the right.
    """
    written, _ = runs[language].communicate(timeout=180)
    assert runs[language].returncode == 0
    found = json.loads(written)
    assert len(found) >= PAGES + FEWEST_DIALOGS
    assert {place: wrong for place, wrong in found.items() if wrong} == {}
