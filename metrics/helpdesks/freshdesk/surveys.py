"""Answers to Freshdesk's satisfaction surveys. Pure.

The classic survey has three faces: 1 happy, 2 neutral, 3 unhappy. Later ones go by points from -103
to 103, of which those above 100 are good. That a survey was sent and not answered stands nowhere.
https://developers.freshdesk.com/api/#satisfaction-ratings
"""

from __future__ import annotations

from metrics.helpdesks.fields import Raw, clean, identity, instant, mapping, optional_identity
from metrics.helpdesks.freshdesk import vocabulary
from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.tickets.records import Rating, RatingScore


def rating(raw: Raw, reading: Reading) -> Rating | None:
    """An answer; None for one that does not say how content somebody was."""
    points = mapping(raw, "ratings").get("default_question")
    score = _score(points)
    if score is None:
        reading.unknown[f"rating:{clean(str(points), 40)}"] += 1
        return None
    return Rating(
        id=identity(raw, "id"),
        ticket=identity(raw, "ticket_id"),
        at=instant(raw, "created_at"),
        changed_at=instant(raw, "updated_at" if raw.get("updated_at") else "created_at"),
        score=score,
        agent=optional_identity(raw, "agent_id"),
        team=optional_identity(raw, "group_id"),
    )


def _score(points: object) -> RatingScore | None:
    if isinstance(points, bool) or not isinstance(points, int):
        return None
    if points in vocabulary.CLASSIC:
        return vocabulary.CLASSIC[points]
    if points == vocabulary.MIDDLE:
        return RatingScore.NEUTRAL
    if not vocabulary.MIDDLE < abs(points) <= vocabulary.EXTREME:
        return None
    return RatingScore.GOOD if points > 0 else RatingScore.BAD
