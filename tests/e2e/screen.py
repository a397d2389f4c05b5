"""The pixels of a private X screen, read where Xvfb keeps them: no screenshot tool, no cost for the app."""

from __future__ import annotations

import mmap
import struct
import sys
from pathlib import Path

HEADER = struct.Struct(">25I")
COLOR_BYTES = 12
PIXEL_BYTES = 4


class Screen:
    """The framebuffer file of ``Xvfb -fbdir``: an X window dump that is always up to date."""

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._memory = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        header = HEADER.unpack_from(self._memory)
        self._start = header[0] + header[19] * COLOR_BYTES
        self.width, self.height, self._line_bytes = header[4], header[5], header[12]

    def is_painted(self) -> bool:
        """Whether anything but black, which an empty screen is, stands in the screen's middle line."""
        line = self._start + self.height // 2 * self._line_bytes
        return any(self._memory[line : line + self.width * PIXEL_BYTES])

    def colors(self) -> int:
        """How many different colours are on the screen."""
        pixels = self._memory[self._start : self._start + self._line_bytes * self.height]
        return len(set(memoryview(pixels).cast("I")))

    def has_color(self, color: int, lines: range) -> bool:
        """Whether a pixel of some lines has a colour: red, green and blue as one number."""
        start, stop = (self._start + line * self._line_bytes for line in (lines.start, lines.stop))
        pixels = self._memory[start:stop]
        return color.to_bytes(PIXEL_BYTES, sys.byteorder) in pixels

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()
