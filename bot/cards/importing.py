"""What came of a file, or would come of it: in lines for a terminal, and as a card."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence

from bot.cards import blocks
from bot.cards.blocks import Bold
from bot.cards.controls import UPLOAD
from bot.cards.facts import capital
from bot.talk import Audience, Block, Reply
from metrics.imports import FileKind, template
from metrics.imports.outcome import ImportOutcome, MonthCost

NOTHING = "Nothing was imported."
PREVIEW = "Nothing is written yet."
MOST_OFFERS = 5
MOST_MONTHS = 4


def fault_lines(result: ImportOutcome, name: str) -> Iterator[str]:
    """What is to be mended, a line each, and that nothing was imported."""
    yield from (f"{name} {fault}" for fault in result.faults)
    if result.more:
        yield f"... and {result.more:,} more."
    yield NOTHING


def _left_out(result: ImportOutcome) -> str:
    """Which rows are left out since they name somebody who was forgotten; "" for none."""
    if not result.left_out:
        return ""
    lines = ", ".join(map(str, result.left_out))
    more = f" and {result.left_out_more:,} more" if result.left_out_more else ""
    several = len(result.left_out) + result.left_out_more > 1
    names = "They name people" if several else "It names somebody"
    were = "were" if several else "was"
    left = f"Left out: line{'s' if several else ''} {lines}{more}."
    return f" {left} {names} who {were} forgotten."


def summary(result: ImportOutcome, kind: str, *, dry_run: bool) -> str:
    """What came of it, in a line."""
    if dry_run:
        return _summary(result, kind, "new", "; a dry run, nothing was written")
    return _summary(result, kind, "added")


def _summary(result: ImportOutcome, kind: str, new_word: str, end: str = "") -> str:
    new, corrections, same = result.counts.new, result.counts.changed, result.counts.same
    if not new + corrections:
        return f"{kind}: nothing new; {_rows(same)} there already.{_left_out(result)}"
    line = f"{_rows(new)} {new_word}, {corrections:,} corrected, {same:,} there already"
    return f"{kind}: {line}{end}.{_left_out(result)}"


def month_lines(result: ImportOutcome) -> Iterator[str]:
    """What the file changes in months that have a cost or hours already, a line each."""
    last = result.month_costs[-MOST_MONTHS:]
    if earlier := len(result.month_costs) - len(last):
        yield f"{earlier:,} earlier {'month comes' if earlier == 1 else 'months come'} to others."
    for each in last:
        yield f"{_month(each.month)} comes to {_money(each.amount)} {each.currency}{_was(each)}."
    if hours := result.hidden_hours:
        named = ", ".join(map(_month, hours[-MOST_MONTHS:]))
        yield (
            f"In {named} the hours set with /kpi spend count no longer, for the whole month: "
            "a file that tells of a part of it leaves the rest without hours."
        )


def _was(cost: MonthCost) -> str:
    if cost.before is None:
        return ""
    stood = ", set with /kpi spend, which counts there no longer" if cost.stood else ""
    return f" (was {_money(cost.before)}{stood})"


def _money(cents: int) -> str:
    return f"{cents / 100:,.2f}"


def _month(month: str) -> str:
    """A month such as "2026-11" in words."""
    year, number = month.split("-")
    return f"{month_name[int(number)]} {year}"


def kind_title(kind: FileKind) -> str:
    """What people call a kind of file."""
    return capital(kind.name.replace("-", " "))


def template_blocks(kind: FileKind) -> tuple[Block, ...]:
    """How a file of a kind looks, to be copied: its columns, two rows, and what must be there."""
    musts = [column.name for column in kind.columns if column.required]
    named = " and ".join(filter(None, (", ".join(musts[:-1]), musts[-1])))
    return (
        blocks.section(f"{kind.summary} Copy this, and put your own rows in the place of these:"),
        blocks.preformatted(template(kind)),
        blocks.context([f"It must have {named}; other columns may be left out or empty."]),
    )


def template_card(kind: FileKind) -> Reply:
    """How a file of a kind looks, and the form that takes it."""
    title = f"A file of {kind.name.replace('-', ' ')}"
    return Reply(
        text=blocks.fallback(f"{title}. {template(kind)}"),
        head=(blocks.section(Bold(title)), *template_blocks(kind)),
        tail=(blocks.actions([blocks.button("Import a file", UPLOAD, UPLOAD)]),),
        audience=Audience.ME,
    )


def kinds_card(kinds: Sequence[FileKind], name: str, id: str) -> Reply:
    """The kinds that a file may be of, to choose from: it is looked at as one of that."""
    asks = f"I cannot tell from the columns of {name} what it is of. Choose it:"
    buttons = [
        blocks.button(kind_title(kind), f"ask:kind:{kind.name}", f"import {kind.name} {id}")
        for kind in kinds
    ]
    return Reply(
        text=blocks.fallback(f"{asks} {', '.join(kind.name for kind in kinds)}."),
        head=(blocks.section(asks),),
        tail=(blocks.actions(buttons), blocks.context([PREVIEW])),
        audience=Audience.ME,
    )


def offer_blocks(names: Mapping[str, str]) -> tuple[Block, ...]:
    """What lies beside a question, by its id, with the buttons that have it looked at."""
    first = list(names.items())[:MOST_OFFERS]
    buttons = [
        blocks.button(f"Import {name or 'the file'}", f"ask:bring:{number}", f"import {id}")
        for number, (id, name) in enumerate(first)
    ]
    says = "The file is left as it is. To import it, press here, or send it without a question."
    return (blocks.context([says]), blocks.actions(buttons))


def faulty_card(result: ImportOutcome, kind: str, name: str) -> Reply:
    """The faults of a file by line and column, as many as there is room for."""
    count = len(result.faults) + result.more
    title = f"{name} has {count:,} {'fault' if count == 1 else 'faults'}, so nothing was imported"
    lines = [str(fault) for fault in result.faults]
    if result.more:
        lines.append(f"... and {result.more:,} more.")
    how = f"Mend the file and upload it again as {kind}."
    return Reply(
        text=blocks.fallback(f"{title}. {' '.join(lines)}"),
        head=(blocks.section(Bold(f"{title}.")), blocks.preformatted("\n".join(lines))),
        tail=(blocks.context([how]),),
        audience=Audience.ME,
    )


def preview_card(result: ImportOutcome, kind: str, name: str, phrase: str) -> Reply:
    """What would come of a file, with the button that says `phrase` and brings it in."""
    line = _summary(result, kind, "new")
    changes = result.counts.new + result.counts.changed
    says = f"{line} {PREVIEW}" if changes else line
    button = blocks.button(f"Import {_rows(changes)}", "ask:import", phrase)
    return Reply(
        text=blocks.fallback(" ".join((f"{name} as {says}", *month_lines(result)))),
        head=(blocks.section(Bold(name), f"As {says}", *month_lines(result)),),
        tail=(blocks.actions([button]),) if changes else (),
        audience=Audience.ME,
    )


def imported_card(result: ImportOutcome, kind: str, name: str) -> Reply:
    """What came of a file."""
    line = summary(result, kind, dry_run=False)
    title = f"Imported {name}"
    return Reply(
        text=blocks.fallback(" ".join((f"{title} as {line}", *month_lines(result)))),
        head=(
            blocks.section(
                Bold(title), f"As {line} Figures have it in a moment.", *month_lines(result)
            ),
        ),
        audience=Audience.ME,
    )


def _rows(n: int) -> str:
    return f"{n:,} row" if n == 1 else f"{n:,} rows"
