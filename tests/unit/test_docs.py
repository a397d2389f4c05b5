"""What the documents say of files, commands, options and shortcuts is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel

from binom_desktop.commands_desk import CommandsDesk
from binom_desktop.options import parse_options
from binom_desktop.page_entries import page_entries
from binom_desktop.paths import APP_FOLDER
from binom_desktop.views.shortcut_sheet import ShortcutSheet
from tests.views.shell_parts import Shell, find

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "packaging").glob("*.md")),
]
# Folders of the repository, and those of the package, which stands before them where it is clear.
FOLDERS = "binom_desktop|tests|packaging|docs|benchmarks|api|history|models|presentation|resources|services|views"
# The page that `add-a-page.md` makes.
MADE_UP = "notes"

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))


def prose(document: Path) -> str:
    """The text without blocks of code."""
    return re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def links(text: str) -> Iterator[str]:
    """Where links and pictures lead, without those to other places."""
    for target in re.findall(r"\]\(<?([^)\s>]+)>?\)", text):
        if not re.match(r"[a-z]+:", target):
            yield target


@every_document
def test_links_lead_to_files_and_headings(document: Path) -> None:
    missing = []
    for target in links(prose(document)):
        name, _, heading = target.partition("#")
        file = document.parent / name if name else document
        headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE) if heading and file.is_file() else []
        anchors = {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}
        if not file.exists() or (heading and heading not in anchors):
            missing.append(target)
    assert missing == []


@every_document
def test_files_that_are_named_exist(document: Path) -> None:
    named = re.findall(rf"`((?:{FOLDERS})/[\w./-]+\.(?:py|md|yaml|svg|spec|txt|json))`", prose(document))
    places = (ROOT, ROOT / "binom_desktop")
    assert [name for name in named if MADE_UP not in name and not any((at / name).exists() for at in places)] == []


@every_document
def test_commands_of_make_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    used = set(re.findall(r"(?:`|^)make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE))
    assert used <= targets


def test_two_commands_stand_first_in_the_readme() -> None:
    first = (ROOT / "README.md").read_text("utf-8").split("## ")[0]
    assert re.findall(r"^make (\w+)", first, re.MULTILINE) == ["demo", "test"]


def test_every_option_is_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_options(["--help"])
    known = set(re.findall(r"^ +(?:-h, )?(--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    told = re.findall(r"^\| `(--[a-z-]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(known)


def test_shortcuts_that_are_named_are_on_the_sheet(qapp: QApplication) -> None:
    shell = Shell(qapp)
    desk = CommandsDesk(window=shell.window, theme=shell.theme, pages=())
    desk.show_shortcuts()
    sheet = find(shell.window, ShortcutSheet, "shortcutSheet")
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    shell.window.deleteLater()
    QCoreApplication.sendPostedEvents(shell.window, QEvent.Type.DeferredDelete)
    shown |= {entry.shortcut for entry in page_entries().values()}
    for document in (ROOT / "README.md", ROOT / "docs" / "guide.md"):
        named = set(re.findall(r"(?:Ctrl\+(?:\w|,)|\bF\d\b)", prose(document)))
        assert {"Ctrl+1", "Ctrl+,", "Ctrl+K", "F1"} <= named
        assert named <= shown


def test_the_folders_are_those_of_the_app() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert all(f"{place}{APP_FOLDER}" in text for place in ("~/.config/", "~/.local/share/", r"%LOCALAPPDATA%" + "\\"))


def test_every_document_of_docs_is_in_its_contents() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    listed = {line for block in re.findall(r"```\{toctree\}(.*?)```", index, re.DOTALL) for line in block.splitlines()}
    pages = {file.stem for file in (ROOT / "docs").glob("*.md")} - {"index"}
    assert pages <= listed
