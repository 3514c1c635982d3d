"""A real PgBouncer before a PostgreSQL, in transaction mode, where no session is anybody's own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL

from tests import patience

PLACES: Final = f"{os.environ.get('PATH', '')}:/usr/sbin"
SERVERS: Final = 4
"""So many connections to each database: fewer than the clients, so that they change hands."""


def program() -> str | None:
    """Where PgBouncer is installed; None where it is not."""
    return shutil.which("pgbouncer", path=PLACES)


class Pooler:
    """A PgBouncer before `server`, for all of its databases, which can be ended and begun again."""

    def __init__(self, server: URL, folder: Path, servers: int = SERVERS) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port: int = free.getsockname()[1]
        self._server = server
        self._settings = folder / "pgbouncer.ini"
        self._settings.write_text(_settings(server, self.port, servers))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> URL:
        """Its address."""
        return URL.create("postgresql", self._server.username, None, "127.0.0.1", self.port)

    def start(self) -> None:
        """Begin; returns once it listens."""
        command = [program() or "pgbouncer", "--quiet", str(self._settings)]
        self._process = subprocess.Popen(command, user=_user(self._server))
        _wait_for(self.port)

    def stop(self) -> None:
        """End it, and every connection through it."""
        if self._process:
            self._process.kill()
            self._process.wait(patience.SECONDS)


@contextmanager
def pooler(server: URL, servers: int = SERVERS) -> Iterator[Pooler]:
    """A PgBouncer that runs, with so many connections to each database."""
    with tempfile.TemporaryDirectory(prefix="deskpulse-pooler-") as folder:
        Path(folder).chmod(0o755)
        found = Pooler(server, Path(folder), servers)
        try:
            found.start()
            yield found
        finally:
            found.stop()


def _host(server: URL) -> str:
    return str(server.host or server.query.get("host", "127.0.0.1"))


def _user(server: URL) -> str | int | None:
    """Who it is to run as: root it refuses; a server's socket may be for its own user alone."""
    if os.geteuid() != 0:
        return None
    folder = Path(_host(server))
    return folder.stat().st_uid if folder.is_absolute() else "nobody"


def _settings(server: URL, port: int, servers: int) -> str:
    places = {
        "host": _host(server),
        "port": str(server.port or server.query.get("port", 5432)),
        "user": server.username or "postgres",
        "password": server.password or "",
    }
    place = " ".join(f"{name}={value}" for name, value in places.items() if value)
    return f"""[databases]
* = {place}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {servers}
max_client_conn = 500
server_idle_timeout = 2
"""


def _wait_for(port: int) -> None:
    ends = time.monotonic() + patience.SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < ends, "PgBouncer does not start"
            time.sleep(0.02)
        else:
            return
