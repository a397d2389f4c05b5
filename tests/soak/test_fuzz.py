"""Bad inputs for minutes: each reader for its share of the time, with another seed each day, and the figures."""

from __future__ import annotations

import os
import sys
import time

import pytest

from tests.fuzz.target import Target, fuzz
from tests.fuzz.targets import targets

_SECONDS = float(os.environ.get("FUZZ_SECONDS", "20"))
_DAY_S = 86_400


@pytest.mark.soak
@pytest.mark.timeout(_SECONDS + 120)
@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_bad_inputs_for_long(target: Target, capsys: pytest.CaptureFixture[str]) -> None:
    """``FUZZ_SECONDS`` is how long each target is fuzzed; ``FUZZ_SEED`` repeats a run."""
    seed = int(os.environ.get("FUZZ_SEED", str(int(time.time()) // _DAY_S)))
    fuzzed = fuzz(target, seed=seed, seconds=_SECONDS)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{target.name:24} {fuzzed.inputs:9,} inputs, seed {seed}, longest {fuzzed.longest_ms:.0f} ms,"
            f" grown by {fuzzed.grown_kib / 1024:.0f} MiB\n"
        )
    assert fuzzed.inputs > 50
