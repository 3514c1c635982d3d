"""What helpdesks tell of calls and of work, beside files, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from metrics.helpdesks.contract import Page
from metrics.store.database.engine import Store
from metrics.store.tickets.desk_rows import contacts, together
from metrics.store.tickets.pages import save_page
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.arrays import Imported
from metrics.tickets.records import Call, Channel, Dimension, Handling, Record, Team
from tests.metrics.desk import Told, at, told

NAN = np.nan
WORK: dict[str, Any] = {"ended_at": at(30), "talk_seconds": 60}


def work(
    ended: Sequence[int], wrap: Sequence[float], tickets: Sequence[int] | None = None
) -> Imported:
    """Rows of a minute's talk each, of teams 1, 2, 3 ..."""
    size = len(ended)
    return Imported(
        ticket=np.array(tickets or [0] * size, np.int64),
        requester=np.zeros(size, np.int64),
        at=np.array(ended, np.int64),
        cut={Dimension.TEAM: np.arange(1, size + 1, dtype=np.int32)},
        numbers={
            "ended_at": np.array(ended, np.float64),
            "talk_seconds": np.full(size, 60.0),
            "wrap_seconds": np.array(wrap, np.float64),
        },
        words={},
    )


def test_all_work_on_a_contact_is_one_row_as_its_last_piece_is() -> None:
    rows = contacts(work([5, 9, 7, 9], [NAN, 4, 1, NAN]), np.array([1, 1, 2, 1], np.int32))
    assert rows.at.tolist() == [7, 9]
    assert rows.numbers["ended_at"].tolist() == [7, 9]
    assert rows.numbers["talk_seconds"].tolist() == [60, 180]
    assert rows.numbers["wrap_seconds"].tolist() == [1, 4]
    assert rows.cut[Dimension.TEAM].tolist() == [3, 4]


def test_of_a_contact_nobody_says_a_time_of_it_stays_unknown() -> None:
    rows = contacts(work([5, 9], [NAN, NAN]), np.array([1, 1], np.int32))
    assert np.isnan(rows.numbers["wrap_seconds"]).tolist() == [True]


def test_work_on_no_contact_is_a_contact_each() -> None:
    rows = contacts(work([5, 9, 9], [1, 2, 3]), np.array([0, 1, 0], np.int32))
    assert rows.numbers["wrap_seconds"].tolist() == [1, 2, 3]
    bare = work([5, 9], [1, 2])
    assert contacts(bare, np.zeros(2, np.int32)) is bare


def test_a_files_row_of_the_same_ticket_and_second_is_told_again() -> None:
    files = work([50, 51, 50], [1, 2, 3], [1, 1, 0])
    both = together(files, work([50, 50], [8, 9], [1, 0]))
    assert both.numbers["wrap_seconds"].tolist() == [2, 3, 8, 9]
    assert both.ticket.tolist() == [1, 0, 1, 0]
    assert together(files, work([], [])) is files


def saved(store: Store, account: str, *records: Record) -> None:
    page = Page(records=records, cursor="c", caught_up=True, unknown={})
    with store.write() as connection:
        save_page(connection, f"zendesk:{account}", "calls", page)


def test_ids_are_those_of_the_helpdesk_that_says_them(store: Store) -> None:
    """Two helpdesks have a ticket 1 and a team 5."""
    for account in ("eu", "us"):
        story = Told("1", 8, team="5", channel=Channel.PHONE, agent="ann")
        told(store, [story.team(8, "5")], Team(id="5", name="Billing"), account=account)
        saved(
            store,
            account,
            Handling(id="1", ticket="1", contact="9", team="5", **WORK),
            Handling(id="2", ticket="1", contact="9", team="5", **WORK),
            Handling(id="3", ticket="77", channel=Channel.CHAT, **WORK),
            Call(id="1", ticket="1", queued_at=at(1), ended_at=at(2), answered=False),
        )
    found = SnapshotReader(store).snapshot()
    rows = found.imported["handling"]

    def words(dimension: Dimension) -> list[str]:
        return [found.words[dimension][code] for code in rows.cut[dimension]]

    assert words(Dimension.SOURCE) == ["zendesk:eu", "zendesk:eu", "zendesk:us", "zendesk:us"]
    assert words(Dimension.TEAM) == ["5", "", "zendesk:us/5", ""]
    assert words(Dimension.CHANNEL) == ["phone", "chat", "phone", "chat"]
    assert rows.ticket.tolist() == [1, 0, 2, 0]
    assert rows.numbers["talk_seconds"].tolist() == [120, 60, 120, 60]
    given_up = found.imported["calls"].numbers
    assert given_up["abandoned_at"].tolist() == [at(2), at(2)]
    assert np.isnan(given_up["answered_at"]).all()
