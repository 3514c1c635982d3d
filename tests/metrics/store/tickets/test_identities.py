"""Who is who, read from what the helpdesks told."""

from __future__ import annotations

from sqlalchemy import insert

from metrics.sources.identity import SameTeams
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tables.tickets import PersonRow, TeamRow, table
from metrics.store.tickets import identities
from metrics.tickets.records import Dimension


def test_teams_and_those_who_answer_are_known_and_no_customer_is(store: Store) -> None:
    with store.write() as connection:
        for source in ("zendesk:eu", "zendesk:us"):
            ledger.register(connection, "zendesk", source.partition(":")[2], 0)
            team = {"source": source, "id": "5", "name": "Billing"}
            connection.execute(insert(table(TeamRow)).values(team))
            for id, role in (("1", "agent"), ("2", "customer"), ("3", "bot")):
                person = {"source": source, "id": id, "role": role, "name": id, "changed_at": 0}
                connection.execute(insert(table(PersonRow)).values(person))
    with store.read() as connection:
        who = identities.load(connection, SameTeams())
    assert who.first == "zendesk:eu"
    assert who.labels[Dimension.TEAM] == {
        "5": "Billing (eu)",
        "zendesk:us/5": "Billing (us)",
    }
    assert set(who.labels[Dimension.AGENT]) == {"1", "3", "zendesk:us/1", "zendesk:us/3"}


def test_with_nothing_stored_nobody_is_known(store: Store) -> None:
    with store.read() as connection:
        assert identities.load(connection, SameTeams()).labels[Dimension.TEAM] == {}


def test_the_helpdesk_that_was_connected_first_has_the_bare_keys_whatever_it_is_called(
    store: Store,
) -> None:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "zulu", 0)  # from before anybody noted when
        ledger.register(connection, "zendesk", "alpha", 0, now=5)
    with store.read() as connection:
        who = identities.load(connection, SameTeams())
    assert who.key(Dimension.TEAM, "zendesk:zulu", "5") == "5"
    assert who.key(Dimension.TEAM, "zendesk:alpha", "5") == "zendesk:alpha/5"


def test_a_team_that_its_helpdesk_deleted_is_retired(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "zendesk", "eu", 0)
        for id, active in (("5", True), ("6", False)):
            row = {"source": "zendesk:eu", "id": id, "name": id, "active": active}
            connection.execute(insert(table(TeamRow)).values(row))
    with store.read() as connection:
        assert identities.load(connection, SameTeams()).retired == {"6"}
