"""First response in Discord with 50 people asking at once while feeds are polled: p99 at most 500 ms.

    python -m benchmarks.discord_latency [ROUNDS]

simcord runs discord.py's own machinery; the feeds come over HTTP from another process, and are polled,
parsed and stored by the same event loop that answers. Times are from the arrival of an interaction to its
acknowledgement, which Discord wants within 3 s, and to the answer itself.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import simcord
from simcord.http import router
from simcord.interactions import base_payload

from bot.app import build_summarizer
from bot.chat.discord.app import KurirClient
from bot.chat.discord.client import DiscordChat
from bot.chat.discord.handling import Handling
from bot.commands.desk import Desk
from bot.commands.requests import Requests
from bot.content import Answer
from bot.intake.polling import Poller
from bot.outbox.delivery import Delivery
from bot.queue.jobs import Body, Jobs, Task
from bot.queue.local import LocalQueue
from bot.settings import Settings
from bot.store import Store, open_store, sqlite_url
from bot.subscription import Platform
from summarizer import Article
from summarizer.sources import Source, source_id
from summarizer.sources.guard import Policy
from summarizer.sources.http import Fetcher, Limits
from summarizer.sources.look import Looker
from summarizer.workers import Workers

AT_ONCE = 50
FEEDS = 200
LIMIT_MS = 500
ASKED = ({"name": "help"}, {"name": "settings"}, {"name": "subscriptions"}, {"name": "now"})
NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Api:
    """What is posted over REST lands in simcord too."""

    client: KurirClient

    async def close(self) -> None:
        """There is no connection."""

    async def call(self, method: str, path: str, body: Any = None, *, query: Any = None) -> Any:
        import discord

        given: dict[str, Any] = {"json": body} if body is not None else {}
        return await self.client.http.request(discord.http.Route(method, path), **given)


class Stopwatch:
    """When each interaction came, was acknowledged and was answered."""

    def __init__(self) -> None:
        self.came: dict[str, float] = {}
        self.acknowledged: list[float] = []
        self.answered: list[float] = []
        self._dispatch = router.dispatch
        router.dispatch = self._seen

    def _seen(self, backend: Any, method: str, path: str, **rest: Any) -> Any:
        token = path.split("/")[3] if path.startswith(("/interactions", "/webhooks")) else None
        if token in self.came:
            times = self.acknowledged if path.endswith("/callback") else self.answered
            times.append((time.perf_counter() - self.came[token]) * 1_000)
        return self._dispatch(backend, method, path, **rest)


async def no_page(url: str) -> Article:
    raise NotImplementedError


async def no_answer(article: Article, question: str, *, channel: str) -> Answer:
    raise NotImplementedError


async def no_post(delivery: Delivery) -> None:
    raise NotImplementedError


def client(store: Store) -> KurirClient:
    desk = Desk(
        store=store,
        summarizer=build_summarizer(Settings(), engine="extractive"),
        read_page=no_page,
        answer=no_answer,
        now=lambda: NOW,
        new_id=lambda: "s1",
        words=160,
    )
    api, bodies = Api(), dict[Task, Body]()
    handlers = {Platform.DISCORD: Handling(desk, DiscordChat(api), no_post)}
    requests = Requests(store.inbox, LocalQueue(Jobs(bodies).run), handlers, lambda: NOW)
    bodies[Task.ANSWER] = requests.answer
    api.client = KurirClient(desk, partial(requests.take, Platform.DISCORD), shard_count=1)
    return api.client


async def poll_for_ever(store: Store, port: int, polled: list[int]) -> None:
    """Look at every feed again and again; every pass is long after the one before."""
    now = NOW
    limits, policy = Limits(per_host=64, delay=0, connections=64), Policy.parse((f"127.0.0.1:{port}",))
    async with Fetcher(limits=limits, policy=policy) as fetcher, Workers(size=2) as workers:
        poller = Poller(store.sources, Looker(fetcher, workers, chance=lambda: 0.5), now=lambda: now)
        while True:
            report = await poller.poll_due()
            polled.append(report.sources)
            now += timedelta(days=2)


def ask(env: simcord.Env, watch: Stopwatch, channel: int, guild: int, users: Iterator[int], n: int) -> None:
    """One person asks something."""
    data = {"id": "1", "name": "brief", "type": 1, "options": [{**ASKED[n % len(ASKED)], "type": 1}]}
    record, payload = base_payload(
        env.backend, type=2, channel_id=channel, guild_id=guild, user_id=next(users), data=data
    )
    watch.came[record.token] = time.perf_counter()
    env.backend.emit("INTERACTION_CREATE", payload)


async def measure(port: int, rounds: int, folder: Path) -> tuple[Stopwatch, int]:
    polled: list[int] = []
    async with await open_store(sqlite_url(folder / "k.db")) as store:
        async with store.write():
            for n in range(FEEDS):
                address = f"http://127.0.0.1:{port}/{n}"
                await store.sources.add(Source(id=source_id(address), address=address, added=NOW, first=5))
        bot = client(store)
        async with simcord.run(bot, settle_timeout=30) as env:
            guild = env.create_guild()
            channel = guild.create_text_channel("news")
            people = [guild.add_member(env.create_user(f"u{n}")) for n in range(AT_ONCE)]
            await env.settle()
            watch = Stopwatch()
            polling = asyncio.create_task(poll_for_ever(store, port, polled))
            await asyncio.sleep(0.5)
            for _ in range(rounds):
                users = iter(p.id for p in people)
                for n in range(AT_ONCE):
                    ask(env, watch, channel.id, guild.id, users, n)
                while len(watch.answered) < len(watch.came):  # noqa: ASYNC110 - the stopwatch is simcord's
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0.2)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            await bot.idle()
    return watch, sum(polled)


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.feed_server", str(FEEDS)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            watch, polled = asyncio.run(measure(port, rounds, Path(folder)))
    finally:
        server.kill()
        server.wait()
    p99 = quantiles(watch.acknowledged, n=100)[98]
    print(f"{len(watch.acknowledged)} interactions, {AT_ONCE} at a time, {polled} looks at feeds meanwhile")
    print(
        f"first response: median {median(watch.acknowledged):.0f} ms, p99 {p99:.0f} ms (at most {LIMIT_MS})"
    )
    print(
        f"answer: median {median(watch.answered):.0f} ms, p99 {quantiles(watch.answered, n=100)[98]:.0f} ms"
    )
    return int(p99 > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
