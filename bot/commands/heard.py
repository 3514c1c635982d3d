"""What is said, made readable: the bot's name gone, emoji in words, plain questions as phrases."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.access import policy
from bot.cards import blocks
from bot.commands.plain import phrases_for
from bot.commands.plain.doing import CORE
from bot.commands.synonyms import in_known_words, written_out
from bot.grammar import read_inquiry
from bot.grammar.counted import TICKETS
from bot.grammar.draft import Draft
from bot.grammar.mistakes import UnreadError
from bot.grammar.reader import read
from bot.grammar.ticket_filters import where_of
from bot.grammar.tokens import tidy, tokenize
from bot.grammar.vocabulary import vocabulary_of
from bot.services import Services
from bot.talk import Reply, Request
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.question.query import Directory
from metrics.store.database.rows import clean
from metrics.tickets.records import Dimension

EMOJI: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("\u2709", "\U0001f4e7", "\U0001f4e8", "\U0001f4e9"), "email"),
        **dict.fromkeys(("\U0001f4ac", "\U0001f5e8"), "chat"),
        **dict.fromkeys(("\u260e", "\U0001f4de", "\U0001f4f1"), "phone"),
        **dict.fromkeys((":email:", ":e-mail:", ":envelope:", ":incoming_envelope:"), "email"),
        **dict.fromkeys((":speech_balloon:", ":left_speech_bubble:"), "chat"),
        **dict.fromkeys((":phone:", ":telephone:", ":telephone_receiver:", ":iphone:"), "phone"),
    }
)
"""Pictures that stand for a channel, as signs and in Slack's spelling."""
UNKNOWN_AGENT: Final = (
    "I do not know which agent of the helpdesk {name} is. Ask with the name that they have there; "
    "or they say /kpi i am and that name, and a lead or an administrator confirms it."
)
_EMOJI = re.compile("|".join(map(re.escape, sorted(EMOJI, key=len, reverse=True))))
_SHORTCODE = re.compile(r"(?<!\S):[\w'+-]+:(?!\S)")
_ADDRESS = re.compile(r"(?<![\w/])(?:/kpi|@?deskpulse)\b[:,]?(?=\s|$)", re.IGNORECASE)
_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_MENTIONED = re.compile(r"@(\w[\w.-]*)")


def readable(words: str) -> str:
    """The words as they are to be read, whoever says them."""
    return emoji_as_words(unquoted(without_address(clean(words).strip())))


def known_words(words: str, services: Services) -> str:
    """The words as they are to be read: the team's own and the usual shorthand written out."""
    own = in_known_words(readable(words), services.settings.synonyms())
    return written_out(own, lambda: _names(services.asker.directory()))


def _names(directory: Directory) -> Iterator[str]:
    """What teams, people, categories and the like are called."""
    for words in vocabulary_of(CATALOGUE, directory).names.values():
        yield from words.alike


def without_address(words: str) -> str:
    """The words without the bot's own name; what is quoted stays as it is."""
    pieces = re.split(r'("[^"]*")', words)
    pieces[::2] = (_ADDRESS.sub(" ", piece) for piece in pieces[::2])
    return " ".join("".join(pieces).split()) if _ADDRESS.search(words) else words


def unquoted(words: str) -> str:
    """The words without the quotes around all of them."""
    inner = tidy(words)
    all_quoted = len(inner) > 2 and inner[0] == inner[-1] == '"' and inner.count('"') == 2
    return inner[1:-1].strip() if all_quoted and " " in inner else words


def emoji_as_words(words: str) -> str:
    """The words with the emoji that stand for a channel in words, and without the others."""
    if not _EMOJI.search(words) and not _SHORTCODE.search(words):
        return words
    named = _EMOJI.sub(lambda sign: f" {EMOJI[sign[0]]} ", words)
    return " ".join(_SHORTCODE.sub(" ", named).split())


def naming(reply: Reply, left_out: Sequence[str]) -> Reply:
    """The answer with the words that it does without."""
    if not left_out:
        return reply
    sentence = f"I left out: {', '.join(left_out)}."
    head = (blocks.context([sentence]), *reply.head)
    return replace(reply, text=blocks.fallback(f"{sentence} {reply.text}"), head=head)


def with_agents(request: Request, services: Services) -> str:
    """The words with mentions of people as the agents that they are. Raises AskError."""
    mentioned = dict.fromkeys(_MENTIONED.findall(request.words))
    people = {name: request.people.get(name.casefold(), name) for name in mentioned}
    if not people:
        return request.words
    agents, words = policy(services).agents, request.words
    for name, id in people.items():
        if agent := agents.get(id):
            words = re.sub(rf"@{re.escape(name)}(?![\w.-])", f'agent "{agent}"', words)
        elif _ID.fullmatch(name):
            raise AskError(UNKNOWN_AGENT.format(name=f"<@{name}>"))
    return words


def read_plainly(
    words: str, services: Services, commands: Collection[str], *, new: bool = False
) -> str:
    """The phrase that answers a plain question; the words themselves where they are none.

    What begins with one of `commands` is for that command, whatever follows. `new`: they are said
    about no card.
    """
    first, _, rest = words.partition(" ")
    first = first.casefold()
    if first == "share" and " " in rest.strip():  # of what is within a limit; one word is a receipt
        words, first = rest, ""
    phrases = phrases_for(words)
    if first in commands and not all(phrase.startswith(f"{first} ") for phrase in phrases):
        return words
    *others, last = phrases or (with_core(words, services) if new else words,)
    return next((phrase for phrase in others if _readable(phrase, services)), last)


def with_core(words: str, services: Services) -> str:
    """The words with the measures that are told where only a period or a channel is named."""
    draft = Draft()
    with suppress(UnreadError, AskError):
        draft = read(tokenize(words), vocabulary_of(CATALOGUE, services.asker.directory()))
    bare = draft == Draft(periods=draft.periods, where=draft.where) != Draft()
    if {token.word for token in tokenize(words)} & TICKETS:
        return words  # they are counted
    return f"{CORE} {words}" if bare and set(draft.where) <= {Dimension.CHANNEL} else words


def _readable(phrase: str, services: Services) -> bool:
    """Whether a phrase can be read, as a question, a digest or a pile of the standup."""
    directory = services.asker.directory()
    try:
        if phrase.startswith(("digest ", "standup ")):
            where_of(" ".join(phrase.split()[2:]), directory)
        else:
            one = phrase.replace(CORE, "frt", 1)
            read_inquiry(one, directory, own=next(iter(directory.agents), ""))
    except AskError:
        return False
    return True
