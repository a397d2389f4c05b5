"""A file that appears under its name whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from binom_desktop.export.contents import ExportFault

_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
# Some network and user-space file systems can't sync. That is no reason to fail.
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}
# Often enough that little is left to sync in the end, seldom enough that syncing costs nothing.
_SYNC_PAUSE_S = 0.1
_PART = ".binom-export-*.part"


@contextlib.contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """A new file in the same folder, which takes the place of ``file`` when the block ends without an error.

    After any error it is gone, and what stood under the name is as it was. It gets the older file's permissions, or
    those that new files have. Raises ``ExportFault`` for every ``OSError``, also for those inside the block.
    """
    # A link stays: what it leads to is replaced.
    target = Path(os.path.realpath(file))
    _remove_left_over(target.parent)
    try:
        temporary, written = _create(target.parent)
        try:
            with written:
                with _syncing(written.fileno()):
                    yield written
                written.flush()
                _keep_permissions(target, written)
                _sync(written.fileno())
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise ExportFault(_sentence(file, error)) from error
    _sync_folder(target.parent)


def _create(folder: Path) -> tuple[Path, BinaryIO]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    while True:
        path = folder / _PART.replace("*", secrets.token_hex(8))
        written = os.fdopen(os.open(path, flags, 0o666), "wb")
        with contextlib.suppress(OSError):
            _lock(written.fileno())
        if path.exists():
            return path, written
        # Another export took it for a left-over one before it was locked.
        written.close()


def _remove_left_over(folder: Path) -> None:
    """Remove what exports left behind that were killed. Those that are being written are locked, or can't be removed.

    Nothing here fails: an export can do without.
    """
    with contextlib.suppress(OSError):
        for part in folder.glob(_PART):
            with contextlib.suppress(OSError):
                _remove_unlocked(part)


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        """An open file can't be removed anyway."""

    def _remove_unlocked(part: Path) -> None:
        part.unlink()

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _remove_unlocked(part: Path) -> None:
        descriptor = os.open(part, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            # It ends with the process, however that ends.
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
        finally:
            os.close(descriptor)


def _keep_permissions(older: Path, written: BinaryIO) -> None:
    if os.name == "posix":
        # A file that only its owner may read stays so. Without an older file, or the right, the new one's are right.
        with contextlib.suppress(OSError):
            os.fchmod(written.fileno(), older.stat().st_mode & 0o777)


@contextlib.contextmanager
def _syncing(descriptor: int) -> Iterator[None]:
    """Bring what is written to the disk meanwhile, so that little is left to wait for in the end."""
    over = threading.Event()

    def sync_steadily() -> None:
        while not over.wait(_SYNC_PAUSE_S):
            _sync(descriptor)

    with ThreadPoolExecutor(max_workers=1) as executor:
        synced = executor.submit(sync_steadily)
        try:
            yield
        finally:
            over.set()
        # A disk says only once that it failed.
        synced.result()


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def _sync_folder(folder: Path) -> None:
    """See to it that the new name outlives a power cut. The file is in place already, so that nothing here fails."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sentence(file: Path, error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return f"There is no room left on the disk for {file.name}. Free some and export again."
    if error.errno == errno.EFBIG:
        return f"{file.name} gets larger than this disk allows. Choose another disk, or filter for fewer requests."
    if isinstance(error, FileNotFoundError):
        return f"The folder {file.parent} is gone. Choose another and export again."
    if isinstance(error, IsADirectoryError) or file.is_dir():
        return f"{file.name} is the name of a folder. Choose another name and export again."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"{file.name} can't be written in {file.parent}: not permitted. Choose another folder and export again."
    reason = error.strerror or type(error).__name__
    return f"{file.name} can't be written: {reason}. Choose another folder and export again."
