"""The rating of an Intercom conversation: asked for at one time, answered at another. Pure.

Faces go from 1 to 5, of which Intercom counts 4 and 5 as satisfied; tickets have no rating.
https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations
"""

from __future__ import annotations

from metrics.helpdesks.fields import Raw, as_identity, clean, identity, instant, mapping
from metrics.helpdesks.intercom import vocabulary
from metrics.helpdesks.intercom.normalise import Reading
from metrics.tickets.records import Rating, RatingScore


def rating(raw: Raw, reading: Reading) -> Rating | None:
    """The rating of a conversation; None where none was asked for. Raises MalformedError."""
    own = raw.get("conversation_rating")
    if not isinstance(own, dict):
        return None
    score = _score(own.get("rating"), reading)
    if score is None:
        return None
    asked_at = instant(own, "created_at")
    changed_at = instant(own, "updated_at" if own.get("updated_at") else "created_at")
    teammate = mapping(own, "teammate")
    return Rating(
        id=identity(raw, "id"),
        ticket=identity(raw, "id"),
        at=asked_at if score is RatingScore.OFFERED else changed_at,
        changed_at=changed_at,
        score=score,
        offered_at=asked_at,
        agent=_teammate(teammate),
    )


def _teammate(teammate: Raw) -> str | None:
    """Whom it was given for: a workflow is nobody."""
    if teammate.get("type") != vocabulary.TEAMMATE:
        return None
    return as_identity(teammate.get("id"))


def _score(points: object, reading: Reading) -> RatingScore | None:
    if points is None:
        return RatingScore.OFFERED
    if isinstance(points, int) and not isinstance(points, bool) and points in vocabulary.FACES:
        return vocabulary.FACES[points]
    reading.unknown[f"rating:{clean(str(points), 40)}"] += 1
    return None
