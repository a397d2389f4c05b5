"""The app in the tray: what its icon says, what its menu does, and when it speaks up."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.desktop import Desktop
from tests.e2e.desktop_services import NotificationDaemon, TrayHost
from tests.e2e.running_app import assert_ended_well, data_folder, end, start_live, start_with_key, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess


def change_balance(server: SandboxProcess, amount: str) -> None:
    """Move the account's credits by this much."""
    server.control("credits", {"amount": amount, "kind": "adjustment"})


def settings_of(home: Path) -> str:
    """The settings file as it is now."""
    file = data_folder(home) / "settings.toml"
    return file.read_text() if file.exists() else ""


def test_icon_and_menu(desktop: Desktop, tray: TrayHost, home: Path) -> None:
    """Icon and tooltip tell the balance, a second start opens the window, and the menu works and quits."""
    with SandboxProcess("--history", "100") as server:
        app = start_with_key(desktop, server, home, "--minimized")
        tray.wait_for_item()
        wait_until(lambda: tray.tooltip().startswith("Credit Balance: $42.50"), "the balance under the pointer")
        lines, choices = tray.menu()[:2], tray.menu()[2:]
        assert lines[0].label == tray.tooltip()
        assert lines[1].label.startswith("Today: ")
        assert not any(line.enabled for line in lines)
        assert [entry.label for entry in choices] == [
            "Open Binom Desktop",
            "Create API Key",
            "Pause Notifications",
            "Refresh",
            "Quit",
        ]
        assert all(entry.enabled for entry in choices)
        assert not app.has_window()
        # A second start brings the first one out of the tray.
        assert_ended_well(start_with_key(desktop, server, home))
        wait_for_connection(app, "Live")
        tray.choose("Refresh")
        tray.choose("Open Binom Desktop")
        tray.choose("Quit")
        assert_ended_well(app)


def test_notifications_are_paused_until_they_are_wanted_again(
    desktop: Desktop, tray: TrayHost, notifications: NotificationDaemon, home: Path
) -> None:
    """The menu's choice outlives a restart; what fires meanwhile stands in the window and in the log alone."""
    with SandboxProcess("--history", "100") as server:
        app = start_live(desktop, server, home)
        tray.wait_for_item()
        tray.choose("Pause Notifications")
        wait_until(lambda: "notifications_paused = true" in settings_of(home), "the pause in the settings")
        change_balance(server, "-33.00")
        app.find(name="Credit Balance: $9.50")
        end(app)

        app = start_live(desktop, server, home)
        change_balance(server, "-9.00")
        app.find(name="Credit Balance: $0.50")
        assert notifications.shown == []
        tray.choose("Pause Notifications")
        wait_until(lambda: "notifications_paused = false" in settings_of(home), "the end of the pause")
        change_balance(server, "-0.51")
        wait_until(lambda: notifications.shown, "a notification again")
        end(app)
        assert len(notifications.shown) == 1


def test_a_click_on_a_notification_opens_its_page(
    desktop: Desktop, tray: TrayHost, notifications: NotificationDaemon, home: Path
) -> None:
    """The alert is the system's own notification, urgent as it is; a click shows Billing, and the log has it."""
    with SandboxProcess("--history", "100") as server:
        app = start_with_key(desktop, server, home, "--minimized")
        tray.wait_for_item()
        wait_until(lambda: tray.tooltip().startswith("Credit Balance: $42.50"), "the balance under the pointer")
        change_balance(server, "-42.10")
        wait_until(lambda: notifications.shown, "a notification")
        shown = notifications.shown[0]
        assert (shown.summary, shown.hints["urgency"]) == ("Low credit", 2)
        assert shown.hints["desktop-entry"] == "run.binom.Desktop"
        notifications.click(shown)
        wait_until(app.has_window, "the window")
        app.find(object_name="billingPage")
        assert start_with_key(desktop, server, home, "binom://alerts").wait_for_end() == 0
        log = app.find("table", "Alert Log")
        wait_until(lambda: len(log.rows()) == 3, "all three levels in the log")
        assert any("$0.40" in cell for cell in log.rows()[0])
        end(app)


def test_low_credit_is_told_once_a_crossing(
    desktop: Desktop, tray: TrayHost, notifications: NotificationDaemon, home: Path
) -> None:
    """Each level speaks once; a fall through several is one; a restart repeats nothing."""
    with SandboxProcess("--history", "100") as server:
        app = start_live(desktop, server, home)
        tray.wait_for_item()
        wait_until(lambda: tray.tooltip().startswith("Credit Balance: $42.50"), "the balance under the pointer")
        normal = tray.icon()
        change_balance(server, "-33.00")
        wait_until(lambda: notifications.shown, "a notification")
        assert "$9.50" in notifications.shown[0].body
        app.find(name="Credit Balance: $9.50")

        change_balance(server, "-0.10")
        app.find(name="Credit Balance: $9.40")
        change_balance(server, "-9.00")
        wait_until(lambda: len(notifications.shown) == 2, "a notification of the lowest level")
        assert "$0.40" in notifications.shown[1].body
        end(app)

        app = start_live(desktop, server, home)
        tray.wait_for_item()
        wait_until(lambda: tray.tooltip().startswith("Credit Balance: $0.40"), "the balance under the pointer")
        critical = tray.icon()
        assert critical != normal
        change_balance(server, "-0.41")
        wait_until(lambda: len(notifications.shown) >= 3, "a notification of the last level")
        end(app)
        assert len(notifications.shown) == 3

        change_balance(server, "8.01")
        app = start_live(desktop, server, home)
        tray.wait_for_item()
        wait_until(lambda: tray.tooltip().startswith("Credit Balance: $8.00"), "the balance under the pointer")
        wait_until(lambda: len({normal, critical, tray.icon()}) == 3, "the icon of a warning")
        end(app)
        assert len(notifications.shown) == 3
