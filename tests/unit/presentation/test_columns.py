"""The request log's columns."""

from __future__ import annotations

from binom_desktop.domain import RequestRecord
from binom_desktop.presentation.columns import request_columns

RECORD = RequestRecord(
    id="01",
    sequence=7,
    timestamp_ms=1_795_421_710_250,
    endpoint="/v1/chat/completions",
    model="<b>m</b>\n",
    status=429,
    input_tokens=3_000,
    output_tokens=1_182,
    cost_nano=1_231_400,
    latency_ms=12,
    key_id="key_1",
    key_description="",
    error="Rate limit\u202e reached",
)


def test_cells_as_they_are_shown() -> None:
    columns = request_columns()
    assert [column.title for column in columns] == [
        "Timestamp (UTC)",
        "Endpoint",
        "Model",
        "Status",
        "Tokens",
        "Cost",
        "API Key",
    ]
    assert [column.text(RECORD) for column in columns] == [
        "2026-11-23 08:15:10",
        "/v1/chat/completions",
        "<b>m</b> ",
        "429 Too Many Requests",
        "4,182",
        "$0.001231",
        "key_1",
    ]


def test_details_tell_what_cells_leave_out() -> None:
    details = {column.title: column.detail(RECORD) for column in request_columns()}
    assert details["Timestamp (UTC)"] == "2026-11-23 08:15:10.250 UTC"
    assert details["Status"] == "429 Too Many Requests\nRate limit� reached"
    assert details["Tokens"] == "3,000 input, 1,182 output tokens"
    assert details["Cost"] == "$0.0012314"
