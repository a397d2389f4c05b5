"""The app beside a headless Chromium that shows one page with a canvas (limit 3): start to first paint, and memory.

The page asks this process for an address as soon as its canvas is drawn, in the first frame; that frame is still to be
shown then, which is in Chromium's favour. So are a profile that an earlier start has made and that nobody wrote into
since, and the command line without a sandbox. Its memory is that of all its processes, ours that of the whole app. This
process loads no Qt, whose pages it would share with the app.

With ``--bundle dist/binom-desktop/binom-desktop`` the app is that program, and is also held against a bare window of
PySide6 (limits 1 and 4).
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from typing_extensions import override

from benchmarks._desktop_app import BARE_WINDOW, can_measure, launch_app, memory_mib, print_comparison
from benchmarks.memory import wait_until_idle
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

PAINT_POLL_S = 0.001
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--no-proxy-server",
    # As large as the bare window.
    "--window-size=1280,800",
)
PAGE = b"""<!doctype html>
<title>Canvas</title>
<link rel="icon" href="data:,">
<canvas width="1280" height="800"></canvas>
<script>
    const canvas = document.querySelector("canvas").getContext("2d");
    canvas.fillStyle = "teal";
    canvas.fillRect(0, 0, 1280, 800);
    requestAnimationFrame(() => fetch("/painted"));
</script>
"""


class CanvasPage:
    """Serves the page on loopback, from ``with`` to its end, and knows when it was painted."""

    def __init__(self) -> None:
        self.painted = Event()
        painted = self.painted

        class Answer(BaseHTTPRequestHandler):
            """Tells of the paint, and gives the page."""

            def do_GET(self) -> None:
                if self.path == "/painted":
                    painted.set()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(PAGE)))
                self.end_headers()
                self.wfile.write(PAGE)

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Nothing is said of requests."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._thread = Thread(target=self._server.serve_forever, name="canvas page")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._server.server_port}/"


@dataclass(frozen=True, slots=True)
class Contest:
    """Both sides on one desktop: the app on an empty account, and the browser on its page. ``folder`` is emptied."""

    desktop: Desktop
    server: SandboxProcess
    page: CanvasPage
    browser: str
    program: Path | None
    folder: Path

    @property
    def name(self) -> str:
        """What our side is called in the report."""
        return "app" if self.program is None else "bundle"

    def start_app(self) -> AppProcess:
        """Start the app with the files of the run before."""
        url, token = self.server.url, self.server.token
        return launch_app(self.desktop, url, token, self.folder / "app", program=self.program)

    def start_browser(self) -> AppProcess:
        """Start the browser with a copy of the profile that ``prepare_profile`` made."""
        shutil.rmtree(self.folder / "profile", ignore_errors=True)
        shutil.copytree(self.folder / "prepared", self.folder / "profile", symlinks=True)
        return self._run_browser(self.folder / "profile")

    def prepare_profile(self) -> None:
        """Let the browser make its profile, and end as on a person's wish."""
        browser = self._run_browser(self.folder / "prepared")
        self.wait_for_canvas(browser)
        wait_until_idle(browser)
        browser.terminate()
        browser.wait_for_end()

    def seconds_until(self, start: Callable[[], AppProcess], shown: Callable[[], bool]) -> float:
        """Start a process, measure the seconds until something shows, and end it."""
        wait_until(lambda: not self.desktop.screen.is_painted(), "an empty screen")
        app = start()
        wait_until(shown, lambda: f"the first paint; {app.errors}", interval_s=PAINT_POLL_S)
        elapsed_s = time.monotonic() - app.started_s
        app.kill()
        return elapsed_s

    def wait_for_canvas(self, browser: AppProcess) -> None:
        """Wait until the page says that it was painted."""
        wait_until(self.page.painted.is_set, lambda: f"a painted canvas; {browser.errors}")

    def wait_for_live(self) -> None:
        """Wait until the app has its live connection."""
        wait_until(lambda: self.server.control("state", method="GET")["connections"], "a live connection")

    def _run_browser(self, profile: Path) -> AppProcess:
        self.page.painted.clear()
        return self.desktop.run([self.browser, *FLAGS, f"--user-data-dir={profile}", self.page.url])


def idle_mib(app: AppProcess, wait_until_shown: Callable[[], object]) -> float:
    """The memory of an app that shows what it has to show and does nothing more; it is ended."""
    wait_until_shown()
    wait_until_idle(app)
    memory = memory_mib(app)
    app.kill()
    return memory


def measure_paint(contest: Contest, rounds: int) -> None:
    """Process start to first paint."""
    painted = contest.desktop.screen.is_painted
    sides: list[Callable[[], float]] = [
        partial(contest.seconds_until, contest.start_app, painted),
        partial(contest.seconds_until, contest.start_browser, contest.page.painted.is_set),
    ]
    if contest.program is not None:
        sides.append(partial(contest.seconds_until, partial(contest.desktop.run, BARE_WINDOW), painted))
    print_rounds(f"{contest.name}: start to first paint", sides, rounds, "s", ("0.6", "1.5"))


def measure_memory(contest: Contest, rounds: int) -> None:
    """The proportional set size of what is idle."""

    def ours() -> float:
        return idle_mib(contest.start_app(), contest.wait_for_live)

    def browser() -> float:
        started = contest.start_browser()
        return idle_mib(started, partial(contest.wait_for_canvas, started))

    def bare() -> float:
        window = contest.desktop.run(BARE_WINDOW)
        return idle_mib(window, partial(wait_until, contest.desktop.screen.is_painted, "a painted window"))

    sides = [ours, browser] if contest.program is None else [ours, browser, bare]
    print_rounds(f"{contest.name}: memory, idle, empty account", sides, rounds, "MiB", ("0.3", "2.2"))


def print_rounds(name: str, sides: list[Callable[[], float]], rounds: int, unit: str, limits: tuple[str, str]) -> None:
    """Run all sides in turn, ours first, and print a line for each baseline."""
    # The first start of each reads files that the next ones find in memory.
    for side in sides:
        side()
    figures = [[side() for side in sides] for _ in range(rounds)]
    ours, *baselines = ([figure[place] for figure in figures] for place in range(len(sides)))
    for baseline, against, limit in zip(baselines, ("headless Chromium", "bare window"), limits, strict=False):
        print_comparison(f"{name}, against {against}", ours, baseline, unit, limit)


def main() -> None:
    """Run the measurements, or say why there are none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bundle", type=Path, metavar="PATH", help="the program of a bundle, in place of the source")
    options = parser.parse_args()
    program: Path | None = options.bundle
    if program is not None and not program.is_file():
        parser.error(f"there is no program {program}: make bundle")
    if not can_measure():
        return
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("# left out, there is no Chromium here")
        return
    with (
        Desktop(accessible=False) as desktop,
        SandboxProcess("--empty") as server,
        CanvasPage() as page,
        tempfile.TemporaryDirectory() as folder,
    ):
        contest = Contest(desktop, server, page, browser, program and program.resolve(), Path(folder))
        contest.prepare_profile()
        measure_paint(contest, options.rounds)
        measure_memory(contest, options.rounds)


if __name__ == "__main__":
    main()
