"""Creates, changes and deletes API keys, and knows what each of them was used for."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import (
    Account,
    ApiKey,
    CreatedKey,
    FigureSource,
    KeyDetail,
    KeyRotation,
    KeySettings,
    KeyUse,
    RequestRecord,
)
from binom_desktop.errors import (
    BinomError,
    Conflict,
    HistoryFault,
    KeyChangedMeanwhile,
    KeyGone,
    NotFound,
    may_have_happened,
)
from binom_desktop.events import AppEvent, FigureFailed, KeyChanged, KeyChangeKind, KeysUpdated
from binom_desktop.history.history import History
from binom_desktop.queries import Query, RequestFilter, StatusClass
from binom_desktop.services.usage_parts import BY_DAY_AND_MODEL, by_day, by_model, start_ms

DAYS = 30
FAILED = 5
PART = "keys"
DOCUMENT = "keyRotations"

_log = logging.getLogger(__name__)


class Keys:
    """Publishes ``KeysUpdated`` when keys change and, while they are watched, when they are used.

    The server counts a key's use up to its ``last_sequence``; what the history has above it is added. ``apply`` takes
    what the server has answered, as if the hub had told it. ``last_sequence`` says up to where the history has to reach
    for its figures to be the newest.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        publish: Callable[[AppEvent], None],
        apply: Callable[[KeyChanged], None],
        last_sequence: Callable[[], int],
        now_ms: Callable[[], int],
        interval_s: float = 0.5,
    ) -> None:
        self._client = client
        self._history = history
        self._publish = publish
        self._apply = apply
        self._last_sequence = last_sequence
        self._now_ms = now_ms
        self._interval_s = interval_s
        self._keys: Mapping[str, ApiKey] = {}
        self._known = False
        self._rotations: dict[str, KeyRotation] = {}
        self._restored = False
        self._published: KeysUpdated | None = None
        self._watched = False
        self._changed = asyncio.Event()

    def set_keys(self, keys: Mapping[str, ApiKey]) -> None:
        """The keys as the server has them now."""
        self._keys, self._known = keys, True
        self._changed.set()

    def watch(self, watched: bool) -> None:
        """Say whether somebody looks: only then their use is counted on."""
        self._watched = watched
        if watched:
            self._changed.set()

    def touch(self) -> None:
        """The history changed."""
        if self._watched:
            self._changed.set()

    async def run(self) -> None:
        """Publish until cancelled."""
        try:
            await self._restore()
        except HistoryFault as error:
            _log.warning("The rotations of the last time are not restored: %s", error)
        while True:
            await self._changed.wait()
            self._changed.clear()
            if self._known:
                await self._tell()
            await asyncio.sleep(self._interval_s if self._watched else 0)

    async def create(self, settings: KeySettings, *, idempotency_key: uuid.UUID) -> CreatedKey:
        """Create a key. With the same ``idempotency_key`` again, the answer is that of the first time.

        Where ``may_have_happened`` is true of the error, only that brings a secret back that was lost on the way.
        """
        created = await self._client.create_key(settings, idempotency_key=idempotency_key)
        self._apply(KeyChanged(KeyChangeKind.CREATED, created.key))
        return created

    async def update(self, known: ApiKey, wanted: KeySettings) -> ApiKey:
        """Change what differs between a key as it was seen and as it is wanted.

        Raises ``KeyChangedMeanwhile`` if the settings changed since, unless to what is wanted: so it is after an answer
        that was lost. Raises ``KeyGone`` if the key exists no longer, ``Conflict`` if it signs the call.
        """
        try:
            key = await self._client.update_key(known, wanted)
        except Conflict as error:
            if error.status == 409:
                raise
            key = await self._current(known)
            if not _has(key, known, wanted):
                self._apply(KeyChanged(KeyChangeKind.UPDATED, key))
                raise KeyChangedMeanwhile(key) from error
        except NotFound:
            await self._current(known)
            raise
        except BinomError as error:
            if not may_have_happened(error):
                raise
            key = await self._done(known, wanted, error)
        # Where nothing differs the server was not asked, and what was seen may be old.
        if key is not known:
            self._apply(KeyChanged(KeyChangeKind.UPDATED, key))
        return key

    async def delete(self, key: ApiKey) -> None:
        """Delete a key for good. Raises ``KeyGone`` if it was gone already, ``Conflict`` if it signs the call."""
        try:
            await self._client.delete_key(key.id)
        except NotFound:
            await self._current(key)
            raise
        self._apply(KeyChanged(KeyChangeKind.DELETED, key))

    async def test(self, secret: str) -> Account:
        """Whether a key works: the account that it is for. It costs nothing."""
        client = AccountClient(server=self._client.server, key=lambda: secret)
        try:
            return await client.account()
        finally:
            await client.aclose()

    async def rotate(self, key: ApiKey, successor: ApiKey) -> None:
        """Remember that a key has a successor, also for the next start. Raises ``HistoryFault``."""
        await self._restore()
        self._rotations[key.id] = KeyRotation(key.id, successor.id, self._now_ms())
        await self._keep_rotations()

    async def end_rotation(self, key_id: str) -> None:
        """Forget that a key has a successor. Raises ``HistoryFault``."""
        await self._restore()
        if self._rotations.pop(key_id, None) is not None:
            await self._keep_rotations()

    async def detail(self, key_id: str) -> KeyDetail:
        """A key's usage of the past 30 UTC days, today included, and its last failed requests.

        From the history where it has them all, else from the server.
        """
        last = datetime.fromtimestamp(self._now_ms() / 1000, UTC).date()
        first = last - timedelta(days=DAYS - 1)
        matching = RequestFilter(key_ids=(key_id,))
        last_sequence = self._last_sequence()
        view = await self._history.view(Query(replace(matching, status=StatusClass.FAILED)))
        failed: tuple[RequestRecord, ...] = tuple(view.record(row) for row in range(min(FAILED, len(view))))
        missing = self._history.coverage.missing(last_sequence)
        # Further back than the days' requests, some may be missing between the failed ones.
        whole = not missing or (len(failed) == FAILED and failed[-1].sequence > missing[0][1])
        if whole and await self._history.complete_since(start_ms(first), last_sequence):
            source = FigureSource.HISTORY
            usage = await self._history.usage(first, last, BY_DAY_AND_MODEL, filter=matching)
        else:
            source = FigureSource.SERVER
            usage = await self._client.usage(first, last, BY_DAY_AND_MODEL, filter=matching)
            page = await self._client.requests_page(limit=FAILED, filter=replace(matching, status=StatusClass.FAILED))
            failed = tuple(page.items)
        return KeyDetail(
            key_id=key_id,
            first=first,
            last=last,
            days=by_day(usage, first, DAYS),
            models=by_model(usage),
            failed=failed,
            source=source,
            as_of_ms=usage.as_of_ms,
        )

    async def _current(self, known: ApiKey) -> ApiKey:
        """A key as it is now. Raises ``KeyGone``, and lets it go, if it is no more."""
        key = next((key for key in await self._client.keys() if key.id == known.id), None)
        if key is None:
            self._apply(KeyChanged(KeyChangeKind.DELETED, known))
            raise KeyGone("The key exists no longer.")
        return key

    async def _done(self, known: ApiKey, wanted: KeySettings, error: BinomError) -> ApiKey:
        """A key that is as wanted although the answer was ``error``, which is raised where that can't be said.

        Raises ``KeyGone`` as above.
        """
        try:
            key = await self._current(known)
        except KeyGone:
            raise
        except BinomError:
            raise error from None
        if not _has(key, known, wanted):
            raise error
        return key

    async def _tell(self) -> None:
        keys = dict(self._keys)
        if self._watched and keys:
            try:
                use = await self._history.use_of_keys({key.id: key.last_sequence for key in keys.values()})
            except HistoryFault as error:
                self._publish(FigureFailed(PART, error))
            else:
                newest = self._history.coverage.newest
                keys = {id_: _used(key, use.get(id_), newest) for id_, key in keys.items()}
        told = KeysUpdated(keys, {id_: each for id_, each in self._rotations.items() if id_ in keys})
        if told != self._published:
            self._published = told
            self._publish(told)

    async def _restore(self) -> None:
        """Take over the rotations that the last run kept, once; a broken document counts as none."""
        document = None if self._restored else await self._history.read_document(DOCUMENT)
        # Another call may have been here meanwhile.
        if self._restored:
            return
        self._restored = True
        try:
            kept = [] if document is None else msgspec.json.decode(document, type=list[KeyRotation])
        except (ValueError, RecursionError) as error:
            _log.warning("The rotations of the last time are not restored: %s", error)
        else:
            self._rotations = {rotation.key_id: rotation for rotation in kept}

    async def _keep_rotations(self) -> None:
        self._changed.set()
        kept = [rotation for rotation in self._rotations.values() if not self._known or rotation.key_id in self._keys]
        await self._history.write_document(DOCUMENT, msgspec.json.encode(kept))


def _has(key: ApiKey, known: ApiKey, wanted: KeySettings) -> bool:
    """Whether everything that was to be changed is as it was wanted."""
    changed = [name for name in KeySettings.__struct_fields__ if getattr(wanted, name) != getattr(known, name)]
    return all(
        _networks(key.allowed_ips) == _networks(wanted.allowed_ips)
        if name == "allowed_ips"
        else getattr(key, name) == getattr(wanted, name)
        for name in changed
    )


def _networks(addresses: Iterable[str]) -> list[object]:
    """Addresses and blocks as they are meant: the server answers each once, and in its normal form."""
    networks: dict[object, None] = {}
    for text in addresses:
        try:
            networks[ipaddress.ip_network(text, strict=False)] = None
        except ValueError:
            networks[text] = None
    return list(networks)


def _used(key: ApiKey, use: KeyUse | None, newest: int) -> ApiKey:
    """A key with what was made with it since the server counted."""
    if use is None:
        return replace(key, last_sequence=max(newest, key.last_sequence))
    return replace(
        key,
        total_requests=key.total_requests + use.requests,
        total_cost_nano=key.total_cost_nano + use.cost_nano,
        last_used_ms=max(use.last_used_ms, key.last_used_ms or 0),
        last_sequence=max(newest, key.last_sequence),
    )
