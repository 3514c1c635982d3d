"""Whether a reply is surely meant for the bot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.overheard import surely_meant
from bot.services import Services
from bot.talk import Reach, Request
from metrics.errors import StoreError
from metrics.store.database.engine import Store
from tests.bot import desk

REPLY = Request(words="", person="U1", channel="C1", thread="1.5", posted="2.5", reply=True)
MEANT = (
    *("by channel", "last week", "yesterday", "only email", "why", "and by team", "list"),
    *("ack", "snooze 1h", "take 31379", "who has ticket 31379"),
)
TALK = (
    *("thanks", "oh, that was slow", "", "x" * 100, "ack, but who will look at it?", "31379"),
    *("frrt emial", "the moon", "volume of cheese", ":tada:"),
)


@pytest.fixture(params=["there", "away"])
def services(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path), tickets=10) as made:
        made.posts.place("C1", "1.5", None, "aaaa")
        if request.param == "away":

            def away(*_: object) -> None:
                raise StoreError("The database is away.")

            monkeypatch.setattr(Store, "read", away)
        yield made


@pytest.mark.parametrize("words", MEANT)
def test_what_asks_something_of_a_card_is(services: Services, words: str) -> None:
    assert surely_meant(replace(REPLY, words=words), services)


@pytest.mark.parametrize("words", TALK)
def test_what_people_say_to_each_other_is_not(services: Services, words: str) -> None:
    assert not surely_meant(replace(REPLY, words=words), services)


def test_nor_is_what_is_said_elsewhere_or_where_no_figures_are_shown(services: Services) -> None:
    asks = replace(REPLY, words="by team")
    assert not surely_meant(replace(asks, thread="9.5"), services)
    assert not surely_meant(replace(asks, thread=None), services)
    assert not surely_meant(replace(asks, reach=Reach.FIGURES), services)
