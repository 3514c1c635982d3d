"""Rows become columns: codes, instants that have not come, and what is newer than known."""

from __future__ import annotations

import numpy as np
from sqlalchemy import text

from metrics.sources.codebooks import Codebooks
from metrics.store.database.engine import Store
from metrics.store.tickets.loading import Loader
from metrics.store.tickets.parts import changed_keys
from metrics.tickets.records import NEVER, Dimension
from tests.bench.filling import fill

NOW = 1_795_500_000
TICKETS = 300


def test_a_code_stands_for_its_word_and_none_is_zero(store: Store) -> None:
    fill(store, TICKETS, NOW)
    codebooks = Codebooks()
    with store.read() as connection:
        tickets = Loader(connection, codebooks).tickets()
        told = connection.execute(text("select priority from timeline order by ticket"))
        words = [priority or "" for (priority,) in told]
    codes = tickets.latest[Dimension.PRIORITY]
    assert [codebooks.words()[Dimension.PRIORITY][code] for code in codes] == words
    assert codebooks[Dimension.PRIORITY][""] == 0


def test_what_has_not_happened_is_never(store: Store) -> None:
    fill(store, TICKETS, NOW)
    with store.read() as connection:
        tickets = Loader(connection, Codebooks()).tickets()
        unsolved = text("select count(*) from timeline where first_solved_at is null")
        assert (tickets.first_solved_at == NEVER).sum() == connection.execute(unsolved).scalar()


def test_pieces_carry_the_channel_of_their_ticket(store: Store) -> None:
    fill(store, TICKETS, NOW)
    with store.read() as connection:
        loader = Loader(connection, Codebooks())
        tickets = loader.tickets()
        for pieces in (loader.waits(tickets), loader.solves(tickets), loader.spans(tickets)):
            rows = tickets.rows(pieces.ticket)
            assert np.array_equal(tickets.key[rows], pieces.ticket)
            channel = tickets.latest[Dimension.CHANNEL][rows]
            assert np.array_equal(channel, pieces.cut[Dimension.CHANNEL])


def test_only_what_is_newer_is_read(store: Store) -> None:
    fill(store, TICKETS, NOW)
    known = {"zendesk:acme": 1}
    with store.write() as connection:
        connection.execute(text("update timeline set revision = 2, replies = 9 where ticket = 7"))
        connection.execute(text("update rating set revision = 2 where ticket = '6'"))
    with store.read() as connection:
        keys = changed_keys(connection, known)
        newer = Loader(connection, Codebooks(), keys)
        changed = newer.tickets()
        waits, ratings = newer.waits(changed), newer.ratings(changed)
        nothing = Loader(connection, Codebooks(), keys[:0])
        assert not len(nothing.tickets().key)
        assert not len(nothing.spans(nothing.tickets()))
    assert changed.key.tolist() == keys.tolist() == [6, 7]
    assert changed.replies.tolist()[1] == 9
    assert set(waits.ticket.tolist()) == {6, 7}
    assert set(ratings.ticket.tolist()) == {6}


def test_the_tickets_that_changed_are_found_by_an_index(store: Store) -> None:
    query = "select ticket from timeline where source = 'zendesk:acme' and revision > 1"
    on_sqlite = store.engine.dialect.name == "sqlite"
    fill(store, TICKETS, NOW)
    with store.read() as connection:
        if not on_sqlite:  # it reads a small table whole
            connection.execute(text("set local enable_seqscan = off"))
        explain = "explain query plan" if on_sqlite else "explain"
        plan = [str(row[-1]) for row in connection.execute(text(f"{explain} {query}"))]
    assert any("timeline_source_revision" in step for step in plan)


def test_a_later_answer_of_the_same_ticket_is_known_to_the_earlier(store: Store) -> None:
    fill(store, TICKETS, NOW)
    with store.write() as connection:
        connection.execute(
            text(
                "insert into rating (source, id, ticket, at, changed_at, score, revision) "
                "values ('zendesk:acme', 'again', '1', :at, :at, 'bad', 1)"
            ),
            {"at": NOW + 5},
        )
    with store.read() as connection:
        loader = Loader(connection, Codebooks())
        ratings = loader.ratings(loader.tickets())
    mine = ratings.ticket == 1
    assert ratings.next_at[mine].tolist() == [NOW + 5, NEVER]
    assert ratings.good[mine].tolist()[-1] is False
