"""An instance that other machines can reach is served over an encrypted connection or not at all."""

from pathlib import Path

import pytest

from portal import create_app
from portal.config import Settings
from portal.web.founding import found_instance, migrate
from portal.web.installation import NotSetUp, open_tools


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    settings = Settings(instance=tmp_path, agency="barstow")
    app = create_app(settings)
    migrate(app, settings)
    found_instance(app, demo=False)
    return tmp_path


@pytest.mark.control("security.clets-grade")
def test_plain_http_is_refused_to_other_machines(founded: Path) -> None:
    for origin in ("", "http://alpr.example.gov"):
        app = create_app(Settings(instance=founded, agency="barstow", host="192.0.2.7", origin=origin))
        with pytest.raises(NotSetUp, match="Plain http is for this machine only"):
            open_tools(app)


def test_behind_https_it_may_listen_for_a_proxy(founded: Path) -> None:
    app = create_app(
        Settings(instance=founded, agency="barstow", host="192.0.2.7", origin="https://alpr.example.gov")
    )

    assert open_tools(app)
