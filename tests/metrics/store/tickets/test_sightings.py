"""Who was seen as staff: by tickets they were given, and by what they wrote."""

from __future__ import annotations

from itertools import permutations

from sqlalchemy import delete

from metrics.helpdesks.contract import Page
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tables.tickets import EventRow, SightingRow, StaleRow, table
from metrics.store.tickets.pages import save_page
from metrics.store.tickets.roles import role_lookup
from metrics.store.tickets.sightings import Evidence, Sighting, merge, sightings
from metrics.tickets.records import Event, EventKind, Field, Record, Role
from tests.metrics.scripted import a_message, a_person, a_ticket, rows


def given(id: str, at: int, old: str | None, new: str | None) -> Event:
    return Event(
        id=id,
        ticket="t1",
        at=at,
        order=at,
        kind=EventKind.CHANGE,
        field=Field.AGENT,
        old=old,
        new=new,
    )


def note(id: str, at: int, by: str) -> Event:
    return Event(
        id=id, ticket="t1", at=at, order=at, kind=EventKind.MESSAGE, actor=by, author=Role.AGENT
    )


def tell(store: Store, *pages: tuple[Record, ...]) -> None:
    with store.write() as connection:
        ledger.register(connection, "z", "acme", 0)
        for records in pages:
            page = Page(records=records, cursor="", caught_up=True, unknown={})
            save_page(connection, "z:acme", "tickets", page)


def seen(store: Store, who: str) -> set[tuple[str, int, int]]:
    with store.read() as connection:
        found = sightings(connection, "z:acme", [who]).get(who, ())
    return {(str(kind), first, last) for kind, first, last in found}


def roles(store: Store, who: str, *at: int) -> list[Role | None]:
    with store.read() as connection:
        look_up = role_lookup(connection, "z:acme", [who])
    return [look_up(who, instant) for instant in at]


def test_of_a_kind_the_first_and_the_last_sighting_are_kept() -> None:
    told = [Sighting(Evidence.GIVEN, at, at) for at in (20, 10, 30)]
    other = Sighting(Evidence.WROTE, 40, 40)
    assert merge([*told, other]) == (Sighting(Evidence.GIVEN, 10, 30), other)


def test_a_page_shows_who_had_a_ticket_and_who_wrote_as_an_agent(store: Store) -> None:
    change = given("e1", 150, "left", "ann")
    tell(store, (a_ticket("t1", agent="ann"), change, note("e2", 160, "lee")))
    assert seen(store, "ann") == {("given", 150, 150), ("had", 100, 100)}
    assert seen(store, "left") == {("had", 150, 150)}
    assert seen(store, "lee") == {("wrote", 160, 160)}


def test_what_is_seen_is_the_same_in_whatever_order_pages_come(store: Store) -> None:
    pages: tuple[tuple[Record, ...], ...] = (
        (given("e1", 150, None, "ann"),),
        (given("e2", 180, "ann", "bob"),),
        (a_person("ann", Role.CUSTOMER, 200),),
    )
    found = []
    for number, order in enumerate(permutations(pages)):
        if number:
            with store.write() as connection:
                for name in ("person_seen", "person_role", "event", "person"):
                    connection.exec_driver_sql(f"delete from {name}")
        tell(store, *order)
        found.append((seen(store, "ann"), roles(store, "ann", 0, 160, 199, 200)))
    assert found == [found[0]] * 6
    assert found[0][1] == [Role.AGENT, Role.AGENT, Role.AGENT, Role.CUSTOMER]


def test_a_customer_who_is_hired_was_none_of_ours_before(store: Store) -> None:
    tell(
        store,
        (a_person("bo", Role.CUSTOMER, 50), a_person("bo", Role.AGENT, 120)),
        (given("e1", 150, None, "bo"), given("e2", 160, "bo", None)),
    )
    assert roles(store, "bo", 10, 60, 130) == [Role.CUSTOMER, Role.CUSTOMER, Role.AGENT]


def test_what_was_seen_wins_over_a_role_told_for_its_time(store: Store) -> None:
    tell(
        store,
        (a_person("bo", Role.CUSTOMER, 50),),
        (given("e1", 150, None, "bo"), given("e2", 180, None, "bo")),
    )
    assert roles(store, "bo", 60, 150, 170, 181) == [
        *(Role.CUSTOMER, Role.AGENT, Role.AGENT, Role.CUSTOMER)
    ]


def test_of_somebody_of_whom_nothing_is_told_a_ticket_tells_it(store: Store) -> None:
    tell(store, (a_ticket("t1", agent="ghost"),))
    assert roles(store, "ghost", 0, 500) == [Role.AGENT, Role.AGENT]
    assert roles(store, "stranger", 0) == [None]


def test_bots_and_light_agents_stay_what_they_are_told_to_be(store: Store) -> None:
    people = (a_person("rob", Role.BOT), a_person("lee", Role.LIGHT))
    tell(store, people, (given("e1", 150, None, "rob"), note("e2", 160, "lee")))
    assert roles(store, "rob", 150) == [Role.BOT]
    assert roles(store, "lee", 160) == [Role.LIGHT]


def test_the_tickets_of_whoever_turns_out_to_be_staff_are_built_again(store: Store) -> None:
    tell(store, (a_ticket("t1"), a_ticket("t2"), a_message("e1", "t2", 150, "ghost")))
    with store.write() as connection:
        connection.execute(table(StaleRow).delete())
    tell(store, (given("e2", 160, None, "ghost"),))
    assert {row["ticket"] for row in rows(store, table(StaleRow))} == {"t1", "t2"}


def test_who_wrote_as_an_ai_agent_is_one_whatever_their_account_and_no_name_is_needed(
    store: Store,
) -> None:
    answer = note("m1", 100, "robot")._replace(author=Role.BOT, public=True)
    account = a_person("robot", Role.AGENT)
    all_records: tuple[Record, ...] = (account, answer, given("g1", 90, None, "robot"))
    for records in permutations(all_records):
        tell(store, *((record,) for record in records))
    assert roles(store, "robot", 50, 100, 5000) == [Role.BOT] * 3


def test_an_agent_in_whose_name_an_ai_agent_writes_stays_an_agent(store: Store) -> None:
    answer = note("m1", 100, "ann")._replace(author=Role.BOT)
    public = a_message("m2", "t1", 200, "ann")._replace(public=True)
    for own in (note("m2", 200, "ann"), public):
        records: tuple[Record, ...] = (a_person("ann", Role.AGENT), answer, own)
        for order in permutations(records):
            with store.write() as connection:
                for each in (EventRow, SightingRow):
                    connection.execute(delete(table(each)))
            tell(store, *((record,) for record in order))
            assert roles(store, "ann", 50, 300) == [Role.AGENT, Role.AGENT]


def test_tickets_of_who_turns_out_to_be_a_person_after_all_are_built_again(store: Store) -> None:
    answer = note("m1", 100, "ann")._replace(author=Role.BOT)
    tell(store, (a_ticket("t1"), a_person("ann", Role.AGENT), answer))
    for number, expected in ((2, {"t1", "t2"}), (3, {"t3"})):
        with store.write() as connection:
            connection.execute(delete(table(StaleRow)))
        tell(store, (a_ticket(f"t{number}"), a_message(f"m{number}", f"t{number}", 200, "ann")))
        assert {row["ticket"] for row in rows(store, table(StaleRow))} == expected


def test_tickets_of_who_turns_out_to_be_an_ai_agent_are_built_again(store: Store) -> None:
    change = given("g0", 80, None, "ann")._replace(actor="robot")
    tell(store, (a_ticket("t1"), a_person("robot", Role.AGENT), change))
    with store.write() as connection:
        connection.execute(delete(table(StaleRow)))
    other = note("m1", 100, "robot")._replace(ticket="t2", author=Role.BOT)
    tell(store, (a_ticket("t2"), other))
    assert {row["ticket"] for row in rows(store, table(StaleRow))} == {"t1", "t2"}
    with store.write() as connection:
        connection.execute(delete(table(StaleRow)))
    tell(store, (a_ticket("t3"), other._replace(id="m9", ticket="t3", at=900)))
    assert {row["ticket"] for row in rows(store, table(StaleRow))} == {"t3"}, "nothing is new"
