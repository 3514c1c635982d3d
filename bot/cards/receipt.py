"""A number that was said, asked again: the same, or restated, from what to what and why."""

from __future__ import annotations

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, Code
from bot.cards.restated import count_words, headline, reason
from bot.talk import Audience, Reply
from metrics.question.receipts import Receipt
from metrics.question.result import Result


def receipt_card(before: Receipt, again: Receipt, result: Result, asked_at: int) -> Reply:
    """Both numbers, of which `result` is the new one, asked at `asked_at` as it was asked then."""
    same = (before.figures, before.making) == (again.figures, again.making)
    then_words = headline(before, result)
    title = "Same" if same else "Restated" if then_words != again.headline else "Headline same"
    then = words.moment(before.asked_at, result.zone, year=True)
    question = (f"Asked {then} {result.zone}: ", Code(before.phrase), f"{facts.DOT}{before.window}")
    lines = [f"Then: {then_words} ({count_words(before, result)})"]
    if same:
        lines.append("Asked again just now, as it was asked then: no number in it has changed.")
    else:
        lines.append(f"Now: {again.headline} ({count_words(again, result)})")
        lines.append(f"Why: {reason(before, again, result)}")
    head = (
        blocks.section((Bold(title), f"{facts.DOT}{result.title}{facts.DOT}{result.scope}")),
        blocks.section(question, *lines),
        blocks.actions([blocks.button("Ask as of now", "card:again", before.phrase)]),
        blocks.context([f"Receipt {before.id}", _comparison(asked_at, result)]),
    )
    speech = f"{title}: {result.title}, {result.scope}, {before.window}. {'. '.join(lines)}"
    return Reply(text=blocks.fallback(speech), head=head, audience=Audience.ME)


def _comparison(asked_at: int, result: Result) -> str:
    at = words.moment(asked_at, result.zone, year=True)
    return f"Compared {at} {result.zone} with all that is known by now."
