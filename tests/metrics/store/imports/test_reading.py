"""Imported rows as columns, linked to the tickets, teams and agents they name."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import text

from metrics.sources.needs import Need
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.tickets.snapshot import Snapshot
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.arrays import Imported
from metrics.tickets.records import NEVER, Dimension, Team
from tests.bench.filling import fill
from tests.metrics.desk import Told, told

NOW = 1_795_500_000


def handled(id: str, **given: Any) -> dict[str, Any]:
    names = ("ticket", "agent", "team", "channel", "category", "hold_seconds", "wrap_seconds")
    row = dict.fromkeys(names) | {"id": id, "ended_at": NOW - 60, "talk_seconds": 300}
    return row | given


def snapshot(store: Store, *rows: dict[str, Any], reader: SnapshotReader | None = None) -> Snapshot:
    with store.write() as connection:
        writing.save(connection, "handling", rows, NOW)
    return (reader or SnapshotReader(store)).snapshot()


def words(found: Snapshot, dimension: Dimension) -> list[str]:
    columns: Imported = found.imported["handling"]
    return [found.words[dimension][code] for code in columns.cut[dimension]]


def test_without_a_file_every_kind_is_there_and_empty(store: Store) -> None:
    found = SnapshotReader(store).snapshot()
    assert all(len(columns.at) == 0 for columns in found.imported.values())
    assert found.knowledge == ()


def test_a_row_about_a_ticket_has_what_it_does_not_say_from_the_ticket(store: Store) -> None:
    fill(store, 20, NOW)
    found = snapshot(store, handled("a", ticket="7", channel="phone"), handled("b", ticket="none"))
    assert found.imported["handling"].ticket.tolist() == [7, 0]
    seven = found.tickets.rows(np.array([7]))[0]
    latest = {d: found.words[d][codes[seven]] for d, codes in found.tickets.latest.items()}
    assert words(found, Dimension.CHANNEL) == ["phone", ""]
    for dimension in (Dimension.TEAM, Dimension.AGENT, Dimension.PRIORITY, Dimension.CATEGORY):
        assert words(found, dimension) == [latest[dimension], ""]


def test_teams_and_agents_are_found_by_name_or_id_and_else_stay_as_written(store: Store) -> None:
    fill(store, 5, NOW)
    with store.write() as connection:
        connection.execute(text("update team set name = 'Billing' where id = 't3'"))
    rows = [handled(team, team=team) for team in ("BILLING", "t3", "t4", "Unheard of")]
    assert sorted(words(snapshot(store, *rows), Dimension.TEAM)) == ["Unheard of", "t3", "t3", "t4"]


def test_rows_about_a_removed_ticket_are_left_out(store: Store) -> None:
    fill(store, 20, NOW)
    with store.write() as connection:
        connection.execute(text("update timeline set removal = 'spam' where ticket = 7"))
    found = snapshot(store, handled("a", ticket="7"), handled("b", ticket="8"))
    assert found.imported["handling"].ticket.tolist() == [8]


def test_what_is_not_written_is_no_number_and_no_instant(store: Store) -> None:
    columns = snapshot(store, handled("a", wrap_seconds=5)).imported["handling"]
    assert columns.numbers["wrap_seconds"].tolist() == [5]
    assert np.isnan(columns.numbers["hold_seconds"]).all()
    assert columns.instants("hold_seconds").tolist() == [NEVER]


def test_an_import_is_seen_by_the_next_question(store: Store) -> None:
    reader = SnapshotReader(store)
    before = reader.snapshot()
    after = snapshot(store, handled("a"), reader=reader)
    assert (len(before.imported["handling"].at), len(after.imported["handling"].at)) == (0, 1)
    assert snapshot(store, handled("a"), reader=reader) is after


def test_files_hold_no_helpdesk_back_and_helpdesks_no_file(store: Store) -> None:
    fill(store, 5, NOW - 3600)
    found = snapshot(store, handled("a"))
    assert found.fresh_until == NOW - 3600
    (tickets,) = found.known(Need.TICKETS)
    assert (tickets.since_at, tickets.until_at) == (NOW - 3600 - 365 * 86400, NOW - 3600)
    (handling,) = found.known(Need.HANDLING)
    assert (handling.since_at, handling.until_at) == (NOW - 60, NOW)


def test_files_alone_do_not_make_a_helpdesk_fresh(store: Store) -> None:
    assert snapshot(store, handled("a")).fresh_until is None


def two(store: Store) -> None:
    """Two helpdesks that both have a ticket 1, a team called Billing and a customer cleo."""
    for account in ("eu", "us"):
        story = Told("1", 8, team="5").team(8, "5")
        told(store, [story], Team(id="5", name="Billing"), account=account, title=f"Acme {account}")


def test_a_ticket_is_found_by_its_helpdesk_where_two_have_its_number(store: Store) -> None:
    two(store)
    names = ("1", "zendesk:us/1", "acme EU/1", "zendesk:us/2")
    found = snapshot(store, *(handled(name, ticket=name) for name in names)).imported["handling"]
    by_name = dict(zip(sorted(names), found.ticket.tolist(), strict=True))
    assert by_name == {"1": 0, "acme EU/1": 1, "zendesk:us/1": 2, "zendesk:us/2": 0}


def test_a_team_of_two_helpdesks_is_none_of_theirs_unless_the_file_says_which(store: Store) -> None:
    two(store)
    rows = [handled(team, team=team) for team in ("Billing", "Billing (Acme us)", "5")]
    assert words(snapshot(store, *rows), Dimension.TEAM) == ["5", "Billing", "zendesk:us/5"]


def test_a_customer_of_two_helpdesks_is_found_by_the_one_that_is_named(store: Store) -> None:
    two(store)
    reader = SnapshotReader(store)
    reader.snapshot()
    assert reader._state is not None
    who, codebooks = reader.identities(), reader._state.stored.codebooks
    assert codebooks.customer("cleo", who) == 0
    assert codebooks.customer("Acme us/cleo", who) == codebooks.requesters["zendesk:us:cleo"]
