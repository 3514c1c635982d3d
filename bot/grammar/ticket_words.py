"""Words about one ticket: how it stands, who has it, that somebody takes it or gives it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.grammar.tokens import tidy


class Act(StrEnum):
    """What is wanted of a ticket."""

    SHOW = "ticket"
    RATING = "bad rating"
    TAKE = "take"
    GIVE_BACK = "give back"


Stored: TypeAlias = Callable[[str], bool]
"""Says whether there is a ticket of that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketWords:
    """What is wanted of which ticket. `source` is "" where no helpdesk was named.

    `bare`: nothing but a number was said, which elsewhere may mean a year.
    """

    act: Act
    id: str
    source: str = ""
    bare: bool = False


_REFERENCE = r"(?P<ticket>\S.*)"
_ASKED = (
    r"(?:who(?:'s| is| has| was)? (?:has|had|got|owns|took|takes|takes care of|on|working on"
    r"|works on"
    r"|handling|handles|doing|dealing with|taking care of|looking (?:after|at|into)|assigned to"
    r"|responsible for|answering|on top of|the owner of)"
    r"|(?:is|has) (?:anyone|anybody|somebody|someone) (?:on|taken|working on|handling|looking "
    r"(?:at|into|after)|replied to|answered|solved)"
    r"|(?:and |so )?(?:what|how) about|what(?:'?s| is) (?:up |going on |the (?:story|deal|status"
    r"|state|situation) )?(?:with|of|on)|what happened (?:to|with)"
    r"|(?:any )?(?:news|updates?) (?:on|about|for)"
    r"|(?:details|info|history|summary) (?:of|on|about|for)|where(?:'s| is)"
    r"|how(?:'s| is)|(?:what(?:'s| is) )?(?:the )?(?:status|state)(?: of)?|show(?: me)?"
    r"|(?:look|check)(?: up| at)?|tell me about)"
)
_NAMED = r"(?:the |this )?(?:ticket|case|issue|request|conversation)(?: number| no\.?)?"
_FATE = (
    r"(?:still |already |been |get |got |ever )*(?:a |an )?(?:taken|solved|resolved|closed|done"
    r"|open|fixed|answered?|repl(?:y|ied)|response|waiting|pending|late|overdue|escalated|reopened"
    r"|stuck|ok|okay)"
    r"(?: (?:to|yet|now|already|late))*"
)
"""What may have become of one."""
_SEVERAL = re.compile(
    r"(?P<head>(?:.*?\s)??)(?P<list>#?\d{1,18}(?:(?:\s*[,;&+/]\s*|\s+)(?:and\s+)?#?\d{1,18})+)"
    r"(?P<tail>(?:\s.*)?)"
)
MOST_TICKETS = 5
"""So many are told at once."""
_LEAST_DIGITS = 4
"""Shorter numbers side by side are no numbers of tickets."""
_FORMS: Mapping[Act, tuple[re.Pattern[str], ...]] = {
    act: tuple(re.compile(form, re.IGNORECASE) for form in forms)
    for act, forms in {
        Act.TAKE: (
            rf"(?:(?:i|i'll|i will|i'm|i am|let me|i can)\s+)?(?:take|taking|grab|do)\s+"
            rf"(?:{_NAMED}\s+)?{_REFERENCE}",
        ),
        Act.GIVE_BACK: (
            rf"(?:(?:i|i'll|i will)\s+)?(?:give back|give up|return|release|drop|untake)\s+"
            rf"(?:{_NAMED}\s+)?{_REFERENCE}",
            rf"(?:(?:i|i'll|i will)\s+)?give\s+(?:{_NAMED}\s+)?{_REFERENCE}\s+back",
        ),
        Act.RATING: (
            rf"(?:the )?bad (?:rating|score)(?: of| for| on)?\s+(?:{_NAMED}\s+)?{_REFERENCE}",
        ),
        Act.SHOW: (
            rf"(?:{_ASKED}\s+)?{_NAMED}\s+{_REFERENCE}",
            rf"{_ASKED}\s+{_REFERENCE}",
            rf"(?:is|was|has|did|do we have)\s+(?:{_NAMED}\s+)?(?P<ticket>\S+)\s+{_FATE}",
            _REFERENCE,
        ),
    }.items()
}
_NUMBER = re.compile(r"#?(?P<id>\d{1,18})")
_LETTERS = re.compile(r"#?(?P<id>(?=\S*\d)[\w-]{1,64})")
"""An id with letters: a word is one only where there is a ticket of that id."""
_ELSEWHERE_LETTERS = re.compile(rf"(?P<place>.*\S)\s+{_LETTERS.pattern}")
_ELSEWHERE = re.compile(r"(?P<place>.*\S)\s*(?:/\s*#?(?P<any>\S+)|\s#?(?P<id>\d{1,18}))")


def _none(_id: str) -> bool:
    return False


def read_ticket_words(
    words: str, sources: Mapping[str, str], stored: Stored = _none
) -> TicketWords | None:
    """What words want of a ticket; None where they are about none.

    `sources` are the helpdesks with what people call each: "Acme EU #7" is a ticket of that one.
    `stored` says whether there is a ticket of an id with letters: else it is a word like others.
    """
    text = " ".join(tidy(words).split()).rstrip("?!. ")
    for act, forms in _FORMS.items():
        for form in forms:
            match = form.fullmatch(text)
            found = _ticket(match["ticket"], sources, stored) if match else None
            if found:
                id, source = found
                return TicketWords(act=act, id=id, source=source, bare=text.isdecimal())
    return None


def read_tickets(
    words: str, sources: Mapping[str, str], stored: Stored = _none
) -> tuple[TicketWords, ...]:
    """What words want of one ticket or of each of several: "take 31379 31380".

    Empty where they are about none.
    """
    if one := read_ticket_words(words, sources, stored):
        return (one,)
    match = _SEVERAL.fullmatch(" ".join(tidy(words).split()).rstrip("?!. "))
    numbers = re.findall(r"\d+", match["list"]) if match else []
    if match is None or min(map(len, numbers)) < _LEAST_DIGITS:
        return ()
    head = re.sub(r"\b(tickets|cases|issues|requests|conversations)\b", _singular, match["head"])
    if not match["head"].strip() and all(map(is_year, numbers)):
        return ()
    texts = (f"{head}{number}{match['tail']}" for number in dict.fromkeys(numbers))
    each = [read_ticket_words(text, sources) for text in texts]
    return tuple(wish for wish in each if wish) if all(each) else ()


def is_year(text: str) -> bool:
    """Whether a number may be that of a year."""
    return len(text) == 4 and text.startswith("20")


def _singular(match: re.Match[str]) -> str:
    return match[0].removesuffix("s")


def _ticket(text: str, sources: Mapping[str, str], stored: Stored) -> tuple[str, str] | None:
    """The number and the source that a text names, "" where it names no helpdesk."""
    if number := _NUMBER.fullmatch(text):
        return number["id"], ""
    if (word := _LETTERS.fullmatch(text)) and stored(word["id"]):
        return word["id"], ""
    known = {name.casefold(): source for source, name in sources.items()}
    known |= {source.casefold(): source for source in sources}
    match = _ELSEWHERE.fullmatch(text)
    source = known.get(match["place"].casefold()) if match else None
    if match and source:
        return match["any"] or match["id"], source
    match = _ELSEWHERE_LETTERS.fullmatch(text)
    source = known.get(match["place"].casefold()) if match else None
    return (match["id"], source) if match and source and stored(match["id"]) else None
