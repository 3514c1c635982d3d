"""Attributes of tickets: filtered and split by, also where a ticket has several values."""

from __future__ import annotations

import pytest

from metrics.ask import Asker
from metrics.errors import AskError, UnavailableError
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.tickets.dimensions import Dimension
from tests.metrics.desk import NOW, Told, told

WEEK = Period.of("2026-W46")
BRAND, TAG, AREA = map(Dimension.attribute, ("brand", "tag", "product area"))


def desk(store: Store) -> Asker:
    """Four tickets: two of Acme, one of Globex, one of no brand; three with tags, one with two."""
    stories = (
        Told("1", 8, attributes={"brand": ("Acme",), "tag": ("refund", "vip")}).solved(9, 10),
        Told("2", 8, attributes={"brand": ("Acme",), "tag": ("refund",)}).solved(10, 11),
        Told("3", 8, attributes={"brand": ("Globex",), "product area": ("Apps",)}).solved(11, 12),
        Told("4", 8, attributes={"tag": ("vip",)}).solved(12, 13),
    )
    return told(store, stories)


def parts(result: Result) -> dict[str, float | None]:
    return {part.label: part.figure.value for part in result.parts}


def volume(asker: Asker, *split: Dimension, where: tuple[Filter, ...] = ()) -> Result:
    return asker.answer(Query(metric="volume", period=WEEK, split=split, where=where), NOW)


def test_a_figure_is_split_by_an_attribute(store: Store) -> None:
    result = volume(desk(store), BRAND)
    assert parts(result) == {"Acme": 2, "Globex": 1, "(none)": 1}
    assert not any("more than one" in caveat for caveat in result.caveats)


def test_a_figure_is_narrowed_by_any_of_several_values(store: Store) -> None:
    asker = desk(store)
    assert volume(asker, where=(Filter(TAG, ("refund",)),)).figure.value == 2
    assert volume(asker, where=(Filter(TAG, ("refund", "vip")),)).figure.value == 3
    assert volume(asker, where=(Filter(TAG, ("",)),)).figure.value == 1
    assert volume(asker, where=(Filter(AREA, ("Apps",)),)).scope == "Apps"


def test_the_parts_of_what_a_ticket_may_have_several_of_overlap_and_say_so(store: Store) -> None:
    result = volume(desk(store), TAG)
    assert parts(result) == {"refund": 2, "vip": 2, "(none)": 1}
    assert result.figure.value == 4
    assert (
        "A ticket may have more than one tag, so the parts add up to more than all."
        in result.caveats
    )


def test_each_part_is_what_asking_for_it_alone_says(store: Store) -> None:
    asker = desk(store)
    for part in volume(asker, TAG, BRAND).parts:
        where = tuple(
            sorted(Filter(d, (value,)) for d, value in zip((TAG, BRAND), part.key, strict=True))
        )
        assert volume(asker, where=where).figure.value == part.figure.value, part.key


def test_a_list_has_what_was_asked_about(store: Store) -> None:
    query = Query(metric="volume", period=WEEK, where=(Filter(TAG, ("refund",)),))
    rows = list(desk(store).tickets(query, NOW))
    assert {row["ticket"]: row["tag"] for row in rows} == {"1": "refund, vip", "2": "refund"}


def test_what_no_ticket_has_is_not_available_and_never_zero(store: Store) -> None:
    asker = desk(store)
    with pytest.raises(
        UnavailableError, match=r"Ticket form is not available.*sync --full"
    ) as none:
        volume(asker, Dimension.attribute("ticket form"))
    assert none.value.missing
    with pytest.raises(UnavailableError, match="set DESKPULSE_ZENDESK_FIELDS and run"):
        volume(asker, Dimension.attribute("plan"))
    with pytest.raises(UnavailableError, match="Zendesk does not say"):
        volume(asker, Dimension.attribute("language"))


def test_a_change_is_not_explained_by_parts_that_overlap(store: Store) -> None:
    with pytest.raises(AskError, match="may overlap"):
        desk(store).why(Query(metric="volume", period=WEEK), NOW, TAG)
