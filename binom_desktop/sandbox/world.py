"""A whole account out of one number: eight months of requests, keys, credits and notifications, relative to now."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from binom_desktop.sandbox.keys import Keys, Settings
from binom_desktop.sandbox.store import (
    INSERT_REQUEST,
    Account,
    NotificationRow,
    Store,
    TransactionRow,
    insert_notifications,
    insert_transactions,
    usage_text,
)
from binom_desktop.sandbox.traffic import MODELS, Integers, Sample, draw_statuses, error_text, sample
from binom_desktop.sandbox.wire import (
    MILLISECONDS_PER_DAY,
    MILLISECONDS_PER_HOUR,
    NANO_PER_CREDIT,
    day_text,
    ulid,
)

DEFAULT_SEED = 20
DEFAULT_HISTORY = 48_000
MAX_HISTORY = 1_000_000
AGE_DAYS = 243
USERNAME = "demo-account"
EMAIL = "demo@example.org"
SIGNING_KEY = "Desktop"
WELCOME_BONUS = 5 * NANO_PER_CREDIT
_FINAL_BALANCE = 4250 * NANO_PER_CREDIT // 100
_TOP_UPS = 12
_CENT = NANO_PER_CREDIT // 100
_MINUTE_MS = 60_000
_CROCKFORD = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", dtype=np.uint8)
# How busy an hour of the day is, 0 to 23 UTC.
_HOURS = np.array([6, 5, 4, 4, 5, 8, 16, 34, 62, 84, 95, 98, 80, 88, 100, 97, 86, 66, 44, 32, 25, 18, 12, 8]) / 100.0
# Monday to Sunday.
_WEEKDAYS = np.array([0.97, 1.06, 1.1, 1.04, 0.9, 0.34, 0.3])


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """A key of the made-up account: its settings, the days after the account's creation, its share of the traffic."""

    settings: Settings
    after_days: float
    share: float
    active_days: float = AGE_DAYS + 1.0


_KEYS = (
    KeyPlan(Settings("Production"), 0.1, 0.62),
    KeyPlan(Settings("Prototype", enabled=False), 0.2, 0.04, active_days=70),
    KeyPlan(Settings("Staging", rate_limit=120), 4, 0.18),
    KeyPlan(Settings("Notebook"), 21, 0.11),
    KeyPlan(Settings("CI", rate_limit=60, allowed_ips=("198.51.100.0/24", "2001:db8::/32")), 47, 0.05),
    KeyPlan(Settings(SIGNING_KEY), 180, 0.0),
)


def create_world(store: Store, *, seed: int, history: int, empty: bool) -> None:
    """Fill a new store and remember the secret that signs the first client in."""
    now = store.clock()
    if empty:
        _create_empty(store, now)
    else:
        _Builder(store, seed=seed, now=now, count=history).build()
    newest = Keys(store).all()[0]
    store.write_meta("token", newest.secret.encode())
    store.commit_creation()


def signing_token(store: Store) -> str:
    """Return the secret of the key that the ready line names; a new key's if that one was deleted or disabled."""
    keys = Keys(store)
    secret = (store.read_meta("token") or b"").decode()
    if keys.signed_by(secret) is None:
        secret = keys.create(Settings(SIGNING_KEY)).secret
        store.write_meta("token", secret.encode())
    return secret


def live_keys(store: Store) -> list[tuple[str, str]]:
    """Return id and description of the keys that carry made-up traffic: the enabled ones, oldest first."""
    enabled = [key for key in reversed(Keys(store).all()) if key.settings.enabled]
    working = [key for key in enabled if key.settings.description != SIGNING_KEY]
    return [(key.id, key.settings.description) for key in working or enabled]


def _create_empty(store: Store, now: int) -> None:
    created = now - 3 * _MINUTE_MS
    identifier = f"acc_{ulid(created, int.from_bytes(secrets.token_bytes(10)))}"
    store.create_account(Account(identifier, USERNAME, EMAIL, "Free", created, WELCOME_BONUS, 0, 0, 0, 1))
    Keys(store).create(Settings(SIGNING_KEY), created=created)
    row = (ulid(created, 1), created, "bonus", WELCOME_BONUS, WELCOME_BONUS, "Welcome bonus")
    insert_transactions(store.database, [row])
    insert_notifications(store.database, [_welcome(created)])


class _Builder:
    """Builds the account with a past."""

    def __init__(self, store: Store, *, seed: int, now: int, count: int) -> None:
        self._store = store
        self._seed = seed
        self._now = now
        self._count = count
        self._generator = np.random.default_rng(seed)
        self._today = now // MILLISECONDS_PER_DAY
        self._created = (self._today - AGE_DAYS) * MILLISECONDS_PER_DAY + 9 * MILLISECONDS_PER_HOUR + 24 * _MINUTE_MS

    def build(self) -> None:
        """Create everything."""
        account_id = f"acc_{ulid(self._created, self._bits())}"
        key_ids = self._create_keys()
        times = self._times()
        drawn = sample(self._generator, times, draw_statuses(self._generator, self._seed, times))
        keys = self._keys_used(times)
        self._insert_requests(times, drawn, keys, key_ids)
        self._total_keys(times, drawn, keys, key_ids)
        daily = self._daily_costs(times, drawn)
        transactions = list(self._ledger(daily))
        insert_transactions(self._store.database, transactions)
        insert_notifications(self._store.database, self._notifications(transactions))
        self._store.create_account(
            Account(
                id=account_id,
                username=USERNAME,
                email=EMAIL,
                tier="Pro",
                created=self._created,
                balance=sum(row[3] for row in transactions),
                usage=int(drawn.cost.sum()),
                requests=self._count,
                last_sequence=self._count,
                revision=self._count + len(transactions),
            )
        )

    def _bits(self) -> int:
        return int.from_bytes(self._generator.bytes(10))

    def _create_keys(self) -> list[tuple[str, str]]:
        created = []
        for plan in _KEYS:
            moment = self._created + int(plan.after_days * MILLISECONDS_PER_DAY)
            key = Keys(self._store).create(
                plan.settings, created=moment, identifier=f"key_{ulid(moment, self._bits())}"
            )
            created.append((key.id, plan.settings.description))
        return created

    def _times(self) -> Integers:
        """Return when each request was made, in the order in which the log took them."""
        first_hour = self._created // MILLISECONDS_PER_HOUR + 1
        hours = np.arange(first_hour, self._now // MILLISECONDS_PER_HOUR + 1)
        days = hours // 24
        age = (days - days[0]) / max(1, AGE_DAYS)
        noise = self._generator.lognormal(0.0, 0.16, AGE_DAYS + 2)[days - days[0]]
        weekday = (days + 3) % 7
        weights = _HOURS[hours % 24] * _WEEKDAYS[weekday] * (0.35 + 1.05 * age) * noise
        weights[-1] *= max(0.02, (self._now % MILLISECONDS_PER_HOUR) / MILLISECONDS_PER_HOUR)
        counts = self._generator.multinomial(self._count, weights / weights.sum())
        starts = np.repeat(hours * MILLISECONDS_PER_HOUR, counts)
        lengths = np.minimum(MILLISECONDS_PER_HOUR, self._now - starts)
        times = starts + (self._generator.random(self._count) * np.maximum(lengths, 1)).astype(np.int64)
        # Requests are logged when they end, a little out of order, but on the ledger's day.
        ended = times + self._generator.exponential(3_000, self._count).astype(np.int64)
        last = (times // MILLISECONDS_PER_DAY + 1) * MILLISECONDS_PER_DAY - 1
        ordered: Integers = times[np.argsort(np.minimum(ended, last), kind="stable")]
        return ordered

    def _keys_used(self, times: Integers) -> Integers:
        keys = self._generator.choice(len(_KEYS), len(times), p=[plan.share for plan in _KEYS])
        age = (times - self._created) / MILLISECONDS_PER_DAY
        begin = np.array([plan.after_days for plan in _KEYS])[keys]
        end = np.array([plan.active_days for plan in _KEYS])[keys]
        return np.where((age < begin) | (age > end), 0, keys)

    def _insert_requests(self, times: Integers, drawn: Sample, keys: Integers, key_ids: list[tuple[str, str]]) -> None:
        names = [model.id for model in MODELS]
        statuses = drawn.status.tolist()
        used = keys.tolist()
        self._store.database.executemany(
            INSERT_REQUEST,
            zip(
                range(1, self._count + 1),
                self._ulids(times),
                times.tolist(),
                drawn.endpoint.tolist(),
                [names[code] for code in drawn.model.tolist()],
                statuses,
                drawn.input_tokens.tolist(),
                drawn.output_tokens.tolist(),
                drawn.cost.tolist(),
                drawn.latency.tolist(),
                [key_ids[code][0] for code in used],
                [key_ids[code][1] for code in used],
                [error_text(status) for status in statuses],
                strict=True,
            ),
        )

    def _ulids(self, times: Integers) -> list[str]:
        digits = np.empty((len(times), 26), dtype=np.uint8)
        for place in range(10):
            digits[:, place] = (times >> (5 * (9 - place))) & 31
        digits[:, 10:] = self._generator.integers(0, 32, (len(times), 16), dtype=np.uint8)
        letters: NDArray[Any] = np.ascontiguousarray(_CROCKFORD[digits]).view("S26").ravel()
        texts: list[str] = letters.astype("U26").tolist()
        return texts

    def _total_keys(self, times: Integers, drawn: Sample, keys: Integers, key_ids: list[tuple[str, str]]) -> None:
        for code, (identifier, _description) in enumerate(key_ids):
            mine = np.flatnonzero(keys == code)
            if len(mine):
                self._store.database.execute(
                    "UPDATE keys SET last_used = ?, requests = ?, cost = ?, last_sequence = ? WHERE id = ?",
                    (
                        int(times[mine].max()),
                        len(mine),
                        int(drawn.cost[mine].sum()),
                        int(mine[-1]) + 1,
                        identifier,
                    ),
                )

    def _daily_costs(self, times: Integers, drawn: Sample) -> list[int]:
        """Return the cost of each day from the account's first to today."""
        days = times // MILLISECONDS_PER_DAY - (self._today - AGE_DAYS)
        return [int(drawn.cost[days == day].sum()) for day in range(AGE_DAYS + 1)]

    def _ledger(self, daily: list[int]) -> Iterator[TransactionRow]:
        """Enter bonus, top-ups, a refund and every day's usage, so that the balance ends at $42.50 and a bit."""
        usage = sum(daily)
        step = 5 * NANO_PER_CREDIT
        to_top_up = (usage + _FINAL_BALANCE - WELCOME_BONUS) // step * step
        refund = -(-(usage + _FINAL_BALANCE - WELCOME_BONUS - to_top_up) // _CENT) * _CENT
        unit = max(2 * step, -(-usage // (_TOP_UPS * step)) * step)
        balance = WELCOME_BONUS
        yield self._entry(self._created, "bonus", WELCOME_BONUS, balance, "Welcome bonus")
        for index, cost in enumerate(daily):
            day = self._today - AGE_DAYS + index
            start = day * MILLISECONDS_PER_DAY
            due = index == 0 or balance - cost < 2 * NANO_PER_CREDIT + unit // 8 or index == len(daily) - 3
            if due and to_top_up:
                amount = max(unit, -(-cost // step) * step) if to_top_up > 2 * unit + cost else to_top_up
                amount = to_top_up if index >= len(daily) - 3 else min(amount, to_top_up)
                to_top_up -= amount
                balance += amount
                minutes = int(self._generator.integers(2, 14))
                moment = start + 9 * MILLISECONDS_PER_HOUR + (28 + minutes) * _MINUTE_MS
                yield self._entry(moment, "topUp", amount, balance, "Card payment")
            if refund and index == len(daily) - 13:
                balance += refund
                moment = start + 15 * MILLISECONDS_PER_HOUR + 12 * _MINUTE_MS
                yield self._entry(moment, "refund", refund, balance, f"Refund for the outage of {day_text(day - 2)}")
            if cost:
                balance -= cost
                end = min(start + MILLISECONDS_PER_DAY - 1, self._now)
                yield self._entry(end, "usage", -cost, balance, usage_text(day))

    def _entry(self, moment: int, kind: str, amount: int, balance: int, description: str) -> TransactionRow:
        return (f"txn_{ulid(moment, self._bits())}", moment, kind, amount, balance, description)

    def _notifications(self, transactions: list[TransactionRow]) -> list[NotificationRow]:
        rows = [_welcome(self._created)]
        for _identifier, moment, kind, amount, _balance, _description in transactions:
            if kind == "topUp":
                body = f"Your card payment of ${amount / NANO_PER_CREDIT:,.2f} was added to your credits."
                rows.append(self._note(moment, "billing", "info", "Payment received", body))
        day = self._today * MILLISECONDS_PER_DAY + 8 * MILLISECONDS_PER_HOUR
        for days_ago, kind, severity, title, body in _NEWS:
            rows.append(self._note(day - days_ago * MILLISECONDS_PER_DAY, kind, severity, title, body))
        rows.sort(key=lambda row: row[1])
        return rows

    def _note(self, moment: int, kind: str, severity: str, title: str, body: str) -> NotificationRow:
        read = moment + 47 * _MINUTE_MS if moment < self._now - 9 * MILLISECONDS_PER_DAY else None
        url = "https://binom.run/docs" if kind == "announcement" else None
        return (f"ntf_{ulid(moment, self._bits())}", moment, kind, severity, title, body, url, read)


_NEWS = (
    (203, "account", "info", "Plan changed", "Your account is on the Pro plan now."),
    (118, "announcement", "info", "New model: gemini-2.5-flash", "A fast model with a large context is available."),
    (46, "billing", "warning", "Credits are running low", "Your credit balance fell below $10.00."),
    (14, "announcement", "critical", "Provider outage", "Requests to some models fail. We are routing around it."),
    (5, "announcement", "warning", "Planned maintenance", "On Sunday from 02:00 to 02:30 UTC answers may be slower."),
    (2, "account", "info", "Security check", "No unusual use of your keys was found last month."),
)


def _welcome(created: int) -> NotificationRow:
    body = "Your account is ready, with a bonus of $5.00 in credits."
    return (f"ntf_{ulid(created, 7)}", created, "account", "info", "Welcome to Binom.Router", body, None, None)
