"""What is said of the core set: the one that holds, and what choosing another has changed."""

from __future__ import annotations

from typing import Any

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line, PersonMention
from bot.cards.controls import CORE_SET
from bot.talk import Audience, Block, Reply
from metrics.catalogue import CATALOGUE
from metrics.goals.core import FEWEST, MOST
from metrics.question.core_set import CoreSet

TITLE = "The core set"
USUAL = "Nobody has chosen a core set, so each digest and the Home tab show their usual measures."
ENDED = "Each digest and the Home tab show their usual measures from now on."
SHOWS = "Digests and the Home tab show these, in this order."
EXAMPLE = "core frt csat backlog sla reopen"


def core_card(chosen: CoreSet, zone: str, before: CoreSet | None = None) -> Reply:
    """The set that holds. `before`: it was just chosen in the place of that one."""
    if not chosen.known:
        return _usual(before)
    titles = ", ".join(CATALOGUE[key].title for key in chosen.known)
    head = "New core set" if before is not None else TITLE
    lines: list[Line] = [f"{titles}.", SHOWS]
    if before is None and chosen.set_by:
        since = words.clock(chosen.since_at, zone)
        lines.append(("Chosen by ", PersonMention(chosen.set_by), f" on {since}."))
    how = f"Leads and administrators choose another: {FEWEST} to {MOST} measures, such as "
    section = blocks.section(Bold(head), *lines)
    note = {**blocks.section((how, Code(f"/kpi {EXAMPLE}"), ".")), "accessory": _choose()}
    tail = _undo(before) if before is not None else (note,)
    return Reply(
        text=blocks.fallback(f"{head}: {titles}. {SHOWS}"),
        head=(section,),
        tail=tail,
        audience=Audience.ME,
    )


def _usual(before: CoreSet | None) -> Reply:
    text = USUAL if before is None else ENDED
    how = (f"Leads and administrators choose {FEWEST} to {MOST}: ", Code(f"/kpi {EXAMPLE}"))
    head = ({**blocks.section(Bold(TITLE), text, how), "accessory": _choose()},)
    tail = _undo(before) if before is not None else ()
    return Reply(
        text=blocks.fallback(f"{TITLE}: {text}"), head=head, tail=tail, audience=Audience.ME
    )


def _choose() -> dict[str, Any]:
    return blocks.button("Choose", CORE_SET, CORE_SET)


def _undo(before: CoreSet) -> tuple[Block, ...]:
    phrase = f"core {' '.join(before.known) or 'default'}"
    return (blocks.actions([blocks.button("Undo", "ask:core-undo", phrase)]),)
