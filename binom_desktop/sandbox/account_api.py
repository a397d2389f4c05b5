"""The operations behind the dashboard: account, usage, request log, keys, transactions, notifications."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from binom_desktop.sandbox.cursors import Position
from binom_desktop.sandbox.faults import DELAY
from binom_desktop.sandbox.keys import Key, read_settings
from binom_desktop.sandbox.parameters import (
    MAX_SEQUENCE,
    Parameters,
    calendar_date,
    idempotency_key,
    matches_version,
    moment,
    names_of,
    one_of,
    some_text,
    whole_number,
)
from binom_desktop.sandbox.problems import Problem
from binom_desktop.sandbox.queries import GROUPS, STATUS_CLASSES, Filters, Page, empty_day
from binom_desktop.sandbox.resources import Call, figures, read_json
from binom_desktop.sandbox.service import Service
from binom_desktop.sandbox.wire import MILLISECONDS_PER_DAY

MAX_DAYS = 400
MAX_DAYS_BY_HOUR = 31
_EPOCH = date(1970, 1, 1)
_JSON = "application/json"
_MERGE_PATCH = "application/merge-patch+json"
ReadPage = Callable[..., Awaitable[Page]]


class AccountApi:
    """Handlers of ``/v1`` but for inference."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._creating: set[str] = set()

    async def get_account(self, call: Call) -> Response:
        """Answer the account and its totals."""
        store = self._service.store
        return figures(call.request, store.account_document(), store.clock())

    async def get_usage(self, call: Call) -> Response:
        """Answer sums by up to three fields."""
        parameters = Parameters(call.request)
        first = parameters.read("from", calendar_date, required=True)
        last = parameters.read("to", calendar_date, required=True)
        group_by = parameters.read("groupBy", names_of(tuple(GROUPS), 3), required=True) or ()
        filters = _common_filters(parameters)
        if first is not None and last is not None:
            days = (last - first).days + 1
            most = MAX_DAYS_BY_HOUR if "hour" in group_by else MAX_DAYS
            if days < 1:
                parameters.errors.add("to", "must not be before from")
            elif days > most:
                parameters.errors.add("to", f"must be at most {most} days from from")
        parameters.errors.raise_if_any()
        if first is None or last is None:
            raise AssertionError("required parameters are checked above")
        first_day, last_day = (first - _EPOCH).days, (last - _EPOCH).days
        filters |= {"from": first_day * MILLISECONDS_PER_DAY, "to": (last_day + 1) * MILLISECONDS_PER_DAY}
        now = self._service.store.clock()
        bound = self._service.store.account.last_sequence
        items = await self._service.queries.usage(filters, group_by, bound)
        if group_by == ("day",):
            held = {item["day"]: item for item in items}
            zeros = (empty_day(day) for day in range(first_day, last_day + 1))
            items = [held.get(item["day"], item) for item in zeros]
        document = {"from": first.isoformat(), "to": last.isoformat(), "groupBy": group_by, "items": items}
        return figures(call.request, document, now)

    async def list_requests(self, call: Call) -> Response:
        """Answer a page of the request log."""
        parameters = Parameters(call.request)
        now = self._service.store.clock()
        limit = parameters.limit()
        # Beside a cursor the other parameters are ignored, but only a known one can stand in for them.
        known = self._cursor(parameters, "requests")
        position = known or self._first_requests(parameters)
        _check(parameters, known)
        filters: Filters = dict(position.query)
        ascending = filters.pop("order", None) == "asc"
        page = await self._service.queries.requests(
            filters,
            ascending=ascending,
            after=None if position.after < 0 else position.after,
            bound=position.bound,
            limit=limit,
        )
        return self._page(call.request, page, position, now)

    def _first_requests(self, parameters: Parameters) -> Position:
        order = parameters.read("order", one_of("asc", "desc")) or "desc"
        after = parameters.read("afterSequence", lambda text: whole_number(text, 0, MAX_SEQUENCE))
        filters = _common_filters(parameters)
        filters["from"] = parameters.read("from", moment)
        filters["to"] = parameters.read("to", moment)
        filters["status"] = parameters.read("status", one_of(*STATUS_CLASSES))
        if filters["from"] is not None and filters["to"] is not None and int(filters["to"]) < int(filters["from"]):
            parameters.errors.add("to", "must not be before from")
        filters["order"] = order if after is None else "asc"
        bound = self._service.store.account.last_sequence
        return Position("requests", bound, -1 if after is None else after, filters)

    async def list_transactions(self, call: Call) -> Response:
        """Answer a page of the ledger."""
        return await self._newest_first(call.request, "transactions", self._service.queries.transactions)

    async def list_notifications(self, call: Call) -> Response:
        """Answer a page of notifications."""
        return await self._newest_first(call.request, "notifications", self._service.queries.notifications)

    async def _newest_first(self, request: Request, name: str, read: ReadPage) -> Response:
        parameters = Parameters(request)
        now = self._service.store.clock()
        limit = parameters.limit()
        position = self._cursor(parameters, name)
        _check(parameters, position)
        if position is None:
            position = Position(name, await self._service.queries.newest_position(name), -1, {})
        after = None if position.after < 0 else position.after
        page = await read(after=after, bound=position.bound, limit=limit)
        return self._page(request, page, position, now)

    def _cursor(self, parameters: Parameters, name: str) -> Position | None:
        text = parameters.read("cursor", some_text)
        return None if text is None else self._service.cursors.read(text, name)

    def _page(self, request: Request, page: Page, position: Position, now: int) -> Response:
        cursor = None
        if page.next_after is not None:
            cursor = self._service.cursors.write(
                Position(position.list, position.bound, page.next_after, position.query)
            )
        return figures(request, {"items": page.items, "nextCursor": cursor}, now)

    async def list_keys(self, call: Call) -> Response:
        """Answer every key."""
        now = self._service.store.clock()
        return figures(call.request, {"items": [key.document() for key in self._service.keys.all()]}, now)

    async def create_key(self, call: Call) -> Response:
        """Create a key once for each Idempotency-Key."""
        document = await read_json(call.request, _JSON)
        body = msgspec.json.encode(document, order="deterministic")
        name = idempotency_key(call.request)
        settings = read_settings(document, base=None)
        held = self._service.keys.recall(name)
        if held is not None:
            return _replay(held, body)
        if name in self._creating:
            raise Problem(409, "The first call with this Idempotency-Key still runs.", retry_after_s=1)
        self._creating.add(name)
        try:
            await asyncio.sleep(call.request.scope.get(DELAY, 0.0))
            key, answer = self._service.keys.create_once(name, body, settings)
        finally:
            self._creating.discard(name)
        self._service.key_changed("created", key)
        return Response(answer, status_code=201, media_type=_JSON, headers={"Cache-Control": "no-store"})

    async def update_key(self, call: Call) -> Response:
        """Change a key's settings."""
        self._key(call)
        document = await read_json(call.request, _MERGE_PATCH, _JSON)
        # Another call may have changed the key while the body came in.
        key = self._key(call)
        matches = matches_version(call.request, str(key.version))
        settings = read_settings(document, base=key.settings)
        if not matches:
            raise Problem(412, "The key's settings have changed since.")
        if not settings.enabled and key.id == call.key.id:
            raise Problem(409, "The key that signs this call can't be disabled by it.")
        if settings != key.settings:
            key = self._service.keys.update(key, settings)
            self._service.key_changed("updated", key)
        return Response(msgspec.json.encode(key.document()), media_type=_JSON)

    async def delete_key(self, call: Call) -> Response:
        """Delete a key."""
        key = self._key(call)
        if key.id == call.key.id:
            raise Problem(409, "The key that signs this call can't be deleted by it.")
        self._service.keys.delete(key)
        self._service.key_changed("deleted", key)
        return Response(status_code=204)

    def _key(self, call: Call) -> Key:
        key = self._service.keys.find(call.request.path_params["keyId"])
        if key is None:
            raise Problem(404, "There is no such key.")
        return key

    async def mark_notification_read(self, call: Call) -> Response:
        """Mark a notification read."""
        if not self._service.store.mark_read(call.request.path_params["notificationId"]):
            raise Problem(404, "There is no such notification.")
        return Response(status_code=204)


def _check(parameters: Parameters, position: Position | None) -> None:
    """Raise ``Problem`` 422 for anything wrong, then 410 for a cursor that is not known."""
    parameters.errors.raise_if_any()
    if position is None and parameters.given("cursor"):
        raise Problem(410, "The cursor is unknown or has expired. Begin again.")


def _common_filters(parameters: Parameters) -> Filters:
    return {name: parameters.read(name, some_text) for name in ("model", "endpoint", "keyId")}


def _replay(held: tuple[bytes, bytes], body: bytes) -> Response:
    first_body, answer = held
    if first_body != body:
        message = "was used with another body"
        raise Problem(422, "The Idempotency-Key header is not valid.", errors={"Idempotency-Key": [message]})
    return Response(answer, status_code=201, media_type=_JSON, headers={"Cache-Control": "no-store"})
