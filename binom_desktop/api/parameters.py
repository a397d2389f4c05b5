"""Query parameters as the contract names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from binom_desktop.api.reading import timestamp
from binom_desktop.domain import UsageField
from binom_desktop.queries import RequestFilter, StatusClass


def with_query(path: str, parameters: Mapping[str, str]) -> str:
    """The path with its query."""
    return f"{path}?{urlencode(parameters)}"


def paging(limit: int, cursor: str | None) -> dict[str, str]:
    """Which page of a list; a cursor carries the whole query but the limit."""
    return {"limit": str(limit)} if cursor is None else {"limit": str(limit), "cursor": cursor}


def usage_query(first: date, last: date, group_by: Sequence[UsageField], matching: RequestFilter) -> dict[str, str]:
    """What ``getUsage`` sums. It can't filter by status, time, text or several values: ``ValueError``."""
    if matching.status is not None or matching.from_ms is not None or matching.to_ms is not None:
        raise ValueError("the server's usage can't be filtered by status or time")
    parameters = {"from": first.isoformat(), "to": last.isoformat(), "groupBy": ",".join(group_by)}
    return parameters | _common_filter(matching)


def log_query(after_sequence: int | None, descending: bool, matching: RequestFilter) -> dict[str, str]:
    """Which requests ``listRequests`` lists. It can't filter by a single status, text or several values:
    ``ValueError``.
    """
    parameters = _common_filter(matching)
    if after_sequence is not None:
        parameters["afterSequence"] = str(after_sequence)
    else:
        parameters["order"] = "desc" if descending else "asc"
    if matching.from_ms is not None:
        parameters["from"] = timestamp(matching.from_ms)
    if matching.to_ms is not None:
        parameters["to"] = timestamp(matching.to_ms)
    if isinstance(matching.status, StatusClass):
        parameters["status"] = matching.status
    elif matching.status is not None:
        raise ValueError("the server's log can't be filtered by a single status")
    return parameters


def _common_filter(matching: RequestFilter) -> dict[str, str]:
    parts = {"model": matching.models, "endpoint": matching.endpoints, "keyId": matching.key_ids}
    if matching.text or any(len(values) > 1 for values in parts.values()):
        raise ValueError("the server can't filter by text or by several values")
    return {name: values[0] for name, values in parts.items() if values}
