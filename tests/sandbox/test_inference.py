"""Inference, with OpenAI's own client."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import openai
import pytest

from tests.sandbox.conftest import client_of
from tests.sandbox.hub_client import HubClient
from tests.sandbox.test_http_rules import check_error
from tests.sandbox_process import SandboxProcess

CHAT = "/v1/chat/completions"
HELLO: Any = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello, who are you?"}]


def openai_of(server: SandboxProcess, token: str | None = None) -> openai.OpenAI:
    http_client = openai.DefaultHttpxClient(trust_env=False, timeout=20)
    return openai.OpenAI(
        base_url=f"{server.url}/v1", api_key=token or server.token, max_retries=0, http_client=http_client
    )


@pytest.fixture
def sdk(sandbox: SandboxProcess) -> Iterator[openai.OpenAI]:
    with openai_of(sandbox) as client:
        yield client


def newest(client: httpx.Client) -> dict[str, Any]:
    item: dict[str, Any] = client.get("/v1/requests?limit=1").json()["items"][0]
    return item


def limited_key(client: httpx.Client, **settings: Any) -> tuple[str, str]:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    answer = client.post("/v1/keys", json={"description": "Limited", **settings}, headers=headers).json()
    return answer["key"]["id"], answer["secret"]


def test_models(sdk: openai.OpenAI, client: httpx.Client) -> None:
    models = list(sdk.models.list())
    assert len(models) == 10
    document = client.get("/v1/models").json()["data"][0]
    assert Decimal(document["inputPricePerMillion"]) > 0


def test_completion(sandbox: SandboxProcess, client: httpx.Client, sdk: openai.OpenAI) -> None:
    with HubClient(sandbox) as hub:
        hub.call("Subscribe", ["requests", "billing"])
        before = client.get("/v1/account").json()
        answer = sdk.chat.completions.create(model="gpt-4o", messages=HELLO)
        assert answer.choices[0].message.content
        assert answer.choices[0].finish_reason == "stop"
        assert answer.usage is not None
        record = hub.event("RequestsLogged")[0]
        assert record == newest(client)
        assert (record["status"], record["model"], record["endpoint"]) == (200, "gpt-4o", CHAT)
        assert (record["inputTokens"], record["outputTokens"]) == (
            answer.usage.prompt_tokens,
            answer.usage.completion_tokens,
        )
        price = Decimal("2.5") * record["inputTokens"] + Decimal(10) * record["outputTokens"]
        assert Decimal(record["cost"]) == price / 1_000_000 > 0
        balance = hub.event("BalanceChanged")
        assert Decimal(before["creditBalance"]) - Decimal(balance["creditBalance"]) == Decimal(record["cost"])


def test_stream(client: httpx.Client, sdk: openai.OpenAI) -> None:
    plain = sdk.chat.completions.create(model="gpt-4o-mini", messages=HELLO)
    chunks = list(
        sdk.chat.completions.create(
            model="gpt-4o-mini", messages=HELLO, stream=True, stream_options={"include_usage": True}
        )
    )
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == plain.choices[0].message.content
    assert chunks[-1].usage == plain.usage
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert plain.usage is not None
    assert newest(client)["outputTokens"] == plain.usage.completion_tokens


def test_a_stream_that_is_left_early_is_paid_for(client: httpx.Client, sdk: openai.OpenAI) -> None:
    before = client.get("/v1/account").json()["lastSequence"]
    with sdk.chat.completions.create(model="o3-mini", messages=HELLO, stream=True) as stream:
        next(iter(stream))
    while (record := newest(client))["sequence"] == before:
        pass
    assert (record["status"], record["model"]) == (200, "o3-mini")
    assert record["inputTokens"] > 0


def test_max_tokens(sdk: openai.OpenAI) -> None:
    answer = sdk.chat.completions.create(model="gpt-4o", messages=HELLO, max_tokens=3)
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage is not None
    assert answer.usage.completion_tokens == 3


@pytest.mark.parametrize(
    ("body", "status", "model"),
    [
        (b"{", 400, "unknown"),
        (b"[]", 400, "unknown"),
        (b'{"messages":[{"role":"user"}]}', 400, "unknown"),
        (b'{"model":7,"messages":[]}', 400, "unknown"),
        (b'{"model":"gpt-4o","messages":[]}', 400, "gpt-4o"),
        (b'{"model":"gpt-4o","messages":["hello"]}', 400, "gpt-4o"),
        (b'{"model":"gpt-4o","messages":[{"role":"user"}],"stream":1}', 400, "gpt-4o"),
        (b'{"model":"gpt-4o","messages":[{"role":"user"}],"n":2}', 400, "gpt-4o"),
        (b'{"model":"gpt-4o","messages":[{"role":"user"}],"max_tokens":0}', 400, "gpt-4o"),
        (b'{"model":"nobody","messages":[{"role":"user"}]}', 404, None),
        (b'{"model":"text-embedding-3-small","messages":[{"role":"user"}]}', 404, None),
    ],
)
def test_bad_bodies(client: httpx.Client, body: bytes, status: int, model: str | None) -> None:
    before = client.get("/v1/account").json()
    error = check_error(client.post(CHAT, content=body, headers={"Content-Type": "application/json"}), status)["error"]
    after = client.get("/v1/account").json()
    assert after["creditBalance"] == before["creditBalance"]
    if model is None:
        assert after["lastSequence"] == before["lastSequence"]
    else:
        record = newest(client)
        assert (record["status"], record["model"], record["cost"]) == (status, model, "0.000000000")
        assert record["error"] == error["message"]


def test_errors_of_the_sdk(sandbox: SandboxProcess, client: httpx.Client) -> None:
    before = client.get("/v1/account").json()["lastSequence"]
    with openai_of(sandbox, "binom_sk_wrong") as stranger, pytest.raises(openai.AuthenticationError):
        stranger.chat.completions.create(model="gpt-4o", messages=HELLO)
    assert client.get("/v1/account").json()["lastSequence"] == before
    _identifier, secret = limited_key(client, rateLimitRpm=2)
    with openai_of(sandbox, secret) as limited:
        for _ in range(2):
            limited.chat.completions.create(model="gpt-4o", messages=HELLO)
        with pytest.raises(openai.RateLimitError) as refused:
            limited.chat.completions.create(model="gpt-4o", messages=HELLO)
        assert 1 <= int(refused.value.response.headers["Retry-After"]) <= 60
        # The limit binds inference only.
        assert len(list(limited.models.list())) == 10
    assert (newest(client)["status"], newest(client)["model"]) == (429, "gpt-4o")
    _identifier, secret = limited_key(client, allowedIps=["203.0.113.0/24", "::1"])
    with openai_of(sandbox, secret) as elsewhere, pytest.raises(openai.PermissionDeniedError):
        elsewhere.chat.completions.create(model="gpt-4o", messages=HELLO)
    assert newest(client)["status"] == 403
    identifier, secret = limited_key(client, allowedIps=["127.0.0.0/8"])
    with openai_of(sandbox, secret) as here:
        here.chat.completions.create(model="gpt-4o", messages=HELLO)
        client.patch(f"/v1/keys/{identifier}", json={"enabled": False}, headers={"If-Match": '"1"'})
        with pytest.raises(openai.AuthenticationError):
            here.chat.completions.create(model="gpt-4o", messages=HELLO)
    with openai_of(sandbox) as any_sdk, pytest.raises(openai.NotFoundError):
        any_sdk.chat.completions.create(model="nobody", messages=HELLO)


def test_an_empty_balance() -> None:
    with SandboxProcess("--empty") as server, client_of(server) as client, openai_of(server) as sdk:
        sdk.chat.completions.create(model="gpt-4o", messages=HELLO)
        server.control("credits", {"amount": "-5.00", "kind": "adjustment"})
        with pytest.raises(openai.APIStatusError) as refused:
            sdk.chat.completions.create(model="gpt-4o", messages=HELLO)
        assert refused.value.status_code == 402
        assert (newest(client)["status"], newest(client)["cost"]) == (402, "0.000000000")
        server.control("credits", {"amount": "10.00"})
        sdk.chat.completions.create(model="gpt-4o", messages=HELLO)


def test_faults_of_inference(sandbox: SandboxProcess, client: httpx.Client, sdk: openai.OpenAI) -> None:
    sandbox.control("faults", {"kind": "status", "status": 503, "path": CHAT, "times": 1})
    with pytest.raises(openai.InternalServerError) as refused:
        sdk.chat.completions.create(model="gpt-4o", messages=HELLO)
    assert refused.value.response.json()["error"]["type"] == "server_error"
    assert refused.value.response.headers["Retry-After"] == "1"
    assert (newest(client)["status"], newest(client)["cost"]) == (503, "0.000000000")
