"""/kpi standup: a list of work, in words first, and what is said in its thread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cards.standup import NOTHING, headline, standup_card
from bot.cards.takes import Taker
from bot.cards.work import PileView, speech, work_lines
from bot.commands.kpi import answer
from bot.commands.overheard import answer_overheard
from bot.config import Answers
from bot.digests.standup import board
from bot.services import Services
from bot.talk import Audience, Reach, Reply, Request
from bot.workspace import FixedWorkspace
from metrics.errors import AskError
from metrics.question.ticket_state import Pile
from sandbox.slack.rules import faults
from tests.bot import desk

DAY_SECONDS = 86400
SET = {"DESKPULSE_SLA": "frt 30m; resolution 20h business", "DESKPULSE_AGENT_IDS": "U7=a11"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("standup")
    with desk.services(desk.settings(folder, **SET), tickets=20_000) as made:
        yield made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Services]:
    """A store of one's own, to be written to."""
    with desk.services(desk.settings(tmp_path, **SET), tickets=3000) as made:
        yield made


def say(services: Services, words: str, person: str = "U1") -> Reply:
    return answer(Request(words=words, person=person, channel="C1"), services)


def shown(reply: Reply) -> str:
    tables = [reply.listing.native, *reply.listing.further] if reply.listing else []
    return json.dumps([*reply.head, *tables, *reply.tail], ensure_ascii=False)


def lines(reply: Reply) -> str:
    return json.dumps(reply.listing.lines, ensure_ascii=False) if reply.listing else ""


def wrong(reply: Reply) -> list[str]:
    """What Slack would refuse, as tables and as text."""
    one = reply.listing
    forms = [[one.native, *one.further], [one.lines]] if one else [[]]
    whole = ([*reply.head, *form, *reply.tail] for form in forms)
    return [fault for form in whole for fault in faults({"text": reply.text, "blocks": form})]


def tables(reply: Reply) -> dict[str, list[list[str]]]:
    """The rows of each table by the first word of its caption, without markup."""
    assert reply.listing is not None
    return {
        table["caption"].split()[0]: [[_text(cell) for cell in row] for row in table["rows"]]
        for table in (reply.listing.native, *reply.listing.further)
    }


def _text(cell: object) -> str:
    assert isinstance(cell, dict)
    if cell["type"] != "rich_text":
        return str(cell["text"])
    pieces = cell["elements"][0]["elements"]
    return "".join(str(p.get("text") or p.get("fallback") or p.get("user_id")) for p in pieces)


@pytest.fixture
def thread(services: Services) -> str:
    """The thread of a board of e-mail."""
    reply = say(services, "standup email")
    ts = f"{id(reply)}.1"
    services.posts.place("C1", ts, None, reply.receipt or "")
    return ts


def under(services: Services, thread: str, words: str, person: str = "U1") -> Reply:
    return answer(_under(thread, words, person), services)


def _under(thread: str, words: str, person: str = "U1") -> Request:
    return Request(words=words, person=person, channel="C1", thread=thread, reply=True)


def test_the_board_is_posted_for_all_and_its_thread_asks_on_about_it(services: Services) -> None:
    reply = say(services, "standup email")
    assert reply.audience is Audience.CHANNEL
    assert reply.phrase == "backlog_growth email 23..24 nov 2026"
    kept = services.posts.receipt(reply.receipt or "")
    assert kept is not None
    assert kept.phrase == reply.phrase


def test_it_says_first_in_words_how_it_stands_and_never_adds_what_differs(
    services: Services,
) -> None:
    made = board((), services)
    late, due = made.count(Pile.BREACHED), made.count(Pile.DUE)
    assert late > 0
    sentences = headline(made)
    assert sentences[0].startswith(f"{late} tickets are breached ({made.fresh} since Mon 23 Nov), ")
    assert f"{late + due} " not in sentences[0] or not due
    assert any("have no owner" in each for each in sentences)
    assert any("wait for our reply, the longest for" in each for each in sentences)
    assert say(services, "standup").text.startswith(f"Standup, All tickets. {sentences[0]}")


def test_each_ticket_is_named_once_with_what_it_needs_to_be_taken_up(services: Services) -> None:
    reply = say(services, "standup")
    found = tables(reply)
    assert found["Breached"][0][:4] == ["Ticket", "Late by", "Owner", "Priority"]
    numbers = [row[0] for rows in found.values() for row in rows[1:]]
    assert len(numbers) == len(set(numbers)) > 3
    assert f"agent/tickets/{numbers[0].removeprefix('#')}" in shown(reply)
    owners = {row[2] for row in found["Breached"][1:]}
    assert "nobody" in owners
    assert owners - {"nobody"}
    assert wrong(reply) == []
    assert "working time left" not in shown(reply) + lines(reply)


def test_the_board_says_in_a_line_how_a_chosen_core_set_stands(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1"), tickets=2_000) as made:
        assert "Core set:" not in shown(say(made, "standup"))
        say(made, "core frt csat backlog sla reopen volume")
        told = shown(say(made, "standup"))
        assert re.search(
            r"Core set:\*? (\d of \d measures|Nothing (stands|is|needs)|[\w, ]+ clearly better)",
            told,
        )
        assert "Core set:" not in shown(say(made, "standup breached"))


def test_what_a_number_counts_stands_beside_it(services: Services) -> None:
    text = lines(say(services, "standup"))
    for said in (
        ": a promised reply or solution is overdue",
        "open tickets have no owner",
        "Waiting for our reply \u00b7 ",
        ", the longest wait too",
    ):
        assert said in text


def test_the_form_without_tables_names_a_few_of_each_and_how_many_more(services: Services) -> None:
    text = lines(say(services, "standup"))
    assert text.count("agent/tickets/") <= 20
    assert "more\\n" in text
    assert "data_table" not in text
    assert "preformatted" not in text


def test_a_board_for_one_person_has_no_thread_to_go_on_in(services: Services) -> None:
    chosen = services.settings.model_copy(update={"answers": Answers.PRIVATE})
    private = say(replace(services, settings=chosen), "standup email")
    elsewhere = Request(words="standup email", person="U1", channel="C1", reach=Reach.ALONE)
    preview = say(services, "digest standup email")
    for reply in (private, answer(elsewhere, services), preview):
        assert "n this thread" not in shown(reply)
        assert "ask again with /kpi" in shown(reply)
    assert private.audience is preview.audience is Audience.ME
    assert preview.listing is not None


@pytest.mark.parametrize(
    ("hears", "said", "unsaid"),
    [
        (False, "In this thread, mention me to go on", "Reply in this thread"),
        (True, "Reply in this thread to go on, without a mention too", "mention me"),
    ],
)
def test_the_foot_promises_only_what_holds_in_this_installation(
    services: Services, hears: bool, said: str, unsaid: str
) -> None:
    """Plain replies are heard only where scopes and events for them were added."""
    heard = replace(services, workspace=FixedWorkspace(hears=hears))
    foot = shown(say(heard, "standup email"))
    assert said in foot
    assert unsaid not in foot


def test_a_board_whose_data_end_days_before_says_so_first(services: Services) -> None:
    """It is that of the last day which the data know, with no word of now."""
    late = replace(services, now=lambda: desk.NOW + 3 * DAY_SECONDS)
    made = board((), late)
    assert made.as_of == "as of Tue 24 Nov 06:00"
    assert made.pending.figure == board((), services).pending.figure
    assert [p.n for p in made.piles] == [p.n for p in board((), services).piles]
    first, mend, *_ = headline(made)
    assert first == "I do not know how it stands now: all this is as of Tue 24 Nov 06:00."
    assert "deskpulse doctor" in mend
    reply = say(late, "standup")
    assert reply.text.startswith("Standup, All tickets, as of Tue 24 Nov 06:00. ")
    assert "Data as of Tue 24 Nov 06:00" in shown(reply)


@pytest.mark.parametrize(("seconds", "old"), [(662, False), (663, True)])
def test_a_board_is_old_as_an_alert_is(services: Services, seconds: int, old: bool) -> None:
    late = replace(services, now=lambda: desk.NOW + seconds)
    assert bool(board((), late).as_of) is old


def test_where_nothing_is_open_it_says_so(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=1) as services:
        reply = say(services, "standup")
    assert NOTHING in shown(reply)
    assert reply.listing is None
    assert "No ticket is open." in reply.text
    why = "What is promised I cannot tell: SLA at risk is not available from Zendesk"
    assert why in shown(reply)
    assert wrong(reply) == []


def test_what_nobody_can_tell_is_not_called_well(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=3000) as services:
        reply = say(services, "standup")
    assert "What is promised I cannot tell" in shown(reply)
    assert "breached" not in reply.text.partition("mention me")[0].casefold()
    assert "overdue" not in reply.text


def test_a_monday_looks_back_to_friday(services: Services) -> None:
    monday = replace(services, now=lambda: desk.NOW - DAY_SECONDS)
    assert "Since Fri 20 Nov: backlog " in say(monday, "standup").text


@pytest.mark.parametrize("words", ["frt", "@a1", "last week", "urgent", "email last week"])
def test_a_board_is_about_a_team_or_a_channel_only(services: Services, words: str) -> None:
    with pytest.raises(AskError) as caught:
        say(services, f"standup {words}")
    assert all(phrase.startswith("standup") for phrase in caught.value.suggestions)


def test_a_slip_is_mended_with_a_whole_phrase(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        say(services, "standup emial")
    assert caught.value.suggestions == ("standup email",)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("breached", "Standup, Breached, Email"),
        ("what is overdue?", "Standup, Breached, Email"),
        ("breaching", "Standup, Due, Email"),
        ("due", "Standup, Due, Email"),
        ("unassigned", "Standup, Nobody's, Email"),
        ("nobody's", "Standup, Nobody's, Email"),
        ("waiting", "Standup, Waiting for our reply, Email"),
        ("only chat", "Standup, Chat"),
        ("breached chat", "Standup, Breached, Chat"),
        ("by team", "Standup, Email, by team"),
        ("by priority", "Standup, Email, by priority"),
        ("next", "Next, and nobody has taken it"),
    ],
)
def test_words_in_its_thread_act_on_the_board(
    services: Services, thread: str, words: str, title: str
) -> None:
    reply = under(services, thread, words)
    assert reply.text.startswith(title)
    assert reply.audience is Audience.THREAD
    assert wrong(reply) == []


def test_a_ticket_is_looked_up_and_taken_in_its_thread(own: Services) -> None:
    reply = say(own, "standup")
    own.posts.place("C1", "7.7", None, reply.receipt or "")
    number = tables(reply)["Breached"][1][0].removeprefix("#")
    for words in (number, f"who has {number}", f"take {number}"):
        assert f"#{number}" in under(own, "7.7", words).text
    again = say(own, "standup")
    (row,) = (row for row in tables(again)["Breached"] if row[0] == f"#{number}")
    assert row[2].endswith("U1 takes it")
    assert "Taken: " in shown(again)
    assert under(own, "7.7", "next").text.count(f"#{number}") == 0


def test_what_a_thread_says_of_the_growth_is_still_answered(
    services: Services, thread: str
) -> None:
    assert under(services, thread, "last month").phrase == "backlog_growth email oct 2026"


def test_ones_own_board_is_for_oneself_and_kept_as_a_look(services: Services, thread: str) -> None:
    looks = len(services.looks.since(0))
    reply = under(services, thread, "mine", "U7")
    assert reply.audience is Audience.ME
    assert reply.receipt is None
    assert len(services.looks.since(0)) == looks + 1
    with pytest.raises(AskError, match="which agent you are"):
        under(services, thread, "mine", "U8")


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("breached", True),
        ("next", True),
        ("by team", True),
        ("{number}", True),
        ("who has {number}", True),
        ("999999999", False),
        ("I think that is late", False),
        ("thanks", False),
        ("next week I am away", False),
    ],
)
def test_plain_replies_are_answered_only_where_they_are_understood(
    services: Services, thread: str, words: str, heard: bool
) -> None:
    number = tables(say(services, "standup"))["Breached"][1][0].removeprefix("#")
    request = _under(thread, words.format(number=number))
    assert (answer_overheard(request, services) is not None) is heard
    elsewhere = replace(request, thread="1.1")  # a thread that is about none of ours
    assert answer_overheard(elsewhere, services) is None


def test_a_click_takes_a_ticket_and_draws_the_board_anew(own: Services) -> None:
    reply = say(own, "standup email")
    menu = next(
        element
        for block in reply.tail
        for element in block.get("elements", ())
        if element.get("action_id") == "card:take"
    )
    value = menu["options"][0]["value"]
    after = answer(Request(words=value, person="U1", channel="C1", pressed="1.2"), own)
    assert value.endswith(" on standup email")
    assert after.in_place
    assert after.text.startswith("Standup, Email")
    assert "U1 takes it" in tables(after)["Breached"][1][2]
    assert "card:give-back" in shown(after)


def test_all_of_a_pile_can_be_had(services: Services) -> None:
    reply = say(services, "standup")
    made = board((), services)
    n = made.count(Pile.BREACHED)
    assert f"All {n} breached" not in shown(reply)  # they are all there
    first, *others = made.piles
    many = replace(made, piles=(replace(first, n=134), *others))
    assert "All 134 breached" in shown(standup_card(many, None))
    whole = say(services, "standup breached")
    assert len(tables(whole)["Breached"]) == n + 1
    assert f"{n} tickets, newly broken first, then by priority." in whole.text


@pytest.mark.parametrize(
    ("n", "above", "rows", "sentence"),
    [
        (
            134,
            0,
            20,
            "Nobody's · 134 open tickets have no owner, the first 20 listed, the urgent first",
        ),
        (
            134,
            9,
            20,
            "Nobody's · 134 open tickets have no owner, 9 of them counted above, "
            "the first 20 listed, the urgent first",
        ),
        (3, 3, 0, "Nobody's · 3 open tickets have no owner, 3 of them counted above"),
        (1, 0, 1, "Nobody's · 1 open ticket has no owner"),
    ],
)
def test_a_pile_says_how_many_there_are_and_which_are_listed(
    services: Services, n: int, above: int, rows: int, sentence: str
) -> None:
    row = board((), services).piles[0].rows[0]
    pile = PileView(pile=Pile.NOBODYS, n=n, above=above, rows=(row,) * rows)
    assert pile.sentence == sentence


@pytest.mark.parametrize(("n", "above", "more"), [(58, 0, 53), (20, 0, 15), (22, 4, 13), (5, 0, 0)])
def test_lines_and_what_is_left_add_up_to_the_pile(
    services: Services, n: int, above: int, more: int
) -> None:
    row = board((), services).piles[0].rows[0]
    pile = PileView(pile=Pile.BREACHED, n=n, above=above, rows=(row,) * min(20, n - above))
    (block,) = work_lines([pile], None)
    assert (f"and {more} more" in str(block)) == bool(more)
    listed = "the first 5 listed, newly broken first, then by priority"
    assert (listed in str(block)) == bool(more)
    assert ("the first 3 listed" in speech(pile)) == (n > 3)


@pytest.mark.parametrize(
    ("owner", "name", "cell"),
    [
        ("Ben", "Ann", "Ben: Ann takes it"),
        ("Ann", "Ann", "Ann takes it"),
        ("", "Ann", "Ann takes it"),
        ("", "", "U1 takes it"),
        ("Maximiliane-Alexandra von H", "", "Maximiliane-Alexand\u2026: U1 takes it"),
    ],
)
def test_who_takes_it_stands_beside_who_has_it(
    services: Services, owner: str, name: str, cell: str
) -> None:
    made = board((), services)
    taker = Taker(person="U1", since_at=0, name=name)
    row = replace(made.piles[0].rows[0], owner=owner, taker=taker)
    piles = (replace(made.piles[0], rows=(row,)),)
    assert tables(standup_card(replace(made, piles=piles), None))["Breached"][1][2] == cell


def test_a_board_of_many_tickets_and_long_names_is_taken_by_slack(services: Services) -> None:
    made = board((), services)
    row = made.piles[0].rows[0]
    state = replace(row.state, subject="\u202eA <!channel> & *subject* " * 20, team="T" * 200)
    long = replace(
        row, state=state, owner="Maximiliane " * 30, taker=Taker(person="U1", since_at=0)
    )
    piles = tuple(replace(each, n=5000, rows=(long,) * 20) for each in made.piles)
    reply = standup_card(replace(made, piles=piles), services.ticket_url)
    assert wrong(reply) == []
