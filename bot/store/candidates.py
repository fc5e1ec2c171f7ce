"""Briefed stories as digests choose among them: one briefing for each story, with all its outlets.

Of several briefed articles of a story, the earliest of the full ones stands for it, in its newest briefing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content import BriefedStory
from bot.outbox.candidate import Candidate, Report
from bot.query import Facts
from bot.store.articles import CHUNK, articles, chunks, versions
from bot.store.briefings import briefings
from bot.store.database import Database
from bot.store.schema import Instant
from bot.store.sources import entries, sources
from bot.store.stories import members
from summarizer.article import Article
from summarizer.briefing import Briefing
from summarizer.codec import article_from_json, briefing_from_json
from summarizer.stories.telling import choose_lead, disagreements

MOST = 1_000
"""Stories looked at for one digest; the newest."""


class Candidates:
    """Reads what planning chooses from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, when: datetime) -> list[Candidate]:
        """Stories briefed at or after `when`, oldest first, each with the briefing that stands for it."""
        return await self._fetch(briefings.c.made >= when)

    async def get(self, briefing_id: int) -> Candidate | None:
        """The story of one briefing, with that briefing."""
        found = await self._fetch(briefings.c.id == briefing_id)
        return found[0] if found else None

    async def _fetch(self, condition: sa.ColumnElement[bool]) -> list[Candidate]:
        key = _story_key()
        newest = sa.select(sa.func.max(briefings.c.id)).where(condition).group_by(briefings.c.article)
        same = (versions.c.article == briefings.c.article) & (versions.c.version == briefings.c.version)
        every = briefings.alias()
        told = sa.select(sa.func.min(every.c.made, type_=Instant)).where(
            every.c.article == briefings.c.article
        )
        columns = (versions.c.body.label("text"), articles.c.stored, key.label("key"))
        query = (
            sa.select(briefings, *columns, told.scalar_subquery().label("told"))
            .join(versions, same)
            .join(articles, articles.c.id == briefings.c.article)
            .where(briefings.c.id.in_(newest))
            .order_by(briefings.c.id.desc())
            .limit(MOST)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).all()
            stories = await _members(connection, [r.story for r in rows if r.story is not None])
            filed = await _filed(connection, [a for ids in stories.values() for a in ids["articles"]] or [""])
            alone = await _filed(connection, [r.article for r in rows if r.story is None] or [""])
        # Off the event loop: a day of articles takes a good part of a second to read.
        return await asyncio.to_thread(
            lambda: _one_each(
                [_candidate(row, stories.get(row.story), filed | alone) for row in reversed(rows)]
            )
        )


def _story_key() -> sa.ColumnElement[str]:
    """What a story is called in `Candidate.key` and in deliveries; an article outside stories is its own."""
    story = sa.literal("story ") + sa.cast(briefings.c.story, sa.Text)
    return sa.case(
        (briefings.c.story.is_not(None), story), else_=sa.literal("article ") + briefings.c.article
    )


async def _members(connection: AsyncConnection, stories: list[int]) -> dict[int, dict[str, Any]]:
    """By story: its outlets in the order in which they joined, its articles, and when it started."""
    found: dict[int, dict[str, Any]] = {}
    for chunk in [stories[i : i + CHUNK] for i in range(0, len(stories), CHUNK)]:
        query = (
            sa.select(members.c.story, members.c.article, members.c.joined, articles.c.outlet)
            .join(articles, articles.c.id == members.c.article)
            .where(members.c.story.in_(chunk))
            .order_by(members.c.version)
        )
        for row in await connection.execute(query):
            story = found.setdefault(row.story, {"outlets": [], "articles": [], "started": row.joined})
            story["articles"].append(row.article)
            story["outlets"] += [row.outlet] if row.outlet and row.outlet not in story["outlets"] else []
    return found


async def _filed(connection: AsyncConnection, ids: list[str]) -> dict[str, tuple[set[str], set[str]]]:
    """By article: topics and names of the sources in which it was seen."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    columns = (entries.c.article_id, sources.c.topics, sources.c.title, sources.c.address)
    for chunk in chunks(ids):
        query = sa.select(*columns).join(sources, sources.c.id == entries.c.source)
        for row in await connection.execute(query.where(entries.c.article_id.in_(chunk))):
            topics, names = found.setdefault(row.article_id, (set(), set()))
            topics.update(row.topics)
            names.update(n for n in (row.title, row.address) if n)
    return found


def _candidate(
    row: Any, story: Mapping[str, Any] | None, filed: Mapping[str, tuple[set[str], set[str]]]
) -> Candidate:
    article, briefing = article_from_json(row.text), briefing_from_json(row.body)
    own = [article.outlet] if article.outlet else []
    outlets = [*own, *(o for o in (story["outlets"] if story else ()) if o not in own)]
    seen_in = [filed[a] for a in (story["articles"] if story else [article.id]) if a in filed]
    topics = sorted({t for topics, _ in seen_in for t in topics})
    names = sorted({n for _, names in seen_in for n in names})
    briefed = BriefedStory(id=str(row.id), article=article, briefing=briefing, outlets=tuple(outlets))
    return Candidate(
        key=row.key,
        story=briefed,
        facts=Facts(readable(article, briefing), tuple(topics), (*names, *outlets)),
        briefed=row.made,
        started=story["started"] if story else row.stored,
        reports=(Report(briefed, row.told),),
    )


def _one_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One candidate for each story: the article that leads it, with what the others say differently."""
    stories: dict[str, list[Candidate]] = {}
    for candidate in candidates:  # in the order of the newest briefing of each story
        stories[candidate.key] = [*stories.pop(candidate.key, ()), candidate]
    return [_leading(same) if len(same) > 1 else same[0] for same in stories.values()]


def _leading(same: Sequence[Candidate]) -> Candidate:
    articles = [c.story.article for c in same]
    chosen = choose_lead(articles)
    lead = next(c for c in same if c.story.article is chosen)
    story = replace(lead.story, notes=(*lead.story.notes, *disagreements(articles)))
    reports = tuple(r for c in same for r in c.reports)
    return replace(lead, story=story, briefed=max(c.briefed for c in same), reports=reports)


def readable(article: Article, briefing: Briefing) -> str:
    """What a channel's words are looked for in: the briefing in English, the article's title and text."""
    points = (t for p in briefing.points for t in (p.text, p.speaker, p.speaker_role, p.via) if t)
    texts = (s.text for s in article.sentences if s.is_evidence)
    return "\n".join((briefing.headline, article.title, *points, *texts))
