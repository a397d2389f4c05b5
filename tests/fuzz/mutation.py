"""Makes bad inputs from good ones, the same ones again for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

_LARGEST_BYTES = 256 * 1024
# What readers like to stumble over, in JSON, TOML, MessagePack, HTTP and addresses.
_TOKENS = (
    b"null",
    b"true",
    b"-1",
    b"0",
    b"1e999",
    b"1e308",
    b"-0.0",
    b"NaN",
    b"9223372036854775807",
    b"9223372036854775808",
    b"-9223372036854775809",
    b"9" * 400,
    b"1" * 5000,
    b'"',
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[]",
    b"{}",
    b'""',
    b",",
    b":",
    b"\x00",
    b"\x1e",
    b"\n",
    b"\r\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    "\u202e\u2066\u200f".encode(),
    b"0001-01-01T00:00:00+14:00",
    b"9999-12-31T23:59:59.999999-14:00",
    b"2026-02-30",
    b"-999999999.999999999",
    b"\xc1",
    b"\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00",
    b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
    b"\xdb\xff\xff\xff\xff",
    b"\xdd\xff\xff\xff\xff",
    b"\xdf\xff\xff\xff\xff",
    b"\xc7\x0c\xff\x3b\x9a\xc9\xff\x7f\xff\xff\xff\xff\xff\xff\xff",
    b"\xff\xff\xff\xff\x0f",
    b"\x80\x80\x80\x80\x80\x80",
    b"://",
    b"[::1",
    b"@",
    b"%00",
    b"../",
    b"2026-01-01",
)
_NESTING = ((b"[", b"]"), (b'{"a":', b"}"), (b"\x91", b"\xc0"), (b"\x81\xa1a", b"\xc0"), (b"[[", b"]]"))

HARD = (
    b"",
    b"\x00",
    b"null",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"a":' + b"[" * 100_000,
    b"a = " + b"[" * 2000,
    b"\x91" * 100_000,
    b"\x81\xa1a" + b"\x91" * 100_000,
    b"\x80\xe8\x07" + b"\x96\x01\x80\xc0\xa1x" + b"\x91" * 100_000,
)
"""What a random change seldom makes: nothing, and depths that no reader can follow by calling itself."""


class Mutator:
    """Changes samples at random, one to six times each; now and then it makes something of nothing."""

    def __init__(self, *, samples: Sequence[bytes], seed: int) -> None:
        self._samples = samples
        self._random = Random(seed)
        self._changes: tuple[Callable[[bytes], bytes], ...] = (
            self._flipped,
            self._cut,
            self._without,
            self._doubled,
            self._with_token,
            self._with_token,
            self._with_token_for_word,
            self._with_token_for_word,
            self._with_noise,
            self._joined,
            self._nested,
        )

    def next(self) -> bytes:
        """The next input, at most 256 KiB."""
        if self._random.random() < 0.02:
            return self._random.randbytes(self._random.randrange(200))
        data = self._random.choice(self._samples)
        for _ in range(self._random.choice((1, 1, 1, 2, 3, 6))):
            data = self._random.choice(self._changes)(data)
        return data[:_LARGEST_BYTES]

    def _place(self, data: bytes) -> int:
        return self._random.randint(0, len(data))

    def _span(self, data: bytes) -> tuple[int, int]:
        first = self._place(data)
        return first, min(len(data), first + self._random.choice((1, 2, 4, 8, 40, 400)))

    def _flipped(self, data: bytes) -> bytes:
        if not data:
            return data
        changed = bytearray(data)
        changed[self._random.randrange(len(data))] ^= 1 << self._random.randrange(8)
        return bytes(changed)

    def _cut(self, data: bytes) -> bytes:
        return data[: self._place(data)]

    def _without(self, data: bytes) -> bytes:
        first, last = self._span(data)
        return data[:first] + data[last:]

    def _doubled(self, data: bytes) -> bytes:
        first, last = self._span(data)
        return data[:last] + data[first:last] * self._random.choice((1, 2, 100)) + data[last:]

    def _with_token(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + self._random.choice(_TOKENS) + data[at:]

    def _with_token_for_word(self, data: bytes) -> bytes:
        """Put a token in the place of a whole value, so that more of the readers' depth is reached."""
        starts = [at for at, byte in enumerate(data) if byte in b":=,["]
        if not starts:
            return self._with_token(data)
        first = self._random.choice(starts) + 1
        last = first
        while last < len(data) and data[last] not in b",}]\n\x1e":
            last += 1
        return data[:first] + self._random.choice(_TOKENS) + data[last:]

    def _with_noise(self, data: bytes) -> bytes:
        at = self._place(data)
        return data[:at] + self._random.randbytes(self._random.choice((1, 3, 30))) + data[at:]

    def _joined(self, data: bytes) -> bytes:
        other = self._random.choice(self._samples)
        return data[: self._place(data)] + other[self._place(other) :]

    def _nested(self, data: bytes) -> bytes:
        opening, closing = self._random.choice(_NESTING)
        depth = self._random.choice((3, 900, 20_000))
        at = self._place(data)
        inner = b"1" if closing in (b"]", b"}", b"]]") else b""
        ends = closing * depth if self._random.random() < 0.5 else b""
        return data[:at] + opening * depth + inner + ends + data[at:]
