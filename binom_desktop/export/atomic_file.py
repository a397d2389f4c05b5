"""A file that appears under its name whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from binom_desktop.export.contents import ExportFault

_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
# Some network and user-space file systems can't sync. That is no reason to fail.
_NO_SYNC = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


@contextlib.contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """A new file in the same folder, which takes the place of ``file`` when the block ends without an error.

    After any error it is gone, and what stood under the name is as it was. It gets the older file's permissions, or
    those that new files have. Raises ``ExportFault`` for every ``OSError``, also for those inside the block.
    """
    # A link stays: what it leads to is replaced.
    target = Path(os.path.realpath(file))
    temporary = target.with_name(f".binom-export-{secrets.token_hex(8)}.part")
    try:
        written = _create(temporary)
        try:
            with written:
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


def _create(path: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o666), "wb")


def _keep_permissions(older: Path, written: BinaryIO) -> None:
    if os.name == "posix":
        # A file that only its owner may read stays so. Without an older file, or the right, the new one's are right.
        with contextlib.suppress(OSError):
            os.fchmod(written.fileno(), older.stat().st_mode & 0o777)


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
