"""The commands as a list: what stands where, what is told of each, and many of them."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from binom_desktop.models.command_list import Command, CommandGroup, CommandListModel
from tests.models.figures import HOSTILE_NAME

COMMANDS = (
    Command("model:gpt-4o", "gpt-4o", CommandGroup.MODEL),
    Command("key:1", "Production", CommandGroup.KEY, "binom_sk_…9fQ2"),
    Command("filter:1", "Failed this week", CommandGroup.FILTER),
    Command("page:/dashboard", "Overview", CommandGroup.PAGE, "Ctrl+1", ("home", "start")),
    Command("action:create-key", "Create API Key", CommandGroup.ACTION, keywords=("new", "add")),
    Command("page:/keys", "API Keys", CommandGroup.PAGE, "Ctrl+4"),
)
MANY = tuple(Command(f"model:{number}", f"vendor/model-{number}", CommandGroup.MODEL) for number in range(5_000))


def made(*commands: Command) -> CommandListModel:
    """A list of commands, of the usual ones unless told otherwise."""
    model = CommandListModel()
    model.set_commands(commands or COMMANDS)
    return model


def titles(model: CommandListModel) -> list[str]:
    """What is shown, from top to bottom."""
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def ids(model: CommandListModel) -> list[str]:
    """The same by ids."""
    return [model.row(row).id for row in range(model.rowCount())]


def test_the_list_keeps_the_rules_of_models() -> None:
    model = made(*COMMANDS, *MANY)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for text in ("v", "vendor 4", ""):
        model.set_text(text)
        while model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
    model.set_commands(COMMANDS[:3])
    assert model.rowCount(model.index(0)) == 0


def test_while_nothing_is_typed_pages_and_actions_stand_first() -> None:
    assert titles(made()) == ["Overview", "API Keys", "Create API Key", "Failed this week", "Production", "gpt-4o"]


def test_what_was_used_lately_stands_on_top() -> None:
    model = made()
    model.note_used("key:1")
    model.note_used("page:/keys")
    model.note_used("gone")
    model.note_used("key:1")
    assert titles(model) == ["Production", "API Keys", "Overview", "Create API Key", "Failed this week", "gpt-4o"]


def test_only_the_last_few_count_as_used_lately() -> None:
    model = made(*(Command(f"page:{number}", f"Page {number}", CommandGroup.PAGE) for number in range(20)))
    for number in range(19, -1, -2):
        model.note_used(f"page:{number}")
    assert ids(model)[:9] == [*(f"page:{number}" for number in range(1, 17, 2)), "page:0"]


def test_typing_shows_what_matches_with_its_letters() -> None:
    model = made()
    model.set_text("api")
    assert titles(model) == ["API Keys", "Create API Key", "Production"]
    row = model.row(1)
    assert (row.id, row.group, row.hint, row.positions) == ("action:create-key", "Action", "", (7, 8, 9))
    # Found by its group alone.
    assert model.row(2).positions == ()
    model.set_text("9fq2")
    assert titles(model) == ["Production"]
    model.set_text("home")
    assert titles(model) == ["Overview"]
    model.set_text("page")
    assert titles(model) == ["Overview", "API Keys"]
    model.set_text("nothing like it")
    assert model.rowCount() == 0
    model.set_text(" ")
    assert model.rowCount() == len(COMMANDS)


def test_the_same_words_change_nothing() -> None:
    model = made()
    resets = QSignalSpy(model.modelReset)
    for text in ("api", "API ", " àpi", "ap", "ap"):
        model.set_text(text)
    model.set_commands(list(COMMANDS))
    assert resets.count() == 2


def test_other_commands_keep_the_words() -> None:
    model = made()
    model.set_text("key")
    model.set_commands((*COMMANDS, Command("key:2", "Key of the night", CommandGroup.KEY)))
    assert "Key of the night" in titles(model)
    assert "gpt-4o" not in titles(model)
    assert model.row_of("key:2") is not None
    assert model.row_of("model:gpt-4o") is None


def test_a_row_reads_as_one_sentence() -> None:
    model = made()
    told = [
        model.index(row).data(role)
        for row, role in ((0, Qt.ItemDataRole.AccessibleTextRole), (0, Qt.ItemDataRole.ToolTipRole))
    ]
    assert told == ["Overview, Ctrl+1, Page", "Overview\nCtrl+1\nPage"]
    assert model.index(2).data(Qt.ItemDataRole.AccessibleTextRole) == "Create API Key, Action"
    assert model.index(0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None


def test_hostile_text_is_one_plain_line() -> None:
    model = made(Command("key:1", HOSTILE_NAME, CommandGroup.KEY, "<i>\nhint\u202e"))
    row = model.row(0)
    assert row.title.startswith("<b>bold</b>�evil� W")
    assert row.hint == "<i> hint�"
    assert "<b>" not in model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    model.set_text("bold")
    assert model.row(0).positions == (3, 4, 5, 6)


def test_five_thousand_models_are_searched() -> None:
    model = made(*COMMANDS, *MANY)
    with_49 = sum(re.search("4.*9", str(number)) is not None for number in range(5_000))
    for text, count in (("ven", 5_000), ("vend", 5_000), ("vendor 49", with_49), ("vendor 4999", 1), ("ven", 5_000)):
        model.set_text(text)
        assert model.count == count, text
    model.set_text("model-4999")
    assert titles(model) == ["vendor/model-4999"]


def test_rows_are_handed_out_as_they_are_asked_for() -> None:
    model = made(*COMMANDS, *MANY)
    assert (titles(model)[0], model.count) == ("Overview", 5_006)
    assert model.rowCount() < 500
    model.fetch_to(1_234)
    assert titles(model)[-1] == "vendor/model-1228"
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == 5_006
    model.fetch_to(9_999)
    assert len(set(ids(model))) == 5_006
