"""Payloads as Requests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import pytest

from bot.commands.forms import FORMS
from bot.slack import form_requests, translate
from bot.talk import Origin, Request
from tests import patience

Translation: TypeAlias = Callable[[dict[str, Any]], Request]
FORM_ANSWERS: tuple[Translation, ...] = tuple(
    partial(form_requests.form_answer, form=form) for form in FORMS.values()
)
WAYS: tuple[Translation, ...] = (
    *(translate.command, translate.mention, translate.click, translate.home_request),
    *FORM_ANSWERS,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("frt email", "frt email"),
        ("frt &lt;b&gt; R&amp;D", "frt <b> R&D"),
        ("csat <#C123ABC|support>", "csat #support"),
        ("csat by <@U123|ann>", "csat by @ann"),
        ("<https://x.example|x>", "x"),
        ("<!channel>", "channel"),
        ("  frt  ", "frt"),
    ],
)
def test_words_come_without_slacks_escapes(typed: str, words: str) -> None:
    assert translate.plain(typed) == words


SHARED = {"is_ext_shared_channel": True, "team_id": "T1"}


@pytest.mark.parametrize(
    ("body", "origin"),
    [
        (
            {"api_app_id": "A1", "command": "/kpi", "team_id": "T1"},
            Origin(app="A1", team="T1", named=True),
        ),
        (
            {"command": "/kpi", "team_id": "T3", "enterprise_id": "E1"},
            Origin(team="T3", organisation="E1", named=True),
        ),
        ({"user": {"team_id": "T2"}, "team": {"id": "T1"}}, Origin(team="T2", named=True)),
        ({"user": {}, "team": {"id": "T1"}}, Origin(team="T1")),
        (
            {"team": None, "enterprise": {"id": "E1"}, "user": {"team_id": "T3"}},
            Origin(team="T3", named=True),
        ),
        ({"team_id": "T1", "event": {"user": "U1"}}, Origin(team="T1")),
        ({"team_id": "T1", "event": {"user": "U1", "team": "T2"}}, Origin(team="T2")),
        (
            {**SHARED, "event": {"team": "T1", "user_team": "T2"}},
            Origin(team="T2", named=True, shared=True),
        ),
        (
            {**SHARED, "event": {"team": "T1", "user_team": "E2"}},
            Origin(organisation="E2", named=True, shared=True),
        ),
        ({**SHARED, "event": {"user": "U1"}}, Origin(shared=True)),
        ({"team_id": "T1", "event": {"bot_id": "B1"}}, Origin(team="T1", bot=True)),
        (
            {"event": {"user": "USLACKBOT", "user_team": "T1"}},
            Origin(team="T1", named=True, bot=True),
        ),
        ({}, Origin()),
    ],
)
def test_a_payload_says_where_it_comes_from(body: dict[str, Any], origin: Origin) -> None:
    assert translate.origin(body) == origin
    assert {way(body).origin for way in WAYS} == {origin}


ODD: tuple[Any, ...] = (
    "",
    "x",
    7,
    True,
    ["x"],
    [[]],
    {"x": "y"},
    {"state": "x"},
    {"state": {"values": 3}},
)
PARTS = ("container", "actions", "user", "team", "channel", "message", "view", "event")
SPOILT: list[dict[str, Any]] = [{name: value} for name in PARTS for value in ODD]


@pytest.mark.parametrize("body", SPOILT, ids=str)
def test_no_payload_is_odd_enough_to_raise(body: dict[str, Any]) -> None:
    for way in WAYS:
        assert way(body).person == ""
    for form in (form_requests.form_request, form_requests.command_form_request):
        assert form(body).trigger == ""
    assert form_requests.redraw_request(body)[1].view == ""
    assert not translate.overhears(body)
    assert not translate.is_direct_message(body)


@pytest.mark.parametrize(
    ("event", "is_one"),
    [
        ({}, True),
        ({"text": "", "files": [{"id": "F1"}], "subtype": "file_share"}, True),
        ({"text": "", "files": [3, {}]}, False),
        ({"text": " "}, False),
        ({"subtype": "message_changed"}, False),
        ({"channel_type": "channel"}, False),
        ({"thread_ts": "1.0"}, True),
        ({"thread_ts": "1.0", "subtype": "thread_broadcast"}, True),
        ({"bot_id": "B1"}, False),
        ({"hidden": True}, False),
    ],
)
def test_a_message_to_the_bot_alone_is_a_persons_and_never_overheard(
    event: dict[str, Any], is_one: bool
) -> None:
    usual = {"channel_type": "im", "user": "U1", "channel": "D1", "ts": "1.1", "text": "frt"}
    body = {"event": {**usual, **event}}
    assert translate.is_direct_message(body) is is_one
    assert not translate.overhears(body)


def test_a_message_to_the_bot_alone_is_answered_in_its_conversation() -> None:
    event = {"user": "U1", "channel": "D1", "ts": "1.1", "text": "Customer tiers"}
    said = translate.direct_message({"event": event})
    assert (said.words, said.channel, said.thread) == ("Customer tiers", "D1", None)
    in_thread = translate.direct_message({"event": {**event, "thread_ts": "1.0"}})
    assert (in_thread.thread, in_thread.reply) == ("1.0", True)
    with_file = {"event": {**event, "files": [{"id": "F1"}]}}
    assert translate.direct_message(with_file).words == "import customer-tiers F1"


def test_a_command_says_who_asked_where() -> None:
    request = translate.command(
        {
            "text": "frt",
            "user_id": "U1",
            "channel_id": "C1",
            "team_id": "T1",
            "response_url": "https://hooks.slack.com/commands/1",
        }
    )
    assert (request.words, request.person, request.channel, request.team) == (
        "frt",
        "U1",
        "C1",
        "T1",
    )
    assert request.details["response_url"] == "https://hooks.slack.com/commands/1"
    assert request.thread is None


def test_named_channels_keep_their_ids() -> None:
    said = "schedule weekly <#C123ABC|support> and <#C9|R&amp;D> and <#C7|>"
    command = translate.command({"text": said})
    mention = translate.mention({"event": {"text": f"<@UBOT> {said}"}})
    assert command.channels == mention.channels == {"support": "C123ABC", "r&d": "C9"}
    assert command.words == "schedule weekly #support and #R&D and #C7"


@pytest.mark.parametrize(
    ("text", "words", "people"),
    [
        ("<@U0BOT> frt <@U0CARLA>", "frt @U0CARLA", {"u0carla": "U0CARLA"}),
        ("frt <@U0CARLA|carla> <@U0BOT>", "frt @carla", {"carla": "U0CARLA"}),
        (
            "<@U0CARLA> <@U0BOT> how is she doing",
            "@U0CARLA  how is she doing",
            {"u0carla": "U0CARLA"},
        ),
    ],
)
def test_only_the_mention_of_the_bot_is_taken_away(
    text: str, words: str, people: dict[str, str]
) -> None:
    body = {"event": {"text": text}, "authorizations": [{"user_id": "U0BOT", "is_bot": True}]}
    request = translate.mention(body)
    assert request.words.split() == words.split()
    assert request.people == people


def test_where_nothing_says_who_the_bot_is_the_first_mention_is_its_own() -> None:
    request = translate.mention({"event": {"text": "<@U0BOT> frt <@U0CARLA>"}})
    assert request.words == "frt @U0CARLA"


def test_a_command_tells_who_it_mentions() -> None:
    request = translate.command({"text": "frt <@U0CARLA|carla>"})
    assert (request.words, request.people) == ("frt @carla", {"carla": "U0CARLA"})


def test_a_mention_is_answered_under_itself() -> None:
    event = {"text": "<@UBOT> frt email", "user": "U1", "channel": "C1", "ts": "1.5"}
    request = translate.mention({"event": event})
    assert request.words == "frt email"
    assert request.thread == "1.5"


def test_a_mention_in_a_thread_is_answered_in_that_thread() -> None:
    event = {"text": "by agent <@UBOT|bot>", "channel": "C1", "ts": "1.5", "thread_ts": "1.1"}
    request = translate.mention({"event": event})
    assert request.words == "by agent"
    assert request.thread == "1.1"


def test_a_click_carries_its_phrase() -> None:
    request = translate.click(
        {
            "actions": [{"action_id": "ask:0", "value": "frt last week"}],
            "user": {"id": "U1"},
            "channel": {"id": "C1"},
            "message": {"thread_ts": "1.1"},
        }
    )
    assert (request.words, request.channel, request.thread) == ("frt last week", "C1", "1.1")


def test_a_choice_from_a_menu_carries_its_phrase() -> None:
    chosen = {"selected_option": {"value": "csat"}}
    assert translate.click({"actions": [chosen], "user": {"id": "U1"}}).words == "csat"


def test_a_click_on_the_home_tab_is_answered_to_the_person() -> None:
    request = translate.click({"actions": [{"value": "frt"}], "user": {"id": "U1"}})
    assert request.channel == request.person == "U1"


@pytest.mark.parametrize("junk", [{}, {"event": None}, {"actions": []}, {"channel": "C1"}])
def test_junk_translates_to_an_empty_question(junk: dict[str, Any]) -> None:
    for translated in (translate.command, translate.mention, translate.click):
        assert translated(junk).words == ""


def test_what_is_delivered_again_is_known_by_its_message_or_its_trigger() -> None:
    message = {"event_id": "Ev1", "event": {"channel": "C1", "ts": "1.5"}}
    assert translate.mention(message).id == "C1:1.5"
    assert translate.mention({**message, "event_id": "Ev2"}).id == "C1:1.5"
    assert translate.identity({"event_id": "Ev1"}) == "Ev1"
    for translated in (translate.command, translate.click, *FORM_ANSWERS):
        assert translated({"trigger_id": "12.34"}).id == "12.34"


def test_another_bots_message_is_told_apart() -> None:
    assert translate.by_a_bot({"event": {"bot_id": "B1"}})
    assert not translate.by_a_bot({"event": {"user": "U1"}})


REPLY = {"text": "by team", "user": "U1", "channel": "C1", "ts": "1.5", "thread_ts": "1.1"}


def test_a_reply_in_a_thread_may_be_about_its_card() -> None:
    assert translate.overhears({"event": REPLY})
    request = translate.mention({"event": REPLY})
    assert request.reply
    assert request.in_thread


@pytest.mark.parametrize(
    "more",
    [
        {"thread_ts": ""},
        {"thread_ts": "1.5"},
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "thread_broadcast"},
        {"hidden": True},
        {"text": "<@UBOT> by team"},
        {"text": ""},
    ],
)
def test_what_is_no_plain_reply_of_a_person_is_not_overheard(more: dict[str, Any]) -> None:
    assert not translate.overhears({"event": {**REPLY, **more}})


@pytest.mark.parametrize("body", [{}, {"event": None}, {"event": "x"}, {"event": {"text": 5}}])
def test_junk_is_not_overheard(body: dict[str, Any]) -> None:
    assert not translate.overhears(body)


def clicked(action: str, **container: Any) -> dict[str, Any]:
    return {
        "actions": [{"action_id": action, "value": "frt by team"}],
        "container": {"message_ts": "1.1", "channel_id": "C1", **container},
        "user": {"id": "U1"},
        "trigger_id": "12.34",
    }


def test_a_click_on_a_card_is_answered_under_it() -> None:
    request = translate.click(clicked("card:0"))
    assert (request.thread, request.private, request.reply) == ("1.1", False, False)


def test_a_click_on_what_one_person_sees_stays_with_them_and_has_no_thread() -> None:
    request = translate.click(clicked("card:0", is_ephemeral=True))
    assert (request.thread, request.private) == (None, True)
    assert not translate.click(clicked("ask:0", is_ephemeral=True)).private


LONG = """
import sys
from bot.commands.forms import FORMS, QUESTION
from bot.slack import translate
for piece in sys.argv[1:]:
    print(piece, flush=True)
    text = piece * (400_000 // len(piece))
    event = {"text": text, "thread_ts": "1.1", "ts": "1.2"}
    translate.command({"text": text})
    translate.mention({"event": event})
    translate.overhears({"event": event})
    translate.click({"actions": [{"value": text}]})
"""


def test_no_text_takes_longer_than_it_is_long() -> None:
    """Where each "<" were tried to the end, these would take many minutes."""
    pieces = ("<", "<@U", "<@U1|", "<#C1|", "<a|b", "<!", "&amp;", " ", "<>")
    subprocess.run([sys.executable, "-c", LONG, *pieces], timeout=patience.SECONDS, check=True)


@pytest.mark.parametrize(
    ("told", "at"), [("1796130675.546500", 1796130675.5465), ("", 0.0), ("soon", 0.0), (3, 0.0)]
)
def test_a_choice_tells_when_it_was_made(told: object, at: float) -> None:
    assert translate.chosen_at({"actions": [{"action_ts": told}]}) == at
