"""What the command line asks for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from binom_desktop import __version__

ROUTES = ("/dashboard", "/usage", "/requests", "/keys", "/billing", "/alerts", "/settings")
LINK_SCHEME = "binom"
KEY_VARIABLE = "BINOM_API_KEY"
"""Of the environment: the key that goes with ``--server``."""
LOG_LEVELS = ("debug", "info", "warning", "error")

_MAX_ROUTE_CHARACTERS = 256


@dataclass(frozen=True, slots=True)
class Options:
    """The command line's choices; None where nothing was said."""

    demo: bool = False
    server: str | None = None
    data_dir: Path | None = None
    page: str | None = None
    minimized: bool = False
    snapshot: Path | None = None
    log_level: str = "warning"

    def names_account(self, *, key_given: bool, remembered: bool) -> bool:
        """Whether there is an account to begin with: in these options, or else the one ``remembered``."""
        return self.demo or (key_given if self.server is not None else remembered)


def route_of(text: str) -> str | None:
    """The route that a ``--page`` value, a ``binom://`` link or a bare page name means; None if there is none.

    ``text`` may come from anywhere: a web page can open a link. Whatever it is, the answer is one of ``ROUTES`` or
    None, and what stands behind ``?`` and ``#`` means nothing.
    """
    if len(text) > _MAX_ROUTE_CHARACTERS or not text.isascii():
        return None
    scheme, separator, rest = text.partition("://")
    if separator:
        if scheme.lower() != LINK_SCHEME:
            return None
        text = rest.partition("#")[0].partition("?")[0]
    route = "/" + text.strip("/").lower()
    if route == "/overview":
        return ROUTES[0]
    return route if route in ROUTES else None


def parse_options(arguments: Sequence[str]) -> Options:
    """Read the command line. Ends the process with a message for ``--help``, ``--version`` and what makes no sense."""
    parser = argparse.ArgumentParser(
        prog="binom-desktop", description="A native desktop dashboard for Binom.Router accounts."
    )
    parser.add_argument("link", nargs="?", help="a link such as binom://keys that opens a page")
    parser.add_argument("--demo", action="store_true", help="run against a private sandbox server")
    parser.add_argument(
        "--server", metavar="URL", help="use this server for one run, with the key in the environment's BINOM_API_KEY"
    )
    parser.add_argument("--data-dir", metavar="DIR", type=Path, help="put every file there")
    parser.add_argument("--page", metavar="ROUTE", help=f"open a page: {', '.join(ROUTES)}")
    parser.add_argument("--minimized", action="store_true", help="start in the tray")
    parser.add_argument(
        "--snapshot", metavar="DIR", type=Path, help="write a picture of every page there once its data is in, then end"
    )
    parser.add_argument("--log-level", choices=LOG_LEVELS, default="warning", help="how much to log (warning)")
    parser.add_argument("--version", action="version", version=f"Binom Desktop {__version__}")
    values = parser.parse_args(arguments)
    if values.demo and values.server:
        parser.error("--demo has a server of its own: leave --server out")
    wanted = values.page or values.link
    page = route_of(wanted) if wanted else None
    if wanted and page is None:
        parser.error(f"no such page: {wanted[:100]!r}. There are {', '.join(ROUTES)}")
    return Options(
        demo=values.demo,
        server=values.server,
        data_dir=values.data_dir,
        page=page,
        minimized=values.minimized,
        snapshot=values.snapshot,
        log_level=values.log_level,
    )
