"""Articles and their versions. A version is never changed once stored, save that its text may expire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.schema import Instant, Json, Number, json_text, metadata, storable, upsert
from bot.store.search import SearchIndex, indexed
from summarizer.article import Article
from summarizer.codec import article_from_json, article_to_json

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("number", Number, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("published", Instant),
    sa.Column("stored", Instant, nullable=False),
    sa.Index("articles_url", "url"),
    sa.Index("articles_stored", "stored"),
    sqlite_autoincrement=True,
)

versions = sa.Table(
    "article_versions",
    metadata,
    sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("stored", Instant, nullable=False),
    sa.Column("cut", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("body", Json, nullable=False),
)

forgotten = sa.Table(
    "forgotten",
    metadata,
    sa.Column("article", sa.Text, primary_key=True),
    sa.Column("since", Instant, nullable=False),
)

CHUNK = 500
"""Ids in one statement; SQLite takes 32,766 values, and long lists are slow to plan."""


class Change(StrEnum):
    """What storing an article did."""

    NEW = "new"
    UPDATED = "updated"  # a new version of an article that was there
    SAME = "same"  # this text is known; nothing was stored
    FORGOTTEN = "forgotten"  # somebody asked to forget it; nothing was stored


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A version of an article.

    Attributes:
        version: counts from 1.
        stored: when this version was stored.
    """

    article: Article
    version: int
    stored: datetime


@dataclass(frozen=True, slots=True)
class _Text:
    """What is kept of an article's text."""

    hash: str
    body: str  # JSON
    words: str  # for the index


@dataclass(frozen=True, slots=True)
class _Revision:
    """A version that is about to be stored."""

    article: Article
    version: int
    text: _Text


class Articles:
    """Articles by id, version, address and words."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.index = SearchIndex("article_search", is_sqlite=database.is_sqlite)

    async def add(self, article: Article, *, now: datetime) -> Change:
        """Store one article; see `add_many`."""
        return (await self.add_many([article], now=now))[0]

    async def add_many(self, wanted: Sequence[Article], *, now: datetime) -> list[Change]:
        """Store articles, each whole or not at all, and say for each what that did.

        A text that an article had in any version before is not stored again: a feed that flips between
        two wordings does not fill the store.
        """
        # In a thread: long texts would hold the event loop.
        texts = await asyncio.to_thread(lambda: [_text(a) for a in wanted])
        async with self._database.write() as connection:
            known = await self._known(connection, [a.id for a in wanted])
            refused = await self._refused(connection, [a.id for a in wanted])
            changes: list[Change] = []
            fresh: list[_Revision] = []
            changed: list[_Revision] = []
            for article, text in zip(wanted, texts, strict=True):
                hashes = known.setdefault(article.id, {})
                change = _change(article.id, text.hash, hashes, refused)
                changes.append(change)
                if change in {Change.NEW, Change.UPDATED}:
                    hashes[text.hash] = version = max(hashes.values(), default=0) + 1
                    (fresh if change is Change.NEW else changed).append(_Revision(article, version, text))
            await self._insert(connection, fresh, now)
            await self._update(connection, changed, now)
            return changes

    async def get(self, article_id: str, version: int | None = None) -> StoredArticle | None:
        """An article in its newest or a given version; None if there is none."""
        current = sa.select(articles.c.version).where(articles.c.id == article_id).scalar_subquery()
        query = sa.select(versions).where(
            versions.c.article == article_id, versions.c.version == (version or current)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
            return _stored(row) if row else None

    async def versions(self, article_id: str) -> list[StoredArticle]:
        """All versions, oldest first."""
        query = sa.select(versions).where(versions.c.article == article_id).order_by(versions.c.version)
        async with self._database.read() as connection:
            return [_stored(row) for row in await connection.execute(query)]

    async def since(self, when: datetime) -> list[StoredArticle]:
        """Articles of which a version came at or after `when`, oldest first, each in its newest version."""
        query = sa.select(versions).select_from(_newest_versions()).where(articles.c.stored >= when)
        return await self._fetch(query.order_by(articles.c.number))

    async def search(self, query: str, *, limit: int = 10, ranked: bool = False) -> list[StoredArticle]:
        """Articles that hold all words of `query`, newest first, or the best of the newest first."""
        if ranked:
            best = self.index.candidates(query)
            ranking = _newest_versions().join(best, best.c.id == articles.c.number)
            order = (best.c.score.desc(), articles.c.number.desc())
            return await self._fetch(sa.select(versions).select_from(ranking).order_by(*order).limit(limit))
        found: list[StoredArticle] = []
        rows = sa.select(versions).select_from(_newest_versions())
        for newest in self.index.newest(query, rows, articles.c.number):
            found = await self._fetch(newest.limit(limit))
            if len(found) == limit:
                break
        return found

    async def each(self) -> AsyncIterator[StoredArticle]:
        """Every version of every article, by article and version."""
        after = ("", 0)
        while True:
            key = sa.tuple_(versions.c.article, versions.c.version)
            page = sa.select(versions).where(key > sa.tuple_(*after)).order_by(*key).limit(CHUNK)
            async with self._database.read() as connection:
                rows = (await connection.execute(page)).all()
            for row in rows:
                yield _stored(row)
            if not rows:
                return
            after = (rows[-1].article, rows[-1].version)

    async def _fetch(self, query: sa.Select[Any]) -> list[StoredArticle]:
        async with self._database.read() as connection:
            return [_stored(row) for row in await connection.execute(query)]

    async def _known(self, connection: AsyncConnection, ids: list[str]) -> dict[str, dict[str, int]]:
        """Version numbers by content hash, for each of these articles that is stored."""
        known: dict[str, dict[str, int]] = {}
        for chunk in chunks(ids):
            query = sa.select(versions.c.article, versions.c.hash, versions.c.version)
            for row in await connection.execute(query.where(versions.c.article.in_(chunk))):
                known.setdefault(row.article, {})[row.hash] = row.version
        return known

    async def _refused(self, connection: AsyncConnection, ids: list[str]) -> set[str]:
        refused: set[str] = set()
        for chunk in chunks(ids):
            query = sa.select(forgotten.c.article).where(forgotten.c.article.in_(chunk))
            refused.update(await connection.scalars(query))
        return refused

    async def _insert(self, connection: AsyncConnection, fresh: list[_Revision], now: datetime) -> None:
        if not fresh:
            return
        rows = [_row(r, now) for r in fresh]
        # Another worker may store the same article at the same moment: then its row stands.
        insert = upsert(articles, self._database.is_sqlite).on_conflict_do_nothing()
        await connection.execute(insert, rows)
        await self._insert_versions(connection, fresh, now, new=True)

    async def _update(self, connection: AsyncConnection, changed: list[_Revision], now: datetime) -> None:
        if not changed:
            return
        rows = [{"which": r.article.id} | _row(r, now) for r in changed]
        update = sa.update(articles).where(articles.c.id == sa.bindparam("which"))
        names = [name for name in rows[0] if name not in {"which", "id"}]
        values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
        await connection.execute(update.values(values), [{k: r[k] for k in ("which", *names)} for r in rows])
        await self._insert_versions(connection, changed, now, new=False)

    async def _insert_versions(
        self, connection: AsyncConnection, revisions: list[_Revision], now: datetime, *, new: bool
    ) -> None:
        body = {"body": sa.type_coerce(sa.bindparam("json"), sa.Text)}  # it is JSON already
        rows = [
            {
                "article": r.article.id,
                "version": r.version,
                "hash": r.text.hash,
                "stored": now,
                "json": r.text.body,
            }
            for r in revisions
        ]
        insert = upsert(versions, self._database.is_sqlite).values(body)
        await connection.execute(insert.on_conflict_do_nothing(), rows)
        words = {r.article.id: r.text.words for r in revisions}
        numbers: dict[int, str] = {}
        for chunk in chunks(words):
            query = sa.select(articles.c.number, articles.c.id).where(articles.c.id.in_(chunk))
            numbers |= {row.number: words[row.id] for row in await connection.execute(query)}
        await self.index.put(connection, numbers, new=new)


def chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    """`ids` in lists short enough for one statement."""
    every = list(ids)
    return (every[i : i + CHUNK] for i in range(0, len(every), CHUNK))


def _newest_versions() -> sa.Join:
    same = (versions.c.article == articles.c.id) & (versions.c.version == articles.c.version)
    return articles.join(versions, same)


def _change(article_id: str, text: str, hashes: dict[str, int], refused: set[str]) -> Change:
    if article_id in refused:
        return Change.FORGOTTEN
    if not hashes:
        return Change.NEW
    return Change.SAME if text in hashes else Change.UPDATED


def _row(revision: _Revision, now: datetime) -> dict[str, Any]:
    article = revision.article
    return {
        "id": article.id,
        "version": revision.version,
        "hash": revision.text.hash,
        "language": storable(article.language),
        "outlet": article.outlet and storable(article.outlet),
        "url": article.url and storable(article.url),
        "title": storable(article.title),
        "published": article.published,
        "stored": now,
    }


def _text(article: Article) -> _Text:
    words = indexed(article.title, *(s.text for s in article.sentences))
    return _Text(article.content_hash, json_text(article_to_json(article)), words)


def _stored(row: Any) -> StoredArticle:
    return StoredArticle(article_from_json(row.body), row.version, row.stored)
