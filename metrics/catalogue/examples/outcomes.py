"""Examples of how well customers are helped, by people and by AI agents."""

from __future__ import annotations

from metrics.catalogue.examples.example import examples

OUTCOMES = examples(
    """
    Mon 9:00 #1 Cleo writes about refunds
    Mon 10:00 #1 Ann answers
    Mon 10:00 #1 Ann solves it
    Mon 9:00 #2 Dora writes about refunds
    Mon 10:00 #2 Ann answers
    Mon 11:00 #2 Dora writes
    Mon 12:00 #2 Ann answers
    Mon 12:00 #2 Ann solves it
    Tue 9:00 #3 Emil writes about login
    Tue 10:00 #3 Ben answers
    Tue 10:00 #3 Ben solves it
    Thu 9:00 #4 Emil writes about login
    Thu 10:00 #4 Ben answers
    Thu 10:00 #4 Ben solves it
    Fri 9:00 #5 Cleo writes about invoices
    surveys: survey=resolved answered_at=2026-10-06T12:00 score=yes
    surveys: survey=resolved answered_at=2026-10-07T12:00 score=yes
    surveys: survey=resolved answered_at=2026-10-08T12:00 score=no
    fcr = 50%
    fcr touch = 75%
    fcr survey = 67%
    fcr all = 40%

    Mon 9:00 #1 Cleo writes
    Mon 10:00 #1 Ann answers
    Mon 10:00 #1 Ann solves it
    Mon 9:00 #2 Dora writes
    Mon 10:00 #2 Ann answers
    Mon 11:00 #2 Ann answers
    Mon 11:00 #2 Ann solves it
    Mon 9:00 #3 Emil writes
    Mon 10:00 #3 Ben solves it
    Tue 9:00 #4 Emil writes
    Tue 10:00 #4 Ben answers
    Tue 11:00 #4 Ben solves it
    one_touch = 50%
    one_touch none = 25%

    Mon 9:00 #1 Cleo writes about refunds
    Thu 9:00 #2 Cleo writes about refunds
    Fri 9:00 #3 Dora writes about login
    28 Oct 9:00 #4 Cleo writes about refunds
    repeat = 33%
    repeat 30 = 67%

    Mon 9:00 #1 Cleo writes
    Mon 10:00 #1 Ann solves it
    Tue 9:00 #1 Cleo writes
    Tue 9:00 #1 Cleo reopens it
    Tue 10:00 #1 Ann answers
    Tue 11:00 #1 Ann solves it
    Mon 9:00 #2 Dora writes
    Mon 10:00 #2 Ann solves it
    Tue 9:00 #2 Dora writes
    Tue 9:00 #2 Dora reopens it
    Tue 9:05 #2 Ann solves it
    Mon 9:00 #3 Emil writes
    Mon 10:00 #3 Ann solves it
    Mon 9:00 #4 Emil writes
    Mon 10:00 #4 Ann solves it
    reopen = 50%
    reopen events = 33%
    reopen strict = 25%

    tiers: team=Billing tier=1
    tiers: team=Experts tier=2
    Mon 9:00 #1 Cleo writes
    Mon 10:00 #1 Ann gives it to team Billing
    Tue 10:00 #1 Ann gives it to team Experts
    Wed 10:00 #1 Ben answers
    Mon 9:00 #2 Dora writes
    Mon 10:00 #2 Ann gives it to team Billing
    Mon 11:00 #2 Ann answers
    escalation = 50%

    Mon 9:00 #1 Cleo writes
    Mon 10:00 #1 Ann takes it
    Mon 11:00 #1 Ben takes it
    Mon 12:00 #1 Ben solves it
    Mon 9:00 #2 Dora writes
    Mon 10:00 #2 Ann takes it
    Mon 12:00 #2 Ann solves it
    handoff = 50%
    handoff mean = 0.50

    Mon 9:00 #1-4 Cleo writes
    Mon 12:00 #1-4 Ann solves it
    Mon 12:00 #1-4 the survey goes out
    Tue 9:00 #1 Cleo rates it good
    next Wed 9:00 #2 Cleo rates it good
    Thu 9:00 #3 Cleo rates it bad
    csat = 50%
    csat_response = 50%

    sentiment = not available

    Mon 9:00 #1-30 Cleo writes by chat
    Mon 10:00 #1-30 Ann answers
    Mon 10:00 #1-30 Ann solves it
    Tue 9:00 #1-30 Cleo rates it good
    Mon 9:00 #31-60 Dora writes by email
    Mon 9:30 #31-45 Ben answers
    Mon 10:00 #31-60 Ben answers
    Mon 10:00 #31-60 Ben solves it
    Tue 9:00 #31-54 Dora rates it good
    Tue 9:00 #55-60 Dora rates it bad
    Fri 9:00 #31-39 Dora reopens it
    omni = 20%
    omni first-contact = 50%
    omni resolved-share = 30%

    Mon 9:00 #1 Cleo writes
    Mon 9:01 #1 Robot answers
    Mon 10:00 #1 Robot solves it
    Mon 9:00 #2 Dora writes
    Mon 9:01 #2 Robot answers
    Mon 10:00 #2 Ann answers
    Mon 11:00 #2 Ann solves it
    Mon 9:00 #3 Emil writes
    Mon 10:00 #3 Ann answers
    Mon 11:00 #3 Ann solves it
    Mon 9:00 #4 Emil writes
    Mon 9:01 #4 Robot answers
    containment = 67%
    ai_automation = 25%
    ai_resolution = 33%
    takeover = 33%

    Mon 9:00 #1-2 Cleo writes
    Mon 9:01 #1-2 Robot answers
    Mon 10:00 #1-2 Robot solves it
    Tue 9:00 #1 Cleo rates it good
    Tue 9:00 #2 Cleo rates it bad
    Wed 9:00 #2 Cleo reopens it
    Mon 9:00 #3 Dora writes
    Mon 10:00 #3 Ann answers
    Mon 11:00 #3 Ann solves it
    Tue 9:00 #3 Dora rates it good
    ai_quality = 50%
    ai_quality human = 100%
    ai_quality reopen-share = 50%
    """
)
