"""What a feed says about its rhythm, for looks that find it unchanged."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("sources", sa.Column("hints", sa.Text))
