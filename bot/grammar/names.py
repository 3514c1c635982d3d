"""The names of teams, agents, categories, tiers, fixed values: which stored values each means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.grammar.tokens import key, tidy
from metrics.tickets.dimensions import ATTRIBUTES
from metrics.tickets.records import Dimension

FREE = (
    *(Dimension.TEAM, Dimension.CATEGORY, Dimension.TIER),
    *(Dimension.AGENT, Dimension.SOURCE),
)
"""Dimensions whose values each helpdesk or team names itself."""

ATTRIBUTE_WORDS = (
    ("organization", "organizations", "organisation", "organisations", "company", "companies"),
    ("brand", "brands"),
    ("language", "languages", "locale", "locales"),
    ("ticket form", "ticket forms", "form", "forms"),  # "form" alone is a channel elsewhere
    ("tag", "tags"),
    ("kind", "kinds"),  # an incident or a question; "type" is a word for the category
    ("custom status", "custom statuses", "status name", "status names"),
    ("intent", "intents"),
    ("sentiment", "sentiments"),  # a measure too: the attribute after "by", or before a value
)
"""The words for what tickets may have; they mean it once some have, and after "by" always."""

NOTHING = ("none", "unassigned", "nobody", "no one")
"""Words for the value "", which stands for "none given"."""

VERSUS = ("vs", "versus", "against")
"""Words after which something else begins; a name that is one of them is quoted."""

WISHES = (
    *("list", "csv", "why", "explain", "tickets", "worst", "slowest", "longest"),
    *("trend", "total", "overall", "only", "just", "then", "instead", "about", "but"),
)
"""Words for what is wanted of a question; a name that is one of them is quoted."""

PLAIN = re.compile(r"\w[\w-]*")


@dataclass(frozen=True, slots=True)
class DimensionNames:
    """The names of one dimension.

    `exact` has ids and names as they are written, `alike` names without regard to case and
    punctuation, `titles` the name of each value.
    """

    dimension: Dimension
    exact: Mapping[str, tuple[str, ...]]
    alike: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]

    def find(self, text: str) -> tuple[str, ...]:
        """The values with that id or name; several where a name was given twice."""
        return self.exact.get(text) or self.alike.get(key(text)) or ()

    def by_words(self, text: str) -> tuple[str, ...]:
        """The values whose name has all these words: "ann", "ann.smith", "asmith" does not."""
        parts = set(re.split(r"[\W_]+", key(text))) - {""}
        matching = (
            values for name, values in self.alike.items() if parts <= set(re.split(r"[\W_]+", name))
        )
        return tuple(value for values in matching for value in values) if parts else ()

    def by_given_name(self, text: str) -> tuple[str, ...]:
        """The values whose name begins with that word: "ann" is Ann Smith."""
        given = (f"{key(text)} ", f"{key(text)}-")
        matching = (values for name, values in self.alike.items() if name.startswith(given))
        values = dict.fromkeys(value for values in matching for value in values)
        return tuple(values) if key(text) else ()

    def words(self, value: str) -> str:
        """What to write for a value so that it is read as just that one; quoted if need be."""
        if not value:
            return NOTHING[0]
        if self.dimension not in FREE and not self.dimension.of_attribute:
            return value
        name = tidy(self.titles.get(value, value)).replace('"', "").strip()
        name = name if self.find(name) == (value,) else value
        longer = any(other.startswith(f"{name.casefold()} ") for other in self.alike)
        is_reserved = name.casefold() in {*NOTHING, *VERSUS, *WISHES}
        return name if PLAIN.fullmatch(name) and not is_reserved and not longer else f'"{name}"'


def names(dimension: Dimension, pairs: Iterable[tuple[str, str]]) -> DimensionNames:
    """The names of a dimension, from stored values with a name for each; the first is shown."""
    exact: dict[str, tuple[str, ...]] = {}
    alike: dict[str, tuple[str, ...]] = {}
    titles: dict[str, str] = {}
    for value, name in pairs:
        titles.setdefault(value, name)
        for table, spelling in ((exact, tidy(name).replace('"', "").strip()), (alike, key(name))):
            if spelling:
                table[spelling] = tuple(sorted({*table.get(spelling, ()), value}))
    return DimensionNames(
        dimension, {**exact, **{value: (value,) for value in titles}}, alike, titles
    )


def attribute_words(dimensions: Iterable[Dimension]) -> dict[str, Dimension]:
    """The words for each attribute: of those that any ticket may have, and of others by name."""
    words = {
        word: dimension
        for dimension, spellings in zip(ATTRIBUTES, ATTRIBUTE_WORDS, strict=True)
        for word in spellings
    }
    others = [dimension for dimension in dimensions if dimension not in ATTRIBUTES]
    return {**{f"{key(d)}s": d for d in others}, **{key(d): d for d in others}, **words}
