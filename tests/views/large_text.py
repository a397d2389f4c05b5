"""A system whose text is set to twice the usual size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication

from binom_desktop.views.text_size import text_scale

_LARGE_PT = 22.0


@contextmanager
def text_of_twice_the_size(application: QApplication) -> Iterator[None]:
    """What is built here is built for it."""
    before, large = application.font(), application.font()
    large.setPointSizeF(_LARGE_PT)
    application.setFont(large)
    text_scale.cache_clear()
    assert text_scale() == 2
    try:
        yield
    finally:
        application.setFont(before)
        text_scale.cache_clear()
    assert text_scale() == 1
