"""Who somebody was at an instant: the roles a helpdesk told, and what they were seen as.

The history of roles is kept short and the same in any order. Where the helpdesk calls somebody a
customer who was seen as staff, what was seen holds for its time. An AI agent is one for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, delete, select, tuple_

from metrics.store.database.rows import clean
from metrics.store.database.statements import chunks, insert_new, select_in
from metrics.store.tables.tickets import RoleRow, table
from metrics.store.tickets.sightings import Evidence, Sightings, ai_agents, sightings
from metrics.tickets.records import NEVER, Instant, Person, Role
from metrics.tickets.story import RoleAt

ROLES = table(RoleRow)

RoleHistory: TypeAlias = tuple[tuple[Instant, Role], ...]
"""(since, role), oldest first. The first holds for all time before it too."""


def recorded_role(history: RoleHistory, at: Instant) -> Role | None:
    """The role held at an instant; None if nothing is known."""
    if not history:
        return None
    return next((role for since, role in reversed(history) if since <= at), history[0][1])


def role_at(history: RoleHistory, seen_as: Sightings, at: Instant) -> Role | None:
    """The role held at an instant, by what was told and by what was seen; None: nothing is known.

    Of the time before the first word of the helpdesk's only what was seen speaks, and it is taken
    to have been so before and after: an agent who left was one until that was told. Later it holds
    from the first to the last time it was seen.
    """
    told_role = recorded_role(history, at)
    if told_role not in {None, Role.CUSTOMER} or not seen_as:
        return told_role
    first_word_at = history[0][0] if history else NEVER
    is_early = at < first_word_at
    was_agent = any(role is Role.AGENT for _, role in history)
    for kind, first_at, last_at in seen_as:
        if kind is Evidence.AI:
            continue
        is_dated = kind is not Evidence.HAD
        before = is_early and (first_at < first_word_at if is_dated else not was_agent)
        if before or (is_dated and first_at <= at <= last_at):
            return Role.AGENT
    return told_role


def add_role(history: RoleHistory, at: Instant, role: Role) -> RoleHistory:
    """The history after seeing somebody in a role at an instant; of one instant the last counts."""
    if recorded_role(history, at) is role:
        return history
    rest = [entry for entry in history if entry[0] != at]
    entries = sorted([*rest, (at, role)], key=lambda entry: entry[0])
    return tuple(e for i, e in enumerate(entries) if i == 0 or e[1] is not entries[i - 1][1])


def histories(connection: Connection, source: str, people: Iterable[str]) -> dict[str, RoleHistory]:
    """What is known of these people's roles."""
    query = select(ROLES).where(ROLES.c.source == source)
    entries_by_person: dict[str, list[tuple[Instant, Role]]] = defaultdict(list)
    for row in select_in(connection, query, ROLES.c.person, people):
        entries_by_person[row["person"]].append((row["since_at"], Role(row["role"])))
    return {person: tuple(sorted(entries)) for person, entries in entries_by_person.items()}


def role_lookup(connection: Connection, source: str, people: Iterable[str]) -> RoleAt:
    """A look-up of the roles of these people at any instant."""
    ids = set(people)
    known_histories = histories(connection, source, ids)
    doubtful = {person for person in ids if not only_staff(known_histories.get(person, ()))}
    seen_as = sightings(connection, source, doubtful)
    robots = ai_agents(connection, source, ids)

    def look_up(person: str | None, at: Instant) -> Role | None:
        if person is None:
            return None
        if person in robots:
            return Role.BOT
        return role_at(known_histories.get(person, ()), seen_as.get(person, ()), at)

    return look_up


def only_staff(history: RoleHistory) -> bool:
    """Whether somebody was never told to be a customer, so that nothing else can be seen."""
    return bool(history) and all(role is not Role.CUSTOMER for _, role in history)


def observe(connection: Connection, source: str, people: Sequence[Person]) -> set[str]:
    """Keep the roles these people were seen in; returns those whose tickets tell something new.

    Somebody nobody knew counts as a customer, so learning that they are one changes nothing.
    """
    before = histories(connection, source, {clean(person.id) for person in people})
    after = dict(before)
    for person in people:
        history_before = after.get(clean(person.id), ())
        after[clean(person.id)] = add_role(history_before, person.changed_at, person.role)
    changed_people = {person for person, history in after.items() if history != before.get(person)}
    _replace(connection, source, {p: before.get(p, ()) for p in changed_people}, after)
    return {p for p in changed_people if p in before or after[p][-1][1] is not Role.CUSTOMER}


def _replace(
    connection: Connection,
    source: str,
    before: Mapping[str, RoleHistory],
    after: Mapping[str, RoleHistory],
) -> None:
    old_entries = [(p, e[0]) for p, history in before.items() for e in set(history) - set(after[p])]
    key = tuple_(ROLES.c.person, ROLES.c.since_at)
    for chunk in chunks(old_entries):
        connection.execute(delete(ROLES).where(ROLES.c.source == source, key.in_(chunk)))
    new_rows = (
        {"source": source, "person": person, "since_at": since, "role": str(role)}
        for person, history in before.items()
        for since, role in after[person]
        if (since, role) not in history
    )
    insert_new(connection, ROLES, new_rows)
