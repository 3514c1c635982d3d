"""Connections to PostgreSQL that hear when the server says nothing more, and give it up then.

A server tells itself how long a statement may take, and the network tells of a peer that vanished.
Neither tells of one that takes every packet and answers none: a proxy that no longer forwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, Final, TypeVar, cast

import psycopg
from psycopg.errors import ConnectionTimeout
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

Value = TypeVar("Value")
SILENCE_SECONDS: Final = 10
"""So long may a server say nothing where it has been set no time for a statement."""
MARGIN_SECONDS: Final = 10
"""So much later than the server itself would stop a statement its silence is given up."""

REST_SECONDS: Final = 5
"""After somebody waited for a connection in vain, so long nobody else waits for one."""


class SilentServerError(psycopg.OperationalError):
    """The server took what was said to it, and did not answer."""


class ListeningConnection(psycopg.Connection[Any]):
    """Lets go of a server that has said nothing for longer than `patience_seconds`."""

    patience_seconds: float

    def wait(self, gen: Generator[Any, Any, Value], *args: Any, **more: Any) -> Value:
        """Wait as any connection does. Raises SilentServerError, and is of no use then."""
        try:
            return super().wait(heard(gen, self.patience_seconds), *args, **more)
        except SilentServerError:
            self.pgconn.finish()  # broken from here on, so the pool makes another
            raise


def listen(engine: Engine) -> None:
    """Have all connections of an engine listen: outside of transactions for SILENCE_SECONDS."""
    rest_until = 0.0

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _entry: Any, given: Any, named: Any) -> ListeningConnection:
        nonlocal rest_until
        if time.monotonic() < rest_until:
            raise ConnectionTimeout("the server did not answer just now")
        try:
            connection = ListeningConnection.connect(*given, **named)
        except ConnectionTimeout:
            rest_until = time.monotonic() + REST_SECONDS
            raise
        connection.patience_seconds = SILENCE_SECONDS
        return connection

    @event.listens_for(engine, "checkin")
    def rest(connection: DBAPIConnection | None, _entry: ConnectionPoolEntry) -> None:
        if connection is not None:
            connection.patience_seconds = SILENCE_SECONDS


def expect(connection: Connection, seconds: float) -> None:
    """Say how long a statement may take the server, until the connection is given back."""
    driver = cast("ListeningConnection", connection.connection.dbapi_connection)
    driver.patience_seconds = seconds + MARGIN_SECONDS


def heard(
    gen: Generator[Any, Any, Value],
    seconds: float,
    monotonic: Callable[[], float] = time.monotonic,
) -> Generator[Any, Any, Value]:
    """The same exchange, ended where nothing can be read or written for `seconds`.

    The driver asks several times a second; it sends 0 where nothing is ready.
    """
    last = monotonic()
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            now = monotonic()
            if ready:
                last = now
            elif now - last > seconds:
                raise SilentServerError("the server is silent")
            wanted = gen.send(ready)
    except StopIteration as stop:
        value: Value = stop.value
        return value
