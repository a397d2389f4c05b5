"""The private desktop shows the tests what a person, a screen reader and a panel would see."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.e2e.desktop import Desktop
from tests.e2e.desktop_services import NotificationDaemon, SecretService, TrayHost
from tests.e2e.waiting import wait_until

WINDOW = """
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import *
application = QApplication([])
window = QWidget()
layout = QVBoxLayout(window)
field, button, label, table = QLineEdit(), QPushButton("Greet"), QLabel("nobody"), QTableWidget(1, 2)
for name, widget in {"field": field, "button": button, "label": label, "table": table}.items():
    widget.setObjectName(name)
    layout.addWidget(widget)
table.setAccessibleName("Names")
table.setItem(0, 0, QTableWidgetItem("one"))
table.setItem(0, 1, QTableWidgetItem("two"))
window.setWindowTitle("Sample")
window.show()
pixmap = QPixmap(22, 22)
pixmap.fill("red")
tray = QSystemTrayIcon(QIcon(pixmap))
tray.setToolTip("All is well")
menu = QMenu()
menu.addAction("Leave").triggered.connect(application.quit)
tray.setContextMenu(menu)
tray.show()
def greet():
    label.setText(f"Hello, {field.text()}")
    tray.showMessage("Greeting", field.text())
button.clicked.connect(greet)
application.exec()
"""

KEYRING = """
import keyring
keyring.set_password("service", "person", "first")
keyring.set_password("service", "person", "s3cret")
assert keyring.get_password("service", "person") == "s3cret"
keyring.set_password("service", "other", "gone")
keyring.delete_password("service", "other")
assert keyring.get_password("service", "other") is None
"""


def test_window_is_read_and_worked(
    desktop: Desktop, tray: TrayHost, notifications: NotificationDaemon, home: Path
) -> None:
    """Texts, tables and the tray are read, inputs and menus worked, and the process ends cleanly."""
    app = desktop.run([sys.executable, "-c", WINDOW], home=home)
    assert app.wait_for_window().name == "Sample"
    tray.wait_for_item()
    assert tray.tooltip() == "All is well"
    assert tray.icon()[:4] == b"\xff\xff\x00\x00"
    app.find("text", object_name="field").enter("Ada")
    app.find("push button", "Greet").press()
    app.find("label", "Hello, Ada", object_name="label")
    assert app.find("table", "Names").rows() == [["one", "two"]]
    wait_until(lambda: desktop.screen.colors() > 2, "a painted window")

    wait_until(lambda: notifications.shown, "a notification")
    assert (notifications.shown[0].summary, notifications.shown[0].body) == ("Greeting", "Ada")
    tray.choose("Leave")
    assert app.wait_for_end() == 0
    assert app.children_left() == []
    assert app.errors == ""


def test_keyring_keeps_secrets(desktop: Desktop, keyring: SecretService) -> None:
    """The library that the app uses finds the keyring, stores, replaces, reads and deletes."""
    app = desktop.run([sys.executable, "-c", KEYRING])
    assert app.wait_for_end() == 0, app.errors
    assert keyring.values == ["s3cret"]
