"""Answers to Pylon's satisfaction surveys, each put to an issue.

An answer names a contact, a score and a time, and no issue; an issue has the scores that were
given for it, and no time. So the issues of those who answered are looked up, and an answer counts
for the one with that score that was solved last before. An answer that fits none counts nowhere.
https://docs.usepylon.com/pylon-docs/developer/api/api-reference/surveys
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from metrics.helpdesks.fields import (
    Raw,
    as_identity,
    identity,
    instant,
    mapping,
    optional_identity,
    optional_instant,
    rows,
)
from metrics.helpdesks.pylon.normalise import Reading
from metrics.helpdesks.pylon.pages import SETTLED_SECONDS, Batch, iso, search, sheet, turn
from metrics.helpdesks.pylon.sources import Feed
from metrics.helpdesks.pylon.vocabulary import CSAT, SCORE
from metrics.helpdesks.web import Web
from metrics.tickets.records import Instant, Rating, RatingScore

EACH_PAGE: Final = 100
_AGAIN_SECONDS: Final = 86_400
"""How far back each run reads: by then an issue has the score that its customer gave."""
_MOST_PAGES: Final = 50
FOR: Final = "answered_for"
"""The key under which an answer's row has the issue that it was put to."""


def responses(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """Answers to satisfaction surveys from `since` on, one survey after the other.

    `survey` and `place` say where the walk is, `read` when it began. Raises HelpdeskError.
    """
    query = dict(parse_qsl(cursor or "", keep_blank_values=True))
    start, place = int(query.get("since", since)), query.get("place", "")
    surveys = _surveys(web)
    survey = next((each for each in surveys if each >= query.get("survey", "")), None)
    if survey is None:
        return _end((), start, _began(query, web.get("/me").served_at))
    path = feed.path.format(quote(survey, safe=""))
    asked: dict[str, str | int] = {"submitted_after": iso(max(0, start - 1)), "limit": EACH_PAGE}
    if place and survey == query.get("survey"):
        asked["cursor"] = place
    found = sheet(web.get(path, asked), path)
    read_at = _began(query, found.read_at)
    answers = tuple(_put(web, found.rows))
    walk: dict[str, str | int] = {"since": start, "read": "" if read_at is None else read_at}
    later = next((each for each in surveys if each > survey), None)
    if found.next:
        walk |= {"survey": survey, **turn(path, found, query if "cursor" in asked else {})}
    elif later is not None:
        walk |= {"survey": later}
    else:
        return _end(answers, start, read_at)
    return Batch(rows=answers, cursor=urlencode(walk), caught_up=False, through_at=None)


def _began(query: Mapping[str, str], served_at: Instant | None) -> Instant | None:
    """When a walk began: now where it begins; None where Pylon's clock was not known then."""
    if "read" not in query:
        return served_at
    return int(query["read"]) if query["read"] else None


def _end(answers: tuple[object, ...], start: Instant, read_at: Instant | None) -> Batch:
    """The end of a walk; one that began by a clock that is not known is repeated."""
    if read_at is None:
        again = urlencode({"since": start})
        return Batch(rows=answers, cursor=again, caught_up=True, through_at=None)
    through_at = max(start, read_at - SETTLED_SECONDS)
    following = urlencode({"since": max(start, read_at - _AGAIN_SECONDS)})
    return Batch(rows=answers, cursor=following, caught_up=True, through_at=through_at)


def _surveys(web: Web) -> list[str]:
    """The ids of the surveys on how content people are."""
    found, place = [], ""
    for _ in range(_MOST_PAGES):
        page = sheet(web.get("/surveys", {"cursor": place} if place else None), "/surveys")
        listed = [row for row in page.rows if isinstance(row, dict) and row.get("type") == CSAT]
        found += [ident for row in listed if (ident := as_identity(row.get("id")))]
        if page.next in {"", place}:
            break
        place = page.next
    return sorted(found)


def _put(web: Web, answers: Iterable[object]) -> Iterator[object]:
    """The rows of answers, each with the issue that it counts for."""
    known = [row for row in answers if isinstance(row, dict)]
    issues = _issues(web, {c for row in known if (c := as_identity(row.get("contact_id")))})
    for answer in answers:
        if isinstance(answer, dict):
            fitting = best(answer, issues[str(answer.get("contact_id"))])
            yield {**answer, FOR: fitting}
        else:
            yield answer


def _issues(web: Web, contacts: set[str]) -> defaultdict[str, list[Raw]]:
    """The issues of these contacts that have a score, by contact."""
    found: defaultdict[str, list[Raw]] = defaultdict(list)
    asked: Mapping[str, Any] = {
        "field": "requester_id",
        "operator": "in",
        "values": sorted(contacts),
    }
    place = ""
    for _ in range(_MOST_PAGES if contacts else 0):
        page = search(web, asked, place)
        for row in page.rows:
            if isinstance(row, dict) and rows(row, "csat_responses"):
                found[str(mapping(row, "requester").get("id"))].append(row)
        if page.next in {"", place}:
            break
        place = page.next
    return found


def best(answer: Raw, issues: Iterable[Raw]) -> Raw | None:
    """The issue that an answer counts for: of its score, and the last that was solved before."""
    at, score = optional_instant(answer, "submitted_at"), points(answer)
    fitting = [
        (when, str(row.get("number")), row)
        for row in issues
        if at is not None and score is not None and score in _scores(row)
        if (when := _solved_at(row, at)) is not None
    ]
    return max(fitting, key=lambda each: each[:2])[2] if fitting else None


def _solved_at(row: Raw, before: Instant) -> Instant | None:
    """When an issue was last solved before an instant, as far as is known; else when it came."""
    stamps = ("created_at", "first_resolution_time", "resolution_time")
    times = [at for name in stamps if (at := optional_instant(row, name)) is not None]
    return max((at for at in times if at <= before), default=None)


def _scores(row: Raw) -> set[int]:
    given = (each.get("score") for each in rows(row, "csat_responses") if isinstance(each, dict))
    return {score for each in given if (score := _whole(each)) is not None}


def points(answer: Raw) -> int | None:
    """The score of an answer, which Pylon writes as text; None where it has none."""
    for each in rows(answer, "answers"):
        if isinstance(each, dict) and each.get("question_type") == SCORE:
            return _whole(each.get("value"))
    return None


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(float(value))
    except (ValueError, OverflowError):
        return None


def rating(raw: Raw, reading: Reading) -> Rating | None:
    """An answer; None for one of no issue or without a score, which is counted as unknown."""
    issue, score = mapping(raw, FOR), points(raw)
    if not issue or score is None or not 1 <= score <= reading.best_score:
        word = "of no issue" if not issue and score is not None else str(score)
        reading.unknown[f"rating:{word}"] += 1
        return None
    at = instant(raw, "submitted_at")
    return Rating(
        id=identity(raw, "id"),
        ticket=identity(issue, "number"),
        at=at,
        changed_at=at,
        score=_sentiment(score, reading.best_score),
        agent=optional_identity(mapping(issue, "assignee"), "id"),
        team=optional_identity(mapping(issue, "team"), "id"),
    )


def _sentiment(score: int, best_score: int) -> RatingScore:
    twice_middle = best_score + 1
    if 2 * score == twice_middle:
        return RatingScore.NEUTRAL
    return RatingScore.GOOD if 2 * score > twice_middle else RatingScore.BAD
