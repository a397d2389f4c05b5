"""Which sequences of the server's log are held, as an immutable value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from binom_desktop.domain import Progress

Run = tuple[int, int]
"""A first and a last sequence, both included."""


class Coverage(Struct, frozen=True):
    """The sequences held, and the first that is to be held.

    ``beginning`` is the first sequence that the server still has, and is wanted here. ``ranges`` are in order, apart
    from each other, both ends included. They may reach below ``beginning``: what the server forgot stays here. Below
    ``kept_from`` everything was dropped for good: nothing of it is held, or missing.
    """

    beginning: int = 1
    ranges: tuple[Run, ...] = ()
    kept_from: int = 1

    @property
    def newest_contiguous(self) -> int:
        """The last sequence before the first one missing, counted from the beginning; beginning - 1 if that is it."""
        for first, last in self.ranges:
            if first <= self.beginning <= last:
                return last
        return self.beginning - 1

    @property
    def newest(self) -> int:
        """The highest sequence ever held; 0 if there was none."""
        return self.ranges[-1][1] if self.ranges else self.kept_from - 1

    def missing(self, last_sequence: int) -> tuple[Run, ...]:
        """What is to be held from the beginning to ``last_sequence`` and is not here, newest first."""
        gaps: list[Run] = []
        end = last_sequence
        for first, last in reversed(self.ranges):
            if end < self.beginning:
                break
            if last < end:
                gaps.append((max(last + 1, self.beginning), end))
            end = min(end, first - 1)
        if end >= self.beginning:
            gaps.append((self.beginning, end))
        return tuple(gaps)

    def held_in(self, span: Run) -> tuple[Run, ...]:
        """What is held of a span of sequences."""
        start, stop = span
        return tuple(
            (max(first, start), min(last, stop)) for first, last in self.ranges if first <= stop and last >= start
        )

    def progress(self, last_sequence: int) -> Progress:
        """How much of the server's log up to ``last_sequence`` is here."""
        total = max(0, last_sequence - self.beginning + 1)
        return Progress(held=total - sum(last - first + 1 for first, last in self.missing(last_sequence)), total=total)

    def begun_at(self, sequence: int) -> Coverage:
        """The same when the server has forgotten everything below ``sequence``; what is forgotten never comes back."""
        return replace(self, beginning=max(self.beginning, sequence))

    def dropped_before(self, sequence: int) -> Coverage:
        """The same without what is below ``sequence``, which is dropped for good."""
        kept_from = max(self.kept_from, sequence)
        ranges = tuple((max(first, kept_from), last) for first, last in self.ranges if last >= kept_from)
        return Coverage(max(self.beginning, kept_from), ranges, kept_from)

    def with_runs(self, runs: Iterable[Run]) -> Coverage:
        """The same with ``runs`` of sequences that were not held before."""
        ranges = list(self.ranges)
        for first, last in runs:
            at = bisect_left(ranges, (first, last))
            start, stop, low, high = at, at, first, last
            if at > 0 and ranges[at - 1][1] == first - 1:
                start, low = at - 1, ranges[at - 1][0]
            if at < len(ranges) and ranges[at][0] == last + 1:
                stop, high = at + 1, ranges[at][1]
            ranges[start:stop] = [(low, high)]
        return replace(self, ranges=tuple(ranges))
