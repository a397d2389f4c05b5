"""The private desktop and its services, each where a test asks for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "linux":
    from tests.e2e.desktop import Desktop, missing_packages
    from tests.e2e.desktop_services import NotificationDaemon, SecretService, TrayHost
else:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def shared_desktop() -> Iterator[Desktop]:
    """One desktop for all tests; each gets its own home, services and processes."""
    missing = missing_packages()
    if missing:
        reason = f"a private desktop needs these Debian packages: {' '.join(missing)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with Desktop() as desktop:
        yield desktop


@pytest.fixture
def desktop(shared_desktop: Desktop) -> Iterator[Desktop]:
    """The desktop, without any app from the test before."""
    yield shared_desktop
    shared_desktop.end_apps()


@pytest.fixture
def home(desktop: Desktop) -> Path:
    """An empty home folder."""
    return desktop.new_home()


@pytest.fixture
def tray(desktop: Desktop) -> Iterator[TrayHost]:
    """A panel with a tray."""
    with TrayHost(desktop.bus_address) as host:
        yield host


@pytest.fixture
def notifications(desktop: Desktop) -> Iterator[NotificationDaemon]:
    """A notification daemon."""
    with NotificationDaemon(desktop.bus_address) as daemon:
        yield daemon


@pytest.fixture
def keyring(desktop: Desktop) -> Iterator[SecretService]:
    """An unlocked keyring."""
    with SecretService(desktop.bus_address) as service:
        yield service
