"""The first line of a digest: what to know if nothing else is read."""

from __future__ import annotations

from bot import words
from bot.cards import facts, things
from bot.cards.edition import Edition
from bot.cards.targets import targets_met

AGAIN = "Ask with /kpi once it has caught up."


def headline(edition: Edition, *, listed: bool = False) -> str:
    """What stands out most, and how many more do; or that nothing does, or cannot be told.

    `listed`: what stands out is listed right below, so it is not told here too.
    """
    when = short(edition.window.label)
    told_below = listed and bool(edition.urgent)
    if edition.barely_known:
        return _unknown(edition, when, told_below=told_below)
    if edition.missing_seconds:
        claim = "" if told_below else f" {_claim(edition, when)}"
        return f"Not all of {when} is known yet.{claim}"
    if edition.empty:
        return f"Nothing to tell of {when}: there were no tickets, replies or ratings."
    return _claim(edition, when)


def _unknown(edition: Edition, when: str, *, told_below: bool) -> str:
    """That most is not known, up to when the data reach and what mends it; what is bad anyway."""
    reach = facts.reach(edition.fresh_until, edition.due_at, edition.zone)
    bad = edition.urgent
    told = "" if told_below or not bad else f" {things.title(bad[0])}"
    rest = f" What I can tell:{told}" if bad else ""
    return f"I cannot tell how {when} went: {reach}. {facts.MEND} {AGAIN}{rest}"


def _claim(edition: Edition, when: str) -> str:
    bad = edition.urgent
    if bad:
        more = len(edition.things) - 1
        rest = f" And {more} more." if more else ""
        return f"{things.title(bad[0])}{rest}"
    if edition.first:
        return f"These are the first figures: there is nothing before {when} to compare with."
    if edition.sparse:
        count = len(edition.kpis) - len(edition.unknown)
        if not count:
            return f"None of the {len(edition.kpis)} measures of {when} has a figure."
        few = f"only {count} of {len(edition.kpis)} measures"
        return f"{when} has figures for {few}, and nothing stands out in those."
    return f"{_calm(edition, when)}{_aims(edition)}."


def _calm(edition: Edition, when: str) -> str:
    """That nothing stands out, as far as it is known."""
    if edition.missing_seconds and edition.fresh_until is not None:
        until = words.lately(edition.fresh_until, edition.due_at, edition.zone)
        return f"Up to {until} nothing stands out"
    return f"Nothing in {when} needs you" if not edition.things else f"Nothing in {when} stands out"


def _aims(edition: Edition) -> str:
    """What became of the targets, as far as they were judged; "" where there are none."""
    aims = edition.aims
    if not aims:
        return ""
    if all(each is not None and each.met for each in aims):
        return "; the target is met" if len(aims) == 1 else "; all targets are met"
    if len(aims) == 1 and (aim := aims[0]):
        return f"; the target is missed{' (could be chance)' if aim.chance else ''}"
    lacking = "not known yet" if edition.missing_seconds else "not known"
    if not any(aims):
        many = "the target was" if len(aims) == 1 else "the targets were"
        return f"; whether {many} met is {lacking}"
    return f"; {targets_met(aims, lacking)}"


def short(label: str) -> str:
    """A window by its first words: "Week 46 (9-15 Nov 2026)" is "Week 46"."""
    return label.split(" (", maxsplit=1)[0]
