"""The app as a screen reader has it: objects with roles, names, texts, actions and tables (AT-SPI over D-Bus)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.e2e.bus import Bus, BusError

REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
INTERFACE = "org.a11y.atspi."

STATE_ENABLED = 8
STATE_SHOWING = 25

ITEM_VIEWS = frozenset({"table", "list", "list box", "tree", "tree table"})
"""Their cells are read by row and column, not walked: there may be a million."""


@dataclass(frozen=True, slots=True)
class Node:
    """One accessible object of an app. Everything is read anew at each call."""

    bus: Bus
    app: str
    path: str

    @property
    def role(self) -> str:
        """The role's English name, such as ``push button`` or ``table``."""
        return str(self._call("Accessible", "GetRoleName")[0])

    @property
    def name(self) -> str:
        """The accessible name; a label's text."""
        return str(self._property("Accessible", "Name"))

    @property
    def description(self) -> str:
        """The accessible description."""
        return str(self._property("Accessible", "Description"))

    @property
    def object_name(self) -> str:
        """The widget's ``objectName``."""
        try:
            return str(self._property("Accessible", "AccessibleId")).rpartition(".")[2]
        except BusError:
            return ""

    @property
    def text(self) -> str:
        """An input's content."""
        return str(self._call("Text", "GetText", "ii", 0, -1)[0])

    @property
    def showing(self) -> bool:
        """Whether it is to be seen."""
        return self._has_state(STATE_SHOWING)

    @property
    def enabled(self) -> bool:
        """Whether a person can use it now."""
        return self._has_state(STATE_ENABLED)

    @property
    def children(self) -> list[Node]:
        """The objects right below."""
        return [Node(self.bus, app, path) for app, path in self._call("Accessible", "GetChildren")[0]]

    def press(self) -> None:
        """Do what a click does: the first action."""
        self._call("Action", "DoAction", "i", 0)

    def enter(self, text: str) -> None:
        """Replace an input's content."""
        self._call("EditableText", "SetTextContents", "s", text)

    def rows(self) -> list[list[str]]:
        """A table's cells, row by row, as they are read out."""
        columns = range(self._property("Table", "NColumns"))
        return [[self._cell(row, column) for column in columns] for row in range(self._property("Table", "NRows"))]

    def walk(self) -> Iterator[Node]:
        """This object and all showing ones below, in reading order."""
        yield self
        if self.role in ITEM_VIEWS:
            return
        for child in self.children:
            if child.showing:
                yield from child.walk()

    def outline(self, depth: int = 0) -> str:
        """All showing objects as indented lines, to be read when a test fails."""
        lines = [f"{'  ' * depth}{self.role} {self.name!r} #{self.object_name}"]
        if self.role not in ITEM_VIEWS:
            lines += [child.outline(depth + 1) for child in self.children if child.showing]
        return "\n".join(lines)

    def _cell(self, row: int, column: int) -> str:
        app, path = self._call("Table", "GetAccessibleAt", "ii", row, column)[0]
        return Node(self.bus, app, path).name

    def _has_state(self, state: int) -> bool:
        low, high = self._call("Accessible", "GetState")[0]
        return bool((low | high << 32) >> state & 1)

    def _call(self, interface: str, member: str, signature: str = "", *arguments: Any) -> tuple[Any, ...]:
        return self.bus.call(self.app, self.path, INTERFACE + interface, member, signature, *arguments)

    def _property(self, interface: str, name: str) -> Any:
        return self.bus.property(self.app, self.path, INTERFACE + interface, name)


def find_application(bus: Bus, process: int) -> Node | None:
    """The accessible root of a process, once it has registered."""
    for app, path in Node(bus, REGISTRY, ROOT)._call("Accessible", "GetChildren")[0]:
        try:
            if bus.process_of(app) == process:
                return Node(bus, app, path)
        except BusError:
            continue
    return None
