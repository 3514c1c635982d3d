"""The parts of a split, each compared as the headline of its own question is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.ask import Asker
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.figure_kinds import is_count
from metrics.catalogue.metric import Growth, Mix, Rate, Spread
from metrics.periods import Period
from metrics.question.query import Against, Filter, Query
from metrics.question.result import Movement, Part, Result
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension
from tests.filled import fill, supply
from tests.metrics.ask.test_against import CHAT, EMAIL, asker, stories
from tests.metrics.ask.test_asker import CALENDAR, TICKETS, queries
from tests.metrics.ask.test_asker import NOW as THEN
from tests.metrics.desk import HOUR, NOW, Told


@pytest.fixture
def knowing(store: Store) -> Asker:
    """One who has many tickets, promises and every kind of file."""
    fill(store, TICKETS, THEN)
    supply(store, TICKETS, THEN)
    return Asker(store, CALENDAR)


def cut(
    found: Asker, by: Dimension, against: Against | Filter = Against.BEFORE, metric: str = "frt"
) -> Result:
    where = EMAIL if isinstance(against, Filter) else ()
    week = Period.of("2026-W46")
    return found.answer(
        Query(metric=metric, period=week, where=where, split=(by,), against=against), NOW
    )


def named(result: Result) -> dict[str, Part]:
    return {part.key[0]: part for part in result.parts}


def test_each_part_is_compared_as_if_it_were_asked_for_alone(store: Store) -> None:
    slower = stories(0, 5, 20)
    found = asker(store, [*slower, *stories(-1, 2, 20), *stories(0, 1, 4, Channel.CHAT)])
    told = named(cut(found, Dimension.CHANNEL))
    email = told["email"]
    assert email.previous
    assert (email.previous.value, email.previous.n) == (2 * HOUR, 20)
    assert email.change
    assert (email.change.movement, email.change.relative) == (Movement.WORSE, 1.5)
    # Four tickets show no value, so there is no step and no verdict.
    assert told["chat"].previous
    assert (told["chat"].previous.n, told["chat"].change) == (0, None)


def test_what_is_only_on_the_other_side_is_there_without_a_figure(store: Store) -> None:
    found = asker(store, [*stories(0, 2, 20), *stories(-1, 1, 12, Channel.CHAT)])
    result = cut(found, Dimension.CHANNEL)
    gone = named(result)["chat"]
    assert (gone.figure.value, gone.figure.n, gone.share, gone.change) == (None, 0, 0, None)
    assert gone.previous
    assert (gone.previous.value, gone.previous.n) == (HOUR, 12)
    assert result.parts[-1] == gone


def test_where_nothing_was_counted_there_are_no_parts(store: Store) -> None:
    assert cut(asker(store, [*stories(-1, 1, 12)]), Dimension.CHANNEL).parts == ()


def test_other_tickets_are_cut_alike(store: Store) -> None:
    def owned(channel: Channel, hours: float) -> list[Told]:
        return [
            ticket.team(1, f"t{number % 2}")
            for number, ticket in enumerate(stories(0, hours, 24, channel))
        ]

    found = asker(store, [*owned(Channel.EMAIL, 2), *owned(Channel.CHAT, 6)])
    told = named(cut(found, Dimension.TEAM, CHAT))
    assert set(told) == {"t0", "t1"}
    for part in told.values():
        assert part.previous
        assert (part.previous.value, part.previous.n) == (6 * HOUR, 12)
        assert part.change
        assert part.change.movement is Movement.LOWER
    assert set(named(cut(found, Dimension.CHANNEL, CHAT))) == {"email"}


def test_a_part_is_beside_its_own_target_and_its_own_baseline(store: Store) -> None:
    weeks = [told for week in range(-6, 0) for told in stories(week, 4, 12)]
    found = asker(store, [*stories(0, 2, 12), *weeks, *stories(0, 2, 12, Channel.CHAT)])
    held = named(cut(found, Dimension.CHANNEL, Against.BASELINE))
    assert held["email"].previous
    assert held["email"].previous.value == 4 * HOUR
    assert held["email"].change
    assert held["email"].change.movement is Movement.BETTER
    assert (held["chat"].previous, held["chat"].change) == (None, None)
    found = asker(store, [], targets="frt email 3h; frt chat 1h")
    aimed = named(cut(found, Dimension.CHANNEL, Against.TARGET))
    steps = {name: part.change and part.change.movement for name, part in aimed.items()}
    assert steps == {"email": Movement.BETTER, "chat": Movement.WORSE}


def test_single_people_are_neither_better_nor_worse(store: Store) -> None:
    tickets = [t.agent(0.5, "ann") for t in (*stories(0, 5, 20), *stories(-1, 2, 20))]
    (ann,) = cut(asker(store, tickets), Dimension.AGENT).parts
    assert ann.change
    assert ann.change.movement is Movement.HIGHER


def test_of_many_parts_it_is_said_how_many_chance_alone_would_move(store: Store) -> None:
    def categories(count: int) -> list[Told]:
        return [
            Told(f"{week}/{kind}/{n}", week * 168 + n, category=f"c{kind}").said(
                week * 168 + 9, "ann"
            )
            for week in (0, -1)
            for kind in range(count)
            for n in range(5)
        ]

    result = cut(asker(store, categories(21)), Dimension.CATEGORY)
    said = "Of 21 parts about 1 may seem to have changed by chance alone."
    assert said in result.caveats
    few = cut(asker(store, []), Dimension.CHANNEL)
    assert not any("by chance alone" in caveat for caveat in few.caveats)


def test_of_any_measure_a_part_says_what_it_says_alone_and_both_sides_are_whole(
    knowing: Asker,
) -> None:
    checked = 0
    for query in queries(90):
        if not query.split:
            continue
        metric, result = measure(query.metric, query.variant), knowing.answer(query, THEN)
        for part in result.parts[:4]:
            alone = _alone(knowing, query, part)
            if alone is None:
                continue
            checked += 1
            assert part.figure == alone.figure, (query, part)
            assert part.previous == alone.previous, (query, part)
            step, own = part.change, alone.change
            assert (step and step.difference) == (own and own.difference), (query, part)
            # What is usual of a count is not looked for of a part.
            if Dimension.AGENT not in query.split and not is_count(metric):
                assert step == own, (query, part)
        over_time = query.against in {Against.BEFORE, Against.YEAR}
        summed = not isinstance(metric, Growth | Mix | Rate) and result.figure.n
        if over_time and result.previous and summed:
            there = sum(part.previous.n for part in result.parts if part.previous)
            assert there == result.previous.n, query
    assert checked > 60


def _alone(asker: Asker, query: Query, part: Part) -> Result | None:
    """The question about one part; None where it cannot be asked in this way."""
    if isinstance(measure(query.metric, query.variant), Mix):
        return None
    others = (f for f in query.where if f.dimension not in query.split)
    own = (Filter(d, (word,)) for d, word in zip(query.split, part.key, strict=True))
    return asker.answer(replace(query, where=tuple(sorted((*others, *own))), split=()), THEN)


def test_the_parts_of_what_is_always_cut_have_theirs_too(knowing: Asker) -> None:
    cut_by_nature = [key for key, of in CATALOGUE.items() if isinstance(of, Mix | Spread)]
    results = [
        knowing.answer(Query(metric=k, period=Period.of("last week")), THEN) for k in cut_by_nature
    ]
    found = [part for result in results for part in result.parts if part.change]
    assert len(found) > len(results)
    for part in found:
        assert part.change
        assert part.previous
        assert part.previous.hits is not None
        step = (part.figure.value or 0) - (part.previous.value or 0)
        assert part.change.difference == pytest.approx(step)
