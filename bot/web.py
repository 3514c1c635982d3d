"""The HTTP door: /healthz, /readyz and /metrics, and Slack's calls where no socket is used."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from threading import Thread
from typing import Any, TypeAlias

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.condition import Condition
from bot.meters import Meters
from bot.webhooks import LARGEST_BODY, Webhooks

EVENTS_PATH = "/slack/events"
HELPDESK_PATH = "/helpdesk/{source:path}"

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def web(
    condition: Callable[[], Condition],
    calls: Endpoint | None = None,
    webhooks: Webhooks | None = None,
    meters: Meters | None = None,
) -> Starlette:
    """The application; `calls` takes Slack's, where they come over HTTP, `webhooks` helpdesks'.

    What `meters` count is shown at /metrics.
    """

    async def healthz(_: Request) -> Response:
        now = await run_in_threadpool(condition)
        return JSONResponse(dict(now.health()), status_code=200 if now.alive else 503)

    async def readyz(_: Request) -> Response:
        now = await run_in_threadpool(condition)
        return JSONResponse(dict(now.readiness()), status_code=200 if now.ready else 503)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    if meters:
        routes.append(Route("/metrics", _page(meters)))
    if calls:
        routes.append(Route(EVENTS_PATH, calls, methods=["POST"]))
    if webhooks and webhooks.callers:
        routes.append(Route(HELPDESK_PATH, _wakes(webhooks), methods=["POST", "HEAD"]))
    return Starlette(routes=routes)


def _page(meters: Meters) -> Endpoint:
    async def metrics(_: Request) -> Response:
        page = await run_in_threadpool(meters.page)
        return Response(page, media_type=meters.content_type)

    return metrics


def _wakes(webhooks: Webhooks) -> Endpoint:
    """What takes a helpdesk's calls, answers at once and tells nothing.

    Some helpdesks look by HEAD whether anybody is there before they call an address.
    """

    async def call(request: Request) -> Response:
        source = request.path_params["source"]
        if request.method == "HEAD":
            return Response(status_code=200 if source in webhooks.callers else 404)
        body = bytearray()
        try:
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    return Response(status_code=413)
        except ClientDisconnect:
            return Response(status_code=400)
        return Response(status_code=webhooks.take(source, request.headers, bytes(body)))

    return call


class Patient(H11Protocol):
    """uvicorn's HTTP protocol, with an end to its patience and to its room.

    A request that has not come whole in time goes; where there are too many connections, the one
    goes that has waited longest for its request.
    """

    request_seconds = 10.0
    most_connections = 200

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # TCP alone
        """Somebody has connected."""
        super().connection_made(transport)
        self._came_at = self.loop.time()
        self._deadline = self.loop.call_later(self.request_seconds, self._end_of_patience)
        if len(self.connections) > self.most_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Somebody has gone."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """The next request has as long as the first one had."""
        self._deadline.cancel()
        self._came_at = self.loop.time()
        self._deadline = self.loop.call_later(self.request_seconds, self._end_of_patience)
        super().on_response_complete()

    @property
    def answering(self) -> bool:
        """Whether a request has come whole and waits for its answer."""
        cycle: Any = self.cycle  # None before the first request, which its type does not say
        return cycle is not None and not cycle.more_body and not cycle.response_complete

    def _end_of_patience(self) -> None:
        if not self.answering:
            self.transport.abort()

    def _make_room(self) -> None:
        others = (other for other in self.connections if isinstance(other, Patient))
        idle = [other for other in others if not other.answering]
        min(idle, key=lambda other: other._came_at).transport.abort()


class Door:
    """Serves an application from a thread of its own."""

    def __init__(
        self,
        app: Starlette,
        host: str,
        port: int,
        protocol: type[asyncio.Protocol] = Patient,
    ) -> None:
        config = uvicorn.Config(
            app,
            http=protocol,
            ws="none",
            log_config=None,
            log_level=logging.ERROR,  # below it, uvicorn has a line for each piece of junk
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
        self._server = uvicorn.Server(config)
        self._place = (host, port)
        self._socket: socket.socket | None = None
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """The port listened on; known once started."""
        return int(self._socket.getsockname()[1]) if self._socket else self._place[1]

    def start(self) -> None:
        """Begin to listen. Raises OSError when the port is taken."""
        self._socket = socket.create_server(self._place)
        # Without it every small answer waits for the acknowledgement of the one before.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = Thread(
            target=self._server.run, args=([self._socket],), name="web", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being answered and close."""
        self._server.should_exit = True
        if self._thread:
            self._thread.join()
        if self._socket:
            self._socket.close()
