"""The socket of Socket Mode: opened, watched so that a deaf one is noticed, and closed in time.

Slack's client measures by the wall clock, forgets a connection that ended without a word until its
pings fail five times, and can wait for its own thread without end when it is closed.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from threading import Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin.client import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.config import Settings
from bot.slack.away import is_refusal, why_away
from bot.slack.connection import SlackError

logger = logging.getLogger(__name__)

ACKNOWLEDGERS = 20
"""Threads that only acknowledge."""
PING_SECONDS = 2.0
DEAF_SECONDS = 9.0
"""A connection over which so long nothing came back is closed, and another one opened."""
CLOSING_SECONDS = 4.0
TURN_SECONDS = 0.05


class Socket:
    """A connection over Socket Mode, kept open; or none where Slack calls over HTTP."""

    def __init__(
        self, settings: Settings, app: App, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        token = settings.slack_app_token
        self._client: SocketModeClient | None = None
        self._monotonic = monotonic
        self._last: tuple[str, float | None] = ("", None)
        self._alive_at = monotonic()
        self._trouble = ""
        self._stopping = False
        if token:
            secret = token.get_secret_value()
            handler = SocketModeHandler(
                app, secret, ping_interval=PING_SECONDS, concurrency=ACKNOWLEDGERS
            )
            self._client = handler.client

    @property
    def connected(self) -> bool | None:
        """Whether the socket is open and not deaf; None where there is none to open."""
        if self._client is None:
            return None
        return bool(self._client.is_connected()) and self._silence() <= DEAF_SECONDS

    def start(self) -> None:
        """Open the socket. Where Slack is away, `watch` tries again.

        Raises SlackError where Slack refuses the token.
        """
        if self._client is None:
            return
        try:
            self._client.connect_to_new_endpoint()
        except SlackApiError as error:
            if is_refusal(error.response):
                raise SlackError(
                    f"Slack refused SLACK_APP_TOKEN ({error.response['error']}). It needs "
                    "connections:write, and Socket Mode must be on."
                ) from None
            self._say(why_away(error))
        except (OSError, HTTPException, SlackClientError) as error:
            self._say(why_away(error))
        if self._stopping:
            self._client.disconnect()

    def _say(self, trouble: str) -> None:
        """Why the socket does not open, once for each reason."""
        if trouble != self._trouble:
            logger.warning("The socket to Slack does not open, and is tried again: %s", trouble)
        self._trouble = trouble

    def watch(self) -> None:
        """Close a connection that has ended or gone deaf: Slack's client then opens another one.

        Where there was none yet, it is opened. To be called every few seconds.
        """
        session = self._client.current_session if self._client else None
        if session is None and not self._stopping:
            try:
                self.start()
            except SlackError as error:
                self._say(str(error))
        if session is None or not session.is_active():
            return
        silent, dead = self._silence(), _other_end_closed(session)
        if dead or silent > DEAF_SECONDS:
            why = "the other end closed it" if dead else f"nothing came for {silent:.0f} s"
            logger.warning("The socket to Slack is closed, another one is opened: %s", why)
            _close_for_reading(session)  # or else the thread that reads is waited for
            session.disconnect()

    def stop(self) -> None:
        """Close the socket, so that nothing more is asked here; what has come is acknowledged."""
        client = self._client
        if client is None:
            return
        until = self._monotonic() + CLOSING_SECONDS
        self._stopping = True
        client.auto_reconnect_enabled = False
        client.current_session_runner.event.set()
        client.current_app_monitor.event.set()
        self._stop_reading(client, until)
        while not client.message_queue.empty() and self._monotonic() < until:
            time.sleep(TURN_SECONDS)  # noqa: TID251  bounded
        client.message_processor.event.set()
        last_words = Thread(target=client.message_workers.shutdown, daemon=True)
        last_words.start()
        last_words.join(max(0.0, until - self._monotonic()))
        client.disconnect()

    def _stop_reading(self, client: SocketModeClient, until: float) -> None:
        """End the thread that reads. As it begins it forgets that it is to end, so say it again."""
        reader = client.current_session_runner.thread
        if client.current_session:
            _close_for_reading(client.current_session)
        while reader.is_alive() and self._monotonic() < until:
            client.current_session_state.terminated = True
            reader.join(TURN_SECONDS)

    def _silence(self) -> float:
        """The seconds since something came back over the connection, by a clock nobody sets."""
        session = self._client.current_session if self._client else None
        if session is not None:
            last = (session.session_id, session.last_ping_pong_time)
            if last != self._last:
                self._last, self._alive_at = last, self._monotonic()
        return self._monotonic() - self._alive_at


@contextmanager
def _bare(session: Connection) -> Iterator[socket.socket]:
    """The connection below TLS, which cannot be looked into or closed one way. Raises OSError."""
    if session.sock is None:
        raise OSError("It is closed.")
    with socket.socket(fileno=os.dup(session.sock.fileno())) as bare:
        yield bare


def _other_end_closed(session: Connection) -> bool:
    """Whether Slack has closed the connection, without a word of Slack's own about it."""
    try:
        with _bare(session) as bare:
            return bare.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _close_for_reading(session: Connection) -> None:
    """Wake whoever reads; what is to be said can still be."""
    with suppress(OSError), _bare(session) as bare:
        bare.shutdown(socket.SHUT_RD)
