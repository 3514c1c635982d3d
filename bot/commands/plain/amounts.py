"""How much there is, how often something happens, and whether that is more than before."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from bot.commands.plain.kind import CUSTOMERS, Kind, Phrases

EVENTS: Final = MappingProxyType(
    {
        r"re-?open\w*": "reopen",
        r"escalat\w*": "escalation",
        r"(?:transfer|hand|pass|reassign|bounce)\w*": "handoff",
        r"(?:breach|miss|break)\w*": "sla",
        r"(?:rat|satisf|happy|feedback)\w*": "csat_response",
        r"(?:come back|return|write again|repeat)\w*": "repeat",
    }
)
"""What may happen to tickets often, and the share that tells how often."""
CHANNEL: Final = MappingProxyType({"call": "phone", "email": "email", "chat": "chat"})
"""What customers do, by the channel in which they do it."""
_LEFT = (
    r"(?:left|to do|open|on our plate|in the queue|outstanding|remaining|ahead of us|on our hands|"
    r"piled up|waiting|unfinished|in the backlog)"
)
_BACKLOG = r"(?:backlog|queue|pile|inbox|workload|to-?do list)"


def _often(match: re.Match[str]) -> Phrases:
    """The share that tells how often; none where no such thing is known."""
    for what, metric in EVENTS.items():
        if found := re.search(rf"\b{what}(?P<rest>.*)", match["x"]):
            rest = re.sub(r"^ (?:our |the |an? )?(?:sla|slas|target|tickets?)\b", "", found["rest"])
            return (f"{metric}{rest}", metric)
    return ()


def _wrote(match: re.Match[str]) -> Phrases:
    channel = next((c for verb, c in CHANNEL.items() if match["verb"].startswith(verb)), "")
    return (f"volume {channel}{match['rest']}",)


def _more(match: re.Match[str]) -> Phrases:
    """How many came, beside what they are set against where that is a period."""
    what = re.sub(r"\b(?:tickets|requests|work|conversations|cases)\b", "", match["x"] or "")
    than = match["than"] or ""
    usual = not than or re.match(r"(?:usual|normal|average|before|always|expected|ever)", than)
    return (f"volume {what}",) if usual else (f"volume {what} vs {than}", f"volume {what}")


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "how much is left",
        (
            rf"how (?:much|many)(?: more)?(?: work| tickets| cases| stuff| things)?"
            rf"(?: (?:is|are|do|we|have|still|there|does|the team|it|us|got))*(?: {_LEFT})+"
            r"(?P<rest>| .*)",
            rf"(?:what|how much) (?:is|work is)(?: still)? {_LEFT}(?P<rest>| .*)",
            rf"how (?:big|large|long|full|bad|deep|high) (?:is|are)(?: our| the)? {_BACKLOG}"
            r"(?P<rest>| .*)",
            rf"(?:what|how) (?:is|are|does|do)(?: our| the)?(?P<rest>(?: \w+)?) {_BACKLOG}"
            r"(?: (?:looking|look|doing|holding up|like|today|now|right now|currently))*",
        ),
        "backlog{rest}",
    ),
    Kind(
        "how something looks",
        (
            r"(?:what|how) (?:is|are|does|do|was|were|did)(?: our| the)? (?P<x>(?!we\b|it\b|"
            r"things\b|"
            r"everything\b|support\b|the team\b|our team\b).+?) (?:looking|look)(?: like)?"
            r"(?P<rest>| .*)",
        ),
        "{x}{rest}",
    ),
    Kind(
        "how often something happens",
        (r"how (?:often|frequently|regularly|many times) (?P<x>.+)",),
        _often,
    ),
    Kind(
        "how many wrote",
        (
            rf"how many (?:of )?{CUSTOMERS} (?:have |had |did )?(?P<verb>wr[io]te|written|contact|"
            r"reach|call|email|chat|ask|came|come|got in touch|get in touch|messaged?|needed)\w*"
            r"(?: (?:in|us|out|to us|to|for help|help|with us))*(?P<rest>| .*)",
        ),
        _wrote,
    ),
    Kind(
        "whether there is more than before",
        (
            r"(?:are|were|did|is|was|do|have|has) (?:we|it|there|support)(?: been)? ?(?:getting|"
            r"get|got|"
            r"receiving|received|seeing|see|having|have)? ?(?:more|fewer|less|so many|too many)"
            r"(?P<x>(?: \w+){1,3}?)(?: coming in| in)?(?: than(?: the| in| on)? (?P<than>.+))?",
            r"(?:is|was|are|were) (?:it|we|this week|today|support)(?: been| getting)? ?(?:busier|"
            r"quieter|"
            r"calmer)(?P<x>)(?: than(?: the| in| on)? (?P<than>.+))?",
        ),
        _more,
    ),
)
