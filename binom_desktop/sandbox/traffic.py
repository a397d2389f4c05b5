"""What requests look like: models with their prices, tokens, latencies and failures, all from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binom_desktop.sandbox.store import NewRequest
from binom_desktop.sandbox.wire import NANO_PER_CREDIT, money

Integers = NDArray[np.int64]

CHAT = "/v1/chat/completions"
EMBEDDINGS = "/v1/embeddings"
RESPONSES = "/v1/responses"
_BURST_SLOT_MS = 40 * 60_000
_SLOTS_A_BURST = 120


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """A model; prices in cents a million tokens, typical tokens, ms to the first token and a token after it."""

    id: str
    owner: str
    created: int
    input_cents: int
    output_cents: int
    share: float
    input_tokens: int
    output_tokens: int
    first_token_ms: int
    token_ms: float

    @property
    def input_nano(self) -> int:
        """Price of an input token in nano-credits."""
        return self.input_cents * NANO_PER_CREDIT // 100_000_000

    @property
    def output_nano(self) -> int:
        """Price of an output token in nano-credits."""
        return self.output_cents * NANO_PER_CREDIT // 100_000_000

    def document(self) -> dict[str, Any]:
        """Return the contract's ``Model``."""
        return {
            "id": self.id,
            "object": "model",
            "created": self.created,
            "owned_by": self.owner,
            "inputPricePerMillion": money(self.input_nano * 1_000_000),
            "outputPricePerMillion": money(self.output_nano * 1_000_000),
        }


MODELS = (
    ModelProfile("gpt-4o-mini", "openai", 1_721_172_741, 15, 60, 0.34, 900, 260, 320, 9.0),
    ModelProfile("gpt-4o", "openai", 1_715_367_049, 250, 1000, 0.14, 1100, 340, 420, 14.0),
    ModelProfile("gpt-4.1-mini", "openai", 1_744_318_173, 40, 160, 0.11, 1000, 300, 340, 10.0),
    ModelProfile("claude-sonnet-4", "anthropic", 1_747_872_000, 300, 1500, 0.10, 1500, 420, 680, 16.0),
    ModelProfile("gemini-2.5-flash", "google", 1_750_118_400, 30, 250, 0.08, 1300, 360, 300, 6.0),
    ModelProfile("text-embedding-3-small", "openai", 1_705_953_180, 2, 0, 0.07, 420, 0, 90, 0.0),
    ModelProfile("deepseek-chat", "deepseek", 1_735_171_200, 27, 110, 0.06, 1000, 380, 700, 22.0),
    ModelProfile("llama-3.3-70b-instruct", "meta", 1_733_443_200, 13, 40, 0.05, 800, 300, 380, 12.0),
    ModelProfile("o3-mini", "openai", 1_737_146_383, 110, 440, 0.03, 900, 900, 1900, 8.0),
    ModelProfile("mistral-large", "mistralai", 1_731_888_000, 200, 600, 0.02, 900, 320, 450, 17.0),
)
ERRORS = {
    400: "The request is not valid: messages[0].content must not be empty.",
    402: "The credit balance is used up.",
    403: "This key can't be used from this address.",
    429: "Rate limit reached for this key. Try again in a moment.",
    500: "The model failed to answer.",
    502: "The provider returned an unreadable answer.",
    503: "The model is overloaded. Try again later.",
    504: "The provider did not answer in time.",
}
_USUAL = (200, 400, 429, 500, 502, 503)
_USUAL_SHARES = (0.9855, 0.004, 0.005, 0.002, 0.0015, 0.002)
_BROKEN = (500, 502, 503, 504)


def error_text(status: int) -> str | None:
    """Return the log's message for a status; None where the request succeeded."""
    return None if status < 400 else ERRORS.get(status, f"The request failed with status {status}.")


def model_named(identifier: str) -> ModelProfile | None:
    """Return the model with this id."""
    return next((model for model in MODELS if model.id == identifier), None)


@dataclass(frozen=True, slots=True)
class Sample:
    """Columns of sampled requests; ``model`` counts in ``MODELS``, ``endpoint`` is text, ``cost`` nano-credits."""

    model: Integers
    endpoint: NDArray[np.str_]
    status: Integers
    input_tokens: Integers
    output_tokens: Integers
    cost: Integers
    latency: Integers


def _scramble(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix bits (splitmix64), so that neighbours get unrelated values."""
    mixed = numbers * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def sample(generator: np.random.Generator, times: Integers, status: Integers) -> Sample:
    """Draw the requests made at these times (ms) that ended with these statuses."""
    count = len(times)
    model = generator.choice(len(MODELS), count, p=[profile.share for profile in MODELS])
    failed = status >= 400
    typical_input = np.array([profile.input_tokens for profile in MODELS])[model]
    typical_output = np.array([profile.output_tokens for profile in MODELS])[model]
    input_tokens = np.clip(typical_input * generator.lognormal(-0.3, 0.9, count), 4, 120_000).astype(np.int64)
    output_tokens = np.clip(typical_output * generator.lognormal(-0.2, 0.8, count), 0, 16_000).astype(np.int64)
    input_tokens[failed] = 0
    output_tokens[failed] = 0
    cost = (
        input_tokens * np.array([profile.input_nano for profile in MODELS])[model]
        + output_tokens * np.array([profile.output_nano for profile in MODELS])[model]
    )
    first = np.array([profile.first_token_ms for profile in MODELS])[model]
    each = np.array([profile.token_ms for profile in MODELS])[model]
    latency = (first + each * output_tokens) * generator.lognormal(0.0, 0.25, count)
    latency = np.where((status == 429) | (status == 400), generator.uniform(4, 45, count), latency)
    latency = np.where(status >= 500, generator.uniform(180, 9_000, count), latency)
    latency = np.where(status == 504, generator.uniform(29_500, 30_500, count), latency)
    endpoint = np.where(generator.random(count) < 0.06, RESPONSES, CHAT)
    embedding = np.array([profile.output_tokens == 0 for profile in MODELS])[model]
    endpoint = np.where(embedding, EMBEDDINGS, endpoint)
    return Sample(model, endpoint, status, input_tokens, output_tokens, cost, np.maximum(latency, 1).astype(np.int64))


def draw_statuses(generator: np.random.Generator, seed: int, times: Integers) -> Integers:
    """Draw mostly 200; in some slots of 40 minutes many 429 or 5xx, the same slots whenever the seed is the same."""
    count = len(times)
    status = generator.choice(_USUAL, count, p=_USUAL_SHARES)
    slots = (times // _BURST_SLOT_MS).astype(np.uint64)
    mixed = _scramble(slots + np.uint64(seed & 0xFFFFFFFF) * np.uint64(1_000_003))
    in_burst = mixed % np.uint64(_SLOTS_A_BURST) == 0
    limited = (mixed >> np.uint64(32)) % np.uint64(5) < np.uint64(3)
    hit = generator.random(count)
    status = np.where(in_burst & limited & (hit < 0.55), 429, status)
    status = np.where(in_burst & ~limited & (hit < 0.4), generator.choice(_BROKEN, count), status)
    return status.astype(np.int64)


class LiveTraffic:
    """Makes up requests that end now, from the same seed each time."""

    def __init__(self, *, seed: int) -> None:
        self._seed = seed
        self._generator = np.random.default_rng([seed, 1])

    def requests(
        self, count: int, now: int, keys: Sequence[tuple[str, str]], *, status: int | None = None
    ) -> list[NewRequest]:
        """Return ``count`` requests that have just ended, spread over the keys (id, description), the first most.

        Without a ``status`` some fail, as in life.
        """
        times = np.full(count, now, dtype=np.int64)
        statuses = draw_statuses(self._generator, self._seed, times) if status is None else np.full_like(times, status)
        drawn = sample(self._generator, times, statuses)
        started = np.maximum(times - drawn.latency, times - 30_000)
        weights = 1.0 / np.arange(1, len(keys) + 1) ** 1.4
        chosen = self._generator.choice(len(keys), count, p=weights / weights.sum())
        columns = (
            started,
            drawn.endpoint,
            drawn.model,
            drawn.status,
            drawn.input_tokens,
            drawn.output_tokens,
            drawn.cost,
            drawn.latency,
            chosen,
        )
        return [
            NewRequest(
                timestamp=timestamp,
                endpoint=endpoint,
                model=MODELS[model].id,
                status=ended,
                input_tokens=input_tokens,
                output_tokens=output_tokens,
                cost=cost,
                latency=latency,
                key_id=keys[key][0],
                key_description=keys[key][1],
                error=error_text(ended),
            )
            for timestamp, endpoint, model, ended, input_tokens, output_tokens, cost, latency, key in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]
