"""Strings that many requests share, as small codes: the same codes in memory and on disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from binom_desktop.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_NAME = -1
"""The code of an absent text, such as the error of a request that went well."""


class NameKind(IntEnum):
    """What the strings are; the numbers stand in the database."""

    ENDPOINT = 0
    MODEL = 1
    KEY_ID = 2
    KEY_DESCRIPTION = 3
    ERROR = 4


class Names:
    """The strings of one kind. A code that a request has keeps its text, also when it is read from another thread."""

    __slots__ = ("_codes", "_ranks", "_texts")

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._codes: dict[str | None, int] = {None: NO_NAME}
        self._ranks: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self._texts)

    def text(self, code: int) -> str:
        """The text of a code."""
        return self._texts[code]

    def texts(self, codes: Sequence[int]) -> list[str]:
        """The texts of codes, none of which is NO_NAME."""
        return list(map(self._texts.__getitem__, codes))

    def all(self) -> Sequence[str]:
        """Every text, in the order of the codes."""
        return self._texts

    def code(self, text: str) -> int | None:
        """The code of a text, None if no request has it."""
        return self._codes.get(text)

    def codes(self, texts: Sequence[str | None]) -> list[int]:
        """The codes of texts, NO_NAME for None. ``KeyError`` if one has none yet."""
        return list(map(self._codes.__getitem__, texts))

    def add(self, texts: Iterable[str | None]) -> list[tuple[int, str]]:
        """Give codes to those of ``texts`` that have none yet, and say which."""
        new = sorted(text for text in set(texts) if text is not None and text not in self._codes)
        start = len(self._texts)
        self.extend(new)
        return list(enumerate(new, start))

    def extend(self, texts: Iterable[str]) -> None:
        """Give the next codes to ``texts``, none of which has one."""
        for text in texts:
            self._codes[text] = len(self._texts)
            self._texts.append(text)
            self._ranks = None

    def truncate(self, length: int) -> None:
        """Forget the codes from ``length`` up, which no request has."""
        for text in self._texts[length:]:
            del self._codes[text]
        if len(self._texts) > length:
            self._ranks = None
        del self._texts[length:]

    def ranks(self) -> NDArray[np.int32]:
        """For each code its place among the texts in order, without regard to case first."""
        if self._ranks is None:
            order = sorted(range(len(self._texts)), key=lambda code: (self._texts[code].casefold(), self._texts[code]))
            ranks = np.empty(len(order), dtype=np.int32)
            ranks[order] = np.arange(len(order), dtype=np.int32)
            self._ranks = ranks
        return self._ranks
