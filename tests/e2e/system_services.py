"""What a Linux system tells its apps, played by the tests: appearance, network and power profile."""

from __future__ import annotations

from typing import Any

from typing_extensions import override

from tests.e2e.bus import PROPERTIES, Answer, BusError, BusService

APPEARANCE = "org.freedesktop.appearance"
SETTINGS = "org.freedesktop.portal.Settings"
DEVICE_TYPES = {"cable": 1, "wifi": 2}
"""Those of NetworkManager."""


class SettingsPortal(BusService):
    """The portal that says how apps should look. Its values are those of org.freedesktop.appearance."""

    name = "org.freedesktop.portal.Desktop"
    _path = "/org/freedesktop/portal/desktop"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self._values = {"color-scheme": ("u", 2), "contrast": ("u", 0)}

    @override
    def properties(self, path: str) -> dict[str, tuple[str, Any]]:
        return {"version": ("u", 2)}

    @override
    def answer(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        match member:
            case "ReadAll":
                return "a{sa{sv}}", ({APPEARANCE: self._values},)
            case "ReadOne" if body[0] == APPEARANCE and body[1] in self._values:
                return "v", (self._values[body[1]],)
            case _:
                raise BusError("org.freedesktop.portal.Error.NotFound", str(body))

    def set_dark(self, dark: bool) -> None:
        """Prefer a dark or a light look from now on."""
        self._set("color-scheme", 1 if dark else 2)

    def set_high_contrast(self, high: bool) -> None:
        """Prefer high contrast, or no contrast more than another."""
        self._set("contrast", int(high))

    def _set(self, key: str, value: int) -> None:
        self._values[key] = "u", value
        self.emit(self._path, SETTINGS, "SettingChanged", "ssv", APPEARANCE, key, self._values[key])


class PropertyService(BusService):
    """A service whose objects are nothing but properties: of each path an interface with its values."""

    def __init__(self, address: str, objects: dict[str, tuple[str, dict[str, tuple[str, Any]]]]) -> None:
        super().__init__(address)
        self._objects = objects

    @override
    def properties(self, path: str) -> dict[str, tuple[str, Any]]:
        if path not in self._objects:
            return super().properties(path)
        return self._objects[path][1]

    @override
    def answer(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        if member != "Introspect" or path not in self._objects:
            return super().answer(path, interface, member, body, sender)
        name, values = self._objects[path]
        lines = [f'<property name="{key}" type="{kind}" access="read"/>' for key, (kind, _) in values.items()]
        return "s", (f'<node><interface name="{name}">{"".join(lines)}</interface></node>',)

    def change(self, path: str, **values: tuple[str, Any]) -> None:
        """Give properties of one object other values, and say so."""
        interface, known = self._objects[path]
        known.update(values)
        self.emit(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", interface, values, [])


class PowerProfiles(PropertyService):
    """power-profiles-daemon by the name of today."""

    name = "org.freedesktop.UPower.PowerProfiles"
    _path = "/org/freedesktop/UPower/PowerProfiles"

    def __init__(self, address: str, profile: str) -> None:
        super().__init__(address, {self._path: (self.name, {"ActiveProfile": ("s", profile)})})

    def choose(self, profile: str) -> None:
        """Make another profile the active one."""
        self.change(self._path, ActiveProfile=("s", profile))


class OldPowerProfiles(PowerProfiles):
    """The same by the name that it had before."""

    name = "net.hadess.PowerProfiles"
    _path = "/net/hadess/PowerProfiles"


class NetworkManager(PropertyService):
    """NetworkManager with one connection, over a cable or Wi-Fi."""

    name = "org.freedesktop.NetworkManager"
    _path = "/org/freedesktop/NetworkManager"

    def __init__(self, address: str) -> None:
        state = {
            "State": ("u", 70),
            "Connectivity": ("u", 4),
            "PrimaryConnection": ("o", self._primary("cable")),
            "Metered": ("u", 0),
        }
        objects: dict[str, tuple[str, dict[str, tuple[str, Any]]]] = {self._path: (self.name, state)}
        for name, number in DEVICE_TYPES.items():
            device = f"{self._path}/Devices/{name}"
            objects[self._primary(name)] = f"{self.name}.Connection.Active", {"Devices": ("ao", [device])}
            objects[device] = f"{self.name}.Device", {"DeviceType": ("u", number)}
        super().__init__(address, objects)

    def disconnect(self) -> None:
        """Be without any network."""
        self.change(self._path, State=("u", 20), Connectivity=("u", 1))

    def connect(self, device: str) -> None:
        """Be connected over "cable" or "wifi"."""
        connection = self._primary(device)
        self.change(self._path, State=("u", 70), Connectivity=("u", 4), PrimaryConnection=("o", connection))

    def _primary(self, device: str) -> str:
        return f"{self._path}/ActiveConnection/{device}"
