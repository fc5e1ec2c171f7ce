"""Work that many ask for at the same moment, done in one go: a transaction costs more than what it stores."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Together(Generic[Item, Result]):
    """Calls `do` with the items of all who wait, one call at a time.

    Whoever's turn it is does the work of the others too, in their own task: nothing runs in the background.
    """

    def __init__(self, do: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        """`do` gives a result for each item, in their order; what it raises, all whose items it had get."""
        self._do = do
        self._turn = asyncio.Lock()
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []

    async def __call__(self, item: Item) -> Result:
        """What `do` makes of `item`."""
        mine: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, mine))
        try:
            async with self._turn:
                if not mine.done():
                    await self._all()
            return mine.result()
        finally:
            mine.cancel()  # who was cancelled wants nothing any more; what is done stays done

    async def _all(self) -> None:
        """If this is cancelled, the others are still waiting, and the next of them begins anew."""
        asked = [(item, future) for item, future in self._waiting if not future.done()]
        results: Sequence[Result] = ()
        failed: Exception | None = None
        try:
            results = await self._do([item for item, _ in asked])
        except Exception as error:
            failed = error
        for place, (_, future) in enumerate(asked):
            if future.done():  # cancelled meanwhile
                continue
            if failed is not None:
                future.set_exception(failed)
            else:
                future.set_result(results[place])
        self._waiting = [(item, future) for item, future in self._waiting if not future.done()]
