"""What works of the set-up and what to mend, the latter first."""

from __future__ import annotations

from collections.abc import Sequence

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold
from bot.talk import Audience, Block, Finding, Reply

MOST = 10
"""At most so many things to mend are told, and so many lines stand in one section."""
SECTIONS = 5
WHAT, MEND = 150, 350
"""So long each may be: Slack takes some thirteen thousand characters in all."""
WELL = "Everything works"


def checkup_card(findings: Sequence[Finding]) -> Reply:
    """A card for the one who asked."""
    mends = [finding for finding in findings if finding.mend]
    well = [finding for finding in findings if not finding.mend]
    works = [blocks.cut(finding.what, WHAT) for finding in well if not finding.note]
    notes = [blocks.cut(finding.what, WHAT) for finding in well if finding.note]
    n = len(mends)
    title = f"{words.count(n)} thing{'' if n == 1 else 's'} to mend" if n else WELL
    content: list[Block] = [blocks.header(title)]
    content += [
        blocks.section(Bold(blocks.cut(each.what, WHAT)), blocks.cut(each.mend, MEND))
        for each in mends[:MOST]
    ]
    if n > MOST:
        content.append(blocks.context([f"And {words.count(n - MOST)} more, which doctor lists."]))
    for first in range(0, min(len(works), MOST * SECTIONS), MOST):
        heading = [] if first else [Bold("What works")]
        content.append(blocks.section(*heading, *works[first : first + MOST]))
    if len(works) > MOST * SECTIONS:
        content.append(blocks.context(["And more, which doctor lists."]))
    if notes:
        content.append(blocks.section(Bold("Not there, or not yet"), *notes[:MOST]))
    told = ". ".join(f"{each.what}: {each.mend}" for each in mends) or f"{len(works)} checks."
    return Reply(
        text=blocks.fallback(f"{title}: {told}"), head=tuple(content), audience=Audience.ME
    )
