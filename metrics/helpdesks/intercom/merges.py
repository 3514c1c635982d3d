"""Conversations that were merged away. Pure.

Intercom closes the one, links it with the other, and notes in either what became of it. Where the
one has no such note, the other is looked for: of a conversation's links with conversations those
that it did not take in itself took it in.
https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/mergeconversation
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from metrics.helpdesks.fields import Raw, identity, instant, mapping, optional_instant, rows
from metrics.helpdesks.intercom import vocabulary
from metrics.helpdesks.intercom.normalise import linked
from metrics.tickets.records import Instant, Removal, Removed

_AT_ONCE_SECONDS: Final = 60
"""A merge closes the one and takes it into the other within so much time."""
MOST_LINKS: Final = 1000
"""So many links does Intercom tell of a conversation."""


def candidates(raw: Raw) -> tuple[str, ...]:
    """The conversations that may have taken this one in.

    None where it was not merged away, or says itself that it was.
    """
    ids = [str(one.get("id")) for one in linked(raw) if one.get("type") == "conversation"]
    is_doubtful = _is_closed(raw) and not _times(raw, vocabulary.MERGED_AWAY)
    is_doubtful = is_doubtful and len(ids) > len(_times(raw, vocabulary.MERGED))
    return tuple(ids[:MOST_LINKS]) if is_doubtful else ()


def removal(raw: Raw, others: Iterable[Raw]) -> Removed | None:
    """That a conversation was merged into another; None where neither itself nor another says so.

    No more of the others are looked at than it takes. Without a note of its own it was merged at
    its last close, by which a merge ends it. Raises MalformedError.
    """
    notes = _times(raw, vocabulary.MERGED_AWAY) if _is_closed(raw) else []
    if notes:
        return Removed(id=identity(raw, "id"), removal=Removal.MERGED, at=max(notes))
    closes = _times(raw, "close")
    at = max(closes, default=instant(raw, "updated_at"))
    taken_in = (each for other in others for each in _times(other, vocabulary.MERGED))
    if any(not closes or abs(at - each) <= _AT_ONCE_SECONDS for each in taken_in):
        return Removed(id=identity(raw, "id"), removal=Removal.MERGED, at=at)
    return None  # they took in somebody else


def _is_closed(raw: Raw) -> bool:
    return raw.get("state") == "closed"


def _times(raw: Raw, kind: str) -> list[Instant]:
    """When a conversation had parts of a type."""
    return [
        at
        for part in _parts(raw)
        if part.get("part_type") == kind
        and (at := optional_instant(part, "created_at")) is not None
    ]


def _parts(raw: Raw) -> list[Raw]:
    listed = rows(mapping(raw, "conversation_parts"), "conversation_parts")
    return [part for part in listed if isinstance(part, dict)]
