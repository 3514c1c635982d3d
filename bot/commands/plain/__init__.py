"""Plain questions: one table of kinds, each with how people ask and the words that answer it."""

from __future__ import annotations

import re
from typing import Final

from bot.commands.plain import amounts, doing, meaning, parts, speed, work
from bot.commands.plain.kind import Kind, Phrases
from metrics.errors import PeopleError

KINDS: Final[tuple[Kind, ...]] = (
    *(*meaning.KINDS, *speed.KINDS, *amounts.KINDS, *doing.KINDS, *work.KINDS, *parts.KINDS),
)
"""All kinds; the first that fits is taken."""
LONGEST: Final = 200
"""A longer text is no plain question."""
RANKING: Final = re.compile(
    r"\b(leader ?board|rank(s|ed|ing|ings)?|"
    r"(best|worst|slowest|fastest|busiest|top|bottom|laziest)( \d+)? (agents?|people|persons?|"
    r"performers?|colleagues?|employees?)|"
    r"(which|what) (agent|person|colleague|employee|of us)\b.*\b(best|worst|slow|fast|top|most|"
    r"least|"
    r"lazy|busi|behind|highest|lowest|fewest)\w*|"
    r"who\b.*\b(best|worst|slow|fast|top|most|least|lazy|highest|lowest|fewest)\w*)\b"
)
NO_RANKING: Final = (
    "I do not rank people: a figure of one agent tells more of the tickets that came to them than "
    "of the agent. Where the queue is stuck helps more."
)
INSTEAD: Final = ("standup", "aging since reply")
MEASURES: Final = (
    (r"\b(?:csat|satisf|happ|rat(?:ed|ing)|feedback)", "csat"),
    (
        r"\b(?:open|backlog|queue|on (?:their|the) plate|assigned|behind|unsolved|overload)",
        "backlog",
    ),
    (r"\b(?:clos|solv|resolv|finish|done\b|fix)", "solved"),
    (r"\b(?:reopen)", "reopen"),
    (r"\b(?:tickets|busi|workload|most work)", "volume"),
)
"""Of which measure groups are shown instead, by what people were to be ranked by."""
_OPENING = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|and|well|please|pls|can you|could you|would you|can i|"
    r"do you know|i want to know|i would like to know|tell me|tell us|let me know|quick question)"
    r"[ ,:]+)+"
)
_CLOSING = re.compile(r"(?:[ ,]+(?:please|pls|thanks|thank you|thx|guys|team|everyone|folks))+$")


def phrases_for(words: str) -> Phrases:
    """The words that answer a plain question, best first; none where it is none."""
    text = plain_text(words)
    if len(text) > LONGEST:
        return ()
    bare = _CLOSING.sub("", _OPENING.sub("", text))
    for candidate in dict.fromkeys((text, bare, _of_channel(bare))):
        for kind in KINDS:
            for pattern in kind.asked:
                if match := re.fullmatch(pattern, candidate):
                    if phrases := _answers(kind, match):
                        return phrases
                    break
    return ()


def _of_channel(text: str) -> str:
    """Emails that are asked for as tickets are: "overdue emails" as "overdue tickets email"."""
    found = re.search(r"\b(?:e-?mail|mail|chat|call|text)s\b", text)
    return f"{text[: found.start()]}tickets{text[found.end() :]} {found[0]}" if found else text


def refuse_ranking(words: str) -> None:
    """Refuses to rank people, with groups instead. Raises PeopleError."""
    text = plain_text(words)
    if RANKING.search(text):
        measure = next((m for asked, m in MEASURES if re.search(asked, text)), "frt")
        raise PeopleError(NO_RANKING, (f"{measure} by team", *INSTEAD))


def plain_text(words: str) -> str:
    """Words in small letters, without marks at their ends, with "what's" written out."""
    text = re.sub(r"[?!.]+(?=\s|$)", " ", words.casefold().replace("\u2019", "'"))
    text = " ".join(text.split()).strip(" ,;:")
    return re.sub(r"\b(what|who|where|how|why|which)'?s (?=\S)", r"\1 is ", text)


def _answers(kind: Kind, match: re.Match[str]) -> Phrases:
    if not isinstance(kind.answer, str):
        return tuple(" ".join(phrase.split()) for phrase in kind.answer(match))
    named = {name: value or "" for name, value in match.groupdict().items()}
    return (" ".join(kind.answer.format(**named).split()),)
