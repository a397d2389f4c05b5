"""Request ids in sixteen bytes.

The contract's ids are ULIDs: 26 characters of Crockford's base 32 for 128 bits. Two unsigned 64-bit numbers hold one
exactly; ids of any other shape are kept as text elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_NO_DIGIT = 255
_DIGITS = bytes(_ALPHABET.find(chr(code)) % 256 for code in range(256))
# An id that stands in for one that is no ULID.
_ZERO = "0" * _LENGTH
# The number is taken as its upper 28, middle 50 and lower 50 bits, which floating point sums exactly, and fast.
_LOW_DIGITS = _MIDDLE_DIGITS = 10


def _weights() -> NDArray[np.float64]:
    weights = np.zeros((_LENGTH, 3))
    ends = (_LENGTH - _LOW_DIGITS - _MIDDLE_DIGITS, _LENGTH - _LOW_DIGITS, _LENGTH)
    start = 0
    for part, end in enumerate(ends):
        weights[start:end, part] = 32.0 ** np.arange(end - start - 1, -1, -1)
        start = end
    return weights


_WEIGHTS = _weights()


def pack(ids: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.bool_]]:
    """The upper and lower halves of each id, and which ids are ULIDs at all (the halves of others are 0)."""
    digits = _digits(ids)
    if digits is None:
        packed = np.array([_digits([id_]) is not None for id_ in ids], dtype=np.bool_)
        ids = [id_ if is_packed else _ZERO for id_, is_packed in zip(ids, packed.tolist(), strict=True)]
        digits = _digits(ids)
        assert digits is not None  # noqa: S101 - every id is a ULID now
    else:
        packed = np.ones(len(ids), dtype=np.bool_)
    upper, middle, lower = (digits @ _WEIGHTS).astype(np.uint64).T
    high = upper << np.uint64(36) | middle >> np.uint64(14)
    low = (middle & np.uint64(0x3FFF)) << np.uint64(50) | lower
    return high, low, packed


def _digits(ids: Sequence[str]) -> NDArray[np.float64] | None:
    """The digits of ids that are all ULIDs, None if one is not."""
    text = "".join(ids)
    if len(text) != _LENGTH * len(ids) or not text.isascii() or set(map(len, ids)) != {_LENGTH}:
        return None
    values = text.encode("ascii").translate(_DIGITS)
    if _NO_DIGIT in values:
        return None
    digits = np.frombuffer(values, dtype=np.uint8).reshape(len(ids), _LENGTH)
    # 26 digits of 5 bits are 130 bits: the first digit of a ULID stays below 8.
    return digits.astype(np.float64) if digits[:, 0].max() < 8 else None


def unpack(high: int, low: int) -> str:
    """The ULID that ``pack`` took apart."""
    number = high << 64 | low
    return "".join([_ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5)])
