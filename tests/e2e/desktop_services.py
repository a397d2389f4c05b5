"""What a desktop offers to apps, played by the tests: a tray, notifications and a keyring."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

from tests.e2e.bus import NOTHING, Answer, Bus, BusError, BusService
from tests.e2e.waiting import wait_until

ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tray menu."""

    id: int
    label: str
    enabled: bool


class TrayHost(BusService):
    """A StatusNotifierWatcher and host: knows the tray items, shows and works them as a panel would."""

    name = "org.kde.StatusNotifierWatcher"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._items: list[tuple[str, str]] = []
        self._client = Bus(address)
        self.watch_owners()

    @override
    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self._client.close()

    @override
    def answer(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        if member != "RegisterStatusNotifierItem":
            return super().answer(path, interface, member, body, sender)
        service = body[0]
        self._items.append((sender, service) if service.startswith("/") else (service, "/StatusNotifierItem"))
        self.emit(path, self.name, "StatusNotifierItemRegistered", "s", service)
        return NOTHING

    @override
    def properties(self, path: str) -> dict[str, tuple[str, Any]]:
        return {
            "RegisteredStatusNotifierItems": ("as", ["".join(item) for item in self._items]),
            "IsStatusNotifierHostRegistered": ("b", True),
            "ProtocolVersion": ("i", 0),
        }

    @override
    def owner_gone(self, name: str) -> None:
        self._items = [item for item in self._items if item[0] != name]

    def has_item(self) -> bool:
        """Whether an app stands in the tray."""
        return bool(self._items)

    def wait_for_item(self) -> None:
        """Wait until an app stands in the tray."""
        wait_until(lambda: self._items, "a tray item")

    def tooltip(self) -> str:
        """What a person reads when they point at the icon."""
        _, _, title, text = self._property("ToolTip")
        return "\n".join(part for part in (title, text) if part)

    def icon(self) -> bytes:
        """The largest picture of the icon: its pixels as ARGB."""
        return max((bytes(pixels) for _, _, pixels in self._property("IconPixmap")), key=len, default=b"")

    def menu(self) -> list[Entry]:
        """The visible entries, separators left out."""
        item, _ = self._items[-1]
        _, (_, _, children) = self._client.call(item, self._property("Menu"), MENU, "GetLayout", "iias", 0, -1, [])
        entries = []
        for _, (identity, properties, _) in children:
            values = {name: value for name, (_, value) in properties.items()}
            if values.get("visible", True) and values.get("type") != "separator":
                entries.append(Entry(identity, values.get("label", "").replace("_", ""), values.get("enabled", True)))
        return entries

    def choose(self, label: str) -> None:
        """Click a menu entry."""
        entry = next(entry for entry in self.menu() if entry.label == label)
        item, _ = self._items[-1]
        now_s = int(time.time())
        self._client.call(item, self._property("Menu"), MENU, "Event", "isvu", entry.id, "clicked", ("i", 0), now_s)

    def activate(self) -> None:
        """Click the icon."""
        item, path = self._items[-1]
        self._client.call(item, path, ITEM, "Activate", "ii", 0, 0)

    def _property(self, name: str) -> Any:
        item, path = self._items[-1]
        return self._client.property(item, path, ITEM, name)


@dataclass(frozen=True, slots=True)
class Shown:
    """A notification that an app asked for."""

    id: int
    summary: str
    body: str
    actions: tuple[str, ...]
    hints: Mapping[str, object]


class NotificationDaemon(BusService):
    """A notification daemon that remembers what it was asked to show, in ``shown``."""

    name = "org.freedesktop.Notifications"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.shown: list[Shown] = []

    @override
    def answer(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        match member:
            case "GetCapabilities":
                return "as", (["actions", "body"],)
            case "GetServerInformation":
                return "ssss", ("tests", "tests", "1", "1.2")
            case "Notify":
                _, replaces, _, summary, text, actions, hints, _ = body
                values = {name: value for name, (_, value) in hints.items()}
                shown = Shown(replaces or len(self.shown) + 1, summary, text, tuple(actions[::2]), values)
                self.shown.append(shown)
                return "u", (shown.id,)
            case "CloseNotification":
                self.emit(path, self.name, "NotificationClosed", "uu", body[0], 3)
                return NOTHING
            case _:
                return super().answer(path, interface, member, body, sender)

    def click(self, shown: Shown) -> None:
        """Click the notification itself."""
        self.emit("/org/freedesktop/Notifications", self.name, "ActionInvoked", "us", shown.id, "default")


SECRETS = "/org/freedesktop/secrets"
COLLECTION = f"{SECRETS}/collection/login"
SECRET_INTERFACE = "org.freedesktop.Secret."


@dataclass(slots=True)
class Secret:
    """One item of the keyring."""

    label: str
    attributes: dict[str, str]
    value: bytes
    content_type: str
    created_s: int = field(default_factory=lambda: int(time.time()))


class SecretService(BusService):
    """An unlocked keyring with one collection; secrets travel plainly."""

    name = "org.freedesktop.secrets"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._secrets: dict[str, Secret] = {}

    @property
    def values(self) -> list[str]:
        """Every secret that is kept."""
        return [secret.value.decode() for secret in self._secrets.values()]

    @override
    def properties(self, path: str) -> dict[str, tuple[str, Any]]:
        if path == SECRETS:
            return {"Collections": ("ao", [COLLECTION])}
        if path in (COLLECTION, f"{SECRETS}/aliases/default"):
            return {"Items": ("ao", list(self._secrets)), "Label": ("s", "Login"), "Locked": ("b", False)}
        secret = self._secret(path)
        return {
            "Attributes": ("a{ss}", secret.attributes),
            "Label": ("s", secret.label),
            "Locked": ("b", False),
            "Created": ("t", secret.created_s),
            "Modified": ("t", secret.created_s),
        }

    @override
    def answer(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        match member:
            case "OpenSession":
                if body[0] != "plain":
                    raise BusError("org.freedesktop.DBus.Error.NotSupported", body[0])
                return "vo", (("s", ""), f"{SECRETS}/session/1")
            case "ReadAlias":
                return "o", (COLLECTION,)
            case "Unlock":
                return "aoo", (body[0], "/")
            case "SearchItems":
                found = self._search(body[0])
                return ("aoao", (found, [])) if path == SECRETS else ("ao", (found,))
            case "CreateItem":
                return "oo", (self._create(*body), "/")
            case _ if path in self._secrets:
                return self._answer_item(path, interface, member, body, sender)
            case _:
                return super().answer(path, interface, member, body, sender)

    def _answer_item(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        secret = self._secrets[path]
        match member:
            case "GetSecret":
                return "(oayays)", ((body[0], b"", secret.value, secret.content_type),)
            case "SetSecret":
                secret.value = bytes(body[0][2])
                return NOTHING
            case "Delete":
                del self._secrets[path]
                return "o", ("/",)
            case _:
                return super().answer(path, interface, member, body, sender)

    def _secret(self, path: str) -> Secret:
        if path not in self._secrets:
            raise BusError("org.freedesktop.DBus.Error.UnknownObject", path)
        return self._secrets[path]

    def _search(self, wanted: dict[str, str]) -> list[str]:
        return [path for path, secret in self._secrets.items() if wanted.items() <= secret.attributes.items()]

    def _create(self, properties: dict[str, Any], secret: tuple[Any, ...], replace: bool) -> str:
        label = properties[f"{SECRET_INTERFACE}Item.Label"][1]
        attributes = properties[f"{SECRET_INTERFACE}Item.Attributes"][1]
        same = self._search(attributes) if replace else []
        path = same[0] if same else f"{COLLECTION}/{len(self._secrets) + 1}"
        self._secrets[path] = Secret(label, attributes, bytes(secret[2]), secret[3])
        return path
