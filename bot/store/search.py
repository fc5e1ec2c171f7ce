"""Full-text search that behaves the same on SQLite (FTS5) and PostgreSQL (tsvector).

Text is folded and cut into words here, not by the database: letters without case and accents, and
scripts that do not part words (Chinese, Japanese, Thai…) cut into single characters, which a query then
finds as a phrase. What a user types becomes such words too, so it can never be query syntax.
"""

from __future__ import annotations

import re
import unicodedata
from functools import reduce
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

MAX_INDEXED = 200_000
"""Characters of a text that are indexed; PostgreSQL takes no more than 1 MB of words."""

MAX_WORDS = 16
"""Words of a query that are looked at."""

RANKED = 2_000
"""A ranked search orders this many newest matches: ranking costs time for each."""

WINDOW = 400
"""Rows that PostgreSQL looks through one by one, 8 µs each, before it asks the index: of a word in one of
forty rows it finds ten there."""

WORD = re.compile(r"\w+")
UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
MARKS = re.compile(
    "[" + "".join(c for c in map(chr, range(0x300, 0x3100)) if unicodedata.combining(c)) + "]+"
)
TERM = re.compile(r'"([^"]*)"|(\S+)')


def words(text: str) -> list[str]:
    """The words of `text` as they are indexed and looked for."""
    if not text.isascii():
        spread = unicodedata.normalize("NFKD", UNSPACED.sub(r" \1 ", text))
        text = unicodedata.normalize("NFC", MARKS.sub("", spread))
    return WORD.findall(text.casefold().replace("_", " "))


def indexed(*texts: str | None) -> str:
    """What the index keeps of `texts`."""
    return " ".join(words(" ".join(t for t in texts if t)[:MAX_INDEXED]))


def phrases(query: str) -> tuple[str, ...]:
    """What `query` asks for: each word, and each "quoted phrase"; all of them must occur."""
    found = (" ".join(words(quoted or word)) for quoted, word in TERM.findall(query[:1000]))
    return tuple(p for p in found if p)[:MAX_WORDS]


class SearchIndex:
    """The index of one table: ``<name>(rowid, text)`` on SQLite, ``<name>(id, text)`` on PostgreSQL.

    Ids grow with time, so the newest match is the one with the largest id.

    Attributes:
        table: for joining with.
        id: its key column.
    """

    def __init__(self, name: str, *, is_sqlite: bool) -> None:
        self._sqlite = is_sqlite
        self._name = name
        self.table = sa.table(name, sa.column("rowid" if is_sqlite else "id"), sa.column("text"))
        self.id: sa.ColumnElement[int] = self.table.c.rowid if is_sqlite else self.table.c.id

    def matches(self, query: str) -> sa.ColumnElement[bool]:
        """The condition that a row holds everything `query` asks for; false for a query without a word."""
        wanted = phrases(query)
        if not wanted:
            return sa.false()
        if self._sqlite:
            return sa.literal_column(self._name).op("MATCH")(" AND ".join(f'"{p}"' for p in wanted))
        return self.table.c.text.op("@@")(_tsquery(wanted))

    def newest(
        self, query: str, rows: sa.Select[Any], key: sa.ColumnElement[int], before: int | None = None
    ) -> tuple[sa.Select[Any], ...]:
        """`rows`, whose `key` is the index's, that match, newest (below `before`) first; in the next select
        if too few are there.

        FTS5 walks its matches from the newest on. PostgreSQL either walks all rows from the newest on, which
        is slow for a rare word, or sorts all matches, which is slow for a common one, and guesses which is
        better. So it looks among the newest `WINDOW` of `rows`, and only then at all matches by the index.
        Both it gets one by one until there are enough: if left to guess, it reads the whole table.
        """
        found = sa.select(self.id.label("id")).where(self.matches(query))
        found = found if before is None else found.where(self.id < before)
        if self._sqlite:
            matching = found.subquery()
            return (rows.join(matching, matching.c.id == key).order_by(matching.c.id.desc()),)
        newest = rows.with_only_columns(key.label("id")).order_by(key.desc()).limit(WINDOW).subquery()
        hit = sa.select(self.id.label("id")).where(self.id == newest.c.id, self.matches(query))
        window = sa.select(newest.c.id).join(hit.offset(0).lateral(), sa.true())
        everything = found.cte("matching").prefix_with("MATERIALIZED", dialect="postgresql")
        return (_one_by_one(rows, key, window.subquery()), _one_by_one(rows, key, everything))

    def candidates(self, query: str) -> sa.Subquery:
        """The `RANKED` newest matches: ``id`` and ``score``, the better the larger."""
        score: sa.ColumnElement[float] = -sa.func.bm25(sa.literal_column(self._name))
        if not self._sqlite:
            score = sa.func.ts_rank(self.table.c.text, _tsquery(phrases(query)), 1)
        rows = sa.select(self.id.label("id"), score.label("score")).where(self.matches(query))
        return rows.order_by(self.id.desc()).limit(RANKED).subquery()

    async def put(self, connection: AsyncConnection, texts: dict[int, str], *, new: bool) -> None:
        """Index `texts` (made by `indexed`) by id, in place of what was there unless all are `new`."""
        if not texts:
            return
        rows = [{"id": i, "text": t} for i, t in texts.items()]
        if self._sqlite:
            if not new:
                await self.remove(connection, list(texts))
            put = f"INSERT INTO {self._name} (rowid, text) VALUES (:id, :text)"  # noqa: S608 - our own name
        else:
            put = (
                f"INSERT INTO {self._name} (id, text) VALUES (:id, to_tsvector('simple', :text))"  # noqa: S608
                " ON CONFLICT (id) DO UPDATE SET text = excluded.text"
            )
        await connection.execute(sa.text(put), rows)

    async def remove(self, connection: AsyncConnection, ids: list[int]) -> None:
        """Forget these ids."""
        if ids:
            gone = sa.delete(self.table).where(self.id == sa.bindparam("gone"))
            await connection.execute(gone, [{"gone": i} for i in ids])


def _one_by_one(rows: sa.Select[Any], key: sa.ColumnElement[int], matching: sa.FromClause) -> sa.Select[Any]:
    each = rows.where(key == matching.c.id).offset(0).lateral()  # OFFSET keeps the planner from merging it
    return sa.select(each).select_from(matching.join(each, sa.true())).order_by(matching.c.id.desc())


def _tsquery(wanted: tuple[str, ...]) -> sa.ColumnElement[object]:
    simple: sa.ColumnElement[str] = sa.literal_column("'simple'::regconfig")
    each: list[sa.ColumnElement[object]] = [sa.func.phraseto_tsquery(simple, p) for p in wanted or ("",)]
    return reduce(lambda whole, part: whole.op("&&")(part), each)
