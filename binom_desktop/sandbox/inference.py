"""OpenAI's side of the server: the models, and chat completions with canned text that cost real sandbox credits."""

from __future__ import annotations

import asyncio
import math
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.responses import Response, StreamingResponse

from binom_desktop.sandbox.faults import REFUSAL, refusal
from binom_desktop.sandbox.keys import Key
from binom_desktop.sandbox.problems import Problem
from binom_desktop.sandbox.resources import Call, figures, read_json
from binom_desktop.sandbox.service import Service
from binom_desktop.sandbox.store import NewRequest
from binom_desktop.sandbox.traffic import CHAT, MODELS, ModelProfile, model_named

_WINDOW_SECONDS = 60.0
_LOGGED = frozenset({400, 402, 403, 429})
_UNKNOWN_MODEL = "unknown"
_CHUNK_SECONDS = 0.002
_TOKENS_A_MESSAGE = 4
_SENTENCES = (
    "This is the sandbox speaking, so nothing here was thought about for long.",
    "The request arrived, was counted, priced and written to the log.",
    "A real model would now say something clever about your question.",
    "You can watch the cost of this answer arrive on the dashboard.",
)


class RateLimits:
    """Counts the calls of each key in the last minute."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[float]] = {}

    def take(self, key: Key, now: float) -> None:
        """Count a call; raises ``Problem`` 429 above the key's limit."""
        limit = key.settings.rate_limit
        calls = self._calls.setdefault(key.id, deque())
        while calls and calls[0] <= now - _WINDOW_SECONDS:
            calls.popleft()
        if limit is not None and len(calls) >= limit:
            wait = math.ceil(calls[len(calls) - limit] + _WINDOW_SECONDS - now)
            raise Problem(
                429,
                f"Rate limit of {limit} requests a minute reached for this key.",
                retry_after_s=max(1, wait),
                code="rate_limit_exceeded",
            )
        calls.append(now)


@dataclass(frozen=True, slots=True)
class Completion:
    """What one call asks for, and the answer that it gets, in pieces of about a token."""

    id: str
    model: ModelProfile
    created: int
    stream: bool
    usage_in_stream: bool
    prompt_tokens: int
    pieces: tuple[str, ...]
    finish_reason: str

    def usage(self, pieces: int) -> dict[str, int]:
        """Return OpenAI's usage object for the first pieces."""
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": pieces,
            "total_tokens": self.prompt_tokens + pieces,
        }


class Inference:
    """Handlers of ``/v1/models`` and ``/v1/chat/completions``."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._limits = RateLimits()

    async def list_models(self, call: Call) -> Response:
        """Answer the models with their prices."""
        document = {"object": "list", "data": [model.document() for model in MODELS]}
        return figures(call.request, document, self._service.store.clock(), with_as_of=False)

    async def complete(self, call: Call) -> Response:
        """Answer a chat completion, and log it whatever comes of it."""
        started = self._service.store.clock()
        model = _UNKNOWN_MODEL
        try:
            unreadable: Problem | None = None
            body: Any = None
            try:
                body = await read_json(call.request, "application/json")
            except Problem as problem:
                unreadable = problem
            if isinstance(body, dict) and isinstance(body.get("model"), str) and body["model"]:
                model = body["model"]
            self._admit(call)
            fault = call.request.scope.get(REFUSAL)
            if fault is not None:
                raise refusal(fault, 500)
            if unreadable is not None:
                raise unreadable
            completion = read_completion(body, self._service.store.clock())
        except Problem as problem:
            if problem.status in _LOGGED or problem.status >= 500:
                self._log(call.key, model, problem.status, started, error=problem.detail)
            raise
        if completion.stream:
            return StreamingResponse(self._stream(call.key, completion, started), media_type="text/event-stream")
        self._charge(call.key, completion, started, len(completion.pieces))
        return Response(msgspec.json.encode(_whole(completion)), media_type="application/json")

    def _admit(self, call: Call) -> None:
        """Refuse a call by address, rate or balance."""
        client = call.request.client
        if client is None or not call.key.allows(client.host):
            raise Problem(403, "This key can't be used from this address.", code="address_not_allowed")
        self._limits.take(call.key, time.monotonic())
        if self._service.store.account.balance <= 0:
            raise Problem(402, "The credit balance is used up.", code="insufficient_quota")

    async def _stream(self, key: Key, completion: Completion, started: int) -> AsyncIterator[bytes]:
        """Send the answer piece by piece; a caller that leaves early pays for what was made."""
        sent = 0
        try:
            yield _event(completion, {"role": "assistant", "content": ""})
            while sent < len(completion.pieces):
                part = completion.pieces[sent : sent + _TOKENS_A_MESSAGE]
                sent += len(part)
                yield _event(completion, {"content": "".join(part)})
                await asyncio.sleep(_CHUNK_SECONDS)
            yield _event(completion, {}, finish_reason=completion.finish_reason)
            if completion.usage_in_stream:
                yield _event(completion, None, usage=completion.usage(sent))
            yield b"data: [DONE]\n\n"
        finally:
            self._charge(key, completion, started, sent)

    def _charge(self, key: Key, completion: Completion, started: int, pieces: int) -> None:
        model = completion.model
        cost = completion.prompt_tokens * model.input_nano + pieces * model.output_nano
        self._log(key, model.id, 200, started, input_tokens=completion.prompt_tokens, output_tokens=pieces, cost=cost)

    def _log(
        self,
        key: Key,
        model: str,
        status: int,
        started: int,
        *,
        input_tokens: int = 0,
        output_tokens: int = 0,
        cost: int = 0,
        error: str | None = None,
    ) -> None:
        latency = max(1, self._service.store.clock() - started)
        request = NewRequest(
            timestamp=started,
            endpoint=CHAT,
            model=model,
            status=status,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            cost=cost,
            latency=latency,
            key_id=key.id,
            key_description=key.settings.description,
            error=error,
        )
        self._service.log([request])


def read_completion(body: object, now: int) -> Completion:
    """Check a call's body and make up its answer; raises ``Problem`` 400 as OpenAI does, 404 for an unknown model."""
    if not isinstance(body, dict):
        raise Problem(400, "The body must be an object.")
    name = body.get("model")
    if not isinstance(name, str) or not name:
        raise Problem(400, "You must provide a model.", code="missing_model")
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(_is_message(message) for message in messages):
        raise Problem(400, "messages must be a list of at least one object with a role.", code="invalid_messages")
    for member in ("stream", "stream_options", "n"):
        if not _is_allowed(member, body.get(member)):
            raise Problem(400, f"{member} is not valid here.", code=f"invalid_{member}")
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    if most is not None and (isinstance(most, bool) or not isinstance(most, int) or most < 1):
        raise Problem(400, "max_tokens must be a whole number from 1.", code="invalid_max_tokens")
    model = model_named(name)
    if model is None or model.output_tokens == 0:
        raise Problem(404, f"The model '{name[:200]}' does not exist or can't chat.", code="model_not_found")
    prompt = "".join(_text_of(message.get("content")) for message in messages)
    pieces = answer_pieces(prompt)
    cut = most is not None and most < len(pieces)
    return Completion(
        id=f"chatcmpl-{secrets.token_hex(14)}",
        model=model,
        created=now // 1000,
        stream=body.get("stream") is True,
        usage_in_stream=(body.get("stream_options") or {}).get("include_usage") is True,
        prompt_tokens=3 + sum(4 + token_count(_text_of(message.get("content"))) for message in messages),
        pieces=pieces[:most] if cut else pieces,
        finish_reason="length" if cut else "stop",
    )


def token_count(text: str) -> int:
    """Return about how many tokens a text has."""
    return -(-len(text.encode("utf-8", "replace")) // 4)


def answer_pieces(prompt: str) -> tuple[str, ...]:
    """Return the canned answer to a prompt, always the same one, in pieces of about a token."""
    first = len(prompt) % len(_SENTENCES)
    count = 2 + len(prompt) % 3
    text = " ".join(_SENTENCES[(first + index) % len(_SENTENCES)] for index in range(count))
    return tuple(text[start : start + 4] for start in range(0, len(text), 4))


def _is_message(message: object) -> bool:
    return isinstance(message, dict) and isinstance(message.get("role"), str)


def _is_allowed(member: str, value: object) -> bool:
    if value is None:
        return True
    if member == "stream":
        return isinstance(value, bool)
    if member == "n":
        return value == 1 and not isinstance(value, bool)
    return isinstance(value, dict)


def _text_of(content: object) -> str:
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        texts = (part.get("text") for part in content if isinstance(part, dict))
        return "".join(text for text in texts if isinstance(text, str))
    return ""


def _whole(completion: Completion) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(completion.pieces), "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": completion.finish_reason}
    return {
        "id": completion.id,
        "object": "chat.completion",
        "created": completion.created,
        "model": completion.model.id,
        "choices": [choice],
        "usage": completion.usage(len(completion.pieces)),
    }


def _event(
    completion: Completion,
    delta: dict[str, str] | None,
    *,
    finish_reason: str | None = None,
    usage: dict[str, int] | None = None,
) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    chunk: dict[str, Any] = {
        "id": completion.id,
        "object": "chat.completion.chunk",
        "created": completion.created,
        "model": completion.model.id,
        "choices": [] if delta is None else [choice],
    }
    if completion.usage_in_stream:
        chunk["usage"] = usage
    return b"data: %s\n\n" % msgspec.json.encode(chunk)
