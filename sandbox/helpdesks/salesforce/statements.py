"""Turns a query into SQL over the stand-in's tables, refusing what Salesforce refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.refusals import (
    RefusedError,
    no_column,
    no_object,
    no_relation,
)
from sandbox.helpdesks.salesforce.schema import ENTITIES, NAMES, Entity, Field
from sandbox.helpdesks.salesforce.soql import (
    Comparison,
    Condition,
    Joined,
    Literal,
    Not,
    Order,
    Query,
    Within,
)

Parameter = str | int | float | None

_KINDS: Final = {
    "datetime": "datetime",
    "date": "date",
    "boolean": "boolean",
    "int": "number",
    "double": "number",
}
_CALLED: Final = {"datetime": "dateTime", "id": "ID", "reference": "ID"}
_IDS: Final = frozenset({"id", "reference"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What the user who asks may not see: objects by name, fields as "Case.Priority"."""

    lacking_objects: Collection[str] = ()
    lacking_fields: Collection[str] = ()

    def entity(self, name: str, version: int) -> Entity:
        """An object by its name; refused where it is not there."""
        found = NAMES if name == NAMES.name else ENTITIES.get(name.lower())
        if found is None or found.name in self.lacking_objects or found.since > version:
            raise no_object(name)
        return found

    def fields(self, entity: Entity) -> list[Field]:
        """The fields of an object that may be seen."""
        return [one for one in entity.fields.values() if self.sees(entity, one)]

    def sees(self, entity: Entity, one: Field) -> bool:
        """Whether a field may be seen."""
        return f"{entity.name}.{one.name}" not in self.lacking_fields


@dataclass(frozen=True, slots=True)
class Column:
    """What is selected: the names of the relationships to it and of the field itself."""

    path: tuple[str, ...]
    field: Field


@dataclass(slots=True)
class Statement:
    """A query as SQL, with the columns it gives."""

    entity: Entity
    columns: list[Column] = field(default_factory=list)
    sql: str = ""
    parameters: dict[str, Parameter] = field(default_factory=dict)


def compile_query(query: Query, rights: Rights, version: int, *, everything: bool) -> Statement:
    """The statement of a query; `everything`: with what lies in the recycle bin."""
    entity = rights.entity(query.entity, version)
    return _Compiler(Statement(entity), rights, version).compile(query, everything=everything)


class _Compiler:
    def __init__(self, statement: Statement, rights: Rights, version: int) -> None:
        self._statement = statement
        self._rights = rights
        self._version = version
        self._aliases = 0

    def compile(self, query: Query, *, everything: bool) -> Statement:
        statement = self._statement
        selected = ", ".join(self._selected(query.fields)) or "1"
        where = [_stands("t0")]
        if "isdeleted" in statement.entity.fields and not everything:
            where.append('NOT t0."IsDeleted"')
        if query.where is not None:
            where.append(self._condition(query.where))
        orders = ", ".join([*map(self._order, query.orders), "t0.rowid"])
        limit = -1 if query.limit is None else query.limit
        statement.sql = (
            f'SELECT {selected} FROM "{statement.entity.name}" AS t0 WHERE {" AND ".join(where)} '  # noqa: S608
            f"ORDER BY {orders} LIMIT {limit} OFFSET {query.offset}"
        )
        return statement

    def _selected(self, names: tuple[str, ...]) -> Iterator[str]:
        """The columns asked for; of each relationship and of the row itself the id beside them."""
        asked = [name.lower() for name in names]
        if again := [name for place, name in enumerate(names) if asked.index(name.lower()) < place]:
            raise RefusedError(400, "INVALID_FIELD", f"duplicate field selected: {again[0]}")
        for name in dict.fromkeys([*names, *_beside(names)]):
            if name in names or name.lower() not in asked:
                path, sql, found = self._column(name.split("."), self._statement.entity, "t0")
                self._statement.columns.append(Column(path, found))
                yield sql

    def _column(
        self, steps: list[str], entity: Entity, alias: str
    ) -> tuple[tuple[str, ...], str, Field]:
        """The path, the SQL and the field behind the steps of a name."""
        if len(steps) == 1:
            found = entity.fields.get(steps[0].lower())
            if found is None or not self._rights.sees(entity, found):
                raise no_column(steps[0], entity.name)
            shown = "Id" if found.computed else found.name
            return (found.name,), f'{alias}."{shown}"', found
        way = entity.relation(steps[0])
        if way is None:
            raise no_relation(steps[0], entity.name)
        self._aliases += 1
        other, target = f"t{self._aliases}", self._rights.entity(way[1], self._version)
        path, inner, found = self._column(steps[1:], target, other)
        sql = (
            f'(SELECT {inner} FROM "{target.name}" AS {other} '  # noqa: S608
            f'WHERE {other}."Id" = {alias}."{way[0]}" AND {_stands(other)})'
        )
        name = next(each for each in entity.relations if each.lower() == steps[0].lower())
        return (name, *path), sql, found

    def _filtered(self, name: str, what: str) -> tuple[str, Field]:
        _, sql, found = self._column(name.split("."), self._statement.entity, "t0")
        if not found.filterable:
            message = f"field '{name}' can not be {what} in a query call"
            raise RefusedError(400, "INVALID_FIELD", message)
        return sql, found

    def _condition(self, condition: Condition) -> str:
        match condition:
            case Joined(word, conditions):
                return f"({f' {word} '.join(map(self._condition, conditions))})"
            case Not(inner):
                return f"NOT COALESCE({self._condition(inner)}, 0)"
            case Within(name, values, negated):
                return self._within(name, values, negated=negated)
            case Comparison(name, mark, value):
                return self._comparison(name, mark, value)

    def _comparison(self, name: str, mark: str, value: Literal) -> str:
        sql, found = self._filtered(name, "filtered")
        parameter = self._parameter(_value(found, name, value))
        if mark == "LIKE":
            return f"{sql} LIKE {parameter}"
        sign = {"!=": "IS NOT", "<>": "IS NOT"}.get(mark, mark)
        if value.kind == "null" and mark == "=":
            sign = "IS"
        return f"{sql}{_collation(found)} {sign} {parameter}"

    def _within(self, name: str, values: tuple[Literal, ...], *, negated: bool) -> str:
        sql, found = self._filtered(name, "filtered")
        listed = ", ".join(self._parameter(_value(found, name, one)) for one in values)
        within = f"{sql}{_collation(found)} IN ({listed})"
        return f"NOT COALESCE({within}, 0)" if negated else within

    def _parameter(self, value: Parameter) -> str:
        name = f"p{len(self._statement.parameters)}"
        self._statement.parameters[name] = value
        return f":{name}"

    def _order(self, order: Order) -> str:
        sql, found = self._filtered(order.field, "sorted")
        direction = "DESC" if order.down else "ASC"
        nulls = "LAST" if order.nulls_last else "FIRST"
        return f"{sql}{_collation(found)} {direction} NULLS {nulls}"


def _beside(names: tuple[str, ...]) -> Iterator[str]:
    """The ids that an answer needs to write its records down."""
    if names:
        yield "Id"
    for name in names:
        steps = name.split(".")
        for depth in range(1, len(steps)):
            yield ".".join([*steps[:depth], "Id"])


def _stands(alias: str) -> str:
    """Whether a row stands as it does at the moment of the query."""
    return f"{alias}._begins <= :now AND :now < {alias}._ends"


def _collation(found: Field) -> str:
    """Words are the same in small letters and in large ones, ids are not."""
    return "" if found.type in _IDS or found.type in _KINDS else " COLLATE NOCASE"


def _value(found: Field, name: str, literal: Literal) -> Parameter:
    """What a field is compared with; refused where the value is of another type."""
    if literal.kind == "null":
        return None
    wanted = _KINDS.get(found.type, "string")
    if literal.kind != wanted:
        quotes = "should be" if wanted == "string" else "should not be"
        message = (
            f"value of filter criterion for field '{name}' must be of type "
            f"{_CALLED.get(found.type, found.type)} and {quotes} enclosed in quotes"
        )
        raise RefusedError(400, "INVALID_FIELD", message)
    if wanted == "boolean":
        return int(literal.text == "TRUE")
    if wanted == "number":
        return float(literal.text)
    if wanted == "datetime":
        return datetime.fromisoformat(literal.text).timestamp()
    return ids.long(literal.text) if found.type in _IDS else literal.text
