"""Files on their way to Slack."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from bot.sandbox.slack.people import ANNA, SUPPORT
from bot.sandbox.slack.server import Running
from bot.slack.deliver import Delivery
from bot.slack.files import Files
from bot.slack.sending import Refused
from bot.talk import Attachment, Audience, Reply, Request

FILE = Attachment(content=b"ticket\n1\n", title="First response time", filename="frt.csv")
REPLY = Reply(text="1 row in frt.csv", audience=Audience.ME, file=FILE)


def test_a_file_reaches_the_person_and_nobody_else(slack: Running, client: WebClient) -> None:
    Files(client, lambda _: None).hand_over(ANNA.id, FILE)
    title, file = slack.workspace.messages(slack.workspace.direct(ANNA.id).id)
    assert title.text == "First response time"
    assert file.thread_ts == title.ts
    (upload,) = slack.workspace.shelf.all()
    assert upload.content == FILE.content
    assert file.files == (upload.id,)
    assert slack.workspace.messages(SUPPORT.id) == ()


def test_where_files_are_not_allowed_the_person_is_told(slack: Running, client: WebClient) -> None:
    slack.workspace.settings.uploads_disabled = True
    with pytest.raises(Refused):
        Files(client, lambda _: None).hand_over(ANNA.id, FILE)
    request = Request(words="frt csv", person=ANNA.id, channel=SUPPORT.id)
    Delivery(client, lambda _: None)(request, REPLY)
    (told,) = slack.workspace.messages(SUPPORT.id)
    assert told.only_for == ANNA.id
    assert "files:write" in told.text
