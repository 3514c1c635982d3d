"""An ASGI application on a loopback port, for as long as a test lasts."""

from __future__ import annotations

import socket
import threading
from typing import Self

import uvicorn
from starlette.applications import Starlette


class Door:
    def __init__(self, app: Starlette) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))

    def __enter__(self) -> Self:
        self._thread.start()  # the socket listens already: whoever comes early waits
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
