"""Files on their way to Slack."""

from __future__ import annotations

from io import SEEK_END, BytesIO

import pytest
from slack_sdk import WebClient

from bot.sandbox.slack.people import ANNA, SUPPORT
from bot.sandbox.slack.server import Running
from bot.slack.deliver import Delivery
from bot.slack.files import Files
from bot.slack.sending import Refused
from bot.talk import Attachment, Audience, Reply, Request

CONTENT = b"ticket\n1\n" * 100_000


def file() -> Attachment:
    title = "First response time"
    content = BytesIO(CONTENT)
    return Attachment(content=content, size=len(CONTENT), title=title, filename="frt.csv")


def test_a_file_reaches_the_person_and_nobody_else(slack: Running, client: WebClient) -> None:
    given = file()
    Files(client, lambda _: None).hand_over(ANNA.id, given)
    title, shared = slack.workspace.messages(slack.workspace.direct(ANNA.id).id)
    assert title.text == "First response time"
    assert shared.thread_ts == title.ts
    (upload,) = slack.workspace.shelf.all()
    assert upload.content == CONTENT
    assert given.content.closed
    assert shared.files == (upload.id,)
    assert slack.workspace.messages(SUPPORT.id) == ()


def test_a_file_is_brought_from_its_start_at_every_try(slack: Running, client: WebClient) -> None:
    given = file()
    given.content.seek(0, SEEK_END)  # where a try before this one has left it
    Files(client, lambda _: None).hand_over(ANNA.id, given)
    (upload,) = slack.workspace.shelf.all()
    assert upload.content == CONTENT


def test_where_files_are_not_allowed_the_person_is_told(slack: Running, client: WebClient) -> None:
    slack.workspace.settings.uploads_disabled = True
    with pytest.raises(Refused):
        Files(client, lambda _: None).hand_over(ANNA.id, file())
    request = Request(words="frt csv", person=ANNA.id, channel=SUPPORT.id)
    reply = Reply(text="1 row in frt.csv", audience=Audience.ME, file=file())
    Delivery(client, lambda _: None)(request, reply)
    (told,) = slack.workspace.messages(SUPPORT.id)
    assert told.only_for == ANNA.id
    assert "files:write" in told.text
