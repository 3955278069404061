"""What the portal's own role may do on PostgreSQL: everything but own, and on the ledger only add and read."""

from alembic import op
from sqlalchemy import Connection, inspect

APPEND_ONLY = frozenset(
    {
        "batch",
        "completion",
        "conformance_run",
        "course_version",
        "departure_step",
        "destruction_authority",
        "escalation",
        "hit_step",
        "hotlist_decision",
        "ledger",
        "policy_publication",
        "proposal_decision",
        "public_meeting",
        "search",
        "setup_answer",
        "training_class",
        "training_document",
    }
)


def grant_to_portal(connection: Connection, role: str) -> None:
    """Grants anew on every table, so that a migration cannot forget a table it adds."""
    preparer = connection.dialect.identifier_preparer
    owner = connection.exec_driver_sql("SELECT current_user").scalar()
    if not role or role == owner:
        return
    grantee = preparer.quote(role)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA public TO {grantee}")
    for table in inspect(connection).get_table_names():
        rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        rights = "SELECT" if table == "alembic_version" else rights
        connection.exec_driver_sql(f"REVOKE ALL ON {preparer.quote(table)} FROM {grantee}")
        connection.exec_driver_sql(f"GRANT {rights} ON {preparer.quote(table)} TO {grantee}")
    if connection.exec_driver_sql("SELECT to_regprocedure('open_read_month(bigint)')").scalar():
        connection.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION open_read_month(bigint) TO {grantee}")


def make_append_only(table: str) -> None:
    """Triggers that refuse every change of a row on either database, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def drop_append_only(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
        return
    op.execute(f"DROP TRIGGER {table}_no_change ON {table}")
    op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
