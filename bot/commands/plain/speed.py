"""How fast customers are answered and tickets are solved, asked with verbs."""

from __future__ import annotations

import re
from typing import Final

from bot.commands.plain.kind import Kind, Phrases

REPLYING: Final = r"(?:answer|repl(?:y|ie)|respond|react|get(?:t)? back|getting back|write back)"
SOLVING: Final = r"(?:clos|solv|resolv|fix|finish|handl|complet|sort)"
_WE = r"(?:we|us|the team|our team|the desk|support|our agents|agents|the agents|people)"
_WHOM = (
    r"(?: ?(?:to|for|back to|back))*(?: (?:our |the |all |a |an |new )*(?:customers?|people|users?|"
    r"clients?|tickets?|requests?|enquiries|cases?|issues?|problems?|questions?|conversations?|"
    r"them|"
    r"everyone|everybody|things|stuff|someone|somebody))?"
)
_ASKED = (
    r"how (?:fast|quick|quickly|soon|slow|slowly|long|much time)(?: is it| does it| did it|"
    r" has it)?"
    r"(?: (?:do|did|does|are|were|is|was|have|has|will|can|take|takes|took|taken|taking|it|until|"
    rf"before|for|usually|normally|currently|typically|on average|been|to|{_WE}))*"
)


def _measure(match: re.Match[str]) -> Phrases:
    metric = "resolution" if re.match(SOLVING, match["verb"]) else "frt"
    rest = re.sub(r"\b(?:tickets|cases|conversations|requests)\b", "", match["rest"])
    return (f"{metric}{rest}", f"{metric} {_bare(rest)}")


def _bare(words: str) -> str:
    return re.sub(r"^ (?:in|on|at|to|for) (?:the )?", "", words)


def _rivals(match: re.Match[str]) -> Phrases:
    """Whether one part is served faster than another: both side by side."""
    metric = "resolution" if re.match(SOLVING, match["verb"]) else "frt"
    a, b = match["a"].strip(), match["b"].strip()
    return (f"{metric} team {a} vs team {b}", f"{metric} {a} vs {b}")


_FASTER = r"(?:faster|quicker|slower|sooner|later|better|worse|more (?:slowly|quickly))"
_AT = r"(?:on|in|to|with|for|at|over|by|via)"

KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "how fast it is answered or solved",
        (
            rf"{_ASKED} (?P<verb>(?:{REPLYING}|{SOLVING})(?:e|y|ed|ing|s)?){_WHOM}(?P<rest>| .*)",
            rf"(?:average |typical |usual )?(?:speed|time) (?:of|for|to|"
            rf"in) (?P<verb>{REPLYING}(?:ing|s)?|"
            rf"{SOLVING}(?:e|ing)){_WHOM}(?P<rest>| .*)",
        ),
        _measure,
    ),
    Kind(
        "which of two is served faster",
        (
            rf"(?:do|are|did|were|can|is|does) {_WE} (?P<verb>{REPLYING}\w*|{SOLVING}\w*){_WHOM} "
            rf"{_FASTER}(?: {_AT})? (?P<a>.+?) (?:or|than|vs|versus)(?: {_AT})? (?P<b>.+)",
            rf"(?:do|are|did|were) {_WE} (?P<verb>){_FASTER} {_AT} (?P<a>.+?) (?:or|"
            rf"than)(?: {_AT})? "
            r"(?P<b>.+)",
            rf"(?:is|are|was|were|does|do) (?P<a>.+?) or (?P<b>.+?) (?P<verb>){_FASTER}",
            rf"(?:which|what|who) (?:is|are|was|were|gets|replies|"
            rf"answers) (?P<verb>){_FASTER}[ ,:]+"
            r"(?P<a>.+?) or (?P<b>.+)",
        ),
        _rivals,
    ),
)
