"""Letting go: texts of articles after a time, and everything about an address on demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.delivery import State
from bot.store.articles import articles, forgotten, versions
from bot.store.briefings import Briefings, briefings
from bot.store.database import Database
from bot.store.deliveries import deliveries
from bot.store.schema import storable, upsert
from bot.store.search import SearchIndex, indexed
from bot.store.sources import entries
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.codec import article_from_json, article_to_json, briefing_from_json

NOTE = "Kurir keeps only the cited sentences of this article: its full text has expired."


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many articles and briefings were let go."""

    articles: int
    briefings: int


class Retention:
    """Removes what need not, or must not, be kept."""

    def __init__(self, database: Database, articles: SearchIndex, briefings: Briefings) -> None:
        self._database = database
        self._index = articles
        self._briefings = briefings

    async def expire(self, before: datetime, *, limit: int = 200) -> int:
        """Let go of texts stored before `before`, at most some `limit` at a time; 0 when none is left.

        An article without a briefing goes altogether. Of one with a briefing, every version keeps the
        sentences that a briefing cites: briefings stay, and stay checkable, for ever.
        """
        async with self._database.write() as connection:
            briefed = sa.exists().where(briefings.c.article == articles.c.id)
            idle = sa.select(articles.c.number).where(articles.c.stored < before, ~briefed).limit(limit)
            gone = list(await connection.scalars(idle))
            await self._delete_articles(connection, gone)
            old = sa.select(versions).where(versions.c.stored < before, ~versions.c.cut).limit(limit)
            cut = (await connection.execute(old)).all()
            for row in cut:
                await self._cut(connection, row.article, row.version, article_from_json(row.body))
            return len(gone) + len(cut)

    async def forget(self, url: str, *, now: datetime) -> Forgotten:
        """Remove every article at `url` with all its briefings, and refuse to store it again."""
        async with self._database.write() as connection:
            where = articles.c.url == storable(url)
            found = (await connection.execute(sa.select(articles.c.number, articles.c.id).where(where))).all()
            ids = [row.id for row in found]
            about = sa.select(briefings.c.id).where(briefings.c.article.in_(ids))
            made = list(await connection.scalars(about))
            await self._briefings.index.remove(connection, made)
            await connection.execute(sa.delete(briefings).where(briefings.c.article.in_(ids)))
            await self._delete_articles(connection, [row.number for row in found])
            if ids:
                again = sa.update(entries).where(entries.c.article_id.in_(ids))
                await connection.execute(again.values(unread=sa.null()))  # a new text that waits to be read
                refuse = upsert(forgotten, self._database.is_sqlite).on_conflict_do_nothing()
                await connection.execute(refuse, [{"article": i, "since": now} for i in ids])
            await self._forget_messages(connection, made)
            return Forgotten(len(ids), len(made))

    async def _forget_messages(self, connection: AsyncConnection, made: list[int]) -> None:
        """Empty the outbox of messages that show one of these; what waits is not posted any more."""
        shows = [sa.type_coerce(deliveries.c.parts, sa.Text).like(f'%"story":"{number}"%') for number in made]
        for chunk in (shows[i : i + 50] for i in range(0, len(shows), 50)):
            gone = {"state": State.FAILED.value, "reason": "an article that it shows was to be forgotten"}
            waits = sa.or_(*chunk) & deliveries.c.state.in_([State.PENDING, State.SENDING])
            await connection.execute(sa.update(deliveries).where(waits).values(gone))
            await connection.execute(sa.update(deliveries).where(sa.or_(*chunk)).values(parts=[]))

    async def _delete_articles(self, connection: AsyncConnection, numbers: list[int]) -> None:
        await self._index.remove(connection, numbers)
        if numbers:
            one = sa.delete(articles).where(articles.c.number == sa.bindparam("gone"))
            await connection.execute(one, [{"gone": n} for n in numbers])

    async def _cut(self, connection: AsyncConnection, article_id: str, version: int, text: Article) -> None:
        mine = (briefings.c.article == article_id) & (briefings.c.version == version)
        bodies = await connection.scalars(sa.select(briefings.c.body).where(mine))
        kept = cut_article(text, map(briefing_from_json, bodies))
        this = (versions.c.article == article_id) & (versions.c.version == version)
        await connection.execute(sa.update(versions).where(this).values(cut=True, body=article_to_json(kept)))
        current = sa.select(articles.c.number).where(
            articles.c.id == article_id, articles.c.version == version
        )
        if (number := await connection.scalar(current)) is not None:
            words = indexed(kept.title, *(s.text for s in kept.sentences))
            await self._index.put(connection, {number: words}, new=False)


def cut_article(article: Article, made: Iterable[Briefing]) -> Article:
    """`article` with the text of those sentences only that a briefing cites; the others keep their place."""
    cited = {i for b in made for p in (*b.points, *b.dropped) for i in p.evidence}
    sentences = tuple(s if i in cited else replace(s, text="") for i, s in enumerate(article.sentences))
    english = tuple(t if i in cited else "" for i, t in enumerate(article.english))
    return replace(article, sentences=sentences, english=english, notes=(*article.notes, NOTE))
