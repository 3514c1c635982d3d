"""Both generations of Zendesk's satisfaction surveys: how they are paged, and what they say.

An account uses one of them at a time, and its past may hold both, so both are read. The older one
is a list of ratings; of the present one each survey sent is a response, with or without answers.
https://developer.zendesk.com/api-reference/ticketing/ticket-management/csat_survey_responses/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    as_identity,
    clean,
    count,
    identity,
    instant,
    mapping,
    optional_instant,
    record,
    rows,
)
from metrics.helpdesks.web import Web
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.pages import after_cursor, guard, live_edge, rows_of
from metrics.helpdesks.zendesk.sources import SURVEYS_PATH, Feed
from metrics.tickets.records import Instant, Rating, RatingScore

_DAY: Final = 86_400
_OVERLAP_SECONDS: Final = _DAY  # ratings were seen out of order; reading twice is harmless

_OPEN_SECONDS: Final = 29 * _DAY
"""An answer may come and change for 28 days, and responses are found by when they were sent."""

_RECENT_SECONDS: Final = 3 * _DAY
_WIDE_EVERY_SECONDS: Final = _DAY // 4
"""Every run reads the surveys of the last days again, and now and then all that may change."""

_ULID: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID_DIGITS: Final = 26
_ULID_TIME_DIGITS: Final = 10
_GOOD_FROM: Final = 4


def ratings(web: Web, source: Feed, cursor: str | None, since: Instant) -> Batch:
    """Pages behind `start_time`; `newest` remembers where the next walk may begin."""
    cursor = cursor or f"start_time={since}"
    query = dict(parse_qsl(cursor))
    newest = int(query.pop("newest", 0))
    answer = web.get(source.path, {"page[size]": 100, **query})
    page, after = rows_of(answer.body, source), after_cursor(answer.body)
    newest = max([newest, *(_updated_at(row) for row in page)])
    following = _rating_cursor(query, after, newest)
    guard(source, cursor, following, is_end=not after)
    return Batch(
        rows=page,
        cursor=following,
        caught_up=not after,
        through_at=None if after else live_edge(answer),
    )


def responses(web: Web, source: Feed, cursor: str | None, since: Instant) -> Batch:
    """Pages of what was sent from an instant on; `read` and `wide` remember the walks before.

    The instant is `since` at first and later follows when the last walk, and the last wide one,
    began by the server's clock; after one of which nobody knows when it began the next is wide.
    """
    query = dict(parse_qsl(cursor or ""))
    begins = "start" not in query
    start, wide = (
        _start(query, since) if begins else (int(query["start"]), int(query.get("wide", 0)))
    )
    params: dict[str, str | int] = {
        "page[size]": 50,
        "sort": "id",
        "filter[created_at_start]": 1000 * start,
    }
    if "page[after]" in query:
        params["page[after]"] = query["page[after]"]
    answer = web.get(source.path, params)
    page, after = rows_of(answer.body, source), after_cursor(answer.body)
    read_at = answer.served_at if begins else int(query["read"]) if "read" in query else None
    walks = {} if read_at is None else {"read": read_at, "wide": wide or read_at}
    following = urlencode({"start": start, "page[after]": after, **walks} if after else walks)
    guard(source, cursor or "", following, is_end=not after)
    return Batch(
        rows=_with_reasons(web, page),
        cursor=following,
        caught_up=not after,
        through_at=None if after else live_edge(answer),
    )


def response(raw: Raw, reading: Reading) -> Rating | None:
    """A survey of the present kind; None for one that is of no ticket. Raises MalformedError.

    It does not say whom it was given for: who had the ticket then.
    """
    ticket = _ticket(raw)
    if ticket is None:
        reading.unknown["survey of no ticket"] += 1
        return None
    answers = [record(answer) for answer in rows(raw, "answers")]
    best = next((answer for answer in answers if _rates(answer)), None)
    sent_at = _sent_at(identity(raw, "id"))
    if best is None:
        if sent_at is None:
            raise MalformedError("id does not tell when the survey was sent")
        return Rating(
            id=identity(raw, "id"),
            ticket=ticket,
            at=sent_at,
            changed_at=sent_at,
            score=RatingScore.OFFERED,
            offered_at=sent_at,
        )
    at = instant(best, "updated_at" if "updated_at" in best else "created_at")
    return Rating(
        id=identity(raw, "id"),
        ticket=ticket,
        at=at,
        changed_at=max([at, *(_updated_at(answer) for answer in answers)]),
        score=_score(best),
        offered_at=sent_at,
        reason=_reason(answers, mapping(raw, "reasons")),
    )


def _start(query: Mapping[str, str], since: Instant) -> tuple[Instant, Instant]:
    """From when the next walk reads, and when the last wide one began; 0: this one is wide."""
    earliest = max(0, since - _OPEN_SECONDS)
    read_at, wide = int(query.get("read", 0)), int(query.get("wide", 0))
    if not read_at:
        return earliest, 0
    if read_at - wide >= _WIDE_EVERY_SECONDS:
        return max(earliest, read_at - _OPEN_SECONDS), 0
    return max(earliest, read_at - _RECENT_SECONDS), wide


def _with_reasons(web: Web, page: tuple[object, ...]) -> tuple[object, ...]:
    """The rows with the words of the reasons that were chosen, which only the surveys tell."""
    if not any(_choices(row) for row in page if isinstance(row, dict)):
        return page
    try:
        surveys = rows(web.get(SURVEYS_PATH, {"page[size]": 50}).body, "surveys")
    except HelpdeskError as error:
        if not error.refused:
            raise
        return page
    words = {
        str(option.get("id")): clean(str(mapping(option, "label").get("value") or ""))
        for survey in _objects(surveys)
        for question in _objects(rows(survey, "questions"))
        for option in _objects(rows(question, "options"))
        if option.get("id")
    }
    return tuple({**row, "reasons": words} if isinstance(row, dict) else row for row in page)


def _objects(found: Iterable[object]) -> Iterator[Raw]:
    return (row for row in found if isinstance(row, Mapping))


def _choices(raw: Raw) -> list[str]:
    """The ids of the reasons chosen in a response."""
    return [
        str(selection.get("option_id"))
        for answer in rows(raw, "answers")
        if isinstance(answer, dict) and answer.get("type") == "closed_ended"
        for selection in rows(answer, "selections")
        if isinstance(selection, dict) and selection.get("option_id")
    ]


def _reason(answers: Iterable[Raw], words: Raw) -> str | None:
    """The reason chosen first, in the survey's own words; what people wrote is never read."""
    choice = next(iter(_choices({"answers": list(answers)})), None)
    return None if choice is None else clean(str(words.get(choice) or choice))


def _ticket(raw: Raw) -> str | None:
    """The ticket of a response; a request is the same, as its sender sees it."""
    for subject in rows(raw, "subjects"):
        if isinstance(subject, dict) and subject.get("type") in ("ticket", "request"):
            return as_identity(subject.get("id"))
    names = [str(name) for name in rows(raw, "subject_zrns")]
    return next((as_identity(n.rpartition(":")[2]) for n in names if ":ticket:" in n), None)


def _rates(answer: Raw) -> bool:
    kind = mapping(answer, "question").get("sub_type")
    return answer.get("type") == "rating_scale" and kind == "customer_satisfaction"


def _score(answer: Raw) -> RatingScore:
    """Zendesk's own category; without one, 4 and 5 of five points are good, all less is bad."""
    word = str(answer.get("rating_category") or "")
    if word in {RatingScore.GOOD, RatingScore.NEUTRAL, RatingScore.BAD}:
        return RatingScore(word)
    points = count(answer, "rating")
    if points is None:
        raise MalformedError("rating_category is not one we know")
    return RatingScore.GOOD if points >= _GOOD_FROM else RatingScore.BAD


def _sent_at(ident: str) -> Instant | None:
    """When a survey was sent, which its id, a ULID, begins with in milliseconds."""
    if len(ident) != _ULID_DIGITS or not set(ident) <= set(_ULID):
        return None
    millis = 0
    for digit in ident[:_ULID_TIME_DIGITS]:
        millis = millis * len(_ULID) + _ULID.index(digit)
    return optional_instant({"at": millis // 1000}, "at")


def _updated_at(row: object) -> Instant:
    return (optional_instant(row, "updated_at") or 0) if isinstance(row, dict) else 0


def _rating_cursor(query: Mapping[str, str], after: str | None, newest: Instant) -> str:
    start_time = query.get("start_time", "0")
    if after:
        return urlencode({"start_time": start_time, "page[after]": after, "newest": newest})
    again = max(int(start_time), newest - _OVERLAP_SECONDS)
    return urlencode({"start_time": again})
