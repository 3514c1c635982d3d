"""Socket Mode: tickets, connections, envelopes that go to exactly one of them, and their acks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack.arguments import Arguments
from sandbox.slack.ids import new_id
from sandbox.slack.methods.method import Method
from sandbox.slack.records import Json
from sandbox.slack.refusal import Refusal
from sandbox.slack.sending import FAILED, TIMEOUT, Ack, Envelope
from sandbox.slack.workspace import Workspace

MOST_LINKS = 10


class Links:
    """The app's open sockets. Lives on the server's event loop."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def methods(self) -> Mapping[str, Method]:
        """The method that hands out socket addresses."""
        return {"apps.connections.open": Method(self._address, app_token=True)}

    def route(self) -> WebSocketRoute:
        """Where the sockets arrive."""
        return WebSocketRoute("/link", self._link)

    def _address(self, _: Workspace, arguments: Arguments) -> Mapping[str, Any]:
        if self.count >= MOST_LINKS:
            raise Refusal("too_many_websockets")
        ticket = new_id("", 24)
        self._tickets.add(ticket)
        base = arguments.base_url.replace("http", "ws", 1)
        return {"url": f"{base}/link?ticket={ticket}"}

    async def _link(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4001)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        await socket.send_json(self._hello())
        self._open.append(socket)
        self._workspace.tell("links", count=self.count)
        try:
            await self._listen(socket)
        finally:
            self._leave(socket)

    async def _listen(self, socket: WebSocket) -> None:
        try:
            while True:
                self._acknowledge(await socket.receive_text())
        except (WebSocketDisconnect, KeyError):
            return

    def _leave(self, socket: WebSocket) -> None:
        if socket in self._open:
            self._open.remove(socket)
            self._workspace.tell("links", count=self.count)

    def _hello(self) -> Json:
        app = {"app_id": self._workspace.settings.app_id}
        debug = {"host": "sandbox", "approximate_connection_time": 3600}
        return {
            "type": "hello",
            "num_connections": self.count + 1,
            "connection_info": app,
            "debug_info": debug,
        }

    def _acknowledge(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(str(ack.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload") or {})

    async def send(self, envelope: Envelope) -> Ack:
        """Send to one connection, each in its turn, and wait for its acknowledgement."""
        ack = await self._send(envelope)
        self._workspace.tell("envelope", envelope=envelope, ack=ack)
        return ack

    async def _send(self, envelope: Envelope) -> Ack:
        if not self._open:
            return Ack(error=FAILED)
        socket = self._open.pop(0)
        self._open.append(socket)
        name = str(uuid4())
        waiting = self._waiting[name] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(_outer(name, envelope))
            body = await asyncio.wait_for(waiting, self._workspace.settings.ack_seconds)
        except TimeoutError:
            return Ack(error=TIMEOUT)
        except (RuntimeError, WebSocketDisconnect):
            return Ack(error=FAILED)
        finally:
            del self._waiting[name]
        return Ack(body if envelope.answerable else {})

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to come again, and close it."""
        debug = {"host": "sandbox"}
        for socket in tuple(self._open):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": debug})
        await self.hang_up()

    async def hang_up(self) -> None:
        """Close every connection without a word, as a network does."""
        for socket in tuple(self._open):
            self._leave(socket)
            await socket.close()


def _outer(name: str, envelope: Envelope) -> Json:
    outer: dict[str, Any] = {
        "envelope_id": name,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": envelope.answerable,
    }
    if envelope.kind == "events_api":
        outer |= {"retry_attempt": envelope.attempt, "retry_reason": envelope.reason}
    return outer
