"""Zendesk's JSON turned into our records, one function per kind. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    as_identity,
    clean,
    count,
    identity,
    instant,
    mapping,
    optional_identity,
    optional_instant,
    rows,
)
from metrics.helpdesks.reading import AccountReading
from metrics.helpdesks.zendesk import custom_statuses, sharing, vocabulary
from metrics.tickets.records import (
    Channel,
    Instant,
    Priority,
    Rating,
    RatingScore,
    Removal,
    Status,
    Team,
    Ticket,
)
from metrics.tickets.vendor_figures import VendorFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(AccountReading):
    """How this account wants to be read; custom fields go by id.

    Without a `category_field` a ticket's type is its category. `sisters` are subdomains of our own
    other accounts.
    """

    sisters: frozenset[str] = frozenset()


_PRIORITIES = {priority.value: priority for priority in Priority}


def ticket(
    raw: Raw, reading: Reading, attributes: Mapping[str, tuple[str, ...]] | None = None
) -> Ticket:
    """A ticket of the export. Raises MalformedError."""
    via = mapping(raw, "via")
    removal = _removal(raw, reading)
    channel_raw = vocabulary.word(via.get("channel"))
    return Ticket(
        id=identity(raw, "id"),
        created_at=instant(raw, "created_at"),
        changed_at=_changed_at(raw),
        status=status(custom_statuses.word(raw), reading),
        status_name=custom_statuses.name(raw),
        channel=_channel(raw, reading),
        channel_raw=clean(channel_raw),
        priority=priority(raw.get("priority"), reading),
        team=optional_identity(raw, "group_id"),
        agent=optional_identity(raw, "assignee_id"),
        category=_category(raw, reading),
        requester=optional_identity(raw, "requester_id"),
        submitter=optional_identity(raw, "submitter_id"),
        parent=_parent(via),
        problem=optional_identity(raw, "problem_id"),
        child=_child(via),
        subject=_subject(raw, reading),
        removal=removal,
        removed_at=_removed_at(raw, removal),
        attributes=attributes or {},
        vendor=_figures(mapping(raw, "metric_set"), mapping(raw, "satisfaction_rating")),
    )


def team(raw: Raw, _: Reading) -> Team:
    """A group."""
    return Team(
        id=identity(raw, "id"),
        name=clean(str(raw.get("name") or "")),
        active=raw.get("deleted") is not True,
    )


def rating(raw: Raw, _: Reading) -> Rating | None:
    """A satisfaction rating, dated when it was answered, else when it was offered.

    None for "unoffered": nobody was asked.
    """
    score = _score(str(raw.get("score") or ""))
    if score is None:
        return None
    changed_at = instant(raw, "updated_at")
    return Rating(
        id=identity(raw, "id"),
        ticket=identity(raw, "ticket_id"),
        at=instant(raw, "created_at") if score is RatingScore.OFFERED else changed_at,
        changed_at=changed_at,
        score=score,
        offered_at=instant(raw, "created_at"),
        agent=optional_identity(raw, "assignee_id"),
        team=optional_identity(raw, "group_id"),
        reason=_reason(raw.get("reason")),
    )


def status(value: object, reading: Reading) -> Status:
    """Our word for a status; one we do not know is open until we learn better."""
    known = vocabulary.STATUSES.get(str(value).lower())
    if known is None:
        reading.unknown[f"status:{clean(str(value), 40)}"] += 1
        return Status.OPEN
    return known


def priority(value: object, reading: Reading) -> Priority | None:
    """Our word for a priority; None for none and for one we do not know."""
    word = str(value or "").lower()
    known = _PRIORITIES.get(word)
    if known is None and word not in {"", "-"}:
        reading.unknown[f"priority:{clean(word, 40)}"] += 1
    return known


def _channel(raw: Raw, reading: Reading) -> Channel:
    word = vocabulary.word(mapping(raw, "via").get("channel"))
    known = vocabulary.CHANNELS.get(word)
    if raw.get("from_messaging_channel") is True and known in {None, Channel.OTHER, Channel.API}:
        return Channel.MESSAGING
    if known is None:
        reading.unknown[f"channel:{clean(word, 40) or '(none)'}"] += 1
        return Channel.OTHER
    return known


def _changed_at(raw: Raw) -> Instant:
    """The version stamp; system updates move only `generated_timestamp`."""
    stamp = optional_instant(raw, "generated_timestamp")
    return instant(raw, "updated_at") if stamp is None else stamp


def _removal(raw: Raw, reading: Reading) -> Removal | None:
    """Deleted (spam is deleted too), merged away, a copy, or one of Zendesk's own samples."""
    if str(raw.get("status")).lower() in vocabulary.DELETED:
        return Removal.DELETED
    if "closed_by_merge" in rows(raw, "tags"):
        return Removal.MERGED
    if sharing.is_copy(raw, reading.sisters):
        return Removal.COPY
    sample = vocabulary.word(mapping(raw, "via").get("channel")) in vocabulary.SAMPLES
    return Removal.TEST if sample else None


def _removed_at(raw: Raw, removal: Removal | None) -> Instant | None:
    match removal:
        case None:
            return None
        case Removal.TEST | Removal.COPY:
            return instant(raw, "created_at")
        case Removal.MERGED:
            solved_at = optional_instant(mapping(raw, "metric_set"), "solved_at")
            return _updated_at(raw) if solved_at is None else solved_at
        case _:
            return _updated_at(raw)


def _updated_at(raw: Raw) -> Instant:
    at = optional_instant(raw, "updated_at")
    return _changed_at(raw) if at is None else at


def _category(raw: Raw, reading: Reading) -> str | None:
    if not reading.category_field:
        return as_identity(raw.get("type"))
    value = next((v for key, v in _custom(raw) if key == reading.category_field), None)
    return as_identity(value[0] if isinstance(value, list) and value else value)


def _custom(raw: Raw) -> Iterator[tuple[str, object]]:
    for entry in rows(raw, "custom_fields"):
        if isinstance(entry, dict):
            yield str(entry.get("id")), entry.get("value")


def _parent(via: Raw) -> str | None:
    """The closed ticket this one follows up."""
    source = mapping(via, "source")
    if source.get("rel") != "follow_up":
        return None
    return optional_identity(mapping(source, "from"), "ticket_id")


def _child(via: Raw) -> bool:
    """Whether agents opened it in a side conversation, to work on another ticket.

    Some accounts tell of it in the channel, others only in how the ticket came (unconfirmed: seen
    in what others read from the API, on no page of Zendesk's).
    """
    names = {
        vocabulary.word(via.get("channel")),
        vocabulary.word(mapping(via, "source").get("rel")),
    }
    return bool(names & vocabulary.SIDE_CONVERSATIONS)


def _has_rating(rating: Raw) -> bool | None:
    """Whether Zendesk says that the customer answered a survey; None where it says nothing."""
    score = rating.get("score")
    return str(score).startswith(("good", "bad")) if score else None


def _subject(raw: Raw, reading: Reading) -> str | None:
    value = raw.get("subject")
    return clean(value, 255) if reading.keep_subjects and isinstance(value, str) else None


def _figures(metrics: Raw, rating: Raw) -> VendorFigures:
    """Zendesk's own minutes. Without a reply its reply time may read 0: that is no figure."""
    replies = count(metrics, "replies")
    reply = mapping(metrics, "reply_time_in_minutes") if replies else {}
    first = mapping(metrics, "first_resolution_time_in_minutes")
    resolution = mapping(metrics, "full_resolution_time_in_minutes")
    return VendorFigures(
        reply_minutes=count(reply, "calendar"),
        reply_business_minutes=count(reply, "business"),
        first_resolution_minutes=count(first, "calendar"),
        first_resolution_business_minutes=count(first, "business"),
        resolution_minutes=count(resolution, "calendar"),
        resolution_business_minutes=count(resolution, "business"),
        solved_at=optional_instant(metrics, "solved_at"),
        replies=replies,
        reopens=count(metrics, "reopens"),
        rated=_has_rating(rating),
    )


def _reason(value: object) -> str | None:
    """Why a rating is bad, as it was chosen from a list; what people wrote is never read."""
    return (clean(value) or None) if isinstance(value, str) else None


def _score(word: str) -> RatingScore | None:
    """good_with_comment and its like are good; None for a survey nobody was sent."""
    first = word.lower().split("_")[0]
    if first == "unoffered":
        return None
    if first not in set(RatingScore):
        raise MalformedError("score is not one we know")
    return RatingScore(first)
