"""Articles: versions, whole or not at all, found by words in any script."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from builders import article

from bot.store import Store
from bot.store.articles import Change

NOW = datetime(2026, 11, 10, 6, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


async def test_the_same_text_is_stored_once(store: Store) -> None:
    """A poll that brings what is known changes nothing."""
    assert await store.articles.add(article(), now=NOW) is Change.NEW
    assert await store.articles.add(article(), now=LATER) is Change.SAME
    assert len(await store.articles.versions("a1")) == 1


async def test_a_changed_text_is_a_new_version(store: Store) -> None:
    """Both versions can be read, and the newest is what one gets."""
    await store.articles.add(article("It cost 12 million."), now=NOW)
    assert await store.articles.add(article("It cost 14 million."), now=LATER) is Change.UPDATED
    first, second = await store.articles.versions("a1")
    assert (first.article, first.version, first.stored) == (article("It cost 12 million."), 1, NOW)
    assert (second.article, second.version, second.stored) == (article("It cost 14 million."), 2, LATER)
    assert await store.articles.get("a1") == second
    assert await store.articles.get("a1", 1) == first


async def test_a_feed_that_flips_between_two_texts_does_not_fill_the_store(store: Store) -> None:
    """A text that the article had before is not stored again."""
    for text in ("One.", "Two.", "One.", "Two."):
        await store.articles.add(article(text), now=NOW)
    assert len(await store.articles.versions("a1")) == 2


async def test_many_are_stored_in_one_transaction(store: Store) -> None:
    """Several versions of one article may come in one batch; each article gets its own answer."""
    batch = [article(id="b"), article("New text.", id="b"), article(id="c"), article(id="c")]
    assert await store.articles.add_many(batch, now=NOW) == [
        Change.NEW, Change.UPDATED, Change.NEW, Change.SAME,
    ]  # fmt: skip


async def test_a_failure_leaves_no_half_article(store: Store) -> None:
    """What a broken transaction stored is gone, in the tables and in the index."""

    async def broken() -> None:
        async with store.write():
            await store.articles.add(article(), now=NOW)
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await broken()
    assert await store.articles.get("a1") is None
    assert await store.articles.search("bridge") == []


SCRIPTS = (
    ("Utrikesministern säger nej.", "SÄGER"),
    ("Utrikesministern säger nej.", "sager"),
    ("Сергій Лавров відкинув пропозицію.", "лавров ВІДКИНУВ"),
    ("Ο πρωθυπουργός μίλησε.", "πρωθυπουργος"),
    ("日本政府は新しい方針を発表した。", "新しい方針"),
    ("กระทรวงต่างประเทศแถลง", "ต่างประเทศ"),
    ("قالت الحكومة إنها ترفض", "الحكومة"),
    ("외교부는 협상을 환영했다.", "협상을"),
    ("Die Straße ist gesperrt.", "strasse"),
    ("Talks in Geneva go on.", '"talks in geneva"'),
)


async def test_any_script_is_found(store: Store) -> None:
    """Case and accents do not matter, and scripts without spaces are found inside a line."""
    texts = [article(text, title="…", id=text) for text, _ in SCRIPTS]
    await store.articles.add_many(texts, now=NOW)
    for text, query in SCRIPTS:
        assert [f.article.id for f in await store.articles.search(query)] == [text], query
        assert [f.article.id for f in await store.articles.search(query, ranked=True)] == [text], query


HOSTILE = (
    '"', "bridge AND", "NEAR(", "bridge*", "a:b", "' OR 1=1 --", "& | !", "", "\0", "x" * 5000, "\ud800",
)  # fmt: skip


async def test_a_query_is_never_syntax(store: Store) -> None:
    """Whatever a user types is words or nothing."""
    await store.articles.add(article(), now=NOW)
    for query in HOSTILE:
        await store.articles.search(query)
        await store.articles.search(query, ranked=True)


async def test_newest_first_and_best_first(store: Store) -> None:
    """The plain order is time; ranked, the article that is about the word comes first."""
    about = article("Lavrov spoke. Lavrov left.", id="about", title="Lavrov")
    beside = article("A long text that says Lavrov once among many words.", id="beside", title="Talks")
    await store.articles.add_many([about, beside], now=NOW)
    assert [f.article.id for f in await store.articles.search("lavrov")] == ["beside", "about"]
    assert [f.article.id for f in await store.articles.search("lavrov", ranked=True)] == ["about", "beside"]


async def test_only_the_newest_version_is_found(store: Store) -> None:
    """A word that was corrected away finds nothing."""
    await store.articles.add(article("The typhoon hit."), now=NOW)
    await store.articles.add(article("The storm hit."), now=LATER)
    assert await store.articles.search("typhoon") == []
    assert [f.version for f in await store.articles.search("storm")] == [2]


async def test_odd_characters_survive(store: Store) -> None:
    """NUL and half surrogates, which no text column takes, neither break nor disappear from the article."""
    odd = article("A\0b \ud83d end.", outlet="T\0T", title="x\0")
    await store.articles.add(odd, now=NOW)
    stored = await store.articles.get("a1")
    assert stored is not None
    assert stored.article == odd


async def test_articles_are_found_by_when_they_came(store: Store) -> None:
    """At the moment itself, too."""
    await store.articles.add(article(id="old"), now=NOW)
    await store.articles.add(article(id="new"), now=LATER)
    assert [f.article.id for f in await store.articles.since(LATER)] == ["new"]


async def test_each_version_is_exported_once(store: Store) -> None:
    """Paging misses and repeats nothing."""
    await store.articles.add_many([article(str(n % 2), id=f"a{n // 2}") for n in range(1204)], now=NOW)
    seen = [(f.article.id, f.version) async for f in store.articles.each()]
    assert len(seen) == len(set(seen)) == 1204
