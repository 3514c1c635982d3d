"""Reads the part of SOQL that the stand-in understands.

SELECT fields or COUNT(), FROM one object, WHERE with AND, OR, NOT, comparisons, LIKE and IN, ORDER
BY, LIMIT and OFFSET. As in Salesforce, AND and OR stand side by side only within parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from sandbox.helpdesks.salesforce.refusals import RefusedError, malformed

_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<string>'(?:\\.|[^'\\])*')
  | (?P<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
  | (?P<date>\d{4}-\d\d-\d\d)
  | (?P<number>-?\d+(?:\.\d+)?)
  | (?P<name>[A-Za-z_][\w.]*)
  | (?P<mark><=|>=|!=|<>|[=<>(),])
  )""",
    re.VERBOSE,
)
_MARKS: Final = frozenset({"=", "!=", "<>", "<", "<=", ">", ">="})
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query and what kind of word it is."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """The word as a keyword is compared."""
        return self.text.upper() if self.kind in {"name", "mark"} else ""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that a field is compared with."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field beside a value; `mark` is LIKE or a sign."""

    field: str
    mark: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Within:
    """A field whose value is one of several, or none of them."""

    field: str
    values: tuple[Literal, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Joined:
    """Several conditions with one word, AND or OR, between them."""

    word: str
    conditions: tuple[Condition, ...]


Condition: TypeAlias = Comparison | Within | Not | Joined


@dataclass(frozen=True, slots=True)
class Order:
    """A field that rows are sorted by."""

    field: str
    down: bool
    nulls_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query that has been read; no `fields`: only the number of rows is wanted."""

    fields: tuple[str, ...]
    entity: str
    where: Condition | None
    orders: tuple[Order, ...]
    limit: int | None
    offset: int


def parse(text: str) -> Query:
    """The query that `text` says; `RefusedError` MALFORMED_QUERY where it says none."""
    return _Reader(list(_tokens(text))).query()


def _tokens(text: str) -> Iterator[Token]:
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise malformed(text[place:].strip()[:1])
        yield Token(match.lastgroup, match[match.lastgroup])
        place = match.end()


class _Reader:
    """Reads tokens from the first to the last."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = [*tokens, Token("end", "<EOF>")]
        self._place = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def _accept(self, *words: str) -> bool:
        """Whether the next words are these; then they are behind us."""
        ahead = self._tokens[self._place : self._place + len(words)]
        if [token.word for token in ahead] != list(words):
            return False
        self._place += len(words)
        return True

    def _demand(self, *words: str) -> None:
        if not self._accept(*words):
            raise self._lost()

    def _lost(self) -> RefusedError:
        return malformed(self._next.text)

    def _name(self) -> str:
        if self._next.kind != "name":
            raise self._lost()
        return self._take().text

    def query(self) -> Query:
        self._demand("SELECT")
        fields = () if self._accept("COUNT", "(", ")") else tuple(self._fields())
        self._demand("FROM")
        entity = self._name()
        where = self._any_or_all() if self._accept("WHERE") else None
        orders = tuple(self._orders()) if self._accept("ORDER", "BY") else ()
        limit = self._number() if self._accept("LIMIT") else None
        offset = self._number() if self._accept("OFFSET") else 0
        if self._next.kind != "end":
            raise self._lost()
        return Query(
            fields=fields, entity=entity, where=where, orders=orders, limit=limit, offset=offset
        )

    def _fields(self) -> Iterator[str]:
        yield self._name()
        while self._accept(","):
            yield self._name()

    def _number(self) -> int:
        if not self._next.text.isdecimal():
            raise self._lost()
        return int(self._take().text)

    def _any_or_all(self) -> Condition:
        """Conditions with one and the same word between them."""
        conditions = [self._condition()]
        word = self._next.word
        if word not in {"AND", "OR"}:
            return conditions[0]
        while self._accept(word):
            conditions.append(self._condition())
        if self._next.word in {"AND", "OR"}:
            raise self._lost()
        return Joined(word, tuple(conditions))

    def _condition(self) -> Condition:
        if self._accept("NOT"):
            return Not(self._condition())
        if self._accept("("):
            inner = self._any_or_all()
            self._demand(")")
            return inner
        field = self._name()
        negated = self._accept("NOT")
        if self._accept("IN"):
            return Within(field, tuple(self._literals()), negated)
        if negated or (self._next.word not in _MARKS and self._next.word != "LIKE"):
            raise self._lost()
        return Comparison(field, self._take().word, self._literal())

    def _literals(self) -> Iterator[Literal]:
        self._demand("(")
        yield self._literal()
        while self._accept(","):
            yield self._literal()
        self._demand(")")

    def _literal(self) -> Literal:
        token = self._take()
        if token.kind == "string":
            text = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), token.text[1:-1])
            return Literal("string", text)
        if token.kind in {"datetime", "date", "number"}:
            return Literal(token.kind, token.text)
        if token.word in {"TRUE", "FALSE"}:
            return Literal("boolean", token.word)
        if token.word == "NULL":
            return Literal("null", "")
        raise malformed(token.text)

    def _orders(self) -> Iterator[Order]:
        yield self._order()
        while self._accept(","):
            yield self._order()

    def _order(self) -> Order:
        field = self._name()
        down = self._second_of(("ASC",), ("DESC",))
        return Order(field, down, self._second_of(("NULLS", "FIRST"), ("NULLS", "LAST")))

    def _second_of(self, usual: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether the other of two choices stands here, of which the usual one may be left out."""
        return not self._accept(*usual) and self._accept(*other)
