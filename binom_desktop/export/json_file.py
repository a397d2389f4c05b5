"""The request log as JSON: one array of the contract's ``RequestRecord``, one record a line."""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from binom_desktop.export.blocks import Watch, blocks, pieces
from binom_desktop.export.cells import TextCells, amounts, encodable, ids, joined, timestamps, whole_numbers
from binom_desktop.queries import RequestRows, RequestView


def write_json(view: RequestView, file: BinaryIO, watch: Watch) -> None:
    """Write all rows of a view."""
    texts = TextCells(text_value)
    between = b"[\n"
    for block in blocks(view, watch):
        for piece in pieces(block, texts):
            file.write(between)
            # The last record's comma and line break stand before the next piece.
            file.write(_records(piece, texts)[: -len(b",\n")])
            between = b",\n"
        texts.forget_many()
    file.write(b"\n]\n" if len(view) else b"[]\n")


def text_value(text: str | None) -> bytes:
    """A text as JSON writes it, None as null."""
    return msgspec.json.encode(text if text is None else encodable(text))


def _id_value(text: str) -> bytes:
    return text_value(text)[1:-1]


def _records(rows: RequestRows, texts: TextCells) -> memoryview:
    columns = (
        b'{"id":"',
        ids(rows.id, _id_value),
        b'","sequence":',
        whole_numbers(rows.sequence),
        b',"timestamp":"',
        timestamps(rows.timestamp_ms),
        texts.column(b'","endpoint":', rows.endpoint),
        texts.column(b',"model":', rows.model),
        b',"status":',
        whole_numbers(rows.status),
        b',"inputTokens":',
        whole_numbers(rows.input_tokens),
        b',"outputTokens":',
        whole_numbers(rows.output_tokens),
        b',"cost":"',
        amounts(rows.cost_nano),
        b'","latencyMs":',
        whole_numbers(rows.latency_ms),
        texts.column(b',"keyId":', rows.key_id),
        texts.column(b',"keyDescription":', rows.key_description),
        texts.column(b',"error":', rows.error),
        b"},\n",
    )
    return joined(columns, len(rows.id))
