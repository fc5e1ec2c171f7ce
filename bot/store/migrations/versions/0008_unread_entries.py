"""Entries are stored as they came, and read after that."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("entries", sa.Column("unread", sa.Text))
    waiting = sa.text("unread IS NOT NULL")
    op.create_index("entries_unread", "entries", ["source"], sqlite_where=waiting, postgresql_where=waiting)
