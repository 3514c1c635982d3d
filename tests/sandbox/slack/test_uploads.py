"""Uploads in three steps, and when a file may be shown."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack.people import SUPPORT
from sandbox.slack.server import Running
from tests.sandbox.slack.conftest import refused

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def uploaded(client: WebClient) -> str:
    return str(client.files_upload_v2(filename="a.png", content=PNG)["file"]["id"])


def picture(file: str) -> list[dict[str, Any]]:
    return [{"type": "image", "slack_file": {"id": file}, "alt_text": "A line"}]


def test_an_uploaded_picture_can_be_shown(slack: Running, client: WebClient) -> None:
    file = uploaded(client)
    assert client.files_info(file=file)["file"]["mimetype"] == "image/png"
    client.chat_postMessage(channel=SUPPORT.id, text="A chart", blocks=picture(file))
    assert slack.workspace.shelf[file].content == PNG


def test_a_picture_that_is_still_scanned_is_refused(slack: Running, client: WebClient) -> None:
    slack.workspace.shelf.processing_seconds = 60.0
    file = uploaded(client)
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=SUPPORT.id, text="A chart", blocks=picture(file))
    assert refused(error) == "invalid_blocks"
    assert error.value.response["errors"] == [
        "invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]
    assert client.files_info(file=file)["file"]["mimetype"] == ""


def test_uploads_can_be_switched_off(slack: Running, client: WebClient) -> None:
    slack.workspace.settings.uploads_disabled = True
    with pytest.raises(SlackApiError) as error:
        uploaded(client)
    assert refused(error) == "file_uploads_disabled"


def test_a_file_is_shared_into_a_thread(slack: Running, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Hi")["ts"]
    client.files_upload_v2(filename="a.csv", content="a,b", channel=SUPPORT.id, thread_ts=ts)
    (reply,) = slack.workspace.thread(SUPPORT.id, ts)
    assert [slack.workspace.shelf[f].name for f in reply.files] == ["a.csv"]
