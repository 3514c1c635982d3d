"""What is understood and cannot be had: weekends alone, the text of tickets, who touched them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.grammar.mistakes import UnreadError, either, unknown_value, unknown_word, value_words
from bot.grammar.tokens import Token, echo
from bot.grammar.vocabulary import Vocabulary
from metrics.question.query import Filter

WEEKENDS = {"weekends", "saturdays", "sundays", "weekdays"}
COMMENTS = {"comment", "comments", "verbatim", "verbatims", "quotes"}
NO_TEXT = "I keep no text of tickets or ratings, so no comments: links lead there. Without them:"
LEFT_ALONE = (
    r"untouched|stale|idle|inactive|(?:that )?(?:nobody|no one)(?: has| had)? "
    r"(?:touched|updated|looked at|worked on|moved)(?: them)?"
)
UNTOUCHED = (
    "I do not tell when a ticket was last touched: aging since reply tells when it was last "
    "answered. Without that:"
)
ENDS = {"until", "till", "til", "before", "after", "since", "through"}
"""Words of a time that is open at one end."""
NOON = 12
HOUR = re.compile(r"(?:noon|midday|(?P<hour>\d{1,2})(?::\d\d)?(?P<half>am|pm)?)")
PARTS_OF_DAY = "I tell parts of a day, the morning from 6 to 12 or the afternoon to 18:"
NO_BEGINNING = "I do not know from when {words} begins. Say both ends, or take one of these:"
LONGEST_PERIOD = 4
"""So many words at most has a period after one of these."""
UNITS = ("last 7 days", "this month", "this year")
CUSTOMER = {"customer", "customers", "client", "clients", "account", "from"}
"""Words before the name of an organization."""


def unread_word(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError:
    """A word that asks for nothing that can be had, or that nobody knows."""
    return unavailable(tokens, at, vocabulary) or unknown_word(tokens, at, vocabulary)


def unavailable(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError | None:
    """What is understood and cannot be had: weekends alone, texts; None where it is not that."""
    word = tokens[at].word
    if word in WEEKENDS:
        message = f"I cannot pick {word} alone. By weekday shows them beside the other days."
        return UnreadError(message, at, at + 1, ["by weekday"])
    if (stop := untouched(tokens, at)) > at:
        return UnreadError(UNTOUCHED, at, stop, [""])
    if word in COMMENTS:
        return UnreadError(NO_TEXT, at, at + 1, [""])
    if word in ENDS:
        return open_end(tokens, at, vocabulary)
    return attribute_unknown(tokens, at, vocabulary)


def open_end(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError:
    """A time with one end that no date says: "until yesterday", "before noon today"."""
    word, stop = tokens[at].word, at + 2
    hour = HOUR.fullmatch(tokens[at + 1].word) if stop <= len(tokens) else None
    if hour:
        day, after = period_at(tokens, stop, vocabulary)
        number = int(hour["hour"] or NOON) + NOON * (hour["half"] == "pm" and hour["hour"] != "12")
        early = number < NOON or (number == NOON and word != "after")
        part = "morning" if early else "afternoon"
        replacements = [f"{'this' if day in {'', 'today'} else day} {part}", f"{day} by hour"]
        return UnreadError(PARTS_OF_DAY, at, after, replacements)
    end, stop = period_at(tokens, at + 1, vocabulary)
    if end:
        message = NO_BEGINNING.format(words=echo(f"{word} {end}"))
        return UnreadError(message, at, stop, UNITS)
    message = f"{word.capitalize()} when? Say a date, a month or a year, such as {word} july."
    return UnreadError(message, at, at + 1, word=tokens[at].text)


def period_at(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> tuple[str, int]:
    """The words of the longest period at `at` and where they end; "" where there is none."""
    for stop in range(min(len(tokens), at + LONGEST_PERIOD), at, -1):
        text = " ".join(token.text for token in tokens[at:stop])
        if vocabulary.directory.reckoning.period(text):
            return text, stop
    return "", at


def untouched(tokens: Sequence[Token], at: int) -> int:
    """Where words end that want what nobody has touched; `at` where they want something else."""
    words = [token.word for token in tokens[at : at + 4]]
    for stop in range(len(words), 0, -1):
        if re.fullmatch(LEFT_ALONE, " ".join(words[:stop])):
            return at + stop
    return at


def value_elsewhere(tokens: Sequence[Token], at: int, vocabulary: Vocabulary) -> UnreadError | None:
    """A tag or the like that was named without its word: "vip"; None where it is none."""
    text = tokens[at].text
    attributes = vocabulary.directory.attributes
    found = [Filter(d, v) for d in attributes if (v := vocabulary.names[d].find(text))]
    if not found:
        return None
    words = [value_words(term, vocabulary) for term in found]
    near = unknown_word(tokens, at, vocabulary)  # "refunds", a form, may be the category Refund
    words += near.replacements if (near.start, near.stop) == (at, at + 1) else ()
    message = f"I know {echo(text)} as {either([f'a {term.dimension}' for term in found])}:"
    return UnreadError(message, at, at + 1, words)


def attribute_unknown(
    tokens: Sequence[Token], at: int, vocabulary: Vocabulary
) -> UnreadError | None:
    """A customer that no organization is, or an attribute that no ticket here has."""
    if slip := value_elsewhere(tokens, at, vocabulary):
        return slip
    before = tokens[at - 1].word if at else ""
    organization = vocabulary.cuts.get("organization")
    if before in CUSTOMER and organization and organization in vocabulary.directory.attributes:
        return unknown_value(tokens, at - 1, at, organization, vocabulary)
    dimension = vocabulary.cuts.get(tokens[at].word)
    if dimension is None or dimension in vocabulary.directory.attributes:
        return None
    message = (
        f"No ticket here has a {dimension} that I know of: the helpdesk does not tell it, or it is "
        "not kept. /kpi sources says more."
    )
    return UnreadError(message, at, min(at + 2, len(tokens)), [""])
