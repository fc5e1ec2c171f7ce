"""Letting go, and taking everything out."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import article
from click.testing import CliRunner

from bot.cli import cli
from bot.llm.memory import LLMMemory
from bot.outbox.delivery import Part, planned
from bot.store import Store, open_store, sqlite_url
from bot.store.articles import Change
from bot.store.retention import NOTE
from bot.subscription import Channel, Platform
from summarizer import Briefing, Point, Section, Verdict
from summarizer.codec import article_from_json, briefing_from_json

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def made(*evidence: int) -> Briefing:
    said = Point(section=Section.KEY_CLAIMS, text="Said.", evidence=evidence, verdict=Verdict.SUPPORTED)
    return Briefing(headline="The bridge", points=(said,), engine="extractive")


async def test_an_old_article_without_a_briefing_goes(store: Store) -> None:
    """It can neither be read nor found; a younger one stays."""
    await store.articles.add(article(id="old"), now=NOW)
    await store.articles.add(article(id="new"), now=LATER)
    assert await store.retention.expire(LATER) == 1
    assert await store.articles.get("old") is None
    assert [a.article.id for a in await store.articles.search("mayor")] == ["new"]


async def test_a_briefed_article_keeps_what_is_cited(store: Store) -> None:
    """The briefing can still be checked; the rest of the text is gone, also from the index."""
    await store.articles.add(article("Cited words.", "Secret words."), now=NOW)
    kept = await store.briefings.add(article(), 1, made(0), now=NOW)
    assert await store.retention.expire(LATER) == 1
    assert await store.retention.expire(LATER) == 0
    found = await store.briefings.with_article(kept)
    assert found is not None
    assert [s.text for s in found[1].sentences] == ["Cited words.", ""]
    assert found[1].notes == (NOTE,)
    assert await store.articles.search("secret") == []
    assert len(await store.articles.search("cited")) == 1


async def test_a_forgotten_address_is_gone_and_stays_gone(store: Store) -> None:
    """Article, versions, briefings and index; a feed that brings it again changes nothing."""
    url = "https://example.com/1"
    await store.articles.add_many([article(url=url), article(id="other")], now=NOW)
    kept = await store.briefings.add(article(url=url), 1, made(0), now=NOW)
    gone = await store.retention.forget(url, now=NOW)
    assert (gone.articles, gone.briefings) == (1, 1)
    assert await store.briefings.get(kept) is None
    assert await store.briefings.search("bridge") == []
    assert [a.article.id for a in await store.articles.search("mayor")] == ["other"]
    assert await store.articles.add(article("Changed.", url=url), now=LATER) is Change.FORGOTTEN
    assert [a.article.id for a in await store.articles.since(NOW)] == ["other"]
    assert (await store.retention.forget(url, now=NOW)).articles == 0


async def test_what_was_or_would_be_posted_is_forgotten_too(store: Store) -> None:
    """The outbox holds no word of it, and what still waits is not posted; other messages stay."""
    url = "https://example.com/1"
    await store.articles.add(article(url=url), now=NOW)
    kept = await store.briefings.add(article(url=url), 1, made(0), now=NOW)
    channel = Channel(Platform.SLACK, "C1")
    for occasion, story in (("mine", str(kept)), ("other", str(kept) + "0")):
        parts = (Part(payload={"text": "The bridge"}, story=story),)
        await store.deliveries.add(planned(channel, occasion, parts, now=NOW))
    await store.retention.forget(url, now=NOW)
    claimed = await store.deliveries.claim(channel, NOW)
    assert claimed is not None
    assert claimed.delivery.occasion == "other"


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder with one briefed article."""

    async def fill() -> None:
        async with await open_store(sqlite_url(tmp_path / "kurir.db")) as store:
            text = article("Сказав.", url="https://example.com/1")
            await store.articles.add(text, now=NOW)
            await store.briefings.add(text, 1, made(0), now=NOW)

    monkeypatch.setenv("KURIR_DATA", str(tmp_path))
    asyncio.run(fill())


@pytest.mark.usefixtures("filled")
def test_export_is_json_lines(tmp_path: Path) -> None:
    """What is exported reads back as the article and its briefing."""
    done = CliRunner().invoke(cli, ["export", str(tmp_path / "out.jsonl")])
    assert done.exit_code == 0, done.output
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [line["type"] for line in lines] == ["article", "briefing"]
    assert article_from_json(lines[0]["article"]) == article("Сказав.", url="https://example.com/1")
    assert briefing_from_json(lines[1]["briefing"]) == made(0)


@pytest.mark.usefixtures("filled")
def test_forget_says_what_is_gone(tmp_path: Path) -> None:
    """By the address in any of its spellings, with what models said; and that an address is not known."""
    replies = tmp_path / "llm.db"
    asyncio.run(LLMMemory(replies).put("k", "The bridge"))
    url = "https://EXAMPLE.com/1?utm_source=feed#top"
    done = CliRunner().invoke(cli, ["forget", url])
    assert (done.exit_code, done.output.strip()) == (0, f"forgot {url}: 1 article(s), 1 briefing(s)")
    assert asyncio.run(LLMMemory(replies).get("k")) is None
    again = CliRunner().invoke(cli, ["forget", "https://example.com/1"])
    assert again.exit_code == 1
    assert "no article at https://example.com/1" in again.output
