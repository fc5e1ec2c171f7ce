"""How soon Slack is acknowledged: 50 people at once, while 1,000 feeds are polled in the same process.

    python -m benchmarks.slack_ack [FEEDS]

Commands, buttons and events go through the signature check, Bolt and our listeners, against the stand-in
Slack of the tests; what is timed is each request until its acknowledgement. Slack allows 3 s.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fakes.slack_server import SlackServer
from fakes.slack_team import Team, open_team

from bot.intake.polling import Poller
from bot.store import open_store, sqlite_url
from summarizer.sources import Source, source_id
from summarizer.sources.guard import Policy
from summarizer.sources.http import Fetcher, Limits
from summarizer.sources.look import Looker
from summarizer.workers import Workers

PEOPLE = 50
ROUNDS = 12
BOUND_MS = 250


async def acknowledgements(team: Team, polling: asyncio.Task[Any]) -> list[float]:
    """Milliseconds until each acknowledgement, for as long as polling goes on."""
    times: list[float] = []

    async def one(number: int) -> None:
        body, form = _request(team, number)
        start = time.perf_counter()
        status = await team.acknowledged(body, form=form)
        times.append((time.perf_counter() - start) * 1000)
        assert status == 200

    for turn in range(ROUNDS):
        if polling.done():
            break
        await asyncio.gather(*(one(turn * PEOPLE + n) for n in range(PEOPLE)))
        await asyncio.sleep(0.2)
    return times


def _request(team: Team, number: int) -> tuple[dict[str, Any], str]:
    who = {"user": {"id": "U1"}, "team": {"id": "T1"}, "channel": {"id": "C1"}, "trigger_id": f"a{number}"}
    if number % 3 == 0:
        url = team.slack.response_url(f"r{number}")
        return {
            "command": "/brief",
            "text": f"https://example.com/{number}",
            "user_id": "U1",
            "team_id": "T1",
            "channel_id": "C1",
            "trigger_id": f"c{number}",
            "response_url": url,
        }, "form"
    if number % 3 == 1:
        action = {"type": "button", "action_id": "useful", "block_id": "b", "value": "1"}
        url = team.slack.response_url(f"r{number}")
        return {"type": "block_actions", **who, "response_url": url, "actions": [action]}, "payload"
    event = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": "U1",
        "ts": "9.9",
        "text": "Why?",
    }
    return {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{number}", "event": event}, "json"


async def measure(port: int, feeds: int) -> list[float]:
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            await open_store(sqlite_url(Path(folder) / "k.db")) as store,
            Fetcher(
                limits=Limits(per_host=64, delay=0, connections=64),
                policy=Policy.parse((f"127.0.0.1:{port}",)),
            ) as fetcher,
            Workers(size=2) as workers,
            SlackServer() as slack,
            open_team(slack, store) as team,
        ):
            async with store.write():
                for n in range(feeds):
                    address = f"http://127.0.0.1:{port}/{n}"
                    await store.sources.add(Source(id=source_id(address), address=address, added=now))
            await team.acknowledged(*_warm(team))
            poller = Poller(store.sources, Looker(fetcher, workers, chance=lambda: 0.5), now=lambda: now)
            polling = asyncio.create_task(poller.poll_due())
            times = await acknowledgements(team, polling)
            await polling
            await team.settle()
            return times


def _warm(team: Team) -> tuple[dict[str, Any], str]:
    """The first request makes Bolt look its own workspace up, once."""
    return _request(team, 0)


def main(feeds: int = 1_000) -> int:
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.feed_server", str(feeds)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        times = sorted(asyncio.run(measure(int(server.stdout.readline()), feeds)))
    finally:
        server.kill()
    p99 = times[int(len(times) * 0.99)]
    print(f"{len(times)} requests, {PEOPLE} at once, while {feeds:,} feeds were polled:")
    print(
        f"acknowledged after {times[len(times) // 2]:.0f} ms (median), {p99:.0f} ms (p99, at most {BOUND_MS})"
    )
    return int(p99 > BOUND_MS)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
