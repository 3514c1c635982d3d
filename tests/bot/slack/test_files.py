"""Files on their way to Slack."""

from __future__ import annotations

from io import SEEK_END, BytesIO

import pytest
from slack_sdk import WebClient

from bot.slack.deliver import ReplyDelivery
from bot.slack.files import Files, NotHandedOver
from bot.slack.picture_wait import PictureWait
from bot.slack.work_in_steps import drive
from bot.talk import Attachment, Audience, Reply, Request
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running

CONTENT = b"ticket\n1\n" * 100_000


def file() -> Attachment:
    title = "First response time"
    content = BytesIO(CONTENT)
    return Attachment(content=content, size=len(CONTENT), title=title, filename="frt.csv")


def hand_over(client: WebClient, given: Attachment | None = None) -> None:
    drive(Files(client, PictureWait()).hand_over(ANNA.id, given or file()), lambda _: None)


def test_a_file_reaches_the_person_and_nobody_else(slack: Running, client: WebClient) -> None:
    given = file()
    hand_over(client, given)
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
    hand_over(client, given)
    (upload,) = slack.workspace.shelf.all()
    assert upload.content == CONTENT


def told(slack: Running, client: WebClient) -> str:
    """What the person is told beside a file."""
    request = Request(words="frt csv", person=ANNA.id, channel=SUPPORT.id)
    reply = Reply(text="1 row in frt.csv", audience=Audience.ME, file=file())
    drive(ReplyDelivery(client, lambda: 0, PictureWait())(request, reply), lambda _: None)
    (message,) = slack.workspace.messages(SUPPORT.id)
    assert message.only_for == ANNA.id
    return message.text


def test_without_the_right_to_bring_files_the_person_is_told_which(
    slack: Running, client: WebClient
) -> None:
    scopes = slack.workspace.settings.scopes - {"files:write"}
    slack.workspace.settings.scopes = frozenset(scopes)
    assert "files:write" in told(slack, client)


def test_where_files_are_not_allowed_a_scope_is_not_what_is_missing(
    slack: Running, client: WebClient
) -> None:
    slack.workspace.settings.uploads_disabled = True
    with pytest.raises(NotHandedOver, match="file_uploads_disabled"):
        hand_over(client)
    said = told(slack, client)
    assert "does not let files like this be uploaded" in said
    assert "files:write" not in said


def test_a_file_whose_upload_breaks_off_is_brought_again(slack: Running, client: WebClient) -> None:
    slack.workspace.journal.script("files.getUploadURLExternal", Trouble(status=500))
    slack.workspace.journal.script("upload", Trouble(drop=True))
    slack.workspace.journal.script("chat.postMessage", Trouble(drop=True))
    hand_over(client)
    title, shared = slack.workspace.messages(slack.workspace.direct(ANNA.id).id)
    assert shared.thread_ts == title.ts
    assert shared.files


def test_a_slack_that_never_answers_is_what_the_person_is_told(
    slack: Running, client: WebClient
) -> None:
    slack.workspace.journal.script("files.getUploadURLExternal", *[Trouble(status=500)] * 3)
    said = told(slack, client)
    assert "Slack did not answer" in said
    assert "files:write" not in said


def test_where_nobody_knows_whether_a_file_arrived_the_person_is_told_to_look(
    slack: Running, client: WebClient
) -> None:
    lost = Trouble(drop=True, done=True)
    slack.workspace.journal.script("files.completeUploadExternal", lost)
    assert "could not tell whether Slack brought you the file" in told(slack, client)
