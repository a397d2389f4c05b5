"""The app's log: to standard error, to files for their owner only, and what is left of a hard crash.

A line is formatted and freed of secrets before it leaves the thread that logs it. A thread of its own writes the
files, so that no call waits for a disk. Where they can't be written, lines are lost in silence.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import sys
import threading
from collections import deque
from io import TextIOWrapper
from logging.handlers import QueueHandler, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import TextIO, cast

from typing_extensions import override

from binom_desktop.redaction import RedactingFormatter, Secrets

LOG_NAME = "binom-desktop.log"
CRASH_NAME = "crash.txt"
EARLIER_CRASH_NAME = "last-crash.txt"
FILES = 3
FILE_BYTES = 1 << 20
RECENT_LINES = 50

_MOST_WAITING = 10_000
_MOST_CRASH_BYTES = 16 * 1024
_LONGEST_END_S = 2.0


class AppLog:
    """The process's log, from ``start`` to ``close``. ``start_files`` belongs to the one app that holds the folder."""

    def __init__(self, *, level: str, secrets: Secrets, file_bytes: int = FILE_BYTES) -> None:
        self._level = level
        self._file_bytes = file_bytes
        self._queue: SimpleQueue[logging.LogRecord | threading.Event | None] = SimpleQueue()
        self._handler = _LineHandler(self._queue)
        self._handler.setFormatter(RedactingFormatter(secrets=secrets))
        self._folder: Path | None = None
        self._writer: threading.Thread | None = None
        self._crash_file: TextIO | None = None
        self._earlier_crash = ""

    @property
    def recent_lines(self) -> tuple[str, ...]:
        """The newest lines, oldest first, without secrets."""
        return tuple(self._handler.recent)

    @property
    def earlier_crash(self) -> str:
        """What was written when the app crashed the last time that it ran; empty if it did not."""
        return self._earlier_crash

    @property
    def files(self) -> tuple[Path, ...]:
        """Where the log's files are, the newest first, and the report of an earlier crash; some may not exist."""
        if self._folder is None:
            return ()
        file = self._folder / LOG_NAME
        older = (file.with_name(f"{LOG_NAME}.{number}") for number in range(1, FILES))
        return file, *older, self._folder / EARLIER_CRASH_NAME

    def start(self) -> None:
        """Log to standard error; lines for the files wait until there are some."""
        root = logging.getLogger()
        root.setLevel(self._level.upper())
        root.addHandler(self._handler)
        # A retry is expected; what comes of it is told where the figure stands.
        logging.getLogger("stamina").setLevel(logging.ERROR)
        # It tells every argument and result of what runs in threads.
        logging.getLogger("qasync").setLevel(logging.WARNING)

    def start_files(self, folder: Path) -> None:
        """Log to files in ``folder`` too, and let a crash of the interpreter leave its traces there. Never fails."""
        self._folder = folder
        self._writer = threading.Thread(target=self._write, args=(folder / LOG_NAME,), name="log", daemon=True)
        self._writer.start()
        with contextlib.suppress(OSError):
            self._keep_earlier_crash(folder)
        with contextlib.suppress(OSError):
            self._crash_file = _open_private(folder / CRASH_NAME, os.O_TRUNC)
            faulthandler.enable(self._crash_file)

    def flush(self) -> None:
        """Wait until all that was logged so far is written, or a moment at most. Slow: call it in a thread."""
        if self._writer is not None:
            written = threading.Event()
            self._queue.put(written)
            written.wait(_LONGEST_END_S)

    def close(self) -> None:
        """End the log well: what waits is written, and there was no crash."""
        logging.getLogger().removeHandler(self._handler)
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join(_LONGEST_END_S)
        if self._crash_file is not None and self._folder is not None:
            faulthandler.disable()
            with contextlib.suppress(OSError):
                self._crash_file.close()
                (self._folder / CRASH_NAME).unlink()

    def _write(self, file: Path) -> None:
        """Write what comes, until the end."""
        handler = _FileHandler(file, self._file_bytes)
        while (item := self._queue.get()) is not None:
            if isinstance(item, threading.Event):
                item.set()
            else:
                handler.handle(item)
        handler.close()

    def _keep_earlier_crash(self, folder: Path) -> None:
        """Read what the last run left and set it aside; one that ended well left nothing."""
        file = folder / CRASH_NAME
        with file.open("rb") as stream:
            text = stream.read(_MOST_CRASH_BYTES).decode(errors="replace").strip()
        if text:
            file.replace(folder / EARLIER_CRASH_NAME)
            self._earlier_crash = text


class _LineHandler(QueueHandler):
    """Makes the line once: for standard error, for those who ask for the newest ones, and for the writer.

    A bad record is dropped: the usual complaint would show its arguments as they are.
    """

    def __init__(self, queue: SimpleQueue[logging.LogRecord | threading.Event | None]) -> None:
        super().__init__(queue)
        self._lines = queue
        self.recent: deque[str] = deque(maxlen=RECENT_LINES)

    @override
    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """A record of the line alone: no arguments, no traceback."""
        line = self.format(record)
        self.recent.append(line)
        # Without a console there is none.
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"{line}\n")
        return logging.makeLogRecord({"name": record.name, "levelno": record.levelno, "msg": line})

    @override
    def enqueue(self, record: logging.LogRecord) -> None:
        # A disk that hangs must not fill the memory.
        if self._lines.qsize() < _MOST_WAITING:
            self._lines.put(record)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        pass


class _FileHandler(RotatingFileHandler):
    """Files for their owner only, opened at the first line; whatever fails loses the line and is tried anew.

    It belongs to the thread that made it. At the end the interpreter locks, flushes and closes every handler: this one
    would make it wait for a disk that hangs.
    """

    def __init__(self, file: Path, most_bytes: int) -> None:
        self._owner = threading.get_ident()
        super().__init__(
            file, maxBytes=most_bytes, backupCount=FILES - 1, encoding="utf-8", delay=True, errors="backslashreplace"
        )

    @override
    def _open(self) -> TextIOWrapper:
        return _open_private(Path(self.baseFilename), os.O_APPEND)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        self._forget_stream()

    @override
    def acquire(self) -> None:
        pass

    @override
    def release(self) -> None:
        pass

    @override
    def flush(self) -> None:
        if threading.get_ident() == self._owner:
            super().flush()

    @override
    def close(self) -> None:
        if threading.get_ident() == self._owner:
            self._forget_stream()
            super().close()

    def _forget_stream(self) -> None:
        # Untyped there: None as long as the file is not open.
        stream = cast("TextIO | None", self.stream)
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.close()
        self.stream = None


def _open_private(file: Path, flags: int) -> TextIOWrapper:
    """Open ``file`` for writing by its owner only, also if it was there with other rights. Raises ``OSError``."""
    flags |= os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    stream = os.fdopen(os.open(file, flags, 0o600), "w", encoding="utf-8", errors="backslashreplace")
    if os.name == "posix":
        os.fchmod(stream.fileno(), 0o600)
    return stream
