"""What language models answered and cost."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Instant, Number

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "llm_cache",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("stored", Instant, nullable=False),
    )
    op.create_index("llm_cache_stored", "llm_cache", ["stored"])
    op.create_table(
        "llm_usage",
        sa.Column("id", Number, primary_key=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("prompt", sa.Integer, nullable=False),
        sa.Column("completion", sa.Integer, nullable=False),
        sa.Column("cached", sa.Integer, nullable=False),
        sa.Column("cost_usd", sa.Float, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("llm_usage_at", "llm_usage", ["at"])
