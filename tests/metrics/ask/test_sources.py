"""Questions about helpdesks, by themselves and side by side."""

from __future__ import annotations

from metrics.ask import Asker
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.metrics.desk import NOW, Told, told

WEEK = Period.of("2026-W46")
EU, US = "zendesk:eu", "zendesk:us"


def stories(count: int) -> list[Told]:
    return [Told(str(number), 8 + number) for number in range(1, count + 1)]


def two(store: Store) -> Asker:
    """Three tickets at one account and two at another, with ids that overlap."""
    told(store, stories(3), account="eu", title="Acme EU")
    return told(store, stories(2), account="us", title="Acme US")


def by_source(asker: Asker) -> dict[str, float | None]:
    query = Query(metric="volume", period=WEEK, split=(Dimension.SOURCE,))
    return {part.label: part.figure.value for part in asker.answer(query, NOW).parts}


def test_by_source_tells_the_helpdesks_apart_by_their_accounts(store: Store) -> None:
    assert by_source(two(store)) == {"Acme EU": 3, "Acme US": 2}


def test_one_helpdesk_alone_can_be_asked_about(store: Store) -> None:
    where = (Filter(Dimension.SOURCE, (US,)),)
    result = two(store).answer(Query(metric="volume", period=WEEK, where=where), NOW)
    assert (result.figure.value, result.scope) == (2, "Acme US")


def test_with_one_helpdesk_by_source_answers_and_offers_by_channel(store: Store) -> None:
    asker = told(store, stories(2))
    assert by_source(asker) == {"Zendesk": 2}
    query = Query(metric="volume", period=WEEK, split=(Dimension.SOURCE,))
    assert "By channel" in asker.answer(query, NOW).caveats[0]
    assert "By channel" not in "".join(
        asker.answer(Query(metric="volume", period=WEEK), NOW).caveats
    )


def test_a_move_is_explained_by_the_helpdesk_it_came_from(store: Store) -> None:
    asker = two(store)
    explained = asker.why(Query(metric="volume", period=WEEK), NOW, Dimension.SOURCE)
    assert {part.label for part in explained.parts} == {"Acme EU", "Acme US"}
