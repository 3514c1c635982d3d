"""What tickets can be cut by beside the usual: product, company, chosen tags and fields.

A ticket has the ids of its product and company; their names come from lists. A product is what
other helpdesks call a brand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import Raw, as_identity, clean, field_texts, mapping, rows
from metrics.helpdesks.freshdesk.normalise import Reading, status_name
from metrics.tickets.dimensions import (
    BRAND,
    CUSTOM_STATUS,
    ORGANIZATION,
    TAG,
    TYPE,
    Dimension,
)

_IDS: Final = {BRAND: "product_id", ORGANIZATION: "company_id"}
_LISTS: Final = {BRAND: "/products", ORGANIZATION: "/companies"}
_LONGEST: Final = 100


def names(
    read: Callable[[str], Sequence[Raw]], wanted: Collection[Dimension]
) -> dict[str, Mapping[str, str]]:
    """The names of what the settings want, by id; none where a list is refused.

    Raises HelpdeskError.
    """
    found: dict[str, Mapping[str, str]] = {}
    for attribute in sorted(_IDS.keys() & set(wanted)):
        try:
            listed = read(_LISTS[attribute])
        except HelpdeskError as error:
            if not error.refused:
                raise
            continue
        pairs = ((as_identity(row.get("id")), clean(str(row.get("name") or ""))) for row in listed)
        found[str(attribute)] = {ident: name[:_LONGEST] for ident, name in pairs if ident and name}
    return found


def of(raw: Raw, reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """All that a ticket has of what the settings want."""
    own = {TYPE: as_identity(raw.get("type")), CUSTOM_STATUS: status_name(raw, reading)}
    attributes: dict[str, tuple[str, ...]] = {
        str(attribute): (value,) for attribute, value in own.items() if value
    }
    for attribute, known in reading.names.items():
        if ident := as_identity(raw.get(_IDS[Dimension(attribute)])):
            attributes[attribute] = (known.get(ident, ident),)
    if tags := reading.tags.intersection(map(str, rows(raw, "tags"))):
        attributes[str(TAG)] = tuple(sorted(tags))
    custom = mapping(raw, "custom_fields")
    for field, name in reading.fields.items():
        if values := tuple(dict.fromkeys(field_texts(custom.get(field)))):
            attributes[name] = values
    return attributes
