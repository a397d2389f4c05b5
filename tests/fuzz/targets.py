"""Everything that reads what comes from outside, each with the errors that it may end with."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from binom_desktop import domain
from binom_desktop.alert_values import AlertKind, AlertRule, FiredAlert, QuietHours
from binom_desktop.api import wire
from binom_desktop.api.client import AccountClient
from binom_desktop.api.failures import http_error
from binom_desktop.api.hub_events import LOGGED_TARGET, EventReader, LoggedArguments, SubscribeResult
from binom_desktop.api.hub_json import JsonEncoding
from binom_desktop.api.hub_messagepack import MessagePackEncoding
from binom_desktop.api.hub_protocol import (
    Completion,
    Encoding,
    FrequentInvocation,
    HubProtocol,
    Invocation,
    ProtocolFault,
    split_handshake,
)
from binom_desktop.api.negotiation import NotNow, NotUsable, Refused, find_endpoint
from binom_desktop.api.origin import origin_of, redirected
from binom_desktop.api.reading import ToDomain, decode
from binom_desktop.errors import AuthFailed, BinomError, InvalidServer, SettingsFault, UnreadableAnswer
from binom_desktop.events import AppEvent, KeysUpdated, QuestionRestored
from binom_desktop.history.history import History
from binom_desktop.history.store import SNAPSHOT_NAME
from binom_desktop.options import ROUTES, route_of
from binom_desktop.queries import Criteria, DatePreset, DateRange, Query, Question, SortColumn, StatusClass
from binom_desktop.redaction import Secrets
from binom_desktop.services.account_state import DOCUMENT as ACCOUNT_DOCUMENT
from binom_desktop.services.account_state import AccountState
from binom_desktop.services.alert_document import book_of, document_of
from binom_desktop.services.inbox import DOCUMENT as INBOX_DOCUMENT
from binom_desktop.services.inbox import Inbox
from binom_desktop.services.keys import DOCUMENT as KEYS_DOCUMENT
from binom_desktop.services.keys import Keys
from binom_desktop.services.request_search import DOCUMENT as QUESTION_DOCUMENT
from binom_desktop.services.request_search import RequestSearch
from binom_desktop.settings import (
    AccountEntry,
    ColumnChoice,
    Settings,
    export_settings,
    import_settings,
    load_settings,
    save_settings,
)
from tests.fuzz.samples import (
    ACCOUNT,
    ANSWERS,
    NEGOTIATION,
    PROBLEM,
    REDIRECT,
    as_json,
    json_messages,
    packed_messages,
)
from tests.fuzz.target import Take, Target
from tests.unit.api.account_answers import KEY as BEARER
from tests.unit.api.account_answers import QUICK, shared_tls
from tests.unit.api.http_peer import HttpAnswer, HttpPeer
from tests.unit.history.made import NOW_MS, everything, opened, records

_SHAPES: dict[str, type[ToDomain[object]]] = {
    "Account": wire.Account,
    "Usage": wire.Usage,
    "RequestPage": wire.RequestPage,
    "KeyList": wire.KeyList,
    "ApiKey": wire.ApiKey,
    "CreatedKey": wire.CreatedKey,
    "TransactionPage": wire.TransactionPage,
    "NotificationPage": wire.NotificationPage,
    "ModelList": wire.ModelList,
}
_PATIENCE_S = 30.0


def targets() -> tuple[Target, ...]:
    """All of them."""
    settings = Settings(
        accounts=(AccountEntry("https://api.example.com", "acc_1", "Work"),),
        current=AccountEntry("https://api.example.com", "acc_1", "Work"),
        request_columns=(ColumnChoice(SortColumn.COST, shown=False, width=90),),
        time_zone="Europe/Berlin",
        history_days=90,
        quiet_hours=QuietHours(1320, 420),
    )
    return (
        *(
            Target(f"wire {name}", (as_json(ANSWERS[name]),), _plain(_decoding(shape)))
            for name, shape in _SHAPES.items()
        ),
        Target("errors", (as_json(PROBLEM), b"<html>", b"Mon, 01 Jan 2027 00:00:00 GMT", b"120"), _plain(_take_error)),
        Target("client", (as_json(ACCOUNT), b"gzip", b"Mon, 01 Jan 2027 00:00:00 GMT", b"/v1/other"), _client),
        Target("negotiation", (as_json(NEGOTIATION), as_json(REDIRECT)), _negotiation),
        Target(
            "redirects", (b"http://127.0.0.1:8080/x?y#z", b"//127.0.0.1:8080", b"/v1/a", b"a@b"), _plain(_take_redirect)
        ),
        Target("hub JSON", json_messages(), _hub(JsonEncoding)),
        Target("hub MessagePack", packed_messages(), _hub(MessagePackEncoding)),
        Target("settings file", (_file_of(settings), export_settings(settings)), _settings_file),
        Target("settings import", (export_settings(settings), _file_of(settings)), _plain(_take_import)),
        Target("links", (b"binom://keys", b"binom://overview/?a=b#c", b"/usage", b"Billing"), _plain(_take_link)),
        Target("alerts kept", _alert_documents(), _plain(_take_alerts)),
        Target("question kept", _question_documents(), _question),
        Target("inbox kept", (_inbox_document(),), _inbox),
        Target("keys kept", (msgspec.json.encode([domain.KeyRotation("key_1", "key_2", NOW_MS)]),), _keys),
        Target("account kept", (_account_document(),), _account),
        Target("snapshot", _snapshots(), _snapshot),
        Target("redaction", _log_lines(), _redaction),
    )


# Pure readers.


def _plain(take: Take) -> Callable[[], AbstractContextManager[Take]]:
    @contextlib.contextmanager
    def opened_() -> Iterator[Take]:
        with _quiet():
            yield take

    return opened_


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Thousands of bad inputs are thousands of warnings."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _decoding(shape: type[ToDomain[object]]) -> Take:
    def take(data: bytes) -> None:
        with contextlib.suppress(UnreadableAnswer):
            decode(data, shape)

    return take


def _take_error(data: bytes) -> None:
    text = data.decode("latin-1")
    error = http_error(500, {"retry-after": text, "x-request-id": text}, data, now=datetime(2026, 11, 23, tzinfo=UTC))
    words = [str(error), error.title, error.detail, error.request_id or ""]
    words += [text for texts in error.field_errors.values() for text in texts]
    assert all(word.isprintable() and len(word) <= 700 for word in words)


def _take_redirect(data: bytes) -> None:
    """Where a redirect is followed to, the HTTP library must see the same server as the check did."""
    import httpx

    server = "http://127.0.0.1:8080"
    with contextlib.suppress(InvalidServer, httpx.InvalidURL):
        target = redirected(f"{server}/v1/account", data.decode("latin-1"))
        if origin_of(target) == server:
            url = httpx.URL(target)
            assert (url.scheme, url.host, url.port) == ("http", "127.0.0.1", 8080), target


def _take_import(data: bytes) -> None:
    own = Settings(accounts=(AccountEntry("https://own.example.com", "acc_9", "Own"),), tray_explained=True)
    with contextlib.suppress(SettingsFault):
        imported = import_settings(data, own)
        assert imported.accounts == own.accounts
        assert import_settings(export_settings(imported), own) == imported


def _take_link(data: bytes) -> None:
    assert route_of(data.decode(errors="surrogateescape")) in {None, *ROUTES}


def _take_alerts(data: bytes) -> None:
    book = book_of(data)
    assert book_of(document_of(book)) == book.durable


@contextlib.contextmanager
def _redaction() -> Iterator[Take]:
    secret = 'an/odd+key="of\'ours"'
    secrets = Secrets()
    secrets.add(secret)

    def take(data: bytes) -> None:
        text = data.decode("latin-1")
        assert secret not in secrets.redact(f"{text} {secret} {text}")

    yield take


# The hub.


def _hub(kind: type[Encoding]) -> Callable[[], AbstractContextManager[Take]]:
    encoding = kind(frequent_target=LOGGED_TARGET, frequent_arguments=LoggedArguments)
    reader = EventReader(encoding=encoding)

    def take(data: bytes) -> None:
        with contextlib.suppress(ProtocolFault):
            split_handshake(data)
        with contextlib.suppress(ProtocolFault):
            for part in encoding.split(data):
                record = encoding.record(part)
                if isinstance(record, FrequentInvocation):
                    reader.read_logged(record.arguments)
                elif isinstance(record, Invocation):
                    reader.read(record)
                elif isinstance(record, Completion) and bytes(record.result):
                    with contextlib.suppress(ValueError, RecursionError):
                        encoding.value(record.result, SubscribeResult).to_domain()

    return _plain(take)


@contextlib.contextmanager
def _negotiation() -> Iterator[Take]:
    with _quiet(), asyncio.Runner() as runner:

        def take(data: bytes) -> None:
            async def negotiate(_url: str, bearer: str) -> tuple[int, bytes]:
                asked.append((_url, bearer))
                return 200, data

            asked: list[tuple[str, str]] = []
            url = "https://api.example.com/hubs/dashboard"
            finding = find_endpoint(url=url, bearer=BEARER, negotiate=negotiate, protocol=HubProtocol.JSON)
            with contextlib.suppress(Refused, NotUsable, NotNow):
                endpoint = runner.run(finding)
                asked.append((endpoint.url, endpoint.bearer))
            assert {urlsplit(url).netloc for url, bearer in asked if bearer == BEARER} <= {"api.example.com"}

        yield take


@contextlib.contextmanager
def _client() -> Iterator[Take]:
    """A whole answer: status, headers and body are the input's."""
    with _quiet(), asyncio.Runner() as runner:
        answers: list[HttpAnswer] = []
        peer = runner.run(HttpPeer(lambda _request: answers[-1]).__aenter__())
        client = AccountClient(
            server=peer.origin,
            key=lambda: BEARER,
            timings=msgspec.structs.replace(QUICK, attempts=1, answer_s=1.5),
            tls=shared_tls,
        )

        async def ask() -> None:
            with contextlib.suppress(BinomError):
                await client.account()

        def take(data: bytes) -> None:
            value = data.decode("latin-1").replace("\r", " ").replace("\n", " ")[:2000]
            status = (200, 200, 307, 304, 429, 500)[len(data) % 6]
            names = ("ETag", "Retry-After", "Location", "Content-Encoding", "X-As-Of", "Content-Type", "X-Other")
            name = names[sum(data) % len(names)]
            answers.append(HttpAnswer(status, data, {name: value.encode("utf-8").decode("latin-1")}, close=True))
            runner.run(ask())
            del answers[:-1]

        try:
            yield take
        finally:
            runner.run(client.aclose())
            runner.run(peer.__aexit__(None, None, None))


# What is kept on disk.


def _file_of(settings: Settings) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "settings.toml")
        save_settings(file, settings)
        return file.read_bytes()


@contextlib.contextmanager
def _settings_file() -> Iterator[Take]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "settings.toml")

        def take(data: bytes) -> None:
            file.write_bytes(data)
            loaded = load_settings(file)
            assert (loaded.fault is None) == (loaded.kept_as is None)
            if loaded.kept_as is not None:
                assert loaded.kept_as.read_bytes() == data
                loaded.kept_as.unlink()
            else:
                save_settings(file, loaded.settings)
                assert load_settings(file).settings == loaded.settings

        yield take


def _alert_documents() -> tuple[bytes, ...]:
    rule = AlertRule("r1", AlertKind.SPEND_ABOVE, 5_000_000_000, key_id="key_1")
    book = book_of(None)
    kept = msgspec.json.decode(document_of(book))
    kept["log"] = [msgspec.to_builtins(FiredAlert(1, NOW_MS, rule, 6_000_000_000, detail="cost key_1"))]
    kept["last_id"] = 1
    return document_of(book), as_json(kept), as_json({"fired": [10_000_000_000, 0]})


def _question_documents() -> tuple[bytes, ...]:
    days = DateRange(
        DatePreset.CUSTOM, datetime(2026, 11, 1, tzinfo=UTC).date(), datetime(2026, 11, 9, tzinfo=UTC).date()
    )
    criteria = Criteria(days, StatusClass.FAILED, ("model-1",), ("/v1/chat/completions",), ("key_1",), "too fast")
    other = Criteria(DateRange(DatePreset.LAST_MONTH), 429)
    return tuple(msgspec.json.encode(Question(each, SortColumn.COST)) for each in (criteria, other))


def _inbox_document() -> bytes:
    each = domain.Notification("n1", NOW_MS, "billing", domain.Severity.WARNING, "Low", "Top up", "https://a.b", None)
    return msgspec.json.encode({"notifications": [each], "unsent": {"n1": NOW_MS}, "whole": True})


def _account_document() -> bytes:
    return msgspec.json.encode(decode(as_json(ACCOUNT), wire.Account))


@contextlib.contextmanager
def _with_history() -> Iterator[tuple[asyncio.Runner, History]]:
    with _quiet(), tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        history = runner.run(History.open(Path(folder), now_ms=lambda: NOW_MS))
        try:
            runner.run(history.merge(records(1, 200)))
            yield runner, history
        finally:
            runner.run(history.close())


class _Heard:
    """What a service published."""

    def __init__(self) -> None:
        self.events: list[AppEvent] = []
        self._came = asyncio.Event()

    def publish(self, event: AppEvent) -> None:
        self.events.append(event)
        self._came.set()

    async def first(self, running: asyncio.Task[None]) -> AppEvent:
        """The first event; what the service ended with, if it ended, is raised."""
        coming = asyncio.create_task(self._came.wait())
        async with asyncio.timeout(_PATIENCE_S):
            await asyncio.wait({coming, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        return self.events[0]


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@contextlib.contextmanager
def _question() -> Iterator[Take]:
    with _with_history() as (runner, history):

        async def restore(data: bytes) -> None:
            await history.write_document(QUESTION_DOCUMENT, data)
            heard = _Heard()
            running = asyncio.create_task(RequestSearch(history=history, publish=heard.publish).run())
            event = await heard.first(running)
            await _ended(running)
            assert isinstance(event, QuestionRestored)
            question = event.question
            view = await history.view(Query(question.criteria.filter_at(NOW_MS), question.sort, question.descending))
            assert 0 <= len(view) <= 200

        def take(data: bytes) -> None:
            runner.run(restore(data))

        yield take


@contextlib.contextmanager
def _inbox() -> Iterator[Take]:
    with _with_history() as (runner, history):
        client = AccountClient(server="https://api.invalid", key=lambda: BEARER, tls=shared_tls)

        async def restore(data: bytes) -> None:
            await history.write_document(INBOX_DOCUMENT, data)
            heard = _Heard()
            inbox = Inbox(client=client, history=history, publish=heard.publish, now_ms=lambda: NOW_MS)
            # Signed out, it asks no server.
            inbox.sign_out(_SIGNED_OUT)
            inbox.take({})
            running = asyncio.create_task(inbox.run())
            await heard.first(running)
            inbox.mark_read(None)
            await asyncio.sleep(0)
            await _ended(running)

        def take(data: bytes) -> None:
            runner.run(restore(data))

        yield take


@contextlib.contextmanager
def _keys() -> Iterator[Take]:
    with _with_history() as (runner, history):
        client = AccountClient(server="https://api.invalid", key=lambda: BEARER, tls=shared_tls)
        key = decode(as_json(ANSWERS["ApiKey"]), wire.ApiKey)

        async def restore(data: bytes) -> None:
            await history.write_document(KEYS_DOCUMENT, data)
            heard = _Heard()
            keys = Keys(
                client=client,
                history=history,
                publish=heard.publish,
                apply=_heed_nothing,
                last_sequence=lambda: 200,
                now_ms=lambda: NOW_MS,
            )
            keys.set_keys({key.id: key})
            running = asyncio.create_task(keys.run())
            assert isinstance(await heard.first(running), KeysUpdated)
            await _ended(running)

        def take(data: bytes) -> None:
            runner.run(restore(data))

        yield take


@contextlib.contextmanager
def _account() -> Iterator[Take]:
    with _with_history() as (runner, history):

        async def restore(data: bytes) -> None:
            await history.write_document(ACCOUNT_DOCUMENT, data)
            state = AccountState(history=history, publish=_Heard().publish)
            await state.restore()
            account = state.account
            assert account is None or isinstance(account.balance.credit_balance_nano, int)

        def take(data: bytes) -> None:
            runner.run(restore(data))

        yield take


def _snapshots() -> tuple[bytes, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return (_snapshot_in(Path(folder)),)


def _snapshot_in(folder: Path) -> bytes:
    store = opened(folder)
    store.merge(records(1, 1200))
    store.close()
    return (folder / SNAPSHOT_NAME).read_bytes()


@contextlib.contextmanager
def _snapshot() -> Iterator[Take]:
    """Whatever the snapshot holds, the history has every request, and its database is not set aside."""
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        whole = _snapshot_in(Path(folder))
        rest = whole[64 * 1024 :]

        def take(data: bytes) -> None:
            # The mutator keeps inputs short: what it cut is put behind again.
            Path(folder, SNAPSHOT_NAME).write_bytes(data + rest if len(data) > 64 * 1024 else data)
            store = opened(Path(folder))
            try:
                assert len(everything(store)) == 1200
                assert store.opened_aside is None
            finally:
                store.close()

        yield take


def _log_lines() -> tuple[bytes, ...]:
    return (
        b"GET https://user:password@host/hubs/dashboard?id=token&access_token=abc HTTP/1.1",
        b"{'Authorization': 'Bearer abc', \"connectionToken\": \"x\\\"y\", 'key': b'opaque-opaque-opaque'}",
        b"ApiKey(id='key_1', secret=SecretStr('abc'), token=None)\nTraceback (most recent call last):\n  File \"x\"",
        b"secret" * 500 + b"=" + b"\\" * 500 + b"'" + b" " * 1000,
        b"key:" + b" " * 5000 + b"authorization" * 300,
    )


def _heed_nothing(_event: object) -> None:
    """Nothing is applied."""


_SIGNED_OUT = AuthFailed("The key is not known.", status=401)
