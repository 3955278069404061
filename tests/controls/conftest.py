"""What the tests of the controls share: an instance in which every duty is done, and the database's owner."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from portal.config import Settings
from tests.controls.behind import publish, publish_procedure
from tests.office import Office
from tests.promises.furnished import Furnished, furnish


@pytest.fixture
def clean(office: Office) -> Furnished:
    """An instance with one of everything, its posts filled and its text published."""
    furnished = furnish(office, with_text=False)
    office.hire("corporal", "administrative_training_corporal", "custodian_of_records")
    office.hire("lieutenant", "day_to_day_administrator")
    publish(office, furnished.commander, furnished.officer)
    publish_procedure(office)
    return furnished


@pytest.fixture
def owner(app: Flask, settings: Settings) -> Iterator[Connection]:
    """Somebody who owns the database; each statement takes effect at once, and on SQLite no key is checked."""
    engine = create_engine(settings.owner_url or settings.database, poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    engine.dispose()
