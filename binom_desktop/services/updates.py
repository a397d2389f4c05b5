"""Newer versions: the build's signed feed, in the format of ``docs/updates.md``, and a release's file, checked by it.

Nothing here opens, runs or installs what was fetched.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import os
import re
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from msgspec import Struct

from binom_desktop.api.client import ClientTimings, public_pieces
from binom_desktop.api.origin import is_private_to_send_to, origin_of
from binom_desktop.build_settings import FeedSettings
from binom_desktop.errors import BinomError, InvalidServer, Offline
from binom_desktop.settings import write_whole
from binom_desktop.update_values import Refusal, Release, ReleaseFile, UpdateRefused, version_parts

MAX_FEED_BYTES: Final = 64 * 1024
MAX_FILE_BYTES: Final = 1 << 30

# A clock may be wrong by a time zone.
_MOST_AHEAD_MS = 24 * 3600 * 1000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART_PREFIX, _PART_SUFFIX = ".binom-update-", ".part"
# Nobody sends so slowly: a file that was not written to for so long is of a download that was killed.
_LEFT_OVER_S = 3600.0

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
_Size = Annotated[int, msgspec.Meta(ge=1, le=MAX_FILE_BYTES)]


class _Envelope(msgspec.Struct):
    """``payload`` is base64 of the document's bytes, ``signature`` that of their Ed25519 signature."""

    payload: str
    signature: str


class _File(msgspec.Struct):
    platform: _Text
    url: _Text
    sha256: _Text
    size: _Size


class _Document(msgspec.Struct, rename="camel"):
    version: _Text
    published_at: Annotated[datetime, msgspec.Meta(tz=True)]
    files: list[_File]
    notes_url: Annotated[str, msgspec.Meta(max_length=2000)] = ""


class _Seen(msgspec.Struct):
    """What is remembered between two checks; times are ms since 1970."""

    checked_ms: int = 0
    published_ms: int = 0


def opened_feed(data: bytes, public_key: bytes) -> Release:
    """The release in a feed that is signed. Raises ``UpdateRefused``, and nothing else, whatever ``data`` is."""
    if len(data) > MAX_FEED_BYTES:
        raise UpdateRefused(Refusal.TOO_LARGE)
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
        payload = base64.b64decode(envelope.payload, validate=True)
        signature = base64.b64decode(envelope.signature, validate=True)
    except (msgspec.MsgspecError, binascii.Error, ValueError, RecursionError):
        raise UpdateRefused(Refusal.UNREADABLE) from None
    # Not a byte of the document is looked at before this.
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, payload)
    except (InvalidSignature, ValueError):
        raise UpdateRefused(Refusal.SIGNATURE) from None
    try:
        return _release_of(msgspec.json.decode(payload, type=_Document))
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        raise UpdateRefused(Refusal.UNREADABLE) from None


class UpdateTimings(Struct, frozen=True):
    """How long all of a feed may take, in seconds, and how long each wait of a fetch may be, None as for accounts."""

    feed_s: float = 30.0
    client: ClientTimings | None = None


class Updates:
    """Asks ``feed`` and fetches what it names. ``memory`` is a file that keeps when, and the newest feed seen.

    ``version`` is that of this app. An account's key is not known here.
    """

    def __init__(
        self,
        *,
        feed: FeedSettings,
        memory: Path,
        version: str,
        now_ms: Callable[[], int],
        timings: UpdateTimings | None = None,
    ) -> None:
        self._feed = feed
        self._memory = memory
        self._version = version
        self._now_ms = now_ms
        self._timings = timings or UpdateTimings()
        self._seen: _Seen | None = None

    async def last_checked_ms(self) -> int | None:
        """When the feed was asked last, ms since 1970; None where it never was, or where that is not known."""
        seen = await asyncio.to_thread(self._recalled)
        # A clock that was set back must not keep checks away for years.
        return seen.checked_ms if 0 < seen.checked_ms <= self._now_ms() else None

    async def check(self) -> Release | None:
        """The release that the feed names if it is newer than this version, else None.

        Raises ``UpdateRefused`` for a feed that can't be trusted, ``Offline``, ``HttpError``, or ``UnreadableAnswer``.
        """
        seen = await asyncio.to_thread(self._recalled)
        seen.checked_ms = self._now_ms()
        try:
            try:
                async with asyncio.timeout(self._timings.feed_s):
                    data = await self._fetched_feed()
            except TimeoutError:
                raise Offline("The server took too long to answer.") from None
            release = await asyncio.to_thread(opened_feed, data, self._feed.public_key)
            if release.published_ms < seen.published_ms:
                raise UpdateRefused(Refusal.OLD)
            if release.published_ms > self._now_ms() + _MOST_AHEAD_MS:
                raise UpdateRefused(Refusal.FUTURE)
            seen.published_ms = release.published_ms
        finally:
            await asyncio.to_thread(self._remember, seen)
        return release if version_parts(release.version) > version_parts(self._version) else None

    async def download(self, file: ReleaseFile, target: Path, progress: Callable[[int], None]) -> None:
        """Write ``file`` to ``target`` if it is what the feed says; else nothing of it stays, and ``target`` as it was.

        ``progress`` takes how many bytes are here. Raises what ``check`` does.
        """
        part = _Part(target)
        try:
            await asyncio.to_thread(part.open)
            digest, done = hashlib.sha256(), 0
            async with contextlib.aclosing(self._pieces(file.url)) as pieces:
                async for piece in pieces:
                    done += len(piece)
                    if done > file.size:
                        raise UpdateRefused(Refusal.SIZE)
                    await asyncio.to_thread(part.take, piece, digest.update)
                    progress(done)
            if done != file.size:
                raise UpdateRefused(Refusal.SIZE)
            if digest.hexdigest() != file.sha256:
                raise UpdateRefused(Refusal.HASH)
            await asyncio.to_thread(part.keep)
        except (OSError, ValueError):
            raise UpdateRefused(Refusal.NOT_WRITTEN) from None
        finally:
            # A cancelled download cleans up too, and to remove a large file takes a disk its time.
            await asyncio.shield(asyncio.to_thread(part.discard))

    async def _fetched_feed(self) -> bytes:
        data = bytearray()
        async with contextlib.aclosing(self._pieces(self._feed.address)) as pieces:
            async for piece in pieces:
                data += piece
                if len(data) > MAX_FEED_BYTES:
                    raise UpdateRefused(Refusal.TOO_LARGE)
        return bytes(data)

    async def _pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        if not _is_usable(url):
            raise UpdateRefused(Refusal.ADDRESS)
        try:
            async with contextlib.aclosing(public_pieces(url, timings=self._timings.client)) as pieces:
                async for piece in pieces:
                    yield piece
        except InvalidServer:
            raise UpdateRefused(Refusal.REDIRECT) from None

    def _recalled(self) -> _Seen:
        """What was remembered: by this run, or in the file; nothing where that is missing or damaged."""
        if self._seen is None:
            try:
                self._seen = msgspec.json.decode(self._memory.read_bytes(), type=_Seen)
            except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
                self._seen = _Seen()
            # No feed of the future is ever taken, so this is damage, and would refuse every other one.
            if self._seen.published_ms > self._now_ms() + _MOST_AHEAD_MS:
                self._seen.published_ms = 0
        return self._seen

    def _remember(self, seen: _Seen) -> None:
        # Where it can't be written, the feed is asked again at the next start.
        with contextlib.suppress(OSError):
            write_whole(self._memory, msgspec.json.encode(seen))


def _release_of(document: _Document) -> Release:
    """Raises ``ValueError`` for what no release can have."""
    version_parts(document.version)
    if document.notes_url and not (document.notes_url.startswith("https://") and _is_usable(document.notes_url)):
        raise ValueError("The notes are not on an https page.")
    for file in document.files:
        if _SHA256.fullmatch(file.sha256) is None or not _is_usable(file.url):
            raise ValueError("A file has no hash, or no address that can be used.")
    files = tuple(ReleaseFile(file.platform, file.url, file.sha256, file.size) for file in document.files)
    return Release(document.version, round(document.published_at.timestamp() * 1000), document.notes_url, files)


def _is_usable(url: str) -> bool:
    """Whether this is an address without a name or a password, by https or on this machine."""
    if not (url.isascii() and url.isprintable()):
        return False
    try:
        origin_of(url)
    except BinomError:
        return False
    return is_private_to_send_to(url) and "@" not in url.partition("://")[2].partition("/")[0]


class _Part:
    """What is here of a file, beside ``target`` and for its owner only, until it is whole. Slow: call it in a thread.

    A call that nobody waits for any more may still run when ``discard`` comes, which waits for it.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._turn = threading.Lock()
        self._path: Path | None = None
        self._stream: BinaryIO | None = None
        self._discarded = False

    def open(self) -> None:
        """Make the file, empty; what killed downloads left in the folder goes. Raises ``OSError``."""
        _remove_left_over(self._target.parent)
        with self._turn:
            if not self._discarded:
                descriptor, name = tempfile.mkstemp(_PART_SUFFIX, _PART_PREFIX, self._target.parent)
                self._path, self._stream = Path(name), os.fdopen(descriptor, "wb")

    def take(self, piece: bytes, update: Callable[[bytes], None]) -> None:
        """Write a piece, and hand it to ``update``. Raises ``OSError``."""
        with self._turn:
            if self._stream is not None:
                self._stream.write(piece)
                update(piece)

    def keep(self) -> None:
        """Put the file in its target's place. Raises ``OSError``."""
        with self._turn:
            if self._stream is not None and self._path is not None:
                self._stream.flush()
                os.fsync(self._stream.fileno())
                self._stream.close()
                self._path.replace(self._target)
                self._path = self._stream = None

    def discard(self) -> None:
        """Leave nothing of what was not kept."""
        with self._turn:
            self._discarded = True
            with contextlib.suppress(OSError):
                if self._stream is not None:
                    self._stream.close()
            with contextlib.suppress(OSError):
                if self._path is not None:
                    self._path.unlink(missing_ok=True)
            self._path = self._stream = None


def _remove_left_over(folder: Path) -> None:
    """Nothing here fails: a download can do without."""
    with contextlib.suppress(OSError):
        for part in folder.glob(f"{_PART_PREFIX}*{_PART_SUFFIX}"):
            with contextlib.suppress(OSError):
                if time.time() - part.lstat().st_mtime > _LEFT_OVER_S:
                    part.unlink()
