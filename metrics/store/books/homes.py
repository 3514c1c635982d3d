"""Which view of the Home tab each person has chosen; in each workspace their own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select

from metrics.store.database.engine import Store
from metrics.store.tables.people import HomeRow
from metrics.store.tables.tickets import table

HOME = table(HomeRow)


def _whose(team: str, person: str) -> ColumnElement[bool]:
    return (HOME.c.team == team) & (HOME.c.person == person)


@dataclass(frozen=True, slots=True)
class Homes:
    """The views people have chosen, by workspace and person."""

    store: Store

    def choose(self, team: str, person: str, view: str) -> None:
        """Remember the view that somebody wants from now on."""
        with self.store.write() as connection:
            connection.execute(delete(HOME).where(_whose(team, person)))
            connection.execute(insert(HOME).values(team=team, person=person, view=view))

    def view(self, team: str, person: str) -> str | None:
        """The view that somebody has chosen; None where they never did."""
        with self.store.read() as connection:
            query = select(HOME.c.view).where(_whose(team, person))
            return connection.execute(query).scalar_one_or_none()
