"""`kurir run` and its neighbours, from the configuration file alone: SQLite, terminal, no account."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from builders import article
from click.testing import CliRunner

from bot.cli import cli
from bot.errors import BotError
from bot.store import open_store, sqlite_url
from bot.subscription import Subscription
from summarizer.sources import Source, SourceKind, source_id

CONFIG = """
[[subscriptions]]
what = "bridge"
mode = "alerts"

[[subscriptions]]
channel = "slack:C1"
times = ["08:00"]
weekdays = "mon-fri"
tz = "Europe/Stockholm"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path) -> Path:
    """A data folder with one article that nobody has briefed yet, and a configuration file."""
    (tmp_path / "kurir.db").write_bytes(sqlite_template.read_bytes())
    (tmp_path / "kurir.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("KURIR_DATA", str(tmp_path))
    monkeypatch.setenv("KURIR_CONFIG", str(tmp_path / "kurir.toml"))
    add(tmp_path, "Bridge opened")
    return tmp_path


def add(home: Path, title: str) -> None:
    async def store_it() -> None:
        async with await open_store(sqlite_url(home / "kurir.db")) as store:
            a = article("The bridge was opened by the mayor on Monday.", id=title, title=title)
            await store.articles.add(a, now=datetime.now(UTC))
            await store.stories.place(title, None, now=datetime.now(UTC))  # as polling does

    asyncio.run(store_it())


def test_without_a_source_once_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURIR_DATA", str(tmp_path))
    assert "kurir sources add" in kurir("run", "--once")


def kurir(*words: str) -> str:
    result = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_once_briefs_and_posts_and_the_second_time_nothing_is_new(home: Path) -> None:
    (home / "in").mkdir()
    kurir("sources", "add", str(home / "in"))
    assert kurir("run", "--once").count("Bridge opened") == 1
    assert kurir("run", "--once").startswith("Nothing to post now.")
    add(home, "Another bridge opened")
    assert kurir("run", "--once").count("Another bridge opened") == 1
    assert "2 sent" in kurir("status")


def test_subscriptions_of_the_file_follow_the_file(home: Path) -> None:
    kurir("run", "--once")
    listed = kurir("subscriptions")
    assert (
        "terminal:screen 1. bridge — As soon as a story is briefed, at most 5 an hour; from now on" in listed
    )
    assert "slack:C1 1. everything — Weekdays at 08:00 Europe/Stockholm; next: " in listed
    (home / "kurir.toml").write_text("", encoding="utf-8")
    kurir("subscribe", "terminal:screen", "ukraine", "at", "08:00")
    kurir("run", "--once")
    assert kurir("subscriptions").count("\n") == 1
    assert kurir("unsubscribe", "terminal:screen", "2") == "Ended: ukraine\n"


def test_what_chat_has_no_words_for_is_an_option_of_subscribe(home: Path) -> None:
    said = kurir(
        *("subscribe", "slack:C2", "ukraine", "as", "alerts", "--quiet", "22:00", "07:00"),
        *("--max-stories", "3", "--min-importance", "40", "--when-empty", "say-so"),
    )
    assert "at most 3 an hour, quiet 22:00 to 07:00" in said

    async def stored() -> Subscription:
        async with await open_store(sqlite_url(home / "kurir.db")) as store:
            return next(s for s in await store.subscriptions.all() if s.channel.id == "C2")

    assert (asyncio.run(stored()).min_importance, asyncio.run(stored()).when_empty) == (40, "say-so")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("subscribe", "nowhere", "ukraine"), "PLATFORM:CHANNEL"),
        (("subscribe", "slack:C1", "(ukraine"), "not closed"),
        (("unsubscribe", "slack:C1", "7"), "has no subscription 7"),
        (("worker",), "postgresql://"),
        (("run", "--once", "--platform", "discord"), "discord"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(home: Path, words: tuple[str, ...], says: str) -> None:
    result = CliRunner().invoke(cli, words)
    assert isinstance(result.exception, BotError | SystemExit)
    assert says in result.output + str(result.exception)


def test_run_stops_cleanly_on_sigterm(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr
    started = 0
    for line in process.stderr:
        started += "service_started" in line
        if started == 2:
            break
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=20)
    assert process.returncode == 0
    assert rest.count("service_stopped") == 2


HALF_A_FEED = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 999\r\n\r\n<rss>"
NO_NAME_SERVER = """
import socket, sys, threading
def getaddrinfo(*args, **named):
    print("looks a name up", file=sys.stderr, flush=True)
    threading.Event().wait()
socket.getaddrinfo = getaddrinfo
from bot.__main__ import main
main()
"""
"""Kurir where looking a name up takes for ever, in a thread that nothing can end."""


def test_run_stops_at_once_though_feeds_and_a_thread_hang(home: Path) -> None:
    """Within less than the grace that a poll once took, and with the database closed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        base = f"http://127.0.0.1:{server.getsockname()[1]}"
        watch(home, f"{base}/1", f"{base}/2", "http://news.test/feed")
        (home / "kurir.toml").write_text('[sources]\nallow = ["127.0.0.1"]\ndelay_seconds = 0.0\n', "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-c", NO_NAME_SERVER, "run"], stderr=subprocess.PIPE, text=True
        )
        hanging = [server.accept()[0] for _ in range(2)]
        for connection in hanging:
            connection.recv(4096)
            connection.sendall(HALF_A_FEED)
        assert process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if "looks a name up" in said and said.count("service_started") == 2:
                break
        process.send_signal(signal.SIGTERM)
        try:
            _, rest = process.communicate(timeout=10)
        finally:
            process.kill()
            process.wait()
        for connection in hanging:
            connection.close()
    assert process.returncode == 0
    assert rest.count("service_stopped") == 2
    assert "ended_by_force" in rest
    assert not (home / "kurir.db-wal").exists()


def watch(home: Path, *addresses: str) -> None:
    async def store_them() -> None:
        async with await open_store(sqlite_url(home / "kurir.db")) as store:
            for a in addresses:
                source = Source(id=source_id(a), kind=SourceKind.FEED, address=a, added=datetime.now(UTC))
                await store.sources.add(source)

    asyncio.run(store_them())
