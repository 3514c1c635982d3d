"""Plain questions about no one metric: what answers them, and which one is refused."""

from __future__ import annotations

import re
from typing import Final

from metrics.errors import PeopleError

MEANT: Final = (
    (r"how (are we|is it|is support|is the team|are things) (doing|going)", "digest weekly"),
    (r"overview|summary|status report|how are we", "digest weekly"),
    (r"(what|where) (is|are) (we|it|the queue|things)? ?stuck", "standup"),
    (r"who (waits|is waiting|has been waiting|has waited)( the)? longest", "aging since reply"),
    (r"what (do i|should i|shall i|to) do( next| first)?", "standup"),
    (r"(what are |show me |list )?my (tickets|queue|work)", "my backlog list"),
)
"""How people ask, and the words that answer it; what follows says which tickets."""
RANKING: Final = re.compile(
    r"\b(leader ?board|rank(s|ed|ing|ings)?|"
    r"(best|worst|slowest|fastest|top|bottom|laziest)( \d+)? (agents?|people|persons?|performers?)|"
    r"who (is|are|was|were|has|had|does|did)\b.*\b(best|worst|slow|fast|top|most|least|lazy)\w*)\b"
)
NO_RANKING: Final = (
    "I do not rank people: a figure of one agent tells more of the tickets that came to them than "
    "of the agent. Where the queue is stuck helps more."
)
INSTEAD: Final = ("standup", "frt by team", "aging since reply")


def phrase_for(words: str) -> str | None:
    """The words that answer a plain question; None where it is none.

    Raises PeopleError where people are to be ranked.
    """
    text = " ".join(re.sub(r"[?!.,]", " ", words.casefold().replace("\u2019", "'")).split())
    text = re.sub(r"\b(what|who|where|how)'s\b", r"\1 is", text)
    for question, answer in MEANT:
        if match := re.fullmatch(rf"(?:{question})\b(.*)", text):
            return f"{answer}{match[match.re.groups]}"
    if RANKING.search(text):
        raise PeopleError(NO_RANKING, INSTEAD)
    return None
