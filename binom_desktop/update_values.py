"""What is known of newer versions of the app."""

from __future__ import annotations

import platform
import re
import sys
from enum import StrEnum

from msgspec import Struct

from binom_desktop.errors import BinomError

_VERSION = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?", re.ASCII)
_MACHINES = {"amd64": "x86_64", "aarch64": "arm64"}


class Refusal(StrEnum):
    """Why a feed or a file was not taken."""

    ADDRESS = "the address is not https"
    REDIRECT = "it redirects to another server"
    TOO_LARGE = "it is too large"
    UNREADABLE = "it can't be read"
    SIGNATURE = "its signature is wrong"
    OLD = "it is older than one seen before"
    FUTURE = "it was published in the future"
    SIZE = "its size is wrong"
    HASH = "its hash is wrong"
    NOT_WRITTEN = "it can't be written"


class UpdateRefused(BinomError):
    """A feed or a file was refused, and nothing of it was kept."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"The update was refused: {refusal}.")
        self.refusal = refusal


class ReleaseFile(Struct, frozen=True):
    """A file of a release; ``sha256`` is 64 lower-case hexadecimal digits, ``size`` counts bytes."""

    platform: str
    url: str
    sha256: str
    size: int


class Release(Struct, frozen=True):
    """A version that a signed feed names; ``notes_url`` is empty where it names no page. Times are ms since 1970."""

    version: str
    published_ms: int
    notes_url: str
    files: tuple[ReleaseFile, ...]

    def file_for(self, platform: str) -> ReleaseFile | None:
        """The first file for a platform, None where there is none."""
        return next((file for file in self.files if file.platform == platform), None)


class Checking(Struct, frozen=True):
    """The feed is being asked."""


class Checked(Struct, frozen=True):
    """What the last check found: ``release`` is newer than this version, None where none is."""

    checked_ms: int
    release: Release | None


class CheckFailed(Struct, frozen=True):
    """Why the last check found nothing."""

    checked_ms: int
    error: BinomError


class Downloading(Struct, frozen=True):
    """How many bytes of how many are here."""

    done: int
    size: int


class Downloaded(Struct, frozen=True):
    """A file that is what the feed says it is."""

    name: str
    sha256: str


class DownloadFailed(Struct, frozen=True):
    """Why no file was kept."""

    error: BinomError


CheckState = Checking | Checked | CheckFailed | None
"""None is before the first check."""
DownloadState = Downloading | Downloaded | DownloadFailed | None


def version_parts(text: str) -> tuple[int, int, int]:
    """``1.2`` and ``1.2.0`` as (1, 2, 0), to be compared. Raises ``ValueError`` for anything else."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise ValueError("A version is two or three numbers with dots between them.")
    return int(found[1]), int(found[2]), int(found[3] or 0)


def this_platform() -> str:
    """What this computer is called in a feed: ``linux-x86_64``, ``windows-x86_64``, ``macos-arm64``."""
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    return f"{system}-{_MACHINES.get(machine, machine)}"
