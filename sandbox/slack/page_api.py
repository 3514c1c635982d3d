"""The page's own line: what it shows, what its person does, and a feed of every change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack.acts import ActOutcome, Acts
from sandbox.slack.arguments import Arguments, parse
from sandbox.slack.payloads import Place
from sandbox.slack.records import Channel, Message, View
from sandbox.slack.refusal import Refusal
from sandbox.slack.shapes import file, user
from sandbox.slack.shapes import message as message_shape
from sandbox.slack.shapes import view as view_shape
from sandbox.slack.shelf import mimetype
from sandbox.slack.workspace import Workspace


class PageApi:
    """Serves one page, or several of several people at once."""

    def __init__(self, workspace: Workspace, acts: Acts, present: Callable[[], bool]) -> None:
        self._workspace = workspace
        self._acts = acts
        self._present = present

    def routes(self) -> list[BaseRoute]:
        """What is served under /page."""
        deeds: Mapping[str, Callable[[Arguments], Awaitable[Any]]] = {
            "say": self._say,
            "command": self._command,
            "press": self._press,
            "submit": self._submit,
            "upload": self._upload,
            "close": self._close,
            "suggest": self._suggest,
            "home": self._home,
        }
        return [
            Route("/page/state", self.state),
            Route("/page/files/{file}", self.download),
            WebSocketRoute("/page/feed", self.feed),
            *(
                Route(f"/page/{name}", _endpoint(deed), methods=["POST"])
                for name, deed in deeds.items()
            ),
        ]

    async def state(self, request: Request) -> Response:
        """Everything one person sees."""
        settings = self._workspace.settings
        person = self._workspace.person(request.query_params.get("person") or self._first())
        with self._workspace.changed:
            channels = [c for c in self._workspace.channels() if person.id in c.members]
            messages = {c.id: self._messages(c, person.id) for c in channels}
        return JSONResponse(
            {
                "team": {"id": settings.team_id, "name": settings.team_name},
                "me": person.id,
                "bot": self._workspace.bot.id,
                "direct": self._workspace.direct(person.id).id,
                "present": self._present(),
                "people": [
                    {**user(self._workspace, p), "part": p.part} for p in self._workspace.people()
                ],
                "channels": [self._channel(channel) for channel in channels],
                "commands": [
                    {"name": c.name, "description": c.description, "usage_hint": c.usage_hint}
                    for c in settings.commands
                ],
                "home_enabled": settings.home_enabled,
                "tour": self._tour(person.id),
                "messages": messages,
                **self._views(person.id),
            }
        )

    def _tour(self, person: str) -> list[Mapping[str, str]]:
        steps = self._workspace.settings.tour if person == self._first() else ()
        return [{"label": one.label, "line": one.line, "word": one.word} for one in steps]

    async def download(self, request: Request) -> Response:
        """The bytes of a file."""
        try:
            upload = self._workspace.shelf[request.path_params["file"]]
        except Refusal:
            return Response(status_code=404)
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        return Response(upload.content or b"", media_type=mimetype(upload), headers=headers)

    async def feed(self, socket: WebSocket) -> None:
        """Every change that the person may see, as it happens."""
        if not _same_site(socket):
            await socket.close(4003)
            return
        person = socket.query_params.get("person") or self._first()
        queue: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def notice(change: Mapping[str, Any]) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, change)

        stop = self._workspace.watch(notice)
        await socket.accept()
        pushing = asyncio.create_task(self._push(socket, queue, person))
        try:
            while True:
                await socket.receive_text()
        except (WebSocketDisconnect, KeyError):
            pass
        finally:
            stop()
            pushing.cancel()

    async def _push(
        self, socket: WebSocket, queue: asyncio.Queue[Mapping[str, Any]], person: str
    ) -> None:
        while True:
            news = self._news(await queue.get(), person)
            if news:
                await socket.send_json(news)

    def _news(self, change: Mapping[str, Any], person: str) -> Mapping[str, Any] | None:
        kind = change["kind"]
        if kind in {"message", "removed"}:
            return self._message_news(kind, change["message"], person)
        if kind == "channel" and person in change["channel"].members:
            return {"kind": kind, "channel": self._channel(change["channel"])}
        if kind in {"views", "home"} and change["person"] == person:
            return {"kind": "views", **self._views(person)}
        if kind == "links":
            return {"kind": "presence", "present": self._present()}
        return None

    def _message_news(self, kind: str, post: Message, person: str) -> Mapping[str, Any] | None:
        channel = self._workspace.channel(post.channel)
        if person not in channel.members or post.only_for not in {None, person}:
            return None
        if kind == "removed":
            return {"kind": kind, "channel": post.channel, "ts": post.ts}
        try:
            return {"kind": kind, "message": self._message(post)}
        except Refusal:  # taken away again before it could be shown
            return None

    def _messages(self, channel: Channel, person: str) -> list[Mapping[str, Any]]:
        return [self._message(post) for post in self._workspace.messages(channel.id, person)]

    def _message(self, post: Message) -> Mapping[str, Any]:
        shape = message_shape(self._workspace, post)
        files = [self._workspace.shelf[one] for one in post.files]
        return {
            **shape,
            "channel": post.channel,
            "ephemeral": post.only_for is not None,
            "broadcast": post.broadcast,
            "files": [{**file(self._workspace, f), "mimetype": mimetype(f)} for f in files],
        }

    def _channel(self, channel: Channel) -> Mapping[str, Any]:
        return {
            "id": channel.id,
            "name": channel.name,
            "kind": channel.kind,
            "topic": channel.topic,
            "members": sorted(channel.members),
            "shared_with": [self._workspace.team(id).name for id in channel.teams],
            "archived": channel.archived,
        }

    def _views(self, person: str) -> Mapping[str, Any]:
        home = self._workspace.views.home(person)
        return {
            "stack": [view_shape(self._workspace, v) for v in self._workspace.views.stack(person)],
            "home": view_shape(self._workspace, home) if home else None,
        }

    def _first(self) -> str:
        return self._workspace.people()[0].id

    def _place(self, arguments: Arguments) -> Place:
        if "view" in arguments:
            return self._view(arguments)
        return self._workspace.message(arguments.need("channel"), arguments.need("ts"))

    def _view(self, arguments: Arguments) -> View:
        return self._workspace.views.find(arguments.need("view"))

    async def _say(self, arguments: Arguments) -> Any:
        post = await self._acts.say(
            arguments.need("person"),
            arguments.need("channel"),
            arguments.need("text"),
            thread_ts=arguments.text("thread_ts") or None,
        )
        return {"ts": post.ts}

    async def _command(self, arguments: Arguments) -> Any:
        name, _, text = arguments.need("line").partition(" ")
        person, channel = arguments.need("person"), arguments.need("channel")
        return await self._acts.command(person, channel, name, text)

    async def _press(self, arguments: Arguments) -> Any:
        return await self._acts.press(
            arguments.need("person"),
            self._place(arguments),
            arguments.need("action_id"),
            arguments.values.get("value"),
            block_id=arguments.text("block_id"),
        )

    async def _suggest(self, arguments: Arguments) -> Any:
        return await self._acts.suggest(
            arguments.need("person"),
            self._place(arguments),
            arguments.need("action_id"),
            arguments.text("query"),
            block_id=arguments.text("block_id"),
        )

    async def _submit(self, arguments: Arguments) -> Any:
        values = arguments.json("values") or {}
        return await self._acts.submit(arguments.need("person"), self._view(arguments), values)

    async def _upload(self, arguments: Arguments) -> Any:
        """A file of text that a person puts into a form, which nobody else sees."""
        content = arguments.text("content").encode()
        with self._workspace.changed:
            shelf = self._workspace.shelf
            name, owner = arguments.need("name"), arguments.need("person")
            place = shelf.reserve(owner, name, len(content))
            shelf.receive(place.id, content)
            return file(self._workspace, shelf.complete(place.id))

    async def _close(self, arguments: Arguments) -> Any:
        return await self._acts.close(arguments.need("person"), self._view(arguments))

    async def _home(self, arguments: Arguments) -> Any:
        await self._acts.open_home(arguments.need("person"), arguments.text("tab", "home"))
        return {}


def _endpoint(
    deed: Callable[[Arguments], Awaitable[Any]],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        # Only JSON: a form of some other site could be sent here without asking.
        if not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"problem": "invalid_content_type"}, 415)
        try:
            answer = await deed(Arguments(parse(await request.body(), "application/json", {})))
        except Refusal as refusal:
            return JSONResponse({"problem": refusal.name, **refusal.answer()})
        return JSONResponse(_outcome(answer) if isinstance(answer, ActOutcome) else answer)

    return endpoint


def _outcome(outcome: ActOutcome) -> Mapping[str, Any]:
    return {
        "ok": outcome.ok,
        "problem": outcome.problem,
        "errors": dict(outcome.errors),
        "options": list(outcome.options),
    }


def _same_site(socket: WebSocket) -> bool:
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")
