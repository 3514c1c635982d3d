"""Who is who among helpdesks: one key for each team and person, with (source, id) behind it.

The helpdesk that was connected first has its bare ids for keys, as everything had while it was the
only one: so what was kept then (targets, alerts, schedules, settings) means the same for ever. A
key of any other says its source too. Nobody is one with another for having an equal id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from metrics.tickets.records import Dimension

WITH_NAMES: Final = (Dimension.TEAM, Dimension.AGENT)
"""What each helpdesk has ids of its own for."""
SETTING: Final = "DESKPULSE_SAME_TEAMS"
EXAMPLE: Final = "Billing; Front line = First level"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A team or a person as one source tells it. `address` is a fingerprint, "" where none is.

    Who is not active was deleted or has left there.
    """

    source: str
    id: str
    name: str
    address: str = ""
    is_active: bool = True


def fingerprint(email: str) -> str:
    """What is kept of an e-mail address, so that equal ones are known as equal; "" of none.

    Whoever has the database can tell whether it stands for an address they guess, and no more.
    """
    address = email.strip().casefold()
    if "@" not in address:
        return ""
    return blake2b(address.encode(), digest_size=16, person=b"deskpulse").hexdigest()


@dataclass(frozen=True, slots=True)
class SameTeams:
    """Which teams of several helpdesks are one, as the settings say: groups of names or keys."""

    groups: tuple[tuple[str, ...], ...] = ()

    @staticmethod
    def parse(text: str) -> SameTeams:
        """Read "Billing; Front line = First level". Raises ValueError with what to write."""
        groups = []
        for entry in filter(str.strip, text.replace("\n", ";").split(";")):
            names = tuple(name.strip() for name in entry.split("="))
            if not all(names):
                raise ValueError(f'"{entry.strip()}" lacks a name; write it like "{EXAMPLE}".')
            groups.append(names)
        return SameTeams(tuple(groups))

    def group(self, *names: str) -> int | None:
        """The number of the group that has one of these names."""
        wanted_names = {name.casefold() for name in names}
        groups = enumerate(self.groups)
        return next((n for n, g in groups if wanted_names & {name.casefold() for name in g}), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name that teams of several helpdesks have, which count as as many until a setting joins."""

    name: str
    sources: tuple[str, ...]

    def words(self) -> str:
        """The proposal as a sentence, and what to write."""
        where = f"{', '.join(self.sources[:-1])} and {self.sources[-1]}"
        return (
            f'"{self.name}" is a team of {where}: they count as {len(self.sources)} teams. If they '
            f'are one, add "{self.name}" to {SETTING}.'
        )


def _nothing() -> Mapping[Dimension, Mapping[str, str]]:
    return {dimension: {} for dimension in WITH_NAMES}


@dataclass(frozen=True, kw_only=True)
class Identities:
    """Who is who: `one` has keys that mean the same as another key, `labels` what each is called.

    `others` are further names that mean a key; `sources` what people call each helpdesk, of which
    `first` was connected first. `addresses` are the keys of people by the fingerprints of theirs.
    `retired` are the keys of teams that every helpdesk which had them has deleted.
    """

    first: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    one: Mapping[Dimension, Mapping[str, str]] = field(default_factory=_nothing)
    labels: Mapping[Dimension, Mapping[str, str]] = field(default_factory=_nothing)
    others: Mapping[Dimension, Mapping[str, tuple[str, ...]]] = field(
        default_factory=lambda: {dimension: {} for dimension in WITH_NAMES}
    )
    proposals: tuple[Proposal, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()

    def key(self, dimension: Dimension, source: str, id: str) -> str:
        """The key of a team or a person that a source names by an id; "" is nobody."""
        own = key(self.first, source, id)
        return self.one[dimension].get(own, own)

    def label(self, key: str) -> str:
        """What to call a key that no helpdesk lists: its id, and where it is from."""
        source, _, id = key.rpartition("/")
        return f"{id} ({self.sources[source]})" if source in self.sources else key

    def split(self, word: str) -> tuple[str, str]:
        """The source and the id of "desk:eu/7" or "Acme EU/7"; no source where none is said."""
        place, _, id = word.rpartition("/")
        known = {name.casefold(): source for source, name in self.sources.items()}
        known |= {source.casefold(): source for source in self.sources}
        source = known.get(place.strip().casefold(), "")
        return (source, id.strip()) if source else ("", word)

    def like(self, other: Identities) -> bool:
        """Whether each (source, id) has the same key in both."""
        return self.first == other.first and self.one == other.one


def key(first: str, source: str, id: str) -> str:
    """What stands for an id of a source; of the source that was connected first the bare id."""
    return id if not id or source == first else f"{source}/{id}"


def ticket_label(ticket: str, helpdesk: str = "") -> str:
    """A ticket by its number, with its helpdesk where there are several: "Acme EU #7"."""
    return f"{helpdesk} #{ticket}".strip()


def identities(
    first: str,
    sources: Mapping[str, str],
    teams: Sequence[Member],
    people: Sequence[Member],
    same: SameTeams,
) -> Identities:
    """Who is who, by what the sources tell and the settings say."""
    order = _order(first)
    members_of = {
        Dimension.TEAM: sorted(teams, key=order),
        Dimension.AGENT: sorted(people, key=order),
    }
    one = {
        Dimension.TEAM: _heads(first, _groups_by_setting(first, members_of[Dimension.TEAM], same)),
        Dimension.AGENT: _heads(first, _groups_by_address(members_of[Dimension.AGENT])),
    }
    each = {d: _Names(first, sources, members, one[d]) for d, members in members_of.items()}
    return Identities(
        first=first,
        sources=sources,
        one=one,
        addresses=each[Dimension.AGENT].addresses(),
        retired=each[Dimension.TEAM].retired(),
        labels={d: names.labels() for d, names in each.items()},
        others={d: names.others() for d, names in each.items()},
        proposals=tuple(each[Dimension.TEAM].proposals()),
    )


def _order(first: str) -> Callable[[Member], tuple[bool, str, str]]:
    return lambda member: (member.source != first, member.source, member.id)


def _groups_by_setting(
    first: str, teams: Iterable[Member], same: SameTeams
) -> Iterator[list[Member]]:
    groups: dict[int, list[Member]] = defaultdict(list)
    for team in teams:
        number = same.group(team.name, key(first, team.source, team.id), f"{team.source}/{team.id}")
        if number is not None:
            groups[number].append(team)
    yield from groups.values()


def _groups_by_address(people: Iterable[Member]) -> Iterator[list[Member]]:
    """Those of one address, where no helpdesk has it twice: then nobody knows who is meant."""
    groups: dict[str, list[Member]] = defaultdict(list)
    for person in people:
        if person.address:
            groups[person.address].append(person)
    for group in groups.values():
        if max(Counter(person.source for person in group).values()) == 1:
            yield group


def _heads(first: str, groups: Iterable[Sequence[Member]]) -> Mapping[str, str]:
    """The first of each group stands for all of it."""
    heads: dict[str, str] = {}
    for head, *rest in groups:
        into = key(first, head.source, head.id)
        heads |= {key(first, other.source, other.id): into for other in rest}
    return heads


@dataclass(frozen=True)
class _Names:
    """What teams, or people, are called; of those that are one the first member gives the name."""

    first: str
    sources: Mapping[str, str]
    members: Sequence[Member]
    one: Mapping[str, str]

    def labels(self) -> Mapping[str, str]:
        """What each key is called: its name, with its helpdesk where several have that name."""
        ambiguous = {name for name, places in self._places().items() if len(set(places)) > 1}
        return {
            own: f"{each.name} ({self.sources.get(each.source, each.source)})"
            if each.name.casefold() in ambiguous
            else each.name
            for own, each in self._heads().items()
        }

    def others(self) -> Mapping[str, tuple[str, ...]]:
        """Further names of each key: the plain one, and those of whoever is one with it."""
        labels, names = self.labels(), defaultdict[str, list[str]](list)
        for each in self.members:
            own = key(self.first, each.source, each.id)
            into = self.one.get(own, own)
            names[into] += [name for name in (each.name, own) if name not in (labels[into], into)]
        return {into: tuple(dict.fromkeys(filter(None, more))) for into, more in names.items()}

    def addresses(self) -> Mapping[str, str]:
        """The key of whoever has an address today; not one that several people have."""
        keys: dict[str, set[str]] = defaultdict(set)
        for each in self.members:
            own = key(self.first, each.source, each.id)
            if each.is_active:
                keys[each.address].add(self.one.get(own, own))
        return {at: next(iter(who)) for at, who in keys.items() if at and len(who) == 1}

    def retired(self) -> frozenset[str]:
        """The keys of which no member is active any more."""
        is_active: dict[str, bool] = defaultdict(bool)
        for each in self.members:
            own = key(self.first, each.source, each.id)
            is_active[self.one.get(own, own)] |= each.is_active
        return frozenset(own for own, active in is_active.items() if not active)

    def proposals(self) -> Iterator[Proposal]:
        """The names that several helpdesks have for what counts as several."""
        for name, places in sorted(self._places().items()):
            where = tuple(sorted({self.sources.get(place, place) for place in places}))
            if len(where) > 1:
                heads = self._heads().values()
                yield Proposal(
                    name=next(each.name for each in heads if each.name.casefold() == name),
                    sources=where,
                )

    def _heads(self) -> dict[str, Member]:
        """Who gives each key its name."""
        heads: dict[str, Member] = {}
        for each in self.members:
            own = key(self.first, each.source, each.id)
            heads.setdefault(self.one.get(own, own), each)
        return heads

    def _places(self) -> Mapping[str, list[str]]:
        """The sources of all that have a name, by the name."""
        places: dict[str, list[str]] = defaultdict(list)
        for each in self._heads().values():
            if each.name:
                places[each.name.casefold()].append(each.source)
        return places
