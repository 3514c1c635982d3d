"""Somebody is forgotten: who it was goes, what is counted stays, and no sync brings them back."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import String, cast, func, insert, select

from bot.grammar import parse
from metrics.ask import Asker
from metrics.errors import StoreError
from metrics.helpdesks.contract import Page
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.imports.outcome import ImportCounts, ImportOutcome
from metrics.question.notes import Note
from metrics.sources.identity import fingerprint
from metrics.sources.stored_book import StoredBook
from metrics.store.books.audit import Looks
from metrics.store.books.notes import Notes
from metrics.store.database.engine import Store
from metrics.store.database.statements import Row
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import claim
from metrics.store.tables.metadata import METADATA
from metrics.store.tickets import timelines
from metrics.store.tickets.exporting import everything
from metrics.store.tickets.forgetting import forget
from metrics.store.tickets.pages import mark_all, save_page
from metrics.store.tickets.subjects import Subject, rephrased, subject
from metrics.store.tickets.tombstones import FORGOTTEN
from metrics.tickets.records import Dimension, Handling, Person, Role
from tests.metrics.desk import NOW, Told, ask, at, told

ACME = "zendesk:acme"
SARAH = Person(
    id="4711x", role=Role.AGENT, changed_at=0, name="Sarah Q", address=fingerprint("sarah@acme.com")
)
CUSTOMER = "0815y"


def stories() -> list[Told]:
    """Tickets of one customer, answered by one agent, and some of others."""
    own = {"requester": CUSTOMER, "submitter": CUSTOMER, "subject": "My invoice"}
    first = Told("1", 10, agent=SARAH.id, **own).said(10, CUSTOMER).agent(10.1, SARAH.id)
    first.said(11, SARAH.id).said(11.5, CUSTOMER).said(12, SARAH.id).became(13, "solved", SARAH.id)
    second = Told("2", 30, **own).said(30, CUSTOMER).solved(31, 32)
    return [first, second, Told("3", 12).solved(14, 15)]


def desk(store: Store) -> Asker:
    work = Handling(id="h1", ticket="1", agent=SARAH.id, ended_at=at(12), talk_seconds=60)
    asker = told(
        store, stories(), SARAH, Person(id=CUSTOMER, role=Role.CUSTOMER, changed_at=0), work
    )
    look = {"at": at(50), "person": "U0000009", "channel": "C1", "allowed": True}
    mine = {"id": "c1", "person": "U0000004", "agent": SARAH.id, "asked_at": 1, "asked": "U0000009"}
    with store.write() as connection:
        rows = METADATA.tables
        connection.execute(
            insert(rows["look"]),
            look | {"phrase": 'frt agent "Sarah Q", bob last week'},
        )
        connection.execute(
            insert(rows["claim"]), mine | {"decision": "confirmed", "decided_by": "U0000009"}
        )
        connection.execute(
            insert(rows["home"]), {"team": "T1", "person": "U0000004", "view": "queue"}
        )
    note = {"start_at": at(0), "end_at": at(24), "apart": False, "noted_at": at(1)}
    Notes(store).keep(Note(text="Sarah was ill", noted_by="U0000004", **note))  # type: ignore[arg-type]
    return asker


def person(store: Store, word: str) -> Subject:
    with store.read() as connection:
        return subject(connection, word)


def figures(asker: Asker) -> dict[str, tuple[float | None, int]]:
    results = {name: ask(asker, name) for name in ("frt", "volume", "resolution", "next_reply")}
    return {name: (each.figure.value, each.figure.n) for name, each in results.items()}


def mentions(store: Store, word: str) -> set[str]:
    """The columns of the whole database in which a word stands."""
    found = set()
    with store.read() as connection:
        for rows in METADATA.sorted_tables:
            texts = (func.lower(cast(column, String)) for column in rows.c)
            counts = (func.count().filter(text.contains(word.lower())) for text in texts)
            counted = connection.execute(select(*counts).select_from(rows)).one()
            named = zip(rows.c, counted, strict=True)
            found |= {f"{rows.name}.{column.name}" for column, count in named if count}
    return found


def again(store: Store) -> None:
    """The helpdesk tells all of it once more, as newer versions, and timelines are built anew."""
    records = [record for story in stories() for record in story.records()]
    late = Told("9", 60, requester=CUSTOMER, submitter=CUSTOMER, subject="Again", agent=SARAH.id)
    late.said(60, CUSTOMER).said(61, SARAH.id)
    everybody = (SARAH, Person(id=CUSTOMER, role=Role.CUSTOMER, changed_at=9))
    page = Page(
        records=(*everybody, *records, *late.records()), cursor="", caught_up=True, unknown={}
    )
    with store.write() as connection:
        save_page(connection, ACME, "tickets", page)
        mark_all(connection, ACME)
    with store.read() as connection:
        built = timelines.build(connection, ACME, 10_000)
    with store.write() as connection:
        timelines.save(connection, ACME, built)


def test_a_customer_is_forgotten_and_all_figures_stay(store: Store) -> None:
    asker = desk(store)
    before = figures(asker)
    assert {"ticket.requester", "timeline.requester", "event.actor"} <= mentions(store, CUSTOMER)
    counts = forget(store, person(store, f"{ACME}/{CUSTOMER}"), lambda: NOW)
    assert counts["ticket"] == 2 + 2 + 2, "two requesters, two submitters, two subjects"
    assert mentions(store, CUSTOMER) == set()
    assert mentions(store, "invoice") == set()
    assert figures(asker) == before
    assert {look.phrase for look in Looks(store).since(NOW)} == {
        f"forget, rows: {sum(counts.values())}"
    }


def test_an_agent_is_forgotten_with_name_address_words_and_who_they_are_in_slack(
    store: Store,
) -> None:
    asker = desk(store)
    before = figures(asker)
    known = person(store, "Sarah@acme.com")
    assert (known.desks, known.slack) == (((ACME, SARAH.id),), ("U0000004",))
    assert person(store, "U0000004") == known
    forget(store, known, lambda: NOW)
    for word in (SARAH.id, "Sarah", SARAH.address, "U0000004"):
        assert mentions(store, word) == set(), word
    assert figures(asker) == before
    (look, _) = Looks(store).since(0)
    assert look.phrase.startswith("frt agent forgotten-")
    assert look.phrase.endswith(", bob last week")
    assert [note.text for note in Notes(store).standing()] == ["(forgotten)"]


@pytest.mark.parametrize("who", [CUSTOMER, SARAH.id])
def test_what_a_later_sync_tells_of_somebody_who_was_forgotten_stays_away(
    store: Store, who: str
) -> None:
    asker = desk(store)
    before = figures(asker)
    forget(store, person(store, f"{ACME}/{who}"), lambda: NOW)
    codes = _requesters(store)
    again(store)
    assert mentions(store, who) == set()
    after = figures(asker)
    assert (after["frt"][1], after["volume"][1]) == (before["frt"][1] + 1, before["volume"][1] + 1)
    assert _requesters(store).items() >= codes.items(), "what was stored keeps its code"


def _requesters(store: Store) -> dict[str, str | None]:
    rows = METADATA.tables["ticket"].c
    with store.read() as connection:
        return {row[0]: row[1] for row in connection.execute(select(rows.id, rows.requester))}


def test_forgetting_again_or_while_a_sync_is_at_work_changes_nothing(store: Store) -> None:
    desk(store)
    known = person(store, f"{ACME}/{CUSTOMER}")
    with store.write() as connection:
        claim(connection, ACME, "another", NOW, 300)
    with pytest.raises(StoreError, match="being synced"):
        forget(store, known, lambda: NOW)
    assert "ticket.requester" in mentions(store, CUSTOMER)
    forget(store, known, lambda: NOW + 301)
    assert forget(store, known, lambda: NOW + 301) == {}


def test_an_export_has_every_row_that_names_somebody_and_those_of_their_tickets(
    store: Store,
) -> None:
    desk(store)

    def exported(word: str) -> dict[str, list[Row]]:
        with store.read() as connection:
            return everything(connection, subject(connection, word))

    customer, agent = exported(f"{ACME}/{CUSTOMER}"), exported("U0000004")
    assert [row["id"] for row in customer["ticket"]] == ["1", "2"]
    assert {row["actor"] for row in customer["event"]} == {CUSTOMER}
    assert {row["id"] for row in agent["person"]} == {SARAH.id}
    assert {"claim", "home", "note", "look", "handling", "event"} <= agent.keys()
    (look,) = agent["look"]
    assert "Sarah Q" in look["phrase"]


def test_nobody_is_meant_by_a_word_that_nobody_is_known_by(store: Store) -> None:
    desk(store)
    for word in ("zendesk:other/1", "who@acme.com", "7", ""):
        with pytest.raises(StoreError, match="Nobody is known as"):
            person(store, word)


def test_an_agent_is_taken_out_of_a_phrase_and_a_team_of_that_name_is_not() -> None:
    known = Subject(desks=((ACME, "7"),), keys=("7",), written=frozenset({"7", "ann lee"}))
    assert rephrased('frt agent "Ann Lee", bob team 7', known, "x") == "frt agent x, bob team 7"
    assert rephrased("frt agent 7 last week", known, "x") == "frt agent x last week"
    assert rephrased("frt agent 77 last 7 days", known, "x") == "frt agent 77 last 7 days"


def imported(store: Store, kind: str, text: str) -> ImportOutcome:
    around = CellContext(ZoneInfo("UTC"), NOW)
    return bring(store, KINDS[kind], BytesIO(text.encode()), around, dry_run=False)


SHIFTS = f"""agent,started_at,ended_at,productive_seconds
Sarah Q,2026-11-09T09:00,2026-11-09T17:00,20000
{SARAH.id},2026-11-10T09:00,2026-11-10T17:00,20000
bob,2026-11-09T09:00,2026-11-09T17:00,20000
"""
SURVEYS = f"""survey,score,scale_max,answered_at,customer,agent
csat,5,5,2026-11-10,{CUSTOMER},bob
csat,1,5,2026-11-10,,SARAH Q
csat,4,5,2026-11-11,cleo,bob
"""


def test_an_old_file_brings_nobody_back_and_names_the_lines_that_are_left_out(
    store: Store,
) -> None:
    desk(store)
    for kind, text in (("shifts", SHIFTS), ("surveys", SURVEYS)):
        assert imported(store, kind, text).counts == ImportCounts(3, 0, 0)
    forget(store, person(store, "sarah@acme.com"), lambda: NOW)
    forget(store, person(store, f"{ACME}/{CUSTOMER}"), lambda: NOW)
    for word in ("Sarah", SARAH.id, CUSTOMER):
        assert mentions(store, word) == set(), word
    shifts, surveys = imported(store, "shifts", SHIFTS), imported(store, "surveys", SURVEYS)
    assert (shifts.counts, shifts.left_out) == (ImportCounts(0, 0, 1), (2, 3))
    assert (surveys.counts, surveys.left_out) == (ImportCounts(0, 0, 1), (2, 3))
    for word in ("Sarah", SARAH.id, CUSTOMER):
        assert mentions(store, word) == set(), word
    with store.read() as connection:
        for name in ("shift", "survey"):
            assert len(connection.execute(select(METADATA.tables[name])).all()) == 3


APART = normalize("NFD", "José Müller")
"""A name whose accents are letters of their own, as some helpdesks store it; files join them."""


@pytest.mark.parametrize(
    "name", ["Иван Петров", "Anna Strauß", "Øystein Berg", "Ann O'Neill", APART]
)
def test_a_name_of_any_letters_leaves_the_files_and_its_namesakes_rows_stay(
    store: Store, name: str
) -> None:
    desk(store)
    named = Person(id="77n", role=Role.AGENT, changed_at=0, name=name)
    namesake = Person(id="78n", role=Role.AGENT, changed_at=0, name=name.upper())
    calls = SHIFTS.partition("\n")[0] + f"\n{name},2026-11-10T09:00,2026-11-10T17:00,60\n"
    with store.write() as connection:
        page = Page(records=(named,), cursor="", caught_up=True, unknown={})
        save_page(connection, ACME, "users", page)
    assert imported(store, "shifts", calls).counts == ImportCounts(1, 0, 0)
    with store.read() as connection:
        before = ledger.source(connection, "files:shifts").revision
    forget(store, person(store, f"{ACME}/77n"), lambda: NOW)
    with store.read() as connection:
        rows = connection.execute(select(METADATA.tables["shift"])).mappings().all()
        assert ledger.source(connection, "files:shifts").revision > before
    (said,) = (normalize("NFC", f"{row['agent']} {row['id']}").casefold() for row in rows)
    assert normalize("NFC", name).casefold() not in said
    assert imported(store, "shifts", calls).left_out == (2,)
    with store.write() as connection:
        page = Page(records=(namesake,), cursor="", caught_up=True, unknown={})
        save_page(connection, ACME, "users", page)
    assert imported(store, "shifts", calls).counts == ImportCounts(1, 0, 0)


def test_no_id_of_a_row_tells_whoever_guesses_that_it_was_theirs(store: Store) -> None:
    desk(store)
    surveys = "survey,score,scale_max,answered_at,agent\ncsat,1,5,2026-11-10,Sarah Q\n"
    imported(store, "surveys", surveys)
    query = select(METADATA.tables["survey"].c.id)
    with store.read() as connection:
        before = connection.execute(query).scalar_one()
    forget(store, person(store, "sarah@acme.com"), lambda: NOW)
    with store.read() as connection:
        after = connection.execute(query).scalar_one()
    assert before.startswith("#")
    assert not after.startswith("#")


def test_who_has_the_name_today_is_somebody_else(store: Store) -> None:
    desk(store)
    forget(store, person(store, "sarah@acme.com"), lambda: NOW)
    another = Person(id="5000z", role=Role.AGENT, changed_at=0, name="Sarah Q")
    with store.write() as connection:
        page = Page(records=(another,), cursor="", caught_up=True, unknown={})
        save_page(connection, ACME, "users", page)
    outcome = imported(store, "shifts", SHIFTS)
    assert (outcome.counts, outcome.left_out) == (ImportCounts(2, 0, 0), (3,))


def test_no_hash_says_whom_it_stands_for(store: Store) -> None:
    desk(store)
    forget(store, person(store, "sarah@acme.com"), lambda: NOW)
    with store.read() as connection:
        marks = set(connection.execute(select(FORGOTTEN.c.fingerprint)).scalars())
    assert len(marks) > 3
    for word in ("sarah q", SARAH.id, f"{ACME}/{SARAH.id}"):
        assert sha256(word.encode()).hexdigest() not in marks
    assert all(len(mark) == 64 for mark in marks)


def test_a_bot_that_runs_has_no_id_of_theirs_from_the_next_question_on(store: Store) -> None:
    asker = desk(store)
    reader = asker._snapshots.reader
    before = asker.answer(parse("frt 2026-w46", asker.directory()), NOW)
    assert SARAH.id in reader.snapshot().words[Dimension.AGENT]
    forget(store, person(store, "sarah@acme.com"), lambda: NOW)
    forget(store, person(store, f"{ACME}/{CUSTOMER}"), lambda: NOW)
    after = asker.answer(parse("frt 2026-w46", asker.directory()), NOW)
    assert after.figure == before.figure
    assert reader._state is not None
    books = reader._state.stored.codebooks
    assert SARAH.id not in reader.snapshot().words[Dimension.AGENT]
    assert isinstance(books.requesters, StoredBook)
    asked = books.requesters.table["words"].whole().tolist()
    assert asked, "somebody has asked"
    assert not [word for word in asked if CUSTOMER.encode() in word]
