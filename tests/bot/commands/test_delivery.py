"""/kpi delivery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Request
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery, State
from tests.bot import desk

POST = Delivery(
    id="0011223344556677",
    source="digest:1a2b3c4d",
    due_at=desk.NOW - 600,
    channel="C1",
    owner="U1ANN",
    state=State.UNSURE,
    expires_at=desk.NOW,
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    chosen = desk.settings(tmp_path, DESKPULSE_LEADS="U9LEAD")
    with desk.services(chosen, tickets=0) as made:
        made.outbox.put([POST], desk.NOW)
        yield made


def say(services: Services, words: str, person: str = "U1ANN") -> str:
    return answer(Request(words=words, person=person, channel=person), services).text


def state(services: Services) -> State:
    found = services.outbox.get(POST.id)
    assert found is not None
    return found.state


def test_its_owner_says_that_it_is_there(services: Services) -> None:
    assert "Thank you" in say(services, f"delivery stands {POST.id}")
    assert state(services) is State.POSTED
    assert "It is posted" in say(services, f"delivery again {POST.id}")


def test_it_is_posted_again_once(services: Services) -> None:
    assert "on its way again" in say(services, f"delivery again {POST.id}", "U9LEAD")
    assert "on its way already" in say(services, f"delivery again {POST.id}")
    assert state(services) is State.PLANNED


def test_others_say_nothing_about_it(services: Services) -> None:
    for verb in ("stands", "again"):
        with pytest.raises(AskError, match="only leads and administrators"):
            say(services, f"delivery {verb} {POST.id}", "U2BOB")
    assert state(services) is State.UNSURE


@pytest.mark.parametrize("words", ["delivery", "delivery again", "delivery forget 1", "delivery x"])
def test_what_is_no_post_leads_to_the_list(services: Services, words: str) -> None:
    with pytest.raises(AskError) as refused:
        say(services, words)
    assert refused.value.suggestions == ("schedules",)
