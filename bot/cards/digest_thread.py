"""What goes into a digest's thread: the channels, the backlog, and how the numbers were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot import monospace, words
from bot.cards import blocks, facts, parts
from bot.cards.blocks import Bold
from bot.cards.edition import Edition
from bot.cards.statement import UNBALANCED, rows
from bot.talk import Block, Reply
from metrics.catalogue.metric import Unit
from metrics.question.result import Part, Result, Target

MOST_CHANNELS = 8
CHANNEL_CELLS = 12


def thread(edition: Edition) -> Iterator[Reply]:
    """One to three messages."""
    cut = [kpi.result for kpi in edition.kpis if len(kpi.result.parts) > 1]
    if cut:
        title = "By channel, each against its own target"
        yield _reply(title, map(_table_speech, cut), *_channels(cut))
    if edition.statement or edition.ages:
        yield _reply("The backlog", _backlog_speech(edition), *_backlog(edition))
    definitions = (f"{kpi.result.title}: {_definition(kpi.result)}" for kpi in edition.kpis)
    speech = (*(each.why for each in edition.missing), *definitions, *_alarms(edition))
    yield _reply("How these numbers were made", speech, *_definitions(edition))


def _reply(title: str, speech: Iterable[str], *content: Block) -> Reply:
    """A message of its own under the post, with the words for those who hear it."""
    text = ". ".join(sentence.rstrip(".") for sentence in (title, *speech))
    return Reply(text=blocks.fallback(f"{text}."), head=(blocks.section(Bold(title)), *content))


def _channels(cut: list[Result]) -> Iterator[Block]:
    """A table for each measure: durations of channels are never put side by side in one."""
    for result in cut:
        yield blocks.paragraph(Bold(result.title))
        yield blocks.preformatted(monospace.table(_rows(result)))


def _table_speech(result: Result) -> str:
    return f"{result.title}: {', '.join(' '.join(row) for row in _rows(result)[1:])}"


def _rows(result: Result) -> list[list[str]]:
    """A heading, then a row for each channel."""
    channels = [part for part in result.parts if part.figure.n][:MOST_CHANNELS]
    counts = result.unit is Unit.COUNT
    heading = ["", "n" if counts else result.statistic, "share" if counts else "n"]
    has_targets = any(part.target for part in channels)
    lines = [[*heading, *(["target"] if has_targets else [])]]
    for part in channels:
        line = [monospace.shorten(part.label, CHANNEL_CELLS) or "(none)"]
        line += [facts.part_value(result, part), _behind(part, counts=counts)]
        lines.append([*line, *([_judgement(result, part)] if has_targets else [])])
    return lines


def _behind(part: Part, *, counts: bool) -> str:
    if counts:
        return "" if part.share is None else words.share(part.share, 0)
    return words.count(part.figure.n)


def _judgement(result: Result, part: Part) -> str:
    if part.target is None:
        return "none"
    goal = _bare(result, part.target)
    return f"{goal} {'(few)' if part.figure.few else part.target.words}"


def _bare(result: Result, target: Target) -> str:
    """A target as short as can be: which side of it is good, the post says."""
    if result.unit is Unit.SECONDS:
        return words.brief(target.value, days=facts.days(result))
    return words.amount(target.value, result.unit, 0)


def _backlog_speech(edition: Edition) -> Iterator[str]:
    if edition.statement:
        yield ", ".join(" ".join(row) for row in rows(edition.statement)[1:])
    if edition.ages:
        bands = (f"{band.label} {words.count(band.figure.n)}" for band in edition.ages.bands)
        yield f"How old it was: {', '.join(bands)}"


def _backlog(edition: Edition) -> Iterator[Block]:
    if edition.statement:
        yield blocks.preformatted(monospace.table(rows(edition.statement)))
        notes = [*facts.warnings(edition.statement.growth)]
        if not edition.statement.adds_up:
            notes.append(UNBALANCED)
        if notes:
            yield blocks.context(notes)
    elif edition.gap:
        yield blocks.paragraph(edition.gap)
    if edition.ages and (ages := parts.listing(edition.ages)):
        yield blocks.paragraph(Bold(f"How old it was: {facts.headline(edition.ages)}"))
        yield ages.lines


def _definitions(edition: Edition) -> Iterator[Block]:
    window = words.stretch(edition.window.start, edition.window.end, edition.due_at, edition.zone)
    as_of = f"All of it as known at {words.moment(edition.due_at, edition.zone)}."
    yield blocks.paragraph(f"{edition.window.label}: {window}.", as_of)
    for kpi in edition.kpis:
        yield blocks.paragraph((Bold(kpi.result.title), f" {_definition(kpi.result)}"))
    if edition.missing:
        yield blocks.paragraph(Bold("Not available"), *(each.why for each in edition.missing))
    if alarms := _alarms(edition):
        yield blocks.context(alarms)


def _alarms(edition: Edition) -> list[str]:
    return [f"Alerts in this time: {edition.alarms}"] if edition.alarms else []


def _definition(result: Result) -> str:
    """Definition, clock, what is left out and what is not in the number."""
    open_tickets = facts.open_tickets(result)
    left_out = facts.excluded(result)
    parts = (
        result.definition,
        f"Measured in {result.clock_words}." if result.clock_words else "",
        result.population,
        left_out,
        f"Not in the number: {open_tickets}." if open_tickets else "",
    )
    return " ".join(filter(None, parts))
