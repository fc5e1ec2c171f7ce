"""Which briefing a place talks about, and requests that came in from the platforms."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Instant, Json

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("place", sa.Text, primary_key=True),
        sa.Column("briefing", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("body", Json, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
    )
    op.create_index("inbox_at", "inbox", ["at"])
