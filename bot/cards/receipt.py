"""A number that was said, asked again: the same, or restated, from what to what and why."""

from __future__ import annotations

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, Code
from bot.cards.restated import counted, headline, reason
from bot.talk import Audience, Reply
from metrics.question.receipts import Receipt
from metrics.question.result import Result


def receipt_card(before: Receipt, again: Receipt, result: Result, asked_at: int) -> Reply:
    """Both numbers, of which `result` is the new one, asked at `asked_at` as it was asked then."""
    same = (before.figures, before.making) == (again.figures, again.making)
    then_said = headline(before, result)
    title = "Same" if same else "Restated" if then_said != again.headline else "Headline same"
    then = words.moment(before.asked_at, result.zone, year=True)
    asked = (f"Asked {then} {result.zone}: ", Code(before.phrase), f"{facts.DOT}{before.window}")
    said = [f"Then: {then_said} ({counted(before, result)})"]
    if same:
        said.append("Asked again just now, as it was asked then: no number in it has changed.")
    else:
        said.append(f"Now: {again.headline} ({counted(again, result)})")
        said.append(f"Why: {reason(before, again, result)}")
    head = (
        blocks.section((Bold(title), f"{facts.DOT}{result.title}{facts.DOT}{result.scope}")),
        blocks.section(asked, *said),
        blocks.actions([blocks.button("Ask as of now", "card:again", before.phrase)]),
        blocks.context([f"Receipt {before.id}", _compared(asked_at, result)]),
    )
    spoken = f"{title}: {result.title}, {result.scope}, {before.window}. {'. '.join(said)}"
    return Reply(text=blocks.fallback(spoken), head=head, audience=Audience.ME)


def _compared(asked_at: int, result: Result) -> str:
    at = words.moment(asked_at, result.zone, year=True)
    return f"Compared {at} {result.zone} with all that is known by now."
