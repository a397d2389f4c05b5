"""Thousands of scripted lives: nothing lost, nothing twice."""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from pathlib import Path

import pytest

from tests.soak.lives import LIVES_A_SANDBOX, Figures, live

pytestmark = [pytest.mark.anyio, pytest.mark.soak]

LIVES = 2_000


def open_sockets() -> int:
    """How many sockets this process holds."""
    gc.collect()
    return sum(link.is_socket() for link in Path("/proc/self/fd").iterdir())


@pytest.mark.timeout(0)
# A life that ends in the very moment in which a connection opens leaves its socket to the collector.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
async def test_thousands_of_lives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = int(os.environ.get("BINOM_LIVES") or LIVES)
    seed = int(os.environ.get("BINOM_LIVES_SEED") or random.randrange(1_000_000_000))
    figures = Figures()
    began_s = time.monotonic()

    def tell(what: object) -> None:
        with capsys.disabled():
            sys.stdout.write(f"{time.monotonic() - began_s:7.0f} s: {what}\n")

    sockets = open_sockets()
    tell(f"BINOM_LIVES={count} BINOM_LIVES_SEED={seed}")
    for first in range(seed, seed + count, 5 * LIVES_A_SANDBOX):
        await live(min(5 * LIVES_A_SANDBOX, seed + count - first), first, tmp_path, figures)
        tell(figures)
    assert figures.lives == count
    assert (figures.lost, figures.doubled, figures.different) == (0, 0, 0)
    assert open_sockets() <= sockets
