"""A figure beside the helpdesk's own, as it is shown: both numbers, the gap, and what makes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot import monospace, words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, Line
from bot.cards.cells import number, text
from bot.cards.tickets import Address, Columns, ticket_listing
from bot.talk import Audience, Block, Reply, Row
from metrics.question.reconciliation import Comparison, Disagreement
from metrics.question.result import Figure, Result
from metrics.sources.identity import ticket_label

OURS = "Deskpulse"
MOST_REASONS = 6
MINUTE = 60
REASON_CELLS = 60
HOW = (
    "The helpdesk keeps whole minutes for each ticket and no instant; a ticket belongs to the "
    "period in which these minutes after its creation ended. Less than a minute is no gap."
)


def explain_card(
    comparison: Comparison, phrase: str, address: Address | None, elsewhere: Sequence[str] = ()
) -> Reply:
    """Both figures and the tickets between them. `phrase` asks for ours. It is for the asker.

    `elsewhere` are sentences on how the helpdesks' own screens count it.
    """
    result = comparison.result
    title = f"{result.title}{facts.DOT}{facts.scope(result)}"
    lines = list(_sentences(comparison))
    causes = reasons(comparison) if comparison.theirs.n else []
    definitions = _definitions(comparison, elsewhere)
    small = f"Asked: {phrase} explain. Only you see this."
    head: list[Block] = [
        blocks.section((Bold("Explain"), f"{facts.DOT}{title}"), *lines),
        blocks.preformatted(_table(comparison)),
        *(
            [blocks.section((Bold(f"Why we differ from {comparison.helpdesk}"),), *causes)]
            if causes
            else []
        ),
    ]
    return Reply(
        text=blocks.fallback(f"Explain {title}: {' '.join(lines)} {_speech(comparison)}"),
        head=tuple(head),
        listing=_listing(comparison, title, address) if causes else None,
        tail=(
            blocks.section(*definitions),
            blocks.actions(_buttons(result, phrase)),
            blocks.context([HOW, f"Clock here: {result.clock_words}.", small]),
        ),
        audience=Audience.ME,
    )


def _buttons(result: Result, phrase: str) -> list[dict[str, Any]]:
    define = f"define {result.query.metric} {result.query.variant}".strip()
    return [
        blocks.button("Show the figure", "ask:explain-figure", phrase),
        blocks.button("Definition", "ask:explain-define", define),
    ]


def _sentences(comparison: Comparison) -> Iterable[str]:
    """What the comparison comes to, in sentences."""
    result, desk, n = comparison.result, comparison.helpdesk, comparison.theirs_of_both.n
    if not comparison.theirs.n:
        yield f"{desk} has no time of its own for any of these tickets, so there is no gap to tell."
        return
    ours, theirs = _headline(result, result.figure), _headline(result, comparison.theirs)
    yield f"Here: {ours}. {desk}: {theirs}."
    both = f"{words.count(n)} {'ticket has' if n == 1 else 'tickets have'} a time on both sides"
    if n:
        yield f"{both}, {_alike(comparison)} to the minute.{_gap(comparison)}"
    if comparison.only_ours or comparison.only_theirs:
        here, there = words.count(comparison.only_ours), words.count(comparison.only_theirs)
        yield f"Only here: {here}. Only at {desk}: {there}."


def _alike(comparison: Comparison) -> str:
    """How many of those are the same: "all of them alike"."""
    n = comparison.theirs_of_both.n
    if comparison.alike == n:
        return "alike" if n == 1 else "all of them alike"
    return f"{words.count(comparison.alike)} of them alike"


def _gap(comparison: Comparison) -> str:
    """The median gap; nothing where all are alike or too few stand behind it."""
    both = comparison.theirs_of_both
    if comparison.gap is None or both.hidden or comparison.alike == both.n:
        return ""
    if abs(comparison.gap) < MINUTE:
        return " The median gap is less than a minute."
    return f" The median gap is {signed_duration(comparison.gap, comparison.result)}."


def signed_duration(seconds: float, result: Result) -> str:
    """How much more the helpdesk measures, with its sign."""
    text = words.duration(abs(seconds), days=facts.days(result))
    return f"{'-' if seconds < 0 else '+' if seconds else ''}{text}"


def _headline(result: Result, figure: Figure) -> str:
    text = facts.value(result, figure)
    return f"{text} {result.statistic}" if facts.has_value(figure) else text


def _table(comparison: Comparison) -> str:
    """Both figures, of all tickets that each side has and of those that both have."""
    result = comparison.result
    sides = (
        ("All it has", result.figure, comparison.theirs),
        ("On both sides", comparison.ours_of_both, comparison.theirs_of_both),
    )

    def cells(figure: Figure) -> tuple[str, str]:
        return facts.short_value(result, figure), words.count(figure.n)

    rows = [[name, *cells(ours), *cells(theirs)] for name, ours, theirs in sides]
    return monospace.table([["", OURS, "n", comparison.helpdesk, "n"], *rows])


def reasons(comparison: Comparison) -> list[Line]:
    """How many tickets differ for which reason, as far as the data tells."""
    causes = comparison.reasons[:MOST_REASONS]
    lines: list[Line] = [f"\u2022 {words.count(n)}: {reason}" for reason, n in causes]
    if rest := sum(n for _, n in comparison.reasons[MOST_REASONS:]):
        lines.append(f"\u2022 {words.count(rest)}: other reasons")
    return lines


def _definitions(comparison: Comparison, elsewhere: Sequence[str]) -> list[Line]:
    result = comparison.result
    ours = f" {result.definition} {result.population}"
    others = " ".join(filter(None, (result.metric.elsewhere, *elsewhere)))
    lines: list[Line] = [(Bold("Here:"), ours)]
    return [*lines, (Bold("Elsewhere:"), f" {others}")] if others else lines


def _listing(comparison: Comparison, title: str, address: Address | None) -> Any:
    result, days = comparison.result, facts.days(comparison.result)

    def cell(key: str) -> Any:
        def content(row: Row) -> dict[str, Any]:
            seconds = row[key]
            if seconds is None:
                return text("")
            at = float(seconds)
            time = signed_duration(at, result) if key == "gap" else words.duration(at, days=days)
            return number(at, time)

        return content

    columns: Columns = {
        OURS: cell("ours"),
        comparison.helpdesk: cell("theirs"),
        "Gap": cell("gap"),
        "Why": lambda row: text(str(row["why"]), REASON_CELLS),
    }
    return ticket_listing(columns, [_row(gap) for gap in comparison.tickets], title, address)


def _row(gap: Disagreement) -> Row:
    return {
        "ticket": gap.number or gap.ticket,
        "ticket_id": gap.ticket,
        "source": gap.source,
        "helpdesk": gap.helpdesk,
        "ours": gap.ours,
        "theirs": gap.theirs,
        "gap": gap.seconds,
        "why": gap.reason,
    }


def _speech(comparison: Comparison) -> str:
    """The reasons and the first tickets, for those who hear it."""
    if not comparison.theirs.n:
        return comparison.result.definition
    causes = "; ".join(
        f"{words.count(n)}: {reason}" for reason, n in comparison.reasons[:MOST_REASONS]
    )
    tickets = ", ".join(
        ticket_label(g.number or g.ticket, g.helpdesk) for g in comparison.tickets[:5]
    )
    why = f"Why we differ from {comparison.helpdesk}: {causes}." if causes else ""
    return f"{why} Largest gaps: {tickets}." if tickets else why
