"""The rows of a view, block by block, with progress and Cancel in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from msgspec import Struct

from binom_desktop.export.cells import TextCells, id_width
from binom_desktop.export.contents import ExportCancelled
from binom_desktop.queries import RequestRows, RequestView

BLOCK_ROWS = 20_000
# A piece takes a few milliseconds to write, and the write lets other threads run: the window stays alive.
_PIECE_ROWS = 4_000
_PIECE_BYTES = 2_000_000


class Watch(Struct, frozen=True):
    """Whoever waits for an export: is told how many rows are done, and may cancel."""

    on_progress: Callable[[int], None]
    cancelled: threading.Event

    def check(self) -> None:
        """Raise ``ExportCancelled`` if it was cancelled."""
        if self.cancelled.is_set():
            raise ExportCancelled("The export was cancelled.")


def blocks(view: RequestView, watch: Watch) -> Iterator[RequestRows]:
    """All rows in order. Reports each block when the next is asked for, and raises ``ExportCancelled`` between them."""
    count = len(view)
    for first in range(0, count, BLOCK_ROWS):
        watch.check()
        yield view.rows(first, min(first + BLOCK_ROWS, count))
        watch.on_progress(min(first + BLOCK_ROWS, count))
    watch.check()


def pieces(block: RequestRows, texts: TextCells) -> Iterator[RequestRows]:
    """A block in parts that are written at once."""
    for first in range(0, len(block.id), _PIECE_ROWS):
        yield from _narrow(_part(block, first, first + _PIECE_ROWS), texts)


def _narrow(piece: RequestRows, texts: TextCells) -> Iterator[RequestRows]:
    """Halve a piece while its longest texts would make it too large, since all cells of a column are as wide."""
    count = len(piece.id)
    columns = (piece.endpoint, piece.model, piece.key_id, piece.key_description, piece.error)
    width = id_width(piece.id) + sum(texts.width(column) for column in columns)
    if count == 1 or count * width <= _PIECE_BYTES:
        yield piece
        return
    for half in (_part(piece, 0, count // 2), _part(piece, count // 2, count)):
        yield from _narrow(half, texts)


def _part(rows: RequestRows, first: int, stop: int) -> RequestRows:
    return RequestRows._make([column[first:stop] for column in rows])
