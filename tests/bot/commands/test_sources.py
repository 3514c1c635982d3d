"""/kpi sources: how each source stands, and what would light the measures that are dark."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import words
from bot.cards.sources import sources_card, state
from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.sources.identity import Proposal
from metrics.sources.knowledge import Knowledge, NeedState
from metrics.sources.needs import Need
from metrics.sources.standing import Dark, Overview, SourceStanding
from metrics.store.syncs import aside, ledger
from metrics.tickets.records import Suspended, Unreadable
from sandbox.slack.rules import faults
from tests.bot import desk

DAY = 86_400
NOW = 1_795_500_000
ZONE = "UTC"
USUAL = 1800


def usual(_sources: Iterable[str]) -> int:
    """How old data may be here."""
    return USUAL


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def say(services: Services) -> Reply:
    return answer(Request(words="sources", person="U1", channel="C1"), services)


def shown(reply: Reply) -> str:
    assert faults({"text": reply.text, "blocks": list(reply.head)}) == []
    return json.dumps(reply.head, ensure_ascii=False)


def known(need: Need = Need.TICKETS, **more: object) -> Knowledge:
    whole = Knowledge(
        source="zendesk:acme", name="Zendesk", need=need, since_at=NOW - 90 * DAY, until_at=NOW
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def standing(*knowledge: Knowledge, **more: object) -> SourceStanding:
    made = SourceStanding(source="zendesk:acme", name="Zendesk", knowledge=knowledge)
    return replace(made, **more)  # type: ignore[arg-type]


def card(*standings: SourceStanding, dark: tuple[Dark, ...] = ()) -> str:
    return shown(
        sources_card(Overview(standings=standings, answers=("A",), dark=dark), NOW, ZONE, usual)
    )


def test_each_source_and_the_measures_are_on_a_card_for_oneself(services: Services) -> None:
    reply = say(services)
    said = shown(reply)
    assert reply.audience is Audience.ME
    assert f"*{services.asker.overview().standings[0].name}*" in said
    assert "`calls` Speed of answer" in said
    assert "`surveys` Customer effort score, Net promoter score" in said
    assert said.count("--template") == 1
    assert "measures" in reply.text


def test_what_could_not_be_read_is_counted_with_its_reasons(services: Services) -> None:
    source = services.asker.overview().standings[0].source
    lost = {str(n): Unreadable(id=str(n), reason="no created_at", excerpt="") for n in range(40)}
    with services.asker.store.write() as connection:
        aside.set_aside(connection, source, "tickets", lost)
        ledger.note_words(connection, source, {"channel:galactic": 3})
    said = shown(say(services))
    assert "40 tickets could not be read and are in no figure: no created_at (40)." in said
    assert "channel:galactic (3)" in said


def test_what_only_the_helpdesk_says_is_counted(services: Services) -> None:
    with services.asker.store.write() as connection:
        connection.execute(
            text("UPDATE timeline SET unread_reply_at = created_at WHERE ticket IN (1, 2)")
        )
        connection.execute(text("UPDATE timeline SET unread_reopen = true WHERE ticket = 3"))
    said = shown(say(services))
    assert "2 tickets are answered, but I cannot read the answer." in said
    assert "1 ticket is reopened, but the history I read has no reopening." in said


def test_settings_that_changed_since_it_was_read_are_named_with_what_mends_it() -> None:
    said = card(standing(known(), mixed=("category field", "tags")))
    assert "which still have the old values: category field, tags." in said
    assert "`deskpulse sync --full` once." in said
    assert "sync --full" not in card(standing(known()))


def test_a_refusal_says_what_mends_it_once() -> None:
    why = "Zendesk does not give tickets: use a token of an admin."
    refused = [
        known(need, state=NeedState.WITHHELD, until_at=None, why=why)
        for need in (Need.TICKETS, Need.HISTORY)
    ]
    said = card(standing(*refused))
    assert said.count(why) == 1
    assert "gives me nothing" in said


def test_a_source_that_is_behind_says_by_how_much() -> None:
    assert state(standing(known(until_at=NOW - 3 * DAY)), NOW, ZONE, usual).endswith("3d 0h behind")
    assert "behind" not in state(standing(known(until_at=NOW - USUAL)), NOW, ZONE, usual)
    assert state(standing(known(until_at=NOW - USUAL - 60)), NOW, ZONE, usual).endswith(
        "31m 0s behind"
    )
    assert state(standing(known(retired=True)), NOW, ZONE, usual).startswith("retired, known from")
    filling = standing(known(state=NeedState.FILLING, until_at=None))
    assert "being read for the first time" in state(filling, NOW, ZONE, usual)


def test_what_a_source_has_not_and_what_is_still_read_is_said() -> None:
    said = card(
        standing(
            known(),
            known(Need.SURVEYS, state=NeedState.FILLING, until_at=None),
            known(Need.PROMISES, state=NeedState.ABSENT, until_at=None),
            contradictions=[("tickets it calls answered, where I see no reply", 12)],
        )
    )
    assert "Still being read: satisfaction ratings." in said
    assert "It has no service levels." in said
    assert "12 tickets it calls answered" in said


def test_mails_that_a_helpdesk_holds_back_are_counted_with_the_oldest() -> None:
    mails = [
        Suspended(id="Detected as spam", seen_at=NOW, n=36, oldest_at=NOW - 3 * DAY),
        Suspended(id="Blank", seen_at=NOW, n=1, oldest_at=NOW - DAY),
    ]
    held = card(standing(known(), suspended=mails))
    assert (
        "37 suspended mails wait there, the oldest for 3d 0h, and no figure has them: "
        "Detected as spam (36); Blank (1)."
    ) in held


def test_dark_measures_stand_beside_what_lights_them() -> None:
    said = card(standing(known()), dark=(Dark(titles=("B", "C"), why="Import them."),))
    assert "1 of 3 can be answered today" in said
    assert "*B, C*: Import them." in said


def test_a_measure_of_two_files_names_both() -> None:
    said = card(standing(known()), dark=(Dark(titles=("C",), why="", files=("a", "b")),))
    assert "`a` and `b` C" in said


def test_without_any_source_that_is_said() -> None:
    assert "No helpdesk is connected yet" in card()


def test_teams_that_may_be_one_are_proposed_with_the_setting_that_joins_them() -> None:
    sentences = tuple(
        Proposal(name=name, sources=("Acme EU", "Acme US")).words()
        for name in ("Billing", "Refunds", "VIP", "Chat", "Phones", "Night", "Day")
    )
    overview = Overview(standings=(standing(known()),), answers=(), dark=(), proposals=sentences)
    content = shown(sources_card(overview, NOW, ZONE, usual))
    assert "One team or several?" in content
    assert '\\"Billing\\" is a team of Acme EU and Acme US: they count as 2 teams.' in content
    assert "DESKPULSE_SAME_TEAMS" in content
    assert "2 more names" in content


def test_what_is_known_only_later_does_not_move_from_when_the_rest_is() -> None:
    changes = known(Need.CHANGES, since_at=NOW - 2 * DAY)
    text = card(standing(known(), known(Need.HISTORY), changes))
    rest, later = (words.day(words.local(NOW - n * DAY, ZONE).date()) for n in (90, 2))
    assert f"known from {rest}" in text
    assert f"Only since {later}: each change of status, team and agent." in text
    assert "Only since" not in card(standing(known(), known(Need.CHANGES)))
