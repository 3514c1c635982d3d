"""What a helpdesk tells of calls and of work, put as a file would, each once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from metrics.sources.identity import Identities, Member, SameTeams, identities
from metrics.store.imports.desk_rows import contacts, named, repeated
from metrics.tickets.records import Dimension

DESK, FILE = "zendesk:acme", "files:handling"
SOURCES = {"freshdesk:beta": "Beta", DESK: "Acme"}


def work(id: str, at: int, talk: int, contact: str | None = None, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"source": DESK, "id": id, "ended_at": at, "talk_seconds": talk}
    return row | {"hold_seconds": None, "wrap_seconds": None, "contact": contact} | more


@pytest.fixture
def who() -> Identities:
    """Two helpdesks that both have a team 7, of which the second counts as Beta's."""
    teams = [Member(source=source, id="7", name="Billing") for source in SOURCES]
    return identities("freshdesk:beta", SOURCES, teams, [], SameTeams((("Billing",),)))


def test_ids_of_a_helpdesk_are_its_own_and_names_in_a_file_stay(who: Identities) -> None:
    told = work("1", 5, 60, ticket="3", team="7", agent="9")
    written = told | {"source": FILE}
    ours, theirs = named([told, written], who)
    assert (ours["ticket"], ours["agent"]) == ("zendesk:acme/3", "zendesk:acme/9")
    assert ours["team"] == who.key(Dimension.TEAM, "freshdesk:beta", "7") == "7"
    assert theirs == written


def test_what_a_row_has_no_column_for_is_not_made_up(who: Identities) -> None:
    (row,) = named([{"source": DESK, "id": "1", "ticket": None}], who)
    assert row == {"source": DESK, "id": "1", "ticket": None}


def test_all_work_on_a_contact_is_one_row_as_its_last_piece_is() -> None:
    early, late = work("b", 5, 60, "3", team="7"), work("a", 9, 30, "3", team="8", wrap_seconds=4)
    for rows in ([early, late], [late, early]):
        (row,) = contacts(rows)
        assert (row["talk_seconds"], row["hold_seconds"], row["wrap_seconds"]) == (90, None, 4)
        assert (row["ended_at"], row["team"]) == (9, "8")


def test_contacts_of_two_helpdesks_and_work_on_none_stay_apart() -> None:
    rows = [
        *(work("a", 5, 60, "3"), work("b", 6, 60), work("c", 7, 60)),
        work("a", 5, 60, "3", source="freshdesk:beta"),
    ]
    assert contacts(rows) == rows


def test_a_files_row_of_the_same_ticket_and_second_is_told_again() -> None:
    rows = [{"source": source} for source in (FILE, FILE, FILE, DESK, DESK)]
    tickets, at = np.array([1, 1, 0, 1, 0]), np.array([50, 51, 50, 50, 50])
    assert repeated(rows, tickets, at).tolist() == [True, False, False, False, False]


def test_two_rows_of_files_repeat_nothing() -> None:
    rows = [{"source": FILE}, {"source": FILE}]
    assert not repeated(rows, np.array([1, 1]), np.array([50, 50])).any()
