"""What conversations and tickets can be cut by beside the usual: company, tags, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metrics.helpdesks.fields import Raw, as_identity, clean, field_texts, mapping, rows
from metrics.helpdesks.intercom.normalise import Reading, ticket_type
from metrics.tickets.dimensions import CUSTOM_STATUS, ORGANIZATION, TAG, TYPE

_LONGEST: Final = 100


def of(raw: Raw, reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """All that a conversation or a ticket has of what the settings want."""
    label = as_identity(mapping(raw, "ticket_state").get("internal_label"))
    own = {TYPE: ticket_type(raw), CUSTOM_STATUS: label}
    if ORGANIZATION in reading.by_name:
        company = mapping(raw, "company")
        name = company.get("name")
        own[ORGANIZATION] = clean(name, _LONGEST) if isinstance(name, str) else None
        own[ORGANIZATION] = own[ORGANIZATION] or as_identity(company.get("id"))
    attributes: dict[str, tuple[str, ...]] = {
        str(attribute): (value,) for attribute, value in own.items() if value
    }
    named = (tag.get("name") for tag in rows(mapping(raw, "tags"), "tags") if isinstance(tag, dict))
    words = {clean(name).casefold() for name in named if isinstance(name, str)}
    if tags := reading.tags & words:
        attributes[str(TAG)] = tuple(sorted(tags))
    custom = {**mapping(raw, "custom_attributes"), **mapping(raw, "ticket_attributes")}
    for field, name in reading.fields.items():
        if values := tuple(dict.fromkeys(field_texts(custom.get(field)))):
            attributes[name] = values
    return attributes
