"""Whether customers and staff stay, and would recommend us."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.churn import CHURN
from metrics.catalogue.files import scores, supply, surveys, wordings
from metrics.catalogue.metric import Better, Family, Score, Unit
from metrics.periods import Period
from metrics.sources.needs import Need
from metrics.tickets.arrays import Floats
from metrics.tickets.columns import Columns, Facts
from metrics.tickets.records import Dimension

QUARTER = Period.of("last quarter")
_PROMOTERS, _DETRACTORS = 9, 6
_CUTS = frozenset({Dimension.CHANNEL, Dimension.CATEGORY})


def recommendations(columns: Columns, survey: str) -> Facts:
    """Answers to "would you recommend us": 100 for promoters, -100 for detractors, else 0."""
    rows = columns.imported["surveys"]
    rows = rows.where(surveys(survey)(rows))
    score = rows.numbers["score"]
    points: Floats = np.where(score >= _PROMOTERS, 100.0, np.where(score <= _DETRACTORS, -100.0, 0))
    return scores(rows, points)


def of_customers(columns: Columns) -> Facts:
    """Recommendations by customers."""
    return recommendations(columns, "nps")


def of_staff(columns: Columns) -> Facts:
    """Recommendations by staff."""
    return recommendations(columns, "enps")


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
    made_of=frozenset({Need.ANSWERS}),
    caveats=(
        "It tells of loyalty, not of tickets: if it lags satisfaction, the product is the trouble.",
        "One figure says little: watch it over months and quarters.",
    ),
    elsewhere="Everywhere alike; some guides would not use it for support at all.",
    dimensions=_CUTS,
    own_period=QUARTER,
    team_only="NPS is about the whole company: it is never split by the people of support.",
    supply=supply("surveys", "answers to a recommendation survey", surveys("nps")),
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
    made_of=frozenset({Need.ANSWERS}),
    caveats=("Answers are anonymous: there is no list of them, and no split but by team.",),
    dimensions=frozenset({Dimension.TEAM}),
    own_period=QUARTER,
    team_only="Employee NPS is anonymous: it is never split by person.",
    supply=supply("surveys", "answers to a staff survey", surveys("enps")),
    versions=wordings("enps"),
    facts=of_staff,
    net=True,
    anonymous=True,
)

LOYALTY = (NPS, ENPS, CHURN)
