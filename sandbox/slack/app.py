"""The sandbox joined: Web API, socket, HTTP mode, the page and its line, as one application."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sandbox.slack.acts import Acts
from sandbox.slack.api import Api
from sandbox.slack.events import Events
from sandbox.slack.http import SignedPosts
from sandbox.slack.page_api import PageApi
from sandbox.slack.sending import Ack, Envelope
from sandbox.slack.socket import Links
from sandbox.slack.workspace import Workspace

PAGE = Path(__file__).parent / "page"
LOOPBACK = ("127.0.0.1", "localhost")


@dataclass(frozen=True, slots=True)
class WayToApp:
    """The way to the app: signed posts once a request URL is set, else the socket."""

    workspace: Workspace
    links: Links
    posts: SignedPosts

    async def send(self, envelope: Envelope) -> Ack:
        """Send by the way that is open."""
        sender = self.posts if self.workspace.settings.request_url else self.links
        return await sender.send(envelope)

    def present(self) -> bool:
        """Whether the app can be reached as far as Slack knows."""
        return bool(self.workspace.settings.request_url or self.links.count)


class Sandbox:
    """The living parts of one sandbox."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.links = Links(workspace)
        self.line = WayToApp(workspace, self.links, SignedPosts(workspace))
        self.events = Events(workspace, self.line)
        self.acts = Acts(workspace, self.line, self.events)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Raise events while the server runs."""
        self.events.start()
        try:
            yield
        finally:
            self.events.stop()


class _Page(StaticFiles):
    """The page's files, which may load nothing from anywhere else."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Content-Security-Policy"] = (
            "default-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        response.headers["Cache-Control"] = "no-cache"
        return response


def slack_app(
    workspace: Workspace, sandbox: Sandbox | None = None, *, hosts: Sequence[str] = LOOPBACK
) -> Starlette:
    """The application. `hosts` are the names it answers to: no other site may reach it."""
    parts = sandbox or Sandbox(workspace)
    page = PageApi(workspace, parts.acts, parts.line.present)
    return Starlette(
        routes=[
            *Api(workspace, parts.links.methods()).routes(),
            parts.links.route(),
            *page.routes(),
            Mount("/", _Page(directory=PAGE, html=True)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
        lifespan=parts.lifespan,
    )
