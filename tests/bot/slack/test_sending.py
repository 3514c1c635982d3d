"""One call and what came of it."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import pytest
from slack_sdk import WebClient

from bot.slack import sending
from bot.slack.sending import Refused, Uncertain, patiently
from bot.slack.work_in_steps import Wait, drive
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running


def post(client: WebClient, wait: Wait = lambda _: None) -> None:
    say = partial(sending.web_api, client.chat_postMessage, channel=SUPPORT.id, text="hello")
    drive(patiently(say), wait)


def test_a_refusal_has_slacks_word_and_its_pointer(slack: Running, client: WebClient) -> None:
    body = {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {"messages": ["must be a string [json-pointer:/blocks/0/text]"]},
    }
    slack.workspace.journal.script("chat.postMessage", Trouble(status=200, body=body))
    with pytest.raises(Refused) as caught:
        post(client)
    assert caught.value.code == "invalid_blocks"
    assert "/blocks/0/text" in caught.value.detail


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(drop=True),
        Trouble(drop=True, done=True),
        Trouble(status=500, body={}),
        Trouble(status=200, body="<html>proxy</html>"),
        Trouble(status=200, body={"ok": False, "error": "internal_error"}),
    ],
    ids=["cut", "cut after it was done", "500", "a page of HTML", "internal_error"],
)
def test_what_nobody_can_know_is_uncertain_and_tried_once(
    slack: Running, client: WebClient, trouble: Trouble
) -> None:
    slack.workspace.journal.script("chat.postMessage", trouble)
    with pytest.raises(Uncertain):
        post(client)
    assert len(slack.workspace.journal.calls("chat.postMessage")) <= 1


def test_where_nothing_listens_nothing_was_said() -> None:
    client = WebClient("xoxb-1", base_url="http://127.0.0.1:1/", retry_handlers=[])
    with pytest.raises(Refused, match="unreachable"):
        post(client)


def too_fast(seconds: str) -> Trouble:
    return Trouble(
        status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": seconds}
    )


def test_too_fast_is_obeyed_a_bounded_number_of_times(slack: Running, client: WebClient) -> None:
    slack.workspace.journal.script("chat.postMessage", *[too_fast("2")] * 9)
    waits: list[float] = []
    with pytest.raises(Refused, match="ratelimited"):
        post(client, waits.append)
    assert waits == [2.0, 2.0]
    assert len(slack.workspace.journal.calls("chat.postMessage")) == 3


def test_a_wait_that_is_too_long_is_not_begun(slack: Running, client: WebClient) -> None:
    slack.workspace.journal.script("chat.postMessage", too_fast("3600"))
    waits: list[float] = []
    with pytest.raises(Refused, match="ratelimited"):
        post(client, waits.append)
    assert waits == []


def test_a_response_url_takes_a_message(slack: Running) -> None:
    leave = slack.workspace.passes.response(ANNA.id, SUPPORT.id)
    sending.response_url(f"{slack.url}/response/{leave}", {"text": "hello"})
    (message,) = slack.workspace.messages(SUPPORT.id)
    assert (message.text, message.only_for) == ("hello", ANNA.id)


@pytest.mark.parametrize("body", ["<html>proxy</html>", "", '{"status": "up"}'])
def test_an_answer_to_a_response_url_that_is_not_slacks_proves_nothing(
    slack: Running, body: str
) -> None:
    slack.workspace.journal.script("response_url", Trouble(status=200, body=body))
    leave = slack.workspace.passes.response(ANNA.id, SUPPORT.id)
    with pytest.raises(Uncertain):
        sending.response_url(f"{slack.url}/response/{leave}", {"text": "hello"})


def test_a_response_url_that_is_spent_is_a_refusal(slack: Running) -> None:
    address = f"{slack.url}/response/{slack.workspace.passes.response(ANNA.id, SUPPORT.id)}"
    for _ in range(5):
        sending.response_url(address, {"text": "hello"})
    with pytest.raises(Refused):
        sending.response_url(address, {"text": "hello"})


def test_bytes_are_brought_to_an_address_of_the_web_only() -> None:
    with pytest.raises(Refused, match="upload_address"):
        sending.put_bytes("file:///etc/passwd", BytesIO(b"png"), 3)
