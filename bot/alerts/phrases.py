"""An alert in words, and words as an alert: its options in any order, then what its kind reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from bot.alerts.kinds import KINDS, kind_of
from bot.alerts.kinds.kind import AlertKind, AlertPlan, AlertWords
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

_WORD_START = r"(?<!team\s)(?<!group\s)(?<!category\s)(?<!\S)"
_WORD_KINDS = tuple(kind for kind in KINDS.values() if kind.names)
_KIND = re.compile(
    rf'"[^"]*"|{_WORD_START}(?:'
    + "|".join(f"(?P<{kind.key}>{kind.names})" for kind in _WORD_KINDS)
    + r")(?=[\s,;]|$)",
    re.IGNORECASE,
)
_RISKY = re.compile("|".join((VALUE, *(kind.names for kind in _WORD_KINDS))), re.IGNORECASE)
_START = re.compile(r"^\s*(?:when|if|me)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertContext:
    """What words are read against: `here` is the channel where they are said.

    `channels` has ids by the names that were said, `zone` is that of quiet hours.
    """

    here: str
    zone: ZoneInfo
    directory: Directory
    channels: Mapping[str, str] = field(default_factory=dict)

    def phrase(self, plan: AlertPlan) -> str:
        """The canonical phrase; read against the same it is an equal alert."""
        where = where_words(plan.query.where, self.directory, _risky(self.directory))
        parts = [plan.kind.phrase(plan, where), plan.kind.bounds(plan)]
        parts += [f"in #{plan.channel}"] if plan.channel else []
        return " ".join(filter(None, (*parts, *care_words(plan.care, self.zone))))


def read_alert(words: str, context: AlertContext) -> AlertPlan:
    """The alert that words say, in any order. Raises AskError, with whole phrases that may do."""
    reader = PhraseReader(
        word=ALERT,
        syntax=f"an alert. Say for example {EXAMPLE}.",
        read=lambda text: _read(text, context),
        phrase=context.phrase,
    )
    return reader(words)


def plan_of(alert: Alert, directory: Directory) -> AlertPlan:
    """What a kept alert says. Raises AskError where its team is not known any more."""
    kind = kind_of(alert)
    return AlertPlan(
        kind=kind,
        query=kind.query(alert.watch, directory),
        above=alert.above,
        value=alert.value,
        clear=alert.clear,
        minimum=alert.minimum,
        channel=alert.channel,
        care=alert.care,
    )


def _read(words: str, context: AlertContext) -> AlertPlan:
    clauses, option_words, rest = options(_START.sub("", tidy(words), 1))
    mentions = [clauses["channel"]] if "channel" in clauses else []
    channel = channel_id(mentions, context.here, context.channels, ALERT)
    care = care_of(clauses, context.zone)
    kind, alert_words = _kind(
        AlertWords(options=clauses, option_words=option_words, rest=rest, keys=tuple(KINDS))
    )
    return replace(kind.read(alert_words, context.directory), channel=channel, care=care)


def _kind(alert_words: AlertWords) -> tuple[AlertKind, AlertWords]:
    """The kind, and what is left to say of it. Raises AskError for two amounts."""
    kind = next(
        (kind for f in _KIND.finditer(alert_words.rest) if (kind := _kind_of_match(f))), None
    )
    if kind is None or (kind.figures and "side" in alert_words.options):
        return THRESHOLD, alert_words
    rest = _KIND.sub(lambda each: " " if _kind_of_match(each) else each[0], alert_words.rest)
    amounts: list[str] = []

    def note(match: re.Match[str]) -> str:
        if not match["amount"]:
            return match[0]
        amounts.append(match["amount"])
        return " "

    if kind.amount:
        amount = rf'"[^"]*"|(?<!\S)(?P<amount>{kind.amount})(?=[\s,;]|$)'
        rest = re.sub(amount, note, rest, flags=re.IGNORECASE)
    if len(amounts) > 1:
        raise AskError(f"One of these at a time: {either(amounts)}?")
    amount = "".join(amounts) or alert_words.options.get("value", "")
    return kind, replace(alert_words, rest=" ".join(rest.split()), amount=amount)


def _kind_of_match(match: re.Match[str]) -> AlertKind | None:
    return KINDS[match.lastgroup] if match.lastgroup else None


def _risky(directory: Directory) -> frozenset[str]:
    """The names of one word that could be taken for something else, and so stand in quotes."""
    names = (*directory.teams.values(), *directory.agents.values(), *directory.categories)
    reserved = {*SYNTAX, *KINDS, *ABOVE, *BELOW, "never", "off"}
    return frozenset(
        name.casefold() for name in names if name.casefold() in reserved or _RISKY.fullmatch(name)
    )
