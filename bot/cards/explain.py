"""A figure beside the helpdesk's own, as it is shown: both numbers, the gap, and what makes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot import monospace, words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, Line
from bot.cards.tickets import Address, Columns, listed, number, text
from bot.talk import Audience, Block, Reply, Row
from metrics.question.reconciliation import Comparison, Gap
from metrics.question.result import Figure, Result
from metrics.sources.identity import numbered

OURS = "Deskpulse"
MOST_REASONS = 6
MINUTE = 60
REASON_CELLS = 60
HOW = (
    "The helpdesk keeps whole minutes for each ticket and no instant; a ticket belongs to the "
    "period in which these minutes after its creation ended. Less than a minute is no gap."
)


def explain_card(compared: Comparison, phrase: str, address: Address | None) -> Reply:
    """Both figures and the tickets between them. `phrase` asks for ours. It is for the asker."""
    result = compared.result
    title = f"{result.title}{facts.DOT}{facts.scope(result)}"
    said = list(_said(compared))
    told = reasons(compared) if compared.theirs.n else []
    definitions = _definitions(compared)
    small = f"Asked: {phrase} explain. Only you see this."
    head: list[Block] = [
        blocks.section((Bold("Explain"), f"{facts.DOT}{title}"), *said),
        blocks.preformatted(_table(compared)),
        *([blocks.section((Bold(f"Why {compared.helpdesk} differs"),), *told)] if told else []),
    ]
    return Reply(
        text=blocks.fallback(f"Explain {title}: {' '.join(said)} {_spoken(compared)}"),
        head=tuple(head),
        listing=_listing(compared, title, address) if told else None,
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
        blocks.button("Show the figure", "explain:figure", phrase),
        blocks.button("Definition", "explain:define", define),
    ]


def _said(compared: Comparison) -> Iterable[str]:
    """What the comparison comes to, in sentences."""
    result, desk, n = compared.result, compared.helpdesk, compared.theirs_of_both.n
    if not compared.theirs.n:
        yield f"{desk} has no time of its own for any of these tickets, so there is no gap to tell."
        return
    ours, theirs = _headline(result, result.figure), _headline(result, compared.theirs)
    yield f"Here: {ours}. {desk}: {theirs}."
    both = f"{words.count(n)} {'ticket has' if n == 1 else 'tickets have'} a time on both sides"
    if n:
        yield f"{both}, {_alike(compared)} to the minute.{_gap(compared)}"
    if compared.only_ours or compared.only_theirs:
        here, there = words.count(compared.only_ours), words.count(compared.only_theirs)
        yield f"Only here: {here}. Only at {desk}: {there}."


def _alike(compared: Comparison) -> str:
    """How many of those are the same: "all of them alike"."""
    n = compared.theirs_of_both.n
    if compared.alike == n:
        return "alike" if n == 1 else "all of them alike"
    return f"{words.count(compared.alike)} of them alike"


def _gap(compared: Comparison) -> str:
    """The median gap; nothing where all are alike or too few stand behind it."""
    both = compared.theirs_of_both
    if compared.gap is None or both.hidden or compared.alike == both.n:
        return ""
    if abs(compared.gap) < MINUTE:
        return " The median gap is less than a minute."
    return f" The median gap is {signed(compared.gap, compared.result)}."


def signed(seconds: float, result: Result) -> str:
    """How much more the helpdesk measures, with its sign."""
    said = words.duration(abs(seconds), days=facts.days(result))
    return f"{'-' if seconds < 0 else '+' if seconds else ''}{said}"


def _headline(result: Result, figure: Figure) -> str:
    said = facts.value(result, figure)
    return f"{said} {result.statistic}" if facts.known(figure) else said


def _table(compared: Comparison) -> str:
    """Both figures, of all tickets that each side has and of those that both have."""
    result = compared.result
    sides = (
        ("All it has", result.figure, compared.theirs),
        ("On both sides", compared.ours_of_both, compared.theirs_of_both),
    )

    def cells(figure: Figure) -> tuple[str, str]:
        return facts.short_value(result, figure), words.count(figure.n)

    rows = [[name, *cells(ours), *cells(theirs)] for name, ours, theirs in sides]
    return monospace.table([["", OURS, "n", compared.helpdesk, "n"], *rows])


def reasons(compared: Comparison) -> list[Line]:
    """How many tickets differ for which reason, as far as the data tells."""
    shown = compared.reasons[:MOST_REASONS]
    lines: list[Line] = [f"\u2022 {words.count(n)}: {reason}" for reason, n in shown]
    if rest := sum(n for _, n in compared.reasons[MOST_REASONS:]):
        lines.append(f"\u2022 {words.count(rest)}: other reasons")
    return lines


def _definitions(compared: Comparison) -> list[Line]:
    result = compared.result
    ours = f" {result.definition} {result.population}"
    elsewhere = result.metric.elsewhere
    lines: list[Line] = [(Bold("Here:"), ours)]
    return [*lines, (Bold("Elsewhere:"), f" {elsewhere}")] if elsewhere else lines


def _listing(compared: Comparison, title: str, address: Address | None) -> Any:
    result, days = compared.result, facts.days(compared.result)

    def cell(key: str) -> Any:
        def told(row: Row) -> dict[str, Any]:
            seconds = row[key]
            if seconds is None:
                return text("")
            at = float(seconds)
            said = signed(at, result) if key == "gap" else words.duration(at, days=days)
            return number(at, said)

        return told

    columns: Columns = {
        OURS: cell("ours"),
        compared.helpdesk: cell("theirs"),
        "Gap": cell("gap"),
        "Why": lambda row: text(str(row["why"]), REASON_CELLS),
    }
    return listed(columns, [_row(gap) for gap in compared.tickets], title, address)


def _row(gap: Gap) -> Row:
    return {
        "ticket": gap.ticket,
        "source": gap.source,
        "helpdesk": gap.helpdesk,
        "ours": gap.ours,
        "theirs": gap.theirs,
        "gap": gap.seconds,
        "why": gap.reason,
    }


def _spoken(compared: Comparison) -> str:
    """The reasons and the first tickets, for those who hear it."""
    if not compared.theirs.n:
        return compared.result.definition
    told = "; ".join(f"{words.count(n)}: {reason}" for reason, n in compared.reasons[:MOST_REASONS])
    named = ", ".join(numbered(g.ticket, g.helpdesk) for g in compared.tickets[:5])
    why = f"Why {compared.helpdesk} differs: {told}." if told else ""
    return f"{why} Largest gaps: {named}." if named else why
