"""Stories: which articles report the same event, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.articles import articles
from bot.store.database import Database
from bot.store.schema import Instant, Number, metadata, upsert

stories = sa.Table(
    "stories",
    metadata,
    sa.Column("id", Number, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("started", Instant, nullable=False),
    sa.Column("updated", Instant, nullable=False),
    sa.Index("stories_updated", "updated"),
    sqlite_autoincrement=True,
)

members = sa.Table(
    "story_members",
    metadata,
    sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("story", Number, sa.ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("joined", Instant, nullable=False),
    sa.Index("story_members_story", "story", "version"),
)


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story.

    Attributes:
        version: the story's version since which it belongs to it.
        title: of the article's newest version; `outlet`, `url` and `language` likewise.
    """

    article_id: str
    version: int
    joined: datetime
    title: str
    outlet: str | None
    url: str | None
    language: str


@dataclass(frozen=True, slots=True)
class StoredStory:
    """A story.

    Attributes:
        version: counts up whenever an article joins; 1 for the first.
        members: in the order in which they joined.
    """

    id: int
    version: int
    started: datetime
    updated: datetime
    members: tuple[Member, ...]


class Stories:
    """Stories and their articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def place(self, article_id: str, story: int | None, *, now: datetime) -> int:
        """Put a stored article into `story`, or into a new one for None; the story's id.

        An article stays in the story that it was put into first.
        """
        async with self._database.write() as connection:
            where = sa.select(members.c.story).where(members.c.article == article_id)
            if (placed := await connection.scalar(where)) is not None:
                return int(placed)
            if story is None:
                new = sa.insert(stories).values(version=1, started=now, updated=now).returning(stories.c.id)
                story, version = int((await connection.execute(new)).scalar_one()), 1
            else:
                more = sa.update(stories).where(stories.c.id == story)
                more = more.values(version=stories.c.version + 1, updated=now)
                version = (await connection.execute(more.returning(stories.c.version))).scalar_one()
            join = upsert(members, self._database.is_sqlite).on_conflict_do_nothing()
            await connection.execute(
                join, [{"article": article_id, "story": story, "version": version, "joined": now}]
            )
            return story

    async def get(self, story: int) -> StoredStory | None:
        """One story; None if there is none."""
        found = await self._fetch(stories.c.id == story)
        return found[0] if found else None

    async def of_article(self, article_id: str) -> StoredStory | None:
        """The story that an article belongs to."""
        where = sa.select(members.c.story).where(members.c.article == article_id)
        found = await self._fetch(stories.c.id.in_(where))
        return found[0] if found else None

    async def since(self, when: datetime) -> list[StoredStory]:
        """Stories that an article joined at or after `when`, longest quiet first."""
        return await self._fetch(stories.c.updated >= when)

    async def _fetch(self, condition: sa.ColumnElement[bool]) -> list[StoredStory]:
        about = (articles.c.title, articles.c.outlet, articles.c.url, articles.c.language)
        query = (
            sa.select(stories, members.c.article, members.c.version.label("since"), members.c.joined, *about)
            .select_from(stories.join(members, members.c.story == stories.c.id))
            .join(articles, articles.c.id == members.c.article)
            .where(condition)
            .order_by(stories.c.updated, stories.c.id, members.c.version, articles.c.number)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
        found: dict[int, list[Any]] = {}
        for row in rows:
            found.setdefault(row.id, []).append(row)
        return [_story(group) for group in found.values()]


def _story(rows: list[Any]) -> StoredStory:
    first = rows[0]
    joined = (Member(r.article, r.since, r.joined, r.title, r.outlet, r.url, r.language) for r in rows)
    return StoredStory(first.id, first.version, first.started, first.updated, tuple(joined))
