"""Realistic figures of an account, for the tests of models and views."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from binom_desktop.domain import Account, Balance, FigureSource, Overview, RequestRecord, UsageItem

# 2026-11-23 08:15:30 UTC
NOW_MS = 1_795_421_730_000
TODAY = date(2026, 11, 23)
COUNTS = (
    170, 209, 190, 155, 81, 118, 180, 211, 164, 216, 205, 127, 112, 214, 230,
    224, 178, 273, 149, 146, 214, 203, 196, 235, 235, 149, 164, 250, 220, 98,
)  # fmt: skip
MODELS = (
    ("gpt-4o-mini", 2_600, 4_820_000_000),
    ("claude-sonnet-4", 1_200, 11_300_000_000),
    ("gpt-4o", 800, 9_060_000_000),
    ("gemini-1.5-pro", 500, 2_170_000_000),
    ("llama-3.1-70b", 300, 740_000_000),
    ("mistral-large", 70, 150_000_000),
    ("qwen2.5-72b", 46, 60_000_001),
)
HOSTILE_NAME = "<b>bold</b>\u202eevil\u200f\n" + "W" * 480


def now_ms() -> int:
    """The test's wall clock."""
    return NOW_MS


def account(*, credit_nano: int = 42_509_999_999, requests: int = 48_213, tier: str = "Pro") -> Account:
    """An account of March 2026 with ``credit_nano`` left."""
    balance = Balance(credit_nano, 284_160_000_001, requests, requests, 1, NOW_MS)
    return Account("acc_1", "demo-account", "demo@example.org", tier, balance, 1_772_600_000_000)


def new_account() -> Account:
    """An account made today that never sent a request."""
    made = account(requests=0, tier="Free", credit_nano=25_000_000_000)
    return replace(made, balance=replace(made.balance, total_usage_nano=0), created_ms=NOW_MS - 60_000)


def record(sequence: int, *, status: int = 200, model: str = "gpt-4o", cost_nano: int = 25_900_000) -> RequestRecord:
    """A request of the log."""
    return RequestRecord(
        id=f"req_{sequence}",
        sequence=sequence,
        timestamp_ms=NOW_MS - (48_213 - sequence) * 27_000 - 20_000,
        endpoint="/v1/chat/completions",
        model=model,
        status=status,
        input_tokens=3_000,
        output_tokens=1_182,
        cost_nano=cost_nano,
        latency_ms=640,
        key_id="key_1",
        key_description="Production",
        error="Rate limit reached" if status >= 400 else None,
    )


def overview(
    *,
    counts: tuple[int, ...] = COUNTS,
    models: tuple[tuple[str, int, int], ...] = MODELS,
    newest: int = 48_213,
    previous_cost_nano: int | None = 25_267_857_143,
) -> Overview:
    """Thirty days to today, their models and the newest ten requests; every part sums to the same total."""
    cost = sum(model_cost for _, _, model_cost in models)
    days = tuple(
        UsageItem(
            requests=requests,
            errors=0,
            input_tokens=0,
            output_tokens=0,
            cost_nano=cost if number == 0 else 0,
            day=TODAY - timedelta(days=len(counts) - 1 - number),
        )
        for number, requests in enumerate(counts)
    )
    items = tuple(
        UsageItem(requests=requests, errors=0, input_tokens=0, output_tokens=0, cost_nano=model_cost, model=name)
        for name, requests, model_cost in models
    )
    statuses = {2: 429, 6: 500}
    recent = tuple(record(newest - place, status=statuses.get(place, 200)) for place in range(10)) if newest else ()
    return Overview(days, items, previous_cost_nano, recent, FigureSource.HISTORY, NOW_MS)


def nothing() -> Overview:
    """The overview of an account without requests."""
    return overview(counts=(0,) * 30, models=(), newest=0, previous_cost_nano=None)
