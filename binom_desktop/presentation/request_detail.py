"""Every field of one request in words, and the record as the contract writes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from binom_desktop.domain import ApiKey, RequestRecord, decimal_from_nano
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.translation import plural, translate

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ELLIPSIS = "…"
_ID_HEAD, _ID_TAIL = 5, 3


class DetailField(Struct, frozen=True):
    """A line of the detail pane. ``name`` is stable and in English; ``quiet`` follows the text in quieter type."""

    name: str
    label: str
    text: str
    quiet: str = ""
    monospace: bool = False


def detail_fields(record: RequestRecord, key: ApiKey | None) -> tuple[DetailField, ...]:
    """All of a request but its status, always the same fields; only the error's text can be empty.

    ``key`` is what is known now of the key that it was made with.
    """
    total = record.input_tokens + record.output_tokens
    latency = translate("RequestDetail", "{milliseconds} ms").format(milliseconds=text_format.count(record.latency_ms))
    return (
        DetailField("error", translate("RequestDetail", "Error"), _lines(record.error or "")),
        DetailField("time", translate("RequestDetail", "Time"), _time_text(record.timestamp_ms), monospace=True),
        DetailField("endpoint", translate("RequestDetail", "Endpoint"), _line(record.endpoint)),
        DetailField("model", translate("RequestDetail", "Model"), _line(record.model)),
        _key_field(record, key),
        DetailField("inputTokens", translate("RequestDetail", "Input"), _tokens_text(record.input_tokens)),
        DetailField("outputTokens", translate("RequestDetail", "Output"), _tokens_text(record.output_tokens)),
        DetailField("totalTokens", translate("RequestDetail", "Total"), _tokens_text(total)),
        DetailField("cost", translate("RequestDetail", "Cost"), text_format.exact_money(record.cost_nano)),
        DetailField("latency", translate("RequestDetail", "Latency"), latency),
        DetailField("sequence", translate("RequestDetail", "Sequence"), text_format.count(record.sequence)),
        DetailField("id", translate("RequestDetail", "Id"), _line(record.id), monospace=True),
    )


def short_id(request_id: str) -> str:
    """The ends of an id that is long: ``01KAR…9F2``."""
    line = text_format.safe_line(request_id)
    if len(line) <= _ID_HEAD + _ID_TAIL + len(_ELLIPSIS):
        return line
    return f"{line[:_ID_HEAD]}{_ELLIPSIS}{line[-_ID_TAIL:]}"


def record_json(record: RequestRecord) -> str:
    """The contract's ``RequestRecord`` object, indented. A time that no calendar reaches is null."""
    members = {
        "id": record.id,
        "sequence": record.sequence,
        "timestamp": _rfc3339(record.timestamp_ms),
        "endpoint": record.endpoint,
        "model": record.model,
        "status": record.status,
        "inputTokens": record.input_tokens,
        "outputTokens": record.output_tokens,
        "cost": decimal_from_nano(record.cost_nano),
        "latencyMs": record.latency_ms,
        "keyId": record.key_id,
        "keyDescription": record.key_description,
        "error": record.error,
    }
    return json.dumps(members, ensure_ascii=False, indent=2)


def _line(text: str) -> str:
    return text_format.safe_line(text) or text_format.UNKNOWN


def _lines(text: str) -> str:
    """Text that may have lines of its own; within each nothing can act."""
    return "\n".join(text_format.safe_line(line) for line in text.splitlines())


def _key_field(record: RequestRecord, key: ApiKey | None) -> DetailField:
    description = text_format.safe_line(record.key_description)
    tail = text_format.safe_line(key.hint) if key is not None else ""
    # Of binom_sk_…9fQ2 the last characters are all that tells keys apart.
    tail = tail[tail.find(_ELLIPSIS) :] if _ELLIPSIS in tail else tail
    extra = tail or text_format.safe_line(record.key_id)
    return DetailField("key", translate("RequestDetail", "API Key"), description or extra, extra if description else "")


def _tokens_text(tokens: int) -> str:
    return plural("{count} tokens", "", tokens).format(count=text_format.count(tokens))


def _time_text(ms: int) -> str:
    if text_format.day_of(ms) is None:
        return text_format.UNKNOWN
    # Not to be broken before its zone; copied, it is a space like any other.
    return f"{text_format.timestamp(ms)}.{ms % 1000:03d}\N{NO-BREAK SPACE}Z"


def _rfc3339(ms: int) -> str | None:
    if text_format.day_of(ms) is None:
        return None
    moment = _EPOCH + timedelta(milliseconds=ms)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
