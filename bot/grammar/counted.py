"""Tickets that are asked for without a metric: "chats yesterday", "list open urgent tickets"."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bot.grammar.draft import Draft
from bot.grammar.mistakes import UnreadError
from bot.grammar.reader import read
from bot.grammar.tokens import Token, tokenize
from bot.grammar.vocabulary import Vocabulary
from metrics.errors import AskError
from metrics.question.query import Filter
from metrics.tickets.records import Dimension, Status

TICKETS = {
    *("ticket", "tickets", "conversation", "conversations", "case", "cases", "requests", "many"),
    *("emails", "mails", "e-mails", "chats", "calls", "texts", "messages", "enquiries"),
}
"""Words for what is counted."""
LISTING = {"list", "show", "which", "see"}
"""Words that want to see each of them."""
_VOLUME, _BACKLOG, _SOLVED = "volume", "backlog", "solved"
_OVER = {Status.SOLVED.value, Status.CLOSED.value}


def with_metric(
    tokens: Sequence[Token], words: Sequence[Token], vocabulary: Vocabulary
) -> Sequence[Token] | None:
    """The tokens with the metric that counts those tickets; None where they need none.

    `words` are all that was said, with what is wanted of the question.
    """
    said = {token.word for token in words if not token.quoted}
    if not said & TICKETS:
        return None
    draft = _draft(tokens, vocabulary)
    states = draft.where.get(Dimension.STATUS, set())
    names = [metric.key for metric in draft.metrics]
    if draft == Draft() or draft.ways or (names and (names != [_VOLUME] or not states)):
        return None
    metric = _metric(draft, states, wants_list=bool(said & LISTING))
    if metric != _BACKLOG or states == {Status.OPEN.value}:
        tokens = [token for token in tokens if not _is_state(token, vocabulary)]
    return [Token(metric), *(token for token in tokens if token.word not in {"many", "created"})]


def _draft(tokens: Sequence[Token], vocabulary: Vocabulary) -> Draft:
    """What the tokens say, with the first word that may be meant in the place of an unknown one."""
    try:
        return read(tokens, vocabulary)
    except UnreadError as slip:
        meant = [*tokens[: slip.start], *map(Token, slip.replacements[:1]), *tokens[slip.stop :]]
        with suppress(UnreadError, AskError):
            return read(tokenize(" ".join(token.text for token in meant)), vocabulary)
    except AskError:
        pass
    return Draft()


def wants_list(words: Sequence[Token]) -> bool:
    """Whether each of the tickets is wanted, and not how many they are."""
    return any(token.word in LISTING and not token.quoted for token in words)


def _metric(draft: Draft, states: set[str], *, wants_list: bool) -> str:
    """What counts them: the ones that are open where a state says so, or nobody says when."""
    if states:
        return _SOLVED if states <= _OVER else _VOLUME if states == {Status.NEW} else _BACKLOG
    narrowed = Dimension.PRIORITY in draft.where or wants_list
    return _BACKLOG if narrowed and not draft.periods else _VOLUME


def _is_state(token: Token, vocabulary: Vocabulary) -> bool:
    match vocabulary.meanings(token.text, quoted=token.quoted):
        case (Filter(Dimension.STATUS),):
            return True
        case _:
            return token.word in {"status", "state"}
