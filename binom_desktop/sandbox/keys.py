"""API keys: their table, their settings as the contract checks them, and who may sign a call."""

from __future__ import annotations

import ipaddress
import json
import secrets
import string
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from binom_desktop.sandbox.problems import FieldErrors, Problem
from binom_desktop.sandbox.store import Store, transaction
from binom_desktop.sandbox.wire import money, time_text, ulid

MAX_KEYS = 500
REPLAY_MS = 24 * 3_600_000
_COLUMNS = (
    "id, secret, description, enabled, rate_limit, allowed_ips, created, last_used, requests, cost, last_sequence, "
    "version"
)
_ALPHABET = string.ascii_letters + string.digits
_NO_MEMBER = object()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person decides about a key; ``allowed_ips`` are normalised."""

    description: str
    enabled: bool = True
    rate_limit: int | None = None
    allowed_ips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """An API key with its use. Never shown by ``repr`` with its secret."""

    id: str
    secret: str = field(repr=False)
    settings: Settings
    created: int
    last_used: int | None
    requests: int
    cost: int
    last_sequence: int
    version: int

    def allows(self, address: str) -> bool:
        """Return whether an address may use the key for inference."""
        if not self.settings.allowed_ips:
            return True
        host = ipaddress.ip_address(address)
        return any(host in ipaddress.ip_network(block) for block in self.settings.allowed_ips)

    def document(self) -> dict[str, Any]:
        """Return the contract's ``ApiKey``."""
        return {
            "id": self.id,
            "description": self.settings.description,
            "enabled": self.settings.enabled,
            "rateLimitRpm": self.settings.rate_limit,
            "allowedIps": list(self.settings.allowed_ips),
            "hint": f"binom_sk_…{self.secret[-4:]}",
            "createdAt": time_text(self.created),
            "lastUsedAt": None if self.last_used is None else time_text(self.last_used),
            "totalRequests": self.requests,
            "totalCost": money(self.cost),
            "lastSequence": self.last_sequence,
            "version": str(self.version),
        }


def new_secret() -> str:
    """Return a fresh secret of the service's form."""
    return "binom_sk_" + "".join(secrets.choice(_ALPHABET) for _ in range(32))


class Keys:
    """The account's keys in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Key]:
        """Return every key, newest first."""
        return [_key(row) for row in self._rows("ORDER BY position DESC")]

    def find(self, identifier: str) -> Key | None:
        """Return a key by id."""
        return next((_key(row) for row in self._rows("WHERE id = ?", identifier)), None)

    def signed_by(self, secret: str) -> Key | None:
        """Return the enabled key that a bearer token is."""
        return next((_key(row) for row in self._rows("WHERE secret = ? AND enabled", secret)), None)

    def create(self, settings: Settings, *, created: int | None = None, identifier: str | None = None) -> Key:
        """Store a new key, made now unless ``created`` (ms) says otherwise."""
        moment = self._store.clock() if created is None else created
        key = Key(
            id=identifier or f"key_{ulid(moment, secrets.randbits(80))}",
            secret=new_secret(),
            settings=settings,
            created=moment,
            last_used=None,
            requests=0,
            cost=0,
            last_sequence=0,
            version=1,
        )
        self._store.database.execute(
            f"INSERT INTO keys ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - a constant
            (
                key.id,
                key.secret,
                settings.description,
                settings.enabled,
                settings.rate_limit,
                json.dumps(settings.allowed_ips),
                key.created,
                key.last_used,
                key.requests,
                key.cost,
                key.last_sequence,
                key.version,
            ),
        )
        return key

    def update(self, key: Key, settings: Settings) -> Key:
        """Store changed settings under a new version."""
        changed = replace(key, settings=settings, version=key.version + 1)
        self._store.database.execute(
            "UPDATE keys SET description = ?, enabled = ?, rate_limit = ?, allowed_ips = ?, version = ? WHERE id = ?",
            (
                settings.description,
                settings.enabled,
                settings.rate_limit,
                json.dumps(settings.allowed_ips),
                changed.version,
                key.id,
            ),
        )
        return changed

    def delete(self, key: Key) -> None:
        """Delete a key and the answer to its creation, which holds its secret."""
        with transaction(self._store.database):
            self._store.database.execute("DELETE FROM keys WHERE id = ?", (key.id,))
            self._store.database.execute("DELETE FROM idempotency WHERE key_id = ?", (key.id,))

    def recall(self, name: str) -> tuple[bytes, bytes] | None:
        """Return body and answer of the creation with this Idempotency-Key within the last 24 hours."""
        now = self._store.clock()
        self._store.database.execute("DELETE FROM idempotency WHERE created <= ?", (now - REPLAY_MS,))
        row = self._store.database.execute("SELECT body, answer FROM idempotency WHERE name = ?", (name,)).fetchone()
        return None if row is None else (bytes(row[0]), bytes(row[1]))

    def create_once(self, name: str, body: bytes, settings: Settings) -> tuple[Key, bytes]:
        """Store a new key together with the answer that a replay gets; returns both."""
        with transaction(self._store.database):
            if self._store.database.execute("SELECT count(*) FROM keys").fetchone()[0] >= MAX_KEYS:
                raise Problem(409, f"An account has at most {MAX_KEYS} keys.")
            key = self.create(settings)
            answer = msgspec.json.encode({"key": key.document(), "secret": key.secret})
            self._store.database.execute(
                "INSERT INTO idempotency VALUES (?,?,?,?,?)", (name, body, answer, key.id, key.created)
            )
        return key, answer

    def _rows(self, clause: str, *values: object) -> list[tuple[Any, ...]]:
        query = f"SELECT {_COLUMNS} FROM keys {clause}"  # noqa: S608 - constants of this module
        return self._store.database.execute(query, values).fetchall()


def _key(row: tuple[Any, ...]) -> Key:
    return Key(
        id=row[0],
        secret=row[1],
        settings=Settings(
            description=row[2],
            enabled=bool(row[3]),
            rate_limit=row[4],
            allowed_ips=tuple(json.loads(row[5])),
        ),
        created=row[6],
        last_used=row[7],
        requests=row[8],
        cost=row[9],
        last_sequence=row[10],
        version=row[11],
    )


def read_settings(body: object, *, base: Settings | None) -> Settings:
    """Check a KeyCreate (``base`` None) or a KeyPatch upon ``base``; raises ``Problem`` 422 naming every bad member."""
    if not isinstance(body, dict):
        raise Problem(422, "The body must be an object.", errors={"body": ["must be an object"]})
    if base is not None and not body:
        raise Problem(422, "Nothing to change.", errors={"body": ["must have at least one member"]})
    start = base or Settings(description="")
    errors = FieldErrors()
    description = body.get("description", _NO_MEMBER)
    if description is _NO_MEMBER and base is not None:
        description = base.description
    if not isinstance(description, str):
        errors.add("description", "is required" if description is _NO_MEMBER else "must be a string")
        description = ""
    elif not 1 <= len(description) <= 100:
        errors.add("description", "must have 1 to 100 characters")
    enabled = body.get("enabled", start.enabled)
    if not isinstance(enabled, bool):
        errors.add("enabled", "must be true or false")
        enabled = False
    settings = Settings(
        description=description,
        enabled=enabled,
        rate_limit=_rate_limit(body.get("rateLimitRpm", start.rate_limit), errors),
        allowed_ips=_allowed_ips(body.get("allowedIps", list(start.allowed_ips)), errors),
    )
    errors.raise_if_any()
    return settings


def _rate_limit(value: object, errors: FieldErrors) -> int | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        errors.add("rateLimitRpm", "must be a whole number or null")
        return None
    if not 1 <= value <= 100_000:
        errors.add("rateLimitRpm", "must be from 1 to 100000")
        return None
    return value


def _allowed_ips(value: object, errors: FieldErrors) -> tuple[str, ...]:
    if not isinstance(value, list):
        errors.add("allowedIps", "must be an array")
        return ()
    if len(value) > 100:
        errors.add("allowedIps", "must have at most 100 items")
        return ()
    blocks: dict[str, None] = {}
    for item in value:
        try:
            # A number would be read as an address too.
            network = ipaddress.ip_network(item if isinstance(item, str) else "", strict=False)
        except ValueError:
            errors.add("allowedIps", f"{json.dumps(item, ensure_ascii=False)[:60]} is no IP address or CIDR block")
            continue
        whole = network.prefixlen == network.max_prefixlen
        blocks[str(network.network_address) if whole else str(network)] = None
    return tuple(blocks)
