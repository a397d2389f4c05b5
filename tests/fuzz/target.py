"""What is fuzzed: samples, and a reader that may fail only in the ways that it documents."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import count

from tests.fuzz.mutation import HARD, Mutator

LONGEST_S = 2.0
"""So much of a processor's time an input of 256 KiB may take at most; a reader that waits runs into pytest's limit."""
MOST_MEMORY_KIB = 400 * 1024
"""By so much the process may grow while one target is fuzzed."""

Take = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Target:
    """``open`` gives, for a ``with`` block, the function that takes an input and swallows documented errors only."""

    name: str
    samples: tuple[bytes, ...]
    open: Callable[[], AbstractContextManager[Take]]


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of it."""

    inputs: int
    longest_ms: float
    grown_kib: int


def fuzz(target: Target, *, seed: int, inputs: int | None = None, seconds: float | None = None) -> Fuzzed:
    """Feed the samples, what is hard for every reader, and then mutations.

    ``AssertionError`` names the input that crashed, took too long or took memory.
    """
    mutator = Mutator(samples=target.samples, seed=seed)
    until_s = None if seconds is None else time.monotonic() + seconds
    before = _peak_kib()
    done, longest_s = 0, 0.0
    with target.open() as take:
        for data in _inputs(target, mutator):
            if (inputs is not None and done >= inputs) or (until_s is not None and time.monotonic() >= until_s):
                break
            begun_s = time.process_time()
            try:
                take(data)
            except Exception as error:
                raise AssertionError(f"{target.name}, seed {seed}: {data[:300]!r} is a crash") from error
            took_s = time.process_time() - begun_s
            assert took_s < LONGEST_S, f"{target.name}, seed {seed}: {data[:300]!r} took {took_s:.1f} s"
            longest_s = max(longest_s, took_s)
            done += 1
    grown = _peak_kib() - before
    assert grown < MOST_MEMORY_KIB, f"{target.name}, seed {seed}: the process grew by {grown} KiB"
    return Fuzzed(done, longest_s * 1000, grown)


def _inputs(target: Target, mutator: Mutator) -> Iterator[bytes]:
    yield from target.samples
    yield from HARD
    for _ in count():
        yield mutator.next()


def _peak_kib() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
