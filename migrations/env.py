"""Runs migrations as the database's owner, and afterwards grants the portal's own role what it may do."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.pool import NullPool

from migrations.grants import grant_to_portal
from portal.config import Settings
from portal.extensions import db
from portal.models import Base
from portal.models.base import UtcDateTime


def render_item(kind: str, item: object, _: object) -> str | bool:
    """Migrations name plain types, so that they go on working when the models change."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=False,
        include_object=lambda item, name, kind, reflected, compare_to: (
            not (kind == "table" and str(name).startswith("read_"))
        ),
    )
    settings: Settings = current_app.extensions["settings"]
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "postgresql":
            grant_to_portal(connection, make_url(settings.database).username or "")


def migrate() -> None:
    settings: Settings = current_app.extensions["settings"]
    engine = create_engine(settings.owner_url, poolclass=NullPool) if settings.owner_url else db.engine
    with engine.connect() as connection:
        run(connection)


migrate()
