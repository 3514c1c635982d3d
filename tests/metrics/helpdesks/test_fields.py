from __future__ import annotations

import pytest

from metrics.helpdesks.fields import (
    MalformedError,
    clean,
    count,
    field_texts,
    identity,
    instant,
    mapping,
    optional_identity,
    optional_instant,
    record,
    rows,
    unreadable,
)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2026-03-29T01:00:00Z", 1774746000),
        ("2026-03-29T06:30:00+05:30", 1774746000),
        ("2024-02-29T00:00:00.750Z", 1709164800),
        (1774746000, 1774746000),
        (1774746000.9, 1774746000),
    ],
)
def test_an_instant_is_whole_utc_seconds(value: object, at: int) -> None:
    assert instant({"at": value}, "at") == at


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "",
        "soon",
        "2026-03-29T01:00:00",
        "0001-01-01T00:00:00Z",
        1774746000000,
        -1,
        float("nan"),
        10**18,
        ["2026-03-29T01:00:00Z"],
    ],
)
def test_what_is_no_instant_is_refused_by_the_fields_name(value: object) -> None:
    with pytest.raises(MalformedError, match=r"^at "):
        instant({"at": value}, "at")
    assert optional_instant({"at": value}, "at") is None


@pytest.mark.parametrize(("value", "text"), [(7, "7"), ("7", "7"), (10**18, "1" + "0" * 18)])
def test_an_id_is_text_whatever_it_came_as(value: object, text: str) -> None:
    assert identity({"id": value}, "id") == text


@pytest.mark.parametrize("value", [None, "", "0", 0, -1, True, 1.5, [], {}])
def test_nobody_is_no_id(value: object) -> None:
    assert optional_identity({"id": value}, "id") is None
    with pytest.raises(MalformedError, match="id is missing"):
        identity({"id": value}, "id")


@pytest.mark.parametrize("value", [None, -1, True, 1.5, "3", 2**40])
def test_what_is_no_count_is_none(value: object) -> None:
    assert count({"n": value}, "n") is None
    assert count({"n": 0}, "n") == 0


def test_text_is_made_fit_for_every_database() -> None:
    assert clean(" Zo\x00ë \ud83d ") == "Zoë ?"
    assert len(clean("x" * 10**6)) == 200


def test_nested_fields_of_another_shape_read_as_empty() -> None:
    assert mapping({"via": "mail"}, "via") == {}
    assert rows({"tags": "a b"}, "tags") == ()


def test_a_record_must_be_an_object() -> None:
    assert record({"id": 1}) == {"id": 1}
    with pytest.raises(MalformedError, match="not an object"):
        record(["id"])


@pytest.mark.parametrize(
    ("row", "keys", "name"),
    [
        ({"id": 7, "word": "secret"}, (), "7"),
        ({"number": 0, "id": "a"}, ("number", "id"), "a"),
        ({"Id": "x" * 200}, ("Id",), "x" * 100),
    ],
)
def test_what_is_set_aside_goes_by_its_own_id_and_names_its_fields_alone(
    row: dict[str, object], keys: tuple[str, ...], name: str
) -> None:
    aside = unreadable(row, MalformedError("id is odd"), *keys)
    assert (aside.id, aside.reason) == (name, "id is odd")
    assert aside.excerpt == ", ".join(sorted(row))


def test_what_has_no_id_goes_by_a_fingerprint_of_its_own() -> None:
    nameless = [{"word": "secret"}, {"word": "other"}, ["secret"], None]
    asides = [unreadable(row, MalformedError("odd")) for row in nameless]
    assert len({aside.id for aside in asides}) == len(nameless)
    assert all(aside.id.startswith("unnamed-") for aside in asides)
    assert [aside.excerpt for aside in asides] == ["word", "word", "list", "NoneType"]
    assert asides[0].id == unreadable({"word": "secret"}, MalformedError("else")).id


def test_what_stands_in_a_custom_field_is_texts() -> None:
    nested = ["a", ["b ", True], None, 7, "", {"x": 1}]
    assert list(field_texts(nested)) == ["a", "b", "yes", "7"]
    assert list(field_texts(value=False)) == ["no"]
    assert list(field_texts("x" * 101)) == ["x" * 100]
