"""What is said of an alert: that it fires, that it still does, and that it is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import words
from bot.alerts.faces import Face, controls
from bot.alerts.kinds.kind import Sight, Story
from bot.cards import blocks, facts
from bot.cards.beside import ordinal
from bot.cards.blocks import Bold, Line, PersonMention, Text
from bot.cards.dues import WHEN, due_list, speech
from bot.cards.facts import DOT
from bot.cards.tickets import Address
from bot.cards.work import PileView, measure, ticket_line
from bot.talk import Block, Picture, Reply
from metrics.ask.lasting import Lasting
from metrics.posting.alerts import Alert
from metrics.store.books.alerts import UnreadableAlert
from metrics.tickets.records import Instant

MOST_DUES = 15
MOST_SPOKEN = 5
WEEK_SECONDS = 7 * 86400


def alert_post(
    alert: Alert,
    sight: Sight,
    story: Story,
    address: Address | None,
    picture: Picture | None = None,
) -> Reply:
    """A post of its own: what, how far, since when, what carries it, and what can be done."""
    lasting = since_words(story.lasting, sight)
    state = f"{sight.now}.{f' {lasting}.' if lasting else ''}"
    pile = story.tickets
    return Reply(
        text=_text((sight.fires, sight.scope, state, *story.lines, _tickets(pile), story.advice)),
        head=(
            blocks.section((Bold(sight.fires), f"{DOT}{sight.scope}"), state, *story.lines),
            *([_ticket_lines(pile, address)] if pile and pile.rows else []),
            *([blocks.section(story.advice)] if story.advice else []),
        ),
        picture=picture,
        tail=tuple(controls(alert, None, _show(sight))),
    )


def since_words(lasting: Lasting | None, sight: Sight) -> str:
    """Since when it is so: "Since Tue 24 Nov 14:00", "Since 10 Nov, for the third week"."""
    if lasting is None:
        return ""
    at, now, zone = lasting.since_at, sight.observation.at, sight.zone
    day = words.local(at, zone).date()
    other_year = day.year != words.local(now, zone).year
    date = words.day(day) if other_year else words.day_short(day)
    if lasting.whole:
        return f"For longer than my data reach (since {date})"
    if lasting.more:
        return "For about a year or longer"
    if not lasting.exact and day == words.local(now, zone).date():
        return "Since today"
    weeks = (now - at) // WEEK_SECONDS
    if weeks:
        return f"Since {date}, for the {ordinal(weeks + 1)} week"
    return f"Since {words.lately(at, now, zone)}" if lasting.exact else f"Since {date}"


def _ticket_lines(pile: PileView, address: Address | None) -> Block:
    """The tickets that carry it, a line each."""
    pieces: list[dict[str, Any]] = []
    for number, view in enumerate(pile.rows):
        pieces += [*([blocks.piece("\n")] if number else []), *ticket_line(pile, view, address)]
    return blocks.prose(pieces)


def _tickets(pile: PileView | None) -> str:
    return ", ".join(f"{v.label} {measure(pile, v)}" for v in pile.rows) if pile else ""


def reminder(alert: Alert, sight: Sight, since_at: Instant) -> Reply:
    """In the thread: it is still so."""
    lasts = words.rough(max(0, sight.observation.at - since_at))
    title = f"Still so, for {lasts}"
    return Reply(
        text=_text((title, sight.fires, sight.now)),
        head=(blocks.section(Bold(f"{title}:"), f"{sight.now}."),),
        tail=tuple(controls(alert, None, _show(sight))),
    )


def recovery(sight: Sight, since_at: Instant, worst: float | None, who: str = "") -> Reply:
    """In the thread: it is over, how long it was so, how bad it was, and who had it."""
    length = length_words(sight, since_at, worst)
    return Reply(
        text=_text((sight.calms, sight.now, length)),
        head=(
            blocks.section(Bold(f"{sight.calms}."), (f"Now {sight.now}. {length}.", *_had(who))),
        ),
    )


def _had(who: str) -> tuple[Text, ...]:
    return (" ", PersonMention(who), " had it.") if who else ()


def length_words(sight: Sight, since_at: Instant, worst: float | None) -> str:
    """How long it was so, and how bad it was at its worst."""
    length = f"It lasted {words.rough(max(0, sight.observation.at - since_at))}"
    return length if worst is None else f"{length}; at its worst {sight.say(worst)}"


def board(alert: Alert, sight: Sight, address: Address | None, face: Face | None = None) -> Reply:
    """The tickets about to miss a target: one message that is kept up to date."""
    most = (speech(due, sight.zone) for due in sight.dues[:MOST_SPOKEN])
    more = max(0, len(sight.dues) - MOST_SPOKEN)
    rest = [f"and {words.count(more)} more"] if more else []
    advice = sight.story().advice
    return Reply(
        text=_text((sight.fires, sight.scope, "; ".join([*most, *rest]), advice)),
        head=(
            due_list(
                f"{sight.fires}{DOT}{sight.scope}",
                sight.dues,
                MOST_DUES,
                sight.zone,
                address,
                sight.owner,
            ),
            *([blocks.section(advice)] if advice else []),
            _since("This list is kept up to date; as of ", sight.observation.at, sight),
        ),
        tail=tuple(controls(alert, face, _show(sight))),
    )


def list_end(sight: Sight, since_at: Instant, worst: float | None, who: str = "") -> Reply:
    """What the list says once no ticket is on it any more."""
    length = length_words(sight, since_at, worst)
    return Reply(
        text=_text((sight.calms, sight.scope, length)),
        head=(
            blocks.section(Bold(f"{sight.calms}."), (f"{sight.scope}{DOT}{length}.", *_had(who))),
            _since("As of ", sight.observation.at, sight),
        ),
    )


def failure_notice(alert: Alert, why: str) -> Reply:
    """To the owner: it could not be checked, again and again."""
    title = "An alert cannot be checked"
    sentence = f"It has failed several times, and I go on trying: {why}"
    return Reply(
        text=_text((title, alert.phrase, sentence.rstrip("."))),
        head=(
            blocks.header(title),
            blocks.section(
                (blocks.Code(alert.phrase), " in ", blocks.place(alert.channel)), sentence
            ),
        ),
    )


def rest_notice(alert: Alert, person: str) -> Reply:
    """To whoever made it, or who administers: it is for somebody who is not one of us now."""
    title, how = "An alert rests", f"/kpi alert delete {alert.id}"
    sentence = (
        "It is not checked while the person it is for is no member of the company. To end it:"
    )
    return Reply(
        text=_text((title, alert.phrase, f"{sentence} {how}")),
        head=(
            blocks.header(title),
            blocks.section(
                (blocks.Code(alert.phrase), " for ", blocks.PersonMention(person)),
                (f"{sentence} ", blocks.Code(how)),
            ),
        ),
    )


def unreadable_notice(odd: UnreadableAlert) -> Reply:
    """To the owner: it cannot be read, so it is not checked."""
    title, how = "An alert cannot be read", f"/kpi alert delete {odd.id}"
    sentence = (
        "It is not checked. Perhaps its time zone is unknown here. Delete it, and make it again:"
    )
    where: Line = (blocks.Code(odd.phrase), " in ", blocks.place(odd.channel))
    return Reply(
        text=_text((title, odd.phrase, f"{sentence} {how}")),
        head=(blocks.header(title), blocks.section(where, (f"{sentence} ", blocks.Code(how)))),
    )


def _since(lead: str, at: Instant, sight: Sight) -> Block:
    """An instant, shown in the zone of whoever reads."""
    date = {"type": "date", "timestamp": at, "format": WHEN}
    return blocks.prose(
        [blocks.piece(lead), {**date, "fallback": words.moment(at, sight.zone)}, blocks.piece(".")]
    )


def _show(sight: Sight) -> list[dict[str, Any]]:
    offers = (("Show", "ask:show", sight.phrase), ("Why", "ask:why", sight.why))
    return [blocks.button(*offer) for offer in offers if offer[-1]]


def _text(parts: Sequence[str]) -> str:
    """All of it for those who hear it or see a notification."""
    text = ". ".join(part.rstrip(".") for part in parts if part)
    return blocks.fallback(facts.speech(f"{text}."))
