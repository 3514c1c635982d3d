"""Whether customers and staff stay, and would recommend us."""

from __future__ import annotations

import numpy as np

from metrics.arrays import Floats
from metrics.catalogue.files import scored, supply, surveys, wordings
from metrics.catalogue.metric import Better, Family, Rate, Score, Unit
from metrics.columns import Columns, Facts, facts
from metrics.periods import Period
from metrics.records import Dimension, Instant

QUARTER = Period.of("last quarter")
MONTH = Period.of("last month")
_PROMOTERS, _DETRACTORS = 9, 6
_CUTS = frozenset({Dimension.CHANNEL, Dimension.CATEGORY})


def recommendations(columns: Columns, survey: str) -> Facts:
    """Answers to "would you recommend us": 100 for promoters, -100 for detractors, else 0."""
    rows = columns.imported["surveys"]
    rows = rows.kept(surveys(survey)(rows))
    score = rows.numbers["score"]
    points: Floats = np.where(score >= _PROMOTERS, 100.0, np.where(score <= _DETRACTORS, -100.0, 0))
    return scored(rows, points)


def of_customers(columns: Columns) -> Facts:
    """Recommendations by customers."""
    return recommendations(columns, "nps")


def of_staff(columns: Columns) -> Facts:
    """Recommendations by staff."""
    return recommendations(columns, "enps")


def losses(columns: Columns) -> Facts:
    """Customers at the moment they were lost."""
    rows = columns.imported["churn"]
    return facts(ticket=rows.ticket, at=rows.at, cut=rows.cut)


def customers_at(columns: Columns, at: Instant) -> float | None:
    """How many customers there were: the latest count of each segment, None where there is none."""
    rows = columns.imported["customers"]
    latest: dict[str, tuple[int, float]] = {}
    for when, segment, number in zip(
        rows.at.tolist(), rows.words["segment"].tolist(), rows.numbers["customers"], strict=True
    ):
        if when <= at and when >= latest.get(segment, (0, 0.0))[0]:
            latest[segment] = when, float(number)
    return sum(number for _, number in latest.values()) if latest else None


def at_the_start(columns: Columns, start: Instant, _end: Instant) -> float | None:
    """How many customers there were as a window began."""
    return customers_at(columns, start)


NPS = Score(
    key="nps",
    other_names=("net promoter score", "net promoter", "promoter score"),
    title="Net promoter score",
    family=Family.LOYALTY,
    unit=Unit.NET,
    better=Better.HIGHER,
    counts="answers",
    definition="The share of customers who would recommend us less the share who would not.",
    formula="100 x (answers of 9 and 10 - answers of 0 to 6) / all answers",
    population="Answers given in the period, whole numbers from 0 to 10; 7 and 8 are neither.",
    needs=("answers to a recommendation survey",),
    caveats=(
        "It tells of loyalty, not of tickets: if it lags satisfaction, the product is the trouble.",
        "One figure says little: watch it over months and quarters.",
    ),
    elsewhere="Everywhere alike; some guides would not use it for support at all.",
    dimensions=_CUTS,
    default_period=QUARTER,
    team_only="NPS is about the whole company: it is never split by the people of support.",
    supply=supply("surveys", "answers to a recommendation survey", surveys("nps")),
    files=("surveys",),
    versions=wordings("nps"),
    facts=of_customers,
    net=True,
)

ENPS = Score(
    key="enps",
    other_names=("employee nps", "employee net promoter score", "staff nps"),
    title="Employee net promoter score",
    family=Family.LOYALTY,
    unit=Unit.NET,
    better=Better.HIGHER,
    counts="answers",
    definition="The share of staff who would recommend working here less those who would not.",
    formula="100 x (answers of 9 and 10 - answers of 0 to 6) / all answers",
    population="Answers given in the period; below five of them nothing but their number is told.",
    needs=("answers to a staff survey",),
    caveats=("Answers are anonymous: there is no list of them, and no split but by team.",),
    dimensions=frozenset({Dimension.TEAM}),
    default_period=QUARTER,
    team_only="Employee NPS is anonymous: it is never split by person.",
    supply=supply("surveys", "answers to a staff survey", surveys("enps")),
    files=("surveys",),
    versions=wordings("enps"),
    facts=of_staff,
    net=True,
    anonymous=True,
)

CHURN = Rate(
    key="churn",
    other_names=("churn rate", "customers lost", "lost customers", "customer churn"),
    title="Customer churn",
    family=Family.LOYALTY,
    unit=Unit.SHARE,
    better=Better.LOWER,
    counts="customers",
    definition="The share of customers there were at the start who were lost in the period.",
    formula="customers lost in the period / customers at its start",
    population="Customers lost in the period; those at its start are the latest count by then.",
    needs=("lost customers", "customer counts with their dates"),
    caveats=("Who leaves after a bad ticket need not leave because of it.",),
    dimensions=frozenset(),
    default_period=MONTH,
    team_only="Churn belongs to the whole company: it is never split by the people of support.",
    supply=supply("churn", "lost customers"),
    files=("churn", "customers"),
    facts=losses,
    whole=at_the_start,
    unknown=(
        "no customer count is dated {start} or earlier. "
        "Import one with `deskpulse import customers FILE`"
    ),
)

LOYALTY = (NPS, ENPS, CHURN)
