"""What the help takes: time, people and money."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from metrics.catalogue.churn import MONTH, customers_at
from metrics.catalogue.contacts import next_contact_at
from metrics.catalogue.exclusions import CHILD, CREATED_CLOSED, UNREAD_SOLVE, codes
from metrics.catalogue.files import scores, supply
from metrics.catalogue.metric import Better, Family, Rate, Ratio, Score, Unit, Variant
from metrics.catalogue.speed import last_solves
from metrics.catalogue.workload import WEEK_SECONDS, creations
from metrics.sources.needs import Need
from metrics.sources.standing_cost import STANDING_COST
from metrics.sources.standing_hours import STANDING_HOURS
from metrics.tickets.arrays import Bools, Imported
from metrics.tickets.columns import Columns, Facts, facts
from metrics.tickets.facts import changed
from metrics.tickets.records import NEVER, Dimension, Instant

_CENTS = 100
DAY_SECONDS = 24 * 3600
_NO_PERSON = (
    "Handle time is for planning, not for people: as a personal target it makes them rush. "
    "Ask by team or by category"
)


def contacts(columns: Columns) -> Facts:
    """Contacts at the end of their wrap-up, with all the seconds of work on them."""
    rows = columns.imported["handling"]
    parts = [rows.numbers[name] for name in ("talk_seconds", "hold_seconds", "wrap_seconds")]
    return scores(rows, np.nansum(np.stack(parts), axis=0))


def shifts(columns: Columns) -> Facts:
    """Shifts at their beginning: the seconds for customers, and all of them.

    Hours that stand for every week count in the months of which no file tells.
    """
    rows = columns.imported["shifts"]
    rows = rows.where(~_told_by_files(rows))
    length = rows.numbers["ended_at"] - rows.numbers["started_at"]
    productive = rows.numbers["productive_seconds"]
    return facts(ticket=rows.ticket, at=rows.at, cut=rows.cut, amount=productive, of=length)


def _told_by_files(rows: Imported) -> Bools:
    """Which are hours that stand for every week, in a month of which a file tells too."""
    standing = rows.words["agent"] == STANDING_HOURS
    days = np.flatnonzero(standing)[np.argsort(rows.at[standing])]
    result = np.zeros(len(rows), np.bool_)
    if not len(days):
        return result
    months = np.array([id[-len("2026-11-30") : -len("-30")] for id in rows.words["id"][days]])
    starts, of_files = rows.at[days], rows.at[~standing]
    day = np.maximum(np.searchsorted(starts, of_files, "right") - 1, 0)
    within = (of_files >= starts[day]) & (of_files < starts[day] + DAY_SECONDS)
    result[days] = np.isin(months, months[day[within]])
    return result


def spending(columns: Columns, start: Instant, end: Instant) -> float | None:
    """What support cost in [start, end): each month's cost goes evenly over its time.

    None where a month that the window touches has no cost at all. What stands for every month
    counts in those of which no file tells.
    """
    rows = columns.imported["costs"]
    standing = rows.words["item"] == STANDING_COST
    of_files = np.isin(rows.numbers["started_at"], rows.numbers["started_at"][~standing])
    rows = rows.where(~(standing & of_files))
    starts, ends = rows.numbers["started_at"], rows.numbers["ended_at"]
    overlap = np.maximum(0, np.minimum(ends, end) - np.maximum(starts, start))
    months = {*zip(starts.tolist(), ends.tolist(), strict=True)}
    known = sum(max(0, min(last, end) - max(first, start)) for first, last in months)
    if not end - start or known < end - start:
        return None
    return float((rows.numbers["amount"] * (overlap / (ends - starts))).sum()) / _CENTS


def resolved_issues(columns: Columns) -> Facts:
    """Last solves, but for tickets that another about the same followed within a week."""
    rows, tickets = last_solves(columns), columns.tickets
    again = next_contact_at(columns, tickets.first_solved_at)
    again_soon = (again < NEVER) & (again - tickets.first_solved_at <= WEEK_SECONDS)
    unresolved = again_soon[tickets.rows(rows.ticket)]
    return changed(rows, reason=codes(rows.reason == 1, rows.reason == 2, unresolved))


def average_customers(columns: Columns, start: Instant, end: Instant) -> float | None:
    """The mean of the customers at the start and at the end of a window."""
    before, after = customers_at(columns, start), customers_at(columns, end)
    return None if before is None or after is None else (before + after) / 2


AHT = Score(
    key="aht",
    other_names=("average handle time", "handle time", "handling time", "average handling time"),
    title="Average handle time",
    family=Family.EFFICIENCY,
    unit=Unit.SECONDS,
    better=Better.NEITHER,
    counts="contacts",
    definition="The mean time people work on a contact: talk, hold and the work after it.",
    formula="(talk + hold + wrap-up) / contacts handled",
    population="Contacts whose wrap-up ended in the period.",
    made_of=frozenset({Need.HANDLING}),
    caveats=(
        "It feeds staffing (volume x handle time); as a target it makes people rush.",
        "Read it beside satisfaction and first contact resolution, and compare only like cases.",
    ),
    elsewhere="Contact centres add the time of dialling.",
    dimensions=frozenset({Dimension.CHANNEL, Dimension.TEAM, Dimension.CATEGORY}),
    team_only=f"{_NO_PERSON}.",
    supply=supply("handling", "handle times", need=Need.HANDLING),
    facts=contacts,
    median=True,
)

UTILIZATION = Ratio(
    key="utilization",
    other_names=("agent utilization", "utilisation", "agent utilisation"),
    title="Utilization",
    family=Family.EFFICIENCY,
    unit=Unit.SHARE,
    better=Better.NEITHER,
    counts="shifts",
    definition="The share of scheduled time that was spent on work for customers.",
    formula="seconds of work for customers / scheduled seconds",
    population=(
        "Shifts that began in the period; hours that stand for every week go evenly over its days."
    ),
    made_of=frozenset({Need.SHIFTS}),
    caveats=(
        "It is best between 70 and 85 %: more means too few people, and nobody lasts at 100 %.",
        "Occupancy, time on contacts by time ready for them, is another figure.",
    ),
    dimensions=frozenset({Dimension.TEAM}),
    team_only=(
        "Utilization is a matter of staffing, not of single people: ask by team. "
        "Nobody is to be busy all of the time."
    ),
    supply=replace(
        supply("shifts", "shifts"),
        because="nobody has said how many hours are paid",
        how=(
            "say it in Slack with `/kpi spend 160 hours, 120 for customers`, or import shifts with "
            "`deskpulse import shifts FILE` (`--template` prints one to fill in)"
        ),
    ),
    facts=shifts,
    band=(0.70, 0.85),
)

_UNKNOWN = (
    "not all of its cost is known. Say what a month costs with `/kpi spend`, or import each "
    "month's with `deskpulse import costs FILE`"
)
_SUPPLY = replace(
    supply("costs", "costs"),
    because="nobody has said what support costs",
    how=(
        "say it in Slack with `/kpi spend`, or import it with `deskpulse import costs FILE` "
        "(`--template` prints one to fill in)"
    ),
)
_WHOLE_TEAM = "A cost is that of all of support: it cannot be split by person."

COST_TICKET = Rate(
    key="cost_ticket",
    other_names=("cost per ticket", "cost per contact", "ticket cost"),
    title="Cost per ticket",
    family=Family.EFFICIENCY,
    unit=Unit.MONEY,
    better=Better.LOWER,
    counts="tickets",
    definition="What support cost, divided by the tickets that were created.",
    formula="cost of the period / tickets created in it",
    population=(
        "Tickets created in the period, without merged, deleted and spam tickets; a month's cost "
        "goes evenly over its days."
    ),
    made_of=frozenset({Need.TICKETS}),
    beside=frozenset({Need.COSTS}),
    reasons=(CHILD,),
    caveats=("A dear ticket that keeps a customer is cheap, and a cheap one that annoys is dear.",),
    elsewhere="Some divide by the tickets that were resolved: see cost per resolution.",
    dimensions=frozenset(),
    own_period=MONTH,
    team_only=_WHOLE_TEAM,
    supply=_SUPPLY,
    facts=creations,
    whole=spending,
    unknown=_UNKNOWN,
    per_words="per ticket",
    inverse=True,
)

_COST_RESOLUTION = Rate(
    key="cost_resolution",
    other_names=("cost per resolution", "cpr", "cost per solved ticket", "resolution cost"),
    title="Cost per resolution",
    family=Family.EFFICIENCY,
    unit=Unit.MONEY,
    better=Better.LOWER,
    counts="solved tickets",
    definition="What support cost, divided by the tickets that were solved.",
    formula="cost of the period / tickets solved in it",
    population=(
        "Tickets whose last solve falls in the period, without merged, deleted and spam tickets; "
        "a month's cost goes evenly over its days."
    ),
    made_of=frozenset({Need.TICKETS, Need.HISTORY}),
    beside=frozenset({Need.COSTS}),
    reasons=(CREATED_CLOSED, UNREAD_SOLVE),
    caveats=("Reopened and repeated tickets make it look cheaper than the issues were.",),
    elsewhere="Counting reopened and repeated tickets as one issue gives a higher figure.",
    dimensions=frozenset(),
    own_period=MONTH,
    team_only=_WHOLE_TEAM,
    supply=_SUPPLY,
    facts=last_solves,
    whole=spending,
    unknown=_UNKNOWN,
    per_words="per resolution",
    inverse=True,
)

COST_RESOLUTION = replace(
    _COST_RESOLUTION,
    variants=(
        Variant(
            key="issue",
            words=("by issue", "per issue", "issues"),
            names=("true cost per resolution", "cost per issue"),
            metric=replace(
                _COST_RESOLUTION,
                title="Cost per resolved issue",
                counts="resolved issues",
                definition="What support cost, divided by the issues that were resolved.",
                formula="cost of the period / (tickets solved in it - those a repeat followed)",
                population=(
                    "Tickets whose last solve falls in the period and whose customer opened no "
                    "other about the same category within 7 days of the first solve: the last "
                    "ticket of an issue stands for it. A month's cost goes evenly over its days."
                ),
                caveats=(
                    "It is never below the cost per resolution; the gap is the price of repeats.",
                ),
                reasons=(
                    CREATED_CLOSED,
                    UNREAD_SOLVE,
                    "followed by another ticket about the same",
                ),
                facts=resolved_issues,
                older=last_solves,
                per_words="per issue",
            ),
        ),
    ),
)

CONTACT_RATE = Rate(
    key="contact_rate",
    other_names=("tickets per customer", "contacts per customer", "tickets per user"),
    title="Contact rate",
    family=Family.WORKLOAD,
    unit=Unit.RATIO,
    better=Better.LOWER,
    counts="tickets",
    definition="How many tickets were created for every 100 active customers.",
    formula="100 x tickets created / mean of the customers at the period's start and end",
    population="Tickets created in the period, without merged, deleted and spam tickets.",
    made_of=frozenset({Need.TICKETS}),
    beside=frozenset({Need.CUSTOMERS}),
    reasons=(CHILD,),
    caveats=("It tells a growing base from growing trouble, which the volume alone cannot.",),
    dimensions=frozenset(),
    own_period=MONTH,
    team_only="Customers are those of the whole company: there is no split by person.",
    supply=supply("customers", "customer counts"),
    facts=creations,
    whole=average_customers,
    unknown=(
        "no customer count is dated {start} or earlier. "
        "Import one with `deskpulse import customers FILE`"
    ),
    per_words="per 100 customers",
    per=100,
)

EFFICIENCY = (AHT, UTILIZATION, COST_TICKET, COST_RESOLUTION, CONTACT_RATE)
