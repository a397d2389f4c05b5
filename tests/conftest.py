"""What every test may use."""

from __future__ import annotations

import faulthandler
import gc
import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from binom_desktop.languages import ShownLanguage
from binom_desktop.settings import Language

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio; tests of the Qt loop override this."""
    return "asyncio"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """A thread that never ends must not hold up the end of the run: its traces are shown, and the run has failed."""
    faulthandler.dump_traceback_later(120, exit=True)


@pytest.fixture(autouse=True, scope="session")
def english(qapp: QApplication) -> Iterator[None]:
    """The app's language in every test that chooses no other, whatever the desktop speaks."""
    shown = ShownLanguage(application=qapp)
    shown.show(Language.ENGLISH)
    yield
    shown.clear()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """What a test leaves behind goes at its end: later a worker thread might take widgets away while Qt uses them."""
    yield
    gc.collect(1)
