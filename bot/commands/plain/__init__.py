"""Plain questions: one table of kinds, each with how people ask and the words that answer it."""

from __future__ import annotations

import re
from typing import Final

from bot.commands.plain import doing, meaning, parts, work
from bot.commands.plain.kind import Kind, Phrases
from metrics.errors import PeopleError

KINDS: Final[tuple[Kind, ...]] = (*meaning.KINDS, *doing.KINDS, *work.KINDS, *parts.KINDS)
"""All kinds; the first that fits is taken."""
LONGEST: Final = 200
"""A longer text is no plain question."""
RANKING: Final = re.compile(
    r"\b(leader ?board|rank(s|ed|ing|ings)?|"
    r"(best|worst|slowest|fastest|top|bottom|laziest)( \d+)? (agents?|people|persons?|performers?)|"
    r"who\b.*\b(best|worst|slow|fast|top|most|least|lazy|highest|lowest|fewest)\w*)\b"
)
NO_RANKING: Final = (
    "I do not rank people: a figure of one agent tells more of the tickets that came to them than "
    "of the agent. Where the queue is stuck helps more."
)
INSTEAD: Final = ("standup", "frt by team", "aging since reply")
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
    for candidate in dict.fromkeys((text, _CLOSING.sub("", _OPENING.sub("", text)))):
        for kind in KINDS:
            for pattern in kind.asked:
                if match := re.fullmatch(pattern, candidate):
                    if phrases := _answers(kind, match):
                        return phrases
                    break
    return ()


def refuse_ranking(words: str) -> None:
    """Refuses to rank people. Raises PeopleError."""
    if RANKING.search(plain_text(words)):
        raise PeopleError(NO_RANKING, INSTEAD)


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
