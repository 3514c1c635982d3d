"""Files that people upload: had from Slack, from nobody else, and for who uploaded them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import text

from bot.services import Services
from bot.slack import uploads
from bot.slack.connection import web_client
from bot.slack.uploads import (
    AWAY,
    ELSEWHERE,
    GONE,
    NO_ROOM,
    NO_SCOPE,
    NOT_YOURS,
    TOO_LARGE,
    SlackUploads,
)
from bot.slack.workspace import SlackWorkspace
from metrics.errors import AskError
from sandbox.slack.people import ANNA, BEN, CARLA, SUPPORT
from sandbox.slack.records import View
from sandbox.slack.server import Running
from sandbox.slack.shapes import file as shape
from tests.bot.slack.talking import control, reply
from tests.bot.slack.test_schedule_form import opened

COSTS = b"month,amount,currency,item\n2026-10,6000,EUR,salaries\n2026-11,6500,EUR,salaries\n"


def uploaded(slack: Running, content: bytes, name: str = "costs.csv", owner: str = ANNA.id) -> str:
    """A file that somebody has put into a form; its id."""
    shelf = slack.workspace.shelf
    place = shelf.reserve(owner, name, len(content))
    shelf.receive(place.id, content)
    return shelf.complete(place.id).id


def given(slack: Running, id: str) -> dict[str, Any]:
    """A file as a form tells of it."""
    return shape(slack.workspace, slack.workspace.shelf[id], slack.api_url.removesuffix("/api/"))


def submit(slack: Running, view: View, kind: str, id: str) -> Any:
    files = [given(slack, id)]
    values: dict[str, dict[str, Any]] = {"kind": {"choice": kind}, "file": {"choice": files}}
    return slack.submit(ANNA.id, view, values)


def form(slack: Running) -> View:
    """The form, opened by its button on Home."""
    slack.open_home(ANNA.id)
    home = slack.workspace.wait_for(lambda: slack.workspace.views.home(ANNA.id))
    assert slack.press(ANNA.id, home, "upload").ok
    return opened(slack)


def test_a_file_is_looked_at_and_comes_in_once_its_uploader_says_so(
    connected: Running, services: Services
) -> None:
    assert submit(connected, form(connected), "costs", uploaded(connected, COSTS)).ok
    direct = connected.workspace.direct(ANNA.id).id
    card = reply(connected, direct)
    assert "costs: 2 rows new, 0 corrected, 0 there already. Nothing is written yet." in card.text
    assert services.looks.since(0) == ()
    assert connected.press(ANNA.id, card, control(card, "Import 2 rows")).ok
    assert "Imported costs.csv as costs: 2 rows added" in reply(connected, direct, 2).text
    assert [look.phrase for look in services.looks.since(0)] == ["import costs costs.csv"]
    assert connected.workspace.messages(SUPPORT.id) == ()


def test_a_kind_that_is_chosen_shows_how_such_a_file_looks(connected: Running) -> None:
    view = form(connected)
    before = view.hash
    assert connected.press(ANNA.id, view, "choice", "shifts", block_id="kind").ok
    connected.workspace.wait_for(lambda: opened(connected).hash != before)
    shown = opened(connected)
    assert "agent,started_at,ended_at,productive_seconds,team" in str(shown.payload["blocks"])
    assert submit(connected, shown, "costs", uploaded(connected, COSTS)).ok
    assert "2 rows new" in reply(connected, connected.workspace.direct(ANNA.id).id).text


def send(slack: Running, content: bytes, text: str = "", person: str = ANNA.id) -> str:
    """Send the bot a file in a direct message; gives the channel."""
    direct = slack.workspace.direct(person).id
    slack.say(person, direct, text, files=(uploaded(slack, content, owner=person),))
    return direct


def test_a_file_in_a_direct_message_is_known_by_its_columns_and_brought_in_by_a_button(
    listening: Running, services: Services
) -> None:
    direct = send(listening, COSTS)
    card = reply(listening, direct)
    assert "costs: 2 rows new, 0 corrected, 0 there already. Nothing is written yet." in card.text
    assert listening.press(ANNA.id, card, control(card, "Import 2 rows")).ok
    assert "Imported costs.csv as costs: 2 rows added" in reply(listening, direct, 2).text
    assert [look.phrase for look in services.looks.since(0)] == ["import costs costs.csv"]


def test_a_file_whose_columns_fit_no_kind_is_asked_about(listening: Running) -> None:
    direct = send(listening, b"month,amount,total\n2026-10,1,1\n")
    card = reply(listening, direct)
    assert "I cannot tell from the columns of costs.csv what it is of." in card.text
    assert listening.press(ANNA.id, card, control(card, "Costs")).ok
    assert "this column is not known" in reply(listening, direct, 2).text


def test_words_with_a_file_may_name_its_kind(listening: Running) -> None:
    direct = send(listening, COSTS, "customer tiers")
    assert "costs.csv has" in reply(listening, direct).text
    assert "column customer: this column is missing" in reply(listening, direct).text


def test_several_files_at_once_and_words_alone_are_answered_too(listening: Running) -> None:
    direct = listening.workspace.direct(ANNA.id).id
    files = (uploaded(listening, COSTS), uploaded(listening, COSTS))
    listening.say(ANNA.id, direct, "", files=files)
    assert "one file at a time" in reply(listening, direct).text
    listening.say(ANNA.id, direct, "import costs")
    assert "month,amount,currency" in reply(listening, direct, 2).text
    listening.say(ANNA.id, direct, "import")
    assert "send me one in a direct message" in reply(listening, direct, 3).text


def test_who_may_import_nothing_is_told_who_may(listening: Running, services: Services) -> None:
    direct = send(listening, COSTS, person=CARLA.id)
    assert "only leads and administrators" in reply(listening, direct).text
    with services.posts.store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM cost")).scalar_one() == 0


def test_a_file_that_may_not_be_read_is_answered_with_the_scope_that_is_missing(
    listening: Running,
) -> None:
    listening.workspace.settings.scopes -= {"files:read"}
    assert "the optional scope files:read" in reply(listening, send(listening, COSTS)).text


def test_without_the_setting_direct_messages_are_left_alone(
    listening: Running, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(services.settings), "direct_messages", False)
    direct = send(listening, COSTS)
    listening.command(ANNA.id, SUPPORT.id, "/kpi", "frt email")
    reply(listening)
    assert {m.author for m in listening.workspace.messages(direct)} == {ANNA.id}


def test_faults_are_told_by_line_and_column_and_nothing_comes_in(
    connected: Running, services: Services
) -> None:
    wrong = COSTS.replace(b"6500", b"a lot")
    assert submit(connected, form(connected), "costs", uploaded(connected, wrong)).ok
    card = reply(connected, connected.workspace.direct(ANNA.id).id)
    assert "costs.csv has 1 fault, so nothing was imported." in card.text
    assert "line 3, column amount: 'a lot' is no plain number" in card.text
    assert "Import" not in str([block for block in card.blocks if block["type"] == "actions"])


def test_without_the_scope_one_sentence_says_what_is_missing(
    connected: Running, services: Services
) -> None:
    connected.workspace.settings.scopes -= {"files:read"}
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    shown = str(home.payload["blocks"])
    assert "adds the optional scope files:read" in shown
    assert "'upload'" not in shown
    with pytest.raises(AskError, match="adds the optional scope files:read"):
        services.uploads.refuse_unreadable()
    with pytest.raises(AskError, match="files:read"), services.uploads.fetch("F1", ANNA.id):
        pass


def refusal(made: Any, id: str, person: str = ANNA.id) -> str:
    with pytest.raises(AskError) as refused, made.fetch(id, person):
        pass
    return str(refused.value)


def test_a_file_is_had_for_who_uploaded_it_alone(slack: Running, services: Services) -> None:
    id = uploaded(slack, COSTS)
    with services.uploads.fetch(id, ANNA.id) as file:
        assert (file.name, file.content.read()) == ("costs.csv", COSTS)
    assert refusal(services.uploads, id, BEN.id) == NOT_YOURS
    assert refusal(services.uploads, "F0NONE") == GONE


def test_more_than_is_taken_is_refused_before_it_is_had(
    slack: Running, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", len(COSTS) - 1)
    assert refusal(services.uploads, uploaded(slack, COSTS)) == TOO_LARGE


class Info(WebClient):
    """Slack's word about a file that lies at `address`, whose size it tells wrong."""

    address = ""

    def files_info(self, **_: Any) -> Any:
        return {"file": {"id": "F1", "user": ANNA.id, "size": 1, "url_private": self.address}}


class Elsewhere(BaseHTTPRequestHandler):
    """Sends whoever comes on, or hands out more than was said."""

    seen: list[str]

    def do_GET(self) -> None:
        type(self).seen.append(self.path)
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "/thief")
        self.end_headers()
        self.wfile.write(b"x" * 100)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    Elsewhere.seen = []
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def at(services: Services, address: str, api_url: str) -> SlackUploads:
    client = Info("xoxb-secret")
    client.address = address
    workspace = SlackWorkspace(web_client(services.settings), services.now)
    return SlackUploads(client, workspace, api_url)


def test_the_token_goes_to_no_other_host_and_after_no_redirect(
    services: Services, elsewhere: str
) -> None:
    assert refusal(at(services, f"{elsewhere}/f", "https://slack.com/api/"), "F1") == ELSEWHERE
    assert Elsewhere.seen == []
    assert refusal(at(services, f"{elsewhere}/away", f"{elsewhere}/api/"), "F1") == AWAY
    assert Elsewhere.seen == ["/away"]


def test_what_turns_out_larger_than_it_was_said_to_be_is_refused(
    services: Services, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 99)
    assert refusal(at(services, f"{elsewhere}/f", f"{elsewhere}/api/"), "F1") == TOO_LARGE


def test_a_disk_of_our_own_that_is_full_is_no_fault_of_slacks(
    services: Services,
    elsewhere: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(uploads, "TemporaryFile", lambda: Path("/dev/full").open("w+b"))  # noqa: SIM115
    assert refusal(at(services, f"{elsewhere}/f", f"{elsewhere}/api/"), "F1") == NO_ROOM
    assert "No file can be put into" in caplog.text
    assert "No space left on device" in caplog.text


def test_a_folder_for_temporary_files_that_is_gone_is_no_fault_of_slacks(
    services: Services, elsewhere: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    assert refusal(at(services, f"{elsewhere}/f", f"{elsewhere}/api/"), "F1") == NO_ROOM


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("https://files.slack.com/files-pri/T1-F1/costs.csv", True),
        ("https://slack.com/files/F1", True),
        ("http://files.slack.com/files-pri/T1-F1/costs.csv", False),
        ("https://files.slack.com.example.com/x", False),
        ("https://files.slack.com@example.com/x", False),
        ("https://docs.example.com/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_slacks_own_hosts_are_slacks(address: str, own: bool) -> None:
    assert uploads.of_slack(address, "https://slack.com/api/") is own


def test_the_sentence_of_the_missing_scope_names_it() -> None:
    assert "files:read" in NO_SCOPE
