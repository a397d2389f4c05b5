"""What every test may use."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def anyio_backend() -> str:
    """Async tests run on asyncio; tests of the Qt loop override this."""
    return "asyncio"
