"""Names lead to stored values and back."""

from __future__ import annotations

import pytest

from bot.grammar.names import DimensionNames, names
from metrics.tickets.records import Dimension


def teams(*named: tuple[str, str]) -> DimensionNames:
    return names(Dimension.TEAM, named)


@pytest.mark.parametrize("text", ["Tier 2", "tier 2", "TIER  2", "7"])
def test_a_value_is_found_by_name_and_by_id(text: str) -> None:
    assert teams(("7", "Tier 2")).find(text) == ("7",)


def test_an_id_comes_before_a_name() -> None:
    assert teams(("7", "8"), ("8", "Ops")).find("8") == ("8",)


def test_a_name_given_twice_means_both() -> None:
    assert teams(("1", "Ops"), ("2", "Ops")).find("ops") == ("1", "2")


def test_an_exact_name_comes_before_one_in_other_letters() -> None:
    both = teams(("1", "ops"), ("2", "OPS"))
    assert both.find("OPS") == ("2",)
    assert both.find("Ops") == ("1", "2")


@pytest.mark.parametrize("text", ["", '"', "nobody", "   "])
def test_an_unknown_name_means_nothing(text: str) -> None:
    assert teams(("1", "Ops"), ("2", "")).find(text) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [("ann", ("a", "b")), ("lee", ("b",)), ("ann.lee", ("b",)), ("lee_ann", ("b",)), ("bob", ())],
)
def test_people_are_found_by_a_part_of_their_name(text: str, found: tuple[str, ...]) -> None:
    assert teams(("a", "Ann Smith"), ("b", "Ann Lee")).by_words(text) == found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Billing", "Billing"),
        ("Tier 2", '"Tier 2"'),
        ("R&D", '"R&D"'),
        ('The "A" team', '"The A team"'),
        ("<b>", "b"),
        ("None", '"None"'),
        ("", "7"),
    ],
)
def test_a_value_is_written_by_its_name_in_quotes_if_need_be(name: str, words: str) -> None:
    assert teams(("7", name)).words("7") == words
    assert teams(("7", name)).find(words.strip('"')) == ("7",)


def test_a_name_with_which_a_longer_one_begins_is_quoted() -> None:
    assert teams(("1", "Ops"), ("2", "Ops EMEA")).words("1") == '"Ops"'


def test_a_shared_name_is_written_by_its_id() -> None:
    assert teams(("1", "Ops"), ("2", "Ops")).words("2") == "2"


def test_no_value_is_none() -> None:
    assert teams(("1", "Ops")).words("") == "none"
