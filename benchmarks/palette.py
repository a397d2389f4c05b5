"""The command palette with 5,000 entries: a key stroke to the repainted list, against difflib over the same titles.

Prints ``name  ours  baseline  ratio  limit``: medians over the letters of a text, and as comments the worst of them.
The palette is the real one over the real window, of 1280 x 860 without a screen, with three empty pages. The baseline
is what Python has for finding the likeliest of many texts, ``difflib.SequenceMatcher``, over titles that are folded
already; it paints nothing. A plain test for each title whether the letters are there in order, with nothing ranked, is
beside it as a remark.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from typing_extensions import override

from benchmarks.history import report, timed
from binom_desktop.models.command_list import Command, CommandGroup, CommandListModel
from binom_desktop.views.command_list import CommandListView
from binom_desktop.views.command_palette import CommandPalette
from tests.views.shell_parts import Shell, find

_PAGES = ("Overview", "Usage", "Requests", "API Keys", "Billing", "Alerts", "Settings")
_VENDORS = ("openai", "anthropic", "google", "meta-llama", "mistral", "qwen", "deepseek")
_FAMILIES = ("gpt", "claude", "gemini", "llama", "model", "coder")
_SIZES = ("mini", "large", "preview", "instruct", "70b")
_KEYS = 500
# The last one matches everything for long, which is the most work.
_TEXTS = ("api", "claudemini", "oaigpt4", "usage", "model-4")
_LIMIT_MS = 50


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


class Bench:
    """The palette, open over a window."""

    def __init__(self, application: QApplication, commands: Sequence[Command]) -> None:
        self._application = application
        self._shell = Shell(application)
        self._shell.add_three_pages()
        self._model = CommandListModel()
        self.filling_s = timed(partial(self._model.set_commands, commands))
        self._palette = CommandPalette(model=self._model, theme=self._shell.theme, parent=self._shell.window)
        self._line = find(self._palette, QLineEdit, "commandSearch")
        self._paints = Paints()
        find(self._palette, CommandListView, "commandList").viewport().installEventFilter(self._paints)
        self._shell.window.show()
        while not self._shell.window.windowHandle().isExposed():
            application.processEvents()

    def opened(self) -> float:
        """Seconds to open it anew and to paint it."""
        self._palette.reject()
        return self._until_painted(self._palette.open)

    def pressed(self, key: Qt.Key) -> float:
        """Seconds from a key stroke to the painted list."""
        return self._until_painted(partial(QTest.keyClick, self._line, key))

    def typed(self, letter: str) -> float:
        """Seconds from a letter to the painted list."""
        return self._until_painted(partial(QTest.keyClicks, self._line, letter))

    @property
    def shown(self) -> int:
        """How many entries match."""
        return self._model.count

    def _until_painted(self, act: Callable[[], None]) -> float:
        self._application.processEvents()
        start = time.perf_counter()
        act()
        # The search is asked for in the next turn of the loop, so that the letter's own paint is not the list's.
        self._paints.count = 0
        while not self._paints.count:
            self._application.processEvents()
        return time.perf_counter() - start


def made_commands(count: int) -> list[Command]:
    """Pages, keys, and models for the rest."""
    chance = random.Random(5)
    commands = [Command(f"page:{title}", title, CommandGroup.PAGE) for title in _PAGES]
    commands += [
        Command(f"key:{number}", f"Service {number} Prüfstand", CommandGroup.KEY, f"binom_sk_…{number:04x}")
        for number in range(_KEYS)
    ]
    while len(commands) < count:
        vendor, family, size = chance.choice(_VENDORS), chance.choice(_FAMILIES), chance.choice(_SIZES)
        title = f"{vendor}/{family}-{len(commands)}-{size}"
        commands.append(Command(f"model:{title}", title, CommandGroup.MODEL))
    return commands


def rank_by_difflib(titles: Sequence[str], text: str) -> list[int]:
    """The likeliest titles first, by the letters that they share in runs."""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    ratios = []
    for title in titles:
        matcher.set_seq1(title)
        ratios.append(matcher.ratio())
    return sorted(range(len(titles)), key=ratios.__getitem__, reverse=True)


def keep_in_order(titles: Sequence[str], text: str) -> list[int]:
    """The titles that have the letters in order."""
    kept = []
    for place, title in enumerate(titles):
        rest = iter(title)
        if all(letter in rest for letter in text):
            kept.append(place)
    return kept


def report_typing(bench: Bench, titles: Sequence[str], rounds: int) -> None:
    """Each letter of some texts, typed and taken back, against difflib's answer to what stands there then."""
    worst_ms = 0.0
    for text in _TEXTS:
        ours, theirs, plain, back, found = [], [], [], [], []
        for _ in range(rounds):
            bench.opened()
            for length in range(1, len(text) + 1):
                ours.append(bench.typed(text[length - 1]))
                found.append(bench.shown)
                theirs.append(timed(partial(rank_by_difflib, titles, text[:length])))
                plain.append(timed(partial(keep_in_order, titles, text[:length])))
            back += [bench.pressed(Qt.Key.Key_Backspace) for _ in text]
        report(f"key stroke of {text!r}", ours, theirs, "<= 0.50x", scale=1e3, unit="ms")
        ratio = statistics.median(ours) / statistics.median(plain)
        print(
            f"# key stroke of {text!r}: {found[0]:,} to {found[-1]:,} found, taken back in"
            f" {statistics.median(back) * 1e3:.2f} ms; {ratio:.2f}x of a plain test of the letters"
        )
        worst_ms = max(worst_ms, max(ours) * 1e3, max(back) * 1e3)
    print(f"key stroke, longest  {worst_ms:.1f} ms  -  -  <= {_LIMIT_MS} ms", flush=True)


def main() -> None:
    """Fill the palette, and type."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"# command palette with {options.entries:,} entries, {options.rounds} rounds")
    print("# name  ours  baseline  ratio  limit")
    application = QApplication([])
    commands = made_commands(options.entries)
    bench = Bench(application, commands)
    gc.freeze()
    bench.opened()
    titles = [command.title.lower() for command in commands]
    report_typing(bench, titles, options.rounds)
    opened = [bench.opened() for _ in range(options.rounds)]
    print(f"# filled in {bench.filling_s * 1e3:.1f} ms, opened in {statistics.median(opened) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
