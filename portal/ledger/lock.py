"""Does the database itself refuse to change the record? Asked of its own catalogue."""

from sqlalchemy import column, func, select, table
from sqlalchemy.orm import Session

from portal.models import LedgerRow

NAME = LedgerRow.__tablename__


def is_append_only(session: Session) -> bool:
    """Whether every trigger that refuses a change of the record is there and at work."""
    acts = ("change", "truncate") if session.get_bind().dialect.name == "postgresql" else ("update", "delete")
    return {f"{NAME}_no_{act}" for act in acts} <= triggers(session)


def triggers(session: Session) -> set[str]:
    """The triggers on the record that are at work."""
    if session.get_bind().dialect.name == "postgresql":
        found = table("pg_trigger", column("tgname"), column("tgrelid"), column("tgenabled"))
        query = select(found.c.tgname).where(
            found.c.tgrelid == func.to_regclass(NAME), found.c.tgenabled != "D"
        )
    else:
        schema = table("sqlite_master", column("type"), column("name"), column("tbl_name"))
        query = select(schema.c.name).where(schema.c.type == "trigger", schema.c.tbl_name == NAME)
    return {str(name) for name in session.scalars(query)}
