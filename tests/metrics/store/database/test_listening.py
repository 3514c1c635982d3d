"""A server that takes every packet and answers none, behind a proxy that no longer forwards."""

from __future__ import annotations

import socket
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Connection, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.sql.dml import UpdateBase

from metrics.errors import StoreError
from metrics.store.database import engine, listening
from metrics.store.database.engine import Store
from metrics.store.database.failures import AWAY
from metrics.store.database.listening import SilentServerError, heard
from metrics.store.database.quick_write import quick_write
from metrics.store.tables.tickets import TeamRow, table
from tests import patience

TEAM = table(TeamRow)


@dataclass
class Proxy:
    """Forwards to a server, until it is `frozen`: then it takes what comes and keeps it."""

    server: URL
    door: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    flowing: Event = field(default_factory=Event)
    sockets: list[socket.socket] = field(default_factory=list)
    taken: int = 0

    def serve(self) -> None:
        self.flowing.set()
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            self.taken += 1
            behind = self._connect()
            self.sockets += [client, behind]
            for pair in ((client, behind), (behind, client)):
                Thread(target=self._forward, args=pair, daemon=True).start()

    def _connect(self) -> socket.socket:
        host, port = str(self.server.query.get("host", self.server.host)), self.server.port or 5432
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        made = socket.socket(socket.AF_UNIX)
        made.connect(f"{host}/.s.PGSQL.{port}")
        return made

    def _forward(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                self.flowing.wait(patience.SECONDS)
                other.sendall(data)
            other.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


@pytest.fixture
def proxy(postgres_store_url: str) -> Iterator[Proxy]:
    made = Proxy(make_url(postgres_store_url))
    Thread(target=made.serve, daemon=True).start()
    yield made
    made.door.shutdown(socket.SHUT_RDWR)
    made.door.close()
    for one in made.sockets:
        one.close()


@pytest.fixture
def store(
    proxy: Proxy, postgres_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    for name in ("SILENCE_SECONDS", "MARGIN_SECONDS"):
        monkeypatch.setattr(listening, name, 0.2)
    monkeypatch.setattr(listening, "REST_SECONDS", 0)
    for name in ("READ_SECONDS", "WRITE_SECONDS"):
        monkeypatch.setattr(engine, name, 1)
    address = make_url(postgres_store_url).difference_update_query(["host"])
    address = address.set(host="127.0.0.1", port=proxy.door.getsockname()[1])
    with closing(Store.open(address.update_query_dict({"connect_timeout": "2"}))) as made:
        yield made


def read(store: Store) -> int:
    with store.read() as connection:
        return int(connection.execute(text("SELECT 1")).scalar_one())


def write(store: Store) -> None:
    with store.write() as connection:
        connection.execute(update(TEAM).values(active=True))


def quickly(store: Store) -> None:
    store.quick_write(update(TEAM).values(active=True).returning(TEAM.c.id))


@pytest.mark.parametrize("use", [read, write, quickly])
def test_a_server_that_falls_silent_between_uses_is_given_up_and_asked_anew(
    store: Store, proxy: Proxy, use: Callable[[Store], object]
) -> None:
    use(store)
    proxy.flowing.clear()
    for _ in range(2):
        with pytest.raises(StoreError) as caught:
            use(store)
        assert str(caught.value) == AWAY
    proxy.flowing.set()
    use(store)


def test_after_one_has_waited_for_a_connection_in_vain_nobody_else_waits_for_a_while(
    store: Store, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "REST_SECONDS", 3600)
    proxy.flowing.clear()
    for _ in range(20):
        with pytest.raises(StoreError) as caught:
            read(store)
        assert str(caught.value) == AWAY
    assert proxy.taken == 1


@pytest.mark.parametrize("streams", [False, True])
def test_a_server_that_falls_silent_within_a_transaction_is_given_up(
    store: Store, proxy: Proxy, *, streams: bool
) -> None:
    numbers = text("SELECT generate_series(1, 3)")
    options = {"yield_per": 1} if streams else {}

    def use() -> None:
        with store.read() as connection:
            rows = connection.execute(numbers, execution_options=options)
            with closing(rows.cursor):
                rows.fetchone()
                proxy.flowing.clear()
                rows.fetchall() if streams else connection.execute(numbers)

    with pytest.raises(StoreError) as caught:
        use()
    assert str(caught.value) == AWAY
    proxy.flowing.set()
    assert read(store) == 1


def test_a_quick_write_that_is_under_way_is_given_up(
    store: Store, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def freeze(connection: Connection, statement: UpdateBase) -> bool:
        proxy.flowing.clear()
        return quick_write(connection, statement)

    with monkeypatch.context() as frozen:
        frozen.setattr(engine, "quick_write", freeze)
        with pytest.raises(StoreError) as caught:
            quickly(store)
    assert str(caught.value) == AWAY
    proxy.flowing.set()
    quickly(store)


def test_who_works_for_as_long_as_the_server_lets_them_is_heard(store: Store) -> None:
    with store.read() as connection:
        connection.execute(text("SELECT pg_sleep(0.8)"))


def test_whoever_makes_tables_anew_is_waited_for_an_hour(store: Store) -> None:
    with store.rebuild() as connection:
        driver: Any = connection.connection.dbapi_connection
        assert driver.patience_seconds >= 3600


def test_what_comes_slowly_is_heard_and_silence_is_not() -> None:
    clock = [0.0]

    def talk() -> Generator[int, int, None]:
        while True:
            yield 1

    slow = heard(talk(), 10, lambda: clock[0])
    next(slow)
    for ready in (0, 1, 0, 1):
        clock[0] += 9
        slow.send(ready)
    clock[0] += 9
    slow.send(0)
    clock[0] += 2
    with pytest.raises(SilentServerError):
        slow.send(0)
