"""Examples of what is made of files."""

from __future__ import annotations

from metrics.catalogue.examples.example import examples

FILES = examples(
    """
    calls: queued_at=2026-10-05T09:00:00 answered_at=2026-10-05T09:00:10
    calls: queued_at=2026-10-05T09:10:00 answered_at=2026-10-05T09:10:20
    calls: queued_at=2026-10-05T09:20:00 answered_at=2026-10-05T09:21:00
    calls: queued_at=2026-10-05T09:30:00 abandoned_at=2026-10-05T09:39:00
    asa = 20s
    asa mean = 30s
    asa max = 1m 0s
    asa min = 10s

    surveys: survey=ces answered_at=2026-10-05T09:00 score=6
    surveys: survey=ces answered_at=2026-10-06T09:00 score=5
    ces = 5.50 of 7

    reviews: reviewed_at=2026-10-05T09:00 points=17 points_possible=20 rubric=1
    reviews: reviewed_at=2026-10-06T09:00 points=10 points_possible=10 rubric=1
    reviews: reviewed_at=2026-10-07T09:00 points=1 points_possible=9 rubric=1 sample=picked
    qa = 92.5 of 100

    surveys: survey=nps answered_at=2026-10-05T09:00 score=10
    surveys: survey=nps answered_at=2026-10-06T09:00 score=9
    surveys: survey=nps answered_at=2026-10-07T09:00 score=7
    surveys: survey=nps answered_at=2026-10-08T09:00 score=3
    nps = +25

    surveys: survey=enps answered_at=2026-10-05T09:00 score=10
    surveys: survey=enps answered_at=2026-10-05T10:00 score=9
    surveys: survey=enps answered_at=2026-10-06T09:00 score=9
    surveys: survey=enps answered_at=2026-10-07T09:00 score=8
    surveys: survey=enps answered_at=2026-10-08T09:00 score=6
    enps = +40

    in 2026-10
    customers: date=2026-10-01 customers=50
    Mon 9:00 #1 Cleo writes
    Mon 9:00 #2 Dora writes
    churn: customer=cleo lost_at=2026-10-20
    churn = 2%
    churn after support = 50%

    handling: ended_at=2026-10-05T09:00 talk_seconds=300 hold_seconds=20 wrap_seconds=60
    handling: ended_at=2026-10-06T09:00 talk_seconds=100 wrap_seconds=120
    aht = 5m 0s

    Mon 9:00 #1 Cleo writes
    shifts: agent=Ann started_at=2026-10-05T09:00 ended_at=2026-10-05T17:00 productive_seconds=21600
    utilization = 75%

    in 2026-10
    costs: month=2026-10 amount=200.00 currency=EUR
    Mon 9:00 #1 Cleo writes about refunds
    Mon 10:00 #1 Ann solves it
    Thu 9:00 #2 Cleo writes about refunds
    Thu 10:00 #2 Ann solves it
    Fri 9:00 #3-4 Dora writes
    cost_ticket = 50.00
    cost_resolution = 100.00
    cost_resolution issue = 200.00

    in 2026-10
    customers: date=2026-10-01 customers=40
    customers: date=2026-11-01 customers=60
    Mon 9:00 #1-4 Cleo writes
    contact_rate = 8.00

    sessions: at=2026-10-05T09:00 visitor=cleo answered=yes
    sessions: at=2026-10-05T09:00 visitor=dora answered=yes followed_at=2026-10-05T12:00
    sessions: at=2026-10-05T09:00 visitor=emil answered=yes
    Mon 12:00 #1 Dora writes
    Fri 12:00 #2 Emil writes
    deflection = 67%
    self_service = 1.50
    """
)
