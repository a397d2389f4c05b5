"""Every page of the demo account in other languages: nothing is cut off, and right-to-left mirrors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGES = ("de", "ru", "pseudo", "mirrored")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """One app a language, all at once."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    started = {
        language: subprocess.Popen(
            [sys.executable, "-m", "tests.languages.shown_pages", language, str(tmp_path_factory.mktemp(language))],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for language in LANGUAGES
    }
    yield started
    for process in started.values():
        process.kill()
        process.communicate()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_cuts_anything_off(runs: dict[str, subprocess.Popen[str]], language: str) -> None:
    """At 800x600 and at 1280x860; of ``mirrored``, the sidebar and the tables also begin at the right."""
    written, _ = runs[language].communicate(timeout=180)
    assert runs[language].returncode == 0
    found = json.loads(written)
    assert len(found) == 14
    assert {page: texts for page, texts in found.items() if texts} == {}
