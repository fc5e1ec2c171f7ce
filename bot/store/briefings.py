"""The archive: every briefing, kept with the version of the article that it was made from."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.articles import articles, versions
from bot.store.database import Database
from bot.store.schema import Instant, Json, Number, metadata, storable
from bot.store.search import SearchIndex, indexed
from bot.store.sources import entries, sources
from summarizer.article import Article
from summarizer.briefing import Briefing, Verdict
from summarizer.codec import article_from_json, briefing_from_json, briefing_to_json

briefings = sa.Table(
    "briefings",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("story", Number, sa.ForeignKey("stories.id", ondelete="SET NULL")),
    sa.Column("made", Instant, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text),
    sa.Column("engine", sa.Text, nullable=False),
    sa.Column("headline", sa.Text, nullable=False),
    sa.Column("supported", sa.Integer, nullable=False),
    sa.Column("unverified", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.Column("body", Json, nullable=False),
    *(sa.Index(f"briefings_{c}", c, "id") for c in ("article", "story", "language", "outlet")),
    *(
        sa.Index(f"briefings_{c}", "id", sqlite_where=some, postgresql_where=some)
        for c in ("supported", "unverified", "rejected")
        for some in [sa.text(f"{c} > 0")]
    ),
    sqlite_autoincrement=True,
)

topics = sa.Table(
    "briefing_topics",
    metadata,
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("briefing", Number, sa.ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("briefing_topics_briefing", "briefing"),
    sqlite_with_rowid=False,
)

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedBriefing:
    """A briefing in the archive.

    Attributes:
        id: grows with time.
        article_id: what it is about…
        version: …and in which version.
        story: id of the story, if it belongs to one.
        made: when it was stored.
        language: of the article.
        outlet: of the article.
    """

    id: int
    article_id: str
    version: int
    story: int | None
    made: datetime
    language: str
    outlet: str | None
    briefing: Briefing


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which briefings are wanted; None means any.

    Attributes:
        language: of the article.
        outlet: as it calls itself.
        topic: one of the topics of a source of the article.
        verdict: with at least one point of this verdict (`REJECTED`: with a dropped point).
        before: made before the briefing with this id, for the next page.
    """

    language: str | None = None
    outlet: str | None = None
    topic: str | None = None
    verdict: Verdict | None = None
    before: int | None = None


ANY = Filter()


@dataclass(frozen=True, slots=True)
class Facets:
    """What the archive holds, for choosing filters: values with their number of briefings, most first."""

    languages: tuple[tuple[str, int], ...]
    outlets: tuple[tuple[str, int], ...]
    topics: tuple[tuple[str, int], ...]


class Briefings:
    """Briefings by id, article, filter and words."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.index = SearchIndex("briefing_search", is_sqlite=database.is_sqlite)

    async def add(
        self, article: Article, version: int, briefing: Briefing, *, now: datetime, story: int | None = None
    ) -> int:
        """Keep `briefing` of `article`, which is stored in `version`; its id."""
        return (await self.add_many([(article, version, briefing)], now=now, story=story))[0]

    async def add_many(
        self, made: Sequence[tuple[Article, int, Briefing]], *, now: datetime, story: int | None = None
    ) -> list[int]:
        """Keep many briefings of one story (or of none) in one transaction; their ids, in order."""
        rows = [_row(a, v, b) | {"made": now, "story": story} for a, v, b in made]
        async with self._database.write() as connection:
            ids = await self._take_ids(connection, len(rows))
            await connection.execute(
                sa.insert(briefings), [{"id": i} | r for i, r in zip(ids, rows, strict=True)]
            )
            texts = {i: searchable(a, b) for i, (a, _, b) in zip(ids, made, strict=True)}
            await self.index.put(connection, texts, new=True)
            filed = await self._topics([a.id for a, _, _ in made])
            pairs = [
                {"topic": storable(t), "briefing": i}
                for i, (a, _, _) in zip(ids, made, strict=True)
                for t in filed.get(a.id, ())
            ]
            if pairs:
                await connection.execute(sa.insert(topics), pairs)
        return ids

    async def get(self, briefing_id: int) -> ArchivedBriefing | None:
        """One briefing; None if there is none."""
        found = await self._fetch(sa.select(briefings).where(briefings.c.id == briefing_id))
        return found[0] if found else None

    async def with_article(self, briefing_id: int) -> tuple[ArchivedBriefing, Article] | None:
        """One briefing and the article as it was briefed."""
        same = (versions.c.article == briefings.c.article) & (versions.c.version == briefings.c.version)
        query = sa.select(briefings, versions.c.body.label("text")).join(versions, same)
        async with self._database.read() as connection:
            row = (await connection.execute(query.where(briefings.c.id == briefing_id))).one_or_none()
            return (_archived(row), article_from_json(row.text)) if row else None

    async def of_article(self, article_id: str) -> list[ArchivedBriefing]:
        """All briefings of an article, newest first."""
        return await self._fetch(_newest_first().where(briefings.c.article == article_id))

    async def of_story(self, story: int) -> list[ArchivedBriefing]:
        """All briefings of a story, newest first."""
        return await self._fetch(_newest_first().where(briefings.c.story == story))

    async def newest(self, *, limit: int = 10, where: Filter = ANY) -> list[ArchivedBriefing]:
        """The newest briefings."""
        return await self._fetch(_newest_first().where(*_conditions(where)).limit(limit))

    async def search(
        self, query: str, *, limit: int = 10, ranked: bool = False, where: Filter = ANY
    ) -> list[ArchivedBriefing]:
        """Briefings that hold all words of `query`, newest first.

        With `ranked` the best of the newest `search.RANKED` matches come first instead.
        """
        if ranked:
            best = self.index.candidates(query)
            ranking = sa.select(briefings).join(best, best.c.id == briefings.c.id).where(*_conditions(where))
            return await self._fetch(
                ranking.order_by(best.c.score.desc(), briefings.c.id.desc()).limit(limit)
            )
        found: list[ArchivedBriefing] = []
        rows = sa.select(briefings).where(*_conditions(where))
        for newest in self.index.newest(query, rows, briefings.c.id, where.before):
            found = await self._fetch(newest.limit(limit))
            if len(found) == limit:
                break
        return found

    async def facets(self) -> Facets:
        """What there is to filter by."""
        return Facets(
            await self._count(briefings.c.language),
            await self._count(briefings.c.outlet),
            await self._count(topics.c.topic),
        )

    async def unbriefed(self, *, since: datetime, limit: int = 100) -> list[tuple[Article, int]]:
        """Articles stored at or after `since` whose newest version has no briefing, oldest first."""
        newest = (versions.c.article == articles.c.id) & (versions.c.version == articles.c.version)
        mine = (briefings.c.article == articles.c.id) & (briefings.c.version == articles.c.version)
        query = sa.select(versions.c.body, versions.c.version).select_from(
            articles.join(versions, newest).outerjoin(briefings, mine)
        )
        query = query.where(briefings.c.id.is_(None), articles.c.stored >= since)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(articles.c.number).limit(limit))
            return [(article_from_json(row.body), row.version) for row in rows]

    async def each(self) -> AsyncIterator[ArchivedBriefing]:
        """Every briefing, oldest first."""
        after = 0
        while page := await self._fetch(
            sa.select(briefings).where(briefings.c.id > after).order_by(briefings.c.id).limit(PAGE)
        ):
            for found in page:
                yield found
            after = page[-1].id

    async def _take_ids(self, connection: AsyncConnection, number: int) -> list[int]:
        """The next ids, ascending: taken beforehand, since INSERT … RETURNING would go row by row."""
        if self._database.is_sqlite:  # only one writer, and this is in its transaction
            last = sa.text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'briefings'")
            first = int((await connection.scalar(last)) or 0) + 1
            return list(range(first, first + number))
        taken = sa.text(
            "SELECT nextval(pg_get_serial_sequence('briefings', 'id')) FROM generate_series(1, :number)"
        )
        return sorted(await connection.scalars(taken, {"number": number}))

    async def _fetch(self, query: sa.Select[Any]) -> list[ArchivedBriefing]:
        async with self._database.read() as connection:
            return [_archived(row) for row in await connection.execute(query)]

    async def _count(self, column: sa.Column[Any]) -> tuple[tuple[str, int], ...]:
        number = sa.func.count()
        query = sa.select(column, number).where(column.is_not(None)).group_by(column)
        async with self._database.read() as connection:
            rows = await connection.execute(query.order_by(number.desc(), column))
            return tuple((value, count) for value, count in rows)

    async def _topics(self, article_ids: list[str]) -> dict[str, set[str]]:
        """The topics of all sources in which these articles were seen."""
        query = sa.select(entries.c.article_id, sources.c.topics).join(
            sources, sources.c.id == entries.c.source
        )
        filed: dict[str, set[str]] = {}
        async with self._database.read() as connection:
            for row in await connection.execute(query.where(entries.c.article_id.in_(set(article_ids)))):
                filed.setdefault(row.article_id, set()).update(row.topics)
        return filed


def searchable(article: Article, briefing: Briefing) -> str:
    """What a briefing is found by: its own words, and the original title and quotes in their script."""
    points = (t for p in briefing.points for t in (p.text, p.speaker, p.speaker_role, p.via, p.quote))
    return indexed(briefing.headline, article.title, article.outlet, *points)


def _newest_first() -> sa.Select[Any]:
    return sa.select(briefings).order_by(briefings.c.id.desc())


def _conditions(where: Filter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if where.language is not None:
        conditions.append(briefings.c.language == where.language)
    if where.outlet is not None:
        conditions.append(briefings.c.outlet == where.outlet)
    if where.topic is not None:
        filed = sa.select(topics.c.briefing).where(topics.c.topic == where.topic)
        conditions.append(briefings.c.id.in_(filed))
    if where.verdict is not None:
        conditions.append(briefings.c[where.verdict.value] > sa.literal_column("0"))
    if where.before is not None:
        conditions.append(briefings.c.id < where.before)
    return conditions


def _row(article: Article, version: int, briefing: Briefing) -> dict[str, Any]:
    shown = [p.verdict for p in briefing.points]
    return {
        "article": article.id,
        "version": version,
        "language": storable(article.language),
        "outlet": article.outlet and storable(article.outlet),
        "engine": briefing.engine,
        "headline": storable(briefing.headline),
        "supported": shown.count(Verdict.SUPPORTED),
        "unverified": shown.count(Verdict.UNVERIFIED),
        "rejected": len(briefing.dropped),
        "body": briefing_to_json(briefing),
    }


def _archived(row: Any) -> ArchivedBriefing:
    return ArchivedBriefing(
        id=row.id,
        article_id=row.article,
        version=row.version,
        story=row.story,
        made=row.made,
        language=row.language,
        outlet=row.outlet,
        briefing=briefing_from_json(row.body),
    )
