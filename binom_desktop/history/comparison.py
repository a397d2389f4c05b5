"""What is held, against the server's records: pure functions over the columns."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from binom_desktop.domain import RequestRecord
from binom_desktop.history.columns import Columns
from binom_desktop.history.coverage import Run
from binom_desktop.history.query import select
from binom_desktop.queries import RequestFilter


class Differences(Struct, frozen=True):
    """The server's records that are ``missing`` here, or are ``wrong`` here.

    ``strays`` are the sequences held, ascending, that the server did not list.
    """

    missing: tuple[RequestRecord, ...] = ()
    wrong: tuple[RequestRecord, ...] = ()
    strays: tuple[int, ...] = ()


def differences(
    columns: Columns, records: Sequence[RequestRecord], runs: Sequence[Run], from_ms: int, to_ms: int
) -> Differences:
    """Compare with what the server lists of a time; ``runs`` are the sequences held of those that it lists."""
    missing, wrong = [], []
    for record in records:
        position = columns.position(record.sequence)
        if position is None:
            missing.append(record)
        elif columns.record(position) != record:
            wrong.append(record)
    held = [
        (selection.block.offsets() if selection.offsets is None else selection.offsets) + selection.block.first_sequence
        for selection in select(columns, RequestFilter(from_ms=from_ms, to_ms=to_ms), runs)
    ]
    listed = {record.sequence for record in records}
    strays = (sequence for part in held for sequence in part.tolist() if sequence not in listed)
    return Differences(tuple(missing), tuple(wrong), tuple(strays))
