"""How the team or somebody is doing, and why it changed."""

from __future__ import annotations

import re
from typing import Final

from bot.commands.plain.kind import CUSTOMERS, Kind, Phrases

_HARD = (
    r"(?: so| this| that| very)?(?: hard| much| badly| fast| quickly| sharply| suddenly| a lot)?"
)
_SWAMPED = (
    r"(?:drowning|swamped|overloaded|overwhelmed|under water|underwater|behind|falling behind|"
    r"struggling|stuck|burning|backed up|so busy|too busy)"
)
WE = r"(?:we|it|support|the team|our team|the desk|the queue|things|everything|all)"
EDITIONS: Final = (
    (("today", "now", "right now", "currently", "at the moment", "this morning"), "standup"),
    (("last week", "over the last week", "for last week", "the week", "weekly"), "digest weekly"),
    (("last month", "for last month", "in the last month", "monthly"), "digest monthly"),
    (("last quarter", "for last quarter", "quarterly"), "digest quarterly"),
)
"""The digest of a period: a standup of today, the weekly one of last week."""
CORE: Final = "frt, csat and volume"
"""What is told where somebody names a period or a channel and no metric."""
_TURN = (
    r"(?:drop|dropped|dropping|fall|fell|falling|fallen|sink|sank|go up|gone up|went up|going up|"
    r"go down|gone down|went down|going down|up|down|rise|rose|risen|rising|climb|climbing|"
    r"so high|so low|so slow|so bad|so long|so many|high|low|slow|bad|worse|better|slower|faster|"
    r"higher|lower|longer|increase|increased|increasing|decrease|decreased|decreasing|"
    r"change|changed|changing|move|moved|worsen|worsened|improve|improved|improving|jump|jumped|"
    r"getting worse|getting better|get worse|get better|got worse|got better|different|poor)"
)


def _edition(match: re.Match[str]) -> Phrases:
    """The digest that tells how it went: of a metric itself where one is named."""
    rest = match["rest"].strip()
    for times, words in EDITIONS:
        for time in times:
            if rest == time or rest.endswith(f" {time}"):
                about = rest.removesuffix(time).strip()
                own = (_bare(rest),) if about else ()  # of a measure its own figure is told
                return (*own, f"{words} {about}".strip())
    if not rest:
        return ("digest weekly",)
    bare = _bare(rest)
    return (bare, f"digest weekly {rest}", f"{CORE} {rest}")


def _bare(words: str) -> str:
    return re.sub(r"^(?:on|with|in|for|at|about|regarding) ", "", words)


def _person(match: re.Match[str]) -> Phrases:
    """How one is doing: an agent, through the gate; else a team or a channel."""
    who, rest = match["who"].strip(), _bare((match.groupdict().get("rest") or "").strip())
    if rest:
        return (f"{rest} agent {who.removeprefix('@')}", f"{who} {rest}")
    return (f"frt agent {who}", f"digest weekly {who}")


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "why we are slow",
        (r"why are we(?: so| getting)? (?:slow|slower|late)(?P<rest>| .*)",),
        "frt{rest} why",
    ),
    Kind(
        "why customers are unhappy",
        (
            rf"why (?:are|were) (?:our )?{CUSTOMERS}(?: so)? (?:unhappy|dissatisfied|angry|upset)"
            r"(?P<rest>| .*)",
        ),
        "csat{rest} why",
    ),
    Kind(
        "why somebody is behind",
        (
            rf"why (?:is|are|was|were)(?: our| the)? (?P<x>.+?)(?: always| so| again)? {_SWAMPED}"
            r"(?: again| now| lately)?(?P<rest>| .*)",
            rf"why(?: our| the)? (?P<x>.+?) (?:is|are|was|were)(?: always| so)? {_SWAMPED}"
            r"(?: again| now| lately)?(?P<rest>| .*)",
        ),
        lambda m: ("backlog why" if m["x"] == "we" else f"backlog {m['x']}{m['rest']} why",),
    ),
    Kind(
        "whether we keep up",
        (
            r"(?:are|do|did|were|can) we (?:keep|keeping|kept|staying|stay) (?:up|on top|pace)"
            r"(?: of| with)?(?: the| our)?(?P<rest>| .*)",
            r"(?:are|were) we (?:falling|fallen|running|getting) behind(?: on| with)?"
            r"(?: the| our)?(?P<rest>| .*)",
        ),
        lambda m: (f"backlog_growth{m['rest']}", "backlog_growth"),
    ),
    Kind(
        "why it moved",
        (
            r"why (?:did|is|was|has|have|are|were|does|do)(?: our| the| my)? (?P<x>.+?)"
            rf"(?: been| so)? {_TURN}{_HARD}(?: again| lately)?(?P<rest>| .+)",
            r"why(?: our| the)? (?P<x>.+?)(?: has| have| did| is| are| was| were)?(?: been| so)? "
            rf"{_TURN}{_HARD}(?: again| lately)?(?P<rest>| .+)",
            r"what (?:happened to|happened with|moved|changed in|changed with|is wrong with|"
            r"drives|drove)(?: our| the)? (?P<x>.+?)(?P<rest>| (?:last|this|in|since|today|"
            r"yesterday).*)",
        ),
        "{x}{rest} why",
    ),
    Kind(
        "how one person is doing",
        (
            r"how (?:is|are|was|were) (?!we\b|it\b|support\b|things\b|everything\b|the team\b|"
            r"our team\b|i\b|my\b|you\b)(?P<who>.+?) (?:doing|performing|going)"
            r"(?P<rest>| (?:on|with|in|for|at|regarding) .+)",
            r"(?P<who>\w+)'s (?:performance|numbers|stats|figures)",
        ),
        _person,
    ),
    Kind(
        "whether somebody does better",
        (
            r"(?:did|does|do|is|are|has|have|was|were)(?: the| our)? "
            r"(?P<who>(?!(?:we|it|i|things|support|everything)\b)\w[\w-]*)(?: team)? "
            r"(?:do|doing|done|perform\w*|get|getting|gotten|been|become)(?: any)? "
            r"(?:better|worse|well|badly|good|bad|ok|okay|fine)(?P<rest>| (?!since|after|from).*)",
        ),
        lambda m: (
            f"{CORE} team {m['who']}{m['rest']}",
            f"{m['who']}{m['rest']}",
            f"{CORE} {m['who']}{m['rest']}",
        ),
    ),
    Kind(
        "how I do beside others",
        (
            r"(?:am|was|do|did) i (?:any )?(?:\w+ )?(?:faster|slower|better|worse|quicker|busier|"
            r"more|less|above|below) (?:than|the)(?: the)? (?P<x>.*)",
            r"how do i (?:compare|do compared?)(?: to| with| against)(?: the)? (?P<x>.*)",
        ),
        "my frt vs the rest",
    ),
    Kind(
        "how many I did",
        (
            r"how many(?: tickets| cases| conversations| emails| chats)? (?:did|have|do|"
            r"had) i (?:have )?"
            r"(?:solve|close|resolve|fix|finish|do|handle|get through)\w*(?: done)?(?P<rest>| .*)",
            r"what (?:did|have) i (?:solve|close|resolve|finish|get done|done|do)\w*(?P<rest>| .*)",
        ),
        "my solved{rest}",
    ),
    Kind(
        "how I am doing",
        (
            r"how (?:am i|did i|was i|i am) (?:doing|do|going)(?P<rest>| .*)",
            r"my (?:stats|numbers|performance|kpis|figures|results|metrics)(?P<rest>| .*)",
        ),
        "my frt, csat and solved{rest}",
    ),
    Kind(
        "how I am doing on one measure",
        (
            r"(?:am|was|have) i (?:been )?(?:over|above|under|below|within|meeting|missing|hitting|"
            r"keeping|on|in|inside|breaching|behind on)(?: my| the| our)? (?P<x>.+)",
        ),
        "my {x}",
    ),
    Kind(
        "how we are doing",
        (
            rf"(?:so )?how (?:are|is|were|was|did|have|has) {WE}(?: all| been)? "
            r"(?:doing|going|do|go|looking|look|running|perform|performing)(?P<rest>| .+)",
            r"how are we(?P<rest>)",
            r"(?:overview|summary|status report|recap|status|update|report|dashboard|big picture)"
            r"(?P<rest>| .+)",
            r"(?:what is|anything) (?:wrong|new|up|going on|happening)(?P<rest>)",
            r"(?:what|anything|something)(?: is| has| have| was)?(?: been)? (?:changed|different|"
            r"moved|"
            r"happened|gone wrong|went wrong|stands? out|stood out)(?: since| over| in)?(?P<rest>|"
            r" .*)",
            r"(?:did|has|have|was|is|were)?(?: there)? ?(?:anything|something) (?:odd|strange|"
            r"unusual|weird|"
            r"special|interesting|bad|wrong|new|notable|remarkable|surprising|important)"
            r"(?: (?:happen(?:ed|ing)?|change[ds]?|occur(?:red)?|going on))?(?P<rest>| .*)",
            r"(?:did|has|have) (?:anything|something|much) (?:change|changed|happen|happened|move|"
            r"moved|"
            r"go wrong|gone wrong)(?P<rest>| .*)",
            r"(?:what|anything) (?:should|do|must) (?:i|we) (?:need to )?know(?: about)?(?P<rest>|"
            r" .*)",
            r"anything (?:i|we) (?:should|need to|must) know(?: about)?(?P<rest>| .*)",
            r"what (?:did|have) (?:i|we) (?:miss|missed)(?P<rest>| .*)",
            r"(?:the |our |show me (?:the |our )?)?(?:numbers|figures|stats|statistics)(?P<rest>|"
            r" (?!for "
            r"(?:my|our|the) ).+)",
            r"(?:are we|is everything|is it all|is all|everything) (?:good|ok|okay|fine|well|"
            r"alright|on track|in order)(?P<rest>| .+)",
            r"wie (?:läuft es|läuft's|geht es|geht's|stehen wir)(?: uns)?(?P<rest>)",
            r"(?:is it|are things|are we|is support) (?:getting|doing) (?:any )?(?:worse|better|"
            r"well|badly)(?P<rest>| .+)",
        ),
        _edition,
    ),
    Kind(
        "the daily report",
        (
            r"(?:the )?(?:daily (?:report|digest|summary)|stand-up|stand up|"
            r"standup board|board)(?P<rest>| .*)",
        ),
        "standup{rest}",
    ),
    Kind(
        "the weekly report",
        (
            r"(?:the )?(?:weekly|week's) (?:report|digest|summary|review)"
            r"(?P<rest>| .*)",
        ),
        "digest weekly{rest}",
    ),
    Kind(
        "the monthly report",
        (r"(?:the )?monthly (?:report|digest|summary|review)(?P<rest>| .*)",),
        "digest monthly{rest}",
    ),
    Kind(
        "the quarterly report",
        (
            r"(?:the )?(?:quarterly (?:report|digest|summary|review)|qbr|"
            r"quarterly business review)(?P<rest>| .*)",
        ),
        "digest quarterly{rest}",
    ),
    Kind(
        "the executive report",
        (
            r"(?:a |the |some |our )?(?:numbers?|figures?|stats|something|report|summary|kpis|"
            r"overview|slides?)"
            r" for (?:my |our |the )?(?:boss|manager|management|board|ceo|coo|cfo|execs?|"
            r"executives?|"
            r"leadership|director|vp|head of \w+|stakeholders)(?P<rest>| .*)",
            r"(?:the )?(?:exec|executive|management|board)"
            r"(?: report| digest| summary| overview)(?P<rest>| .*)",
            r"(?:exec|executive|executives)(?P<rest>)",
        ),
        "digest executive{rest}",
    ),
    Kind(
        "what is stuck",
        (
            r"(?:what|where) (?:is|are) (?:we|it|the queue|things)? ?stuck"
            r"(?P<rest>| .*)",
            r"what (?:do i|should i|shall i|can i|must i|to|should we|do we|must we|can we) (?:do|"
            r"work on|"
            r"pick(?: up)?|take|tackle|start with|start on|begin with|look at|focus on|answer|"
            r"reply to|"
            r"handle|prioriti[sz]e)(?: next| first| now| today)?(?P<rest>| .*)",
            r"where (?:do|should|shall) (?:i|we) (?:start|begin)(?P<rest>| .*)",
        ),
        "standup{rest}",
    ),
    Kind("what changes", (r"trends?|news|changes|what changed",), "digest weekly"),
    Kind("the quarter", (r"quarterly",), "digest quarterly"),
    Kind("how the AI agent is doing", (r"ai|bots?|ai agents?|the bot",), "ai_resolution"),
    Kind(
        "how much people can take", (r"(?:staffing|capacity)(?P<rest>| .*)",), "utilization{rest}"
    ),
)
