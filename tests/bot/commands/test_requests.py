"""What people ask is answered once, by any worker, also after a crash, while the platform takes an answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fakes.answering import answered_here
from fakes.chat import Clock
from fakes.slack_server import SlackServer

from bot.app import open_bot
from bot.commands.requests import Requests
from bot.errors import StoreError
from bot.queue.jobs import Jobs, Task
from bot.queue.procrastinate import PostgresQueue
from bot.settings import load_settings
from bot.store import Store, open_store
from bot.subscription import Platform

ASKED = {"text": "help"}


@dataclass
class Desk:
    """Answers by writing down what was asked."""

    window: timedelta = timedelta(minutes=30)
    answered: list[Mapping[str, Any]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: Mapping[str, Any]) -> None:
        self.answered.append(request)
        self.enough.set()
        if self.errors:
            raise self.errors.pop(0)


async def test_what_comes_twice_is_answered_once(store: Store) -> None:
    desk, clock = Desk(), Clock()
    requests, queue = answered_here(store, {Platform.SLACK: desk}, clock)
    for _ in range(2):
        await requests.take(Platform.SLACK, "Ev1", ASKED)
        await queue.idle()
    await requests.look()
    await queue.idle()
    assert desk.answered == [ASKED]


async def test_what_a_crash_left_is_found_while_it_can_be_answered(store: Store) -> None:
    """Its process kept it and ended; the next one looks. Discord takes answers for a shorter time."""
    clock = Clock()
    slack, discord = Desk(), Desk(window=timedelta(minutes=14))
    handlers = {Platform.SLACK: slack, Platform.DISCORD: discord}
    for platform in handlers:
        body = {"platform": platform.value, "request": ASKED}
        await store.inbox.accept(f"{platform} 1", body, now=clock())
    requests, queue = answered_here(store, handlers, clock)
    clock.forward(minutes=20)
    await requests.look()
    await queue.idle()
    assert (slack.answered, discord.answered) == ([ASKED], [])
    assert await store.inbox.undone(since=clock() - timedelta(hours=1)) == []


async def test_an_answer_that_could_not_be_recorded_is_tried_again(store: Store) -> None:
    desk = Desk(errors=[StoreError("the database is gone")])
    requests, queue = answered_here(store, {Platform.SLACK: desk}, Clock())
    await requests.take(Platform.SLACK, "Ev1", ASKED)
    await queue.idle()
    await requests.look()
    await queue.idle()
    await requests.look()
    await queue.idle()
    assert desk.answered == [ASKED, ASKED]


async def test_a_bug_is_not_tried_again_and_again(store: Store) -> None:
    desk = Desk(errors=[RuntimeError("bug")])
    requests, queue = answered_here(store, {Platform.SLACK: desk}, Clock())
    await requests.take(Platform.SLACK, "Ev1", ASKED)
    await queue.idle()
    await requests.look()
    await queue.idle()
    assert desk.answered == [ASKED]


async def test_an_answer_that_a_stop_cut_short_is_given_by_the_next_process(store: Store) -> None:
    begun, desk, clock = asyncio.Event(), Desk(), Clock()

    class Slow(Desk):
        async def answer(self, request: Mapping[str, Any]) -> None:
            begun.set()
            await asyncio.Event().wait()

    requests, queue = answered_here(store, {Platform.SLACK: Slow()}, clock)
    await requests.take(Platform.SLACK, "Ev1", ASKED)
    await begun.wait()
    await queue.stop(0)
    after, others = answered_here(store, {Platform.SLACK: desk}, clock)
    await after.look()
    await others.idle()
    assert desk.answered == [ASKED]


async def test_a_platform_that_is_not_served_here_is_left_to_others(store: Store) -> None:
    desk, clock = Desk(), Clock()
    here, queue = answered_here(store, {Platform.SLACK: Desk()}, clock)
    await here.take(Platform.DISCORD, "discord 1", ASKED)
    await queue.idle()
    there, others = answered_here(store, {Platform.DISCORD: desk}, clock)
    await there.look()
    await others.idle()
    assert desk.answered == [ASKED]


async def test_old_requests_are_dropped(store: Store) -> None:
    clock = Clock()
    requests, queue = answered_here(store, {Platform.SLACK: Desk()}, clock)
    await requests.take(Platform.SLACK, "Ev1", ASKED)
    await queue.idle()
    clock.forward(hours=47)
    await requests.forget()
    assert not await store.inbox.accept("Ev1", {}, now=clock())
    clock.forward(hours=2)
    await requests.forget()
    assert await store.inbox.accept("Ev1", {}, now=clock())


async def test_another_machine_answers(postgres_store_url: str) -> None:
    """The process that hears a request only keeps it; a worker does the job."""
    desk, clock = Desk(), Clock()

    def now() -> datetime:
        return clock()

    async with await open_store(postgres_store_url) as store:
        hearing = PostgresQueue(postgres_store_url, Jobs({}).run)
        await hearing.open()
        heard = Requests(store.inbox, hearing, {}, now)
        working = Requests(store.inbox, hearing, {Platform.SLACK: desk}, now)
        worker = PostgresQueue(postgres_store_url, Jobs({Task.ANSWER: working.answer}).run)
        await worker.start()
        await heard.take(Platform.SLACK, "Ev1", ASKED)
        await asyncio.wait_for(desk.enough.wait(), 20)
        await worker.stop(5)
        await hearing.stop(0)
        assert await store.inbox.waiting("Ev1") is None
    assert desk.answered == [ASKED]


async def test_a_worker_without_ears_answers_in_slack(postgres_store_url: str, tmp_path: Path) -> None:
    """`kurir worker` listens to nobody, and answers privately and aloud with what the request carries."""
    async with SlackServer() as slack, await open_store(postgres_store_url) as store:
        settings = load_settings(
            None,
            {
                "SLACK_BOT_TOKEN": "xoxb-test",
                "SLACK_API_URL": slack.url,
                "KURIR_DATABASE_URL": postgres_store_url,
                "KURIR_DATA": str(tmp_path),
            },
        )
        request = {"text": "help", "user": "U1", "channel": "C1"}
        async with open_bot(settings, store, front=False) as bot:
            queue = bot.worker.queue
            await queue.start()
            take = partial(Requests(store.inbox, queue, {}, lambda: datetime.now(UTC)).take, Platform.SLACK)
            private = {"key": "command 1", "response_url": slack.response_url()}
            await take("command 1", {**request, **private})
            await take("event 1", {**request, "key": "event 1", "public": True})
            await slack.until(lambda: slack.ephemeral and slack.messages["C1"])
            await queue.stop(5)
    assert "What you can ask" in json.dumps(slack.ephemeral)
    (aloud,) = slack.messages["C1"]
    assert "What you can ask" in json.dumps(aloud)
