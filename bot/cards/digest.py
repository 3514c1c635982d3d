"""A digest as messages: the post, and what goes into its thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, Line
from bot.cards.digest_thread import thread
from bot.cards.edition import Edition, Kpi, KpiStanding, WaitSummary
from bot.cards.facts import DOT, speech
from bot.cards.headline import before, capital, headline, movement, then
from bot.cards.standup import standup_card
from bot.cards.statement import MOVES, UNBALANCED, Statement
from bot.cards.tickets import Address, piece
from bot.talk import Block, Picture, Reply
from metrics.catalogue.metric import Unit
from metrics.question.explanation import adds_up
from metrics.question.result import Movement, Part, Result

MOST_GUARDS = 3
FIRST = "For the first time"
SO_FAR = "As far as is known"
TRENDS = ("Growing", "Shrinking")
ACTION = "card"
"""A click on a digest is answered like one on a card."""


def digest_replies(
    edition: Edition,
    picture: Picture | None = None,
    address: Address | None = None,
    settings: str = "",
    *,
    alone: bool = False,
    hears: bool = False,
) -> tuple[Reply, ...]:
    """The post, then what goes into its thread. `settings` are the words behind that button.

    `alone`: one person sees it, and no channel. `hears`: plain replies in its thread are heard.
    """
    if edition.board:
        board = standup_card(edition.board, address, alone=alone, hears=hears)
        notes = tuple(_beside(edition))
        tail = (*notes, *board.tail)
        return (replace(board, tail=tail, phrase=edition.phrase, receipt=edition.lead_receipt.id),)
    return (_post(edition, picture, address, settings), *thread(edition))


def _post(
    edition: Edition, picture: Picture | None, address: Address | None, settings: str
) -> Reply:
    title = f"{edition.title}{DOT}{edition.window.label}{DOT}{edition.scope}"
    head = (
        blocks.header(title),
        blocks.section(Bold(headline(edition))),
        *_groups(edition),
    )
    tail = (
        *_queue(edition, address),
        *_beside(edition),
        blocks.context(_small(edition)),
        blocks.actions(_buttons(edition, settings)),
    )
    return Reply(
        text=_speech(title, edition),
        head=head,
        picture=picture,
        tail=tail,
        phrase=edition.phrase,
        receipt=edition.lead_receipt.id,
    )


def _groups(edition: Edition) -> Iterator[Block]:
    """The measures by their standing, each in one line; those without data in one together."""
    for standing in KpiStanding:
        kpis = edition.of(standing)
        if standing is KpiStanding.UNKNOWN and kpis:
            yield blocks.paragraph((Bold(f"{_lacking(edition)}:"), f" {unknown(edition)}"))
        elif kpis:
            lines = [(kpi.result.title, line(kpi)) for kpi in kpis]
            yield blocks.points(_label(standing, edition), lines)


def _label(standing: KpiStanding, edition: Edition) -> str:
    """The words above measures that stand so: of a time that is hardly known none is steady."""
    if standing is not KpiStanding.STEADY:
        return str(standing)
    if edition.barely_known:
        return SO_FAR
    return FIRST if edition.first else str(standing)


def _lacking(edition: Edition) -> str:
    """What is said of measures without a value: data that end early may still bring one."""
    return "Not known yet" if edition.missing_seconds else str(KpiStanding.UNKNOWN)


def unknown(edition: Edition) -> str:
    """The measures that have no value to show."""
    kpis = edition.of(KpiStanding.UNKNOWN)
    return "; ".join(
        f"{kpi.result.title}, {facts.value(kpi.result, kpi.result.figure)}"
        if kpi.result.figure.hidden
        else kpi.result.title
        for kpi in kpis
    )


def line(kpi: Kpi) -> str:
    """All of a measure in one line: value, change, target, and what stands behind it."""
    result = kpi.result
    parts = (
        # Where data end early, a level is not that of now.
        facts.headline(result).replace(" now", " so far"),
        _change(result),
        _target(kpi),
        f"provisional {still}" if (still := facts.provisional(result)) else None,
        _basis(result),
    )
    return DOT.join(filter(None, parts))


def _change(result: Result) -> str | None:
    """The step, with what it was; nothing where there was nothing before."""
    if result.previous is None:
        return None
    was = facts.value(result, result.previous)
    then = "was" if result.complete or facts.standing(result) else f"{before(result)}:"
    return f"{movement(result)} ({then} {was})" if result.change else f"{then} {was}"


def _target(kpi: Kpi) -> str | None:
    """Whether the target is met; of channels with targets of their own, those that miss it."""
    result, parts = kpi.result, []
    if result.target:
        parts.append(f"{result.target.words} ({facts.goal(result, result.target)})")
    for part in kpi.misses:
        assert part.target is not None
        value, goal = facts.value(result, part.figure), facts.goal(result, part.target)
        parts.append(f"not met in {capital(part.label)}: {value} ({goal})")
    if not parts and (channels := [capital(part.label) for part in result.parts if _meets(part)]):
        parts.append(f"target met in {' and '.join(channels)}")
    return DOT.join(parts) or None


def _meets(part: Part) -> bool:
    return bool(part.target and part.target.met and not part.figure.few)


def _basis(result: Result) -> str | None:
    """How many stand behind it, and between which bounds it lies."""
    interval = words.interval(result.figure, result.unit, days=facts.days(result))
    count = facts.stand(result, result.figure)
    # Shares and counts have said their number already.
    if result.unit is Unit.COUNT or result.figure.hits is not None:
        return interval if result.unit is not Unit.COUNT else None
    return DOT.join(filter(None, (count, interval)))


def _queue(edition: Edition, address: Address | None) -> Iterator[Block]:
    """The backlog in one line, and who still waits."""
    if edition.statement:
        trend = growing(edition.statement)
        yield blocks.paragraph((Bold("Backlog"), f" {statement_line(edition.statement)} {trend}"))
    elif edition.gap:
        yield blocks.paragraph((Bold("Backlog"), f" {edition.gap}"))
    if edition.waits:
        yield _waiting_block(edition, edition.waits, address)


def statement_line(statement: Statement) -> str:
    """From opening to closing in one line."""
    parts = (
        f"{words.count(n)} {'in' if name == 'created' else name}"
        for name, n in statement.steps.items()
        if n or name not in MOVES
    )
    start, end = statement.opened_with, statement.closes_with
    growth = end - start
    sign = "+" if growth > 0 else "\N{MINUS SIGN}" if growth < 0 else ""
    step = f"{sign}{words.count(abs(growth))}" if growth else "unchanged"
    text = f"{words.count(start)} to {words.count(end)} ({step})"
    return f"{text}: {', '.join(parts)}."


def growing(statement: Statement) -> str:
    """Whether it grows, by the rule of its measure; or that the steps do not add up."""
    if not statement.adds_up:
        return UNBALANCED
    warnings = facts.warnings(statement.growth)
    return next((note for note in warnings if note.startswith(TRENDS)), "")


def _waiting_block(edition: Edition, waits: WaitSummary, address: Address | None) -> Block:
    pieces = [blocks.piece(waiting_since(edition), bold=True), blocks.piece(f" {_pending(waits)}")]
    if waits.longest and waits.longest_seconds:
        length = words.duration(waits.longest_seconds)
        longest = piece(waits.longest, address)
        pieces += [blocks.piece(f"{DOT}longest "), longest, blocks.piece(f" for {length}")]
    return blocks.prose(pieces)


def _pending(waits: WaitSummary) -> str:
    return facts.headline(waits.pending).removesuffix(" now")


def waiting_since(edition: Edition) -> str:
    """Who waits, as at when: data that end early know nothing of now."""
    if not (edition.missing_seconds or edition.stale) or edition.fresh_until is None:
        return "Waiting for our reply now"
    at = words.lately(edition.fresh_until, edition.due_at, edition.zone)
    return f"Waiting for our reply at {at}"


def _beside(edition: Edition) -> Iterator[Block]:
    """What must be read with the figures, what went well, and what people noted."""
    lines: list[Line] = [(Bold("Keep in mind:"), f" {guard}") for guard in guards(edition)]
    if gain := edition.gain:
        lines.append((Bold("Worth celebrating:"), f" {_gained(gain.result)}"))
    lines += [(Bold("Noted:"), f" {note}") for note in edition.notes]
    if lines:
        yield blocks.paragraph(*lines)


def _gained(result: Result) -> str:
    return f"{result.title} is {then(result)}: {facts.headline(result)}."


def guards(edition: Edition) -> list[str]:
    """What the measures must be read together with; each thing once."""
    candidates = (guard for kpi in edition.kpis for guard in kpi.result.guards)
    return list(dict.fromkeys(candidates))[:MOST_GUARDS]


def _small(edition: Edition) -> list[str]:
    """What is left out, the exact window with its zone, and how fresh it is."""
    window = words.stretch(edition.window.start, edition.window.end, edition.due_at, edition.zone)
    return list(filter(None, (left_out(edition), window, freshness(edition))))


def left_out(edition: Edition) -> str:
    """The measures there are no data for, in one line."""
    if not edition.missing:
        return ""
    titles = ", ".join(each.title for each in edition.missing)
    return f"Not available: {titles}. How to have them stands in the thread."


def freshness(edition: Edition) -> str:
    """Up to when data are known, and how much of the digest's own time that leaves out."""
    if edition.fresh_until is None:
        return "The first sync is not complete yet: figures may be missing tickets."
    until = min(edition.fresh_until, edition.due_at)
    at = words.lately(until, edition.due_at, edition.zone)
    if gap := edition.missing_seconds:
        return f"Data until {at}: {words.duration(gap)} missing"
    return f"Data as of {at}"


def _buttons(edition: Edition, settings: str) -> list[dict[str, object]]:
    result, phrase = edition.lead.result, edition.phrase
    offers = [("Show by channel", f"{phrase} by channel")] if result.parts else []
    clear = result.change is not None and result.change.movement is not Movement.UNCLEAR
    if clear and adds_up(result.metric):
        offers.append(("Why", f"{phrase} why"))
    if settings:
        offers.append(("Settings", settings))
    if not offers:
        offers.append(("Show the figure", phrase))
    return [blocks.button(label, f"{ACTION}:{n}", ask) for n, (label, ask) in enumerate(offers)]


def _speech(title: str, edition: Edition) -> str:
    """The whole digest for those who hear it or see a notification."""
    measures = (
        f"{_label(standing, edition)}: {'; '.join(f'{k.result.title} {line(k)}' for k in kpis)}"
        for standing in (KpiStanding.ATTENTION, KpiStanding.STEADY, KpiStanding.BETTER)
        if (kpis := edition.of(standing))
    )
    lacking = unknown(edition)
    statement = edition.statement
    waits = edition.waits
    parts = (
        headline(edition).rstrip("."),
        title,
        *measures,
        f"{_lacking(edition)}: {lacking}" if lacking else "",
        f"Backlog {statement_line(statement)[:-1]}" if statement else edition.gap.rstrip("."),
        growing(statement).rstrip(".") if statement else "",
        f"{waiting_since(edition)}: {_pending(waits)}" if waits else "",
        *(guard.rstrip(".") for guard in guards(edition)),
        *(note.rstrip(".") for note in edition.notes),
        *(small.rstrip(".") for small in _small(edition)),
    )
    whole = f"{'. '.join(filter(None, parts))}."
    return blocks.fallback(speech(whole))
