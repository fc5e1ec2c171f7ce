"""Work that many ask for at one moment."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.store.together import Together


@dataclass
class Doubling:
    """Doubles numbers, and notes which came together; waits for `go`, and breaks where it is told to."""

    batches: list[list[int]] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    breaks: bool = False

    async def __call__(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        await self.go.wait()
        if self.breaks:
            raise ConnectionError("the database is away")
        return [n * 2 for n in items]


async def asked(together: Together[int, int], *numbers: int) -> list[asyncio.Task[int]]:
    """Tasks that have asked, and wait."""
    tasks = [asyncio.ensure_future(together(n)) for n in numbers]
    await asyncio.sleep(0)
    return tasks


async def test_those_who_wait_meanwhile_go_together_and_each_gets_its_own() -> None:
    doubling = Doubling()
    together = Together(doubling)
    tasks = await asked(together, 1, 2, 3)
    doubling.go.set()
    assert await asyncio.gather(*tasks) == [2, 4, 6]
    assert doubling.batches == [[1], [2, 3]]
    assert await together(4) == 8


async def test_an_error_reaches_all_who_went_together_and_nobody_else() -> None:
    doubling = Doubling(breaks=True)
    together = Together(doubling)
    tasks = await asked(together, 1, 2, 3)
    doubling.go.set()
    for task in tasks:
        with pytest.raises(ConnectionError):
            await task
    doubling.breaks = False
    assert await together(4) == 8


async def test_the_others_go_on_when_the_one_who_does_it_is_cancelled() -> None:
    doubling = Doubling()
    together = Together(doubling)
    first, second, third = await asked(together, 1, 2, 3)
    first.cancel()
    third.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    doubling.go.set()
    assert await second == 4
    assert doubling.batches == [[1], [2]]


async def test_one_who_is_cancelled_while_others_do_its_work_disturbs_nobody() -> None:
    doubling = Doubling()
    together = Together(doubling)
    first, second, third = await asked(together, 1, 2, 3)
    doubling.go.set()
    doubling.go.clear()  # only the first goes on
    assert await first == 2
    await asyncio.sleep(0)
    assert doubling.batches == [[1], [2, 3]]
    third.cancel()
    with pytest.raises(asyncio.CancelledError):
        await third
    doubling.go.set()
    assert await second == 4
    assert await together(5) == 10
