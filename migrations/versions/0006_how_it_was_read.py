"""How a plate was read: which states it may be of and why, and its characters one by one. Older reads have neither."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("read", "held_read")  # on PostgreSQL the months of `read` take part by themselves
COLUMNS = ("regions", "characters")


def upgrade() -> None:
    for table in TABLES:
        for name in COLUMNS:
            op.add_column(table, sa.Column(name, sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    for table in TABLES:
        for name in COLUMNS:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
