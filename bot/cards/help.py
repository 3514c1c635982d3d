"""What the bot says when it does not answer with figures: help, suggestions, apologies."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line
from bot.cards.controls import BUILD
from bot.talk import Audience, Block, Reply
from bot.words import DASH
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Family
from metrics.errors import AskError

EXAMPLES = (
    ("frt email last week", "first response time for e-mail"),
    ("csat july by team", "customer satisfaction, team by team"),
    ("backlog", "what is open now"),
    ("resolution urgent last 30 days business", "on the clock of your office hours"),
)
WAYS = (
    ("Which tickets", "email, chat, phone; urgent, high; a team, category, tier or agent by name"),
    ("When", "today, last week, july, 2026-W31, q3, last 30 days, 1 july..15 july"),
    ("Where days begin", "last week Asia/Kolkata: the days of another time zone than the team's"),
    ("Cut by", "by channel, by team, by priority, by category, by tier, by agent"),
    (
        "Compared with",
        "vs last year, vs target, vs baseline, frt email vs chat, a team vs another; "
        "on its own the period before",
    ),
    ("Clock", "business for office hours, calendar for the customer's wait"),
    ("Taken otherwise", "frt any, frt mean, resolution net, fcr touch; define tells them all"),
    (
        "Behind it",
        "why, tickets, worst 10 or csv after a question; explain: why the helpdesk says another "
        "number; define frt; receipt and its id",
    ),
    ("In a thread", "under a card say only what changes: by team, last month, vs target"),
    (
        "Targets",
        "baseline, target frt email 4h, target frt category refunds 6h (the one that says most "
        "holds), targets, benchmark frt email",
    ),
    ("Notes", 'note "billing outage" 12 nov..13 nov stands on charts of these days; notes'),
    ("The standup", "standup, standup email: a board since the last working day, in the channel"),
    ("Digests", "digest weekly, digest monthly email: what would be posted, for you only"),
    ("By itself", "schedule weekly #support monday 9:00 europe/berlin email; schedules"),
    ("Alerts", "{alerts}; alerts; in an alert's thread ack or snooze 1h"),
    (
        "Who sees it",
        "figures by agent: leads and that agent alone, or where no leads are named "
        "the one who asks; ticket lists: the one who asks",
    ),
)
FAMILIES = {
    Family.SPEED: "How fast are customers helped?",
    Family.WORKLOAD: "How much is there to do?",
    Family.QUALITY: "Was the help any good?",
    Family.LOYALTY: "Do customers and staff stay?",
    Family.EFFICIENCY: "What does the help take?",
    Family.AUTOMATION: "Does automation help?",
}
MOST_NAMES = 2
MOST_SUGGESTIONS = 5


def help_card(alerts: Iterable[str]) -> Reply:
    """All that can be asked, and how; `alerts` are words that make one of each kind."""
    watched = ", ".join(f"alert {example}" for example in alerts)
    examples = [(Code(f"/kpi {phrase}"), f" {DASH} {meaning}") for phrase, meaning in EXAMPLES]
    ways = [(Bold(f"{way}:"), f" {words.format(alerts=watched)}") for way, words in WAYS]
    head = [
        blocks.header("What you can ask"),
        blocks.section("Say a metric, then which tickets and when, in any order:", *examples),
        *(_family(family, question) for family, question in FAMILIES.items()),
        blocks.section(*ways),
        blocks.actions([blocks.button("Choose a question", BUILD, BUILD)]),
    ]
    keys = ", ".join(f"{metric.title} ({metric.key})" for metric in CATALOGUE.values())
    text = f"What you can ask: {keys}. For example: /kpi {EXAMPLES[0][0]}."
    return Reply(text=blocks.fallback(text), head=tuple(head), audience=Audience.ME)


def _family(family: Family, question: str) -> Block:
    metrics = [metric for metric in CATALOGUE.values() if metric.family is family]
    return blocks.section(Bold(question), *map(_metric, metrics))


def _metric(metric: AnyMetric) -> Line:
    title = metric.title.casefold()
    others = [name for name in metric.other_names if name.casefold() != title][:MOST_NAMES]
    also = f", also: {', '.join(others)}" if others else ""
    apart = " (needs data of its own)" if metric.supply else ""
    return (Code(metric.key), f" {DASH} {metric.title}{also}{apart}")


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
