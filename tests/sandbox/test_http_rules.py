"""The contract's conventions: errors, conditional requests, compression, cursors."""

from __future__ import annotations

import gzip
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from binom_desktop.sandbox.cursors import LIFETIME_MS, Cursors, Position
from tests.sandbox.conftest import client_of
from tests.sandbox_process import PROJECT, ControlFailed, SandboxProcess

USAGE = "/v1/usage?from=2026-01-01&to=2026-01-31&groupBy="
OPENAI = {"/v1/models", "/v1/chat/completions"}
METHODS = {
    "/v1/account": "GET",
    "/v1/usage": "GET",
    "/v1/requests": "GET",
    "/v1/keys": "GET, POST",
    "/v1/keys/anything": "DELETE, PATCH",
    "/v1/billing/transactions": "GET",
    "/v1/notifications": "GET",
    "/v1/notifications/anything/read": "PUT",
    "/v1/models": "GET",
    "/v1/chat/completions": "POST",
    "/openapi.yaml": "GET",
    "/hubs/dashboard/negotiate": "POST",
}


def check_error(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Check that an error has its path's body and the headers of every answer; returns the body."""
    assert answer.status_code == status, answer.text
    assert answer.headers["X-Request-Id"]
    body: dict[str, Any] = answer.json()
    if answer.request.url.path in OPENAI:
        assert answer.headers["Content-Type"] == "application/json"
        assert body["error"]["message"]
        assert body["error"]["type"]
    else:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert body["status"] == status
        assert body["title"]
    if status in {429, 503}:
        assert int(answer.headers["Retry-After"]) >= 1
    return body


@pytest.mark.parametrize("path", METHODS)
def test_methods_and_authentication(sandbox: SandboxProcess, client: httpx.Client, path: str) -> None:
    allowed = METHODS[path].split(", ")
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"):
        if method not in allowed:
            answer = client.request(method, path)
            check_error(answer, 405)
            assert answer.headers["Allow"] == METHODS[path]
    if path == "/openapi.yaml":
        return
    with httpx.Client(base_url=sandbox.url, trust_env=False) as unsigned:
        for authorization in (None, "", "Bearer", "Bearer binom_sk_wrong", "Basic abc", sandbox.token):
            headers = {} if authorization is None else {"Authorization": authorization}
            answer = unsigned.request(allowed[0], path, headers=headers)
            check_error(answer, 401)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        if path.startswith("/v1"):
            check_error(unsigned.request(allowed[0], path, params={"access_token": sandbox.token}), 401)


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/nothing", "/v1/account/", "/v1/keys/a/b", "/_sandbox/nothing", "/v2"]
)
def test_unknown_paths(client: httpx.Client, path: str) -> None:
    check_error(client.get(path), 404)
    check_error(client.post(path), 404)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/v1/usage", {"from", "to", "groupBy"}),
        (USAGE, {"groupBy"}),
        (USAGE + "day,day", {"groupBy"}),
        (USAGE + "day,model,key,status", {"groupBy"}),
        (USAGE + "week", {"groupBy"}),
        (USAGE + "day&model=", {"model"}),
        ("/v1/usage?from=2026-02-30&to=20260301&groupBy=day", {"from", "to"}),
        ("/v1/usage?from=2026-02-02&to=2026-02-01&groupBy=day", {"to"}),
        ("/v1/usage?from=2025-01-01&to=2026-02-05&groupBy=day", {"to"}),
        ("/v1/usage?from=2026-01-01&to=2026-02-01&groupBy=hour,model", {"to"}),
        ("/v1/requests?limit=0", {"limit"}),
        ("/v1/requests?limit=1001&order=up&status=200", {"limit", "order", "status"}),
        ("/v1/requests?limit=1&limit=2", {"limit"}),
        ("/v1/requests?limit=%2B5", {"limit"}),
        ("/v1/requests?afterSequence=-1", {"afterSequence"}),
        ("/v1/requests?afterSequence=9223372036854775808", {"afterSequence"}),
        ("/v1/requests?from=2026-01-01&to=2026-01-01T00:00:00", {"from", "to"}),
        ("/v1/requests?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", {"to"}),
        ("/v1/requests?keyId=&endpoint=", {"keyId", "endpoint"}),
        ("/v1/requests?cursor=", {"cursor"}),
        ("/v1/billing/transactions?limit=x", {"limit"}),
        ("/v1/notifications?cursor=", {"cursor"}),
    ],
)
def test_bad_parameters_are_named(client: httpx.Client, path: str, names: set[str]) -> None:
    assert set(check_error(client.get(path), 422)["errors"]) == names


def test_longest_ranges_are_accepted(client: httpx.Client) -> None:
    assert client.get("/v1/usage?from=2025-01-01&to=2026-02-04&groupBy=day").status_code == 200
    assert client.get("/v1/usage?from=2026-01-01&to=2026-01-31&groupBy=hour,key,status").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/v1/account",
        USAGE + "model",
        "/v1/requests?limit=3",
        "/v1/keys",
        "/v1/billing/transactions?limit=3",
        "/v1/notifications?limit=3",
        "/v1/models",
        "/openapi.yaml",
    ],
)
def test_conditional_requests(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    for condition in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = client.get(path, headers={"If-None-Match": condition})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert answer.headers["X-As-Of"].endswith("Z")
        assert answer.headers["X-Request-Id"]
    for condition in ('W/"other"', "nonsense"):
        assert client.get(path, headers={"If-None-Match": condition}).status_code == 200


def test_a_change_gives_another_tag(sandbox: SandboxProcess, client: httpx.Client) -> None:
    paths = ("/v1/account", "/v1/requests?limit=1", "/v1/billing/transactions?limit=1")
    tags = [client.get(path).headers["ETag"] for path in paths]
    sandbox.control("requests", {"cost": "0.5"})
    for path, tag in zip(paths, tags, strict=True):
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_compression(client: httpx.Client) -> None:
    with client.stream("GET", "/v1/requests?limit=50", headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
    plain = client.get("/v1/requests?limit=50", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert len(gzip.decompress(packed)) == len(plain.content) > 3 * len(packed)


def test_the_contract_is_served(sandbox: SandboxProcess) -> None:
    with httpx.Client(base_url=sandbox.url, trust_env=False) as unsigned:
        served = unsigned.get("/openapi.yaml").content
    assert served == (PROJECT / "binom_desktop" / "sandbox" / "account-api.yaml").read_bytes()


@pytest.mark.parametrize("path", ["/v1/requests", "/v1/billing/transactions", "/v1/notifications"])
def test_cursors(sandbox: SandboxProcess, client: httpx.Client, path: str) -> None:
    first = client.get(path, params={"limit": 2}).json()
    whole = [item["id"] for item in client.get(path, params={"limit": 7}).json()["items"]]
    # What comes later does not appear in the pages that follow.
    sandbox.control("credits", {"amount": "1.00"})
    sandbox.control("requests", {"count": 3})
    sandbox.control("notify")
    seen = [item["id"] for item in first["items"]]
    page = first
    while page["nextCursor"] and len(seen) < 7:
        # Beside a cursor every parameter but limit is ignored.
        page = client.get(path, params={"cursor": page["nextCursor"], "limit": 1, "order": "up", "status": "x"}).json()
        assert len(page["items"]) <= 1
        seen += [item["id"] for item in page["items"]]
    assert seen == whole
    other = "/v1/requests" if path != "/v1/requests" else "/v1/notifications"
    for target, cursor in ((path, "x"), (path, "ü%%"), (path, first["nextCursor"] + "A"), (other, first["nextCursor"])):
        check_error(client.get(target, params={"cursor": cursor}), 410)
    sandbox.control("cursors", method="DELETE")
    check_error(client.get(path, params={"cursor": first["nextCursor"]}), 410)


def test_cursors_live_for_an_hour() -> None:
    now = 1_700_000_000_000
    cursors = Cursors(secret=b"secret", clock=lambda: now)
    position = Position("requests", 9, 4, {"model": "m", "from": None})
    text = cursors.write(position)
    now += LIFETIME_MS - 1
    assert cursors.read(text, "requests") == position
    now += 60_001
    assert cursors.read(text, "requests") is None


def test_the_control_path_is_no_place_for_web_pages(sandbox: SandboxProcess, client: httpx.Client) -> None:
    for headers in ({"Origin": "https://example.org"}, {"Host": "example.org"}):
        check_error(client.get("/_sandbox/state", headers=headers), 403)
    for path, body in (("requests", {"count": 0}), ("faults", {"kind": "x"}), ("credits", {}), ("pause", {"new": 1})):
        with pytest.raises(ControlFailed, match="422"):
            sandbox.control(path, body)


@pytest.mark.parametrize(
    ("fault", "status", "content_type"),
    [
        ({"kind": "status", "status": 503, "retryAfter": 7}, 503, "application/problem+json"),
        ({"kind": "status", "status": 418}, 418, "application/problem+json"),
        ({"kind": "html"}, 200, "text/html; charset=utf-8"),
        ({"kind": "html", "status": 502}, 502, "text/html; charset=utf-8"),
        ({"kind": "garbage"}, 200, "application/json"),
        ({"kind": "wrongShape"}, 200, "application/json"),
        ({"kind": "wrongShape", "body": {"creditBalance": "123456789012.00"}}, 200, "application/json"),
    ],
)
def test_answer_faults(
    sandbox: SandboxProcess, client: httpx.Client, fault: dict[str, Any], status: int, content_type: str
) -> None:
    sandbox.control("faults", {"path": "/v1/account", "times": 2, **fault})
    assert client.get("/v1/keys").status_code == 200
    for _ in range(2):
        answer = client.get("/v1/account")
        assert (answer.status_code, answer.headers["Content-Type"]) == (status, content_type)
        if "retryAfter" in fault:
            assert answer.headers["Retry-After"] == "7"
        if "body" in fault:
            assert answer.json() == fault["body"]
        if fault["kind"] == "garbage":
            with pytest.raises(ValueError, match=r"codec|Expecting"):
                answer.json()
    assert client.get("/v1/account").json()["username"] == "demo-account"


def test_truncated_and_delayed_answers(sandbox: SandboxProcess, client: httpx.Client) -> None:
    sandbox.control("faults", {"kind": "truncate", "times": 2})
    for encoding in ("gzip", "identity"):
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/v1/requests", headers={"Accept-Encoding": encoding})
    sandbox.control("faults", {"kind": "delay", "seconds": 0.2, "times": 1})
    assert client.get("/v1/account").elapsed.total_seconds() >= 0.2


def test_faults_from_the_command_line(tmp_path: Path) -> None:
    faults = ("--fault", "status,status=429,times=1,path=/v1/models", "--fault", "delay,seconds=0.01")
    with SandboxProcess("--empty", *faults, database=tmp_path / "db") as server, client_of(server) as client:
        kinds = [fault["kind"] for fault in server.control("state", method="GET")["faults"]]
        assert kinds == ["status", "delay"]
        check_error(client.get("/v1/models"), 429)
        assert client.get("/v1/models").status_code == 200


def test_idempotency(sandbox: SandboxProcess, client: httpx.Client) -> None:
    body = {"description": "Once", "rateLimitRpm": 5}
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    first = client.post("/v1/keys", json=body, headers=headers)
    assert first.status_code == 201
    sandbox.restart()
    again = client.post("/v1/keys", json=body, headers=headers)
    assert (again.status_code, again.content) == (201, first.content)
    errors = check_error(client.post("/v1/keys", json={"description": "Other"}, headers=headers), 422)["errors"]
    assert set(errors) == {"Idempotency-Key"}
    assert client.delete(f"/v1/keys/{first.json()['key']['id']}").status_code == 204
    renewed = client.post("/v1/keys", json=body, headers=headers)
    assert renewed.status_code == 201
    assert renewed.json()["secret"] != first.json()["secret"]
    client.delete(f"/v1/keys/{renewed.json()['key']['id']}")
