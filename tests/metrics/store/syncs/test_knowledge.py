"""What is known of sources, made of what the ledger holds."""

from __future__ import annotations

from metrics.sources.knowledge import Knowledge, NeedState
from metrics.sources.needs import Need, Provision
from metrics.store.database.engine import Store
from metrics.store.syncs import aside, ledger
from metrics.store.syncs.knowledge import knowledge, note_supplies, observes, publish
from metrics.tickets.records import NEVER, Unreadable

SINCE, NOW = 1_000, 9_000
SOURCE = "zendesk:acme"
SUPPLIES = {
    Need.TICKETS: Provision(streams=("tickets",)),
    Need.HISTORY: Provision(streams=("tickets", "events"), how="nearly"),
    Need.PEOPLE: Provision(streams=("teams",)),
}


def registered(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "acme", SINCE)
        note_supplies(connection, SOURCE, SUPPLIES)


def read(store: Store, stream: str, until: int | None, *, caught_up: bool = True) -> None:
    with store.write() as connection:
        ledger.advance(connection, SOURCE, stream, "c", caught_up=caught_up, through_at=until)


def published(store: Store) -> dict[Need, Knowledge]:
    with store.write() as connection:
        publish(connection, SOURCE)
    return known(store)


def known(store: Store) -> dict[Need, Knowledge]:
    with store.read() as connection:
        return {each.need: each for each in knowledge(connection)}


def test_nothing_is_whole_before_it_is_read_and_built(store: Store) -> None:
    registered(store)
    read(store, "tickets", NOW)
    assert known(store)[Need.TICKETS].until_at is None
    assert known(store)[Need.TICKETS].state is NeedState.FILLING
    tickets = published(store)[Need.TICKETS]
    assert (tickets.since_at, tickets.until_at, tickets.state) == (SINCE, NOW, NeedState.WHOLE)
    assert tickets.name == "Zendesk"


def test_a_need_is_known_as_far_as_the_stream_that_is_furthest_behind(store: Store) -> None:
    registered(store)
    read(store, "tickets", NOW)
    assert published(store)[Need.HISTORY].until_at is None
    read(store, "events", NOW - 60)
    assert published(store)[Need.HISTORY].until_at == NOW - 60
    assert published(store)[Need.TICKETS].until_at == NOW


def test_a_stream_that_was_not_read_to_its_end_once_is_not_whole(store: Store) -> None:
    registered(store)
    read(store, "tickets", NOW, caught_up=False)
    assert published(store)[Need.TICKETS].until_at is None


def test_a_refusal_keeps_what_was_whole_and_says_why_there_is_no_more(store: Store) -> None:
    registered(store)
    read(store, "tickets", NOW)
    published(store)
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "tickets", "Use a token of an admin")
    tickets = published(store)[Need.TICKETS]
    assert (tickets.until_at, tickets.state) == (NOW, NeedState.WITHHELD)
    assert tickets.why == "Zendesk does not give tickets: Use a token of an admin."
    read(store, "tickets", NOW + 5)
    assert published(store)[Need.TICKETS].state is NeedState.WHOLE


def test_a_list_that_names_no_instant_is_whole_once_it_was_read(store: Store) -> None:
    registered(store)
    read(store, "teams", None)
    with store.write() as connection:
        ledger.freshen(connection, SOURCE, NOW)
    people = published(store)[Need.PEOPLE]
    assert (people.until_at, people.state) == (NOW, NeedState.WHOLE)
    with store.read() as connection:
        assert ledger.streams(connection, SOURCE)["teams"].until_at == NEVER


def test_what_is_not_supplied_is_absent(store: Store) -> None:
    registered(store)
    surveys = known(store)[Need.SURVEYS]
    assert (surveys.until_at, surveys.state) == (None, NeedState.ABSENT)
    assert surveys.why == "Zendesk has nothing of the kind."


def test_records_that_could_not_be_read_are_counted_by_stream(store: Store) -> None:
    registered(store)
    read(store, "tickets", NOW)
    lost = {id: Unreadable(id=id, reason="no time", excerpt="") for id in "ab"}
    with store.write() as connection:
        aside.set_aside(connection, SOURCE, "tickets", lost)
    found = published(store)
    assert found[Need.TICKETS].unread == found[Need.HISTORY].unread == (("tickets", 2),)


def test_a_file_is_a_source_of_the_one_need_it_brings(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "files", "calls", SINCE)
        ledger.freshen(connection, ledger.file_source("calls"), NOW)
    (calls,) = known(store).values()
    assert (calls.need, calls.since_at, calls.until_at) == (Need.CALLS, SINCE, NOW)


def test_supplies_are_kept_anew_where_they_have_changed(store: Store) -> None:
    registered(store)
    with store.write() as connection:
        note_supplies(connection, SOURCE, {Need.TICKETS: Provision(streams=("tickets",))})
    assert known(store)[Need.HISTORY].state is NeedState.ABSENT


def test_going_further_back_leaves_what_is_known_and_makes_nothing_whole_before_it_is_read(
    store: Store,
) -> None:
    registered(store)
    read(store, "tickets", NOW)
    published(store)
    with store.write() as connection:
        ledger.reach_back(connection, SOURCE, SINCE - 500)
    told = published(store)[Need.TICKETS]
    assert (told.since_at, told.until_at) == (SINCE, NOW)


def test_accounts_of_one_vendor_are_told_apart(store: Store) -> None:
    registered(store)
    with store.write() as connection:
        ledger.register(connection, "zendesk", "beta", SINCE)
    with store.read() as connection:
        names = {each.name for each in knowledge(connection)}
    assert names == {"acme", "beta"}


def test_what_is_observed_is_known_since_the_source_was_connected(store: Store) -> None:
    connected_at = 5_000
    with store.write() as connection:
        ledger.register(connection, "zendesk", "acme", SINCE, now=connected_at)
        seen = {Need.CHANGES: Provision(streams=("tickets",), observed=True)}
        note_supplies(connection, SOURCE, SUPPLIES | seen)
        assert observes(connection, SOURCE)
    read(store, "tickets", NOW)
    read(store, "events", NOW)
    found = published(store)
    assert (found[Need.CHANGES].since_at, found[Need.CHANGES].until_at) == (connected_at, NOW)
    assert (found[Need.HISTORY].since_at, found[Need.HISTORY].until_at) == (SINCE, NOW)


def test_who_tells_the_history_tells_each_change_until_it_says_otherwise(store: Store) -> None:
    """A source that was retired before changes were a need of their own says nothing of them."""
    registered(store)
    read(store, "tickets", NOW)
    read(store, "events", NOW)
    found = published(store)
    assert found[Need.CHANGES].until_at == found[Need.HISTORY].until_at == NOW
    with store.read() as connection:
        assert not observes(connection, SOURCE)
