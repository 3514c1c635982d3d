"""What a measure is, what can be asked, and what is to be set up."""

from __future__ import annotations

import re
from typing import Final

from bot.commands.plain.kind import Kind, Phrases
from bot.grammar.everyday import EVERYDAY
from bot.grammar.vocabulary import metric_names
from metrics.catalogue import CATALOGUE

METRICS: Final = frozenset(
    name for metric in CATALOGUE.values() for name in metric_names(metric)
) | frozenset(EVERYDAY)


def _definition(match: re.Match[str]) -> Phrases:
    """What a metric is; where none is named, it is no such question."""
    return (f"define {match['x'].strip()}",) if match["x"].strip() in METRICS else ()


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "what a metric is",
        (
            r"(?:what is|what are|what do you mean by|whats) (?:a |an )?(?P<x>.+)",
            r"(?P<x>.+) (?:meaning|definition|defined)",
        ),
        _definition,
    ),
    Kind(
        "how a metric is worked out",
        (
            r"what (?:does|do) (?:the )?(?P<x>.+?) (?:mean|stand for|measure|say)",
            r"how (?:is|are|do you|does it|do we) (?:calculate |measure |compute |count |define )?"
            r"(?:the )?(?P<x>.+?)(?<! doing) "
            r"(?:calculated|computed|measured|worked out|defined|counted|made|calculate)",
            r"how (?:do you|do we|does it) (?:calculate|measure|compute|count|define) (?P<x>.+)",
            r"(?:definition|meaning) of (?:the )?(?P<x>.+)",
        ),
        "define {x}",
    ),
    Kind(
        "what a metric counts",
        (
            r"(?:does|do|is|are)(?: the| our)? (?P<x>.+?) (?:also )?(?:counts?|includes?|"
            r"including|contain|contains|exclude|cover|leave out|consider)\b.*",
            r"(?:is|are|do|does) .+? (?:count|counted|included|part|excluded|contained)"
            r"(?: as| in| into| of| from| towards| for)?(?: the| our)? (?P<x>.+)",
            r"what (?:do|does|did) (?:you|it|this|that) mean (?:by|with)(?: the)? (?P<x>.+?)"
            r"(?: exactly| precisely)?(?:[,:;].*)?",
            r"what exactly (?:is|are|does|counts as)(?: the| a| an)? (?P<x>.+?)(?: mean| count)?"
            r"(?:[,:;].*)?",
        ),
        _definition,
    ),
    Kind(
        "all metrics",
        (
            r"(?:list|show|show me|all|the|what are the|which) ?(?:all )?(?:the )?"
            r"(?:metrics|kpis|measures)(?: are there| do you have| do you know)?",
            r"metrics|kpis|measures|what can you (?:measure|show)(?: me)?",
            r"(?:what|which) (?:metrics|kpis)(?: .+)?",
        ),
        "help metrics",
    ),
    Kind(
        "help",
        (
            r"hilfe|ayuda|aide|ajuda|aiuto|hjälp|what can (?:you|i) (?:do|ask|say)(?: here)?|"
            r"how (?:do i|do you|does this) (?:use this|use you|work)|commands|menu|"
            r"help me|i need help|\?+",
        ),
        "help",
    ),
    Kind("settings", (r"settings|setup|set up|configuration|config|preferences",), "help privacy"),
    Kind(
        "set a target",
        (
            r"(?:set|make|add|change)(?: a| the| our)? (?:target|goal)(?: for| of)?"
            r"(?P<rest> .+)",
            r"(?:set|make|change|put|move)(?: a| the| our)? (?P<x>.+?) (?:target|goal) "
            r"(?:to|at|of|as)(?P<rest> .+)",
        ),
        lambda m: (f"target {m.groupdict().get('x') or ''} {m['rest']}",),
    ),
    Kind(
        "make an alert",
        (
            r"(?:alert|notify|warn|tell|ping) (?:me|us) (?:when|if|once|as soon as)"
            r"(?: the| our)? (?P<x>.+)",
        ),
        "alert {x}",
    ),
    Kind(
        "make a schedule",
        (
            r"(?:send|post)(?: me| us)?(?: the| a)? (?P<x>weekly|monthly|"
            r"quarterly|executive|standup)(?: report| digest| summary| board)?"
            r"(?: every| on| each)?(?P<rest> .+)",
        ),
        "schedule {x}{rest}",
    ),
    Kind(
        "make a schedule of some tickets",
        (
            r"(?:send|post|share)(?: me| us)?(?: the| our)? (?P<x>.+?) (?:numbers|figures|stats|"
            r"kpis|metrics|report|digest|summary|update)(?: here| to me| to us| in here)?"
            r"(?P<rest> (?:every|each|on|at) .+)",
        ),
        lambda m: (f"schedule weekly {m['x']} {m['rest']}",),
    ),
    Kind(
        "export",
        (r"(?:export|download|csv of|excel of|spreadsheet of) (?P<x>.+)",),
        lambda m: (f"{m['x']} csv", f"volume {m['x']} csv"),
    ),
    Kind("a reminder", (r"remind (?:me|us)(?: .*)?",), "schedules"),
    Kind(
        "whether a time is good", (r"(?:is|are) \d.* (?:good|ok|okay|bad|normal)",), "benchmark frt"
    ),
    Kind(
        "a tag",
        (
            r"(?:how many |number of |all )?(?:tickets )?(?:are |were |have been )?(?:tagged|"
            r"with tag|with the tag)(?: as| with)? (?P<x>.+)",
        ),
        "volume tag {x}",
    ),
)
