"""Runs `kurir run` for as long as you like against a world that misbehaves, and counts what went wrong.

200 feeds on loopback change, fail, hang and lie; Slack and Discord refuse, break off after accepting, and cut
the connections that Kurir listens on. In the first third Kurir is killed or stopped at random moments and
started again; in the rest it runs on, and its memory is measured.

    python -m benchmarks.soak --minutes 10

Exits 1 if a message was lost or came twice, a channel lacks what its neighbours got or a due digest, an
exception was not handled, or memory grew by more than 10 % after warm-up (the first two fifths of the quiet
part).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.soak_world import Platforms, world
from bot.outbox.delivery import Delivery, State
from bot.store import open_store, sqlite_url
from summarizer.sources import Source, SourceKind, source_id

CONFIG = """
[sources]
allow = [{allow}]
shortest_minutes = 1
longest_minutes = 2
per_host = 8
delay_seconds = 0.0
first = 2

[log]
format = "json"

[operator]
channel = "slack:C1009"
"""
SUBSCRIPTION = """
[[subscriptions]]
channel = "{channel}"
mode = "{mode}"
times = [{times}]
max_stories = 50
when_empty = "say-so"
"""
SETTLE_SECONDS = 60
"""After the last new article, for what is still on its way."""
GROWTH = 0.10
CHANNELS = 5
"""With alerts, on each platform; each takes 50 an hour, Kurir's limit here."""
DIGESTS = ("slack:C1050", "discord:1050")
ANSWER_LOST = "Failed to run a request listener: Cannot write to closing transport"
"""What slack_sdk logs, with a traceback, when the connection is cut below an acknowledgement. Nothing is lost
by that: Slack sends again what was not acknowledged."""


@dataclass
class Kurir:
    """The process under test.

    Attributes:
        home: its data folder, configuration and log.
        env: its environment.
        memory: (seconds since its start, bytes) of this process and its children.
    """

    home: Path
    env: dict[str, str]
    memory: list[tuple[float, int]] = field(default_factory=list)
    starts: int = 0
    kills: int = 0
    slowest_stop: float = 0.0
    peak: int = 0
    bad_exits: list[int] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None
    _since: float = 0.0

    async def start(self) -> None:
        self.starts += 1
        self._since, self.memory = time.monotonic(), []
        with (self.home / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self.env, stdout=log, stderr=log
            )

    async def end(self, number: int) -> None:
        assert self.process
        asked = time.monotonic()
        if self.process.returncode is None:
            self.process.send_signal(number)
        code = await self.process.wait()
        if number == signal.SIGKILL:
            self.kills += 1
        else:
            self.slowest_stop = max(self.slowest_stop, time.monotonic() - asked)
            if code not in (0, -signal.SIGTERM):  # the latter: it had not started yet
                self.bad_exits.append(code)

    def measure(self) -> None:
        """Note the memory of the process and its children."""
        assert self.process
        own = resident(self.process.pid)
        self.peak = max(self.peak, own)
        everything = own + sum(map(resident, children(self.process.pid)))
        self.memory.append((time.monotonic() - self._since, everything))


def resident(pid: int) -> int:
    """Bytes of memory of a process; 0 if it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(line.split()[1]) * 1024


def children(pid: int) -> list[int]:
    """Processes that `pid` has started."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


def growth(memory: Sequence[tuple[float, int]]) -> float:
    """Memory at the end over that after warm-up, less one; medians, since collections come and go."""
    end = memory[-1][0]
    warm = [size for at, size in memory if 0.4 * end <= at < 0.6 * end]
    last = [size for at, size in memory if at >= 0.8 * end]
    return median(last) / median(warm) - 1


async def prepare(home: Path, addresses: Sequence[str], minutes: float) -> list[datetime]:
    """Configuration, and the feeds in the database; when digests fall due."""
    hosts = sorted({a.split("/")[2] for a in addresses})
    now = datetime.now(UTC)
    slots = [
        (now + timedelta(minutes=m)).replace(second=0, microsecond=0) for m in range(2, int(minutes) + 1, 2)
    ]
    times = ", ".join(f'"{t:%H:%M}"' for t in slots) or '"00:00"'
    toml = CONFIG.format(allow=", ".join(f'"{h}"' for h in hosts))
    numbers = range(1001, 1001 + CHANNELS)
    alerts = [f"{platform}{n}" for n in numbers for platform in ("slack:C", "discord:")]
    for channel, mode in (*((c, "alerts") for c in alerts), *((c, "digest") for c in DIGESTS)):
        toml += SUBSCRIPTION.format(channel=channel, mode=mode, times=times)
    await asyncio.to_thread((home / "kurir.toml").write_text, toml, encoding="utf-8")
    async with await open_store(sqlite_url(home / "kurir.db")) as store, store.write():
        for address in addresses:
            await store.sources.add(
                Source(id=source_id(address), kind=SourceKind.FEED, address=address, added=now, first=2)
            )
    return slots


async def run(minutes: float, home: Path) -> bool:
    """The whole of it; whether everything was right."""
    chance = random.Random(20)  # noqa: S311 - the same restarts every time
    async with world() as (feeds, platforms, addresses):
        slots = await prepare(home, addresses, minutes)
        base = f"http://127.0.0.1:{platforms.port}"
        env = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("KURIR_", "SLACK_", "DISCORD_", "OPENAI_"))
        }
        env |= {
            "KURIR_DATA": str(home),
            "KURIR_CONFIG": str(home / "kurir.toml"),
            "SLACK_BOT_TOKEN": "xoxb-stand-in",
            "SLACK_APP_TOKEN": "xapp-stand-in",
            "SLACK_API_URL": f"{base}/api/",
            "DISCORD_TOKEN": "stand-in-token",
            "DISCORD_API_URL": f"{base}/discord",
        }
        kurir = Kurir(home, env)
        start, seconds = time.monotonic(), minutes * 60
        await kurir.start()
        restart, number = start + chance.uniform(5, 30), 0
        while (passed := time.monotonic() - start) < seconds:
            await asyncio.sleep(2)
            number += 1
            kurir.measure()
            await platforms.push(number)
            if number % 30 == 0:
                await platforms.cut()
            if passed < seconds / 3 and time.monotonic() >= restart:
                await kurir.end(chance.choice((signal.SIGKILL, signal.SIGTERM)))
                await kurir.start()
                restart = time.monotonic() + chance.uniform(5, 30)
            if kurir.process and kurir.process.returncode is not None:
                print(f"kurir ended by itself with {kurir.process.returncode}")
                return False
        await settle(home)
        await kurir.end(signal.SIGTERM)
        print(f"{minutes:g} minutes; requests to feeds: {dict(feeds.asked)}")
        return await verdict(kurir, platforms, slots)


async def settle(home: Path) -> None:
    """Wait until no delivery is on its way, for a while."""
    async with await open_store(sqlite_url(home / "kurir.db")) as store:
        for _ in range(SETTLE_SECONDS):
            if not await store.deliveries.waiting(datetime.now(UTC) - timedelta(seconds=5)):
                return
            await asyncio.sleep(1)


async def verdict(kurir: Kurir, platforms: Platforms, slots: Sequence[datetime]) -> bool:
    """Print the figures; whether they are right."""
    async with await open_store(sqlite_url(kurir.home / "kurir.db")) as store:
        every = await store.deliveries.newest(limit=1_000_000)
    twice, lost, states = ledger_beside_database(every, platforms)
    lacking = missing(every, [s for s in slots if s < datetime.now(UTC) - timedelta(minutes=1)])
    errors = log_errors((kurir.home / "log").read_text(encoding="utf-8", errors="replace"))
    grown = growth(kurir.memory)
    peak = max(size for _, size in kurir.memory)
    print(f"starts {kurir.starts}, kills {kurir.kills}, slowest stop {kurir.slowest_stop:.1f} s")
    print(f"exit codes of stops that were not 0: {kurir.bad_exits or 'none'}")
    print(f"faults of the platforms: {dict(platforms.counts)}")
    print(f"deliveries: {states}; messages lost {lost}, twice {twice}; never planned: {lacking or 'none'}")
    print(
        f"commands over Socket Mode: {len(platforms.pushed)} sent, "
        f"{len(platforms.acked & platforms.pushed)} acknowledged"
    )
    print(
        f"errors in the log: {dict(errors.known) or 'none'}; not handled: {dict(errors.unhandled) or 'none'}"
    )
    print(
        f"memory: peak {kurir.peak / 1e6:.0f} MB, {peak / 1e6:.0f} MB with children; "
        f"growth after warm-up {grown:+.1%}"
    )
    return not (twice or lost or lacking or errors.unhandled or kurir.bad_exits or grown > GROWTH)


def ledger_beside_database(every: Sequence[Delivery], platforms: Platforms) -> tuple[int, int, str]:
    """Messages that came twice, messages that are recorded and not there, and deliveries by state."""
    posted = Counter(m["key"] for messages in platforms.ledger.values() for m in messages)
    expected = {d.key(n) for d in every if d.state is State.SENT for n in range(len(d.parts))}
    states = Counter(d.state.value for d in every)
    lost = len(expected - posted.keys()) + states[State.FAILED.value]
    return sum(n - 1 for n in posted.values() if n > 1), lost, str(dict(states))


def missing(every: Sequence[Delivery], slots: Sequence[datetime]) -> list[str]:
    """Channels with alerts that lack what others have, all wanting everything; digests that were due."""
    got: dict[str, set[str]] = {}
    for delivery in every:
        if delivery.subscription:
            got.setdefault(delivery.channel.key, set()).add(delivery.occasion)
    alerts = {key: occasions for key, occasions in got.items() if key not in DIGESTS}
    wanted = set().union(*alerts.values())
    due = {f"slot {slot:%Y-%m-%dT%H:%M}" for slot in slots}
    lacking = {key: wanted - occasions for key, occasions in alerts.items()}
    lacking |= {key: due - got.get(key, set()) for key in DIGESTS}
    return [f"{key} {occasion}" for key, occasions in lacking.items() for occasion in sorted(occasions)]


@dataclass
class Errors:
    """What the log says went wrong: by event; and what nobody handled."""

    known: Counter[str] = field(default_factory=Counter)
    unhandled: Counter[str] = field(default_factory=Counter)


def log_errors(text: str) -> Errors:
    """Errors in a log of JSON lines. A line that is no JSON is a traceback that nobody caught."""
    found = Errors()
    for line in text.splitlines():
        try:
            event: dict[str, Any] = json.loads(line)
        except ValueError:
            found.unhandled[line.strip()[:80]] += 1
            continue
        if str(event.get("event")).startswith(ANSWER_LOST):
            found.known["acknowledgement lost"] += 1
        elif "exception" in event or "never retrieved" in str(event.get("event")):
            found.unhandled[f"{event['event']}: {str(event.get('exception', ''))[-200:]}"] += 1
        elif event.get("level") in ("error", "critical"):
            found.known[str(event["event"])] += 1
    return found


def main() -> int:
    """Soak; 1 if something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--keep", type=Path, help="folder for database and log, which is kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = options.keep or Path(scratch)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        right = asyncio.run(run(options.minutes, home))
    print("right" if right else "WRONG")
    return int(not right)


if __name__ == "__main__":
    sys.exit(main())
