"""What customers write about, and how one part does beside another."""

from __future__ import annotations

import re
from typing import Final

from bot.commands.plain.kind import CUSTOMERS, Kind, Phrases


def _cut(match: re.Match[str]) -> Phrases:
    """Which part is best or worst: all parts side by side."""
    metric = "volume" if match["how"] in {"busiest", "biggest", "largest", "quietest"} else "frt"
    cut = {"categories": "category", "priorities": "priority"}.get(match["d"], match["d"])
    return (f"{match['x'] or metric} by {cut.removesuffix('s')}{match['rest']}",)


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
            r"(?: about| for)?"
            r"(?P<rest>| .*)",
            rf"why (?:do|did|are) {CUSTOMERS} (?:contact|write|call|contacting|writing)"
            r"(?: us| in| to us)?(?P<rest>| .*)",
            r"(?:the )?(?:top|main|biggest|most common|most frequent)(?: \d+)? (?:issues?|topics?|"
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
            r"(?:which is |which are |what is |what are )?(?:the |our )?(?P<how>worst|best|slowest|"
            r"fastest|busiest|biggest|largest|quietest|top) (?P<d>channels?|teams?|category|"
            r"categories|priority|priorities)(?: (?:for|by|on|in) (?P<x>\w+))?(?P<rest>| .*)",
            r"(?:which|what) (?P<d>channel|team|category|priority) (?:is|has|was|had|are)(?: the)? "
            r"(?P<how>worst|best|slowest|fastest|busiest|biggest|largest|quietest)(?: (?P<x>\w+))?"
            r"(?P<rest>)",
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
