"""Licences: of the packages that are installed here, and of a bundle's folder."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import pytest

from binom_desktop.services.licences import bundled_folder, bundled_texts, installed_texts, licence_texts


def test_everything_that_is_needed_to_run_is_named_with_a_text() -> None:
    texts = installed_texts()
    names = [title.partition(" ")[0].lower().replace("_", "-") for title in texts]
    assert names[0] == "binom-desktop"
    # Needed by the app, and needed by what it needs.
    assert {"pyside6-essentials", "shiboken6", "httpx", "certifi", "h11", "numpy", "lucide", "python"} <= set(names)
    # Of a developer's tools none.
    assert {"pytest", "mypy", "ruff"}.isdisjoint(names)
    assert [title for title, text in texts.items() if not text] == []
    assert texts[f"numpy {distribution('numpy').version}"].count("\n") > 20
    assert licence_texts() == texts


def test_a_bundle_has_its_own_files(tmp_path: Path) -> None:
    folder = tmp_path / "licences"
    (folder / "Qt").mkdir(parents=True)
    for name, text in (("zlib.txt", "Z"), ("binom-desktop.txt", "own"), ("Qt/LGPL-3.0.txt", "L"), ("NOTICE", "\xff")):
        (folder / name).write_text(text, encoding="latin-1")
    texts = bundled_texts(folder)
    assert next(iter(texts)) == "binom-desktop"
    assert texts == {"binom-desktop": "own", "NOTICE": "\ufffd", str(Path("Qt/LGPL-3.0")): "L", "zlib": "Z"}


def test_a_bundle_is_looked_at_where_its_system_wants_them(tmp_path: Path) -> None:
    assert bundled_folder(tmp_path / "binom-desktop") == tmp_path / "licences"
    contents = tmp_path / "Binom Desktop.app" / "Contents"
    assert bundled_folder(contents / "MacOS" / "binom-desktop") == contents / "Resources" / "licences"


def test_a_bundle_without_them_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bundled_texts(tmp_path / "licences")
