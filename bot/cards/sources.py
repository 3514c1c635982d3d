"""How each source stands, on a card for every member: short, and with no names of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line
from bot.cards.facts import DOT
from bot.talk import Audience, Block, Reply
from metrics.sources.knowledge import NeedState
from metrics.sources.standing import Dark, Overview, SourceStanding
from metrics.tickets.records import Instant
from metrics.tickets.suspended import MOST

MOST_REASONS = 3
MOST_WORDS = 5
MOST_DARK = 12
MOST_SOURCES = 25
MOST_PROPOSALS = 5
FILES = "Not from a helpdesk, but from a file that you import"
IMPORT = (
    "Whoever runs Deskpulse brings one in with deskpulse import surveys FILE, and so on; "
    "--template prints one to fill in."
)
REREAD = Code("deskpulse sync --full")
NOTHING = "No helpdesk is connected yet, and no file was imported."

UsualAge: TypeAlias = Callable[[Iterable[str]], int]
"""How old, in seconds, the data of sources may be to be those of now."""


def sources_card(overview: Overview, now: Instant, zone: str, usual_age: UsualAge) -> Reply:
    """Each source, and which measures can be answered with what they tell.

    Data of a helpdesk that are older than its `usual_age` are behind.
    """
    content: list[Block] = [blocks.section(Bold("What I know, and from where"))]
    content += [
        blocks.paragraph(*_source(each, state(each, now, zone, usual_age), now, zone))
        for each in overview.standings[:MOST_SOURCES]
    ]
    more = len(overview.standings) - MOST_SOURCES
    if more > 0:
        content.append(blocks.context([f"And {words.count(more)} more, which doctor lists."]))
    if not overview.standings:
        content.append(blocks.section(NOTHING))
    if overview.proposals:
        content.append(blocks.section(Bold("One team or several?"), *_proposals(overview)))
    content += _measures(overview)
    states = (f"{title(each)}: {state(each, now, zone, usual_age)}." for each in overview.standings)
    text = " ".join(states) or NOTHING
    total = len(overview.answers) + sum(len(each.titles) for each in overview.dark)
    sentence = f"I can answer {len(overview.answers)} of {total} measures. {text}"
    return Reply(
        text=blocks.fallback(sentence), head=tuple(content), audience=Audience.ME, figures=True
    )


def _proposals(overview: Overview) -> Iterator[Line]:
    yield from overview.proposals[:MOST_PROPOSALS]
    more = len(overview.proposals) - MOST_PROPOSALS
    if more > 0:
        yield f"{words.count(more)} more names are those of teams of several helpdesks."


def title(standing: SourceStanding) -> str:
    """What people call a source; a kind of file by what it brings."""
    if standing.helpdesk:
        return standing.name
    return f"Imported: {standing.knowledge[0].need.words}"


def state(standing: SourceStanding, now: Instant, zone: str, usual_age: UsualAge) -> str:
    """From when and up to when it is known, and whether that is as it should be."""
    since, until = standing.since_at, standing.until_at
    begins = words.day(words.local(since, zone).date())
    if until is None:
        if standing.of(NeedState.WITHHELD):
            return "gives me nothing"
        return f"is being read for the first time, from {begins} on"
    reach = words.lately(min(until, now), now, zone)
    span = f"known from {begins} to {reach}"
    if standing.retired:
        return f"retired, {span}"
    late = standing.helpdesk and now - until > usual_age([standing.source])
    return f"{span}, {words.duration(now - until)} behind" if late else span


def _source(standing: SourceStanding, state: str, now: Instant, zone: str) -> Iterator[Line]:
    yield (Bold(title(standing)), f"{DOT}{state}")
    whys = [each.why for each in standing.of(NeedState.WITHHELD)]
    yield from dict.fromkeys(whys)
    if standing.until_at is not None:
        filling = [each.need.words for each in standing.of(NeedState.FILLING)]
        if filling:
            yield f"Still being read: {', '.join(filling)}."
    absent = [each.need.words for each in standing.of(NeedState.ABSENT)]
    if absent:
        yield f"It has no {', no '.join(absent)}."
    yield from _beginnings(standing, zone)
    yield from _aside(standing)
    if standing.mixed:
        yield (
            f"{mixture(standing.mixed)} Whoever runs Deskpulse has them read again with ",
            REREAD,
            " once.",
        )
    yield from (f"{words.count(n)} {what}." for what, n in standing.contradictions)
    if standing.suspended:
        yield _held_back(standing, now)
    if standing.words:
        by_count = sorted(standing.words.items(), key=lambda each: (-each[1], each[0]))
        text = ", ".join(f"{word} ({words.count(n)})" for word, n in by_count[:MOST_WORDS])
        more = len(by_count) - MOST_WORDS
        rest = f" and {words.count(more)} more" if more > 0 else ""
        yield f"Words I do not know, which I count as other: {text}{rest}."


def _beginnings(standing: SourceStanding, zone: str) -> Iterator[Line]:
    """What is known only since later than the rest, and what was known once."""
    for at, later in standing.known_later.items():
        what = ", ".join(each.need.words for each in later)
        yield f"Only since {words.day(words.local(at, zone).date())}: {what}."
    if standing.kept_from_at is not None:
        day = words.day(words.local(standing.kept_from_at, zone).date())
        yield f"What was done with before {day} has been deleted, as the settings say."


def mixture(settings: Sequence[str]) -> str:
    """That settings changed after some of what is stored was read, in a sentence."""
    names = ", ".join(settings)
    return f"Changed since some tickets were read, which still have the old values: {names}."


def _held_back(standing: SourceStanding, now: Instant) -> Line:
    """How many mails wait that became no tickets, since when, and why the most."""
    total = sum(each.n for each in standing.suspended)
    ages = [each.oldest_at for each in standing.suspended if each.oldest_at is not None]
    oldest = f", the oldest for {words.duration(max(0, now - min(ages)))}" if ages else ""
    whys = "; ".join(
        f"{each.id} ({words.count(each.n)})" for each in standing.suspended[:MOST_REASONS]
    )
    more = " or more" if total >= MOST else ""
    mails = "suspended mail waits" if total == 1 else "suspended mails wait"
    return f"{words.count(total)}{more} {mails} there{oldest}, and no figure has them: {whys}."


def _aside(standing: SourceStanding) -> Iterator[Line]:
    """The records that could not be read, by stream, with the reasons of most."""
    streams = dict.fromkeys(stream for stream, _, _ in standing.aside)
    for stream in streams:
        mine = [(why, n) for name, why, n in standing.aside if name == stream]
        total = sum(n for _, n in mine)
        what = stream.replace("_", " ")
        whys = "; ".join(f"{why} ({words.count(n)})" for why, n in mine[:MOST_REASONS])
        yield f"{words.count(total)} {what} could not be read and are in no figure: {whys}."


def _measures(overview: Overview) -> Iterator[Block]:
    """How many measures can be answered, and what would light the others."""
    total = len(overview.answers) + sum(len(each.titles) for each in overview.dark)
    text = f" {words.count(len(overview.answers))} of {words.count(total)} can be answered today."
    yield blocks.section((Bold("Measures"), text))
    of_files = [dark for dark in overview.dark if dark.files]
    if of_files:
        yield blocks.section(Bold(FILES), *map(_of_file, of_files))
        yield blocks.context([IMPORT])
    others = [dark for dark in overview.dark if not dark.files]
    if others:
        yield blocks.section(*map(_dark, others[:MOST_DARK]))


def _of_file(dark: Dark) -> Line:
    first, *others = (Code(file) for file in dark.files)
    files = (first, *(span for each in others for span in (" and ", each)))
    return (*files, f" {', '.join(dark.titles)}")


def _dark(dark: Dark) -> Line:
    return (Bold(", ".join(dark.titles)), f": {dark.why}")
