"""A digest as messages: the post, and what goes into its thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

from bot import words
from bot.cards import blocks, facts, sentences, things
from bot.cards.blocks import Bold, Line
from bot.cards.digest_thread import thread
from bot.cards.edition import Edition, FollowUp, Kpi, Reason, Surge, Thing
from bot.cards.facts import DOT, speech
from bot.cards.headline import headline, short
from bot.cards.standup import standup_card
from bot.cards.statement import MOVES, UNBALANCED, Statement
from bot.cards.tickets import Address, ticket_piece
from bot.talk import Block, Picture, Reply
from metrics.periods import PeriodKind
from metrics.periods.windows import day_range
from metrics.question.explanation import adds_up
from metrics.question.ticket_state import NamedTicket

TicketPiece: TypeAlias = Callable[[NamedTicket], dict[str, Any]]
"""Draws a ticket's number."""

MOST_NOTES = 2
MOST_LEFT = 3
MOST_LACKING = 3
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
        notes = [blocks.paragraph(*_notes(edition))] if edition.notes else []
        tail = (*notes, *board.tail)
        return (replace(board, tail=tail, phrase=edition.phrase, receipt=edition.lead_receipt.id),)
    return (_post(edition, picture, address, settings), *thread(edition))


def _post(
    edition: Edition, picture: Picture | None, address: Address | None, settings: str
) -> Reply:
    top, ticket = _top(edition), partial(_ticket, edition, address)
    lines = [*_well(edition), *_beside(edition)]
    return Reply(
        text=_speech(edition),
        head=(
            blocks.header(heading(edition)),
            *([blocks.section(Bold(top))] if top else []),
            *(_thing(number, each, ticket) for number, each in enumerate(edition.things, 1)),
            *([_surge(edition.surge, ticket)] if edition.surge else []),
            *([_bad_ratings(edition.follow_up, ticket)] if edition.follow_up else []),
        ),
        picture=picture,
        tail=(
            *([blocks.paragraph(*lines)] if lines else []),
            *_small(edition),
            blocks.actions(_buttons(edition, settings)),
        ),
        phrase=edition.phrase,
        receipt=edition.lead_receipt.id,
    )


def heading(edition: Edition) -> str:
    """What it is, of which days, and of which tickets where not of all."""
    window = edition.window
    named = window.kind is PeriodKind.WEEK
    days = day_range(window.first, window.last).rpartition(" ")[0] if named else window.label
    scope = (edition.scope,) if edition.narrowed else ()
    return DOT.join((edition.title, days, *scope))


def _top(edition: Edition) -> str:
    """The first line, where the first thing does not say it already."""
    known = not (edition.barely_known or edition.missing_seconds)
    return "" if edition.urgent and known else headline(edition, listed=True)


def _ticket(edition: Edition, address: Address | None, ticket: NamedTicket) -> dict[str, Any]:
    """A ticket's number, with its helpdesk where there are several, as a link where it has one."""
    helpdesk = edition.helpdesks.get(ticket.source, "")
    return ticket_piece(ticket.id, ticket.source, address, helpdesk, ticket.number)


def _thing(number: int, thing: Thing, piece: TicketPiece) -> Block:
    """A thing as a paragraph of rich text, with its tickets as links."""
    pieces = [blocks.piece(blocks.one_line(f"{number}. {things.title(thing)}"), bold=True)]
    if rest := things.rest(thing):
        pieces.append(blocks.piece(blocks.one_line(f" {rest}")))
    if thing.tickets and thing.reason is Reason.AGE:
        pieces.append(blocks.piece(" Oldest:"))
    for ticket in thing.tickets:
        pieces += [blocks.piece(" "), piece(ticket)]
    return blocks.prose(pieces)


def _surge(surge: Surge, piece: TicketPiece) -> Block:
    """The day that stands out, with what caused it as links."""
    first, rest = things.surge(surge)
    pieces = [blocks.piece(blocks.one_line(first), bold=True), blocks.piece(f" {rest}")]
    if surge.problems:
        pieces.append(blocks.piece(" Problem ticket:"))
    for ticket in surge.problems:
        pieces += [blocks.piece(" "), piece(ticket)]
    return blocks.prose(pieces)


def _bad_ratings(after: FollowUp, piece: TicketPiece) -> Block:
    """What became of the bad ratings, with the first tickets that wait for somebody."""
    pieces = [blocks.piece(f"{things.follow_up(after)}{':' if after.left else '.'}", bold=True)]
    for ticket in after.left[:MOST_LEFT]:
        pieces += [blocks.piece(" "), piece(ticket)]
    if (more := len(after.left) - MOST_LEFT) > 0:
        pieces.append(blocks.piece(f" and {words.count(more)} more"))
    return blocks.prose(pieces)


def _well(edition: Edition) -> Iterator[Line]:
    """What became of the last things, what went well, and what did not move."""
    for before in edition.earlier:
        yield things.earlier(before, edition.scope)
    if edition.gain:
        yield (Bold("Going well:"), f" {things.gained(edition.gain)}")
    if moving := list(edition.moving):
        yield (Bold("On the move:"), f" {'; '.join(map(things.moving, moving))}.")
    if told := list(edition.steady):
        label = "For the first time" if edition.first else "Steady"
        label = "As far as is known" if edition.barely_known else label
        said = _trend if edition.trends else things.steady
        yield (
            Bold(f"{label}:"),
            f" {(', ' if said is things.steady else '; ').join(map(said, told))}.",
        )
    if edition.statement:
        yield (Bold("Backlog"), f" {statement_line(edition.statement)}")
    elif edition.gap:
        yield (Bold("Backlog:"), f" {edition.gap}")


def _trend(kpi: Kpi) -> str:
    """A measure with where it comes from, for those who look at trends."""
    moved = sentences.movement(kpi.result)
    return f"{things.steady(kpi)}{f', {moved}' if moved else ''}"


def statement_line(statement: Statement) -> str:
    """From opening to closing in a sentence."""
    names = {"created": "in", "reopened": "back"}
    parts = (
        f"{words.count(n)} {names.get(name, name)}"
        for name, n in statement.steps.items()
        if n or name not in MOVES
    )
    start, end = words.count(statement.opened_with), words.count(statement.closes_with)
    text = f"{start} to {end}: {', '.join(parts)}."
    return text if statement.adds_up else f"{text} {UNBALANCED}"


def _beside(edition: Edition) -> Iterator[Line]:
    """What must be read with the figures, and what people noted."""
    trades = dict.fromkeys(k.result.trade_off for k in edition.kpis if k.result.trade_off)
    yield from trades
    yield from _notes(edition)


def _notes(edition: Edition) -> list[Line]:
    return [(Bold("Noted:"), f" {note}") for note in edition.notes[:MOST_NOTES]]


def _small(edition: Edition) -> Iterator[Block]:
    """What was not measured and since when, and how fresh it is where it is older than usual."""
    lines = list(
        filter(None, (lacking(edition), things.silence(edition.silent), _freshness(edition)))
    )
    if lines:
        yield blocks.context(lines)


def lacking(edition: Edition) -> str:
    """What was not measured, in one line; "" where all was."""
    parts = [_no_figure(kpi, edition) for kpi in edition.unknown]
    for each in edition.missing:
        since = words.day_short(words.local(each.since, edition.zone).date()) if each.since else ""
        parts.append(f"{each.title}{f' (since {since})' if since else ''}")
    if not parts:
        return ""
    rest = len(parts) - MOST_LACKING
    more = f" and {rest} more" if rest > 0 else ""
    verb = "Not known yet" if edition.missing_seconds else "Not measured"
    return f"{verb}: {', '.join(parts[:MOST_LACKING])}{more}."


def _no_figure(kpi: Kpi, edition: Edition) -> str:
    """A measure without a figure: too few, or none since when."""
    result = kpi.result
    if result.figure.hidden:
        return f"{result.title}, {facts.value(result, result.figure)}"
    known = [p.window for p in result.series if facts.has_value(p.figure)]
    since = f" (none since {short(known[-1].label)})" if known else ""
    return f"{result.title}{'' if edition.missing_seconds else since}"


def _freshness(edition: Edition) -> str:
    """Up to when data are known, where that is not as usual."""
    if edition.fresh_until is None:
        return "The first sync is not complete yet: figures may be missing tickets."
    until = min(edition.fresh_until, edition.due_at)
    at = words.lately(until, edition.due_at, edition.zone)
    if gap := edition.missing_seconds:
        return f"Data until {at}: {words.duration(gap)} missing"
    return f"Data as of {at}" if edition.stale else ""


def _buttons(edition: Edition, settings: str) -> list[dict[str, object]]:
    offers: list[tuple[str, str]] = []
    for number, thing in enumerate(edition.things, 1):
        if thing.reason is Reason.AGE:
            offers.append(("Oldest", f"{thing.why} list"))
        elif adds_up(thing.result.metric) and thing.result.previous is not None:
            offers.append((f"Why {number}", thing.why))
        else:
            offers.append((f"Show {number}", thing.phrase))
    if not offers:
        offers.append(("Show the figure", edition.phrase))
    if settings:
        offers.append(("Settings", settings))
    return [blocks.button(label, f"{ACTION}:{n}", ask) for n, (label, ask) in enumerate(offers)]


def _speech(edition: Edition) -> str:
    """The whole digest for those who hear it or see a notification; its first line comes first."""
    top = headline(edition)
    titles = ["" if (title := things.title(each)) in top else title for each in edition.things]
    pieces = zip(titles, map(things.rest, edition.things), strict=True)
    told = (f"{n}. {' '.join(filter(None, each))}" for n, each in enumerate(pieces, 1) if any(each))
    bad = things.follow_up(edition.follow_up) if edition.follow_up else ""
    day = " ".join(things.surge(edition.surge)) if edition.surge else ""
    lines = ("".join(_text(piece) for piece in _pieces(line)) for line in _well(edition))
    beside = ("".join(_text(piece) for piece in _pieces(line)) for line in _beside(edition))
    small = (lacking(edition), things.silence(edition.silent), _freshness(edition))
    parts = (top, heading(edition), *told, day, bad, *lines, *beside, *small)
    whole = ". ".join(part.rstrip(".") for part in parts if part)
    return blocks.fallback(speech(f"{whole}."))


def _pieces(line: Line) -> tuple[blocks.Text, ...]:
    return line if isinstance(line, tuple) else (line,)


def _text(piece: blocks.Text) -> str:
    return piece.text if isinstance(piece, Bold) else str(piece)
