"""What a screen reader gets of each page of the real app, and a way through it with nothing but a keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from tests.e2e.accessible import REGISTRY, Node
from tests.e2e.bus import Bus
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.running_app import data_folder, end, press, start_live
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

STATE_CHECKED = 4
STATE_FOCUSABLE = 11
STATE_FOCUSED = 12
POLITE = 1
KEYS = "/org/a11y/atspi/registry/deviceeventcontroller"
PRESS_AND_RELEASE_SYMBOL = 3
TAB = 0xFF09
CONTROLS = frozenset(
    {"push button", "check box", "combo box", "text", "list", "table", "slider", "link", "radio button"}
)
# Each page's route, its title's beginning, one object that stands there once its data is in, and how many controls
# there are at least: an empty walk would find no fault.
PAGES = (
    ("dashboard", "Welcome, ", "recentRequestsTable", 14),
    ("usage", "Usage", "weekMap", 16),
    ("requests", "Requests", "requestsTable", 12),
    ("keys", "API Keys", "apiKeysTable", 7),
    ("billing", "Billing", "transactionsTable", 9),
    ("alerts", "Alerts", "notificationsTable", 13),
    ("settings", "Settings", "settingsSearch", 20),
)
CHARTS = {"dashboard": "dailyRequestVolume", "billing": "dailySpend"}


def has_state(node: Node, state: int) -> bool:
    low, high = node._call("Accessible", "GetState")[0]
    return bool((low | high << 32) >> state & 1)


def open_page(desktop: Desktop, server: SandboxProcess, home: Path, route: str) -> None:
    """Follow a link as a browser does: a second process hands it to the app and ends."""
    second = desktop.launch(
        "--data-dir", str(data_folder(home)), f"binom://{route}", home=home, variables={"BINOM_API_KEY": server.token}
    )
    assert second.wait_for_end() == 0, second.errors


def said_as(node: Node) -> str:
    """What a control is: a combo box is named by its value on Linux, so that its description has to say it."""
    return node.description if node.role == "combo box" else node.name


def column_headers(table: Node) -> list[str]:
    """What a table's columns are called."""
    columns = range(int(table._property("Table", "NColumns")))
    return [str(table._call("Table", "GetColumnDescription", "i", column)[0]) for column in columns]


def faults_of(app: AppProcess, route: str, title: str, least: int) -> list[str]:
    """What a screen reader would not be told of the page that shows."""
    nodes = app.find_now()
    controls = [node for node in nodes if node.role in CONTROLS]
    faults = [] if len(controls) >= least else [f"{route}: only {len(controls)} controls"]
    faults += [f"{route}: {node.role} #{node.object_name} has no name" for node in controls if not said_as(node)]
    faults += [
        f"{route}: {node.role} #{node.object_name} takes the focus without a name"
        for node in nodes
        if node.role not in CONTROLS and has_state(node, STATE_FOCUSABLE) and not node.name
    ]
    faults += [
        f"{route}: table {node.name!r} has a column without a header"
        for node in nodes
        if node.role == "table" and not all(column_headers(node))
    ]
    if not [node for node in nodes if node.object_name == "pageTitle" and node.name.startswith(title)]:
        faults.append(f"{route}: no title")
    return faults


def assert_chart_has_a_table(app: AppProcess, chart: str) -> None:
    """A chart says its figures in words, and the switch beside it shows them as a table."""
    drawn = app.find(object_name=f"{chart}Chart")
    assert drawn.name
    assert drawn.description
    as_chart, as_table = (app.find("check box", object_name=f"{chart}View_{view}") for view in ("chart", "table"))
    assert has_state(as_chart, STATE_CHECKED)
    assert not has_state(as_table, STATE_CHECKED)
    as_table.press()
    wait_until(lambda: has_state(as_table, STATE_CHECKED), "the other view")
    assert not has_state(as_chart, STATE_CHECKED)
    assert app.find("table", drawn.name).rows()
    as_chart.press()


def test_every_control_says_what_it_is(desktop: Desktop, home: Path) -> None:
    """Controls have names, tables have headers, pages have titles, charts have words and a table."""
    faults: list[str] = []
    with SandboxProcess("--history", "300") as server:
        app = start_live(desktop, server, home)
        app.find(name="Total Requests: 300")
        for route, title, loaded, least in PAGES:
            open_page(desktop, server, home, route)
            app.find(object_name=loaded)
            faults += faults_of(app, route, title, least)
            if route in CHARTS:
                assert_chart_has_a_table(app, CHARTS[route])
        app.terminate()
        assert app.wait_for_end() == 0
    assert faults == []


def press_tab(desktop: Desktop) -> None:
    """Press and release the real key; the X server hands it to the window that has the input."""
    desktop.accessibility.call(
        REGISTRY,
        KEYS,
        "org.a11y.atspi.DeviceEventController",
        "GenerateKeyboardEvent",
        "isu",
        TAB,
        "",
        PRESS_AND_RELEASE_SYMBOL,
    )


def round_by_tab(desktop: Desktop, app: AppProcess, stops: list[Node]) -> list[str]:
    """Press Tab until the focus is where it first was, and say where it has been."""

    def focused() -> list[Node]:
        found = [node for node in stops if has_state(node, STATE_FOCUSED)]
        # What has the focus may make others usable, such as a row that is chosen its buttons.
        return found or [node for node in app.find_now() if has_state(node, STATE_FOCUSED)]

    def elsewhere() -> list[Node]:
        now = focused()
        # While it moves, the old and the new may both say that they have it.
        return now if now != here and now == focused() else []

    # The key takes its time: what has the focus before it comes is no stop yet.
    here = focused()
    press_tab(desktop)
    first = here = wait_until(elsewhere, "a first focus")
    been: list[str] = []
    while len(been) <= len(stops):
        been.append(here[0].object_name)
        press_tab(desktop)
        here = wait_until(elsewhere, f"a way out of {been}", timeout_s=10)
        if here == first:
            return been
    raise AssertionError(f"Tab goes round and never comes back: {been}")


def is_other_choice(node: Node) -> bool:
    """Whether it is a choice beside the checked one: the arrow keys go there, as between radio buttons."""
    return node.role == "check box" and "_" in node.object_name and not has_state(node, STATE_CHECKED)


def test_tab_goes_round_the_pages(desktop: Desktop, home: Path) -> None:
    """Tab gives the focus to every control of each page and comes back; none keeps it."""
    missed: dict[str, set[str]] = {}
    with SandboxProcess("--history", "300") as server:
        app = start_live(desktop, server, home)
        for route, _, loaded, _ in PAGES:
            open_page(desktop, server, home, route)
            app.find(object_name=loaded)
            stops = [node for node in app.find_now() if has_state(node, STATE_FOCUSABLE)]
            been = round_by_tab(desktop, app, stops)
            if left := {node.object_name for node in stops if node.enabled and not is_other_choice(node)} - set(been):
                missed[route] = left
        app.terminate()
        assert app.wait_for_end() == 0
    assert missed == {}


class ScreenReader:
    """Hears what apps announce by themselves, from ``with`` to its end."""

    def __init__(self, desktop: Desktop) -> None:
        session = Bus(desktop.bus_address)
        address = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]
        session.close()
        self._bus = Bus(address)
        self._next = self._bus.listen("org.a11y.atspi.Event.Object", "Announcement")
        self._said: list[tuple[str, int]] = []

    def __enter__(self) -> Self:
        # Apps tell of nothing that nobody has asked for.
        registry = (REGISTRY, "/org/a11y/atspi/registry", "org.a11y.atspi.Registry")
        self._bus.call(*registry, "RegisterEvent", "sass", "object:announcement", [], "")
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.close()

    def hear(self, beginning: str) -> tuple[str, int]:
        """Wait for what begins so; the answer is all of it and how politely it came. Nothing is heard twice."""
        while not (found := [said for said in self._said if said[0].startswith(beginning)]):
            try:
                _, politeness, _, (_, text), _ = self._next()
            except TimeoutError:
                raise AssertionError(f"nobody said {beginning!r}, only {self._said}") from None
            self._said.append((text, politeness))
        self._said.remove(found[0])
        return found[0]


def test_what_happens_by_itself_is_announced(desktop: Desktop, home: Path) -> None:
    """A notice, an alert, the connection lost, back and paused: a screen reader is told, and interrupted by none."""
    with ScreenReader(desktop) as reader, SandboxProcess("--history", "30") as server:
        app = start_live(desktop, server, home)
        assert reader.hear("Connection: Live") == ("Connection: Live", POLITE)
        no_tray = "This desktop has no tray, so closing the window quits Binom Desktop."
        assert reader.hear("This desktop has no tray") == (no_tray, POLITE)
        server.control("credits", {"amount": "-38.30", "kind": "adjustment"})
        low = "Credit Balance is $4.20, below the level of $5.00. Add credits to keep requests running."
        assert reader.hear("Credit Balance") == (low, POLITE)
        server.kill()
        assert reader.hear("Connection: Rejoining") == ("Connection: Rejoining", POLITE)
        server.restart()
        assert reader.hear("Connection: Live") == ("Connection: Live", POLITE)
        server.control("pause", {"reason": "maintenance", "resumeAfterSeconds": 600, "failResume": 1})
        assert reader.hear("Connection: Paused") == ("Connection: Paused", POLITE)
        assert reader.hear("The session") == ("The session has been paused by the server.", POLITE)
        press(app, "Resume")
        assert reader.hear("Failed to resume") == ("Failed to resume the session.", POLITE)
        press(app, "Retry")
        assert reader.hear("Connection: Live") == ("Connection: Live", POLITE)
        end(app)
