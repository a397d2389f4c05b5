"""The columns in one file, so that a start needs not read every row of the database.

The file is derived from the database and never needed: one that is stale, damaged or another database's is ignored.
It is a line that names the format, a line with the header's size and checksum, the header as JSON, and the blocks'
buffers one after the other.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from binom_desktop.arrays import np
from binom_desktop.history.columns import BLOCK_BYTES, BLOCK_ROWS, LAYOUT, Columns
from binom_desktop.history.shelf import Shelf

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FORMAT = f"binom-desktop columns 1: {BLOCK_ROWS} rows of {' '.join(f'{n}{k}' for n, k in LAYOUT)}\n".encode()

# Blocks that are read at once share one piece of memory, which goes when the last of them does: 20 MB.
_BLOCKS_A_SHELF = 16


class Stamp(Struct, frozen=True):
    """What a snapshot covers: a generation of the database, and the random mark that this generation has there."""

    generation: int
    mark: int


def write(path: Path, columns: Columns, stamp: Stamp) -> None:
    """Replace the snapshot, or leave the old one as it is. Raises ``OSError``."""
    blocks = columns.blocks()
    header = msgspec.json.encode(
        {
            "generation": stamp.generation,
            "mark": stamp.mark,
            "blocks": [[block.number, *_checksums(block.buffer[np.newaxis])] for block in blocks],
            "text_ids": list(columns.text_ids.items()),
        }
    )
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(temporary, flags, 0o600), "wb") as file:
            file.write(_FORMAT)
            file.write(b"%d %d\n" % (len(header), zlib.crc32(header)))
            file.write(header)
            for block in blocks:
                file.write(block.buffer.data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def read(path: Path) -> tuple[Columns, Stamp] | None:
    """The columns, without their names, and what they cover; None if there is no whole snapshot of this format."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except OSError:
        return None


def _read(file: BufferedReader) -> tuple[Columns, Stamp] | None:
    if file.read(len(_FORMAT)) != _FORMAT:
        return None
    size, _, checksum = file.readline(40).partition(b" ")
    if not (size.isdigit() and checksum.strip().isdigit()) or int(size) > os.fstat(file.fileno()).st_size:
        return None
    text = file.read(int(size))
    if len(text) != int(size) or zlib.crc32(text) != int(checksum):
        return None
    header = msgspec.json.decode(text)
    columns = Columns()
    columns.text_ids.update(header["text_ids"])
    blocks = header["blocks"]
    shelves = []
    # At a start all of it is read while another thread imports numpy.
    for start in range(0, len(blocks), _BLOCKS_A_SHELF):
        numbers, expected = zip(*blocks[start : start + _BLOCKS_A_SHELF], strict=True)
        read = file.read(len(numbers) * BLOCK_BYTES)
        if len(read) != len(numbers) * BLOCK_BYTES:
            return None
        shelves.append((numbers, expected, read))
    for numbers, expected, read in shelves:
        buffers = np.frombuffer(read, dtype=np.uint8).reshape(len(numbers), BLOCK_BYTES)
        if _checksums(buffers) != list(expected):
            return None
        columns.adopt_shelf(numbers, Shelf(buffers))
    return columns, Stamp(header["generation"], header["mark"])


def _checksums(buffers: NDArray[np.uint8]) -> list[int]:
    # A sum of words finds what disks and cut-off writes do, and is several times faster than a CRC.
    sums: list[int] = buffers.view("<u8").sum(axis=-1, dtype=np.uint64).tolist()
    return sums
