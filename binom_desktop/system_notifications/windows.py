"""Which app Windows takes this process for; on other systems nothing happens here."""

from __future__ import annotations

import sys
from typing import Final

APP_USER_MODEL_ID: Final = "Binom.Desktop"


def claim_app_id() -> None:
    """Tell Windows whose windows and notifications these are. To be called before the first window shows."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APP_USER_MODEL_ID)


def register_app_name(name: str) -> None:
    """Let notifications of this app carry ``name`` instead of its id. Raises ``OSError``."""
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKeyEx(
            winreg.HKEY_CURRENT_USER, rf"SOFTWARE\Classes\AppUserModelId\{APP_USER_MODEL_ID}"
        ) as key:
            winreg.SetValueEx(key, "DisplayName", 0, winreg.REG_SZ, name)
