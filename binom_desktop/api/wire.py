"""The contract's values as they are on the wire (account-api.yaml, hub.md), and their way into the domain.

The structs check types, required members and ranges, and ignore unknown members; ``to_domain`` turns times into
milliseconds and money into nano-credits. Anything that does not fit is ``UnreadableAnswer`` with the member's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field
from typing_extensions import override

from binom_desktop import domain
from binom_desktop.api.reading import Page, all_to_domain, milliseconds, nano
from binom_desktop.errors import UnreadableAnswer

Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Sequence64 = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Status = Annotated[int, Meta(ge=100, le=599)]
Time = Annotated[datetime, Meta(tz=True)]


class RequestRecord(Struct, rename="camel", gc=False):
    """``RequestRecord`` of the contract."""

    id: str
    sequence: Sequence64
    timestamp: Time
    endpoint: str
    model: str
    status: Status
    input_tokens: Int64
    output_tokens: Int64
    cost: str
    latency_ms: Int64
    key_id: str
    key_description: str
    error: str | None = None

    def to_domain(self) -> domain.RequestRecord:
        """The record with its cost in nano-credits."""
        return domain.RequestRecord(
            self.id,
            self.sequence,
            milliseconds(self.timestamp),
            self.endpoint,
            self.model,
            self.status,
            self.input_tokens,
            self.output_tokens,
            nano(self.cost, "cost"),
            self.latency_ms,
            self.key_id,
            self.key_description,
            self.error,
        )


class Balance(Struct, rename="camel", gc=False):
    """The argument of ``BalanceChanged``, and the moving part of ``Account``."""

    total_usage: str
    credit_balance: str
    total_requests: Count
    last_sequence: Count
    revision: Int64
    as_of: Time

    def to_domain(self) -> domain.Balance:
        """The figures in nano-credits."""
        return domain.Balance(
            credit_balance_nano=nano(self.credit_balance, "creditBalance"),
            total_usage_nano=nano(self.total_usage, "totalUsage"),
            total_requests=self.total_requests,
            last_sequence=self.last_sequence,
            revision=self.revision,
            as_of_ms=milliseconds(self.as_of),
        )


class Account(Struct, rename="camel", gc=False):
    """``Account`` of the contract."""

    id: str
    username: str
    email: str
    tier: str
    total_usage: str
    credit_balance: str
    total_requests: Count
    last_sequence: Count
    revision: Int64
    created_at: Time
    as_of: Time

    def to_domain(self) -> domain.Account:
        """The account with its figures as a ``Balance``."""
        balance = Balance(
            total_usage=self.total_usage,
            credit_balance=self.credit_balance,
            total_requests=self.total_requests,
            last_sequence=self.last_sequence,
            revision=self.revision,
            as_of=self.as_of,
        )
        return domain.Account(
            id=self.id,
            username=self.username,
            email=self.email,
            tier=self.tier,
            balance=balance.to_domain(),
            created_ms=milliseconds(self.created_at),
        )


class UsageItem(Struct, rename="camel", gc=False):
    """``UsageItem`` of the contract."""

    requests: Count
    errors: Count
    input_tokens: Int64
    output_tokens: Int64
    cost: str
    hour: Time | None = None
    day: date | None = None
    model: str | None = None
    key: str | None = None
    endpoint: str | None = None
    status: Status | None = None

    def to_domain(self) -> domain.UsageItem:
        """The sums with their cost in nano-credits."""
        return domain.UsageItem(
            requests=self.requests,
            errors=self.errors,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            cost_nano=nano(self.cost, "cost"),
            hour_ms=None if self.hour is None else milliseconds(self.hour),
            day=self.day,
            model=self.model,
            key=self.key,
            endpoint=self.endpoint,
            status=self.status,
        )


class Usage(Struct, rename="camel", gc=False):
    """``Usage`` of the contract."""

    first: date = field(name="from")
    last: date = field(name="to")
    group_by: list[str]
    items: list[UsageItem]
    as_of: Time

    def to_domain(self) -> domain.Usage:
        """The sums; every item must have the fields that were grouped by."""
        for item in self.items:
            for name in self.group_by:
                if getattr(item, name, None) is None:
                    raise UnreadableAnswer(f"The server's answer can't be read: a usage item has no {name}.")
        return domain.Usage(
            first=self.first, last=self.last, items=all_to_domain(self.items), as_of_ms=milliseconds(self.as_of)
        )


class ApiKey(Struct, rename="camel", gc=False):
    """``ApiKey`` of the contract."""

    id: str
    description: str
    enabled: bool
    rate_limit_rpm: Int64 | None
    allowed_ips: list[str]
    hint: str
    created_at: Time
    last_used_at: Time | None
    total_requests: Count
    total_cost: str
    last_sequence: Count
    version: str

    def to_domain(self) -> domain.ApiKey:
        """The key's settings and use."""
        return domain.ApiKey(
            id=self.id,
            description=self.description,
            enabled=self.enabled,
            rate_limit_rpm=self.rate_limit_rpm,
            allowed_ips=tuple(self.allowed_ips),
            hint=self.hint,
            created_ms=milliseconds(self.created_at),
            last_used_ms=None if self.last_used_at is None else milliseconds(self.last_used_at),
            total_requests=self.total_requests,
            total_cost_nano=nano(self.total_cost, "totalCost"),
            last_sequence=self.last_sequence,
            version=self.version,
        )


class KeyList(Struct, rename="camel", gc=False):
    """The answer of ``listKeys``."""

    items: list[ApiKey]
    as_of: Time

    def to_domain(self) -> tuple[domain.ApiKey, ...]:
        """The keys, newest first."""
        return all_to_domain(self.items)


class CreatedKey(Struct, rename="camel", gc=False):
    """The answer of ``createKey``. Its ``repr`` would show the secret, so it has none of the members."""

    key: ApiKey
    secret: Annotated[str, Meta(pattern="^binom_sk_[A-Za-z0-9]{32}$")]

    @override
    def __repr__(self) -> str:
        return "CreatedKey(...)"

    def to_domain(self) -> domain.CreatedKey:
        """The key with its secret."""
        return domain.CreatedKey(key=self.key.to_domain(), secret=self.secret)


class KeySettings(Struct, rename="camel", gc=False):
    """``KeyCreate`` and, with members left out, ``KeyPatch``."""

    description: str | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET
    rate_limit_rpm: int | UnsetType | None = UNSET
    allowed_ips: Sequence[str] | UnsetType = UNSET


def key_creation(settings: domain.KeySettings) -> KeySettings:
    """What ``createKey`` is sent."""
    return KeySettings(settings.description, settings.enabled, settings.rate_limit_rpm, settings.allowed_ips)


def key_patch(known: domain.ApiKey, wanted: domain.KeySettings) -> KeySettings | None:
    """What ``updateKey`` is sent: only the members that differ; None where none does."""
    patch = KeySettings(
        UNSET if wanted.description == known.description else wanted.description,
        UNSET if wanted.enabled == known.enabled else wanted.enabled,
        UNSET if wanted.rate_limit_rpm == known.rate_limit_rpm else wanted.rate_limit_rpm,
        UNSET if wanted.allowed_ips == known.allowed_ips else wanted.allowed_ips,
    )
    return None if patch == KeySettings() else patch


class Transaction(Struct, rename="camel", gc=False):
    """``Transaction`` of the contract."""

    id: str
    timestamp: Time
    kind: str
    amount: str
    balance_after: str
    description: str

    def to_domain(self) -> domain.Transaction:
        """The movement in nano-credits."""
        return domain.Transaction(
            id=self.id,
            timestamp_ms=milliseconds(self.timestamp),
            kind=self.kind,
            amount_nano=nano(self.amount, "amount"),
            balance_after_nano=nano(self.balance_after, "balanceAfter"),
            description=self.description,
        )


class Notification(Struct, rename="camel", gc=False):
    """``Notification`` of the contract."""

    id: str
    timestamp: Time
    kind: str
    severity: domain.Severity
    title: str
    body: str
    url: str | None = None
    read_at: Time | None = None

    def to_domain(self) -> domain.Notification:
        """The notification; an address that is not https is left out, as the contract allows no other."""
        return domain.Notification(
            id=self.id,
            timestamp_ms=milliseconds(self.timestamp),
            kind=self.kind,
            severity=self.severity,
            title=self.title,
            body=self.body,
            url=self.url if self.url is not None and self.url.startswith("https://") else None,
            read_ms=None if self.read_at is None else milliseconds(self.read_at),
        )


class Model(Struct, gc=False):
    """``Model`` of the contract, which is OpenAI's with prices."""

    id: str
    owned_by: str | None = None
    input_price: str | None = field(default=None, name="inputPricePerMillion")
    output_price: str | None = field(default=None, name="outputPricePerMillion")

    def to_domain(self) -> domain.Model:
        """The model; a price that is not given stays unknown."""
        return domain.Model(
            id=self.id,
            owned_by=self.owned_by,
            input_price_per_million_nano=_price(self.input_price, "inputPricePerMillion"),
            output_price_per_million_nano=_price(self.output_price, "outputPricePerMillion"),
        )


class ModelList(Struct, gc=False):
    """The answer of ``listModels``."""

    data: list[Model]

    def to_domain(self) -> tuple[domain.Model, ...]:
        """The models as listed."""
        return all_to_domain(self.data)


class _PageBase(Struct, rename="camel", gc=False):
    next_cursor: str | None
    as_of: Time


class RequestPage(_PageBase):
    """A page of ``listRequests``."""

    items: list[RequestRecord]

    def to_domain(self) -> Page[domain.RequestRecord]:
        """The page's records."""
        return Page(all_to_domain(self.items), self.next_cursor, milliseconds(self.as_of))


class TransactionPage(_PageBase):
    """A page of ``listTransactions``."""

    items: list[Transaction]

    def to_domain(self) -> Page[domain.Transaction]:
        """The page's movements."""
        return Page(all_to_domain(self.items), self.next_cursor, milliseconds(self.as_of))


class NotificationPage(_PageBase):
    """A page of ``listNotifications``."""

    items: list[Notification]

    def to_domain(self) -> Page[domain.Notification]:
        """The page's notifications."""
        return Page(all_to_domain(self.items), self.next_cursor, milliseconds(self.as_of))


def _price(text: str | None, member: str) -> int | None:
    return None if text is None else nano(text, member)
