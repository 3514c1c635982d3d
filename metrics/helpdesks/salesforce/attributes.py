"""What cases can be cut by beside the usual: account, record type, chosen fields and tags. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from metrics.helpdesks.fields import Raw, clean
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.soql import value, word
from metrics.tickets.dimensions import CUSTOM_STATUS, FORM, ORGANIZATION, TAG, TYPE

ACCOUNT: Final = "Account.Name"
_PATHS: Final = {
    TYPE: "Type",
    CUSTOM_STATUS: "Status",
    FORM: "RecordType.Name",
    ORGANIZATION: ACCOUNT,
}
_BY_NAME: Final = frozenset({FORM, ORGANIZATION})
_LONGEST: Final = 100


def paths(reading: Reading) -> tuple[str, ...]:
    """The fields of a case that the settings want beside those that are always asked for."""
    wanted = (
        reading.category_field,
        reading.tag_field if reading.tags else "",
        *reading.fields,
        "Subject" if reading.keep_subjects else "",
        ACCOUNT if ORGANIZATION in reading.by_name else "",
    )
    return tuple(dict.fromkeys(filter(None, wanted)))


def of(raw: Raw, reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """All that a case has of what the settings want."""
    attributes: dict[str, tuple[str, ...]] = {
        str(attribute): (text[:_LONGEST],)
        for attribute, path in _PATHS.items()
        if (attribute not in _BY_NAME or attribute in reading.by_name) and (text := word(raw, path))
    }
    tags = {tag.casefold() for tag in _values(value(raw, reading.tag_field), multiple=True)}
    if kept := reading.tags & tags:
        attributes[str(TAG)] = tuple(sorted(kept))
    for path, name in reading.fields.items():
        found = _values(value(raw, path), multiple=path in reading.multiple)
        if values := tuple(dict.fromkeys(found)):
            attributes[name] = values
    return attributes


def _values(found: Any, *, multiple: bool) -> Iterator[str]:
    """What stands in a field: of a list with several values they are parted by semicolons."""
    if isinstance(found, bool):
        yield "yes" if found else "no"
    elif isinstance(found, float) and found.is_integer():
        yield clean(str(int(found)), _LONGEST)
    elif isinstance(found, str | int | float):
        texts = str(found).split(";") if multiple else [str(found)]
        yield from filter(None, (clean(text, _LONGEST) for text in texts))
