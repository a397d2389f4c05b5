"""A few scripted lives, drawn anew each time, and the steps of those that once ended wrong."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from tests.sandbox_process import SandboxProcess
from tests.soak.lives import Figures, Life, Step, live

pytestmark = pytest.mark.anyio

LIVES = 12


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_history_and_balance_are_the_servers_after_any_life(tmp_path: Path) -> None:
    # The same lives each time; `make soak` draws others.
    seed = int(os.environ.get("BINOM_LIVES_SEED") or 1)
    figures = Figures()
    await live(int(os.environ.get("BINOM_LIVES") or LIVES), seed, tmp_path, figures)
    assert figures.records
    assert (figures.lost, figures.doubled, figures.different) == (0, 0, 0)
    # Some lives end as by kill -9: what they had open must not be found in the middle of another test.
    gc.collect()


async def lived(folder: Path, steps: list[Step]) -> None:
    """Live through steps on a new server."""
    database = folder / "sandbox.db"
    with SandboxProcess("--empty", database=database) as sandbox:
        await Life(sandbox, database, folder).run(steps)


async def test_an_end_while_the_connection_is_lost_is_one(tmp_path: Path) -> None:
    steps = [Step("log", {"count": 5}), Step("until_live"), Step("network", False), Step("restart")]
    await lived(tmp_path, steps)


@pytest.mark.parametrize(
    "end",
    [
        [Step("fault", {"kind": "shuffleEvents", "target": "BalanceChanged", "times": 1}), Step("credits", "5")],
        [Step("fault", {"kind": "missEvents", "times": 1}), Step("log", {"count": 7})],
    ],
    ids=["an older balance comes after the newest", "an event is missed"],
)
async def test_what_only_the_last_event_can_tell(tmp_path: Path, end: list[Step]) -> None:
    await lived(tmp_path, [Step("log", {"count": 5}), Step("until_live"), *end])
