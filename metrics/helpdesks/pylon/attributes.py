"""What issues can be cut by beside the usual: company, chosen tags and custom fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metrics.helpdesks.fields import Raw, as_identity, clean, field_texts, mapping
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
        if values := tuple(dict.fromkeys(field_texts(value(raw, slug)))):
            attributes[name] = values
    return attributes


def company_names(rows: list[Raw]) -> dict[str, str]:
    """The names of companies by id."""
    pairs = ((as_identity(row.get("id")), clean(str(row.get("name") or ""))) for row in rows)
    return {ident: name[:_LONGEST] for ident, name in pairs if ident and name}
