"""Transactions as CSV, by the rules of the request log's: RFC 4180, UTF-8, the contract's member names as header."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from binom_desktop.domain import Transaction, decimal_from_nano
from binom_desktop.export.atomic_file import replacing
from binom_desktop.export.blocks import Watch
from binom_desktop.export.cells import timestamp
from binom_desktop.export.csv_file import text_cell

HEADER = ("id", "timestamp", "kind", "amount", "balanceAfter", "description")
_LINE_END = b"\r\n"
# Without a mark that needs quotes or that a spreadsheet might begin to run.
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ .:/()-]*")
# Between two pieces other threads run, progress is told and Cancel is heard.
_PIECE_ROWS = 1_000


def export_transactions(
    transactions: Sequence[Transaction],
    file: Path,
    *,
    on_progress: Callable[[int], None],
    cancelled: threading.Event,
) -> None:
    """Write all transactions in their order to ``file``, which is there whole in the end, or as it was before.

    It may take long and belongs in a worker thread, where it calls ``on_progress`` with the number of rows done. Raises
    ``ExportFault`` if the file can't be written, ``ExportCancelled`` soon after ``cancelled`` is set.
    """
    watch = Watch(on_progress, cancelled)
    with replacing(file) as written:
        written.write(",".join(HEADER).encode("ascii") + _LINE_END)
        for first in range(0, len(transactions), _PIECE_ROWS):
            watch.check()
            written.write(b"".join(map(_line, transactions[first : first + _PIECE_ROWS])))
            watch.on_progress(min(first + _PIECE_ROWS, len(transactions)))
        watch.check()


def _cell(text: str) -> bytes:
    """A text as a cell; most are so plain that nothing can be in them."""
    return text.encode("ascii") if _PLAIN.fullmatch(text) else text_cell(text)


def _line(transaction: Transaction) -> bytes:
    # Amounts are numbers, whose sign no spreadsheet takes for a formula.
    cells = (
        _cell(transaction.id),
        timestamp(transaction.timestamp_ms).encode("ascii"),
        _cell(transaction.kind),
        decimal_from_nano(transaction.amount_nano).encode("ascii"),
        decimal_from_nano(transaction.balance_after_nano).encode("ascii"),
        _cell(transaction.description),
    )
    return b",".join(cells) + _LINE_END
