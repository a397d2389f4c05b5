"""Request ids in sixteen bytes.

The contract's ids are ULIDs: 26 characters of Crockford's base 32 for 128 bits. Two unsigned 64-bit numbers hold one
exactly; ids of any other shape are kept as text elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce
from typing import TYPE_CHECKING, NamedTuple

from binom_desktop.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_NO_DIGIT = 255
# So many digits of a sought text lie within one of the words that begin at every 32nd bit.
_CHUNK = 6
_HALF = 32
_DIGITS = bytes(_ALPHABET.find(chr(code)) % 256 for code in range(256))
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
# An id that stands in for one that is no ULID.
_ZERO = "0" * _LENGTH
# The number is taken as its upper 28, middle 50 and lower 50 bits, which floating point sums exactly, and fast.
_LOW_DIGITS = _MIDDLE_DIGITS = 10


@cache
def _weights() -> NDArray[np.float64]:
    weights = np.zeros((_LENGTH, 3))
    ends = (_LENGTH - _LOW_DIGITS - _MIDDLE_DIGITS, _LENGTH - _LOW_DIGITS, _LENGTH)
    start = 0
    for part, end in enumerate(ends):
        weights[start:end, part] = 32.0 ** np.arange(end - start - 1, -1, -1)
        start = end
    return weights


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
    upper, middle, lower = (digits @ _weights()).astype(np.uint64).T
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


class Search:
    """Finds a text, in upper case, within packed ids. What it works on is made once: making it takes longest."""

    def __init__(self, text: str, size: int) -> None:
        """``size`` is the most ids that are searched at once."""
        known = 1 <= len(text) <= _LENGTH and all(character in _ALPHABET for character in text)
        starts = range(_LENGTH - len(text) + 1) if known else ()
        self._tests = [_tests(text, start) for start in starts]
        self._words = np.empty((3, size), dtype=np.uint64)
        self._marks = np.empty((2, size), dtype=np.bool_)

    def found_in(self, high: NDArray[np.uint64], low: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which ids have the text somewhere in them."""
        found = np.zeros(len(high), dtype=np.bool_)
        if not self._tests:
            return found
        across, upper, bits = self._words[:, : len(high)]
        here, also = self._marks[:, : len(high)]
        half = np.uint64(_HALF)
        np.right_shift(high, half, out=upper)
        np.right_shift(low, half, out=across)
        np.left_shift(high, half, out=bits)
        np.bitwise_or(across, bits, out=across)
        words = (low, across, high, upper)
        for first, *more in self._tests:
            np.equal(np.bitwise_and(words[first.word], first.mask, out=bits), first.value, out=here)
            for test in more:
                if not here.any():
                    break
                np.equal(np.bitwise_and(words[test.word], test.mask, out=bits), test.value, out=also)
                np.logical_and(here, also, out=here)
            np.logical_or(found, here, out=found)
        return found


class _Test(NamedTuple):
    """Which bits stand in a word under a mask. Words are the 64 bits from the 0th, 32nd, 64th and 96th on."""

    word: int
    mask: np.uint64
    value: np.uint64


def _tests(text: str, start: int) -> list[_Test]:
    """What an id with ``text`` from the digit ``start`` on looks like."""
    tests = []
    for first in range(0, len(text), _CHUNK):
        chunk = text[first : first + _CHUNK]
        value = reduce(lambda number, digit: number << 5 | _ALPHABET.index(digit), chunk, 0)
        word, within = divmod(5 * (_LENGTH - start - first - len(chunk)), _HALF)
        tests.append(_Test(word, np.uint64((1 << 5 * len(chunk)) - 1 << within), np.uint64(value << within)))
    return tests


def unpack_all(high: NDArray[np.uint64], low: NDArray[np.uint64]) -> list[str]:
    """The ULIDs that ``pack`` took apart."""
    alphabet = np.frombuffer(_ALPHABET.encode("ascii"), dtype=np.uint8)
    letters = np.full((len(high), _LENGTH + 1), ord(" "), dtype=np.uint8)
    for place in range(_LENGTH):
        shift = 5 * (_LENGTH - 1 - place)
        if shift >= 64:
            part = high >> np.uint64(shift - 64)
        elif shift > 59:
            part = high << np.uint64(64 - shift) | low >> np.uint64(shift)
        else:
            part = low >> np.uint64(shift)
        letters[:, place] = alphabet[part & np.uint64(31)]
    # Splitting at spaces takes less time than cutting each id out.
    return letters.tobytes().decode("ascii").split()


def unpack(high: int, low: int) -> str:
    """The ULID that ``pack`` took apart."""
    number = high << 64 | low
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
