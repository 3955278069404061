"""The Flask extensions, made here and bound to the application in `create_app`."""

from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from portal.config import ROOT
from portal.models import Base

READING = "reading"
"""The name of the engine whose transactions begin without SQLite's write lock."""


class PortalSession(FlaskSession):
    """The portal's database session. One marked `read_only` takes the reading engine."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        return self._db.engines[READING if self.info.get("read_only") else None]


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": PortalSession})
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
login_manager = LoginManager()
csrf = CSRFProtect()
htmx = Htmx()
limiter = Limiter(get_remote_address, storage_uri="memory://")


def install(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db)
    htmx.init_app(app)
    login_manager.init_app(app)
    csrf.init_app(app)
    limiter.init_app(app)
