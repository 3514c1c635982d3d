"""What came of a file, or would come of it: in lines for a terminal, and as a card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.cards import blocks
from bot.cards.blocks import Bold
from bot.cards.controls import UPLOAD
from bot.cards.facts import capital
from bot.talk import Audience, Block, Reply
from metrics.imports import FileKind, template
from metrics.imports.outcome import ImportOutcome

NOTHING = "Nothing was imported."
PREVIEW = "Nothing is written yet."
MOST_OFFERS = 5


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
    new, corrections, same = result.counts.new, result.counts.changed, result.counts.same
    if not new + corrections:
        return f"{kind}: nothing new; {_rows(same)} there already.{_left_out(result)}"
    line = f"{_rows(new)} new, {corrections:,} corrected, {same:,} there already"
    dry = "; a dry run, nothing was written" if dry_run else ""
    return f"{kind}: {line}{dry}.{_left_out(result)}"


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
    line = summary(result, kind, dry_run=False)
    changes = result.counts.new + result.counts.changed
    says = f"{line} {PREVIEW}" if changes else line
    button = blocks.button(f"Import {_rows(changes)}", "ask:import", phrase)
    return Reply(
        text=blocks.fallback(f"{name} as {says}"),
        head=(blocks.section(Bold(name), f"As {says}"),),
        tail=(blocks.actions([button]),) if changes else (),
        audience=Audience.ME,
    )


def imported_card(result: ImportOutcome, kind: str, name: str) -> Reply:
    """What came of a file."""
    line = summary(result, kind, dry_run=False)
    title = f"Imported {name}"
    return Reply(
        text=blocks.fallback(f"{title} as {line}"),
        head=(blocks.section(Bold(title), f"As {line} Figures have it in a moment."),),
        audience=Audience.ME,
    )


def _rows(n: int) -> str:
    return f"{n:,} row" if n == 1 else f"{n:,} rows"
