"""Which tickets wait, are late or went wrong, and whether targets are met."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.commands.plain.kind import Kind, Phrases

_LISTS = r"(?:which|what|list|show|show me|give me|see|find)"
_TICKETS = r"(?:tickets|conversations|cases|ones)"


def _on_board(pile: str, instead: str) -> Callable[[re.Match[str]], Phrases]:
    """What is so now is a pile of the board; `instead` answers what the board cannot be cut by."""

    def phrases(match: re.Match[str]) -> Phrases:
        rest = match["rest"] or ""
        return (f"standup {pile}{rest}", instead.format(rest=rest))

    return phrases


PILES: Final = (
    (r"(?:too )?(?:late|overdue|breach|behind|due\b|at risk|about to)", "sla_risk"),
    (r"(?:waiting|unanswered|not answered|without a reply|no reply)", "pending_reply"),
    (r"(?:on fire|burning|urgent|critical)", "backlog urgent"),
    (r"high priority", "backlog high"),
    (r"unassigned", "unassigned"),
)
"""What is so of open tickets, and what counts them."""


def _pile(words: str) -> str:
    """What counts the open tickets that are so."""
    found = (measure for asked, measure in PILES if re.match(asked, words))
    return next(found, f"backlog {words}")


def _mine(words: str) -> Phrases:
    """One's own of them: where they cannot be told alone, one's own board, which has them."""
    return (f"my {_pile(words)} list", "standup mine")


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "who waits longest",
        (
            r"who (?:waits|is waiting|are waiting|has been waiting|has waited|waited)"
            r"(?: the)? longest(?P<rest>| .*)",
            rf"(?:which |what |the )?(?:{_TICKETS} |customers )?(?:waiting|have waited|has waited|"
            r"waited|wait)(?: the)? longest(?P<rest>| .*)",
            rf"(?:the )?(?:oldest|longest) (?:waiting|unanswered|unreplied|open unanswered)"
            rf"(?: {_TICKETS}| customers)?(?P<rest>| .*)",
            r"how many (?:tickets |emails |chats |conversations |people |customers )?(?:are |is )?"
            r"(?:still )?(?:waiting(?: for (?:a |an )?(?:reply|answer|response))?|unanswered|"
            r"not answered)(?P<rest>| .*)",
            rf"(?:{_LISTS} )?(?:the |all )?{_TICKETS}? ?(?:are |is )?(?:still )?(?:waiting for "
            r"(?:a |an |our |us to )?(?:reply|answer|response)|not answered yet|not yet answered|"
            r"unanswered|without (?:a |an )?(?:reply|answer))(?P<rest>| .+)",
            r"(?:what|who) (?:is|are) (?:still )?(?:waiting|unanswered)(?P<rest>| .*)",
        ),
        "pending_reply list{rest}",
    ),
    Kind(
        "what is about to breach",
        (
            r"(?:what|which|who|anything)(?: tickets)?(?: is| are)? (?:about to|going to|close to|"
            r"near to|at risk of|in danger of) ?(?:breach|breaching|be late|miss|missing|overdue)"
            r"(?: the| our)?(?: sla)?(?P<rest>| .*)",
            rf"(?:{_LISTS} )?(?:me )?(?:the |all |are |is )?(?:breaching|due)"
            rf"(?: soon| now| next)? {_TICKETS}(?P<rest>| .*)",
            r"(?:what is |which are |what's )?(?:breaching|due|due soon|due next|due today)"
            r"(?P<rest>)",
            rf"{_TICKETS} (?:about to breach|at risk|breaching)(?P<rest>| .*)",
            r"about to breach(?P<rest>| .*)",
        ),
        _on_board("due", "sla_risk{rest} list"),
    ),
    Kind(
        "what is overdue",
        (
            rf"(?:{_LISTS} )?(?:me )?(?:the |all |are |is )?(?:late|overdue)"
            rf"(?: now)? {_TICKETS}(?P<rest>| .*)",
            r"(?:what is |which are |what's )?(?:late|running late|overdue now|breached)(?P<rest>)",
            rf"{_TICKETS} (?:running late|overdue)(?P<rest>| .*)",
        ),
        _on_board("breached", "sla_risk{rest} list"),
    ),
    Kind(
        "what missed its service level",
        (
            r"(?:which |what |any |list |show |show me |how many |count of |number of |count )?"
            r"(?:slas? )?(?:breaches|breached|broken|violations)(?: of)?(?: slas?)?(?: tickets)?"
            r"(?P<rest>| .*)",
            r"(?:which |what |list |show |show me )?(?:tickets (?:that |which )?)?(?:missed|"
            r"breached|broke|failed)(?: the| our| their)? slas?(?P<rest>| .*)",
        ),
        "sla{rest} list bad",
    ),
    Kind(
        "whether service levels are met",
        (
            r"(?:are|were|did|do|have) we (?:been )?(?:meeting|meet|met|hitting|hit|keeping|keep|"
            r"within|in|missing|miss|breaking|inside)(?: our| the)? (?:slas?|service levels?)"
            r"(?P<rest>| .*)",
        ),
        "sla{rest}",
    ),
    Kind(
        "whether one target is met",
        (
            r"(?:are|were|did|do|have) we (?:been )?(?:meeting|meet|met|hitting|hit|keeping|keep|"
            r"reaching|reach|within|missing|miss|on|above|below|at)(?: our| the)? "
            r"(?P<x>(?!(?:our|the|all|any|of)\b).+?) "
            r"(?:target|goal)(?P<rest>| .*)",
        ),
        "{x}{rest} vs target",
    ),
    Kind(
        "whether targets are met",
        (
            r"(?:are|were|did|do|have) we (?:been )?(?:meeting|meet|met|hitting|hit|keeping|keep|"
            r"reaching|reach|missing|miss|on|at|above|below)(?: our| the| all| any| of)*"
            r"(?: targets?| goals?)"
            r"(?P<rest>| .*)",
            r"(?:which|what|how many)(?: of)?(?: our| the| all)? (?:targets?|goals?) "
            r"(?:(?:are|were|did|do|have) )?(?:we )?(?:been )?(?:met|miss|missed|hit|meet)"
            r"(?P<rest>| .*)",
            r"(?:on|off|missed|met) targets?(?P<rest>| .*)",
            r"(?:how are|how do|where do) (?:we|our targets) (?:stand|do|look)"
            r"(?: against| on| with)?(?: our)?(?: targets| goals)?(?P<rest>| .*)",
        ),
        "targets met{rest}",
    ),
    Kind(
        "bad ratings",
        (
            r"(?:which |what |list |show |show me |who are |who were |any |all )?(?:the |our )?"
            r"(?:unhappy|dissatisfied|angry|upset|disappointed) (?:customers|users|clients|people|"
            r"ones|tickets)(?P<rest>| .*)",
            r"(?:which |what |list |show |show me |any |all )?(?:the |our )?(?:bad|negative|poor|"
            r"low|lowest|worst|1 star|one star) (?:ratings?|scores?|feedback|reviews?|csat|"
            r"satisfaction|surveys?|answers)(?: tickets| ones)?(?P<rest>| .*)",
            r"csat (?:1 stars?|one star|low|lowest)(?P<rest>| .*)",
            r"who (?:is|was|were|are) (?:unhappy|dissatisfied|angry|upset)(?P<rest>| .*)",
            r"who (?:gave|left) (?:us )?(?:a )?bad (?:ratings?|feedback)(?P<rest>| .*)",
        ),
        "csat{rest} list bad",
    ),
    Kind(
        "good ratings",
        (
            r"(?:which |what |list |show |show me |any |all )?(?:the |our )?(?:happy|satisfied) "
            r"(?:customers|users|clients|people|ones)(?P<rest>| .*)",
            r"(?:which |what |list |show |show me |any |all )?(?:the |our )?(?:good|positive|best|"
            r"5 star|five star) (?:ratings?|scores?|feedback|reviews?|surveys?)(?P<rest>| .*)",
        ),
        "csat{rest} list good",
    ),
    Kind(
        "which were reopened",
        (
            rf"{_LISTS} (?:all |the |me )*(?:{_TICKETS} )?(?:were |was |are |have been |got |that "
            rf"were )?reopened(?: {_TICKETS})?(?P<rest>| .*)",
            rf"reopened {_TICKETS} list(?P<rest>| .*)",
        ),
        "reopen{rest} list bad",
    ),
    Kind(
        "which were escalated",
        (
            rf"(?:{_LISTS} )?(?:all |the |me )*(?:{_TICKETS} )?(?:were |was |are |have been |got "
            rf"|that were )?escalated(?: {_TICKETS})?(?P<rest>| .*)",
        ),
        "escalation{rest} list bad",
    ),
    Kind(
        "mine that need me",
        (
            r"(?:(?:which|what|any|how many) of )?my (?:open )?(?:tickets|cases|"
            r"work) (?:that )?(?:are|is|"
            r"have|has|were)(?: been| gone| running| currently| still)? (?P<x>.+)",
            r"(?:do i have|have i got) (?:anything|any tickets?|something|tickets?)"
            r"(?: that is| that are)? (?P<x>.+)",
            r"(?:is|are) there (?:anything|any tickets?|something) for me(?: that is| that are)? "
            r"(?P<x>.+)",
            r"am i (?P<x>late|overdue|behind)(?: on| with)? (?:anything|any tickets?|something|"
            r"my tickets)",
            r"my (?P<x>late|overdue|breached|breaching|due|waiting|unanswered|pending|urgent)"
            r"(?: tickets| cases| ones)",
        ),
        lambda m: _mine(m["x"]),
    ),
    Kind(
        "anything of a kind",
        (
            r"(?:is there |are there |do we have |have we got |got )?(?:anything|something|any|"
            r"any tickets|"
            r"any tickets? that (?:is|are))(?: that is| still)? (?P<x>urgent|critical|"
            r"high priority|"
            r"unassigned|new|late|overdue|breached|breaching|due|waiting|unanswered|on fire|"
            r"burning)"
            r"(?: tickets)?(?: right now| now| today| at the moment| open| waiting)*(?P<rest>| .*)",
        ),
        lambda m: (f"{_pile(m['x'])} list {m['rest']}",),
    ),
    Kind(
        "my tickets",
        (
            r"(?:what are |show me |show |list )?my (?:open )?(?:tickets|queue|work|"
            r"cases|backlog)(?P<rest>| .*)",
            r"what is (?:on my plate|assigned to me)(?P<rest>| .*)",
            r"(?:assigned to me|tickets assigned to me)(?P<rest>| .*)",
        ),
        "my backlog list{rest}",
    ),
)
