"""What a start does before the first paint."""

from __future__ import annotations

import subprocess
import sys

LATER = (
    *("numpy", "pyqtgraph", "httpx", "msgspec", "keyring", "sqlite3", "dbus_fast", "desktop_notifier", "uvicorn"),
    *("asyncio", "qasync", "PySide6.QtNetwork", "binom_desktop.desktop", "binom_desktop.views.theme"),
)


def test_what_no_first_paint_needs_is_imported_after_it() -> None:
    """The window shows a picture of itself by then."""
    words = f"import sys, binom_desktop.app; print(*(name for name in {LATER!r} if name in sys.modules))"
    found = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == []
