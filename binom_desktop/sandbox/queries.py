"""Reads the request log and the other lists, on a thread and a connection of their own, beside the one writer."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from binom_desktop.sandbox.store import connect
from binom_desktop.sandbox.wire import (
    MILLISECONDS_PER_DAY,
    MILLISECONDS_PER_HOUR,
    RequestRow,
    day_text,
    money,
    request_records,
    time_text,
)

STATUS_CLASSES = {
    "success": "status < 400",
    "clientError": "status BETWEEN 400 AND 499",
    "serverError": "status >= 500",
    "failed": "status >= 400",
}
GROUPS = {
    "hour": f"timestamp / {MILLISECONDS_PER_HOUR}",
    "day": f"timestamp / {MILLISECONDS_PER_DAY}",
    "model": "model",
    "key": "key_id",
    "endpoint": "endpoint",
    "status": "status",
}
_CONDITIONS = {
    "from": "timestamp >= ?",
    "to": "timestamp < ?",
    "model": "model = ?",
    "endpoint": "endpoint = ?",
    "keyId": "key_id = ?",
}
Filters = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Page:
    """Items as the contract writes them, and after which position the next page begins; None on the last one."""

    items: list[dict[str, Any]]
    next_after: int | None


class Queries:
    """Every read that may take long. Calls wait for each other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._turn = asyncio.Lock()

    def close(self) -> None:
        """Close the connection."""
        if self._database is not None:
            self._database.close()
            self._database = None

    async def requests(self, filters: Filters, *, ascending: bool, after: int | None, bound: int, limit: int) -> Page:
        """Return requests in the order of their sequence, none newer than ``bound``."""
        where, values = _where(filters)
        where += " AND sequence <= ?"
        values.append(bound)
        if after is not None:
            where += " AND sequence > ?" if ascending else " AND sequence < ?"
            values.append(after)
        order = "ASC" if ascending else "DESC"
        query = f"SELECT * FROM requests WHERE {where} ORDER BY sequence {order} LIMIT ?"  # noqa: S608 - constants only

        def read() -> Page:
            rows: list[RequestRow] = self._fetch(query, [*values, limit + 1])
            more = len(rows) > limit
            del rows[limit:]
            return Page(request_records(rows), rows[-1][0] if more else None)

        async with self._turn:
            return await asyncio.to_thread(read)

    async def usage(self, filters: Filters, group_by: Sequence[str], bound: int) -> list[dict[str, Any]]:
        """Return the sums of every group that had a request, in the order of the groups."""
        where, values = _where(filters)
        groups = ", ".join(GROUPS[name] for name in group_by)
        query = (
            f"SELECT {groups}, count(*), sum(status >= 400), sum(input_tokens), sum(output_tokens), sum(cost)"  # noqa: S608 - constants only
            f" FROM requests WHERE {where} AND sequence <= ? GROUP BY {groups} ORDER BY {groups}"
        )
        async with self._turn:
            rows = await asyncio.to_thread(self._fetch, query, [*values, bound])
        return [_usage_item(group_by, row) for row in rows]

    async def transactions(self, *, after: int | None, bound: int, limit: int) -> Page:
        """Return ledger entries, newest first."""
        columns = "position, id, timestamp, kind, amount, balance_after, description"
        rows, next_after = await self._newest("transactions", columns, after, bound, limit)
        items = [
            {
                "id": row[1],
                "timestamp": time_text(row[2]),
                "kind": row[3],
                "amount": money(row[4]),
                "balanceAfter": money(row[5]),
                "description": row[6],
            }
            for row in rows
        ]
        return Page(items, next_after)

    async def notifications(self, *, after: int | None, bound: int, limit: int) -> Page:
        """Return notifications, newest first."""
        columns = "position, id, timestamp, kind, severity, title, body, url, read"
        rows, next_after = await self._newest("notifications", columns, after, bound, limit)
        return Page([notification(row[1:]) for row in rows], next_after)

    async def newest_position(self, table: str) -> int:
        """Return the position of a list's newest item; 0 when it is empty."""
        query = f"SELECT coalesce(max(position), 0) FROM {table}"  # noqa: S608 - a name of this module's callers
        async with self._turn:
            rows = await asyncio.to_thread(self._fetch, query, [])
        return int(rows[0][0])

    async def _newest(
        self, table: str, columns: str, after: int | None, bound: int, limit: int
    ) -> tuple[list[tuple[Any, ...]], int | None]:
        query = f"SELECT {columns} FROM {table} WHERE position <= ? AND position < ? ORDER BY position DESC LIMIT ?"  # noqa: S608 - constants only
        async with self._turn:
            rows = await asyncio.to_thread(
                self._fetch, query, [bound, bound + 1 if after is None else after, limit + 1]
            )
        more = len(rows) > limit
        return rows[:limit], rows[limit - 1][0] if more else None

    def _fetch(self, query: str, values: list[Any]) -> list[Any]:
        if self._database is None:
            self._database = connect(self._path)
        return self._database.execute(query, values).fetchall()


def notification(row: Sequence[Any]) -> dict[str, Any]:
    """Return the contract's ``Notification`` of a stored one."""
    return {
        "id": row[0],
        "timestamp": time_text(row[1]),
        "kind": row[2],
        "severity": row[3],
        "title": row[4],
        "body": row[5],
        "url": row[6],
        "readAt": None if row[7] is None else time_text(row[7]),
    }


def empty_day(day: int) -> dict[str, Any]:
    """Return the sums of a day (since 1970-01-01) without requests."""
    return _usage_item(("day",), (day, 0, 0, 0, 0, 0))


def _usage_item(group_by: Sequence[str], row: tuple[Any, ...]) -> dict[str, Any]:
    item: dict[str, Any] = dict(zip(group_by, row, strict=False))
    if "hour" in item:
        item["hour"] = time_text(item["hour"] * MILLISECONDS_PER_HOUR)
    if "day" in item:
        item["day"] = day_text(item["day"])
    requests, errors, input_tokens, output_tokens, cost = row[len(group_by) :]
    return item | {
        "requests": requests,
        "errors": errors,
        "inputTokens": input_tokens,
        "outputTokens": output_tokens,
        "cost": money(cost),
    }


def _where(filters: Filters) -> tuple[str, list[str | int]]:
    parts = ["1"]
    values: list[str | int] = []
    for name, value in filters.items():
        if value is None:
            continue
        if name == "status":
            parts.append(STATUS_CLASSES[str(value)])
        else:
            parts.append(_CONDITIONS[name])
            values.append(value)
    return " AND ".join(parts), values
