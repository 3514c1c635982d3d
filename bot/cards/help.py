"""What the bot says when it has no figures to give: what was meant, or what went wrong."""

from __future__ import annotations

from bot.cards import blocks
from bot.cards.blocks import Code
from bot.talk import Audience, Block, Reply
from metrics.errors import AskError

MOST_SUGGESTIONS = 5


def suggestion(error: AskError) -> Reply:
    """Why a question has no answer, and what the person may have meant, one click away."""
    message, phrases = str(error), error.suggestions[:MOST_SUGGESTIONS]
    head: list[Block] = [blocks.section(message)]
    if phrases:
        buttons = (
            blocks.button(f"Ask {phrase}", f"ask:{number}", phrase)
            for number, phrase in enumerate(phrases)
        )
        head.append(blocks.actions(buttons))
    else:
        head.append(blocks.context(["/kpi help shows what can be asked."]))
    meant = f" Try {' or '.join(f'/kpi {phrase}' for phrase in phrases)}." if phrases else ""
    return _private(f"{message}{meant}", head)


def apology(reference: str) -> Reply:
    """For an error nobody foresaw. The reference stands in the log beside the cause."""
    said = "Something went wrong on my side, not yours."
    hint = "Try again; if it stays, give your administrator this reference: "
    return _private(f"{said} {hint}{reference}", [blocks.section(said, (hint, Code(reference)))])


def busy() -> Reply:
    """For a question that would wait too long."""
    said = "I am answering many questions right now. Please ask again in a minute."
    return _private(said, [blocks.section(said)])


def not_ready(percent: int | None = None) -> Reply:
    """For a question that comes before the first sync has ended."""
    far = "" if percent is None else f": {percent}% done"
    said = f"I am still reading your helpdesk for the first time{far}."
    after = "Figures would be wrong before that is done; please ask again later."
    return _private(f"{said} {after}", [blocks.section(said, after)])


def no_file(why: str) -> Reply:
    """For a file that Slack did not take."""
    said = f"Slack did not take the file ({why})."
    hint = "An administrator can allow it: the app needs the scope files:write."
    return _private(f"{said} {hint}", [blocks.section(said, hint)])


def _private(text: str, head: list[Block]) -> Reply:
    return Reply(text=blocks.fallback(text), head=tuple(head), audience=Audience.ME)
