"""A deadline for a whole request, however slowly its answer drips.

A client's own timeout begins anew with every byte that comes; so a server that sends a header
without end would hold it for ever. Here each read waits only for what is left of the request's
time.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Any

import httpx

from metrics.errors import HelpdeskError


class Deadline(threading.local):
    """Up to when the request of this thread may take, by `clock`; for ever unless it is set."""

    at = math.inf

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock

    def begin(self, seconds: float) -> None:
        """A request begins, which may take so long."""
        self.at = self.clock() + seconds

    def is_over(self) -> bool:
        """Whether the request has taken too long."""
        return self.clock() > self.at

    def shorten(self, timeout: float | None) -> float | None:
        """No more than what is left. Raises httpx.ReadTimeout where nothing is."""
        rest = self.at - self.clock()
        if rest <= 0:
            raise httpx.ReadTimeout("the request has taken too long")
        if rest == math.inf:
            return timeout
        return rest if timeout is None else min(timeout, rest)

    def hold(self, client: httpx.Client) -> None:
        """Hold all that `client` reads to this deadline, also through a proxy.

        Raises HelpdeskError where that cannot be done: the client is built otherwise.
        """
        try:
            for transport in (client._transport, *client._mounts.values()):
                if isinstance(transport, httpx.HTTPTransport):
                    pool: Any = transport._pool
                    pool._network_backend = _Backend(pool._network_backend, self)
        except AttributeError:
            raise HelpdeskError(
                f"With httpx {httpx.__version__} a helpdesk that answers without end could not be "
                "given up, so nothing is asked. Install the release that requirements.lock names.",
                permanent=True,
            ) from None


class _Backend:
    """A network whose connections keep to a deadline."""

    def __init__(self, network: Any, deadline: Deadline) -> None:
        self._network, self._deadline = network, deadline

    def connect_tcp(self, *args: Any, **options: Any) -> _Stream:
        return _Stream(self._network.connect_tcp(*args, **options), self._deadline)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)


class _Stream:
    """A connection each read of which waits only for what is left."""

    def __init__(self, stream: Any, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        content: bytes = self._stream.read(max_bytes, self._deadline.shorten(timeout))
        return content

    def start_tls(self, *args: Any, **options: Any) -> _Stream:
        return _Stream(self._stream.start_tls(*args, **options), self._deadline)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
