"""Sources and their entries, articles and their versions, stories, briefings."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Instant, Json, Number

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("topics", Json, nullable=False),
        sa.Column("language", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("added", Instant, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("body_hash", sa.Text),
        sa.Column("last_checked", Instant),
        sa.Column("last_success", Instant),
        sa.Column("next_due", Instant),
        sa.Column("interval", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failing_since", Instant),
        sa.Column("cause", sa.Text),
        sa.Column("disabled", sa.Text),
        sa.Column("untrusted", Json, nullable=False),
    )
    op.create_index("sources_next_due", "sources", ["next_due"])
    op.create_table(
        "entries",
        sa.Column("source", sa.Text, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("article_id", sa.Text),
        sa.Column("last_seen", Instant, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("entries_article", "entries", ["article_id"])
    op.create_table(
        "articles",
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
        sqlite_autoincrement=True,
    )
    op.create_index("articles_url", "articles", ["url"])
    op.create_index("articles_stored", "articles", ["stored"])
    op.create_table(
        "article_versions",
        sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("stored", Instant, nullable=False),
        sa.Column("cut", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("body", Json, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forgotten",
        sa.Column("article", sa.Text, primary_key=True),
        sa.Column("since", Instant, nullable=False),
    )
    op.create_table(
        "stories",
        sa.Column("id", Number, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("started", Instant, nullable=False),
        sa.Column("updated", Instant, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("stories_updated", "stories", ["updated"])
    op.create_table(
        "story_members",
        sa.Column("article", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("story", Number, sa.ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("joined", Instant, nullable=False),
    )
    op.create_index("story_members_story", "story_members", ["story", "version"])
    op.create_table(
        "briefings",
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
        sqlite_autoincrement=True,
    )
    for column in ("article", "story", "language", "outlet"):
        op.create_index(f"briefings_{column}", "briefings", [column, "id"])
    for column in ("supported", "unverified", "rejected"):
        some = sa.text(f"{column} > 0")
        op.create_index(f"briefings_{column}", "briefings", ["id"], sqlite_where=some, postgresql_where=some)
    op.create_table(
        "briefing_topics",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("briefing", Number, sa.ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("briefing_topics_briefing", "briefing_topics", ["briefing"])
    for name, column in (("article_search", "articles.number"), ("briefing_search", "briefings.id")):
        _create_search(name, column)


def _create_search(name: str, column: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f'CREATE VIRTUAL TABLE {name} USING fts5(text, tokenize = "unicode61 remove_diacritics 0")'
        )
        return
    table, key = column.split(".")
    op.execute(
        f"CREATE TABLE {name} (id bigint PRIMARY KEY REFERENCES {table} ({key}) ON DELETE CASCADE,"
        " text tsvector NOT NULL)"
    )
    op.execute(f"CREATE INDEX {name}_text ON {name} USING gin (text)")
