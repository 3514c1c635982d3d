"""What tickets can be cut by beside the usual: brand, form, organization, chosen tags and fields.

A ticket has the ids of its brand, form and organization; their names come from lists. A ticket
keeps the name that was read with it, so after another name is given all tickets are read again.
The language is what intelligent triage says; that of the requester stands in no ticket.
https://developer.zendesk.com/api-reference/ticketing/account-configuration/brands/
https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_forms/
https://developer.zendesk.com/api-reference/ticketing/organizations/organizations/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import Raw, as_identity, clean, field_texts, mapping, rows
from metrics.helpdesks.zendesk import custom_statuses, normalise, sharing, triage
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.pages import Get, after_cursor
from metrics.tickets.dimensions import (
    BRAND,
    CUSTOM_STATUS,
    FORM,
    ORGANIZATION,
    TAG,
    TYPE,
    Dimension,
)
from metrics.tickets.records import Ticket

STREAMS: Final = frozenset({"tickets", "unsolved"})
"""Those whose rows are tickets."""
_TITLES: Final = "titles_of_choices"
"""Under this name `with_names` puts what the choices of fields are called."""
_NAMES: Final = "names_of_attributes"
"""Under this name `with_names` puts the names into a ticket's row."""
_IDS: Final = {BRAND: "brand_id", FORM: "ticket_form_id", ORGANIZATION: "organization_id"}
_LISTS: Final = {BRAND: "brands", FORM: "ticket_forms"}
_SETTINGS: Final = {BRAND: "DESKPULSE_KEEP_BRANDS", FORM: "DESKPULSE_KEEP_FORMS"}
_AT_ONCE: Final = 100
"""As many as a list by ids may hold."""
_PAGES: Final = 100
"""More are no list of brands or forms; it ends there."""
_LONGEST: Final = 100


def ticket(raw: Raw, reading: Reading) -> Ticket:
    """A ticket of the export with its attributes. Raises MalformedError."""
    return normalise.ticket(raw, reading, of(raw, reading))


def with_lists(get: Get, tickets: tuple[object, ...], reading: Reading) -> tuple[object, ...]:
    """The tickets with what only lists beside them tell. Raises HelpdeskError."""
    named = with_names(get, tickets, reading) if reading.by_name or reading.fields else tickets
    return sharing.with_agreements(get, named)


def with_names(get: Get, tickets: tuple[object, ...], reading: Reading) -> tuple[object, ...]:
    """The tickets with the names of what the settings want of them. Raises HelpdeskError."""
    names: dict[Dimension, Mapping[str, str]] = {}
    for attribute in reading.by_name:
        idents = (as_identity(row.get(_IDS[attribute])) for row in tickets if isinstance(row, dict))
        ids = sorted({ident for ident in idents if ident})
        if ids and (known := _names(get, attribute, ids)) is not None:
            names[attribute] = known
    titles = {field: _titles(get, field) for field in reading.fields}
    if not names and not any(titles.values()):
        return tickets
    return tuple(
        {**row, _NAMES: _of_row(row, names), _TITLES: titles} if isinstance(row, dict) else row
        for row in tickets
    )


def _titles(get: Get, field: str) -> Mapping[str, str]:
    """What people read for each choice of a field, whose tickets have its tag; none of free text.

    https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/
    """
    try:
        body = get(f"/ticket_fields/{field}", {}).body
    except HelpdeskError as error:
        if not error.refused and not error.permanent:
            raise
        return {}
    choices = rows(mapping(body, "ticket_field"), "custom_field_options")
    known = (choice for choice in choices if isinstance(choice, dict))
    pairs = ((str(choice.get("value")), clean(str(choice.get("name") or ""))) for choice in known)
    return {value: name.rpartition("::")[2][:_LONGEST] for value, name in pairs if name}


def _of_row(row: Raw, names: Mapping[Dimension, Mapping[str, str]]) -> Mapping[str, str]:
    ids = {attribute: as_identity(row.get(_IDS[attribute])) for attribute in names}
    return {str(a): names[a].get(ident, ident) for a, ident in ids.items() if ident}


def _names(get: Get, attribute: Dimension, ids: Sequence[str]) -> Mapping[str, str] | None:
    """The names by id; None where the plan or the token has no such list."""
    try:
        if attribute == ORGANIZATION:
            bodies = (
                get("/organizations/show_many", {"ids": ",".join(ids[n : n + _AT_ONCE])}).body
                for n in range(0, len(ids), _AT_ONCE)
            )
            return dict(_pairs(bodies, "organizations"))
        return dict(_pairs(_pages(get, f"/{_LISTS[attribute]}"), _LISTS[attribute]))
    except HelpdeskError as error:
        if not error.refused:
            raise
        return None


def _pages(get: Get, path: str) -> Iterator[Raw]:
    params: dict[str, str | int] = {"page[size]": _AT_ONCE}
    for _ in range(_PAGES):
        body = get(path, params).body
        yield body
        if (after := after_cursor(body)) is None:
            return
        params["page[after]"] = after


def _pairs(bodies: Iterator[Raw], key: str) -> Iterator[tuple[str, str]]:
    for body in bodies:
        for one in rows(body, key):
            name = one.get("name") if isinstance(one, dict) else None
            if isinstance(name, str) and (ident := as_identity(one.get("id"))) and clean(name):
                yield ident, clean(name, _LONGEST)


def of(raw: Raw, reading: Reading) -> Mapping[str, tuple[str, ...]]:
    """All that a ticket has of what the settings want."""
    attributes: dict[str, tuple[str, ...]] = {
        name: (value,) for name, value in mapping(raw, _NAMES).items()
    }
    own = {TYPE: as_identity(raw.get("type")), CUSTOM_STATUS: custom_statuses.name(raw)}
    attributes |= {str(attribute): (value,) for attribute, value in own.items() if value}
    attributes |= triage.values(raw)
    if shared := sharing.values(raw):
        attributes[str(sharing.SHARING)] = shared
    if reading.tags and (tags := reading.tags.intersection(map(str, rows(raw, "tags")))):
        attributes[str(TAG)] = tuple(sorted(tags))
    for entry in rows(raw, "custom_fields") if reading.fields else ():
        name = reading.fields.get(str(entry.get("id"))) if isinstance(entry, dict) else None
        if not name:
            continue
        titles = mapping(mapping(raw, _TITLES), str(entry["id"]))
        values = (str(titles.get(value, value)) for value in field_texts(entry.get("value")))
        if known := tuple(dict.fromkeys(values)):
            attributes[name] = known
    return attributes


def troubles(get: Get, reading: Reading) -> Iterator[str]:
    """That a list of names cannot be read, and what mends it. Raises HelpdeskError."""
    for attribute, path in _LISTS.items():
        if attribute in reading.by_name and _names(get, attribute, ("1",)) is None:
            yield (
                f"Zendesk gives no list at {path}, so no {attribute} is kept. The plan may have "
                f"none: then take {_SETTINGS[attribute]} out of the settings."
            )
