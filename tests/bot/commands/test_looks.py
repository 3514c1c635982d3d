"""The gate that every answer about people goes through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.grammar import parse, render
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError, StoreError
from metrics.query import Filter, Query
from metrics.records import Dimension
from metrics.store.looks import Looks
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path), tickets=50) as plain:
        agent = sorted(plain.asker.directory().agents)[0]
    chosen = desk.settings(
        tmp_path,
        DESKPULSE_LEADS="ULEAD",
        DESKPULSE_ADMINS="UADMIN",
        DESKPULSE_LEAD_CHANNELS="CLEADS",
        DESKPULSE_AGENT_IDS=f"UAGENT = {agent}",
    )
    with desk.services(chosen, tickets=0) as made:
        yield made


def say(services: Services, words: str, person: str, channel: str = "C1") -> Reply:
    return answer(Request(words=words, person=person, channel=channel), services)


def own(services: Services, words: str = "frt last month") -> str:
    (agent,) = services.settings.agent_ids().values()
    plain = parse(words, services.asker.directory())
    where = (Filter(Dimension.AGENT, (agent,)),)
    named = Query(metric=plain.metric, period=plain.period, where=where)
    return render(named, services.asker.directory())


def test_a_lead_sees_people_alone_and_in_a_channel_for_leads_with_all(services: Services) -> None:
    assert say(services, "frt by agent", "ULEAD").audience is Audience.ME
    assert say(services, "frt by agent", "ULEAD", "CLEADS").audience is Audience.CHANNEL
    assert say(services, "oldest by agent", "ULEAD", "CLEADS").audience is Audience.ME


def test_an_agent_sees_their_own_figures_alone(services: Services) -> None:
    assert say(services, own(services), "UAGENT").audience is Audience.ME


@pytest.mark.parametrize("words", ["frt by agent", "frt by agent csv", "frt by agent list"])
def test_others_are_told_why_not_and_who_may(services: Services, words: str) -> None:
    with pytest.raises(AskError, match="for leads and for that agent alone"):
        say(services, words, "UADMIN", "CLEADS")


def test_no_way_round_leads_to_the_figures(services: Services) -> None:
    kept = say(services, own(services), "ULEAD").receipt
    baseline = f"baseline {own(services, 'frt')}"
    for words in (f"receipt {kept}", f"share {kept}", f"re:{kept} last week", baseline):
        with pytest.raises(AskError, match="for leads and for that agent alone"):
            say(services, words, "UOTHER")


def test_what_people_see_is_shared_by_a_lead_among_leads_only(services: Services) -> None:
    kept = say(services, "frt by agent", "ULEAD").receipt
    assert say(services, f"share {kept}", "ULEAD", "CLEADS").audience is Audience.CHANNEL
    with pytest.raises(AskError, match="do not share"):
        say(services, f"share {kept}", "ULEAD")


def test_each_look_is_kept_and_other_questions_are_not(services: Services) -> None:
    say(services, "frt email", "ULEAD")
    say(services, "frt by agent", "ULEAD")
    with pytest.raises(AskError):
        say(services, "frt by agent", "UOTHER")
    looks = services.looks.since(0)
    assert [(look.person, look.channel, look.phrase, look.allowed) for look in looks] == [
        ("ULEAD", "C1", "frt by agent", True),
        ("UOTHER", "C1", "frt by agent", False),
    ]


def test_a_look_that_cannot_be_kept_shows_nothing(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The database is away.")

    monkeypatch.setattr(Looks, "keep", broken)
    with pytest.raises(StoreError):
        say(services, "frt by agent", "ULEAD")


def test_targets_are_set_by_leads_and_administrators_and_read_by_all(services: Services) -> None:
    with pytest.raises(AskError, match="only leads and administrators"):
        say(services, "target frt email 4h", "UOTHER")
    assert "4h" in say(services, "target frt email 4h", "UADMIN").text
    assert "4h" in say(services, "targets", "UOTHER").text
