"""Tickets shared with other Zendesk accounts, or by them: with whom, and which are copies.

A shared ticket is a ticket of its own in each of both accounts, kept alike. Who shares it names the
agreement in `sharing_agreement_ids`; the one that was received came by the channel ticket_sharing
and names it too (unconfirmed; without it nobody knows whose it was). What the other account's
agents write comes by the same channel, by users who are its shared agents, and is no reply of ours.
https://developer.zendesk.com/api-reference/ticketing/account-configuration/sharing_agreements/
https://support.zendesk.com/hc/en-us/articles/203661466
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.fields import Raw, as_identity, clean, mapping, rows
from metrics.helpdesks.zendesk import vocabulary
from metrics.helpdesks.zendesk.pages import Get
from metrics.tickets.dimensions import Dimension

SHARING: Final = Dimension.attribute("sharing")
VIA: Final = "ticket_sharing"
_AGREEMENTS: Final = "agreements_of_ticket"
"""Under this name `with_agreements` puts a ticket's agreements into its row."""
_LONGEST: Final = 80


def with_agreements(get: Get, tickets: tuple[object, ...]) -> tuple[object, ...]:
    """The tickets with the agreements they are shared by, as far as any is. Raises HelpdeskError.

    Without the right to see the agreements they stay as they are.
    """
    if not any(_ids(row) for row in tickets):
        return tickets
    try:
        agreements = rows(_list(get).body, "sharing_agreements")
    except HelpdeskError as error:
        if not error.refused:
            raise
        return tickets
    known = {as_identity(one.get("id")): one for one in agreements if isinstance(one, dict)}
    return tuple(
        {**row, _AGREEMENTS: [known[ident] for ident in _ids(row) if ident in known]}
        if isinstance(row, dict)
        else row
        for row in tickets
    )


def values(raw: Raw) -> tuple[str, ...]:
    """With whom a ticket is shared and by whom; nothing for one that is not, or nobody knows."""
    sides = {"outbound": "with", "inbound": "by"}
    return tuple(
        f"shared {sides[side]} {name}"
        for one in _agreements(raw)
        if (side := str(one.get("type"))) in sides and (name := _partner(one))
    )


def is_copy(raw: Raw, sisters: Collection[str]) -> bool:
    """Whether it was shared by another account of ours, where it counts."""
    if not sisters or vocabulary.word(mapping(raw, "via").get("channel")) != VIA:
        return False
    inbound = (one for one in _agreements(raw) if one.get("type") == "inbound")
    return any(str(one.get("remote_subdomain")).casefold() in sisters for one in inbound)


def _list(get: Get) -> Answer:
    return get("/sharing_agreements", {})


def _ids(row: object) -> tuple[str, ...]:
    if not isinstance(row, dict):
        return ()
    found = map(as_identity, rows(row, "sharing_agreement_ids"))
    return tuple(ident for ident in found if ident)


def _agreements(raw: Raw) -> Iterator[Mapping[str, object]]:
    return (one for one in rows(raw, _AGREEMENTS) if isinstance(one, dict))


def _partner(agreement: Mapping[str, object]) -> str:
    """What people call the other account: the name of the agreement, else its subdomain."""
    names = (agreement.get("name"), agreement.get("remote_subdomain"))
    return next((text for n in names if isinstance(n, str) and (text := clean(n, _LONGEST))), "")
