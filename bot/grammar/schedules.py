"""The language of schedules: which digest, in which channel, when, about which tickets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.grammar.channel_names import channel_id
from bot.grammar.mistakes import UnreadError, either
from bot.grammar.reader import read
from bot.grammar.suggestions import MOST_SUGGESTIONS, MisreadError, PhraseReader
from bot.grammar.ticket_filters import filters, is_risky, text_of, where_words
from bot.grammar.tokens import echo, tidy, tokenize
from bot.grammar.vocabulary import Vocabulary, spellings, vocabulary_of
from bot.grammar.word_tables import DIMENSIONS
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.near import near
from metrics.question.query import Directory, Filter
from metrics.recurrence import Rule
from metrics.recurrence.words import (
    CADENCES,
    HOW,
    ScheduleWords,
    near_words,
    rule_of,
    schedule_words,
)

SCHEDULE = "schedule"
"""The word that such a phrase follows."""

FILLER = {"post", "send", "digest", "digests", "here", "to"}
_DIMENSION_WORDS = f"(?:{'|'.join(re.escape(word) for _, word in spellings(DIMENSIONS))})"
_CHUNK = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePlan:
    """A digest's key, a channel's id, when it comes, and the tickets it is about."""

    digest: str
    channel: str
    rule: Rule
    where: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleContext:
    """What words are read against.

    `digests` are their keys, each with its usual rule, whose zone does not count: `zone` does.
    `here` is the id of the channel where it is said, `channels` has ids by names that were said.
    """

    digests: Mapping[str, Rule]
    here: str
    zone: ZoneInfo
    directory: Directory
    channels: Mapping[str, str] = field(default_factory=dict)

    def phrase(self, plan: SchedulePlan) -> str:
        """The canonical phrase; read against the same it is an equal plan."""
        where = where_words(plan.where, self.directory, self.digests)
        parts = (plan.digest, f"#{plan.channel}", str(plan.rule), where)
        return " ".join(filter(None, parts))

    def suggestion(self, plan: SchedulePlan) -> str:
        """The phrase to offer here: what the place and the digest say already is not said again."""
        channel = "" if plan.channel == self.here else f"#{plan.channel}"
        where = where_words(plan.where, self.directory, self.digests)
        rule = str(plan.rule).removeprefix(f"{plan.digest} ")
        short = " ".join(filter(None, (plan.digest, channel, rule, where)))
        return short if _read(short, self) == plan else self.phrase(plan)


def read_schedule(words: str, context: ScheduleContext) -> SchedulePlan:
    """What words plan, in any order. Raises AskError, with whole phrases that may be meant."""
    reader = PhraseReader(
        word=SCHEDULE,
        syntax=f"a schedule. {HOW}",
        read=lambda text: _read(text, context),
        phrase=context.suggestion,
    )
    return reader(words)


def _read(words: str, context: ScheduleContext) -> SchedulePlan:
    channel, chunks = _channel(_CHUNK.findall(_quote_risky_names(tidy(words), context)), context)
    digest, chunks = _digest(chunks, channel, context)
    heard_words = schedule_words(" ".join(chunks))
    vocabulary = vocabulary_of(CATALOGUE, context.directory)
    start = f"{digest} #{channel}"
    where = _where(heard_words, start, vocabulary, context)
    try:
        rule = rule_of(heard_words, context.zone, context.digests[digest])
    except AskError as error:
        texts = (
            f"{start} {replacement} {' '.join(heard_words.rest)}"
            for replacement in error.suggestions
        )
        raise MisreadError(str(error), texts) from None
    return SchedulePlan(digest=digest, channel=channel, rule=rule, where=where)


def _quote_risky_names(text: str, context: ScheduleContext) -> str:
    """The text with those names of teams in quotes that could be words of time: "First line"."""
    names = {tidy(name) for name in context.directory.teams.values()}
    risky = [n for n in names if '"' not in n and n and is_risky(n, context.digests)]
    if not risky:
        return text
    name = "|".join(map(re.escape, sorted(risky, key=len, reverse=True)))
    pattern = re.compile(rf'"[^"]*"|(?<!\w)({_DIMENSION_WORDS} )?({name})(?!\w)', re.IGNORECASE)
    return pattern.sub(_quote, text)


def _quote(match: re.Match[str]) -> str:
    """A name of one word is one only behind the word for what it is: "team weekend"."""
    prefix, name = match.groups()
    sure = name and (prefix or " " in name)
    return f'{prefix or ""}"{name}"' if sure else match[0]


def _channel(chunks: Sequence[str], context: ScheduleContext) -> tuple[str, list[str]]:
    mentions = {chunk[1:].rstrip(",;") for chunk in chunks if chunk.startswith("#")}
    id = channel_id(mentions, context.here, context.channels, SCHEDULE)
    return id, [chunk for chunk in chunks if not chunk.startswith("#")]


def _digest(chunks: Sequence[str], channel: str, context: ScheduleContext) -> tuple[str, list[str]]:
    """The key that is said, and the chunks without it.

    "weekly executive": a key that is also a word for how often is one only if there is no other.
    """
    words = [chunk.casefold().rstrip(",;") for chunk in chunks]
    indices = [at for at, word in enumerate(words) if word in context.digests]
    if not indices:
        raise _unknown_digest(words, channel, context)
    at = next((at for at in indices if words[at] not in CADENCES), indices[0])
    rest = [c for i, c in enumerate(chunks) if i != at and words[i] not in FILLER]
    return words[at], rest


def _unknown_digest(words: Sequence[str], channel: str, context: ScheduleContext) -> MisreadError:
    """No digest is named, or none that there is."""
    for at, word in enumerate(words):
        if alike := near(word, context.digests, MOST_SUGGESTIONS, 0.75):
            others = " ".join((*words[:at], *words[at + 1 :]))
            texts = (f"{key} #{channel} {others}" for key in alike)
            message = f"I do not know the digest {echo(word)}. Did you mean {either(alike)}?"
            return MisreadError(message, texts)
    texts = (f"{key} #{channel} {' '.join(words)}" for key in context.digests)
    return MisreadError(f"Which digest: {either(list(context.digests))}?", texts)


def _where(
    heard_words: ScheduleWords, start: str, vocabulary: Vocabulary, context: ScheduleContext
) -> tuple[Filter, ...]:
    """Which tickets the words that are left mean."""
    tokens = tokenize(" ".join(heard_words.rest))
    try:
        return filters(read(tokens, vocabulary))
    except UnreadError as slip:
        word = tokens[slip.start].text
        alike = [*near(word.casefold(), context.digests, 1, 0.8), *near_words(word)]
        replacements = dict.fromkeys((*alike, *slip.replacements))
        head = f"{start} {' '.join(heard_words.words)} {text_of(tokens[: slip.start])}"
        stops = dict.fromkeys(alike, slip.start + 1) | dict.fromkeys(slip.replacements, slip.stop)
        texts = (f"{head} {each} {text_of(tokens[stops[each] :])}" for each in replacements)
        guess = f"I do not know {echo(word)}. Did you mean {either(alike)}?" if alike else ""
        message = guess or str(slip)
        if not replacements:
            left = text_of(tokens[slip.start :])
            known = f"A digest has its own measures and tickets: {echo(left)} is none."
            message = f"{f'I do not know {echo(word)}.' if slip.word else known} Without it:"
            raise MisreadError(message, [head]) from None
        raise MisreadError(message, texts) from None
