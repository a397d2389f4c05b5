"""Request ids in sixteen bytes.

The contract's ids are ULIDs: 26 characters of Crockford's base 32 for 128 bits. Two unsigned 64-bit numbers hold one
exactly; ids of any other shape are kept as text elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_NO_DIGIT = 255
_LETTERS = np.frombuffer(_ALPHABET.encode("ascii"), dtype=np.uint8)
_WORD = (1 << 64) - 1
# As many digits as fit into 64 bits.
_CHUNK = 12
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


def _chunks(text: str) -> list[tuple[int, int]]:
    """A part of a ULID as numbers of up to twelve digits, each with how many digits it has; empty for what is none."""
    if not 1 <= len(text) <= _LENGTH or any(character not in _ALPHABET for character in text):
        return []
    digits = [_ALPHABET.index(character) for character in text]
    chunks = [digits[start : start + _CHUNK] for start in range(0, len(digits), _CHUNK)]
    return [(reduce(lambda number, digit: number << 5 | digit, chunk, 0), len(chunk)) for chunk in chunks]


def contain(text: str, high: NDArray[np.uint64], low: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which packed ids have ``text``, in upper case, somewhere in them."""
    found = np.zeros(len(high), dtype=np.bool_)
    chunks = _chunks(text)
    if chunks:
        for start in range(_LENGTH - len(text) + 1):
            found |= _contain_at(start, chunks, high, low)
    return found


def _contain_at(
    start: int, chunks: Sequence[tuple[int, int]], high: NDArray[np.uint64], low: NDArray[np.uint64]
) -> NDArray[np.bool_]:
    """Which ids have the chunks from the digit ``start`` on."""
    found: NDArray[np.bool_] | None = None
    end = start
    for value, length in chunks:
        end += length
        shift, mask = 5 * (_LENGTH - end), (1 << 5 * length) - 1
        if shift >= 64:
            # A first digit above 7 would need bits above the 128, which no id has.
            wanted = value << (shift - 64)
            if wanted > _WORD:
                return np.zeros(len(high), dtype=np.bool_)
            here = high & np.uint64((mask << (shift - 64)) & _WORD) == np.uint64(wanted)
        elif shift + 5 * length <= 64:
            here = low & np.uint64(mask << shift) == np.uint64(value << shift)
        else:
            across = high << np.uint64(64 - shift) | low >> np.uint64(shift)
            here = across & np.uint64(mask) == np.uint64(value)
        found = here if found is None else found & here
    assert found is not None  # noqa: S101 - there is at least one chunk
    return found


def unpack_all(high: NDArray[np.uint64], low: NDArray[np.uint64]) -> list[str]:
    """The ULIDs that ``pack`` took apart."""
    letters = np.full((len(high), _LENGTH + 1), ord(" "), dtype=np.uint8)
    for place in range(_LENGTH):
        shift = 5 * (_LENGTH - 1 - place)
        if shift >= 64:
            part = high >> np.uint64(shift - 64)
        elif shift > 59:
            part = high << np.uint64(64 - shift) | low >> np.uint64(shift)
        else:
            part = low >> np.uint64(shift)
        letters[:, place] = _LETTERS[part & np.uint64(31)]
    # Splitting at spaces takes less time than cutting each id out.
    return letters.tobytes().decode("ascii").split()


def unpack(high: int, low: int) -> str:
    """The ULID that ``pack`` took apart."""
    number = high << 64 | low
    return "".join([_ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5)])
