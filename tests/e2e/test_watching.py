"""What the desktop tells while the app runs: its look, its network, its power, and a tray that comes and goes."""

from __future__ import annotations

import sys
from pathlib import Path

from binom_desktop.views.tokens import DARK, DARK_HIGH_CONTRAST, LIGHT, LIGHT_HIGH_CONTRAST, Tokens
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.desktop_services import TrayHost
from tests.e2e.system_services import NetworkManager, OldPowerProfiles, PowerProfiles, SettingsPortal
from tests.e2e.waiting import wait_until


def start(desktop: Desktop, **variables: str) -> AppProcess:
    """Start the watching app; the private bus is its system's bus too."""
    system = {"DBUS_SYSTEM_BUS_ADDRESS": desktop.bus_address, "XDG_CURRENT_DESKTOP": "GNOME"}
    return desktop.run([sys.executable, str(Path(__file__).with_name("watching.py"))], variables=system | variables)


def wait_for_lines(app: AppProcess, *lines: str) -> None:
    """Wait until these are the last lines that the app said of these matters: each begins with what it is about."""
    matters = {line.split()[0] for line in lines}

    def said() -> bool:
        return [line for line in app.output.splitlines() if line.split()[0] in matters][-len(lines) :] == list(lines)

    wait_until(said, lambda: f"{lines}; it said {app.output.splitlines()} and {app.errors[-2000:]}")


def colors(tokens: Tokens) -> str:
    return f"canvas {tokens.canvas} line {tokens.line}"


def test_the_look_follows_the_desktop_at_once(desktop: Desktop) -> None:
    """Dark and high contrast, each on its own and both together."""
    with SettingsPortal(desktop.bus_address) as portal:
        app = start(desktop)
        wait_for_lines(app, colors(LIGHT))
        portal.set_dark(True)
        wait_for_lines(app, colors(DARK))
        portal.set_high_contrast(True)
        wait_for_lines(app, colors(DARK_HIGH_CONTRAST))
        portal.set_dark(False)
        wait_for_lines(app, colors(LIGHT_HIGH_CONTRAST))
        portal.set_high_contrast(False)
        wait_for_lines(app, colors(LIGHT))


def test_a_desktop_that_starts_in_high_contrast(desktop: Desktop) -> None:
    """There is no change to hear of, and still it is seen."""
    with SettingsPortal(desktop.bus_address) as portal:
        portal.set_high_contrast(True)
        wait_for_lines(start(desktop), colors(LIGHT_HIGH_CONTRAST))


def test_the_network_goes_comes_back_and_is_another(desktop: Desktop) -> None:
    """Each once, and in the order in which it happens."""
    with NetworkManager(desktop.bus_address) as network:
        app = start(desktop)
        wait_for_lines(app, "tray False")
        network.disconnect()
        wait_for_lines(app, "reachable False")
        network.connect("cable")
        wait_for_lines(app, "reachable False", "reachable True")
        network.connect("wifi")
        wait_for_lines(app, "reachable False", "reachable True", "another network")


def test_power_profiles_by_either_name_and_as_they_come_and_go(desktop: Desktop) -> None:
    """A daemon that is there, changes, ends, and comes back as an older one."""
    with PowerProfiles(desktop.bus_address, "power-saver") as profiles:
        app = start(desktop)
        wait_for_lines(app, "saving True")
        profiles.choose("performance")
        wait_for_lines(app, "saving True", "saving False")
        profiles.choose("power-saver")
        wait_for_lines(app, "saving False", "saving True")
    wait_for_lines(app, "saving True", "saving False")
    with OldPowerProfiles(desktop.bus_address, "balanced") as profiles:
        profiles.choose("power-saver")
        wait_for_lines(app, "saving False", "saving True")


def test_a_tray_that_comes_late_and_goes(desktop: Desktop) -> None:
    """The icon gets into whatever tray there is, with a menu that says and does all."""
    app = start(desktop)
    wait_for_lines(app, "tray False")
    with TrayHost(desktop.bus_address) as host:
        wait_for_lines(app, "tray True")
        host.wait_for_item()
        wait_until(lambda: host.tooltip() == "Credit Balance: $42.50 · about 9 days left", "the tooltip")
    wait_for_lines(app, "tray True", "tray False")
    with TrayHost(desktop.bus_address) as host:
        wait_for_lines(app, "tray False", "tray True")
        host.wait_for_item()
        assert [(entry.label, entry.enabled) for entry in host.menu()] == [
            ("Credit Balance: $42.50 · about 9 days left", False),
            ("Today: —", False),
            ("Open Binom Desktop", True),
            ("Create API Key", True),
            ("Pause Notifications", True),
            ("Refresh", True),
            ("Quit", True),
        ]
        host.choose("Create API Key")
        wait_for_lines(app, "create key")
        host.choose("Pause Notifications")
        wait_for_lines(app, "paused True")
        host.choose("Pause Notifications")
        wait_for_lines(app, "paused True", "paused False")
        host.choose("Quit")
        assert app.wait_for_end() == 0
