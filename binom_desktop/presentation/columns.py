"""The one table of the request log's columns: their titles, how they are written, and what they sort by."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QT_TRANSLATE_NOOP

from binom_desktop.domain import RequestRecord
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.translation import translate
from binom_desktop.queries import SortColumn


class RequestColumn(Struct, frozen=True, kw_only=True):
    """One column. ``text`` writes a cell, ``detail`` what its tooltip says beyond it; ``zone`` is whose times."""

    source_title: str
    sort: SortColumn
    text: Callable[[RequestRecord], str]
    detail: Callable[[RequestRecord], str]
    numeric: bool = False
    monospace: bool = False
    zone: str = ""

    @property
    def title(self) -> str:
        """The header in the language shown."""
        title = translate("RequestColumn", self.source_title)
        return title.format(zone=self.zone) if self.zone else title


def request_columns(zone: str = "UTC") -> tuple[RequestColumn, ...]:
    """The columns in their first order; times are those of a time zone."""
    return (
        RequestColumn(
            source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "Timestamp ({zone})")),
            sort=SortColumn.TIMESTAMP,
            text=partial(_timestamp_text, zone),
            detail=_timestamp_detail,
            monospace=True,
            zone=zone,
        ),
        RequestColumn(
            source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "Endpoint")),
            sort=SortColumn.ENDPOINT,
            text=_endpoint_text,
            detail=_endpoint_text,
        ),
        RequestColumn(
            source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "Model")),
            sort=SortColumn.MODEL,
            text=_model_text,
            detail=_model_text,
        ),
        RequestColumn(
            source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "Status")),
            sort=SortColumn.STATUS,
            text=_status_text,
            detail=_status_detail,
        ),
        RequestColumn(
            source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "Tokens")),
            sort=SortColumn.TOKENS,
            text=_tokens_text,
            detail=_tokens_detail,
            numeric=True,
        ),
        RequestColumn(
            source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "Cost")),
            sort=SortColumn.COST,
            text=_cost_text,
            detail=_cost_detail,
            numeric=True,
        ),
        RequestColumn(
            source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "API Key")),
            sort=SortColumn.KEY,
            text=_key_text,
            detail=_key_text,
        ),
    )


def request_log_columns(zone: str = "UTC") -> tuple[RequestColumn, ...]:
    """The columns of the whole log: those of the newest requests, and how long each took."""
    latency = RequestColumn(
        source_title=str(QT_TRANSLATE_NOOP("RequestColumn", "Latency")),
        sort=SortColumn.LATENCY,
        text=_latency_text,
        detail=_latency_text,
        numeric=True,
    )
    return (*request_columns(zone), latency)


def _timestamp_text(zone: str, record: RequestRecord) -> str:
    return text_format.timestamp(record.timestamp_ms, zone)


def _timestamp_detail(record: RequestRecord) -> str:
    return f"{text_format.timestamp(record.timestamp_ms)}.{record.timestamp_ms % 1000:03d} UTC"


def _endpoint_text(record: RequestRecord) -> str:
    return text_format.safe_line(record.endpoint)


def _model_text(record: RequestRecord) -> str:
    return text_format.safe_line(record.model)


def _status_text(record: RequestRecord) -> str:
    return text_format.status_text(record.status)


def _status_detail(record: RequestRecord) -> str:
    status = text_format.status_text(record.status)
    return f"{status}\n{text_format.safe_line(record.error)}" if record.error else status


def _tokens_text(record: RequestRecord) -> str:
    return text_format.count(record.input_tokens + record.output_tokens)


def _tokens_detail(record: RequestRecord) -> str:
    return translate("RequestColumn", "{input} input, {output} output tokens").format(
        input=text_format.count(record.input_tokens), output=text_format.count(record.output_tokens)
    )


def _cost_text(record: RequestRecord) -> str:
    return text_format.request_cost(record.cost_nano)


def _cost_detail(record: RequestRecord) -> str:
    return text_format.exact_money(record.cost_nano)


def _latency_text(record: RequestRecord) -> str:
    return translate("RequestColumn", "{milliseconds} ms").format(milliseconds=text_format.count(record.latency_ms))


def _key_text(record: RequestRecord) -> str:
    return text_format.safe_line(record.key_description) or text_format.safe_line(record.key_id)
