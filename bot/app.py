"""The composition root: with `bot.fronts` the only module that names concrete engines, stores and chats.

Each builder imports what it builds, so that `kurir brief` does not wait for the database's library.
"""

from __future__ import annotations

import asyncio
import gc
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.settings import Settings
from bot.subscription import Channel, Platform
from summarizer.english import OnDeviceTranslator, ReferenceTranslator
from summarizer.extractive import ExtractiveEngine
from summarizer.pipeline import Summarizer
from summarizer.ports import Engine, Reviewer

if TYPE_CHECKING:
    from bot.chat.ports import Chat
    from bot.commands.desk import Desk
    from bot.intake.polling import Poller
    from bot.intake.stories import StoryKeeper
    from bot.metrics import Metrics
    from bot.outbox.delivering import Deliverer
    from bot.outbox.delivery import Delivery, State
    from bot.outbox.watching import Watch
    from bot.queue.jobs import Body, Job, Task
    from bot.queue.worker import RunningQueue, Worker
    from bot.runtime.services import Service
    from bot.store import Store
    from bot.web.app import SlackAnswer
    from summarizer.answering import Answerer
    from summarizer.article import Article
    from summarizer.sources.http import Fetcher
    from summarizer.sources.look import Look, Reading

CHANNEL_SECONDS = 1.0
"""Between two messages to one channel: Slack's limit, and near Discord's."""


def build_summarizer(settings: Settings, *, engine: str | None = None) -> Summarizer:
    """The summarizer that `settings` describe; `engine` overrides the one configured.

    Raises:
        SettingsError: the llm engine is asked for, and no endpoint is configured.
    """
    name = engine or settings.engine.name
    chosen: Engine = ExtractiveEngine()
    reviewer: Reviewer | None = None
    if name != "extractive":
        if settings.secrets.has_endpoint:
            # the vendor's library takes a second to import
            from bot.llm.engine import build_engine, build_judge

            chosen = build_engine(settings)
            reviewer = build_judge(settings)
        elif name == "llm":
            problem = "the llm engine needs an endpoint: set OPENAI_API_KEY or OPENAI_BASE_URL"
            raise SettingsError((problem,))
    return Summarizer(
        engine=chosen,
        translators=(ReferenceTranslator(), OnDeviceTranslator(settings.models)),
        reviewer=reviewer,
        unverified=settings.gate.unverified,
    )


def build_answerer(settings: Settings, *, engine: str | None = None) -> Answerer:
    """What answers questions, with the engine that briefs; embeddings help where they are installed.

    Raises:
        SettingsError: as `build_summarizer`.
    """
    from summarizer import semantic
    from summarizer.answering import Answerer

    summarizer = build_summarizer(settings, engine=engine)
    caller = getattr(summarizer.engine, "caller", None)
    return Answerer(summarizer, caller, semantic.similarity if semantic.available() else None)


async def build_store(settings: Settings) -> Store:
    """The store that `settings` name, ready for use; SQLite in the data folder unless told otherwise.

    Raises:
        StoreError: it cannot be used; one sentence that says what to do.
    """
    from bot.store import open_store, sqlite_url

    url = settings.secrets.kurir_database_url
    return await open_store(url.get_secret_value() if url else sqlite_url(settings.data / "kurir.db"))


def build_fetcher(settings: Settings) -> Fetcher:
    """The one fetcher, with the limits and the allow-list of `settings`; an async context manager.

    Raises:
        SettingsError: the allow-list cannot be read.
    """
    from summarizer.sources.guard import Policy
    from summarizer.sources.http import Fetcher, Limits

    chosen = settings.sources
    try:
        policy = Policy.parse(chosen.allow)
    except ValueError as error:
        raise SettingsError((f"sources.allow: {error}",)) from error
    limits = Limits(
        max_bytes=chosen.max_megabytes * 1_000_000, per_host=chosen.per_host, delay=chosen.delay_seconds
    )
    return Fetcher(limits=limits, policy=policy, contact=chosen.contact)


def build_stories(store: Store) -> StoryKeeper:
    """What puts the articles in `store` into stories; by meaning too, where that can be told."""
    from bot.intake.stories import StoryKeeper
    from summarizer import semantic

    embed = semantic.embed if semantic.available() else None
    return StoryKeeper(store.articles, store.stories, embed=embed, shared=not store.database.is_sqlite)


@asynccontextmanager
async def open_poller(
    settings: Settings,
    store: Store,
    stories: StoryKeeper,
    *,
    looked: Callable[[Look], Awaitable[None]] | None = None,
    arrived: Callable[[Reading], Awaitable[None]] | None = None,
) -> AsyncIterator[Poller]:
    """What polls the sources in `store`; `stories`, `looked` and `arrived` as in `Poller`."""
    from bot.intake.polling import Poller
    from summarizer.sources.look import Looker
    from summarizer.sources.schedule import Pace
    from summarizer.workers import Workers

    chosen = settings.sources
    pace = Pace(
        shortest=chosen.shortest_minutes * 60,
        longest=max(chosen.longest_minutes, chosen.shortest_minutes) * 60,
        disable_after=chosen.disable_after_days * 86_400,
    )
    async with build_fetcher(settings) as fetcher, Workers(size=chosen.workers) as workers:
        gc.freeze()  # what is loaded stays: a full collection over it would hold the event loop for 90 ms
        looker = Looker(fetcher, workers, pace=pace, chance=random.random)
        yield Poller(store.sources, looker, now=now, stories=stories, looked=looked, arrived=arrived)


def fetch_article_now(settings: Settings, url: str) -> Article:
    """The article on the web page at `url`: the same guard and limits as for sources.

    For code that is not async; in a thread, since an event loop may be running here.

    Raises:
        SummarizerError: it cannot be fetched or read; one sentence.
    """
    from summarizer.sources.page import fetch_article

    async def fetch() -> Article:
        async with build_fetcher(settings) as fetcher:
            return await fetch_article(fetcher, url)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, fetch()).result()


@asynccontextmanager
async def open_desk(settings: Settings, store: Store) -> AsyncIterator[Desk]:
    """The desk that `settings` describe, with its own guarded fetcher."""
    from bot.commands.answering import answer
    from bot.commands.desk import Desk
    from summarizer.sources.page import fetch_article

    answerer = build_answerer(settings)
    async with build_fetcher(settings) as fetcher:
        yield Desk(
            store=store,
            summarizer=answerer.summarizer,
            read_page=partial(fetch_article, fetcher),
            answer=partial(answer, answerer),
            now=now,
            new_id=partial(token_hex, 8),
            words=settings.briefing.words,
            tz=settings.schedule.tz,
        )


@dataclass(frozen=True, slots=True)
class Bot:
    """The running bot.

    Attributes:
        store: what it remembers.
        worker: does the work.
        deliverer: posts.
        services: all that `kurir run` runs, in the order of starting.
    """

    store: Store
    worker: Worker
    deliverer: Deliverer
    services: tuple[Service, ...]


@asynccontextmanager
async def open_bot(
    settings: Settings,
    store: Store,
    *,
    only: Platform | None = None,
    shared: bool = True,
    front: bool = True,
) -> AsyncIterator[Bot]:
    """The bot that `settings` describe.

    Args:
        settings: all of them.
        store: an open store.
        only: serve this platform alone.
        front: also what people and their browsers talk to; False for `kurir worker`.
        shared: share the work with other machines where the database allows that; False: do it all here.
    """
    from bot.chat.ports import Closing
    from bot.fronts import build_chats, build_discord, build_requests, build_slack
    from bot.intake.editor import Editor
    from bot.metrics import Metrics
    from bot.outbox.delivering import Deliverer, Pace
    from bot.outbox.planning import Planner
    from bot.queue.jobs import Job, Jobs, Task
    from bot.queue.worker import Worker
    from bot.runtime.leading import OnlyLeader
    from bot.runtime.scheduler import Scheduler, Wake
    from bot.store.leader import Leader
    from bot.web.access import Links, load_key

    metrics = Metrics()
    chats = build_chats(settings, only)
    bodies: dict[Task, Body] = {}
    queue = build_queue(settings, store, Jobs(bodies).run, shared=shared)

    async def wake(*channels: Channel) -> None:
        await queue.put(*(Job(Task.DELIVER, channel.key) for channel in channels))

    planner = Planner(
        store,
        {platform: chat.render for platform, chat in chats.items()},
        now,
        wake,
        page=Links(settings.web.url, load_key(settings.data)).page if settings.web.url else None,
        catch_up=timedelta(hours=settings.schedule.catch_up_hours),
    )
    stories = build_stories(store)
    editor = Editor(
        store, build_summarizer(settings), stories, planner, now, settings.briefing.words, metrics.briefed
    )
    worker = Worker(store, queue, planner, now, stopping=asyncio.Event())
    pace = Pace(CHANNEL_SECONDS, time.monotonic)

    def ended(delivery: Delivery, state: State) -> None:
        metrics.delivered(delivery, state, now())

    deliverer = Deliverer(store.deliveries, chats, now, pace, worker.stopping.is_set, ended)

    async def deliver(key: str) -> None:
        await deliverer.deliver(Channel.from_key(key))

    async def arrived(reading: Reading) -> None:
        metrics.arrived(reading)
        await worker.arrived(reading)

    async def looked(look: Look) -> None:
        metrics.looked(look)
        await worker.looked(look)
        if watch and look.state.disabled:
            await watch.operator.source_stopped(look.source, look.state.disabled)

    def problems() -> dict[str, str]:
        return {s.name: why for s in services if (why := s.ready())}

    services: list[Service] = []
    watch = build_watch(settings, store, chats, wake, problems)
    expiring = Wake("retention", partial(let_expire, settings, store), every=86_400)
    async with AsyncExitStack() as stack:
        for chat in chats.values():
            if isinstance(chat, Closing):
                stack.push_async_callback(chat.close)
        poller = await stack.enter_async_context(
            open_poller(settings, store, stories, looked=looked, arrived=arrived)
        )
        desk = await stack.enter_async_context(open_desk(settings, store))
        requests = build_requests(settings, desk, chats, queue, wake)
        bodies |= {Task.POLL: poller.poll_source, Task.BRIEF: editor.brief}
        bodies |= {Task.DELIVER: deliver, Task.ANSWER: requests.answer}
        # Any worker does jobs; one looks for them on behalf of all.
        scheduler = Scheduler((*worker.wakes(), *requests.wakes(), expiring))
        services += [worker, OnlyLeader(scheduler, Leader(store.database, "scheduler"))]
        if watch:
            services.append(Scheduler((Wake("watch", watch.look, every=60),), "watching"))
        slack = None
        if front:
            slack = build_slack(settings, requests, metrics.acknowledged)
            discord = build_discord(settings, store, requests, metrics.acknowledged)
            services += [service for service in (slack, discord) if service]
        answer = slack.answer if slack else None
        services += build_web(settings, store, metrics, problems, slack=answer, front=front)
        yield Bot(store, worker, deliverer, tuple(services))


def build_watch(
    settings: Settings,
    store: Store,
    chats: Mapping[Platform, Chat],
    wake: Callable[[Channel], Awaitable[None]],
    problems: Callable[[], dict[str, str]],
) -> Watch | None:
    """What tells the operator's channel; None where there is none, or its platform is not served here."""
    if not settings.operator.channel:
        return None
    from bot.llm.memory import spent_of
    from bot.outbox.watching import Operator, Watch

    channel = Channel.from_key(settings.operator.channel)
    if channel.platform not in chats:
        return None
    operator = Operator(channel, store, chats[channel.platform].render, now, wake)
    return Watch(operator, problems, spent_of(settings), settings.budget.daily_usd or 0.0)


def build_web(
    settings: Settings,
    store: Store,
    metrics: Metrics,
    problems: Callable[[], dict[str, str]],
    *,
    slack: SlackAnswer | None = None,
    front: bool = True,
) -> tuple[Service, ...]:
    """The web server, where `[web] listen` asks for one."""
    if not settings.web.listen:
        return ()
    from bot.web.app import create_app
    from bot.web.server import WebServer

    app = create_app(store, settings, metrics=metrics, problems=problems, slack=slack, front=front)
    return (WebServer(app, settings.web.listen),)


async def let_expire(settings: Settings, store: Store) -> None:
    """Let go of the texts of articles that are old enough."""
    if not settings.store.articles_days:
        return
    before = now() - timedelta(days=settings.store.articles_days)
    while await store.retention.expire(before):
        pass  # a few at a time, so that nobody waits long for the database


def build_queue(
    settings: Settings, store: Store, run: Callable[[Job], Awaitable[None]], *, shared: bool
) -> RunningQueue:
    """Procrastinate's on PostgreSQL, where the work is to be shared; else one in this process."""
    url = settings.secrets.kurir_database_url
    if store.database.is_sqlite or url is None or not shared:
        from bot.queue.local import LocalQueue

        return LocalQueue(run)
    from bot.queue.procrastinate import PostgresQueue

    return PostgresQueue(url.get_secret_value(), run)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
