"""What the made-up company knows beside its helpdesk, as rows of files: one list for each kind.

It is thrown by dice of its own, so that the tickets of the year stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from metrics.tickets.records import Instant
from sandbox.year import Year, cast
from sandbox.year.calls import Outcome, calls
from sandbox.year.dice import Dice
from sandbox.year.plan import TicketPlan
from sandbox.year.shifts import is_holiday

Row: TypeAlias = Mapping[str, str | int]

_SEED: Final = 1_000_081
_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400
_BREAK: Final = 30 * _MINUTE
_VISITS_A_TICKET: Final = 1.4
_CENTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """The files of one year. `ticket` and `customer` tell what its helpdesk calls the two.

    `of` names the part of the company where there are several. `telephone`: the helpdesk has no
    telephone, and what was called comes as a file.
    """

    year: Year
    ticket: Callable[[int], str] = str
    customer: Callable[[int], str] = str
    of: str = ""
    telephone: bool = False

    def rows(self) -> Mapping[str, Sequence[Row]]:
        """The rows of each kind of file."""
        makers: Mapping[str, Callable[[Dice], Iterable[Row]]] = {
            "surveys": self._surveys,
            "reviews": self._reviews,
            "handling": self._handling,
            "shifts": self._shifts,
            "costs": self._costs,
            "customers": self._customers,
            "sessions": self._sessions,
            "churn": self._churn,
            "calls": self._calls,
            "tiers": self._tiers,
            "customer-tiers": self._customer_tiers,
        }
        return {
            kind: list(make(Dice(_SEED + number)))
            for number, (kind, make) in enumerate(makers.items())
        }

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.year.zone)

    @property
    def _asked(self) -> list[TicketPlan]:
        """The tickets that customers have opened and people have answered."""
        return [
            plan
            for plan in self.year.plans
            if plan.replies
            and plan.requester >= cast.CUSTOMERS
            and plan.replies[-1].at < self.year.ends_at - _DAY
        ]

    @property
    def _people(self) -> int:
        """How many customers the company has at the end of its year."""
        return max(1_200, 4 * len({plan.requester for plan in self.year.plans}))

    def _days(self) -> Iterator[date]:
        day = datetime.fromtimestamp(self.year.starts_at, self._zone).date()
        last = datetime.fromtimestamp(self.year.ends_at, self._zone).date()
        while day < last:
            yield day
            day += timedelta(days=1)

    def _months(self) -> list[date]:
        """The first day of each month, and of the one before the year."""
        firsts = sorted({day.replace(day=1) for day in self._days()})
        return [(firsts[0] - timedelta(days=1)).replace(day=1), *firsts]

    def _at(self, day: date, seconds: int) -> Instant:
        return int(datetime.combine(day, time(), self._zone).timestamp()) + seconds

    def _surveys(self, dice: Dice) -> Iterator[Row]:
        for plan in self._asked:
            at = min(plan.replies[-1].at + dice.between(_HOUR, 20 * _HOUR), self.year.ends_at)
            about: Row = {
                "answered_at": _iso(at),
                "ticket": self.ticket(plan.id),
                "version": "2",
            }
            if dice.chance(0.15):
                ease = {7: 30.0, 6: 32.0, 5: 18.0, 4: 9.0, 3: 6.0, 2: 3.0, 1: 2.0}
                yield {**about, "survey": "ces", "score": dice.pick(ease), "scale_max": 7}
            if dice.chance(0.10):
                liking = {10: 30.0, 9: 22.0, 8: 18.0, 7: 12.0, 6: 6.0, 5: 5.0, 3: 4.0, 0: 3.0}
                yield {**about, "survey": "nps", "score": dice.pick(liking)}
            if dice.chance(0.15):
                solved = "yes" if dice.chance(0.74) else "no"
                yield {**about, "survey": "resolved", "score": solved}
        yield from self._staff(dice)

    def _staff(self, dice: Dice) -> Iterator[Row]:
        """What the people of support say of their company, each month."""
        for number, first in enumerate(self._months()[1:]):
            day = first + timedelta(days=4)
            for person in range(len(self.year.agents)):
                at = self._at(day, 10 * _HOUR + person * _MINUTE)
                score = dice.pick({10: 2.0, 9: 3.0, 8: 3.0, 7: 2.0, 5: 1.0})
                if at < self.year.ends_at:
                    id = f"{self.of}{number}-{person}"
                    yield {"survey": "enps", "score": score, "answered_at": _iso(at), "id": id}

    def _reviews(self, dice: Dice) -> Iterator[Row]:
        for plan in self._asked:
            if dice.chance(0.06):
                at = min(plan.replies[-1].at + dice.between(_DAY, 4 * _DAY), self.year.ends_at)
                yield {
                    "reviewed_at": _iso(at),
                    "points": 20 - dice.skew(9),
                    "points_possible": 20,
                    "rubric": "2026-1",
                    "reviewer": dice.among(self.year.agents).name,
                    "ticket": self.ticket(plan.id),
                }

    def _handling(self, dice: Dice) -> Iterator[Row]:
        """The time of writing in chats, and that of calls where the helpdesk has none."""
        for plan in self._asked:
            if plan.channel == "chat":
                yield {
                    "ended_at": _iso(plan.replies[-1].at + 90),
                    "talk_seconds": min(round(dice.around(7 * _MINUTE, 0.5)), _HOUR),
                    "wrap_seconds": dice.between(20, 120),
                    "ticket": self.ticket(plan.id),
                    "channel": "chat",
                }
        for call in calls(self.year) if self.telephone else ():
            if call.talk_seconds and call.done_at < self.year.ends_at:
                yield {
                    "ended_at": _iso(call.done_at),
                    "talk_seconds": call.talk_seconds,
                    "hold_seconds": call.hold_seconds,
                    "wrap_seconds": call.wrap_seconds,
                    "channel": "phone",
                }

    def _shifts(self, dice: Dice) -> Iterator[Row]:
        for day in self._days():
            if day.weekday() > 4 or is_holiday(day):
                continue
            for agent in self.year.agents:
                start = self._at(day, dice.between(15, 18) * _HOUR // 2)
                length = 8 * _HOUR + _BREAK
                if start + length < self.year.ends_at and not dice.chance(0.1):
                    yield {
                        "agent": agent.name,
                        "started_at": _iso(start),
                        "ended_at": _iso(start + length),
                        "productive_seconds": round(length * dice.between(66, 88) / 100),
                        "team": self.year.teams[agent.team],
                    }

    def _costs(self, dice: Dice) -> Iterator[Row]:
        staff = len(self.year.agents)
        for first in self._months():
            amounts = {
                "salaries": 4_300 * staff,
                "overhead": 900 * staff + dice.between(0, 400),
                "tools": 110 * staff + dice.between(0, 60),
            }
            for item, amount in amounts.items():
                yield {
                    "month": f"{first:%Y-%m}",
                    "amount": f"{amount}.00",
                    "currency": "EUR",
                    "item": item,
                    "team": self.of,
                }

    def _customers(self, dice: Dice) -> Iterator[Row]:
        months, people = self._months(), self._people
        for number, first in enumerate(months):
            share = 1 - 0.012 * (len(months) - 1 - number)
            count = round(people * share) + dice.between(-9, 9)
            yield {"date": f"{first:%Y-%m-%d}", "customers": count, "segment": self.of}

    def _sessions(self, dice: Dice) -> Iterator[Row]:
        """Visits to the help centre: most find what they look for, some open a ticket after it."""
        people = self._people
        for plan in self.year.plans:
            if not plan.requester >= cast.CUSTOMERS or plan.created_at >= self.year.ends_at:
                continue
            if plan.channel == "web" or dice.chance(0.15):
                yield {
                    "at": _iso(plan.created_at - dice.between(60, 40 * _MINUTE)),
                    "visitor": self.customer(plan.requester),
                    "kind": "article",
                    "answered": "yes" if dice.chance(0.7) else "no",
                    "followed_at": _iso(plan.created_at),
                    "ticket": self.ticket(plan.id),
                }
            for _ in range(dice.count(_VISITS_A_TICKET)):
                at = plan.created_at + dice.between(-12 * _HOUR, 12 * _HOUR)
                if at < self.year.ends_at:
                    yield {
                        "at": _iso(at),
                        "visitor": f"{self.of}visitor-{dice.between(1, people)}",
                        "kind": dice.pick({"article": 7.0, "search": 2.0, "bot": 1.0}),
                        "answered": "yes" if dice.chance(0.8) else "no",
                    }

    def _churn(self, dice: Dice) -> Iterator[Row]:
        """Who has left: some after they had asked for help, others without."""
        gone, people = set[int](), self._people
        for plan in self.year.plans:
            at = plan.created_at + dice.between(4, 60) * _DAY
            who = plan.requester
            stays = who >= cast.CUSTOMERS and who not in gone and at < self.year.ends_at
            if stays and dice.chance(0.02):
                gone.add(who)
                yield {"customer": self.customer(who), "lost_at": _iso(at)}
        for first in self._months()[1:]:
            for number in range(dice.count(0.008 * people)):
                at = self._at(first, dice.between(0, 27 * _DAY))
                if at < self.year.ends_at:
                    customer = f"{self.of}quiet-{first:%Y-%m}-{number}"
                    yield {"customer": customer, "lost_at": _iso(at)}

    def _calls(self, dice: Dice) -> Iterator[Row]:
        """Those of a service that answers at weekends, and all where the helpdesk has none."""
        for day in self._days():
            for _ in range(dice.count(2) if day.weekday() > 4 else 0):
                queued_at = self._at(day, dice.between(9 * _HOUR, 17 * _HOUR))
                met_at = queued_at + min(round(dice.around(35, 0.8)), 10 * _MINUTE)
                end = "abandoned_at" if dice.chance(0.12) else "answered_at"
                yield {"queued_at": _iso(queued_at), end: _iso(met_at)}
        for call in calls(self.year) if self.telephone else ():
            ends = {Outcome.ANSWERED: "answered_at", Outcome.GIVEN_UP: "abandoned_at"}
            if call.outcome in ends and call.met_at < self.year.ends_at:
                yield {
                    "queued_at": _iso(call.queued_at),
                    ends[call.outcome]: _iso(call.met_at),
                    "team": self.year.teams.get(call.team, ""),
                }

    def _tiers(self, _dice: Dice) -> Iterator[Row]:
        for id, name in self.year.teams.items():
            yield {"team": name, "tier": 1 if id == cast.FRONT_LINE else 2}

    def _customer_tiers(self, dice: Dice) -> Iterator[Row]:
        people = sorted({plan.requester for plan in self.year.plans})
        for who in people:
            if who >= cast.CUSTOMERS:
                tier = dice.pick({"free": 55.0, "gold": 35.0, "enterprise": 10.0})
                yield {"customer": self.customer(who), "tier": tier}


def _iso(at: Instant) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
