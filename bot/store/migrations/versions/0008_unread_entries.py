"""Entries are stored as they came, and read after that."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _with_rowid()
    op.add_column("entries", sa.Column("unread", sa.Text))
    waiting = sa.text("unread IS NOT NULL")
    op.create_index("entries_unread", "entries", ["source"], sqlite_where=waiting, postgresql_where=waiting)


def _with_rowid() -> None:
    """The same table with rowids: without them SQLite gives each row of more than 1 kB pages of its own."""
    op.drop_index("entries_article", "entries")
    op.rename_table("entries", "old_entries")
    op.create_table(
        "entries",
        sa.Column("source", sa.Text, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("article_id", sa.Text),
        sa.Column("last_seen", Instant, nullable=False),
    )
    names = "source, key, marks, content_hash, article_id, last_seen"
    op.execute(f"INSERT INTO entries ({names}) SELECT {names} FROM old_entries")  # noqa: S608 - our own
    op.drop_table("old_entries")
    op.create_index("entries_article", "entries", ["article_id"])
