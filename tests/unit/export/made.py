"""Views and contents for the tests of export, summed in the plain way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from binom_desktop.domain import Account, Balance, RequestRecord, UsageItem
from binom_desktop.export.contents import ExportContents, ExportFormat
from binom_desktop.export.export import export
from binom_desktop.presentation import format as text_format
from binom_desktop.queries import CodedTexts, HeldRequests, Query, RequestRows, RequestView, Totals
from tests.unit.history.made import NOW_MS, sums

ACCOUNT = Account(
    id="acc_1",
    username="demo-account",
    email="demo@example.org",
    tier="Pro",
    balance=Balance(42_500_000_000, 0, 0, 0, 0, NOW_MS),
    created_ms=0,
)
Key = Callable[[RequestRecord], object]
_CODED = {"endpoint", "model", "key_id", "key_description", "error"}


class ListedView:
    """Any records as a view, also such as no history would take."""

    def __init__(self, records: Sequence[RequestRecord]) -> None:
        self._records = records
        self.query = Query()
        self.totals = Totals(*sums(records))
        self.held = HeldRequests(len(records))

    def __len__(self) -> int:
        return len(self._records)

    def record(self, row: int) -> RequestRecord:
        """The request in a row."""
        return self._records[row]

    def rows(self, first: int, stop: int) -> RequestRows:
        """Neighbouring rows."""
        part = self._records[first:stop]
        columns = ([getattr(record, name) for record in part] for name in RequestRows._fields)
        return RequestRows._make(
            _coded(column) if name in _CODED else column
            for name, column in zip(RequestRows._fields, columns, strict=True)
        )

    def rows_of(self, sequences: Sequence[int]) -> Mapping[int, int]:
        """Where requests stand."""
        rows = {record.sequence: row for row, record in enumerate(self._records)}
        return {sequence: rows[sequence] for sequence in sequences if sequence in rows}


def contents_of(view: RequestView, **changes: object) -> ExportContents:
    """A view with its sums."""
    records = [view.record(row) for row in range(len(view))]
    values: dict[str, object] = {
        "view": view,
        "account": ACCOUNT,
        "range_text": "Past 30 days",
        "filter_texts": (),
        "days": _grouped(records, "day", _day),
        "models": _grouped(records, "model", _model),
        "statuses": _grouped(records, "status", _status),
        "made_ms": NOW_MS,
    } | changes
    return ExportContents(**values)  # type: ignore[arg-type]  # the dictionary holds what the contents want


def exported(contents: ExportContents, file: Path, file_format: ExportFormat) -> list[int]:
    """Export, and answer what was reported on the way."""
    reported: list[int] = []
    export(contents, file, file_format, on_progress=reported.append, cancelled=threading.Event())
    return reported


def _coded(texts: Sequence[str | None]) -> CodedTexts[str | None]:
    codes = {text: code for code, text in enumerate(dict.fromkeys(texts))}
    return CodedTexts([codes[text] for text in texts], list(codes))


def _grouped(records: Sequence[RequestRecord], name: str, key: Key) -> tuple[UsageItem, ...]:
    groups: dict[object, list[RequestRecord]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    ordered = sorted(groups.items(), key=str)
    return tuple(UsageItem(*sums(group), **{name: value}) for value, group in ordered if value is not None)  # type: ignore[arg-type]  # the key makes what the field holds


def _day(record: RequestRecord) -> object:
    return text_format.day_of(record.timestamp_ms)


def _model(record: RequestRecord) -> object:
    return record.model


def _status(record: RequestRecord) -> object:
    return record.status
