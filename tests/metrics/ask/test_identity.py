"""Two helpdesks with ids that overlap, asked as one store: nobody's figures run into another's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import insert

from bot.grammar import parse, render
from metrics.ask import Asker
from metrics.goals.targets import Aim
from metrics.question.notes import Note
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.service_levels.policies import Policies
from metrics.sources.identity import SameTeams
from metrics.store.database.engine import Store
from metrics.store.tables.metadata import METADATA
from metrics.tickets.records import Dimension, Person, Role, Team
from tests.metrics.desk import NOW, Told, at, told

BILLING = Team(id="5", name="Billing")


def stories(count: int, reply: float) -> list[Told]:
    return [
        Told(str(n), 8 + n, team="5", agent="ann").team(8 + n, "5").agent(8 + n, "ann")
        .said(8 + n + reply, "ann").became(30 + n, "solved")
        for n in range(1, count + 1)
    ]  # fmt: skip


def ann(name: str) -> Person:
    return Person(id="ann", role=Role.AGENT, changed_at=0, name=name)


def two(store: Store, *, other: Team = BILLING) -> Asker:
    """Three tickets at one account and two at another; team 5 and ann are others there."""
    told(store, stories(3, 1), BILLING, ann("Ann"), account="eu", title="Acme EU")
    return told(store, stories(2, 2), other, ann("Anders"), account="us", title="Acme US")


def asked(asker: Asker, words: str) -> Result:
    return asker.answer(parse(words, asker.directory()), NOW)


def parts(asker: Asker, words: str) -> dict[str, float | None]:
    return {part.label: part.figure.value for part in asked(asker, words).parts}


def joined(asker: Asker, text: str) -> Asker:
    return Asker(asker.store, asker.calendar, same_teams=SameTeams.parse(text))


@pytest.mark.parametrize("metric", ["frt", "resolution", "volume", "one_touch"])
def test_overlapping_ids_are_two_teams_and_two_people(store: Store, metric: str) -> None:
    asker = two(store, other=Team(id="5", name="Returns"))
    for by, first, second in (("team", "Billing", "Returns"), ("agent", "Ann", "Anders")):
        result = asked(asker, f"{metric} 2026-w46 by {by}")
        assert {part.label: part.figure.n for part in result.parts} == {first: 3, second: 2}


def test_overlapping_ids_of_levels_and_their_teams_of_the_time(store: Store) -> None:
    asker = two(store, other=Team(id="5", name="Returns"))
    assert parts(asker, "backlog 2026-11-09 by team") == {"Billing": 3, "Returns": 2}
    assert parts(asker, "volume 2026-w46 by agent") == {"Ann": 3, "Anders": 2}
    assert asked(asker, "volume 2026-w46 team returns").figure.value == 2


def test_same_named_teams_are_told_apart_and_their_name_alone_means_both(store: Store) -> None:
    asker = two(store)
    assert parts(asker, "volume 2026-w46 by team") == {
        "Billing (Acme EU)": 3,
        "Billing (Acme US)": 2,
    }
    both = asked(asker, "volume 2026-w46 billing")
    assert (both.figure.value, both.scope) == (5, "Billing (Acme EU), Billing (Acme US)")
    assert asked(asker, 'volume 2026-w46 team "Billing (Acme US)"').figure.value == 2


def test_the_phrase_of_one_of_same_named_teams_means_that_one_again(store: Store) -> None:
    directory = two(store).directory()
    query = parse('frt team "Billing (Acme US)"', directory)
    assert query.values(Dimension.TEAM) == ("zendesk:us/5",)
    assert parse(render(query, directory), directory) == query


def test_same_named_teams_that_a_setting_joins_are_one(store: Store) -> None:
    asker = joined(two(store), "Billing")
    assert parts(asker, "volume 2026-w46 by team") == {"Billing": 5}
    assert [p.name for p in two(store).identities().proposals] == ["Billing"]
    assert asker.identities().proposals == ()


def test_what_was_kept_of_a_team_that_has_been_joined_holds_for_the_one_it_is(store: Store) -> None:
    two(store)
    kept = Aim(
        metric="frt", where=frozenset({(Dimension.TEAM, "zendesk:us/5")}), value=60.0, set_by="U1"
    )
    with store.write() as connection:
        connection.execute(insert(METADATA.tables["target"]), {**kept.row(), "since_at": at(0)})
    asker = joined(two(store), "Billing")
    asker.notes.keep(
        Note(
            text="Outage",
            start_at=at(0),
            end_at=at(24),
            noted_by="U1",
            team="zendesk:us/5",
            noted_at=at(30),
        )
    )
    result = asked(asker, "frt 2026-w46 billing")
    assert result.target is not None
    assert result.target.value == 60.0
    assert [note.text for note in result.notes] == ["Outage"]
    assert parse('frt team "zendesk:us/5"', asker.directory()) == parse(
        "frt billing", asker.directory()
    )


def test_what_is_kept_by_a_bare_id_stays_the_first_helpdesks(store: Store) -> None:
    """Alerts and schedules hold ids; they were made while there was one helpdesk."""
    asker = two(store, other=Team(id="5", name="Returns"))
    assert asked(asker, 'volume 2026-w46 team "5"').figure.value == 3


def test_somebody_who_turns_out_to_be_another_is_loaded_anew(store: Store) -> None:
    """The arrays of an earlier snapshot have codes of keys that nobody has any more."""
    asker = two(store)
    assert len(parts(asker, "volume 2026-w46 by team")) == 2
    asker._snapshots.reader.same = SameTeams.parse("Billing")
    told(store, stories(2, 2), Team(id="6", name="New"), account="us", title="Acme US")
    assert parts(asker, "volume 2026-w46 by team") == {"Billing": 5}


def test_schedules_of_the_settings_hold_for_a_team_by_any_of_its_names(store: Store) -> None:
    directory = two(store).directory()
    assert directory.names(Dimension.TEAM, "5") == ("Billing (Acme EU)", "Billing")
    assert replace(directory, others={}).names(Dimension.TEAM, "5") == ("Billing (Acme EU)",)


def test_one_helpdesk_alone_has_bare_keys_and_plain_names(store: Store) -> None:
    asker = told(store, stories(2, 1), BILLING)
    assert parts(asker, "volume 2026-w46 by team") == {"Billing": 2}
    query: Query = parse("volume billing", asker.directory())
    assert query.values(Dimension.TEAM) == ("5",)


def test_tickets_of_one_number_are_told_apart_wherever_they_are_named(store: Store) -> None:
    asker = two(store)
    query = parse("volume 2026-w46", asker.directory())
    lines = [line for line in asker.tickets(query, NOW) if line["ticket"] == "1"]
    assert {(line["source"], line["helpdesk"]) for line in lines} == {
        ("zendesk:eu", "Acme EU"),
        ("zendesk:us", "Acme US"),
    }
    oldest = asked(asker, "oldest 2026-11-09")
    assert {part.label.split(" · ")[0] for part in oldest.parts} == {
        *(f"Acme EU #{number}" for number in (1, 2, 3)),
        *(f"Acme US #{number}" for number in (1, 2)),
    }
    assert ("1", "zendesk:us", "Acme US", "1") in {part.key for part in oldest.parts}


def test_a_promise_that_runs_out_says_whose_ticket_it_is_of(store: Store) -> None:
    for account in ("eu", "us"):
        open = Told("1", 14).agent(14.5, "ann")
        asker = told(store, [open], account=account, title=f"Acme {account.upper()}")
    policies = Policies.parse("frt 4h business", asker.calendar.zone)
    asker = Asker(store, asker.calendar, policies=policies)
    dues = asker.breaching((), at(16), 100 * 86_400)
    assert {(due.ticket, due.source, due.helpdesk) for due in dues} == {
        ("1", "zendesk:eu", "Acme EU"),
        ("1", "zendesk:us", "Acme US"),
    }
    assert len({due.agent for due in dues}) == 2


def test_with_one_helpdesk_a_number_stands_alone(store: Store) -> None:
    asker = told(store, stories(2, 1), BILLING)
    query = parse("volume 2026-w46", asker.directory())
    assert all("helpdesk" not in line for line in asker.tickets(query, NOW))
    parts = asked(asker, "oldest 2026-11-09").parts
    assert [part.key[0] for part in parts] == ["1", "2"]
    assert not any("zendesk" in part.label.casefold() for part in parts)
