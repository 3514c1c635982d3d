"""What customers write about, and how one part does beside another."""

from __future__ import annotations

import re
from typing import Final

from bot.commands.plain.kind import CUSTOMERS, Kind, Phrases

CUTS = {"categories": "category", "priorities": "priority", "topic": "category"}
_CUT = r"channels?|teams?|group|groups|category|categories|topic|priority|priorities|brand|tag"
_HOW = (
    r"worst|best|slowest|fastest|quickest|slower|busiest|biggest|largest|smallest|quietest|top|"
    r"most|"
    r"least|fewest|longest|highest|lowest|happiest|unhappiest|weakest|strongest|behind|struggling"
)
MEASURES = (
    (r"(?:to |at |in |with )?(?:re-?open\w*)", "reopen"),
    (
        r"(?:to |at |in |with )?(?:clos|solv|resolv|fix|finish|handl|complet)\w*(?: tickets)?",
        "resolution",
    ),
    (
        r"(?:to |at |in |with |on )?(?:repl|answer|respon|react|get back|getting back)\w*"
        r"(?: (?:times?|to customers|customers|customer|tickets))*",
        "frt",
    ),
    (
        r"(?:open|unsolved|unresolved|pending)(?: tickets| cases| work)?|backlogs?|queues?|help|"
        r"attention|"
        r"love|work(?:load)?(?: left)?|behind|overloaded",
        "backlog",
    ),
    (r"(?:unanswered|waiting)(?: tickets)?", "pending_reply"),
    (r"(?:overdue|late)(?: tickets)?", "sla_risk"),
    (r"(?:sla )?(?:breach\w*|violations)|slas?|missed slas?", "sla"),
    (
        r"(?:with |at |for |in )?(?:bad |unhappy |happy |good |low |poor )*(?:ratings?|customers|"
        r"csat|"
        r"satisf\w*|scores?|feedback|reviews?)",
        "csat",
    ),
    (
        r"(?:complain\w*|tickets|requests|traffic|volume|cases|conversations|messages|busy)",
        "volume",
    ),
)
"""Of which measure a part is best or worst, in the words for it, and the rest stays."""


def _cut(match: re.Match[str]) -> Phrases:
    """Which part is best or worst: all parts side by side, in what was named."""
    named = (match.groupdict().get("x") or "").strip()
    rest = (match["rest"] or "").strip()
    how = match["how"]
    cut = CUTS.get(match["d"], match["d"]).removesuffix("s") or "channel"
    metric = "volume" if how in {"busiest", "biggest", "largest", "quietest", "smallest"} else "frt"
    metric = (
        "csat" if "happiest" in how else "backlog" if how in {"behind", "struggling"} else metric
    )
    found = named and _measured(f"{named} {rest}".strip())
    if not found:
        return (f"{named or metric} by {cut} {rest}", f"{metric} by {cut} {named} {rest}")
    metric, rest = found
    return (f"{metric} by {cut} {rest}", f"{metric} by {cut}")


def _measured(words: str) -> tuple[str, str] | None:
    """The measure that words begin with, and the words behind it; None where they name none."""
    for asked, metric in MEASURES:
        if match := re.match(rf"(?:the |our )?(?:{asked})\b", words):
            return metric, words[match.end() :]
    return None


_CLOSING = r"(?:clos|solv|resolv|fix|finish|handl)\w*"
_HAPPY = r"(?:happy|happier|happiest|csat|satisf\w*|rated|ratings?)"


def _rivals(match: re.Match[str]) -> Phrases:
    """Whether one part does better than another: both side by side, in what was named."""
    a, b = match["a"].strip(), match["b"].strip()
    at, how = (match.groupdict().get("at") or "").strip(), match["how"]
    if re.search(_CLOSING, at):
        metric, at = "resolution", ""
    elif how in {"busier", "bigger"}:
        metric = "volume"
    elif re.search(_HAPPY, f"{how} {at}"):
        metric, at = "csat", ""
    else:
        metric, at = ("", at) if at else ("frt", "")
    metric = metric or re.sub(r"^(?:at|on|in|with|for) ", "", at)
    return (f"{metric} team {a} vs team {b}", f"{metric} {a} vs {b}")


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "what customers write about",
        (
            rf"what (?:are|do|did|were) {CUSTOMERS} (?:writing|asking|complaining|contacting us|"
            r"talking|calling|write|ask|complain|contact us|talk|complained)(?: in)?"
            r"(?: about| for)?(?: the)?(?: most(?: often)?| mostly| a lot)?"
            r"(?P<rest>| .*)",
            rf"why (?:do|did|are) {CUSTOMERS} (?:contact|write|call|contacting|writing)"
            r"(?: us| in| to us)?(?P<rest>| .*)",
            rf"what (?:bothers|annoys|upsets|worries) {CUSTOMERS}(?: (?:the )?most)?(?P<rest>| .*)",
            r"(?:what (?:is|are) |which are |show me |list )?(?:the |our )?(?:top|main|biggest|"
            r"most common|"
            r"most frequent|commonest|usual|typical|worst)(?: \d+)? (?:issues?|topics?|"
            r"reasons?|problems?|complaints?|categories|contact reasons|questions)(?P<rest>| .*)",
            r"(?:complaints|voice of (?:the )?customer|voc)(?P<rest>| .*)",
        ),
        "category_volume{rest}",
    ),
    Kind(
        "top tags",
        (r"(?:the )?(?:top|main|most used|most common)(?: \d+)? tags(?P<rest>| .*)",),
        "volume{rest} by tag",
    ),
    Kind(
        "top customers",
        (
            r"(?:the )?(?:top|biggest|most active)(?: \d+)? (?:organi[sz]ations|companies|accounts|"
            r"customers)(?P<rest>| .*)",
        ),
        "volume{rest} by organization",
    ),
    Kind(
        "which part is best or worst",
        (
            rf"(?:which is |which are |what is |what are |show me )?(?:the |our )?(?P<how>{_HOW}) "
            rf"(?P<d>{_CUT})(?: (?:for|by|on|in|at|to) (?P<x>\w+(?: (?:time|"
            rf"tickets))?))?(?P<rest>| .*)",
            rf"(?:which|what|whose|in which|on which) (?P<d>{_CUT}) (?:is|are|was|were|has|have|"
            rf"had|"
            r"gets?|got|needs?|takes?|took|does|do|did|causes?|brings?|makes?|receives?|performs?|"
            r"are we|"
            rf"is the|do we have)*(?: the| our| doing| falling| getting| reply| answer| respond)* ?"
            rf"(?P<how>{_HOW})(?: in| by| with)?(?P<x>(?: .+?)?)(?P<rest>)",
            rf"(?:which|what) (?P<d>{_CUT}) (?P<x>repl\w+|answers?|responds?|solves?|closes?|"
            rf"resolves?)"
            rf"(?: the)? (?P<how>{_HOW})(?P<rest>| .*)",
            rf"where (?:are we|do we|is it|is support)(?: the| doing|"
            rf" doing the)? (?P<how>{_HOW})(?P<d>)"
            r"(?P<x>)(?P<rest>| .*)",
        ),
        _cut,
    ),
    Kind(
        "compare parts",
        (
            r"compare (?:the |our |all )?(?:(?P<x>.+?) (?:by|across|of|between) )?"
            r"(?:all )?(?P<how>)(?P<d>channels|teams|categories|priorities)"
            r"(?P<rest>| .*)",
        ),
        _cut,
    ),
    Kind(
        "whether one part does better than another",
        (
            r"(?:is|are|was|were|does|do)(?: the)? (?P<a>.+?)(?: team)? "
            r"(?:doing |reply |replying |get )?"
            r"(?P<how>slower|faster|quicker|better|worse|busier|bigger|happier) than(?: the)? "
            r"(?P<b>.+?)(?: team)?(?P<at>| (?:at|on|in|with|for) .+)",
        ),
        _rivals,
    ),
    Kind(
        "whether it moved since a day",
        (
            r"(?:did|has|have|is|are)(?: our| the)? (?P<x>.+?) (?:get|got|gotten|become|gone|go|"
            r"been|getting)? ?(?:better|worse|up|down|faster|slower|higher|lower|improved|improve|"
            r"dropped|changed)(?: any)? (?P<s>since|after|from)(?P<rest> .+)",
        ),
        "{x} since{rest}",
    ),
    Kind(
        "the same time last year",
        (
            r"(?P<x>(?!.*\b(?:vs|versus|against|compared?)\b).+?) (?:the )?same "
            r"(?:\w+ )?(?:last year|a year ago|one year ago)",
        ),
        "{x} vs last year",
    ),
    Kind("compare what is cut", (r"compare (?P<x>.+ by .+)",), "{x}"),
    Kind(
        "compare two",
        (
            r"compare (?:the |our )?(?P<a>.+?) (?:and|to|with|vs|versus|against) (?P<rest>.+)",
            r"difference between (?P<a>.+?) and (?P<rest>.+)",
        ),
        lambda m: (f"{m['a']} vs {m['rest']}", f"frt {m['a']} vs {m['rest']}"),
    ),
    Kind(
        "two without a metric",
        (r"(?P<a>\w+(?: \w+)?) (?:vs|versus|against) (?P<rest>.+)",),
        lambda m: (f"{m['a']} vs {m['rest']}", f"frt {m['a']} vs {m['rest']}"),
    ),
    Kind(
        "whether we get slower",
        (
            r"are we (?:getting )?(?:slow|slower|fast|faster|quicker)"
            r"(?: enough)?(?P<rest>| .*)",
        ),
        "frt{rest}",
    ),
    Kind(
        "whether a metric moves",
        (
            r"(?:is|are)(?: our| the)? (?P<x>.+?) (?:getting )?(?:worse|better|improving|going up|"
            r"going down|up|down|rising|falling|growing|slower|faster|stable|ok|okay|good|fine)"
            r"(?P<rest>| .*)",
        ),
        lambda m: ("backlog_growth",) if m["x"] in {"backlog", "queue"} else (m["x"] + m["rest"],),
    ),
)
