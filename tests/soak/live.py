"""An hour of live traffic with a fault every few seconds: is anything lost or doubled, and does memory stay flat?

The app runs with its window open and shows one page after the other. The sandbox logs requests at a steady rate while
sockets drop or freeze, calls fail or dawdle, events are missed, doubled and shuffled, cursors expire, the session is
paused and the server is killed. At the end the history is held against the server's log, request by request. Memory
is the anonymous one, from outside. The history grows in memory by design (limit 4), which is taken off.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from benchmarks._desktop_app import can_measure, launch_app, memory_mib, processor_s
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

SAMPLE_S = 10.0
REPORT_S = 60.0
PAGE_S = 30.0
FAULT_S = (2.0, 6.0)
LOSS_S = (60.0, 100.0)
"""Between two losses of the connection: waits before the next attempt grow until it has held for a minute."""
WARM_UP_MINUTES = 5.0
SETTLE_S = 300.0
LOOK_S = 1.0
PAGE_LIMIT = 1000
BYTES_A_REQUEST = 120
NANO = 1_000_000_000
PAGES = ("/dashboard", "/usage", "/requests", "/keys", "/billing", "/alerts", "/settings")


def say(text: str) -> None:
    """Write a line that can be read at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Held(NamedTuple):
    """What both sides must agree on about a request; the cost in nano-credits."""

    id: str
    status: int
    input_tokens: int
    output_tokens: int
    cost_nano: int


Choice = tuple[str, float, Callable[[], object]]
"""What may go wrong: its name, how often compared with the others, and what brings it about."""


def switched_on(server: SandboxProcess, kind: str, **values: object) -> Callable[[], object]:
    """Switches a fault of the sandbox on."""
    return lambda: server.control("faults", {"kind": kind, **values})


def faults(server: SandboxProcess, dice: random.Random) -> Sequence[Choice]:
    """What may go wrong while the connection holds."""
    few = dice.randint(1, 3)
    seconds = round(dice.uniform(0.2, 3.0), 1)
    path = dice.choice(("/v1/", "/v1/requests", "/v1/account"))
    target = dice.choice(("RequestsLogged", "RequestsLogged", "BalanceChanged"))
    on = partial(switched_on, server)
    return (
        ("events missed", 3, on("missEvents", times=few, target=target)),
        ("events doubled", 3, on("doubleEvents", times=few, target=target)),
        ("events shuffled", 3, on("shuffleEvents", times=few * 3, target=target)),
        ("calls delayed", 2, on("delay", path=path, times=few, seconds=seconds)),
        ("5xx", 2, on("status", path=path, times=few, status=dice.choice((500, 502, 503, 504)))),
        ("429", 1.5, on("status", path="/v1/", times=few, status=429, retryAfter=dice.randint(1, 3))),
        ("answers cut short", 1, on("truncate", path="/v1/requests", times=few)),
        ("answers garbled", 1, on("garbage", path="/v1/", times=few)),
        ("HTML answers", 0.5, on("html", path="/v1/", times=few)),
        ("cursors expired", 0.5, lambda: server.control("cursors", method="DELETE")),
        ("pauses", 1, lambda: server.control("pause", {"resumeAfterSeconds": seconds, "failResume": few})),
    )


def losses(server: SandboxProcess, dice: random.Random) -> Sequence[Choice]:
    """How the connection may be lost."""
    seconds = round(dice.uniform(0.2, 3.0), 1)
    on = partial(switched_on, server)

    def restart() -> None:
        server.kill()
        time.sleep(seconds)
        server.restart()

    return (
        ("sockets dropped", 3, on("dropSockets")),
        ("sockets frozen", 1, on("halfOpenSockets")),
        ("Close records", 2, lambda: server.control("close", {"error": "Maintenance.", "allowReconnect": True})),
        ("server killed", 2, restart),
    )


def failed_attempts(server: SandboxProcess, dice: random.Random) -> Sequence[Choice]:
    """What may meet the next attempt to join, or its first seconds."""
    seconds = round(dice.uniform(0.2, 3.0), 1)
    on = partial(switched_on, server)
    return (
        ("a next socket refused", 1, on("refuseSockets", times=1)),
        ("a next socket dropped early", 1, on("dropSockets", times=1, after=seconds)),
        ("a negotiation delayed", 1, on("delay", path="/hubs/", times=1, seconds=seconds)),
        ("a negotiation failed", 1, on("status", path="/hubs/", times=1, status=503)),
    )


def inject(choices: Sequence[Choice], dice: random.Random) -> str:
    """Let one thing go wrong, and name it."""
    ((name, _, happen),) = dice.choices(choices, [weight for _, weight, _ in choices])
    happen()
    return name


@dataclass(slots=True)
class Watch:
    """What was seen, by the second since the start."""

    begun_s: float
    times_s: list[float] = field(default_factory=list)
    memory_mib: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    joined: int = 0
    injected: Counter[str] = field(default_factory=Counter)

    def sample(self, app: AppProcess, server: SandboxProcess, connection: sqlite3.Connection) -> None:
        """Look once."""
        self.times_s.append(time.monotonic() - self.begun_s)
        self.memory_mib.append(memory_mib(app, anonymous=True))
        self.requests.append(held_count(connection))
        self.joined += bool(server.control("state", method="GET")["subscribed"])

    def report(self) -> None:
        """Say how it goes."""
        say(
            f"# {self.times_s[-1] / 60:5.1f} min: {self.memory_mib[-1]:.1f} MiB, {self.requests[-1]} requests held,"
            f" {self.injected.total()} faults, joined in {self.joined / len(self.times_s):.0%} of all looks",
        )

    def around(self, minutes: float) -> tuple[float, float, float]:
        """Memory in MiB and requests held in the minute from then on: medians, with their time in hours."""
        places = [place for place, at_s in enumerate(self.times_s) if minutes * 60 <= at_s < minutes * 60 + 60]
        return (
            statistics.median(self.memory_mib[place] for place in places),
            statistics.median(self.requests[place] for place in places),
            statistics.median(self.times_s[place] for place in places) / 3600,
        )


def held_count(connection: sqlite3.Connection) -> int:
    """How many requests the history's file holds."""
    return int(connection.execute("SELECT count(*) FROM requests").fetchone()[0])


def live(
    desktop: Desktop,
    app: AppProcess,
    server: SandboxProcess,
    connection: sqlite3.Connection,
    folder: Path,
    end_s: float,
) -> Watch:
    """Let time pass, with faults, until then."""
    dice = random.Random(60)
    watch = Watch(begun_s=time.monotonic())
    next_fault_s = next_page_s = next_sample_s = watch.begun_s
    next_loss_s = watch.begun_s + dice.uniform(*LOSS_S)
    next_report_s = watch.begun_s + REPORT_S
    place = 0
    while (now_s := time.monotonic()) < end_s:
        if not app.running:
            raise AssertionError(f"the app ended: {app.errors[-4000:]}")
        if now_s >= next_fault_s:
            watch.injected[inject(faults(server, dice), dice)] += 1
            next_fault_s = time.monotonic() + dice.uniform(*FAULT_S)
        if now_s >= next_loss_s:
            if dice.random() < 0.5:
                watch.injected[inject(failed_attempts(server, dice), dice)] += 1
            watch.injected[inject(losses(server, dice), dice)] += 1
            next_loss_s = time.monotonic() + dice.uniform(*LOSS_S)
        if now_s >= next_sample_s:
            watch.sample(app, server, connection)
            next_sample_s += SAMPLE_S
        if now_s >= next_report_s:
            watch.report()
            next_report_s += REPORT_S
        if now_s >= next_page_s:
            place = (place + 1) % len(PAGES)
            # A second start hands its page over to the first.
            desktop.launch("--data-dir", str(folder), "--page", PAGES[place])
            next_page_s += PAGE_S
        time.sleep(0.1)
    watch.report()
    return watch


def settle(server: SandboxProcess, connection: sqlite3.Connection) -> int:
    """End every fault, and wait until the history holds what the server has logged by now; the answer is how much."""
    server.control("faults", method="DELETE")
    server.control("resume")
    newest = int(server.control("state", method="GET")["lastSequence"])

    def complete() -> bool:
        query = "SELECT count(*) FROM requests WHERE sequence <= ?"
        return bool(connection.execute(query, (newest,)).fetchone()[0] >= newest)

    try:
        wait_until(complete, "a complete history", timeout_s=SETTLE_S, interval_s=LOOK_S)
    except AssertionError as error:
        say(f"# {error}")
    return newest


def logged_until(server: SandboxProcess, newest: int) -> Iterator[tuple[int, Held]]:
    """Every request of the server's log up to a sequence, as its API tells it."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    after = 0
    while after < newest:
        query = urllib.parse.urlencode({"afterSequence": after, "limit": PAGE_LIMIT})
        request = urllib.request.Request(
            f"{server.url}/v1/requests?{query}", headers={"Authorization": f"Bearer {server.token}"}
        )
        with opener.open(request, timeout=60) as response:
            items: list[dict[str, Any]] = msgspec.json.decode(response.read())["items"]
        for item in items:
            if item["sequence"] > newest:
                break
            cost_nano = int(Decimal(item["cost"]) * NANO)
            held = Held(item["id"], item["status"], item["inputTokens"], item["outputTokens"], cost_nano)
            yield item["sequence"], held
        after = items[-1]["sequence"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The history against the server's log: requests that are missing, differ, or are there more than once."""

    lost: int
    wrong: int
    doubled: int


def compare(server: SandboxProcess, connection: sqlite3.Connection, newest: int) -> Comparison:
    """Hold every request of the history against the server's log."""
    query = "SELECT sequence, id, status, input_tokens, output_tokens, cost_nano FROM requests WHERE sequence <= ?"
    history = {row[0]: Held._make(row[1:]) for row in connection.execute(query, (newest,))}
    doubled = len(history) - len({held.id for held in history.values()})
    lost = wrong = 0
    for sequence, logged in logged_until(server, newest):
        mine = history.pop(sequence, None)
        lost += mine is None
        wrong += mine is not None and mine != logged
    # What is left the server does not know.
    return Comparison(lost=lost, wrong=wrong, doubled=doubled + len(history))


def summarise(watch: Watch, app: AppProcess, newest: int, comparison: Comparison, used_s: float) -> bool:
    """Print the figures; whether nothing was lost, doubled or wrong."""
    minutes = watch.times_s[-1] / 60
    injected = ", ".join(f"{name} {times}" for name, times in watch.injected.most_common())
    say(f"minutes  {minutes:.1f}")
    say(f"requests  {newest}  ({newest / watch.times_s[-1]:.0f} a second)")
    say(f"faults injected  {watch.injected.total()}  ({injected})")
    say(f"joined in  {watch.joined / len(watch.times_s):.0%} of all looks")
    say(f"processor  {used_s / watch.times_s[-1]:.2f} cores")
    first_minute = min(WARM_UP_MINUTES, minutes / 3)
    first_mib, first_held, first_h = watch.around(first_minute)
    last_mib, last_held, last_h = watch.around(minutes - 1)
    hours, by_design_mib = last_h - first_h, (last_held - first_held) * BYTES_A_REQUEST / 2**20
    say(f"memory  {first_mib:.1f} MiB after {first_minute:.1f} minutes, {last_mib:.1f} MiB at the end")
    growth_mib = last_mib - first_mib
    each = growth_mib * 2**20 / max(last_held - first_held, 1)
    say(f"growth  {growth_mib / hours:.1f} MiB an hour, {each:.0f} bytes a request (by design up to {BYTES_A_REQUEST})")
    say(f"growth beyond the requests held  {(growth_mib - by_design_mib) / hours:.1f} MiB an hour  <= 0")
    say(f"records lost  {comparison.lost}  = 0")
    say(f"records doubled  {comparison.doubled}  = 0")
    say(f"records wrong  {comparison.wrong}  = 0")
    unexpected = app.errors.count("Unexpected error")
    say(f"unexpected errors  {unexpected}  = 0")
    return not (comparison.lost or comparison.doubled or comparison.wrong or unexpected)


def histories_in(folder: Path) -> list[Path]:
    """The files of histories that an app has made."""
    return list(folder.rglob("history.sqlite3"))


def main() -> int:
    """Run the app for a while; the exit code is 1 if anything was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    values = parser.parse_args()
    if not can_measure():
        return 0
    with (
        Desktop(accessible=False) as desktop,
        SandboxProcess("--empty", "--rate", str(values.rate)) as server,
        tempfile.TemporaryDirectory() as name,
    ):
        folder = Path(name) / "data"
        app = launch_app(desktop, server.url, server.token, folder)
        (file,) = wait_until(partial(histories_in, folder), "a history")
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as connection:
            wait_until(partial(has_requests, connection), "the first requests")
            begun_used_s = processor_s(app)
            watch = live(desktop, app, server, connection, folder, time.monotonic() + values.minutes * 60)
            used_s = processor_s(app) - begun_used_s
            newest = settle(server, connection)
            fine = summarise(watch, app, newest, compare(server, connection, newest), used_s)
        app.terminate()
        say(f"exit code  {app.wait_for_end()}  = 0")
        if not fine:
            sys.stderr.write(app.errors[-20_000:])
    return 0 if fine else 1


def has_requests(connection: sqlite3.Connection) -> bool:
    """Whether the history's file has come so far."""
    try:
        return held_count(connection) > 0
    except sqlite3.OperationalError:
        # The file is there a moment before its tables.
        return False


if __name__ == "__main__":
    sys.exit(main())
