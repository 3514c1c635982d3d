"""The Web API at `/api/<method>`, the place uploads go to, and the response URLs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.slack.arguments import Arguments, parse
from sandbox.slack.methods import METHODS
from sandbox.slack.methods.method import Method, need_scope
from sandbox.slack.records import Call, Trouble
from sandbox.slack.refusal import Refusal
from sandbox.slack.response_urls import respond
from sandbox.slack.shelf import mimetype
from sandbox.slack.wire import cut
from sandbox.slack.workspace import Workspace


class Api:
    """Slack's side of the line. `extra` are methods that need more than the workspace."""

    def __init__(self, workspace: Workspace, extra: Mapping[str, Method]) -> None:
        self.workspace = workspace
        self._methods = {**METHODS, **extra}

    def routes(self) -> list[Route]:
        """What is served."""
        return [
            Route("/api/{method:path}", self.call, methods=["GET", "POST"]),
            Route("/upload/{file}", self.upload, methods=["POST"]),
            Route("/response/{leave}", self.response, methods=["POST"]),
            Route("/files/{file}/{name:path}", self.download),
        ]

    async def call(self, request: Request) -> Response:
        """One call of a method."""
        name = request.path_params["method"]
        return await self._answer(request, name, lambda: self._call(request, name))

    async def upload(self, request: Request) -> Response:
        """The bytes of a reserved file; no token is asked for."""
        content = await _upload_bytes(request)

        async def receive() -> tuple[int, Any]:
            file = self.workspace.shelf.receive(request.path_params["file"], content)
            return 200, f"OK - {file.size}"

        return await self._answer(request, "upload", receive)

    async def response(self, request: Request) -> Response:
        """A post to a response URL. A refusal is a 404 the person never sees."""

        async def post() -> tuple[int, Any]:
            values = parse(await request.body(), "application/json", {})
            with self.workspace.changed:
                respond(self.workspace, request.path_params["leave"], Arguments(values))
            return 200, "ok"

        return await self._answer(request, "response_url", post, refused_status=404)

    async def download(self, request: Request) -> Response:
        """A file for the app that owns the token."""
        try:
            self._admit(request, {}, METHODS["files.info"])
            file = self.workspace.shelf[request.path_params["file"]]
        except Refusal as refusal:
            return PlainTextResponse(refusal.name, 403)
        return Response(file.content or b"", media_type=mimetype(file))

    async def _call(self, request: Request, name: str) -> tuple[int, Any]:
        content_type = request.headers.get("content-type", "")
        values = parse(await request.body(), content_type, request.query_params)
        method = self._methods.get(name)
        if method is None:
            raise Refusal("unknown_method", req_method=name)
        self._admit(request, values, method)
        arguments = Arguments(values, str(request.base_url).rstrip("/"))
        with self.workspace.changed:
            return 200, {"ok": True, **method.answer(self.workspace, arguments)}

    def _admit(self, request: Request, values: Mapping[str, Any], method: Method) -> None:
        settings = self.workspace.settings
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        token = bearer or str(values.get("token") or "")
        if not token:
            raise Refusal("not_authed")
        if token not in {settings.bot_token, settings.app_token}:
            raise Refusal("invalid_auth")
        if (token == settings.app_token) != method.app_token:
            raise Refusal("not_allowed_token_type")
        need_scope(self.workspace, method.scope)

    async def _answer(
        self, request: Request, name: str, work: Any, refused_status: int = 200
    ) -> Response:
        content = await request.body()  # what is cut off has come, and is noted as well
        trouble = self.workspace.journal.next_trouble(name)
        if trouble is None:
            status, body = await _outcome(work, refused_status)
        else:
            status, body = await self._spoil(request, trouble, work, refused_status)
        self._note(name, content, request, status, body)
        headers = {**self._scopes(request), **(trouble.headers if trouble else {})}
        return self._respond(status, body, headers)

    async def _spoil(
        self, request: Request, trouble: Trouble, work: Any, refused_status: int
    ) -> tuple[int, Any]:
        ordinary = trouble.status is None and not trouble.drop
        status, body = 0, ""
        if trouble.done or ordinary:
            status, body = await _outcome(work, refused_status)
        await asyncio.sleep(trouble.delay_seconds)
        if trouble.drop:
            await cut(request)
            return 0, ""
        return (status, body) if trouble.status is None else (trouble.status, trouble.body)

    def _scopes(self, request: Request) -> Mapping[str, str]:
        """The header that tells a token's owner what was granted to it, and nobody else."""
        settings = self.workspace.settings
        scopes = {
            settings.bot_token: ",".join(sorted(settings.scopes)),
            settings.app_token: "connections:write",
        }
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        return {"x-oauth-scopes": scopes[token]} if token in scopes else {}

    def _note(self, name: str, content: bytes, request: Request, status: int, answer: Any) -> None:
        try:
            body = parse(content, request.headers.get("content-type", ""), request.query_params)
        except (Refusal, UnicodeDecodeError):
            body = {"bytes": len(content)}
        body = {key: _structure(value) for key, value in body.items() if key != "token"}
        call = Call(method=name, body=body, status=status, answer=answer, at=self.workspace.clock())
        with self.workspace.changed:
            self.workspace.journal.write(call)
            self.workspace.tell("call", call=call)

    def _respond(self, status: int, body: Any, headers: Mapping[str, str]) -> Response:
        all_headers = dict(headers)
        if isinstance(body, Mapping) and "retry_after" in body:
            status, all_headers["Retry-After"] = 429, str(body["retry_after"])
        if isinstance(body, str):
            return PlainTextResponse(body, status or 500, all_headers)
        return JSONResponse(body, status, all_headers)


async def _outcome(work: Any, refused_status: int) -> tuple[int, Any]:
    try:
        status, body = await work()
    except Refusal as refusal:
        return refused_status, refusal.answer()
    return status, body


def _structure(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def _upload_bytes(request: Request) -> bytes:
    content = await request.body()
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith("multipart/form-data"):
        return content
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    part = next(BytesParser(policy=HTTP).parsebytes(head + content).iter_parts())
    return bytes(part.get_payload(decode=True) or b"")
