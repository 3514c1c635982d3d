"""Payloads as Requests."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack import translate


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


def test_an_event_is_known_by_its_id_and_by_its_message() -> None:
    body = {"event_id": "Ev1", "event": {"channel": "C1", "ts": "1.5"}}
    assert translate.keys(body) == ("Ev1", "C1:1.5")


def test_another_bots_message_is_told_apart() -> None:
    assert translate.by_a_bot({"event": {"bot_id": "B1"}})
    assert not translate.by_a_bot({"event": {"user": "U1"}})
