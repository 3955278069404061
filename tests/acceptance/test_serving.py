"""The web server as it is run in production."""

from collections.abc import Callable

from portal import create_app
from portal.config import Settings
from portal.web.founding import found_instance
from tests.acceptance.conftest import Server, ask
from tests.databases import ON_SQLITE


@ON_SQLITE
def test_the_server_answers_says_nothing_of_itself_and_ends_when_asked(
    settings: Settings, serve: Callable[[], Server]
) -> None:
    """M37, M42: no banner, no TRACE, no file list, no source; SIGTERM ends it cleanly."""
    found_instance(create_app(settings), demo=False)
    server = serve()

    policy = ask(server.port, "GET", "/policy")
    statuses = {
        path: ask(server.port, method, path).status
        for method, path in (
            ("TRACE", "/policy"), ("GET", "/static/"), ("GET", "/.git/config"), ("GET", "/static/../config.py"),
            ("GET", "/instance.toml"), ("GET", "/static/%2e%2e/config.py"),
        )
    }  # fmt: skip
    code = server.end()

    assert policy.status == 200
    assert policy.getheader("Server") is None
    assert policy.getheader("Set-Cookie") is None
    assert statuses.pop("/policy") == 405
    assert statuses == dict.fromkeys(statuses, 404)
    assert code == 0, server.log.read_text()
    assert "Traceback" not in server.log.read_text()
