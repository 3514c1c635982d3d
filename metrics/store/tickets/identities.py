"""Who is who among the helpdesks, read from what they told."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import col

from metrics.sources.identity import Identities, Member, SameTeams, identities
from metrics.store.syncs import ledger
from metrics.store.tables.tickets import PersonRow, TeamRow
from metrics.tickets.records import Role

ANSWERING = (Role.AGENT.value, Role.LIGHT.value, Role.BOT.value)


def load(connection: Connection, same: SameTeams) -> Identities:
    """The teams, and the people who answer, of all helpdesks."""
    sources = ledger.sources(connection)
    team = select(*(col(getattr(TeamRow, name)) for name in ("source", "id", "name", "active")))
    names = ("source", "id", "name", "address", "active", "role")
    person = select(*(col(getattr(PersonRow, name)) for name in names))
    staff = person.where(col(PersonRow.role).in_(ANSWERING))
    teams = [
        Member(source=r.source, id=r.id, name=r.name, is_active=r.active)
        for r in connection.execute(team)
    ]
    people = [
        Member(
            source=r.source,
            id=r.id,
            name=r.name,
            address="" if r.role == Role.BOT else r.address,
            is_active=r.active,
        )
        for r in connection.execute(staff)
    ]
    first = ledger.first_helpdesk(sources) or min(
        (each.source for each in (*teams, *people)), default=""
    )
    return identities(first, ledger.helpdesk_names(sources), teams, people, same)
