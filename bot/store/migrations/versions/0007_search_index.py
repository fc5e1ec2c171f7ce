"""PostgreSQL's search: a short list of what the index has yet to take in.

Every search reads that list whole, and the planner, who knows, prefers to read the whole table from a few
hundred pages on: some hundred milliseconds for a rare word. 128 kB are 16 pages; the default is 4 MB.
"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("article_search", "briefing_search"):
            op.execute(f"ALTER INDEX {name}_text SET (gin_pending_list_limit = 128)")
