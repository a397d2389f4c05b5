"""The hub as contract and SignalR's specifications describe it, seen by a bare client."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.sandbox.conftest import client_of
from tests.sandbox.hub_client import PATIENCE_S, SEPARATOR, HubCallFailed, HubClient, hub_url, negotiate, upgrade
from tests.sandbox_process import SandboxProcess

TOPICS = ["requests", "billing", "keys", "notifications", "announcements"]
HANDSHAKE = json.dumps({"protocol": "json", "version": 1}) + SEPARATOR


def is_event(target: str) -> Any:
    return lambda record: record.get("target") == target


def create_key(client: httpx.Client, description: str) -> tuple[dict[str, Any], str]:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    answer = client.post("/v1/keys", json={"description": description}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()["key"], answer.json()["secret"]


def test_negotiation(sandbox: SandboxProcess, client: httpx.Client) -> None:
    first = negotiate(sandbox, 1)
    assert first["negotiateVersion"] == 1
    assert first["connectionId"] != first["connectionToken"]
    assert first["availableTransports"] == [{"transport": "WebSockets", "transferFormats": ["Text", "Binary"]}]
    assert negotiate(sandbox, 7)["negotiateVersion"] == 1
    old = negotiate(sandbox, 0)
    assert old["negotiateVersion"] == 0
    assert "connectionToken" not in old
    assert "error" in client.post("/hubs/dashboard/negotiate?negotiateVersion=x").json()
    refused = client.get("/hubs/dashboard/negotiate")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    assert client.get("/hubs/dashboard").status_code == 400
    with httpx.Client(base_url=sandbox.url, trust_env=False) as unsigned:
        assert unsigned.post("/hubs/dashboard/negotiate").status_code == 401
        signed = unsigned.post("/hubs/dashboard/negotiate", params={"access_token": sandbox.token})
        assert signed.status_code == 200


def test_connection_ids(sandbox: SandboxProcess) -> None:
    answer = negotiate(sandbox)
    token = quote(answer["connectionToken"])
    with pytest.raises(InvalidStatus) as public:
        upgrade(sandbox, f"?id={quote(answer['connectionId'])}")
    assert public.value.response.status_code == 404
    with pytest.raises(InvalidStatus) as unknown:
        upgrade(sandbox, "?id=nobody")
    assert unknown.value.response.status_code == 404
    with upgrade(sandbox, f"?id={token}") as socket:
        with pytest.raises(InvalidStatus) as in_use:
            upgrade(sandbox, f"?id={token}")
        assert in_use.value.response.status_code == 409
        socket.send(HANDSHAKE)
        assert socket.recv(timeout=PATIENCE_S) == "{}" + SEPARATOR
    wait_for(sandbox, "connections", 0)
    with pytest.raises(InvalidStatus) as used_up:
        upgrade(sandbox, f"?id={token}")
    assert used_up.value.response.status_code == 404
    with upgrade(sandbox, f"?id={quote(negotiate(sandbox, 0)['connectionId'])}") as socket:
        socket.send(HANDSHAKE)
        assert socket.recv(timeout=PATIENCE_S) == "{}" + SEPARATOR
    with pytest.raises(InvalidStatus) as unsigned:
        upgrade(sandbox, token="binom_sk_wrong")
    assert unsigned.value.response.status_code == 401
    assert "X-Request-Id" in unsigned.value.response.headers


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ('{"protocol":"xml","version":1}' + SEPARATOR, "The protocol 'xml' is not supported."),
        (
            '{"protocol":"json","version":2}' + SEPARATOR,
            "The server does not support version 2 of the 'json' protocol.",
        ),
        ('{"type":6}' + SEPARATOR, "The handshake is not readable."),
        ("hello", "The handshake is not readable."),
    ],
)
def test_wrong_handshakes(sandbox: SandboxProcess, message: str, error: str) -> None:
    with upgrade(sandbox) as socket:
        socket.send(message)
        assert json.loads(str(socket.recv(timeout=PATIENCE_S)).rstrip(SEPARATOR)) == {"error": error}
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=PATIENCE_S)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1000


def test_records_beside_the_handshake_are_answered(sandbox: SandboxProcess) -> None:
    call = {"type": 1, "invocationId": "1", "target": "subscribe", "arguments": [["requests", "unknown"]]}
    with upgrade(sandbox) as socket:
        socket.send(HANDSHAKE + json.dumps(call) + SEPARATOR)
        text = ""
        while text.count(SEPARATOR) < 2:
            text += str(socket.recv(timeout=PATIENCE_S))
        answer, completion = text.split(SEPARATOR)[:2]
        assert answer == "{}"
        assert json.loads(completion)["result"]["paused"] is None


@pytest.mark.parametrize("protocol", ["json", "messagepack"])
def test_every_event(sandbox: SandboxProcess, client: httpx.Client, protocol: str) -> None:
    with HubClient(sandbox, protocol=protocol) as hub:
        known = client.get("/v1/account").json()
        answer = hub.call("Subscribe", TOPICS)
        assert answer["lastSequence"] == known["lastSequence"]
        assert answer["paused"] is None
        logged = sandbox.control("requests", {"count": 1203, "model": "hübsch <b>"})
        batches = [hub.event("RequestsLogged") for _ in range(3)]
        assert [len(batch) for batch in batches] == [500, 500, 203]
        records = [record for batch in batches for record in batch]
        sequences = range(logged["firstSequence"], logged["lastSequence"] + 1)
        assert [record["sequence"] for record in records] == list(sequences)
        held = client.get(f"/v1/requests?afterSequence={answer['lastSequence']}&limit=1000").json()["items"]
        assert held == records[:1000]
        balance = hub.event("BalanceChanged")
        account = client.get("/v1/account").json()
        assert {name: account[name] for name in balance if name != "asOf"} == {
            name: value for name, value in balance.items() if name != "asOf"
        }
        sandbox.control("account", {"tier": "Team"})
        changed = hub.event("AccountChanged")
        assert changed["tier"] == "Team"
        assert changed["revision"] > account["revision"]
        sandbox.control("notify", {"kind": "billing", "severity": "warning", "title": "Low"})
        assert hub.event("NotificationReceived")["severity"] == "warning"
        sandbox.control("notify", {"kind": "announcement"})
        assert hub.event("AnnouncementReceived")["readAt"] is None
        key, _secret = create_key(client, "Hub")
        assert hub.event("KeyChanged") == {"change": "created", "key": key}
        patched = client.patch(f"/v1/keys/{key['id']}", json={"rateLimitRpm": 5}, headers={"If-Match": '"1"'}).json()
        assert hub.event("KeyChanged") == {"change": "updated", "key": patched}
        client.delete(f"/v1/keys/{key['id']}")
        assert hub.event("KeyChanged")["change"] == "deleted"


def test_topics_and_calls(sandbox: SandboxProcess) -> None:
    with HubClient(sandbox) as hub:
        sandbox.control("account", {"tier": "Pro"})
        sandbox.control("requests")
        # Nothing arrives before the first subscription.
        hub.send({"type": 1, "invocationId": "s", "target": "Subscribe", "arguments": [["billing"]]})
        assert hub.next_record(lambda _record: True)["type"] == 3
        sandbox.control("requests")
        first = hub.next_record(lambda _record: True)
        assert first["target"] == "BalanceChanged"
        hub.call("SUBSCRIBE", [])
        sandbox.control("requests")
        sandbox.control("notify")
        sandbox.control("account", {"tier": "Pro"})
        assert hub.next_record(lambda _record: True)["target"] == "AccountChanged"
        for method, arguments in (("Nothing", ()), ("Subscribe", ()), ("Subscribe", ("requests",)), ("Resume", (1,))):
            with pytest.raises(HubCallFailed, match=method):
                hub.call(method, *arguments)
        hub.send({"type": 4, "invocationId": "stream", "target": "Subscribe", "arguments": []})
        assert "streaming" in hub.next_record(lambda record: record.get("invocationId") == "stream")["error"]
        for harmless in ({"type": 6}, {"type": 5}, {"type": 99, "new": True}, {"type": 3, "invocationId": "zz"}):
            hub.send(harmless)
        hub.send({"type": 1, "target": "Subscribe", "arguments": [[]], "headers": {"a": "b"}})
        assert hub.call("Resume") is None


def test_balance_is_coalesced_and_the_last_one_sent(sandbox: SandboxProcess) -> None:
    with HubClient(sandbox) as hub:
        hub.call("Subscribe", ["billing"])
        begun = time.monotonic()
        for _ in range(40):
            last = sandbox.control("requests")["lastSequence"]
        seen = hub.records_until(
            lambda record: is_event("BalanceChanged")(record) and record["arguments"][0]["lastSequence"] == last
        )
        assert len(seen) <= (time.monotonic() - begun) * 10 + 2
        revisions = [record["arguments"][0]["revision"] for record in seen]
        assert revisions == sorted(revisions)


def test_pause_and_resume(sandbox: SandboxProcess, client: httpx.Client) -> None:
    assert client.get("/v1/account").status_code == 200
    with HubClient(sandbox) as hub:
        hub.call("Subscribe", TOPICS)
        sandbox.control("pause", {"reason": "Too busy", "resumeAfterSeconds": 600, "failResume": 1})
        assert hub.event("SessionPaused") == {"reason": "Too busy", "resumeAfterSeconds": 600}
        sandbox.control("requests")
        sandbox.control("account", {"tier": "Held back"})
        with HubClient(sandbox) as late:
            assert late.call("Subscribe", TOPICS)["paused"]["reason"] == "Too busy"
        with pytest.raises(HubCallFailed, match="can't be resumed"):
            hub.call("Resume")
        hub.send({"type": 1, "invocationId": "r", "target": "Resume", "arguments": []})
        after = [hub.next_record(lambda _record: True) for _ in range(2)]
        assert after[0] == {"type": 3, "invocationId": "r"}
        assert after[1]["target"] == "SessionResumed"
        assert after[1]["arguments"] == []
        sandbox.control("pause", {"resumeAfterSeconds": 0.05})
        hub.event("SessionPaused")
        assert hub.event("SessionResumed") is None
        sandbox.control("requests")
        assert len(hub.event("RequestsLogged")) == 1
        sandbox.control("account", {"tier": "Pro"})


@pytest.mark.parametrize("protocol", ["json", "messagepack"])
@pytest.mark.parametrize(
    ("body", "close"),
    [
        ({}, {"type": 7}),
        ({"error": "Moving out", "allowReconnect": False}, {"type": 7, "error": "Moving out", "allowReconnect": False}),
        ({"allowReconnect": True}, {"type": 7, "allowReconnect": True}),
    ],
)
def test_close(sandbox: SandboxProcess, protocol: str, body: dict[str, Any], close: dict[str, Any]) -> None:
    with HubClient(sandbox, protocol=protocol) as hub:
        hub.call("Subscribe", [])
        sandbox.control("close", body)
        records, code = hub.ended()
        got = {name: value for name, value in records[-1].items() if value is not None}
        # MessagePack has no absent members.
        assert got == close or (protocol == "messagepack" and got == {"allowReconnect": False} | close)
        assert code == 1000


@pytest.mark.parametrize("change", ["disable", "delete"])
def test_a_key_that_is_gone_ends_its_connections(sandbox: SandboxProcess, client: httpx.Client, change: str) -> None:
    key, secret = create_key(client, "Short-lived")
    waiting = negotiate(sandbox, token=secret)["connectionToken"]
    with HubClient(sandbox) as other, HubClient(sandbox, token=secret) as hub:
        other.call("Subscribe", ["keys"])
        if change == "disable":
            answer = client.patch(f"/v1/keys/{key['id']}", json={"enabled": False}, headers={"If-Match": '"1"'})
            assert answer.status_code == 200
        else:
            assert client.delete(f"/v1/keys/{key['id']}").status_code == 204
        records, code = hub.ended()
        assert (records[-1]["type"], records[-1].get("allowReconnect"), code) == (7, None, 1000)
        assert other.event("KeyChanged")["key"]["id"] == key["id"]
    for path in ("/v1/account", "/v1/models"):
        with client_of(sandbox, secret) as gone:
            assert gone.get(path).status_code == 401
    with pytest.raises(InvalidStatus) as refused:
        upgrade(sandbox, f"?id={quote(waiting)}", token=secret)
    assert refused.value.response.status_code == 401


def test_the_clients_close_is_answered(sandbox: SandboxProcess) -> None:
    with HubClient(sandbox) as hub:
        hub.send({"type": 7})
        records, code = hub.ended()
        assert (records, code) == ([{"type": 7}], 1000)


@pytest.mark.parametrize(
    "message",
    [
        "no json" + SEPARATOR,
        '{"type":6}',
        SEPARATOR,
        '{"target":"Subscribe"}' + SEPARATOR,
        "[]" + SEPARATOR,
        '{"type":1,"target":"Subscribe","arguments":{}}' + SEPARATOR,
        '{"type":6,"filler":"%s"}' % ("x" * 40_000) + SEPARATOR,
    ],
    ids=["no JSON", "unfinished", "empty", "no type", "no object", "no list", "too long"],
)
def test_unreadable_messages_end_the_connection(sandbox: SandboxProcess, message: str) -> None:
    with HubClient(sandbox) as hub:
        hub.socket.send(message)
        records, code = hub.ended()
        assert records == [{"type": 7, "error": "Connection closed with an error.", "allowReconnect": True}]
        assert code == 1000


@pytest.mark.parametrize(
    "message", [b"\x05\x91\x06", b"\xff\xff\xff\xff\xff\x01", b"\x80", b"\x01\xc1", b"\x01\x90", b"\x02\x91\x01"]
)
def test_unreadable_messagepack_ends_the_connection(sandbox: SandboxProcess, message: bytes) -> None:
    with HubClient(sandbox, protocol="messagepack") as hub:
        hub.socket.send(message)
        assert hub.ended()[0][-1]["allowReconnect"] is True


def test_pings_and_time_outs(quick_sandbox: SandboxProcess) -> None:
    with HubClient(quick_sandbox) as hub:
        begun = time.monotonic()
        for _ in range(4):
            assert hub.next_record(lambda _record: True) == {"type": 6}
            hub.send({"type": 6})
        assert time.monotonic() - begun >= 4 * 0.3 * 0.9
        records, code = hub.ended()
        assert records[-1] == {"type": 7, "error": "Connection closed with an error.", "allowReconnect": True}
        assert code == 1000
    with upgrade(quick_sandbox) as silent:
        assert json.loads(str(silent.recv(timeout=PATIENCE_S))[:-1]) == {"error": "Handshake was canceled."}


def test_socket_faults(sandbox: SandboxProcess, client: httpx.Client) -> None:
    assert client.get("/v1/account").status_code == 200
    with HubClient(sandbox) as hub:
        sandbox.control("faults", {"kind": "dropSockets"})
        assert hub.ended() == ([], None)
    sandbox.control("faults", {"kind": "refuseSockets", "times": 2})
    for _ in range(2):
        with pytest.raises(InvalidStatus) as refused:
            upgrade(sandbox)
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["Retry-After"] == "1"
    sandbox.control("faults", {"kind": "dropSockets", "after": 0.05, "times": 1})
    with HubClient(sandbox) as hub:
        assert hub.ended() == ([], None)
    with HubClient(sandbox) as hub:
        hub.call("Subscribe", ["requests"])
        sandbox.control("faults", {"kind": "halfOpenSockets"})
        sandbox.control("requests")
        with pytest.raises(TimeoutError):
            hub.next_record(lambda _record: True, patience_s=0.3)
        hub.send({"type": 6})
        assert sandbox.control("state", method="GET")["connections"] == 1
        sandbox.control("faults", method="DELETE")
        assert hub.ended()[1] is None


def test_event_faults(sandbox: SandboxProcess, client: httpx.Client) -> None:
    assert client.get("/v1/account").status_code == 200
    with HubClient(sandbox) as hub:
        hub.call("Subscribe", ["requests"])
        sandbox.control("faults", {"kind": "missEvents", "times": 1})
        missed = sandbox.control("requests")["lastSequence"]
        sandbox.control("requests")
        assert hub.event("RequestsLogged")[0]["sequence"] == missed + 1
        sandbox.control("faults", {"kind": "doubleEvents", "times": 1})
        sandbox.control("requests")
        assert hub.event("RequestsLogged") == hub.event("RequestsLogged")
        sandbox.control("faults", {"kind": "shuffleEvents"})
        logged = sandbox.control("requests", {"count": 2000})
        sequences = [record["sequence"] for _ in range(4) for record in hub.event("RequestsLogged")]
        assert sequences != sorted(sequences)
        assert sorted(sequences) == list(range(logged["firstSequence"], logged["lastSequence"] + 1))


def test_access_token_in_the_query(sandbox: SandboxProcess) -> None:
    with connect(hub_url(sandbox, f"?access_token={sandbox.token}"), proxy=None) as socket:
        socket.send(HANDSHAKE)
        assert socket.recv(timeout=PATIENCE_S) == "{}" + SEPARATOR


def wait_for(server: SandboxProcess, name: str, value: object) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while server.control("state", method="GET")[name] != value:
        assert time.monotonic() < deadline, server.control("state", method="GET")
