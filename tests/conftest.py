"""What every test may use."""

from __future__ import annotations

import faulthandler
import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio; tests of the Qt loop override this."""
    return "asyncio"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """A thread that never ends must not hold up the end of the run: its traces are shown, and the run has failed."""
    faulthandler.dump_traceback_later(120, exit=True)
