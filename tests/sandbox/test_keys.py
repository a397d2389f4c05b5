"""API keys: settings, versions, and who may do what."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import client_of
from tests.sandbox.test_http_rules import check_error
from tests.sandbox_process import SandboxProcess


def create(client: httpx.Client, body: object, **headers: str) -> httpx.Response:
    return client.post("/v1/keys", json=body, headers={"Idempotency-Key": str(uuid.uuid4()), **headers})


@pytest.fixture
def key(client: httpx.Client) -> dict[str, Any]:
    answer = create(client, {"description": "Changing"})
    document: dict[str, Any] = answer.json()["key"]
    return document


def test_a_new_key(client: httpx.Client, sandbox: SandboxProcess) -> None:
    blocks = ["10.1.2.3/8", "2001:DB8::1", "10.0.0.0/8", "192.0.2.7"]
    answer = create(client, {"description": "Ünïcode 🔑", "rateLimitRpm": 60.0, "allowedIps": blocks, "new": 1})
    assert answer.status_code == 201, answer.text
    key, secret = answer.json()["key"], answer.json()["secret"]
    assert key["hint"] == f"binom_sk_…{secret[-4:]}"
    assert key["allowedIps"] == ["10.0.0.0/8", "2001:db8::1", "192.0.2.7"]
    assert (key["enabled"], key["rateLimitRpm"], key["lastUsedAt"], key["totalRequests"]) == (True, 60, None, 0)
    listed = client.get("/v1/keys")
    assert listed.json()["items"][0] == key
    assert secret not in listed.text
    with client_of(sandbox, secret) as other:
        assert other.get("/v1/account").json()["id"] == client.get("/v1/account").json()["id"]
        assert other.delete(f"/v1/keys/{key['id']}").status_code == 409
    assert client.delete(f"/v1/keys/{key['id']}").status_code == 204
    check_error(client.delete(f"/v1/keys/{key['id']}"), 404)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({}, {"description"}),
        ([], {"body"}),
        ({"description": ""}, {"description"}),
        ({"description": "x" * 101}, {"description"}),
        (
            {"description": None, "enabled": 1, "rateLimitRpm": True, "allowedIps": None},
            {"description", "enabled", "rateLimitRpm", "allowedIps"},
        ),
        ({"description": "x", "rateLimitRpm": 0}, {"rateLimitRpm"}),
        ({"description": "x", "rateLimitRpm": 1.5}, {"rateLimitRpm"}),
        ({"description": "x", "rateLimitRpm": 100_001}, {"rateLimitRpm"}),
        ({"description": "x", "allowedIps": ["10.0.0.256", 7]}, {"allowedIps"}),
        ({"description": "x", "allowedIps": ["10.0.0.1"] * 101}, {"allowedIps"}),
    ],
)
def test_bad_settings_are_named(client: httpx.Client, key: dict[str, Any], body: object, names: set[str]) -> None:
    assert set(check_error(create(client, body), 422)["errors"]) == names
    if body != {}:
        patched = client.patch(f"/v1/keys/{key['id']}", json=body, headers={"If-Match": '"1"'})
        assert set(check_error(patched, 422)["errors"]) == names


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {}, 400),
        (b'{"description":"\xff"}', {}, 400),
        (b'{"description":"\\ud800"}', {}, 400),
        (b"{}", {"Content-Type": "text/plain"}, 415),
        (b"{}", {"Content-Type": ""}, 415),
        (b'{"description":"x"}', {"Idempotency-Key": "no-uuid"}, 422),
        (b'{"description":"x"}', {"Idempotency-Key": ""}, 422),
    ],
)
def test_unreadable_creations(client: httpx.Client, content: bytes, headers: dict[str, str], status: int) -> None:
    usual = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
    body = check_error(client.post("/v1/keys", content=content, headers=usual | headers), status)
    if status == 422:
        assert set(body["errors"]) == {"Idempotency-Key"}


def test_merge_patch(client: httpx.Client, key: dict[str, Any]) -> None:
    path = f"/v1/keys/{key['id']}"
    merge = {"Content-Type": "application/merge-patch+json"}
    limited = client.patch(path, content=b'{"rateLimitRpm":9}', headers={"If-Match": '"1"', **merge}).json()
    assert (limited["rateLimitRpm"], limited["description"], limited["version"]) == (9, "Changing", "2")
    off = client.patch(path, json={"rateLimitRpm": None, "enabled": False}, headers={"If-Match": '"9", "2"'}).json()
    assert (off["rateLimitRpm"], off["enabled"], off["version"]) == (None, False, "3")
    same = client.patch(path, json={"enabled": False, "unknown": 1}, headers={"If-Match": "*"}).json()
    assert same["version"] == "3"


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, {"enabled": False}, 428),
        ({"If-Match": "1"}, {"enabled": False}, 422),
        ({"If-Match": '"0"'}, {"enabled": False}, 412),
        ({"If-Match": 'W/"1"'}, {"enabled": False}, 412),
        ({"If-Match": '"1"'}, {}, 422),
    ],
)
def test_preconditions(
    client: httpx.Client, key: dict[str, Any], headers: dict[str, str], body: object, status: int
) -> None:
    check_error(client.patch(f"/v1/keys/{key['id']}", json=body, headers=headers), status)
    check_error(client.patch("/v1/keys/nobody", json=body, headers=headers), 404)
    listed = client.get("/v1/keys").json()["items"]
    assert next(item for item in listed if item["id"] == key["id"]) == key


def test_media_types_of_a_patch(client: httpx.Client, key: dict[str, Any]) -> None:
    headers = {"If-Match": '"1"', "Content-Type": "text/plain"}
    answer = client.patch(f"/v1/keys/{key['id']}", content=b"{}", headers=headers)
    check_error(answer, 415)
    assert "application/merge-patch+json" in answer.headers["Accept-Patch"]


def test_the_signing_key_stays(client: httpx.Client, sandbox: SandboxProcess) -> None:
    hint = f"binom_sk_…{sandbox.token[-4:]}"
    own = next(item for item in client.get("/v1/keys").json()["items"] if item["hint"] == hint)
    headers = {"If-Match": f'"{own["version"]}"'}
    check_error(client.patch(f"/v1/keys/{own['id']}", json={"enabled": False}, headers=headers), 409)
    check_error(client.delete(f"/v1/keys/{own['id']}"), 409)
    assert client.get("/v1/account").status_code == 200


def test_a_creation_that_still_runs(client: httpx.Client, sandbox: SandboxProcess) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    sandbox.control("faults", {"kind": "delay", "path": "/v1/keys", "seconds": 0.5, "times": 1})
    answers: list[httpx.Response] = []

    def first() -> None:
        with client_of(sandbox) as other:
            answers.append(other.post("/v1/keys", json={"description": "Slow"}, headers=headers))

    thread = threading.Thread(target=first)
    thread.start()
    # The first call is under way once it has used the fault up.
    while sandbox.control("state", method="GET")["faults"]:
        assert thread.is_alive()
    second = client.post("/v1/keys", json={"description": "Slow"}, headers=headers)
    thread.join()
    check_error(second, 409)
    assert second.headers["Retry-After"] == "1"
    assert answers[0].status_code == 201
    assert client.post("/v1/keys", json={"description": "Slow"}, headers=headers).content == answers[0].content


def test_at_most_500_keys() -> None:
    with SandboxProcess("--empty") as server, client_of(server) as client:
        for _ in range(499):
            assert create(client, {"description": "One of many"}).status_code == 201
        check_error(create(client, {"description": "Too many"}), 409)
        assert len(client.get("/v1/keys").json()["items"]) == 500
