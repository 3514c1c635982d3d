"""The small language the rules are written in: a check takes a value and its JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

Check: TypeAlias = Callable[[Any, str], Iterator[str]]
"""Yields a fault for everything that is wrong with a value at a JSON pointer."""


def at(sentence: str, pointer: str) -> str:
    """A fault as Slack prints it."""
    return f"{sentence} [json-pointer:{pointer}]"


def string(most: int, least: int = 1) -> Check:
    """A bare string of `least` to `most` characters."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield at("must provide a string", pointer)
        elif len(value) > most:
            yield at(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            yield at(f"must be more than {least - 1} characters", pointer)

    return check


def matching(pattern: str, sentence: str) -> Check:
    """A string that `pattern` matches as a whole."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield at(sentence, pointer)

    return check


def whole(least: int, most: int) -> Check:
    """A whole number of `least` to `most`."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield at("must provide an integer", pointer)
        elif not least <= value <= most:
            yield at(f"must be between {least} and {most}", pointer)

    return check


def number(value: Any, pointer: str) -> Iterator[str]:
    """Any finite number; NaN and infinity are no JSON."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield at("must provide a number", pointer)
    elif value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124  NaN
        yield at("must provide a finite number", pointer)


def flag(value: Any, pointer: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield at("must provide a boolean", pointer)


def one_of(*values: str) -> Check:
    """One of a few words."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if value not in values:
            yield at(f"must be one of: {', '.join(values)}", pointer)

    return check


def many(each: Check, most: int, least: int = 1) -> Check:
    """An array of `least` to `most` values."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield at("must provide an array", pointer)
            return
        if len(value) > most:
            yield at(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield at(f"no fewer than {least} items allowed", pointer)
        for index, item in enumerate(value):
            yield from each(item, f"{pointer}/{index}")

    return check


def shape(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *also: Check
) -> Check:
    """An object with these fields and no others; `also` is asked once the fields are sound."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield at("must provide an object", pointer)
            return
        errors = [*_missing(value, required, pointer)]
        errors += _wrong_fields(value, {**required, **(optional or {})}, pointer)
        yield from errors
        for rule in () if errors else also:
            yield from rule(value, pointer)

    return check


def _missing(value: Mapping[str, Any], required: Iterable[str], pointer: str) -> Iterator[str]:
    for name in required:
        if value.get(name) is None:
            yield at(f"missing required field: {name}", pointer)


def _wrong_fields(
    value: Mapping[str, Any], known: Mapping[str, Check], pointer: str
) -> Iterator[str]:
    for name, inner in value.items():
        if name not in known:
            yield at(f"invalid additional property: {name}", pointer)
        elif inner is not None:
            yield from known[name](inner, f"{pointer}/{name}")


def by_type(table: Mapping[str, Check]) -> Check:
    """An object whose `type` says which check it must stand."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield at("must provide an object", pointer)
            return
        rule = table.get(str(value.get("type")))
        if rule is None:
            yield at(f"unsupported type: {value.get('type')}", pointer)
        else:
            yield from rule({k: v for k, v in value.items() if k != "type"}, pointer)

    return check


def anything(value: Any, pointer: str) -> Iterator[str]:
    """No rule is documented, or it is judged elsewhere."""
    del value, pointer
    yield from ()


def exactly_one(*names: str) -> Check:
    """One of these fields and not the others."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if sum(value.get(name) is not None for name in names) != 1:
            yield at(f"exactly one of {', '.join(names)} must be given", pointer)

    return check


def at_least_one(*names: str) -> Check:
    """At least one of these fields."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not any(value.get(name) for name in names):
            yield at(f"one of {', '.join(names)} must be given", pointer)

    return check


def not_together(first: str, second: str) -> Check:
    """Either field, or none, but not both."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if value.get(first) is not None and value.get(second) is not None:
            yield at(f"{first} and {second} cannot be combined", pointer)

    return check


def unique(values: list[str], what: str, pointer: str) -> Iterator[str]:
    """A fault for every value that is there twice."""
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield at(f"{what} must be unique, {value!r} is there twice", pointer)
