"""Blocks as the snapshot has them, side by side in one piece of memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from binom_desktop.arrays import np
from binom_desktop.history.columns import BLOCK_ROWS, PLACES, Bounds, Known
from binom_desktop.history.coverage import Run
from binom_desktop.history.names import NameKind
from binom_desktop.queries import Totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EVERY_ROW = slice(None)


class Shelf:
    """Buffers of blocks side by side, as the snapshot has them.

    What is asked of all of them takes one call of numpy for each column. One for each block would have to get
    Python's lock back, after each of them, from a GUI thread that is busy.
    """

    def __init__(self, buffers: NDArray[np.uint8]) -> None:
        """``buffers`` has a row for each block."""
        self.buffers = buffers

    def column(self, name: str, rows: slice = _EVERY_ROW) -> NDArray[np.signedinteger]:
        """A column of the blocks in ``rows``, which are its rows."""
        start, stop, kind = PLACES[name]
        return self.buffers[rows, start:stop].view(kind)

    def known(self) -> list[Known]:
        """What is known of each block."""
        counts = np.count_nonzero(self.column("held"), axis=1).tolist()
        columns = [self.column(kind.name.lower()) for kind in NameKind]
        codes = zip(*(_extremes(column) for column in columns), strict=True)
        times = _extremes(self.column("timestamp_ms"))
        summed = [self.column(name) for name in ("input_tokens", "output_tokens", "cost_nano")]
        sizes = zip(*([max(high, -low) for low, high in _extremes(column)] for column in summed), strict=True)
        sums = zip(*(column.sum(axis=1).tolist() for column in summed), strict=True)
        errors = np.count_nonzero(self.column("status") >= np.int16(400), axis=1).tolist()
        found = zip(counts, codes, times, sizes, sums, errors, strict=True)
        return [
            Known(count, lie_between, None, None)
            if count < BLOCK_ROWS
            else Known(
                count,
                lie_between,
                Bounds(*span, *size),
                # A sum that may not fit into 64 bits is left to whoever asks.
                Totals(count, failed, *total) if max(size) * BLOCK_ROWS < 1 << 63 else None,
            )
            for count, lie_between, span, size, total, failed in found
        ]


def _extremes(column: NDArray[np.signedinteger]) -> list[Run]:
    """The lowest and the highest value of each row."""
    return list(zip(column.min(axis=1).tolist(), column.max(axis=1).tolist(), strict=True))
