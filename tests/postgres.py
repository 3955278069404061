"""The suite's PostgreSQL: one server for the whole run, a database of its own for every test that wants one.

Where it comes from, in this order: `PLATEBOOK_TEST_DATABASE_URL` (a superuser's URL on a server that may be
written to), else a server of our own from Debian's newest binaries, else an error: nothing is skipped silently.

`tests/conftest.py` imports `pytest_configure` and `postgres_server` from here. Under xdist the controller starts
the server before the workers and hands them its URL by that same variable; without xdist the first test that asks
for `postgres_server` starts it.
"""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import chown

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from tests import scratch

VARIABLE = "PLATEBOOK_TEST_DATABASE_URL"
ADMINISTRATOR = "postgres"
OWNER = "platebook_owner"  # runs the migrations and owns what they make
PORTAL = "platebook_portal"  # what the portal signs in as; owns nothing
ROLES = (OWNER, PORTAL)
PASSWORD = "platebook"  # for a server that asks for one; ours trusts whoever reaches its socket

BINARIES = Path("/usr/lib/postgresql")
# Nothing here outlives the run, so nothing waits for the disk; a test's outcome hangs on no background work.
SETTINGS = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=200",
    "max_wal_size=128MB",  # the folder lies in memory
)

# Ends the server when the run ends, however it ends: killed too, the run closes this shell's standard input.
KEEPER = """trap '' INT TERM HUP
cat >/dev/null
folder=$1
shift
"$@" >/dev/null 2>&1
rm -rf "$folder"
"""


class NoServer(RuntimeError):
    """There is no PostgreSQL server for the suite, and the message says what to do."""


class Server:
    """A running server, reached as its administrator."""

    def __init__(self, administrator_url: str) -> None:
        self._administrator = make_url(administrator_url).set(drivername="postgresql+psycopg")

    @property
    def administrator_url(self) -> str:
        """The URL to give another process of this run."""
        return self._administrator.render_as_string(hide_password=False)

    def url(self, database: str, role: str = PORTAL) -> str:
        """The SQLAlchemy URL of a database for `platebook_owner` or `platebook_portal`."""
        url = self._administrator.set(username=role, password=PASSWORD, database=database)
        return url.render_as_string(hide_password=False)

    def create_roles(self) -> None:
        """Make the two roles where they are missing."""
        with self._connect() as connection:
            present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in ROLES:
                if role not in present:
                    statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                    connection.execute(statement.format(sql.Identifier(role), sql.Literal(PASSWORD)))

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database of `platebook_owner`, empty or a copy of a template that nobody is connected to."""
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template1")
        )
        with self._connect() as connection:
            connection.execute(statement)

    def drop_database(self, name: str) -> None:
        """Remove a database if it is there, ending whatever is still connected to it."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    @contextmanager
    def _connect(self) -> Iterator[psycopg.Connection]:
        url = self._administrator.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection


class OwnServer:
    """A server of our own in a temporary folder, reached by a socket in it."""

    def __init__(self) -> None:
        self._binaries = newest_binaries()
        as_root = os.geteuid() == 0
        # PostgreSQL refuses to run as root, and its own user must be able to reach the folder.
        self._prefix = ["runuser", "-u", ADMINISTRATOR, "--"] if as_root else []
        self._folder = Path(tempfile.mkdtemp(prefix="platebook-postgres-", dir=scratch.folder()))
        if as_root:
            chown(self._folder, ADMINISTRATOR)
        self._folder.chmod(0o755)
        self._data = self._folder / "data"
        self._keeper = self._start_keeper()

    def start(self) -> Server:
        """Make the cluster and start it; raises `NoServer` with what PostgreSQL said when it cannot."""
        initdb = ["--no-sync", "-A", "trust", "-U", ADMINISTRATOR, "-E", "UTF8", "--locale=C.UTF-8"]
        self._call("initdb", *initdb, "-D", str(self._data))
        options = shlex.join(
            f"--{setting}" for setting in (*SETTINGS, f"unix_socket_directories={self._folder}")
        )
        self._call(
            "pg_ctl", "start", "-w", "-D", str(self._data), "-l", str(self._folder / "log"), "-o", options
        )
        query = {"host": str(self._folder), "port": "5432"}
        url = URL.create("postgresql+psycopg", username=ADMINISTRATOR, database="postgres", query=query)
        return Server(url.render_as_string())

    def stop(self) -> None:
        """Stop it at once and remove its folder."""
        self._keeper.communicate()

    def _start_keeper(self) -> subprocess.Popen[bytes]:
        ending = [
            *self._prefix,
            str(self._binaries / "pg_ctl"),
            "stop",
            "-m",
            "immediate",
            "-D",
            str(self._data),
        ]
        command = ["sh", "-c", KEEPER, "keeper", str(self._folder), *ending]
        return subprocess.Popen(command, stdin=subprocess.PIPE, cwd="/", start_new_session=True)

    def _call(self, program: str, *arguments: str) -> None:
        command = [*self._prefix, str(self._binaries / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            log = self._folder / "log"
            said = log.read_text() if log.exists() else ""
            raise NoServer(f"{program} ended with {done.returncode}: {done.stdout}{done.stderr}{said}")


def newest_binaries() -> Path:
    """The folder of the newest PostgreSQL server that Debian installed."""
    versions = [path.parent.parent for path in BINARIES.glob("*/bin/initdb")]
    if not versions:
        raise NoServer(
            f"The suite needs a PostgreSQL server: run ./test --setup-only, which installs one, or set {VARIABLE}."
        )
    return max(versions, key=lambda version: float(version.name)) / "bin"


@contextmanager
def running_server() -> Iterator[Server]:
    """The server given by the environment, or our own until the block ends; the two roles are there."""
    with ExitStack() as stack:
        if given := os.environ.get(VARIABLE):
            server = Server(given)
        else:
            own = OwnServer()
            stack.callback(own.stop)
            server = own.start()
        server.create_roles()
        yield server


def pytest_configure(config: pytest.Config) -> None:
    """Give the run its folder, and start the server once for all workers of this run."""
    os.environ.setdefault(scratch.VARIABLE, str(scratch.folder()))
    is_controller = config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")
    if not is_controller or config.option.collectonly:
        return
    stack = ExitStack()
    config.add_cleanup(stack.close)
    environment = stack.enter_context(pytest.MonkeyPatch.context())
    try:
        server = stack.enter_context(running_server())
    except NoServer as error:
        raise pytest.UsageError(str(error)) from error
    environment.setenv(VARIABLE, server.administrator_url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """The run's PostgreSQL server."""
    with running_server() as server:
        yield server
