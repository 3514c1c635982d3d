"""A Salesforce org whose rows a test writes: it describes all fields that are ever asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import respx

from metrics.helpdesks.salesforce import sources
from metrics.helpdesks.salesforce.sources import RELATIONS, SOURCES, Feed
from tests.metrics.helpdesks.salesforce.examples import BASE, DATE, URL, Raw

FEEDS = (*SOURCES.values(), *(f for f in vars(sources).values() if isinstance(f, Feed)))


def fields_of(entity: str) -> set[str]:
    """All fields of an object that anything asks for."""
    found = {"Id"}
    for feed in FEEDS:
        for path in (*feed.needs, *feed.fields, *feed.stamps):
            *relations, name = path.split(".")
            place = feed.entity
            for relation in relations:
                found |= {f"{relation}Id"} if place == entity else set()
                place = RELATIONS[relation]
            found |= {name} if place == entity else set()
    return found


def objection(status: int, code: str, message: str = "No.") -> httpx.Response:
    """A refusal as Salesforce words it."""
    return httpx.Response(status, json=[{"errorCode": code, "message": message}])


@dataclass
class Org:
    """Answers each query with the rows of its object, or as `answer` says.

    Objects and fields ("Case.Priority") that are `hidden` are not there. `blind` are fields that a
    query may not filter by. Queries that count are answered with the `totals`, the last for ever,
    and take too long where it is `tired`.
    """

    rows: dict[str, list[Any]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    blind: set[str] = field(default_factory=set)
    extra: dict[str, str] = field(default_factory=dict)
    totals: list[int] = field(default_factory=lambda: [0])
    tired: bool = False
    queries: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    answer: Callable[[str], httpx.Response | None] = lambda _: None

    def mount(self, router: respx.MockRouter) -> None:
        """Answer at the org's address."""
        token = {"access_token": "00D!word", "instance_url": URL, "token_type": "Bearer"}
        router.post(f"{URL}/services/oauth2/token").respond(json=token)
        router.get(url__regex=rf"{BASE}/sobjects/(?P<entity>\w+)/describe").mock(
            side_effect=self._describe
        )
        router.get(url__regex=rf"{BASE}/query(All)?\?").mock(side_effect=self._query)

    def asked(self, entity: str) -> list[str]:
        """The queries about an object."""
        return [query for query in self.queries if re.search(rf"FROM {entity}\b", query)]

    def _describe(self, request: httpx.Request, entity: str) -> httpx.Response:
        del request
        self.described.append(entity)
        if entity in self.hidden:
            return objection(404, "NOT_FOUND")
        names = fields_of(entity) | {
            n.partition(".")[2] for n in self.extra if n.startswith(entity)
        }
        seen = [
            {
                "name": name,
                "type": self.extra.get(f"{entity}.{name}", "string"),
                "filterable": f"{entity}.{name}" not in self.blind,
            }
            for name in sorted(names)
            if f"{entity}.{name}" not in self.hidden
        ]
        return httpx.Response(200, json={"name": entity, "fields": seen}, headers={"Date": DATE})

    def _query(self, request: httpx.Request) -> httpx.Response:
        query = request.url.params["q"]
        if "COUNT()" in query:
            self.counts.append(query)
            if self.tired:
                return objection(400, "QUERY_TIMEOUT")
            return records([], total=self.totals.pop(0) if self.totals[1:] else self.totals[0])
        self.queries.append(query)
        if (special := self.answer(query)) is not None:
            return special
        match = re.search(r"FROM (\w+)", query)
        return records(self.rows.get(match[1] if match else "", []))


def records(rows: list[Any], *, done: bool = True, total: int | None = None) -> httpx.Response:
    """A batch of rows as Salesforce gives it."""
    body: Raw = {"totalSize": total or len(rows), "done": done, "records": rows}
    if not done:
        body["nextRecordsUrl"] = "https://elsewhere.example/services/data/v66.0/query/01g-2000"
    return httpx.Response(200, json=body, headers={"Date": DATE})
