"""What issues can be cut by beside the usual: company, chosen tags and custom fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from metrics.helpdesks.fields import Raw, as_identity, clean, mapping
from metrics.helpdesks.pylon.normalise import Reading, status_name, tags, value
from metrics.tickets.dimensions import CUSTOM_STATUS, ORGANIZATION, TAG, TYPE

_LONGEST: Final = 100


def of(raw: Raw, reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """All that an issue has of what the settings want."""
    own = {TYPE: as_identity(raw.get("type")), CUSTOM_STATUS: status_name(raw, reading)}
    attributes: dict[str, tuple[str, ...]] = {
        str(attribute): (word[:_LONGEST],) for attribute, word in own.items() if word
    }
    company = as_identity(mapping(raw, "account").get("id"))
    if company and ORGANIZATION in reading.by_name:
        attributes[str(ORGANIZATION)] = (reading.accounts.get(company, company),)
    if chosen := tags(raw) & reading.tags:
        attributes[str(TAG)] = tuple(sorted(chosen))
    for slug, name in reading.fields.items():
        if values := tuple(dict.fromkeys(_values(value(raw, slug)))):
            attributes[name] = values
    return attributes


def company_names(rows: list[Raw]) -> dict[str, str]:
    """The names of companies by id."""
    pairs = ((as_identity(row.get("id")), clean(str(row.get("name") or ""))) for row in rows)
    return {ident: name[:_LONGEST] for ident, name in pairs if ident and name}


def _values(found: object) -> Iterator[str]:
    """What stands in a field: a list has several, a box is ticked or not."""
    if isinstance(found, list):
        for one in found:
            yield from _values(one)
    elif isinstance(found, bool):
        yield "yes" if found else "no"
    elif isinstance(found, str | int | float) and (text := clean(str(found), _LONGEST)):
        yield text
