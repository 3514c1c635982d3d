"""The language of schedules: which digest, in which channel, when, about which tickets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.grammar.channel_names import place
from bot.grammar.mistakes import UnreadError, either
from bot.grammar.reader import read
from bot.grammar.suggestions import SUGGESTED, Mending, MisreadError
from bot.grammar.ticket_filters import filters, is_risky, retyped, where_words
from bot.grammar.tokens import echo, tidy, tokens
from bot.grammar.vocabulary import DIMENSIONS, Vocabulary, spellings, vocabulary
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.question.query import Directory, Filter
from metrics.recurrence import Rule
from metrics.recurrence.words import CADENCES, HOW, Heard, heard, near_words, rule_of

SCHEDULE = "schedule"
"""The word that such a phrase follows."""

_SAID_WITHOUT = {"post", "send", "digest", "digests", "here", "to"}
_NAMING = f"(?:{'|'.join(re.escape(word) for _, word in spellings(DIMENSIONS))})"
_CHUNK = re.compile(r'"[^"]*"|[^\s"]+')


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A digest's key, a channel's id, when it comes, and the tickets it is about."""

    digest: str
    channel: str
    rule: Rule
    where: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What words are read against.

    `digests` are their keys, each with its usual rule, whose zone does not count: `zone` does.
    `here` is the id of the channel where it is said, `channels` has ids by names that were said.
    """

    digests: Mapping[str, Rule]
    here: str
    zone: ZoneInfo
    directory: Directory
    channels: Mapping[str, str] = field(default_factory=dict)

    def phrase(self, planned: Planned) -> str:
        """The canonical phrase; read against the same it is an equal plan."""
        where = where_words(planned.where, self.directory, self.digests)
        said = (planned.digest, f"#{planned.channel}", str(planned.rule), where)
        return " ".join(filter(None, said))


def planned(words: str, around: Around) -> Planned:
    """What words plan, in any order. Raises AskError, with whole phrases that may be meant."""
    mending = Mending(
        word=SCHEDULE,
        how=f"a schedule. {HOW}",
        read=lambda text: _read(text, around),
        phrase=around.phrase,
    )
    return mending(words)


def _read(words: str, around: Around) -> Planned:
    channel, chunks = _channel(_CHUNK.findall(_guarded(tidy(words), around)), around)
    digest, chunks = _digest(chunks, channel, around)
    said = heard(" ".join(chunks))
    known = vocabulary(CATALOGUE, around.directory)
    start = f"{digest} #{channel}"
    where = _where(said, start, known, around)
    try:
        rule = rule_of(said, around.zone, around.digests[digest])
    except AskError as error:
        texts = (f"{start} {put} {' '.join(said.rest)}" for put in error.suggestions)
        raise MisreadError(str(error), texts) from None
    return Planned(digest=digest, channel=channel, rule=rule, where=where)


def _guarded(text: str, around: Around) -> str:
    """The text with those names of teams in quotes that could be words of time: "First line"."""
    names = {tidy(name) for name in around.directory.teams.values()}
    risky = [n for n in names if '"' not in n and n and is_risky(n, around.digests)]
    if not risky:
        return text
    name = "|".join(map(re.escape, sorted(risky, key=len, reverse=True)))
    found = re.compile(rf'"[^"]*"|(?<!\w)({_NAMING} )?({name})(?!\w)', re.IGNORECASE)
    return found.sub(_quoted, text)


def _quoted(found: re.Match[str]) -> str:
    """A name of one word is one only behind the word for what it is: "team weekend"."""
    naming, name = found.groups()
    sure = name and (naming or " " in name)
    return f'{naming or ""}"{name}"' if sure else found[0]


def _channel(chunks: Sequence[str], around: Around) -> tuple[str, list[str]]:
    named = {chunk[1:].rstrip(",;") for chunk in chunks if chunk.startswith("#")}
    id = place(named, around.here, around.channels, SCHEDULE)
    return id, [chunk for chunk in chunks if not chunk.startswith("#")]


def _digest(chunks: Sequence[str], channel: str, around: Around) -> tuple[str, list[str]]:
    """The key that is said, and the chunks without it.

    "weekly executive": a key that is also a word for how often is one only if there is no other.
    """
    words = [chunk.casefold().rstrip(",;") for chunk in chunks]
    found = [at for at, word in enumerate(words) if word in around.digests]
    if not found:
        raise _undigested(words, channel, around)
    at = next((at for at in found if words[at] not in CADENCES), found[0])
    rest = [c for i, c in enumerate(chunks) if i != at and words[i] not in _SAID_WITHOUT]
    return words[at], rest


def _undigested(words: Sequence[str], channel: str, around: Around) -> MisreadError:
    """No digest is named, or none that there is."""
    for at, word in enumerate(words):
        if near := get_close_matches(word, around.digests, SUGGESTED, 0.75):
            others = " ".join((*words[:at], *words[at + 1 :]))
            texts = (f"{key} #{channel} {others}" for key in near)
            message = f"I do not know the digest {echo(word)}. Did you mean {either(near)}?"
            return MisreadError(message, texts)
    texts = (f"{key} #{channel} {' '.join(words)}" for key in around.digests)
    return MisreadError(f"Which digest: {either(list(around.digests))}?", texts)


def _where(said: Heard, start: str, known: Vocabulary, around: Around) -> tuple[Filter, ...]:
    """Which tickets the words that are left mean."""
    typed = tokens(" ".join(said.rest))
    try:
        return filters(read(typed, known))
    except UnreadError as slip:
        word = typed[slip.start].text
        near = [*get_close_matches(word.casefold(), around.digests, 1, 0.8), *near_words(word)]
        puts = dict.fromkeys((*near, *slip.puts))
        texts = (
            f"{start} {' '.join(said.said)} {retyped(typed[: slip.start])} {put} "
            f"{retyped(typed[slip.stop :] if put in slip.puts else typed[slip.start + 1 :])}"
            for put in puts
        )
        message = f"I do not know {echo(word)}. Did you mean {either(near)}?" if near else str(slip)
        raise MisreadError(message, texts) from None
