"""The socket: opened, found to be deaf or gone, and closed in time."""

from __future__ import annotations

import socket as sockets
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from slack_sdk.socket_mode.builtin import client
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot.config import Settings
from bot.services import Services
from bot.slack.connection import SlackError, bolt, web_client
from bot.slack.listeners import listen
from bot.slack.reception import Reception
from bot.slack.socket_mode import DEAF_SECONDS, Socket
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests import patience
from tests.bot import desk
from tests.bot.slack.talking import reply


class Network:
    """What lies between the bot and Slack: it can fall silent, and cut what goes through it."""

    def __init__(self, target: str) -> None:
        address = urlsplit(target)
        self._target = (str(address.hostname), address.port or 80)
        self._listening = sockets.create_server(("127.0.0.1", 0))
        self._ends: list[sockets.socket] = []
        self.silent = False
        host, port = self._listening.getsockname()
        self.api_url = f"http://{host}:{port}{address.path}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = sockets.create_connection(self._target)
                self._ends += [near, far]
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, here: sockets.socket, there: sockets.socket) -> None:
        with suppress(OSError):
            while content := here.recv(65536):
                if not self.silent:
                    there.sendall(content)
        with suppress(OSError):
            there.shutdown(sockets.SHUT_WR)

    def cut(self) -> None:
        """End every connection without a word."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(sockets.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def close(self) -> None:
        self._listening.close()
        self.cut()


@pytest.fixture
def network(slack: Running) -> Iterator[Network]:
    with closing(Network(slack.api_url)) as network:
        yield network


def near(slack: Running, folder: Path, **given: str) -> Settings:
    chosen = {"SLACK_API_URL": slack.api_url, "SLACK_APP_TOKEN": "xapp-sandbox", **given}
    return desk.settings(folder, **chosen)


def test_the_socket_is_opened_where_the_settings_say(slack: Running, tmp_path: Path) -> None:
    settings = near(slack, tmp_path)
    socket = Socket(settings, bolt(settings, web_client(settings)))
    states = [socket.connected]
    socket.start()
    slack.wait_for_app()
    states.append(socket.connected)
    socket.stop()
    states.append(socket.connected)
    assert states == [False, True, False]
    assert len(slack.workspace.journal.calls("apps.connections.open")) == 1


def test_over_http_there_is_no_socket(slack: Running, tmp_path: Path) -> None:
    settings = desk.settings(tmp_path, SLACK_API_URL=slack.api_url)
    socket = Socket(settings, bolt(settings, web_client(settings)))
    socket.start()
    assert socket.connected is None
    socket.stop()


def test_a_refused_app_level_token_is_told_in_a_sentence(slack: Running, tmp_path: Path) -> None:
    settings = desk.settings(tmp_path, SLACK_API_URL=slack.api_url, SLACK_APP_TOKEN="xapp-wrong")
    socket = Socket(settings, bolt(settings, web_client(settings)))
    with pytest.raises(SlackError, match="refused SLACK_APP_TOKEN"):
        socket.start()
    socket.stop()


def test_a_socket_that_does_not_open_is_tried_again_and_says_so_once(
    slack: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = near(slack, tmp_path)
    socket = Socket(settings, bolt(settings, web_client(settings)))
    refusal = Trouble(status=200, body={"ok": False, "error": "not_allowed_token_type"})
    troubles = [Trouble(status=503), Trouble(status=503), refusal]
    slack.workspace.journal.script("apps.connections.open", *troubles)
    socket.start()
    states = [socket.connected]
    socket.watch()
    assert caplog.text.count("is tried again: Slack has trouble of its own (status 503)") == 1
    socket.watch()
    assert "is tried again: Slack refused SLACK_APP_TOKEN (not_allowed_token_type)" in caplog.text
    socket.watch()
    slack.wait_for_app()
    states.append(socket.connected)
    socket.stop()
    socket.watch()
    assert [*states, socket.connected] == [False, True, False]


class Forgetful(ConnectionState):
    """Has to be told twice that it is to end: the thread that reads begins by forgetting it."""

    def __init__(self) -> None:
        self._times = 0

    @property
    def terminated(self) -> bool:
        return self._times > 1

    @terminated.setter
    def terminated(self, value: bool) -> None:
        self._times += value


def test_it_ends_also_where_slacks_client_forgets_that_it_is_to_end(
    slack: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "ConnectionState", Forgetful)
    settings = near(slack, tmp_path)
    socket = Socket(settings, bolt(settings, web_client(settings)))
    socket.start()
    slack.wait_for_app()
    stopping = threading.Thread(target=socket.stop, daemon=True)
    stopping.start()
    stopping.join(patience.SECONDS)
    assert not stopping.is_alive()
    assert socket.connected is False


def test_a_connection_that_ends_without_a_word_is_opened_again(
    slack: Running,
    network: Network,
    services: Services,
    reception: Reception,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = near(slack, tmp_path, SLACK_API_URL=network.api_url)
    app = bolt(settings, web_client(settings))
    listen(app, reception)
    socket = Socket(settings, app)
    socket.start()
    slack.wait_for_app()
    network.cut()

    def opened_again() -> bool:
        socket.watch()
        return len(slack.workspace.journal.calls("apps.connections.open")) == 2

    slack.workspace.wait_for(opened_again)
    slack.wait_for_app()
    assert "the other end closed it" in caplog.text
    assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "help").ok
    assert reply(slack).text
    socket.stop()


def test_a_connection_that_has_gone_deaf_is_noticed_by_a_clock_that_nobody_sets(
    slack: Running, network: Network, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seconds = [0.0]
    settings = near(slack, tmp_path, SLACK_API_URL=network.api_url)
    socket = Socket(settings, bolt(settings, web_client(settings)), lambda: seconds[0])
    socket.start()
    slack.wait_for_app()
    states = [socket.connected]
    caplog.clear()
    network.silent = True
    seconds[0] += DEAF_SECONDS - 0.1
    states.append(socket.connected)
    seconds[0] += DEAF_SECONDS + 0.2  # a last pong may have been on its way
    states.append(socket.connected)
    assert states == [True, True, False]
    socket.watch()
    assert "nothing came for" in caplog.text
    network.silent = False
    slack.workspace.wait_for(lambda: socket.connected)
    socket.stop()
