"""Who says which agent they are, as rows: of each person the newest counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, RowMapping, select, update

from metrics.sources.claims import ADDRESS, Claim, Decision
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.database.statements import insert_first
from metrics.store.tables.people import ClaimRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

CLAIM = table(ClaimRow)
_NAMES = tuple(field.name for field in fields(Claim))
_CONFIRMED = CLAIM.c.decision == Decision.CONFIRMED


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims of a store."""

    store: Store

    def make(self, claim: Claim) -> None:
        """Keep a new claim; what the same person claimed before and nobody decided is withdrawn."""
        row = {name: getattr(claim, name) for name in _NAMES}
        row |= {"asked": " ".join(claim.asked), "agent": clean(claim.agent)}
        open_claims = (CLAIM.c.person == claim.person) & (CLAIM.c.decision == Decision.OPEN)
        with self.store.write() as connection:
            connection.execute(
                update(CLAIM).where(open_claims, CLAIM.c.id != claim.id).values(_withdrawal(claim))
            )
            insert_first(connection, CLAIM, row)

    def match(self, claim: Claim) -> bool:
        """Keep which agent somebody is by their address; False where anything was said before.

        What people say of it comes first, also that somebody is no agent, or not this one; what
        an address once said does not.
        """
        own = CLAIM.c.person == claim.person
        is_other_word = own & ((CLAIM.c.decided_by != ADDRESS) | _CONFIRMED)
        is_taken = (CLAIM.c.agent == clean(claim.agent)) & _CONFIRMED
        row = {name: getattr(claim, name) for name in _NAMES}
        row |= {"asked": "", "agent": clean(claim.agent)}
        with self.store.write() as connection:
            earlier = select(CLAIM.c.id).where(is_other_word | is_taken).limit(1)
            if connection.execute(earlier).first():
                return False
            insert_first(connection, CLAIM, row)
            return True

    def end_match(self, claim: Claim, now: Instant) -> None:
        """Let what an address said be so no more, since it says it no more."""
        values = {"decision": Decision.WITHDRAWN, "decided_at": now}
        with self.store.write() as connection:
            connection.execute(update(CLAIM).where(CLAIM.c.id == claim.id).values(values))

    def decide(self, claim: Claim) -> bool:
        """Keep what was decided; False where that was done already.

        Once it is confirmed, nobody else is that agent, and the person is no other one.
        """
        is_open = (CLAIM.c.id == claim.id) & (CLAIM.c.decision == Decision.OPEN)
        others = (CLAIM.c.person == claim.person) | (CLAIM.c.agent == claim.agent)
        values = {
            "decision": claim.decision,
            "decided_by": claim.decided_by,
            "decided_at": claim.decided_at,
        }
        with self.store.write() as connection:
            if connection.execute(update(CLAIM).where(is_open).values(values)).rowcount != 1:
                return False
            if claim.decision is Decision.CONFIRMED:
                losers = update(CLAIM).where(others, _CONFIRMED, CLAIM.c.id != claim.id)
                connection.execute(losers.values(_withdrawal(claim)))
            return True

    def withdraw(self, person: str, now: Instant) -> bool:
        """Let somebody be no agent any more; False where they were none and claimed nothing."""
        is_standing = CLAIM.c.decision.in_((Decision.OPEN, Decision.CONFIRMED))
        values = {"decision": Decision.WITHDRAWN, "decided_by": person, "decided_at": now}
        with self.store.write() as connection:
            withdrawal = update(CLAIM).where(CLAIM.c.person == person, is_standing).values(values)
            return connection.execute(withdrawal).rowcount > 0

    def get(self, id: str) -> Claim | None:
        """The claim of that id."""
        return next(iter(self._all(CLAIM.c.id == id)), None)

    def of(self, person: str) -> Claim | None:
        """The newest claim of somebody."""
        return next(iter(self._all(CLAIM.c.person == person)), None)

    def agents(self) -> Mapping[str, str]:
        """Which agent each person is, as far as somebody has confirmed it."""
        return {claim.person: claim.agent for claim in reversed(self._all(_CONFIRMED))}

    def _all(self, which: ColumnElement[bool]) -> tuple[Claim, ...]:
        newest = select(CLAIM).where(which).order_by(CLAIM.c.asked_at.desc(), CLAIM.c.id)
        with self.store.read() as connection:
            return tuple(_claim(row) for row in connection.execute(newest).mappings())


def _withdrawal(claim: Claim) -> dict[str, object]:
    """What becomes of those whose place another one takes."""
    at = claim.asked_at if claim.decided_at is None else claim.decided_at
    by = claim.decided_by or claim.person
    return {"decision": Decision.WITHDRAWN, "decided_by": by, "decided_at": at}


def _claim(row: RowMapping) -> Claim:
    values = {name: row[name] for name in _NAMES}
    typed_values = {"asked": tuple(row["asked"].split()), "decision": Decision(row["decision"])}
    return Claim(**values | typed_values)
