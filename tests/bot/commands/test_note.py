"""/kpi note and /kpi notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from metrics.store.books.notes import NOTE
from sandbox.slack.rules import faults
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    chosen = desk.settings(tmp_path, DESKPULSE_LEADS="U1", DESKPULSE_ADMINS="U9")
    with desk.services(chosen, tickets=2000) as made:
        yield made


def said(words: str, services: Services, person: str = "U1", **more: str) -> Reply:
    reply = answer(Request(words=words, person=person, channel="C1", **more), services)  # type: ignore[arg-type]
    assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
    return reply


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('note "billing outage"', "billing outage (24 Nov 2026 · All tickets)"),
        ('note "billing outage" 12 nov..13 nov', "billing outage (12–13 Nov 2026 · All tickets)"),
        ("note “sale” email last week", "sale (16–22 Nov 2026 · Email)"),
        ('note "sale" on 1 nov, not in baseline', "sale (1 Nov 2026 · All tickets · not in"),
    ],
)
def test_a_note_is_kept_with_its_days_and_tickets(
    services: Services, words: str, told: str
) -> None:
    reply = said(words, services)
    assert told in reply.text
    assert reply.audience is Audience.ME
    assert told in said("notes", services).text


def test_it_stands_on_the_cards_of_its_days(services: Services) -> None:
    said('note "billing outage" 28 oct email', services)
    assert "Note 1: 28 Oct 2026, billing outage" in said("frt last week", services).text
    assert "billing outage" not in said("frt chat last week", services).text
    threaded = said("frt email last week", services, thread="1.5")
    assert "Note 1: 28 Oct 2026, billing outage" in str(threaded.head)


def test_in_a_thread_it_is_kept_too(services: Services) -> None:
    assert "Noted: sale" in said('note "sale"', services, thread="1.5").text


def test_its_text_can_neither_ping_nor_format(services: Services) -> None:
    said('note "&lt;!channel&gt; <@U123|boss> *bold*" 28 oct', services)
    card = said("frt last week", services)
    shown = card.text + str(card.head) + said("notes", services).text
    assert "<!channel>" not in shown
    assert "<@U123" not in shown


def test_only_leads_and_administrators_keep_notes(services: Services) -> None:
    with pytest.raises(AskError, match="only leads and administrators keep them"):
        said('note "one"', services, "U2")
    assert "Nothing is noted yet" in said("notes", services, "U2").text
    assert "Noted: one" in said('note "one"', services, "U9").text


def test_only_its_author_or_an_administrator_removes_it(services: Services) -> None:
    said('note "one"', services)
    said('note "two"', services)
    with pytest.raises(AskError, match="Only who noted it"):
        said("note remove 1", services, "U2")
    assert "Note removed: one" in said("note remove 1", services).text
    assert "Note removed: two" in said("note remove #2", services, "U9").text
    assert "Nothing is noted yet" in said("notes", services).text


def test_who_removed_a_note_is_told_to_whoever_would_remove_it_again(services: Services) -> None:
    said('note "one"', services)
    said("note remove 1", services, "U9")
    again = said("note remove 1", services)
    assert "Note 1 was removed already, on 24 Nov 2026" in again.text
    assert "by <@U9>" in str(again.head)


def test_a_button_removes_what_the_asker_may_remove(services: Services) -> None:
    said('note "one"', services)
    assert "note remove 1" in str(said("notes", services).head)
    assert "note remove 1" not in str(said("notes", services, "U2").head)


@pytest.mark.parametrize(
    ("words", "match", "suggestion"),
    [
        ("note billing outage", "in quotes", 'note "billing outage"'),
        ('note ""', "What happened", None),
        (f'note "{"x" * 121}"', "at most 120", None),
        ('note "x" emial', "emial", 'note "x" email'),
        ('note "x" urgent', "one channel, team or both", None),
        ('note "x" by team', "one channel, team or both", None),
        ('note "x" email, chat', "one channel, team or both", None),
        ("note remove 7", "no note 7", "notes"),
    ],
)
def test_what_cannot_be_noted_says_what_to_do(
    services: Services, words: str, match: str, suggestion: str | None
) -> None:
    with pytest.raises(AskError, match=match) as caught:
        said(words, services)
    if suggestion:
        assert suggestion in caught.value.suggestions


def test_a_baseline_says_what_it_is_measured_without(services: Services) -> None:
    said('note "outage" 28 oct..29 oct not in baseline', services)
    said('note "sale" 1 nov', services)
    reply = said("baseline frt", services)
    assert "measured without 28–29 Oct 2026, outage" in reply.text
    assert "sale" not in reply.text


def test_more_notes_than_are_told_are_counted(services: Services) -> None:
    for day in range(1, 9):
        said(f'note "day {day}" {day} nov', services)
    text = said("frt last week", services).text
    assert "Note 5: 8 Nov 2026, day 8" in text
    assert "day 3" not in text
    assert "3 earlier ones: /kpi notes" in text


def test_one_of_impossible_days_says_so_and_breaks_no_figure(services: Services) -> None:
    said('note "leap" today', services)
    with services.posts.store.write() as connection:
        connection.execute(update(NOTE).values(start_at=-(10**15)))
    for question in ("frt", "csat", "backlog", "digest weekly"):
        assert "leap" not in said(question, services).text
    assert "leap (its days cannot be read" in said("notes", services).text
    assert "Note removed: leap" in said("note remove 1", services).text
    assert "leap" not in said("notes", services).text
