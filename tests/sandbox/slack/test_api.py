"""The Web API as the real SDK sees it."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack.people import ANNA, BEN, BOT, CARLA, GENERAL, LEADS, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.conftest import client_of, refused


def section(text: str = "Hello") -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_the_bot_learns_who_it_is_and_what_it_may(client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == (BOT.id, "T0SANDBOX")
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_a_wrong_token_is_refused(slack: Running) -> None:
    with pytest.raises(SlackApiError) as error:
        client_of(slack, "xoxb-wrong").auth_test()
    assert refused(error) == "invalid_auth"


def test_no_token_is_refused(slack: Running) -> None:
    with pytest.raises(SlackApiError) as error:
        client_of(slack, "").auth_test()
    assert refused(error) == "not_authed"


def test_a_bot_token_opens_no_socket(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as error:
        client.apps_connections_open(app_token="xoxb-sandbox")
    assert refused(error) == "not_allowed_token_type"


def test_a_missing_scope_is_named(slack: Running, client: WebClient) -> None:
    slack.workspace.settings.scopes = frozenset({"chat:write"})
    with pytest.raises(SlackApiError) as error:
        client.users_info(user=ANNA.id)
    assert (refused(error), error.value.response["needed"]) == ("missing_scope", "users:read")


def test_an_unknown_method_is_refused(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as error:
        client.api_call("chat.shout")
    assert refused(error) == "unknown_method"


def test_a_message_is_posted_with_ids_for_its_blocks(slack: Running, client: WebClient) -> None:
    answer = client.chat_postMessage(channel=SUPPORT.id, text="Hi", blocks=[section()])
    assert answer["message"]["blocks"][0]["block_id"]
    assert [m.text for m in slack.workspace.messages(SUPPORT.id)] == ["Hi"]


def test_two_messages_never_share_a_timestamp() -> None:
    workspace = Workspace(clock=lambda: 1000.0)
    first, second = (
        workspace.post(Message(channel=SUPPORT.id, ts="", author=ANNA.id, text=text))
        for text in "ab"
    )
    assert first.ts < second.ts


def test_a_message_goes_to_a_person(slack: Running, client: WebClient) -> None:
    answer = client.chat_postMessage(channel=BEN.id, text="Hi Ben")
    assert slack.workspace.channel(answer["channel"]).members == {BEN.id, BOT.id}


def test_faulty_blocks_are_explained(client: WebClient) -> None:
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=SUPPORT.id, text="Hi", blocks=[section("")])
    (told,) = error.value.response["response_metadata"]["messages"]
    assert refused(error) == "invalid_blocks"
    assert told.endswith("[json-pointer:/blocks/0/text/text]")


@pytest.mark.parametrize(
    ("channel", "text", "name"),
    [
        (GENERAL.id, "Hi", "not_in_channel"),
        ("C0NOWHERE", "Hi", "channel_not_found"),
        (SUPPORT.id, "", "no_text"),
    ],
)
def test_a_post_is_refused(client: WebClient, channel: str, text: str, name: str) -> None:
    with pytest.raises(SlackApiError) as error:
        client.api_call("chat.postMessage", json={"channel": channel, "text": text})
    assert refused(error) == name


def test_an_update_with_text_alone_takes_the_blocks_away(slack: Running, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Hi", blocks=[section()])["ts"]
    client.chat_update(channel=SUPPORT.id, ts=ts, text="Bye")
    said = slack.workspace.message(SUPPORT.id, ts)
    assert (said.text, said.blocks, said.edited) == ("Bye", (), True)


def test_an_update_keeps_the_metadata_it_does_not_name(slack: Running, client: WebClient) -> None:
    card = {"event_type": "kpi_card", "event_payload": {"id": "1"}}
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Hi", metadata=card)["ts"]
    client.chat_update(channel=SUPPORT.id, ts=ts, text="Bye")
    assert slack.workspace.message(SUPPORT.id, ts).metadata == card


def test_a_long_update_is_refused(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Hi")["ts"]
    with pytest.raises(SlackApiError) as error:
        client.chat_update(channel=SUPPORT.id, ts=ts, text="x" * 4001)
    assert refused(error) == "msg_too_long"


def test_a_deleted_message_is_gone(slack: Running, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Hi")["ts"]
    client.chat_delete(channel=SUPPORT.id, ts=ts)
    assert slack.workspace.messages(SUPPORT.id) == ()


def test_an_ephemeral_message_is_seen_by_one(slack: Running, client: WebClient) -> None:
    client.chat_postEphemeral(channel=SUPPORT.id, user=ANNA.id, text="Only you")
    assert [m.text for m in slack.workspace.messages(SUPPORT.id, ANNA.id)] == ["Only you"]
    assert slack.workspace.messages(SUPPORT.id, BEN.id) == ()
    assert client.conversations_history(channel=SUPPORT.id)["messages"] == []


def test_a_reply_must_name_the_parent(client: WebClient) -> None:
    parent = client.chat_postMessage(channel=SUPPORT.id, text="A")["ts"]
    reply = client.chat_postMessage(channel=SUPPORT.id, text="B", thread_ts=parent)["ts"]
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=SUPPORT.id, text="C", thread_ts=reply)
    assert refused(error) == "cannot_reply_to_message"


def test_a_thread_is_read_back_parent_first(client: WebClient) -> None:
    parent = client.chat_postMessage(channel=SUPPORT.id, text="A")["ts"]
    client.chat_postMessage(channel=SUPPORT.id, text="B", thread_ts=parent)
    replies = client.conversations_replies(channel=SUPPORT.id, ts=parent)["messages"]
    assert [m["text"] for m in replies] == ["A", "B"]
    assert [m["text"] for m in client.conversations_history(channel=SUPPORT.id)["messages"]] == [
        "A"
    ]


def test_metadata_comes_back_whole_only_when_asked_for(client: WebClient) -> None:
    card = {"event_type": "kpi_card", "event_payload": {"id": "1"}}
    client.chat_postMessage(channel=SUPPORT.id, text="Hi", metadata=card)
    bare = client.conversations_history(channel=SUPPORT.id)["messages"][0]
    whole = client.conversations_history(channel=SUPPORT.id, include_all_metadata=True)
    assert "event_payload" not in bare["metadata"]
    assert whole["messages"][0]["metadata"] == card


def test_history_comes_in_pages(client: WebClient) -> None:
    for text in "abc":
        client.chat_postMessage(channel=SUPPORT.id, text=text)
    first = client.conversations_history(channel=SUPPORT.id, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=SUPPORT.id, limit=2, cursor=cursor)
    assert [m["text"] for page in (first, second) for m in page["messages"]] == ["c", "b", "a"]


def test_history_begins_after_oldest(client: WebClient) -> None:
    first = client.chat_postMessage(channel=SUPPORT.id, text="a")["ts"]
    client.chat_postMessage(channel=SUPPORT.id, text="b")
    later = client.conversations_history(channel=SUPPORT.id, oldest=first)["messages"]
    assert [m["text"] for m in later] == ["b"]


def test_channels_and_people_are_described(client: WebClient) -> None:
    leads = client.conversations_info(channel=LEADS.id)["channel"]
    assert (leads["name"], leads["is_private"]) == ("support-leads", True)
    assert client.users_info(user=CARLA.id)["user"]["tz"] == "America/New_York"
    listed = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert {c["name"] for c in listed} == {
        *("support", "support-leads", "acme-partners", "general")
    }
    assert ANNA.id in client.conversations_members(channel=LEADS.id)["members"]


def test_a_joined_channel_can_be_written_to(client: WebClient) -> None:
    client.conversations_join(channel=GENERAL.id)
    assert client.chat_postMessage(channel=GENERAL.id, text="Hi")["ok"]


def test_a_permalink_holds_channel_and_time(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Hi")["ts"]
    link = client.chat_getPermalink(channel=SUPPORT.id, message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/{SUPPORT.id}/p{ts.replace('.', '')}")


def test_native_charts_can_be_refused(slack: Running, client: WebClient) -> None:
    slack.workspace.settings.refuse_native_charts = True
    chart = {"type": "pie", "segments": [{"label": "a", "value": 1}]}
    block = {"type": "data_visualization", "title": "Shares", "chart": chart}
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=SUPPORT.id, text="Hi", blocks=[block])
    assert refused(error) == "invalid_blocks"


def test_a_home_is_published_and_its_old_hash_refused(slack: Running, client: WebClient) -> None:
    view = {"type": "home", "blocks": [section()]}
    old = client.views_publish(user_id=ANNA.id, view=view)["view"]["hash"]
    client.views_publish(user_id=ANNA.id, view=view)
    with pytest.raises(SlackApiError) as error:
        client.views_publish(user_id=ANNA.id, view=view, hash=old)
    assert refused(error) == "hash_conflict"
    assert slack.workspace.views.home(BEN.id) is None


def test_a_trigger_opens_one_modal(slack: Running, client: WebClient) -> None:
    title = {"type": "plain_text", "text": "Settings"}
    view = {"type": "modal", "title": title, "blocks": [section()]}
    trigger = slack.workspace.passes.trigger(ANNA.id)
    client.views_open(trigger_id=trigger, view=view)
    with pytest.raises(SlackApiError) as error:
        client.views_open(trigger_id=trigger, view=view)
    assert refused(error) == "exchanged_trigger_id"
    assert len(slack.workspace.views.stack(ANNA.id)) == 1


def test_the_journal_keeps_every_call_without_its_token(slack: Running, client: WebClient) -> None:
    client.chat_postMessage(channel=SUPPORT.id, text="Hi", blocks=[section()])
    (call,) = slack.workspace.journal.calls("chat.postMessage")
    assert call.body["blocks"] == [section()]
    assert "xoxb" not in json.dumps(dict(call.body))
    assert call.answer["ok"]


def test_another_site_is_not_let_in(slack: Running) -> None:
    connection = http.client.HTTPConnection(slack.url.removeprefix("http://"))
    connection.request("GET", "/page/state", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 400
    connection.close()
