"""What can be said about a history's file without a word of what is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from binom_desktop.history.store import DATABASE_NAME


class HistoryFigures(Struct, frozen=True):
    """``first`` and ``last`` are sequences, 0 where nothing is held; what lies between and is not held is ``missing``.

    ``bytes_by_suffix`` are the sizes of the files in the folder, by what kind of file they are.
    """

    requests: int
    first: int
    last: int
    schema_version: int
    bytes_by_suffix: dict[str, int]

    @property
    def missing(self) -> int:
        """How many sequences between the first and the last are not held."""
        return self.last - self.first + 1 - self.requests if self.requests else 0


def figures_of(folder: Path) -> HistoryFigures:
    """Read them; another connection may write meanwhile. Slow. Raises ``OSError`` or ``sqlite3.Error``."""
    sizes: dict[str, int] = {}
    for file in folder.iterdir():
        if file.is_file():
            kind = file.suffix or "other"
            sizes[kind] = sizes.get(kind, 0) + file.stat().st_size
    uri = f"{(folder / DATABASE_NAME).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        query = "SELECT count(*), coalesce(min(sequence), 0), coalesce(max(sequence), 0) FROM requests"
        requests, first, last = connection.execute(query).fetchone()
    return HistoryFigures(requests, first, last, version, sizes)
