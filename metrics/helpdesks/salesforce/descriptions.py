"""What the app's user may see of each object: asked before, so that a hidden field is no error.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import Raw, rows
from metrics.helpdesks.salesforce.sources import RELATIONS, Feed

_GOOD_SECONDS: Final = 3600.0
_MULTIPLE: Final = "multipicklist"


@dataclass(frozen=True, slots=True)
class Description:
    """The fields of an object that the user may see, with their types, and those to filter by."""

    types: Mapping[str, str]
    filterable: frozenset[str]

    @property
    def multiple(self) -> frozenset[str]:
        """The fields that hold several values of a list."""
        return frozenset(name for name, kind in self.types.items() if kind == _MULTIPLE)


class Descriptions:
    """Descriptions, each read once an hour."""

    def __init__(self, describe: Callable[[str], Raw], clock: Callable[[], float]) -> None:
        """`describe` gives the answer for an object; `clock` counts seconds."""
        self._describe = describe
        self._clock = clock
        self._known: dict[str, tuple[float, Description]] = {}

    def forget(self) -> None:
        """Ask anew, since something is not as it was described."""
        self._known.clear()

    def of(self, entity: str) -> Description:
        """An object. Raises HelpdeskError; one that is `refused` the user may not see."""
        read_at, known = self._known.get(entity, (0.0, None))
        if known is None or self._clock() - read_at > _GOOD_SECONDS:
            known = _description(self._describe(entity))
            self._known[entity] = self._clock(), known
        return known

    def fields(self, feed: Feed, more: Sequence[str] = ()) -> tuple[str, ...]:
        """What is to be asked for of a feed: all that it needs, and of the rest what is there.

        Raises HelpdeskError where it lacks something that it needs.
        """
        lacking = [path for path in feed.needs if not self._sees(feed.entity, path)]
        if lacking:
            raise HelpdeskError(
                f"Salesforce does not let the app's user see {', '.join(lacking)} of "
                f"{feed.entity}: give its permission set the right to read it.",
                permanent=True,
                refused=True,
            )
        rest = (path for path in (*feed.fields, *more) if self._sees(feed.entity, path))
        return tuple(dict.fromkeys((*feed.needs, *rest)))

    def type(self, feed: Feed, path: str) -> str:
        """The type of a field that is there. Raises HelpdeskError."""
        entity, name = self._end(feed.entity, path)
        return "" if entity is None else self.of(entity).types.get(name, "")

    def stamp(self, feed: Feed) -> str:
        """The field that a feed's rows are told by. Raises HelpdeskError."""
        for path in feed.stamps:
            entity, name = self._end(feed.entity, path)
            if entity is not None and name in self.of(entity).filterable:
                return path
        raise HelpdeskError(
            f"Salesforce lets nobody filter {feed.entity} by {' or '.join(feed.stamps)}.",
            permanent=True,
            refused=True,
        )

    def _sees(self, entity: str, path: str) -> bool:
        end, name = self._end(entity, path)
        return end is not None and name in self.of(end).types

    def _end(self, entity: str, path: str) -> tuple[str | None, str]:
        """The object at the end of a path and the field there; None where it leads nowhere."""
        *relations, name = path.split(".")
        for relation in relations:
            if f"{relation}Id" not in self.of(entity).types:
                return None, name
            entity = RELATIONS[relation]
            try:
                self.of(entity)
            except HelpdeskError as error:
                if not error.refused:
                    raise
                return None, name
        return entity, name


def _description(body: Raw) -> Description:
    fields = [row for row in rows(body, "fields") if isinstance(row, dict)]
    return Description(
        types={str(row.get("name")): str(row.get("type")) for row in fields},
        filterable=frozenset(
            str(row.get("name"))
            for row in fields
            if row.get("filterable") is True and row.get("sortable") is not False
        ),
    )
