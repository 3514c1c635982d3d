"""A running sandbox: the server in a thread of its own, and the people's hands for tests."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

import uvicorn

from sandbox.slack.acts import ActOutcome
from sandbox.slack.app import LOOPBACK, Sandbox, slack_app
from sandbox.slack.payloads import Place
from sandbox.slack.records import Message, View
from sandbox.slack.wire import Wire
from sandbox.slack.workspace import Workspace

T = TypeVar("T")
START_SECONDS = 60.0
ACT_SECONDS = 180.0


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, up: threading.Event) -> None:
        super().__init__(config)
        self._up = up

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._up.set()


class Running:
    """A sandbox Slack on a loopback port (0: any that is free). Use it in a `with`.

    `say`, `command`, `press`, `submit`, `close`, `suggest` and `open_home` do what a person would
    do in the page, and return when Slack has had its acknowledgement or has given up on it.
    """

    def __init__(
        self,
        workspace: Workspace | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        hosts: Sequence[str] = LOOPBACK,
    ) -> None:
        self.workspace = workspace or Workspace()
        self._sandbox = Sandbox(self.workspace)
        self._address = (host, port)
        self._hosts = hosts
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.url = ""

    @property
    def api_url(self) -> str:
        """The base address for `WebClient(base_url=...)`."""
        return f"{self.url}/api/"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve in a background thread; returns once the port answers."""
        listening = socket.create_server(self._address)
        host, port = listening.getsockname()[:2]
        self.url = self.workspace.settings.url = f"http://{host}:{port}"
        up = threading.Event()
        self._server = _Server(self._config(), up)
        self._thread = threading.Thread(
            target=self._serve, args=(listening,), name="sandbox-slack", daemon=True
        )
        self._thread.start()
        if not up.wait(START_SECONDS):
            raise TimeoutError("the sandbox Slack did not come up")

    def stop(self) -> None:
        """Close every connection and wait for the thread."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(START_SECONDS)

    def _config(self) -> uvicorn.Config:
        return uvicorn.Config(
            slack_app(self.workspace, self._sandbox, hosts=self._hosts),
            http=Wire,
            ws="websockets-sansio",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )

    def _serve(self, listening: socket.socket) -> None:
        async def main() -> None:
            self._loop = asyncio.get_running_loop()
            if self._server is not None:
                await self._server.serve([listening])

        with listening:
            asyncio.run(main())

    def say(
        self,
        person: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: tuple[str, ...] = (),
    ) -> Message:
        """Write a message, with files that were uploaded before."""
        said = self._sandbox.acts.say(person, channel, text, thread_ts=thread_ts, files=files)
        return self._wait(said)

    def command(self, person: str, channel: str, name: str, text: str = "") -> ActOutcome:
        """Run a slash command."""
        return self._wait(self._sandbox.acts.command(person, channel, name, text))

    def press(
        self, person: str, place: Place, action_id: str, value: Any = None, *, block_id: str = ""
    ) -> ActOutcome:
        """Press a button of a message or view, or choose `value` in a control."""
        return self._wait(
            self._sandbox.acts.press(person, place, action_id, value, block_id=block_id)
        )

    def submit(
        self, person: str, view: View, values: Mapping[str, Mapping[str, Any]] | None = None
    ) -> ActOutcome:
        """Submit a modal; `values` are block_id -> action_id -> value."""
        return self._wait(self._sandbox.acts.submit(person, view, values))

    def close(self, person: str, view: View) -> ActOutcome:
        """Close a modal without submitting it."""
        return self._wait(self._sandbox.acts.close(person, view))

    def suggest(self, person: str, place: Place, action_id: str, query: str) -> ActOutcome:
        """Type into an external select."""
        return self._wait(self._sandbox.acts.suggest(person, place, action_id, query))

    def open_home(self, person: str, tab: str = "home") -> None:
        """Open the app's Home (or "messages") tab."""
        self._wait(self._sandbox.acts.open_home(person, tab))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Make every socket connect anew."""
        self._wait(self._sandbox.links.disconnect(reason))

    def hang_up(self) -> None:
        """Close every socket without a word."""
        self._wait(self._sandbox.links.hang_up())

    def wait_for_app(self, timeout_seconds: float = 120.0, *, copies: int = 1) -> None:
        """Wait until the app has a socket open, or one for each of its copies."""
        self.workspace.wait_for(lambda: self._sandbox.links.count >= copies, timeout_seconds)

    def _wait(self, deed: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            deed.close()
            raise RuntimeError("the sandbox is not running: call start() first")
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result(ACT_SECONDS)
