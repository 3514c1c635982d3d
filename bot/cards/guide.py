"""What can be asked: one short page, and a page for each thing of which there is more to say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line
from bot.cards.controls import BUILD, Offer
from bot.talk import Audience, Block, Reply
from bot.words import DASH
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Family

ADDRESS: Final = "In a channel begin with /kpi or mention me: I leave all other talk alone."
EXAMPLES: Final = (
    ("frt email", "first response time for e-mail, the last 7 days beside the 7 before"),
    ("csat july by team", "customer satisfaction, team by team"),
    ("backlog", "what is open now"),
    ("resolution urgent last 30 days business", "on the clock of your office hours"),
)
FAMILIES: Final = {
    Family.SPEED: "How fast are customers helped?",
    Family.WORKLOAD: "How much is there to do?",
    Family.QUALITY: "Was the help any good?",
    Family.LOYALTY: "Do customers and staff stay?",
    Family.EFFICIENCY: "What does the help take?",
    Family.AUTOMATION: "Does automation help?",
}
BEGIN: Final = (
    ("How are we doing?", "how are we doing"),
    ("First response time", "frt"),
    ("Backlog", "backlog"),
    ("Standup", "standup"),
)
"""Where somebody begins who has never asked: each a button with its words."""

Ways = tuple[tuple[str, str], ...]
"""What can be said, and in which words."""

QUESTION_WAYS: Final[Ways] = (
    ("Which tickets", "email, chat, phone; urgent, high; a team, category, tier or agent by name"),
    ("Leaving out", "not email, except chat, without team Billing"),
    ("Your own", "my frt, backlog me, my tickets: for you only, once I know which agent you are"),
    (
        "When",
        "today, monday, this morning, last 24h, last week, july, kw46, q3, h1, nov 9-12; "
        "on its own the last 7 days, or now for what is open",
    ),
    ("Where days begin", "last week Asia/Kolkata: the days of another time zone than the team's"),
    ("Cut by", "by channel, by team, by priority, by category, by tier, by agent"),
    ("Cut by time", "by hour, by weekday, by day, by week, by month; busiest times"),
    (
        "What else tickets have",
        "by brand, by ticket form, by organization, tag refund: what the settings keep",
    ),
    (
        "Compared with",
        "vs last year, vs target, vs baseline, frt email vs chat, a team vs another; "
        "on its own the period before",
    ),
    ("Clock", "business for office hours, calendar for the customer's wait"),
    ("Taken otherwise", "frt any, frt mean, resolution net, fcr touch; define tells them all"),
)
REPLY_WAYS: Final[Ways] = (
    (
        "In a thread",
        "mention me under a card with what changes: by team, last month, vs target; "
        "and by team goes on from the newest answer",
    ),
    ("What moved it", "why: more of the slow tickets, or slower ones"),
    ("Which tickets", "tickets, worst 10, csv, or of a share bad and good, after a question"),
    ("How it is made", "define frt; explain frt email: why the helpdesk says another number"),
    ("Whether it still holds", "receipt and the id at the foot of a card"),
    ("From where", "sources: how far each source is read, what it does not give, what mends that"),
    ("What happened then", 'note "billing outage" 12 nov..13 nov stands on charts; notes'),
)
GOALS: Final[Ways] = (
    ("A target", "target frt email 4h, target frt category refunds 6h; what says most holds"),
    ("All that hold, and which were met", "targets; targets met last month"),
    ("The core set", "core: what digests and Home show; core frt csat backlog sla reopen sets it"),
    (
        "What support takes",
        "spend 12000 EUR, or 12k EUR from nov 2026: what a month costs, for the cost per ticket; "
        "spend 160 hours, 120 for customers: the hours of a week, for the utilization; spend none, "
        "spend no hours",
    ),
    (
        "Surveys, costs, shifts and the like",
        "import: a file, uploaded by a form on the Home tab; import surveys shows how one looks",
    ),
    ("One that fits", "baseline frt email: your own last 13 weeks, and a target somewhat better"),
    ("Others' figures", "benchmark frt email: for reference only, never a verdict"),
)
RHYTHM: Final[Ways] = (
    (
        "The standup",
        "standup, standup email: what is breached, due, nobody's, waiting; in its thread breached, "
        "email, by team, mine, next",
    ),
    ("One ticket", "31076 or who has 31076: how it stands; take 31076, give back 31076"),
    ("Digests", "digest weekly, digest monthly email: what would be posted, for you only"),
    ("By itself", "schedule weekly #support monday 9:00 europe/berlin email; schedules"),
    ("Alerts", "{alerts}; alerts; in an alert's thread ack or snooze 1h"),
)
PRIVACY: Final[Ways] = (
    (
        "Figures by agent",
        "leads and that agent alone; each look at a person's figures is kept",
    ),
    (
        "Your own figures",
        "i am Ana Lopez: say who you are in the helpdesk; a lead or an administrator confirms it",
    ),
    (
        "Lists of tickets",
        "the one who asks; the standup and an open ticket are for all of us, who had one that was "
        "measured to leads, and to each agent for their own",
    ),
    (
        "Changes",
        "targets, the core set, costs, schedules, alerts and notes: leads and administrators",
    ),
    ("Whether all works", "setup: what works and what to mend, for who looks after Deskpulse"),
    (
        "Whatever you share",
        "an answer that only you see has a Share button, unless it shows single people or tickets; "
        "what stands in the channel needs none",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A page of the help: the word that opens it, its title, and what it says."""

    word: str
    title: str
    ways: Ways = ()


TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        topic.word: topic
        for topic in (
            Topic(word="metrics", title="All metrics"),
            Topic(word="words", title="Words to ask with", ways=QUESTION_WAYS),
            Topic(word="threads", title="Behind a number", ways=REPLY_WAYS),
            Topic(word="targets", title="Targets", ways=GOALS),
            Topic(word="digests", title="Standup, digests, alerts", ways=RHYTHM),
            Topic(word="privacy", title="Who sees what", ways=PRIVACY),
        )
    }
)
"""The pages behind the first one, in the order of their buttons."""

ALSO: Final = {
    **dict.fromkeys(("alerts", "schedules", "standup"), "digests"),
    **dict.fromkeys(("periods", "dates", "filters"), "words"),
    "sources": "threads",
    **dict.fromkeys(("access", "permissions"), "privacy"),
}
"""What people may call a page, too."""
NO_DATA: Final = "no data yet"


def guide() -> Reply:
    """The first page: how a question is put, where to begin, and what there is to read."""
    examples = [
        (Code(f"/kpi {phrase}"), f" {DASH} {explanation}") for phrase, explanation in EXAMPLES
    ]
    begin = ", ".join(phrase for _, phrase in BEGIN)
    more = ", ".join(f"help {word}" for word in TOPICS)
    head = (
        blocks.header("What you can ask"),
        blocks.section(
            f"{ADDRESS} Say a metric, then which tickets and when, in any order:", *examples
        ),
        blocks.section((Bold("To begin with:"), f" {begin}")),
        blocks.actions(
            [*_buttons("begin", BEGIN), blocks.button("Choose a question", BUILD, BUILD)]
        ),
        blocks.section((Bold("To read more:"), f" {more}")),
        blocks.actions(_buttons("help", ((t.title, f"help {t.word}") for t in TOPICS.values()))),
    )
    introduction = (
        f"What you can ask: a metric, then which tickets and when, as /kpi {EXAMPLES[0][0]}. "
        f"{ADDRESS}"
    )
    return _page(f"{introduction} To begin with: {begin}. To read more: {more}.", head)


def _buttons(name: str, offers: Iterable[Offer]) -> list[dict[str, Any]]:
    return [
        blocks.button(title, f"ask:{name}:{n}", phrase) for n, (title, phrase) in enumerate(offers)
    ]


def page(topic: Topic, alerts: Iterable[str] = (), available: Collection[str] = CATALOGUE) -> Reply:
    """A page of the help.

    `alerts`: words that make one of each kind; `available`: the keys of the metrics with data.
    """
    if not topic.ways:
        return _metrics(topic.title, available)
    alert_examples = ", ".join(f"alert {example}" for example in alerts)
    ways = [(way, words.replace("{alerts}", alert_examples)) for way, words in topic.ways]
    speech = " ".join(f"{way}: {words}." for way, words in ways)
    lines = [(Bold(f"{way}:"), f" {words}") for way, words in ways]
    return _page(f"{topic.title}. {speech}", (blocks.header(topic.title), blocks.section(*lines)))


def _metrics(title: str, available: Collection[str]) -> Reply:
    families = (
        blocks.section(
            Bold(question),
            *(_metric(m, available) for m in CATALOGUE.values() if m.family is family),
        )
        for family, question in FAMILIES.items()
    )
    keys = ", ".join(f"{metric.title} ({metric.key})" for metric in CATALOGUE.values())
    foot = ["define and a metric tells what it is and what else it is called, such as define frt."]
    if not all(key in available for key in CATALOGUE):
        foot.append(f"{NO_DATA}: ask for it, and the answer says what it needs.")
    head = (blocks.header(title), *families, blocks.context(foot))
    return _page(f"{title}: {keys}.", head)


def _metric(metric: AnyMetric, available: Collection[str]) -> Line:
    apart = "" if metric.key in available else f" ({NO_DATA})"
    return (Code(metric.key), f" {DASH} {metric.title}{apart}")


def _page(text: str, head: tuple[Block, ...]) -> Reply:
    return Reply(text=blocks.fallback(text), head=head, audience=Audience.ME)
