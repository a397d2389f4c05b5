"""Finding by typing: which titles have the typed letters in their order, which come first, and which letters hit.

A word that is typed matches a title which has its letters in order, with anything between them, or a keyword which
begins with it. Letters count more at the start of a word and right behind each other, and less the more lies between
them, as in the editors whose command palettes people know. Several words may stand in any order. Letter case, accents
and ligatures make no difference (Unicode UAX #15, compatibility decomposition).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

# What a letter is worth: the first of a title, the first of another word, one right behind the letter before it. Each
# letter that is left out between two costs one.
_FIRST = 28
_START = 20
_RUN = 24
# What a word is worth that begins a keyword, by its first letter and each further one: less than a run in the title.
_KEYWORD_FIRST = 8
_KEYWORD_NEXT = 12
# So many places of one letter are weighed. A title that has more of them is found all the same.
_MOST_PLACES = 16
_WORD = re.compile(r"[^\W_]+")
# Where a word starts within one: ``lastUsed``.
_HUMP = re.compile(r"(?<=[a-z])[A-Z]")

# Where the last letter may lie, and what is reached there, both in the order of the title.
_Reach: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
# What still matches: its entry, the worth of the words before, the reach of this one, and whether it begins a keyword.
# Thousands are made a key stroke, so these are plain tuples, of which the garbage collector soon lets go.
_Candidate: TypeAlias = tuple[int, int, _Reach, bool]
_NOWHERE: _Reach = ((), ())


class Searchable(Struct, frozen=True):
    """What can be found: by the letters of its title, and by the beginnings of its keywords."""

    title: str
    keywords: tuple[str, ...] = ()


class _Title(Struct, frozen=True):
    """A title without case and accents; ``sources`` has the place of each letter in it, None if they are the same."""

    text: str
    bonuses: bytes
    sources: tuple[int, ...] | None


class FuzzySearch:
    """Finds among ``entries``. What was found before is narrowed when a letter is added, and kept for when it goes."""

    def __init__(self, entries: Sequence[Searchable]) -> None:
        self._titles = [_prepared_title(entry.title) for entry in entries]
        self._keywords = [_prepared_keywords(entry.keywords) for entry in entries]
        # Among equals the shorter title comes first, then what was handed in first.
        self._by_rank = sorted(range(len(entries)), key=lambda entry: (len(self._titles[entry].text), entry))
        self._ranks = [0] * len(entries)
        for rank, entry in enumerate(self._by_rank):
            self._ranks[entry] = rank
        self._query = ""
        # What matches each beginning of the query.
        self._levels: list[list[_Candidate]] = []

    @property
    def query(self) -> str:
        """What was looked for last, without case and accents."""
        return self._query

    def find(self, text: str) -> list[int]:
        """The places in ``entries`` of what matches ``text``, the best first; of everything if there is no word."""
        query = folded_words(text)
        if not query:
            self.forget()
            return list(range(len(self._titles)))
        same = next(
            (place for place, (old, new) in enumerate(zip(self._query, query, strict=False)) if old != new),
            min(len(self._query), len(query)),
        )
        del self._levels[same:]
        for length in range(same + 1, len(query) + 1):
            self._levels.append(self._narrowed(query[:length]))
        self._query = query
        word_length = len(query.rpartition(" ")[2])
        total = len(self._titles)
        ranks = self._ranks
        # One number for worth and rank sorts fast, and tells the rank.
        keys = [ranks[found[0]] - _worth(found, word_length) * total for found in self._levels[-1]]
        keys.sort()
        return [self._by_rank[key % total] for key in keys]

    def forget(self) -> None:
        """Let go of what was found."""
        self._query = ""
        self._levels.clear()

    def positions(self, entry: int) -> tuple[int, ...]:
        """Which letters of an entry's title the last ``find`` hit, as places in the title that was handed in."""
        title, hit = self._titles[entry], set[int]()
        for word in self._query.split():
            score, places = _traced(title, word)
            if not (_begins(self._keywords[entry], word) and score < _keyword_worth(len(word))):
                hit.update(places)
        return tuple(sorted(hit if title.sources is None else {title.sources[place] for place in hit}))

    def _narrowed(self, query: str) -> list[_Candidate]:
        """What matches ``query``, of what matched it without its last letter."""
        letter, word = query[-1], query.rpartition(" ")[2]
        if not self._levels:
            before: list[_Candidate] = [(entry, 0, _NOWHERE, True) for entry in range(len(self._titles))]
        else:
            before = self._levels[-1]
        if letter == " ":
            length = len(query[:-1].rpartition(" ")[2])
            return [(found[0], _worth(found, length), _NOWHERE, True) for found in before]
        titles, keywords, beginning = self._titles, self._keywords, f" {word}"
        first = len(word) == 1
        narrowed: list[_Candidate] = []
        for entry, base, reach, by_keyword in before:
            title = titles[entry]
            new_reach = _first_reach(title, letter) if first else _next_reach(title, reach, letter)
            begins = by_keyword and beginning in keywords[entry]
            if begins or new_reach[0]:
                narrowed.append((entry, base, new_reach, begins))
        return narrowed


def folded_words(text: str) -> str:
    """The words of ``text`` without case and accents, one space between them."""
    return " ".join(_folded(text).split())


def utf16_spans(text: str, positions: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Runs of ``positions`` as starts and lengths in UTF-16 units, as Qt counts, with the marks that belong to them."""
    marked = set[int]()
    for position in positions:
        marked.add(position)
        after = position + 1
        while after < len(text) and unicodedata.category(text[after]).startswith("M"):
            marked.add(after)
            after += 1
    spans: list[tuple[int, int]] = []
    place = 0
    for index, character in enumerate(text):
        units = 2 if ord(character) > 0xFFFF else 1
        if index in marked:
            if spans and sum(spans[-1]) == place:
                spans[-1] = (spans[-1][0], spans[-1][1] + units)
            else:
                spans.append((place, units))
        place += units
    return tuple(spans)


def _worth(found: _Candidate, word_length: int) -> int:
    _, base, (_, scores), by_keyword = found
    if not by_keyword:
        return base + max(scores)
    return base + max([_keyword_worth(word_length), *scores])


def _keyword_worth(word_length: int) -> int:
    return _KEYWORD_FIRST + _KEYWORD_NEXT * (word_length - 1)


def _begins(keywords: str, word: str) -> bool:
    return f" {word}" in keywords


def _first_reach(title: _Title, letter: str) -> _Reach:
    """Where a word may begin."""
    ends = _places(title.text, letter, 0)
    bonuses = title.bonuses
    return (ends, tuple([bonuses[place] for place in ends])) if ends else _NOWHERE


def _next_reach(title: _Title, reach: _Reach, letter: str) -> _Reach:
    """Where a word may go on by ``letter``, and the most that can be reached there."""
    ends, scores = reach
    places = _places(title.text, letter, ends[0] + 1) if ends else ()
    if not places:
        return _NOWHERE
    bonuses = title.bonuses
    new_scores: list[int] = []
    passed, count = 0, len(ends)
    # The best way so far, as its worth if nothing were left out before the title's first letter.
    best = scores[0] + ends[0]
    for place in places:
        while passed < count and ends[passed] < place:
            best = max(best, scores[passed] + ends[passed])
            passed += 1
        score = best - place + 1 + bonuses[place]
        if ends[passed - 1] == place - 1:
            score = max(score, scores[passed - 1] + _RUN)
        new_scores.append(score)
    return places, tuple(new_scores)


def _places(text: str, letter: str, start: int) -> tuple[int, ...]:
    place = text.find(letter, start)
    if place < 0:
        return ()
    places = [place]
    while (place := text.find(letter, place + 1)) >= 0 and len(places) < _MOST_PLACES:
        places.append(place)
    return tuple(places)


def _traced(title: _Title, word: str) -> tuple[int, list[int]]:
    """The most that ``word`` reaches in a title, and by which letters; nothing if it doesn't match."""
    reaches = [_first_reach(title, word[0])]
    for letter in word[1:]:
        reaches.append(_next_reach(title, reaches[-1], letter))
    ends, scores = reaches[-1]
    if not ends:
        return 0, []
    score = best = max(scores)
    places = [ends[scores.index(best)]]
    for ends, scores in reversed(reaches[:-1]):
        place = places[-1]
        # The way that led here is one of those whose worth adds up.
        score, end = next(
            (reached, end)
            for end, reached in zip(ends, scores, strict=True)
            if (end == place - 1 and reached + _RUN == score)
            or (end < place and reached + end - place + 1 + title.bonuses[place] == score)
        )
        places.append(end)
    return best, places[::-1]


def _prepared_title(title: str) -> _Title:
    starts = [found.start() for found in _WORD.finditer(title)]
    if not title.islower():
        starts += [found.start() for found in _HUMP.finditer(title)]
    if title.isascii():
        bonuses = bytearray(len(title))
        _mark(bonuses, starts)
        return _Title(title.lower(), bytes(bonuses), None)
    letters = [_folded_character(character) for character in title]
    offsets = [0]
    for letter in letters:
        offsets.append(offsets[-1] + len(letter))
    bonuses = bytearray(offsets[-1])
    _mark(bonuses, [offsets[start] for start in starts if letters[start]])
    sources = tuple(index for index, (begin, end) in enumerate(pairwise(offsets)) for _ in range(begin, end))
    return _Title("".join(letters), bytes(bonuses), sources)


def _mark(bonuses: bytearray, starts: list[int]) -> None:
    for start in starts:
        bonuses[start] = _START
    if starts:
        bonuses[starts[0]] = _FIRST


@lru_cache(maxsize=256)
def _prepared_keywords(keywords: tuple[str, ...]) -> str:
    """Each keyword and each of its words behind a space."""
    folded = [folded_words(keyword) for keyword in keywords]
    words = (word for keyword in folded for word in (keyword, *_WORD.findall(keyword)))
    return "".join(f" {word}" for word in words)


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else "".join(map(_folded_character, text))


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()
