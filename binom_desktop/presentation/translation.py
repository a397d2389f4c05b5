"""Texts in the language of the app.

Context and text stand in each call as they are, for ``lupdate`` reads the source, it doesn't run it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

_MOST: Final = 2**31 - 1
_MILLION: Final = 1_000_000


def translate(context: str, text: str) -> str:
    """``text`` in the language of the app."""
    return QCoreApplication.translate(context, text)


def plural(text: str, disambiguation: str, number: int) -> str:
    """``text`` in the language of the app, in the form that belongs to ``number`` things.

    These texts have no context: ``lupdate`` sees a number that a Python call carries in calls like ``tr`` alone.
    """
    return QCoreApplication.translate("", text, disambiguation, plural_number(number))


def plural_number(number: int) -> int:
    """A number that Qt can take and that every language speaks of as of ``number``: its last six digits decide."""
    magnitude = abs(number)
    return magnitude if magnitude <= _MOST else _MILLION + magnitude % _MILLION
