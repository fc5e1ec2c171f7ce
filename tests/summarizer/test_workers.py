"""Work in children that can be ended."""

from __future__ import annotations

import os
import time

import pytest

from summarizer.errors import UnreadableError
from summarizer.sources.feeds import read_feed
from summarizer.workers import WorkerError, Workers


async def test_results_and_errors_come_back_as_they_are() -> None:
    """Also an error whose constructor takes other arguments than its text."""
    async with Workers(size=1) as workers:
        assert await workers.run(divmod, 7, 2) == (3, 1)
        with pytest.raises(UnreadableError) as caught:
            await workers.run(read_feed, b"", url="http://a.test/", now=None)  # type: ignore[arg-type]
        assert (caught.value.source, caught.value.cause) == ("http://a.test/", "the document is empty")
        with pytest.raises(WorkerError, match=r"reading it failed \(ZeroDivisionError\)"):
            await workers.run(divmod, 1, 0)


async def test_work_that_takes_too_long_is_ended_and_the_next_goes_on() -> None:
    async with Workers(size=1, seconds=0.5) as workers:
        with pytest.raises(WorkerError, match=r"more than 0\.5 s"):
            await workers.run(time.sleep, 60)
        workers.seconds = 20
        assert await workers.run(divmod, 7, 2) == (3, 1)


async def test_work_that_takes_too_much_memory_is_ended() -> None:
    async with Workers(size=1) as workers:
        with pytest.raises(WorkerError, match="MB"):
            await workers.run(bytes, 4 << 30)


async def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    async with Workers(size=1) as workers:
        assert await workers.run(os.getenv, "SLACK_BOT_TOKEN") is None
