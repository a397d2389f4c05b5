"""The request log as CSV: RFC 4180, UTF-8, the contract's member names as header.

There is no byte order mark: RFC 4180 has none, and programs other than spreadsheets take it for part of the first name.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from binom_desktop.export.blocks import Watch, blocks, pieces
from binom_desktop.export.cells import TextCells, amounts, encodable, ids, joined, timestamps, whole_numbers
from binom_desktop.queries import RequestRows, RequestView

HEADER = (
    "id",
    "sequence",
    "timestamp",
    "endpoint",
    "model",
    "status",
    "inputTokens",
    "outputTokens",
    "cost",
    "latencyMs",
    "keyId",
    "keyDescription",
    "error",
)
_LINE_END = b"\r\n"
_NEEDS_QUOTES = re.compile('[",\r\n]')
# A cell that a spreadsheet might run (OWASP, "CSV Injection"): it begins with one of = + - @, half or full width, also
# behind what spreadsheets trim or don't show, or with a tab or a line break. A spreadsheet that is set to semicolons or
# tabs, as in half of Europe, begins a cell behind each of those, quotes or not.
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[\s\u200b\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")


def write_csv(view: RequestView, file: BinaryIO, watch: Watch) -> None:
    """Write all rows of a view."""
    file.write(",".join(HEADER).encode("ascii") + _LINE_END)
    texts = TextCells(text_cell)
    for block in blocks(view, watch):
        file.writelines(_lines(piece, texts) for piece in pieces(block, texts))
        texts.forget_many()


def text_cell(text: str | None) -> bytes:
    """A text as a cell: defused, and in quotes where it needs them. None is an empty cell.

    What a spreadsheet might run gets an apostrophe in front. NUL, at which programs stop reading, becomes the
    replacement character.
    """
    if not text:
        return b""
    cell = _FORMULA.sub(r"\1'", encodable(text).replace("\0", "\N{REPLACEMENT CHARACTER}"))
    if _NEEDS_QUOTES.search(cell) is not None:
        cell = '"' + cell.replace('"', '""') + '"'
    return cell.encode("utf-8")


def _lines(rows: RequestRows, texts: TextCells) -> memoryview:
    columns = (
        ids(rows.id, text_cell),
        b",",
        whole_numbers(rows.sequence),
        b",",
        timestamps(rows.timestamp_ms),
        texts.column(b",", rows.endpoint),
        texts.column(b",", rows.model),
        b",",
        whole_numbers(rows.status),
        b",",
        whole_numbers(rows.input_tokens),
        b",",
        whole_numbers(rows.output_tokens),
        b",",
        amounts(rows.cost_nano),
        b",",
        whole_numbers(rows.latency_ms),
        texts.column(b",", rows.key_id),
        texts.column(b",", rows.key_description),
        texts.column(b",", rows.error),
        _LINE_END,
    )
    return joined(columns, len(rows.id))
