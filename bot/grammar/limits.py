"""Limits of time in the words that people have for them: "under 4h", "answered within one hour"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from metrics.catalogue.limits import Limit

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER_WORDS = {
    **{word: n for n, word in enumerate(NUMBERS, 1)},
    **dict.fromkeys(("a", "an"), 1),
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "half an": 0.5,
    "half a": 0.5,
}
UNITS = {
    "s": ("seconds", "second", "secs", "sec", "s"),
    "m": ("minutes", "minute", "mins", "min", "m"),
    "h": ("hours", "hour", "hrs", "hr", "h"),
    "d": ("days", "day", "d"),
    "w": ("weeks", "week", "wks", "wk", "w"),
}
SMALLER = {"w": ("d", 7), "d": ("h", 24), "h": ("m", 60), "m": ("s", 60)}
BEYOND = """
    over above beyond after exceeding exceeds more_than longer_than later_than older_than
    slower_than greater_than at_least no_less_than not_less_than no_fewer_than not_fewer_than
    no_shorter_than not_shorter_than no_younger_than not_younger_than not_newer_than
    no_faster_than not_faster_than no_earlier_than not_earlier_than no_sooner_than
    minimum_of a_minimum_of
"""
WITHIN = """
    within under below less_than shorter_than younger_than newer_than faster_than quicker_than
    sooner_than fewer_than no_more_than no_longer_than not_more_than not_longer_than not_over
    in_under in_less_than at_most up_to inside maximum_of a_maximum_of not_above not_beyond
    no_older_than not_older_than no_later_than not_later_than no_slower_than not_slower_than
    no_greater_than not_greater_than
"""
LATE = "not_within not_in not_under"
AGES = tuple(
    f"{no}{age} than" for age in ("older", "younger", "newer") for no in ("", "not ", "no ")
)
"""Sides that say by themselves that it is open tickets that are meant."""
OPENINGS = {
    "frt": """
        answered answer replied replied_to reply replies responded responded_to respond response
        first_reply first_replies first_response
    """,
    "resolution": "solved solve resolved resolve closed close fixed fix",
    "backlog": "still_open unsolved unresolved",
    "pending_reply": """
        waiting waits waited wait unanswered unreplied not_answered not_replied no_reply no_answer
        without_reply without_a_reply without_an_answer waiting_for_a_reply waiting_for_an_answer
    """,
}
"""Words before a limit that say of which measure it is, where none is named."""
AGED = "old open of_age unsolved unresolved still_open in_the_queue in_the_backlog"
SILENT = """
    unanswered unreplied waiting without_reply without_a_reply without_an_answer not_answered
    without_answer with_no_reply with_no_answer
"""
"""Words after a limit that say of which measure it is: "more than 3 days open"."""
SERVICE_LEVEL = "service_level service_level_of service_level_within service_level_in"


class LimitWords(NamedTuple):
    """A limit that was read: None for an amount of something else, which `text` says.

    `metric` is the measure that the words name, `implied` the one that is meant where they name
    none; `beyond` says on which side of the amount.
    """

    limit: Limit | None
    text: str
    beyond: bool = False
    metric: str = ""
    implied: str = ""


def _any(words: Iterable[str]) -> str:
    """A pattern of any of these words, the longest first."""
    return "|".join(re.escape(w.replace("_", " ")) for w in sorted(words, key=len, reverse=True))


_NUMBER = rf"(?:\d+(?:[.,]\d+)?|{_any(NUMBER_WORDS)})"
_UNIT = _any([word for words in UNITS.values() for word in words])
_TIME = rf"{_NUMBER} ?(?:{_UNIT})(?: ?(?:and )?\d+ ?(?:{_UNIT}))*"
_SIDE = (
    rf"(?P<late>{_any(LATE.split())})|(?P<within>{_any(WITHIN.split())})"
    rf"|(?P<beyond>{_any(BEYOND.split())})"
)
_OPENING = "|".join(
    rf"(?P<{metric}>{_any(words.split())})(?: in| for)?" for metric, words in OPENINGS.items()
)
_LIMIT = re.compile(
    rf"(?:(?:{_OPENING}|(?P<left>open(?: for)?)) )?(?:{_SIDE}) (?P<time>{_TIME})"
    rf"(?: (?:(?P<aged>{_any(AGED.split())})|(?P<silence>{_any(SILENT.split())})))?"
    rf"|(?:(?P<open>open|{_any(OPENINGS['backlog'].split())})"
    rf"|(?P<silent>{_any(OPENINGS['pending_reply'].split())}))"
    rf" (?:for|since) (?P<for_time>{_TIME})"
    rf"|(?:(?P<target>{_any(SERVICE_LEVEL.split())})|(?P<undone>(?:not|never) "
    rf"(?:answered|replied(?: to)?|responded(?: to)?)|unanswered|without (?:an? )?(?:reply|"
    rf"answer)) "
    rf"(?:in|inside)|(?P<done>answered|replied|responded) in"
    rf"|(?P<solved>solved|resolved|closed|fixed) in) (?P<in_time>{_TIME})"
)
_AMOUNT = re.compile(rf"(?:{_SIDE}) (?P<amount>\d+(?:[.,]\d+)?(?: ?%| percent)?)")
_STARS = re.compile(rf"(?:{_NUMBER})[ -]?stars?")
_PIECE = re.compile(rf"(?P<number>{_NUMBER}) ?(?P<unit>{_UNIT})(?![a-z])")
_UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}


def limit_words(phrase: str) -> LimitWords | None:
    """What a phrase says of a limit; None where it says none."""
    if amount := _AMOUNT.fullmatch(phrase):
        return LimitWords(None, phrase, beyond=bool(amount["beyond"] or amount["late"]))
    if _STARS.fullmatch(phrase):
        return LimitWords(None, phrase)
    match = _LIMIT.fullmatch(phrase)
    time = _time(match["time"] or match["in_time"] or match["for_time"]) if match else ""
    if match is None or not time:
        return None
    if match["left"] == "open" and match["beyond"] not in {"longer than", "more than"}:
        return None  # "open" alone is a status
    try:
        broken = match["pending_reply"] and match["within"] == "within"  # "no reply within 1h"
        late = match["late"] or match["undone"]
        beyond = bool(match["beyond"] or late or match["for_time"] or broken)
        limit = Limit(time, beyond=beyond)
    except ValueError:
        return None
    means = {
        "frt": broken or any(match[way] for way in ("frt", "target", "done", "undone")),
        "resolution": match["resolution"] or match["solved"],
        "backlog": match["backlog"] or match["open"] or match["left"],
        "pending_reply": (match["pending_reply"] and not broken) or match["silent"],
    }
    named = [metric for metric, words in means.items() if words]
    by_age = match["aged"] or (match["beyond"] or match["within"]) in AGES
    implied = "pending_reply" if match["silence"] else "backlog" if by_age else ""
    return LimitWords(limit, phrase, beyond, "".join(named[:1]), implied)


def _time(text: str) -> str:
    """A time in the fewest letters: "1.5 hours" is "1h30m"; empty where it is no whole seconds."""
    return "".join(_piece(match["number"], match["unit"]) for match in _PIECE.finditer(text))


def _piece(number: str, word: str) -> str:
    unit = _UNIT_OF[word]
    value = NUMBER_WORDS.get(number) or float(number.replace(",", "."))
    whole, rest = int(value), value - int(value)
    text = f"{whole}{unit}" if whole else ""
    if rest and unit in SMALLER:
        smaller, many = SMALLER[unit]
        more = round(rest * many)
        text += f"{more}{smaller}" if more else ""
    return text
