"""Conversations that were merged away. Pure.

Intercom closes the one, links it with the other, and notes in the other that it took one in. So of
a conversation's links with conversations those that it did not take in itself took it in.
https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/mergeconversation
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from metrics.helpdesks.fields import Raw, identity, instant, mapping, optional_instant, rows
from metrics.helpdesks.intercom import vocabulary
from metrics.helpdesks.intercom.normalise import linked
from metrics.tickets.records import Instant, Removal, Removed

_AT_ONCE_SECONDS: Final = 60
"""A merge closes the one and takes it into the other within so much time."""
MOST_LINKS: Final = 5
"""So many of its links are looked at, to see which of them took it in."""


def candidates(raw: Raw) -> tuple[str, ...]:
    """The conversations that may have taken this one in; none where it was not merged away."""
    ids = [str(one.get("id")) for one in linked(raw) if one.get("type") == "conversation"]
    is_closed = raw.get("state") == "closed"
    return tuple(ids[:MOST_LINKS]) if is_closed and len(ids) > len(_taken_in_at(raw)) else ()


def removal(raw: Raw, others: Sequence[Raw]) -> Removed | None:
    """That a conversation was merged into one of these others; None where none says so.

    It was merged at its last close, by which a merge ends it. Raises MalformedError.
    """
    taken_in = [at for other in others for at in _taken_in_at(other)]
    if not taken_in:
        return None
    closes = [
        at
        for part in _parts(raw)
        if part.get("part_type") == "close"
        and (at := optional_instant(part, "created_at")) is not None
    ]
    at = max(closes, default=instant(raw, "updated_at"))
    if closes and all(abs(at - each) > _AT_ONCE_SECONDS for each in taken_in):
        return None  # they took in somebody else
    return Removed(id=identity(raw, "id"), removal=Removal.MERGED, at=at)


def _taken_in_at(raw: Raw) -> list[Instant]:
    """When a conversation took others in."""
    return [
        at
        for part in _parts(raw)
        if part.get("part_type") == vocabulary.MERGED
        and (at := optional_instant(part, "created_at")) is not None
    ]


def _parts(raw: Raw) -> list[Raw]:
    listed = rows(mapping(raw, "conversation_parts"), "conversation_parts")
    return [part for part in listed if isinstance(part, dict)]
