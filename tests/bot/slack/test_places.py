"""Where an answer goes, and what it is found by there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.slack.fallbacks import forms
from bot.slack.places import Places, key, nowhere
from bot.talk import Audience, Reply, Request
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.server import Running

REPLY = Reply(text="Median 2 h")
REQUEST = Request(words="frt", person=ANNA.id, channel=SUPPORT.id, id="1.2.3")


@pytest.fixture
def places(client: WebClient) -> Places:
    return Places(client, lambda: 0, nowhere)


def answer_address(slack: Running) -> str:
    return f"{slack.url}/response/{slack.workspace.passes.response(ANNA.id, SUPPORT.id)}"


def test_what_is_for_all_goes_to_the_channel_first_and_then_to_the_asker(
    slack: Running, places: Places
) -> None:
    request = replace(REQUEST, details={"response_url": answer_address(slack)})
    private = [place.private for place in places.of(request, REPLY)]
    assert private == [False, True, True, True]
    mine = replace(REPLY, audience=Audience.ME)
    assert all(place.private for place in places.of(request, mine))


def test_a_conversation_with_one_person_is_private(places: Places) -> None:
    for channel in (ANNA.id, "D0ANNA"):
        assert all(place.private for place in places.of(replace(REQUEST, channel=channel), REPLY))


def test_only_what_a_channel_was_told_is_looked_for(places: Places) -> None:
    here, *others = places.of(REQUEST, REPLY)
    assert here.stands is not None
    assert [place.stands for place in others] == [None, None]


@pytest.mark.parametrize("url", [False, True])
def test_what_is_for_the_clicker_of_a_root_message_is_not_hidden_in_its_thread(
    slack: Running, places: Places, url: bool
) -> None:
    card = slack.say(ANNA.id, SUPPORT.id, "a card")
    details = {"response_url": answer_address(slack)} if url else {}
    form = next(forms(REPLY, None))
    for root, thread in ((True, None), (False, card.ts)):
        request = replace(REQUEST, thread=card.ts, root=root, details=details)
        next(places.of(request, replace(REPLY, audience=Audience.ME))).say(form)
        assert slack.workspace.messages(SUPPORT.id)[-1].thread_ts == thread


def test_a_whisper_under_the_askers_own_new_message_is_not_hidden_in_a_thread(
    slack: Running, places: Places
) -> None:
    mention = slack.say(ANNA.id, SUPPORT.id, "hello")
    request = replace(REQUEST, thread=mention.ts, posted=mention.ts)
    next(places.of(request, replace(REPLY, audience=Audience.ME))).say(next(forms(REPLY, None)))
    assert slack.workspace.messages(SUPPORT.id)[-1].thread_ts is None


def test_every_post_bears_the_key_of_its_question(slack: Running, places: Places) -> None:
    next(places.of(REQUEST, REPLY)).say(next(forms(REPLY, None)))
    (message,) = slack.workspace.messages(SUPPORT.id)
    assert message.metadata == {
        "event_type": "kpi_card",
        "event_payload": {"v": 1, "key": key(REQUEST)},
    }
