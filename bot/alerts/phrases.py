"""An alert in words, and words as an alert: its options in any order, then what its kind reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.alerts.kinds import KINDS, kind_of
from bot.alerts.kinds.kind import Kind, Said, Wanted
from bot.alerts.kinds.threshold import THRESHOLD
from bot.grammar.alert_clauses import ABOVE, BELOW, SYNTAX, VALUE, care_of, care_words, options
from bot.grammar.alerts import ALERT, EXAMPLE
from bot.grammar.channel_names import channel_id
from bot.grammar.mistakes import either
from bot.grammar.suggestions import PhraseReader
from bot.grammar.ticket_filters import where_words
from bot.grammar.tokens import tidy
from metrics.errors import AskError
from metrics.posting.alerts import Alert
from metrics.question.query import Directory

_PLACED = r"(?<!team\s)(?<!group\s)(?<!category\s)(?<!\S)"
_NAMED = tuple(kind for kind in KINDS.values() if kind.names)
_KIND = re.compile(
    rf'"[^"]*"|{_PLACED}(?:'
    + "|".join(f"(?P<{kind.key}>{kind.names})" for kind in _NAMED)
    + r")(?=[\s,;]|$)",
    re.IGNORECASE,
)
_RISKY = re.compile("|".join((VALUE, *(kind.names for kind in _NAMED))), re.IGNORECASE)
_START = re.compile(r"^\s*(?:when|if|me)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What words are read against: `here` is the channel where they are said.

    `channels` has ids by the names that were said, `zone` is that of quiet hours.
    """

    here: str
    zone: ZoneInfo
    directory: Directory
    channels: Mapping[str, str] = field(default_factory=dict)

    def phrase(self, wanted: Wanted) -> str:
        """The canonical phrase; read against the same it is an equal alert."""
        where = where_words(wanted.query.where, self.directory, _risky(self.directory))
        said = [wanted.kind.phrase(wanted, where), wanted.kind.bounds(wanted)]
        said += [f"in #{wanted.channel}"] if wanted.channel else []
        return " ".join(filter(None, (*said, *care_words(wanted.care, self.zone))))


def wanted(words: str, around: Around) -> Wanted:
    """The alert that words say, in any order. Raises AskError, with whole phrases that may do."""
    mending = PhraseReader(
        word=ALERT,
        syntax=f"an alert. Say for example {EXAMPLE}.",
        read=lambda text: _read(text, around),
        phrase=around.phrase,
    )
    return mending(words)


def wanted_again(alert: Alert, directory: Directory) -> Wanted:
    """What a kept alert says. Raises AskError where its team is not known any more."""
    kind = kind_of(alert)
    return Wanted(
        kind=kind,
        query=kind.query(alert.watch, directory),
        above=alert.above,
        value=alert.value,
        clear=alert.clear,
        minimum=alert.minimum,
        channel=alert.channel,
        care=alert.care,
    )


def _read(words: str, around: Around) -> Wanted:
    found, taken, rest = options(_START.sub("", tidy(words), 1))
    named = [found["channel"]] if "channel" in found else []
    channel = channel_id(named, around.here, around.channels, ALERT)
    care = care_of(found, around.zone)
    kind, said = _kind(Said(options=found, taken=taken, rest=rest, keys=tuple(KINDS)))
    return replace(kind.read(said, around.directory), channel=channel, care=care)


def _kind(said: Said) -> tuple[Kind, Said]:
    """The kind, and what is left to say of it. Raises AskError for two amounts."""
    kind = next((kind for f in _KIND.finditer(said.rest) if (kind := _named(f))), None)
    if kind is None or (kind.figures and "side" in said.options):
        return THRESHOLD, said
    rest = _KIND.sub(lambda each: " " if _named(each) else each[0], said.rest)
    amounts: list[str] = []

    def note(each: re.Match[str]) -> str:
        if not each["amount"]:
            return each[0]
        amounts.append(each["amount"])
        return " "

    if kind.amount:
        amount = rf'"[^"]*"|(?<!\S)(?P<amount>{kind.amount})(?=[\s,;]|$)'
        rest = re.sub(amount, note, rest, flags=re.IGNORECASE)
    if len(amounts) > 1:
        raise AskError(f"One of these at a time: {either(amounts)}?")
    amount = "".join(amounts) or said.options.get("value", "")
    return kind, replace(said, rest=" ".join(rest.split()), amount=amount)


def _named(found: re.Match[str]) -> Kind | None:
    return KINDS[found.lastgroup] if found.lastgroup else None


def _risky(directory: Directory) -> frozenset[str]:
    """The names of one word that could be taken for something else, and so stand in quotes."""
    names = (*directory.teams.values(), *directory.agents.values(), *directory.categories)
    said = {*SYNTAX, *KINDS, *ABOVE, *BELOW, "never", "off"}
    return frozenset(
        name.casefold() for name in names if name.casefold() in said or _RISKY.fullmatch(name)
    )
