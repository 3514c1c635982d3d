"""One ticket by its number, taken and given back: what is said, to whom, and that all see it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.commands.gate import RefusedError
from bot.commands.kpi import answer
from bot.config import Answers
from bot.grammar import parse
from bot.services import Services
from bot.talk import Audience, Reach, Reply, Request
from metrics.ask import Owner
from metrics.ask.bad_ratings import unhappy
from metrics.errors import AskError
from metrics.store.books.takes import EVENT
from metrics.store.tables.tickets import TicketRow, TimelineRow, table
from metrics.tickets.records import TicketId
from sandbox.slack.rules import faults
from tests.bench.filling import SOURCE
from tests.bot import desk

TICKET, TIMELINE = table(TicketRow), table(TimelineRow)
LEADS = {"DESKPULSE_SLA": "frt 30m; resolution 2h", "DESKPULSE_AGENT_IDS": "U7=a1"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("ticket")
    with desk.services(desk.settings(folder, **LEADS), tickets=3000) as made:
        yield made


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, **LEADS), tickets=3000) as made:
        yield made


def say(services: Services, words: str, person: str = "U1", **more: object) -> Reply:
    request = Request(words=words, person=person, channel="C1")
    return answer(replace(request, **more), services)  # type: ignore[arg-type]


def shown(reply: Reply) -> str:
    return json.dumps([*reply.head, *reply.tail], ensure_ascii=False)


def listed(services: Services, phrase: str) -> list[str]:
    """The numbers of the tickets behind a figure."""
    query = parse(phrase, services.asker.directory())
    return [str(line["ticket"]) for line in services.asker.tickets(query, desk.NOW).worst()]


@pytest.mark.parametrize(
    "words", ["{}", "#{}", "who has {}", "ticket {}", "what about #{}?", "/kpi {}"]
)
def test_a_number_is_answered_for_all_with_how_the_ticket_stands(
    filled: Services, words: str
) -> None:
    number = listed(filled, "pending_reply")[0]
    reply = say(filled, words.format(number).removeprefix("/kpi "))
    assert reply.audience is Audience.CHANNEL
    assert f'"#{number}"' in shown(reply)
    assert f"agent/tickets/{number}" in shown(reply)
    assert "The customer has waited for us since" in reply.text
    assert "overdue since" in reply.text or " due " in reply.text
    assert "Data until" in shown(reply)
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []


@pytest.fixture
def numbered(services: Services) -> tuple[str, Services]:
    """The id of a ticket that waits for a reply and is known by the number 00071026."""
    id = listed(services, "pending_reply")[0]
    with services.asker.store.write() as connection:
        connection.execute(update(TICKET).where(TICKET.c.id == id).values(number="00071026"))
    return id, services


@pytest.mark.parametrize("words", ["71026", "#00071026", "case 71026", "who has 00071026?", "{}"])
def test_a_ticket_is_found_and_shown_by_the_number_that_people_know(
    numbered: tuple[str, Services], words: str
) -> None:
    id, services = numbered
    seen = shown(say(services, words.format(id)))
    assert '"#00071026"' in seen
    assert f"agent/tickets/{id}" in seen
    assert f"take {SOURCE}/{id}" in seen
    assert f'"#{id}"' not in seen


def test_lists_boards_and_files_name_tickets_by_the_number_that_people_know(
    numbered: tuple[str, Services],
) -> None:
    id, services = numbered
    for words in ("pending_reply worst 10", "standup waiting"):
        reply = say(services, words)
        whole = shown(reply) + json.dumps(reply.listing.native if reply.listing else {})
        assert "#00071026" in whole
        assert f"agent/tickets/{id}" in whole
        assert f'"#{id}"' not in whole
    query = parse("pending_reply", services.asker.directory())
    row = next(line for line in services.asker.tickets(query, desk.NOW) if line["ticket_id"] == id)
    assert row["ticket"] == "00071026"


def test_an_open_ticket_names_its_owner_and_a_solved_one_nobody(filled: Services) -> None:
    query = parse("backlog", filled.asker.directory())
    lines = filled.asker.tickets(query, desk.NOW).first(20)
    row, owner = next((line, line["agent"]) for line in lines if getattr(line["agent"], "id", ""))
    assert isinstance(owner, Owner)
    assert owner.name in say(filled, str(row["ticket"])).text
    solved = say(filled, listed(filled, "solved")[0])
    assert solved.audience is Audience.ME
    assert "of open tickets only" in shown(solved)
    assert "I take it" not in shown(solved)


def test_an_unknown_number_says_so_and_from_when_the_history_is(filled: Services) -> None:
    with pytest.raises(AskError, match=r"I know no ticket #999999999\. .* from .* 20\d\d .* on"):
        say(filled, "who has 999999999")


def test_it_is_private_where_answers_are_and_refused_without_the_scopes(filled: Services) -> None:
    number = listed(filled, "pending_reply")[0]
    chosen = filled.settings.model_copy(update={"answers": Answers.PRIVATE})
    assert say(replace(filled, settings=chosen), number).audience is Audience.ME
    with pytest.raises(AskError, match="installs me again"):
        say(filled, number, reach=Reach.FIGURES)


def test_a_take_is_shown_and_the_second_to_take_it_sees_who_has_it(services: Services) -> None:
    number = listed(services, "pending_reply")[0]
    assert "<@U1> takes it" in shown(say(services, f"take {number}"))
    second = say(services, f"i take #{number}", "U2")
    assert "<@U1> takes it" in shown(second)
    assert "Give back" in shown(second)
    assert "I take it" in shown(say(services, f"give back {number}"))


def test_an_agent_is_called_by_name_and_not_by_a_mention(services: Services) -> None:
    number = listed(services, "pending_reply")[0]
    reply = say(services, f"take {number}", "U7")
    name = services.asker.directory().agents["a1"]
    assert f"{name} takes it" in shown(reply)
    assert "<@U7>" not in shown(reply)


def test_a_take_is_over_once_the_ticket_moves(services: Services) -> None:
    number = listed(services, "pending_reply")[0]
    say(services, f"take {number}")
    event = {"source": SOURCE, "ticket": number, "id": "new", "at": desk.NOW + 5, "order": 0}
    change = {"kind": "change", "field": "status", "automated": False, "public": False}
    with services.takes.store.write() as connection:
        connection.execute(insert(EVENT).values(event | change))
    assert "takes it" not in shown(say(services, number))
    assert services.takes.ever([TicketId(SOURCE, number)])


def test_what_is_done_cannot_be_taken(services: Services) -> None:
    rated = {line.rating.ticket.id for line in unhappy(services.asker.still(), (), 0, desk.NOW)}
    number = next(each for each in listed(services, "solved") if each not in rated)
    with pytest.raises(RefusedError, match=f"#{number} is .*nothing left to take"):
        say(services, f"take {number}")


def test_a_subject_is_shown_where_one_is_stored(services: Services) -> None:
    number = listed(services, "pending_reply")[0]
    with services.takes.store.write() as connection:
        subject = update(TICKET).where(TICKET.c.id == number).values(subject="<!here> *Refund*")
        connection.execute(subject)
    reply = say(services, number)
    assert "<!here> *Refund*" in shown(reply)  # rich text, which interprets nothing
    assert "<!here>" not in reply.text


def test_a_click_draws_what_it_stood_on_in_its_place(services: Services) -> None:
    number = listed(services, "pending_reply")[0]
    words = f"take {SOURCE}/{number} on ticket {SOURCE}/{number}"
    reply = say(services, words, pressed="1.2")
    assert reply.in_place
    assert "<@U1> takes it" in shown(reply)


def test_words_that_were_typed_stand_on_no_message(services: Services) -> None:
    """What follows an "on" is answered by itself only where a control says it."""
    number = listed(services, "pending_reply")[0]
    with pytest.raises(AskError):
        say(services, f"take {number} on frt")
    assert not services.takes.standing([TicketId(SOURCE, number)])


def test_several_tickets_are_taken_and_shown_one_below_the_other(services: Services) -> None:
    first, second = listed(services, "pending_reply")[:2]
    reply = say(services, f"take 0000 {first} {second}".replace("0000 ", ""))
    assert shown(reply).count("<@U1> takes it") == 2
    assert f'"#{first}"' in shown(reply)
    assert f'"#{second}"' in shown(reply)


def test_of_several_tickets_what_cannot_be_taken_says_so(services: Services) -> None:
    number = listed(services, "pending_reply")[0]
    reply = say(services, f"take {number} 99999999")
    assert "takes it" in shown(reply)
    assert "I know no ticket #99999999" in shown(reply)
    many = " ".join(str(n) for n in range(10_000, 10_006))
    with pytest.raises(AskError, match="up to 5 tickets"):
        say(services, f"take {many}")


def test_who_follows_up_a_bad_rating_stands_on_the_card_of_the_solved_ticket(
    services: Services,
) -> None:
    found = unhappy(services.asker.still(), (), 0, desk.NOW)
    rated = max(found, key=lambda line: line.rating.at).rating.ticket.id
    assert "I take it" not in shown(say(services, rated))
    reply = say(services, f"take {rated}")
    assert "<@U1> takes it" in shown(reply)
    assert "Give back" in shown(reply)
    assert "takes it" not in shown(say(services, f"give back {rated}"))


def test_a_year_is_no_ticket_unless_there_is_one(services: Services) -> None:
    assert "#2026" in say(services, "2026").text
    with services.takes.store.write() as connection:
        connection.execute(update(TICKET).where(TICKET.c.id == "2026").values(id="x2026"))
    assert "First response time" in say(services, "2026").text


def test_an_id_with_letters_is_understood_where_there_is_such_a_ticket(services: Services) -> None:
    first = listed(services, "pending reply")[0]
    with services.takes.store.write() as connection:
        connection.execute(update(TICKET).where(TICKET.c.id == first).values(id="500bxAAA"))
    assert "#500bxAAA" in say(services, "500bxAAA").text
    assert "#500bxAAA" in say(services, "take #500bxAAA").text
    with pytest.raises(AskError, match="500bxAAB"):
        say(services, "take 500bxAAB")


def test_a_ticket_says_which_it_belongs_to_and_what_the_helpdesk_calls_its_channel(
    services: Services,
) -> None:
    own, (parent, problem) = listed(services, "pending_reply")[0], listed(services, "solved")[:2]
    with services.takes.store.write() as connection:
        change = update(TICKET).where(TICKET.c.id == own)
        kin = {"parent": parent, "problem": problem}
        connection.execute(change.values(channel="other", channel_raw="fax <!here>", **kin))
        connection.execute(update(TICKET).where(TICKET.c.id == parent).values(number="0007"))
    reply = say(services, own)
    assert "other (fax" in reply.text
    assert f"It belongs to #0007. Its cause is #{problem}" in reply.text
    assert "<!here>" not in shown(reply)
    assert f"agent/tickets/{parent}" in shown(reply)
    assert f"agent/tickets/{problem}" in shown(reply)
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    with services.takes.store.write() as connection:
        connection.execute(change.values(problem=None, child=True))
    assert "It is work on #0007" in say(services, own).text


def test_a_ticket_says_how_often_an_ai_agent_replied(services: Services) -> None:
    own = listed(services, "pending_reply")[0]
    key = select(TICKET.c.key).where(TICKET.c.id == own).scalar_subquery()
    change = update(TIMELINE).where(TIMELINE.c.ticket == key)
    with services.takes.store.write() as connection:
        connection.execute(change.values(replies=1, bot_replies=3, ai_replies=2))
    assert "Replies that I read: 1 by people, 2 by AI agents, 1 by rules" in say(services, own).text
    with services.takes.store.write() as connection:
        connection.execute(change.values(replies=4, bot_replies=0, ai_replies=0))
    assert "Replies that I read" not in say(services, own).text


def test_a_removed_ticket_says_when_that_was(services: Services) -> None:
    number = listed(services, "solved")[0]
    with services.takes.store.write() as connection:
        gone = {"removal": "merged", "removed_at": desk.NOW - 3 * 86_400}
        connection.execute(update(TICKET).where(TICKET.c.id == number).values(**gone))
    told = say(services, number).text
    assert re.search(r"It was merged in the helpdesk by \w.* \d\d:\d\d, so it counts nowhere", told)
