"""Text as Slack and phones send it, made plain and cut into words and quoted names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, decimal, normalize

# Slack escapes &, < and > and sends mentions and links as <@U1|ann>, <#C1|support>, <url|label>.
ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
LINK = re.compile(r"<(?P<sigil>[@#!]?)(?P<id>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
BELOW = re.compile(r"[<\u2264]\s?=?\s?(?=\d)|(?<=\S\s)<=?(?=\s)")
ABOVE = re.compile(r"[>\u2265]\s?=?\s?(?=\d)|(?<=\S\s)>=?(?=\s)")
NOT = re.compile(r"!\s?=|\u2260|<>|(?<=\s)!(?=[\w<>\u2264\u2265&])")
"""Signs before a number or between words: they change the meaning, so they become words."""
QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
    }
)
PIECE = re.compile(
    r"""
    "(?P<double>[^"]*)"
    | (?<![^\s,;:=@]) '(?P<single>[^'"]*)' (?![^\s,;])
    | [,;@]
    | (?:[^\s,;:="]|(?<=\d):(?=[0-5]\d(?!\d)))+
    """,
    re.VERBOSE,
)
SIGNED = re.compile(r"-[^\W\d_]")
"""A word with a minus before it is left out, but for the end of a span: "jul -aug"."""
SPANNED = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*"
)
PUNCTUATION = "`*~#()[]{}?!.\u2026"
INVISIBLE = {"Cf", "Cs"}
LONGEST_ECHO = 40
NAMES = 2**15
"""So many names are kept made plain: each question is read against all names there are."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a comma, or a quoted name. `word` is `text` without regard to case."""

    text: str
    quoted: bool = False

    @property
    def word(self) -> str:
        return self.text.casefold()


def tidy(text: str) -> str:
    """Text with its mentions and entities resolved, its quotes straight and its spaces single."""
    while (plainer := _plainer(text)) != text:
        text = plainer
    return text


def tokenize(text: str) -> tuple[Token, ...]:
    """The words, commas and quoted names of a text."""
    pieces = (_token(piece) for piece in PIECE.finditer(tidy(text)))
    return tuple(_unsigned(token for token in pieces if token.text))


def _unsigned(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens with "-email" as "not email"."""
    before = ""
    for token in tokens:
        signed = not token.quoted and SIGNED.match(token.text)
        if signed and not SPANNED.fullmatch(before):
            yield from (Token("not"), Token(token.text[1:]))
        else:
            yield token
        before = token.word


@lru_cache(maxsize=NAMES)
def key(text: str) -> str:
    """What two spellings of one name have in common: its words, in small letters."""
    return " ".join(token.word for token in tokenize(text.replace('"', "")))


def echo(text: str) -> str:
    """What a person typed, cut short and in quotes, to be shown to them."""
    short = text if len(text) <= LONGEST_ECHO else f"{text[: LONGEST_ECHO - 1]}\u2026"
    return f"\u201c{short}\u201d"


def _token(piece: re.Match[str]) -> Token:
    for name in (piece["double"], piece["single"]):
        if name is not None:
            return Token(name.strip(), quoted=True)
    word = piece[0].strip(PUNCTUATION)
    return Token(word.removesuffix("'s") or piece[0])


def _plainer(text: str) -> str:
    text = "".join(filter(None, map(_visible, normalize("NFKC", text))))
    text = LINK.sub(_label, BELOW.sub(" below ", NOT.sub(" not ", text)))
    for entity, character in ENTITIES:
        text = text.replace(entity, character)
    text = ABOVE.sub(" above ", BELOW.sub(" below ", NOT.sub(" not ", text)))
    return " ".join(re.sub("[<>]", "", text).translate(QUOTES).split())


def _visible(character: str) -> str:
    """The character, a digit of any script as 0 to 9; nothing for what nobody sees."""
    kind = category(character)
    if kind == "Nd":
        return str(decimal(character))
    return "" if kind in INVISIBLE else " " if kind == "Cc" else character


def _label(link: re.Match[str]) -> str:
    label = link["label"] or link["id"]
    sigil = "@" if link["sigil"] == "@" else ""
    return f'{sigil}"{label}"' if " " in label and sigil else f"{sigil}{label}"
