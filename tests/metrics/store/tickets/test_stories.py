"""What is told of a single ticket besides how it stands."""

from __future__ import annotations

from metrics.question.ticket_state import NamedTicket, TicketStory
from metrics.store.database.engine import Store
from metrics.store.tickets.stories import story
from metrics.tickets.records import Channel, Removal, TicketId
from tests.metrics.desk import Told, at, told

SOURCE = "zendesk:acme"


def test_a_ticket_names_those_it_belongs_to_by_the_numbers_that_people_know(store: Store) -> None:
    told(
        store,
        [
            Told("1", number="00071026"),
            Told("2", parent="1", problem="3", channel=Channel.OTHER, channel_raw="fax"),
            Told("4", parent="1", child=True, channel=Channel.EMAIL, channel_raw="mail"),
        ],
    )
    assert story(store, TicketId(SOURCE, "2")) == TicketStory(
        channel_word="fax",
        parent=NamedTicket(SOURCE, "1", "00071026"),
        problem=NamedTicket(SOURCE, "3", "3"),
    )
    assert story(store, TicketId(SOURCE, "4")) == TicketStory(
        child=True, parent=NamedTicket(SOURCE, "1", "00071026")
    )


def test_a_ticket_of_another_helpdesk_is_no_relative(store: Store) -> None:
    told(store, [Told("1", number="00071026")], account="other")
    told(store, [Told("2", parent="1")])
    assert story(store, TicketId(SOURCE, "2")).parent == NamedTicket(SOURCE, "1", "1")


def test_a_removed_ticket_says_since_when_it_counts_nowhere(store: Store) -> None:
    told(store, [Told("1", removal=Removal.SPAM, removed_at=at(30))])
    assert story(store, TicketId(SOURCE, "1")) == TicketStory(removed_at=at(30))


def test_replies_are_told_by_who_wrote_them(store: Store) -> None:
    own = Told("1").said(1, "robot").said(2, "ann", automated=True).said(3, "ann").said(4, "ann")
    told(store, [own])
    read = story(store, TicketId(SOURCE, "1"))
    assert (read.human_replies, read.ai_replies, read.automatic_replies) == (2, 1, 1)


def test_of_a_ticket_that_is_not_stored_nothing_is_told(store: Store) -> None:
    assert story(store, TicketId(SOURCE, "9")) == TicketStory()
