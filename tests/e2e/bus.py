"""D-Bus for the tests: a client that asks, and a service on a thread of its own that answers."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Self

from jeepney import (  # type: ignore[import-untyped]  # the package ships no types
    DBusAddress,
    HeaderFields,
    MatchRule,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

from tests.e2e.waiting import wait_until

PROPERTIES = "org.freedesktop.DBus.Properties"
Answer = tuple[str, tuple[Any, ...]]
NOTHING: Answer = ("", ())


class BusError(Exception):
    """The peer answered with an error, or is gone. ``name`` is the D-Bus error name."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__(f"{name}: {text}")
        self.name = name


class Bus:
    """A connection that calls methods and waits for each answer, at most ``timeout_s``."""

    def __init__(self, address: str, *, timeout_s: float = 20.0) -> None:
        self._connection = open_dbus_connection(bus=address)
        self._timeout_s = timeout_s

    def call(
        self, destination: str, path: str, interface: str, member: str, signature: str = "", *arguments: Any
    ) -> tuple[Any, ...]:
        """Call a method; the answer is the body of its reply. Raises ``BusError``."""
        target = DBusAddress(path, bus_name=destination, interface=interface)
        message = new_method_call(target, member, signature or None, arguments)
        reply = self._connection.send_and_get_reply(message, timeout=self._timeout_s)
        if reply.header.message_type == MessageType.error:
            raise BusError(reply.header.fields[HeaderFields.error_name], f"{reply.body} ({member} of {path})")
        body: tuple[Any, ...] = reply.body
        return body

    def property(self, destination: str, path: str, interface: str, name: str) -> Any:
        """Read one property, out of its variant."""
        return self.call(destination, path, PROPERTIES, "Get", "ss", interface, name)[0][1]

    def set_property(self, destination: str, path: str, interface: str, name: str, value: tuple[str, Any]) -> None:
        """Write one property; ``value`` is a pair of signature and value."""
        self.call(destination, path, PROPERTIES, "Set", "ssv", interface, name, value)

    def has_owner(self, name: str) -> bool:
        """Whether somebody owns this name."""
        return bool(self.bus_call("NameHasOwner", "s", name))

    def process_of(self, name: str) -> int:
        """The process that a connection belongs to."""
        return int(self.bus_call("GetConnectionUnixProcessID", "s", name))

    def bus_call(self, member: str, signature: str, *arguments: Any) -> Any:
        """Ask the bus itself; the answer is the first value of its reply."""
        return self.call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", member, signature, *arguments
        )[0]

    def listen(self, interface: str, member: str) -> Callable[[], tuple[Any, ...]]:
        """Hear this signal, whoever sends it. Each call of the answer waits for the next one and gives its body.

        Raises ``TimeoutError`` where none comes.
        """
        rule, heard = MatchRule(type="signal", interface=interface, member=member), deque[Any]()
        self._connection.filter(rule, queue=heard)
        self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=self._timeout_s)

        def next_body() -> tuple[Any, ...]:
            body: tuple[Any, ...] = self._connection.recv_until_filtered(heard, timeout=self._timeout_s).body
            return body

        return next_body

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class BusService:
    """Owns ``name`` on a bus and answers the calls that come, until it is closed. To be used in a ``with``."""

    name: str

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(bus=address)
        self._address = address
        self._lock = threading.Lock()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=f"stub of {self.name}", daemon=True)

    def __enter__(self) -> Self:
        self._connection.send(message_bus.RequestName(self.name))
        self._thread.start()
        bus = Bus(self._address)
        wait_until(lambda: bus.has_owner(self.name), f"{self.name} on the bus")
        bus.close()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        self._thread.join()
        self._connection.close()

    def answer(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        """Answer one call with a signature and its values, or raise ``BusError``."""
        raise BusError("org.freedesktop.DBus.Error.UnknownMethod", f"{interface}.{member} of {path}")

    def properties(self, path: str) -> dict[str, tuple[str, Any]]:
        """The properties of an object: pairs of signature and value by name."""
        raise BusError("org.freedesktop.DBus.Error.UnknownObject", path)

    def owner_gone(self, name: str) -> None:
        """Somebody left the bus."""

    def watch_owners(self) -> None:
        """From now on hear of everybody who leaves."""
        rule = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        self._send(message_bus.AddMatch(rule))

    def emit(self, path: str, interface: str, member: str, signature: str = "", *values: Any) -> None:
        """Send a signal to everybody who listens."""
        self._send(new_signal(DBusAddress(path, interface=interface), member, signature or None, values))

    def _send(self, message: Any) -> None:
        with self._lock:
            self._connection.send(message)

    def _run(self) -> None:
        while not self._closing:
            try:
                message = self._connection.receive(timeout=0.05)
            except TimeoutError:
                continue
            except OSError:
                return
            fields = message.header.fields
            kind = message.header.message_type
            if kind == MessageType.method_call:
                self._send(self._reply(message, fields))
            elif kind == MessageType.signal and fields[HeaderFields.member] == "NameOwnerChanged":
                name, _, owner = message.body
                if not owner:
                    self.owner_gone(name)

    def _reply(self, message: Any, fields: Any) -> Any:
        path, interface = fields[HeaderFields.path], fields.get(HeaderFields.interface, "")
        member, sender = fields[HeaderFields.member], fields[HeaderFields.sender]
        try:
            if interface == PROPERTIES and member == "Get":
                return new_method_return(message, "v", (self.properties(path)[message.body[1]],))
            if interface == PROPERTIES and member == "GetAll":
                return new_method_return(message, "a{sv}", (self.properties(path),))
            signature, values = self.answer(path, interface, member, message.body, sender)
            return new_method_return(message, signature or None, values)
        except BusError as error:
            return new_error(message, error.name, "s", (str(error),))
