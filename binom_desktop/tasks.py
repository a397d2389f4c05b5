"""Tasks that somebody owns: nothing is fire-and-forget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class Supervisor:
    """Owns tasks: keeps them alive, reports what they raise to ``on_error``, and cancels all when it is closed."""

    def __init__(self, *, on_error: Callable[[Exception], None]) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, coroutine: Coroutine[Any, Any, _Result], *, name: str) -> asyncio.Task[_Result]:
        """Run ``coroutine`` as a task of this supervisor. Raises ``RuntimeError`` once it is closed."""
        if self._closed:
            coroutine.close()
            raise RuntimeError("the supervisor is closed")
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_task_done)
        return task

    async def aclose(self) -> None:
        """Cancel every task and wait until all have ended. The caller's own task is left alone."""
        self._closed = True
        while tasks := self._tasks - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            # The callbacks of ended tasks run in the loop's next round.
            await asyncio.sleep(0)

    def _on_task_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Exception):
            self._on_error(error)


class NewestWins:
    """Runs one task at a time: a new one cancels the one before."""

    def __init__(self, *, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._task: asyncio.Task[Any] | None = None

    @property
    def running(self) -> bool:
        """Whether a task runs."""
        return self._task is not None and not self._task.done()

    def start(self, coroutine: Coroutine[Any, Any, _Result], *, name: str) -> asyncio.Task[_Result]:
        """Cancel what runs, and run ``coroutine`` instead."""
        self.cancel()
        task = self._supervisor.start(coroutine, name=name)
        self._task = task
        return task

    def cancel(self) -> None:
        """Cancel what runs."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
