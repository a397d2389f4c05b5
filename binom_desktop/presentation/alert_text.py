"""Low credit in words, for notifications and the tray."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from binom_desktop.presentation.format import UNKNOWN, balance

_CONTEXT = "Alerts"


def low_credit_title() -> str:
    """The notification's title."""
    return QCoreApplication.translate(_CONTEXT, "Low credit")


def low_credit_body(balance_nano: int, level_nano: int) -> str:
    """What happened and what follows from it."""
    if balance_nano <= 0:
        return QCoreApplication.translate(
            _CONTEXT, "Credit Balance is {balance}. Requests are refused until credits are added."
        ).format(balance=balance(balance_nano))
    return QCoreApplication.translate(
        _CONTEXT, "Credit Balance is {balance}, below the level of {level}. Add credits to keep requests running."
    ).format(balance=balance(balance_nano), level=balance(level_nano))


def tray_tooltip(balance_nano: int | None) -> str:
    """What the tray icon says under the pointer."""
    text = UNKNOWN if balance_nano is None else balance(balance_nano)
    return QCoreApplication.translate(_CONTEXT, "Credit Balance: {balance}").format(balance=text)
