"""The ledger, hotlist decisions and dispatch steps refuse change and deletion."""

from alembic import op

from migrations.grants import drop_append_only, make_append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "batch",
    "completion",
    "destruction_authority",
    "escalation",
    "hit_step",
    "hotlist_decision",
    "ledger",
    "search",
    "setup_answer",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in TABLES:
        make_append_only(table)


def downgrade() -> None:
    for table in TABLES:
        drop_append_only(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
