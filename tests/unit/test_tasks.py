"""Owned tasks."""

from __future__ import annotations

import asyncio

import pytest

from binom_desktop.tasks import NewestWins, Supervisor

pytestmark = pytest.mark.anyio


async def test_what_a_task_raises_is_reported() -> None:
    errors: list[Exception] = []
    reported = asyncio.Event()

    def on_error(error: Exception) -> None:
        errors.append(error)
        reported.set()

    async def fail() -> None:
        raise ValueError("wrong")

    supervisor = Supervisor(on_error=on_error)
    supervisor.start(fail(), name="fails")
    async with asyncio.timeout(5):
        await reported.wait()
    await supervisor.aclose()
    assert [str(error) for error in errors] == ["wrong"]


async def test_closing_cancels_all_and_waits_for_their_ends() -> None:
    errors: list[Exception] = []
    ended: list[int] = []
    supervisor = Supervisor(on_error=errors.append)
    started = asyncio.Event()

    async def work(number: int) -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(number)

    for number in range(3):
        supervisor.start(work(number), name=f"work {number}")
    await started.wait()
    await asyncio.sleep(0)
    await supervisor.aclose()
    assert sorted(ended) == [0, 1, 2]
    assert errors == []
    with pytest.raises(RuntimeError):
        supervisor.start(work(3), name="late")


async def test_an_error_while_closing_is_reported_too() -> None:
    errors: list[Exception] = []
    supervisor = Supervisor(on_error=errors.append)
    started = asyncio.Event()

    async def fail_at_the_end() -> None:
        try:
            started.set()
            await asyncio.Event().wait()
        finally:
            raise ValueError("at the end")

    supervisor.start(fail_at_the_end(), name="fails")
    await started.wait()
    await supervisor.aclose()
    assert [str(error) for error in errors] == ["at the end"]


async def test_the_newest_call_wins() -> None:
    supervisor = Supervisor(on_error=lambda error: pytest.fail(str(error)))
    newest = NewestWins(supervisor=supervisor)
    done: list[str] = []
    gate = asyncio.Event()

    async def work(name: str) -> None:
        await gate.wait()
        done.append(name)

    first = newest.start(work("first"), name="first")
    await asyncio.sleep(0)
    second = newest.start(work("second"), name="second")
    gate.set()
    await asyncio.wait([first, second])
    assert first.cancelled()
    assert done == ["second"]
    third = newest.start(work("third"), name="third")
    newest.cancel()
    await asyncio.wait([third])
    assert done == ["second"]
    await supervisor.aclose()
