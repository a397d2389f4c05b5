"""A small app of our own parts that says in a line each what it hears from the desktop; a process of its own."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from binom_desktop.views.desktop_watch import NetworkWatch, power_watch
from binom_desktop.views.theme import Theme, ThemeChoice
from binom_desktop.views.tray import Tray


def say(*words: object) -> None:
    """Write a line at once."""
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Watch until the tray's Quit."""
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    theme = Theme(application=application)
    theme.apply(ThemeChoice.SYSTEM)
    theme.changed.connect(lambda: say("canvas", theme.tokens.canvas, "line", theme.tokens.line))
    network, power, tray = NetworkWatch(), power_watch(), Tray()
    network.reachable_changed.connect(lambda reachable: say("reachable", reachable))
    network.changed.connect(lambda: say("another network"))
    power.saving_changed.connect(lambda saving: say("saving", saving))
    tray.available_changed.connect(lambda available: say("tray", available))
    tray.create_key_requested.connect(lambda: say("create key"))
    tray.notifications_paused_changed.connect(lambda paused: say("paused", paused))
    tray.quit_requested.connect(application.quit)
    for watch in (network, power):
        watch.start()
    tray.set_tooltip("Credit Balance: $42.50 · about 9 days left")
    tray.show()
    say("canvas", theme.tokens.canvas, "line", theme.tokens.line)
    say("tray", tray.available)
    application.exec()
    tray.close()


if __name__ == "__main__":
    main()
