"""Subscriptions and feedback, deliveries and receipts, stories that channels have seen."""

import sqlalchemy as sa
from alembic import op

from bot.store.schema import Instant, Json, Number

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.UniqueConstraint("channel", "number", name="subscriptions_number"),
    )
    op.create_table(
        "feedback",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("briefing", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("outlet", sa.Text),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("number", Number, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("subscription", sa.Text, nullable=False),
        sa.Column("occasion", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("parts", Json, nullable=False),
        sa.Column("edits", sa.Text),
        sa.Column("reply_to", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due", Instant, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("lease", Instant),
        sa.Column("reason", sa.Text),
        sa.Column("created", Instant, nullable=False),
        sa.UniqueConstraint("subscription", "occasion", "channel", name="deliveries_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_channel", "deliveries", ["channel", "state", "number"])
    op.create_index("deliveries_due", "deliveries", ["state", "due"])
    op.create_index("deliveries_created", "deliveries", ["created"])
    op.create_table(
        "receipts",
        sa.Column("delivery", sa.Text, sa.ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("briefing", sa.Text),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_index("receipts_message", "receipts", ["channel", "message"])
    op.create_index("receipts_briefing", "receipts", ["briefing"])
    op.create_table(
        "seen_stories",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("at", Instant, nullable=False),
    )
