"""The head of the read keys, and on PostgreSQL the function by which the portal opens a month of reads."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The portal's role owns nothing and cannot make tables: this runs with the owner's rights and makes one thing only,
# the partition of the UTC month a key falls in (keys are milliseconds since 1970 shifted left by 20 bits).
OPEN_MONTH = """
CREATE FUNCTION open_read_month(received_key bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    month timestamptz := date_trunc('month', to_timestamp((received_key >> 20) / 1000.0), 'UTC');
    name text := 'read_' || to_char(month AT TIME ZONE 'UTC', 'YYYYMM');
BEGIN
    IF to_regclass('public.' || name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('open_read_month'));
        IF to_regclass('public.' || name) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF read FOR VALUES FROM (%s) TO (%s)', name,
                (extract(epoch FROM month) * 1000)::bigint << 20,
                (extract(epoch FROM (month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC') * 1000)::bigint << 20
            );
        END IF;
    END IF;
END $$
"""


def upgrade() -> None:
    heads = sa.table("key_head", sa.column("name", sa.String), sa.column("last", sa.BigInteger))
    op.bulk_insert(heads, [{"name": "read", "last": 0}])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(OPEN_MONTH)
        op.execute("REVOKE EXECUTE ON FUNCTION open_read_month(bigint) FROM PUBLIC")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION open_read_month(bigint)")
    op.execute("DELETE FROM key_head")
