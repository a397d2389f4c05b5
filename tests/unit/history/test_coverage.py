"""Which sequences are held."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.domain import Progress
from binom_desktop.history.coverage import Coverage


def runs_in(held: set[int]) -> list[tuple[int, int]]:
    firsts = sorted(number for number in held if number - 1 not in held)
    lasts = sorted(number for number in held if number + 1 not in held)
    return list(zip(firsts, lasts, strict=True))


def unfolded(runs: tuple[tuple[int, int], ...]) -> list[int]:
    return [number for first, last in runs for number in range(first, last + 1)]


@given(st.lists(st.sets(st.integers(1, 40))), st.integers(1, 45), st.integers(0, 50))
def test_it_knows_what_a_set_of_sequences_knows(batches: list[set[int]], beginning: int, last: int) -> None:
    held: set[int] = set()
    coverage = Coverage()
    for batch in batches:
        coverage = coverage.with_runs(runs_in(batch - held))
        held |= batch
    coverage = coverage.begun_at(beginning)
    wanted = set(range(beginning, last + 1))

    assert unfolded(coverage.ranges) == sorted(held)
    assert len(coverage.ranges) == len(runs_in(held))
    assert set(unfolded(coverage.missing(last))) == wanted - held
    assert list(coverage.missing(last)) == sorted(coverage.missing(last), reverse=True)
    assert coverage.progress(last) == Progress(len(wanted & held), len(wanted))
    assert coverage.newest == max(held, default=0)
    assert not held & {coverage.newest_contiguous + 1}
    assert set(range(beginning, coverage.newest_contiguous + 1)) <= held


def test_a_beginning_never_goes_back() -> None:
    assert Coverage().begun_at(7).begun_at(3).beginning == 7


def test_the_newest_gap_comes_first() -> None:
    coverage = Coverage(ranges=((10, 20), (31, 40)))
    assert coverage.missing(50) == ((41, 50), (21, 30), (1, 9))
    assert coverage.missing(35) == ((21, 30), (1, 9))
    assert Coverage(beginning=51).missing(50) == ()
