"""The archive: kept with the article's version, filtered, paged, searched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders import article, point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intake.polling import LookRecord
from bot.store import Store, search
from bot.store.briefings import Filter
from bot.store.search import RANKED, phrases, words
from summarizer import Article, Briefing, Draft, Verdict
from summarizer.briefing import Point
from summarizer.gate import pass_gate
from summarizer.sources import SeenEntry, Source, SourceState

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)


def briefing(headline: str = "The bridge is open", **fields: Any) -> Briefing:
    shown = fields.pop("points", (judged(),))
    return Briefing(**{"headline": headline, "points": shown, "engine": "extractive", **fields})


def judged(text: str = "The bridge is open.", verdict: Verdict = Verdict.SUPPORTED, **fields: Any) -> Point:
    draft = point(text, **fields)
    return Point(**{f: getattr(draft, f) for f in draft.__dataclass_fields__}, verdict=verdict)


async def keep(store: Store, text: Article, made: Briefing) -> int:
    await store.articles.add(text, now=NOW)
    return await store.briefings.add(text, 1, made, now=NOW)


async def test_a_briefing_reads_back_with_the_article_it_was_made_from(store: Store) -> None:
    """Also after the article changed."""
    old, made = article("It cost 12 million."), briefing()
    kept = await keep(store, old, made)
    await store.articles.add(article("It cost 14 million."), now=NOW)
    found = await store.briefings.with_article(kept)
    assert found is not None
    assert (found[0].briefing, found[0].version, found[0].made, found[1]) == (made, 1, NOW, old)
    assert await store.briefings.get(kept) == found[0]
    assert await store.briefings.with_article(kept + 1) is None


async def test_real_gate_output_is_kept_whole(store: Store) -> None:
    """Dropped points stay with their reasons."""
    made = pass_gate(
        article(), Draft(headline="H", points=(point(evidence=(9,)),), engine="llm", model="m"), {}
    )
    assert made.dropped
    kept = await store.briefings.get(await keep(store, article(), made))
    assert kept is not None
    assert kept.briefing == made


async def test_newest_first_filtered_and_paged(store: Store) -> None:
    """Each filter alone, and the next page after the last id."""
    sv = await keep(
        store,
        article(id="1", language="sv", outlet="TT"),
        briefing(points=(judged(verdict=Verdict.UNVERIFIED),)),
    )
    ru = await keep(
        store,
        article(id="2", language="ru", outlet="РБК"),
        briefing(dropped=(judged(verdict=Verdict.REJECTED),)),
    )
    de = await keep(store, article(id="3", language="de", outlet="TT"), briefing())

    async def ids(**where: Any) -> list[int]:
        return [b.id for b in await store.briefings.newest(where=Filter(**where))]

    assert await ids() == [de, ru, sv]
    assert await ids(before=ru) == [sv]
    assert await ids(language="ru") == [ru]
    assert await ids(outlet="TT") == [de, sv]
    assert await ids(verdict=Verdict.UNVERIFIED) == [sv]
    assert await ids(verdict=Verdict.REJECTED) == [ru]
    assert await ids(verdict=Verdict.SUPPORTED, outlet="TT") == [de]
    assert (await store.briefings.facets()).outlets == (("TT", 2), ("РБК", 1))


async def test_topics_are_those_of_the_sources(store: Store) -> None:
    """An article that two feeds brought is filed under the topics of both."""
    for name, topics in (("s1", ("World", "Ukraine")), ("s2", ("World",)), ("s3", ("Sports",))):
        source = Source(id=name, address=name, added=NOW, topics=topics)
        brought = "a2" if name == "s3" else "a1"
        entry = SeenEntry(key="k", marks=(), content_hash="", article_id=brought, last_seen=NOW)
        await store.sources.add(source)
        await store.sources.record_looks([LookRecord(source=source, state=SourceState(), seen=(entry,))])
        await store.articles.add(article(id=brought), now=NOW)
    kept = await store.briefings.add(article(), 1, briefing(), now=NOW)
    assert (await store.briefings.facets()).topics == (("Ukraine", 1), ("World", 1))
    assert [b.id for b in await store.briefings.newest(where=Filter(topic="World"))] == [kept]
    assert await store.briefings.newest(where=Filter(topic="Sports")) == []


@pytest.mark.parametrize("ranked", [False, True])
async def test_found_by_its_words_and_by_the_original_s(store: Store, ranked: bool) -> None:
    """The English line, the speaker, the original title and the quote in its own script."""
    said = judged("He called it a smokescreen.", speaker="Сергій Лавров", quote="димова завіса")
    kept = await keep(store, article(title="Переговори"), briefing(points=(said,)))
    await keep(store, article(id="other", title="Other"), briefing())
    for query in ("smokescreen", "лавров", "переговори", "ДИМОВА завіса", '"called it a"'):
        assert [b.id for b in await store.briefings.search(query, ranked=ranked)] == [kept]
    assert await store.briefings.search("smokescreen", ranked=ranked, where=Filter(outlet="x")) == []


async def test_unbriefed_articles_are_found(store: Store) -> None:
    """New ones and changed ones, oldest first, until they are briefed."""
    await store.articles.add_many([article(id="x"), article(id="y")], now=NOW)
    await store.briefings.add(article(id="x"), 1, briefing(), now=NOW)
    changed = article("Corrected.", id="x")
    await store.articles.add(changed, now=NOW)
    assert await store.briefings.unbriefed(since=NOW) == [(changed, 2), (article(id="y"), 1)]
    assert await store.briefings.unbriefed(since=NOW + timedelta(seconds=1)) == []


async def test_many_keep_their_order(store: Store) -> None:
    """Ids come back in the order of what was given, and the export has each once."""
    await store.articles.add(article(), now=NOW)
    ids = await store.briefings.add_many([(article(), 1, briefing(f"H{n}")) for n in range(450)], now=NOW)
    assert ids == sorted(ids)
    assert [b.briefing.headline async for b in store.briefings.each()] == [f"H{n}" for n in range(450)]
    assert len(await store.briefings.search("bridge", limit=RANKED)) == 450


async def test_old_matches_are_found_behind_the_newest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the newest rows hold none or not enough of them, page by page."""
    monkeypatch.setattr(search, "WINDOW", 3)
    await store.articles.add(article(), now=NOW)
    made = [briefing("Rare" if n in {0, 5, 9} else "Common") for n in range(12)]
    ids = await store.briefings.add_many([(article(), 1, b) for b in made], now=NOW)
    rare = [ids[9], ids[5], ids[0]]
    assert [b.id for b in await store.briefings.search("rare", limit=10)] == rare
    assert [b.id for b in await store.briefings.search("rare", limit=1)] == rare[:1]
    assert [
        b.id for b in await store.briefings.search("rare", limit=2, where=Filter(before=rare[0]))
    ] == rare[1:]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_what_is_indexed_is_what_is_asked_for(text: str) -> None:
    """A text asked for as a phrase gives the words it is indexed by, so it finds itself."""
    asked = phrases('"' + text.replace('"', " ") + '"')
    assert " ".join(asked).split() == words(text.replace('"', " "))
    assert all(w.isalnum() or not w.isascii() for w in words(text))
