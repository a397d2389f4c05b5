"""Some hundred bad inputs for each reader, always the same ones; the long version is ``tests/soak/test_fuzz.py``."""

from __future__ import annotations

import pytest

from tests.fuzz.target import Target, fuzz
from tests.fuzz.targets import targets

_SLOW = {
    "redaction": 80,
    "client": 60,
    "question kept": 60,
    "inbox kept": 60,
    "keys kept": 60,
    "account kept": 60,
    "snapshot": 25,
}
_INPUTS = 400


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_bad_inputs_are_refused_in_time_and_memory(target: Target) -> None:
    inputs = _SLOW.get(target.name, _INPUTS)
    assert fuzz(target, seed=1, inputs=inputs).inputs == inputs
