"""What people said or judged on a scale: effort, quality reviews, and whether it was resolved."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.files import scores, supply, surveys, versions, wordings
from metrics.catalogue.metric import Better, Family, Score, Share, Unit
from metrics.sources.needs import Need
from metrics.tickets.arrays import Bools, Imported, Ints, next_of_same
from metrics.tickets.columns import Columns, Facts, facts
from metrics.tickets.records import NEVER

POSITIVE_FROM = {2: 2, 3: 3, 5: 4, 10: 9}
"""The lowest score that is positive, by the scale's highest (metric catalogue, `csat`)."""


def ease(columns: Columns) -> Facts:
    """Answers on the scale of 1 (very hard) to 7 (very easy); other scales do not mix with it."""
    rows = columns.imported["surveys"]
    rows = rows.where(surveys("ces")(rows))
    usual = (rows.numbers["scale_min"] == 1) & (rows.numbers["scale_max"] == 7)
    return scores(rows, rows.numbers["score"], ~(usual & (rows.words["direction"] == "higher")))


def reviews(columns: Columns) -> Facts:
    """Quality reviews, in points of 100; an item that fails the whole makes it 0."""
    rows = columns.imported["reviews"]
    points = 100 * rows.numbers["points"] / rows.numbers["points_possible"]
    zero = rows.numbers["auto_fail"] == 1
    return scores(rows, np.where(zero, 0.0, points), rows.words["sample"] == "picked")


def issue_answers(columns: Columns) -> Facts:
    """Answers to "was your issue resolved?"; a hit is a yes, and a ticket's last answer counts."""
    rows = columns.imported["surveys"]
    rows = rows.where(surveys("resolved")(rows))
    return _answers(rows, rows.numbers["score"] == 1)


def csat_answers(columns: Columns) -> Facts:
    """Imported answers on satisfaction; a hit is positive on its own scale.

    Of several scales the one with the most answers counts: they do not mix.
    """
    rows = columns.imported["surveys"]
    rows = rows.where(surveys("csat")(rows))
    highest, score = rows.numbers["scale_max"], rows.numbers["score"]
    mask = highest == main_scale(rows)
    upright = np.where(rows.words["direction"] == "lower", 1 + highest - score, score)
    least = np.array([POSITIVE_FROM[int(scale)] for scale in highest], dtype=np.float64)
    return _answers(rows.where(mask), (upright >= least)[mask])


def on_one_scale(known: Facts, imported: Facts) -> Facts:
    """Both, those left out (reason 1) that are fewer: a helpdesk's own scale is another one."""
    if not len(known) or not len(imported):
        return known if len(known) else imported
    fewer = np.repeat(
        [len(known) < len(imported), len(known) >= len(imported)], (len(known), len(imported))
    )

    def both(name: str) -> Ints:
        column: Ints = np.concatenate([getattr(known, name), getattr(imported, name)])
        return column

    return facts(
        ticket=both("ticket"),
        at=both("at"),
        hit_at=both("hit_at"),
        gone_at=both("gone_at"),
        cut={d: np.concatenate([codes, imported.cut[d]]) for d, codes in known.cut.items()},
        reason=fewer.astype(np.int32),
    )


def main_scale(rows: Imported) -> float:
    """The highest score of the scale with the most answers; 0 without any."""
    scales, counts = np.unique(rows.numbers["scale_max"], return_counts=True)
    return float(scales[counts.argmax()]) if len(scales) else 0.0


def _answers(rows: Imported, hit: Bools) -> Facts:
    return facts(
        ticket=rows.ticket,
        at=rows.at,
        cut=rows.cut,
        hit_at=np.where(hit, rows.at, NEVER),
        gone_at=next_of_same(rows.ticket, rows.at),
    )


CES = Score(
    key="ces",
    other_names=("customer effort score", "customer effort", "effort", "effort score", "ease"),
    title="Customer effort score",
    family=Family.QUALITY,
    unit=Unit.EASE,
    better=Better.HIGHER,
    counts="answers",
    definition="How easy customers say it was to get help: 1 is very difficult, 7 very easy.",
    formula="mean of the answers from 1 to 7",
    population="Answers given in the period on the scale of 1 to 7 on which 7 is easy.",
    made_of=frozenset({Need.ANSWERS}),
    reasons=("on another scale than 1 to 7 with 7 for easy",),
    caveats=(
        "Higher is better on this scale: it measures ease.",
        "What makes it hard is mostly a process, not a person.",
    ),
    elsewhere="Scales of 1 to 5 that ask for effort go the other way and do not mix with it.",
    supply=supply("surveys", "answers to an effort survey", surveys("ces")),
    versions=wordings("ces"),
    facts=ease,
)

QA = Score(
    key="qa",
    other_names=("qa score", "quality score", "agent quality score", "iqs", "quality reviews"),
    title="Quality score",
    family=Family.QUALITY,
    unit=Unit.POINTS,
    better=Better.HIGHER,
    counts="reviews",
    definition="The mean of quality reviews: the share of the rubric's points that was earned.",
    formula="100 x points earned / points possible on the items that applied; an auto-fail is 0",
    population="Reviews made in the period of tickets that were drawn at random.",
    made_of=frozenset({Need.REVIEWS}),
    reasons=("picked and not drawn at random",),
    caveats=(
        "Reviewers drift apart unless they calibrate.",
        "Another version of the rubric is another measure: do not compare across its change.",
    ),
    minimum=10,
    supply=supply("reviews", "quality reviews"),
    versions=versions("reviews", "rubric", "rubric"),
    facts=reviews,
)

FCR_SURVEY = Share(
    key="fcr",
    other_names=(),
    title="First contact resolution, as customers say",
    family=Family.QUALITY,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    counts="answers",
    hits="said yes",
    definition="The share of customers who say that their issue was resolved.",
    formula="yes / answers to the question whether the issue was resolved",
    population="Answers given in the period, one a ticket: the last answer counts.",
    made_of=frozenset({Need.ANSWERS}),
    caveats=("Ask one or two days after the solve: then it shows whether it held.",),
    supply=supply("surveys", "answers to a resolution survey", surveys("resolved")),
    versions=wordings("resolved"),
    facts=issue_answers,
)

SCORED = (CES, QA)
