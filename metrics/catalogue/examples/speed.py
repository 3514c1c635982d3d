"""Examples of how fast customers are answered and helped, and of what was promised."""

from __future__ import annotations

from metrics.catalogue.examples.example import examples

SPEED = examples(
    """
    Mon 9:00 #1 Cleo writes
    Mon 9:02 #1 Robot answers
    Mon 9:10 #1 Ann takes it
    Mon 9:30 #1 Ann answers
    Tue 9:00 #2 Dora writes
    Tue 9:10 #2 Robot answers
    Tue 10:00 #2 Ben answers
    Wed 9:00 #3 Emil writes
    Wed 12:00 #3 Ann answers
    Thu 9:00 #4 Ben opens it for Dora
    Thu 10:00 #4 Dora writes
    Thu 11:00 #4 Ben answers
    frt = 1h 0m
    frt any = 10m 0s
    frt agent-created = 1h 30m
    frt handover = 39m 0s
    frt mean = 1h 30m
    frt max = 3h 0m
    frt min = 30m 0s

    Mon 9:00 #1 Cleo writes
    Mon 9:30 #1 Ann answers
    Mon 11:00 #1 Cleo writes
    Mon 11:20 #1 Cleo writes
    Mon 13:00 #1 Ben answers
    Tue 9:00 #1 Cleo writes
    Tue 15:00 #1 Ann answers
    art = 2h 0m
    art mean = 2h 50m
    art max = 6h 0m
    art min = 30m 0s

    Mon 9:00 #1 Cleo writes
    Mon 9:30 #1 Ann answers
    Mon 11:00 #1 Cleo writes
    Mon 11:20 #1 Cleo writes
    Mon 13:00 #1 Ben answers
    Tue 9:00 #1 Cleo writes
    Tue 15:00 #1 Ann answers
    Wed 9:00 #1 Cleo writes
    Wed 10:00 #1 Ann answers
    next_reply = 2h 0m
    next_reply mean = 3h 0m
    next_reply max = 6h 0m
    next_reply min = 1h 0m

    Mon 9:00 #1 Cleo writes
    Mon 9:20 #1 Ann takes it
    Mon 10:00 #1 Ann gives it back
    Mon 11:00 #1 Ben takes it
    Tue 9:00 #2 Dora writes
    Tue 10:00 #2 Ben takes it
    Wed 9:00 #3 Emil writes
    Wed 12:00 #3 Ann takes it
    queue_time = 1h 0m
    queue_time total = 1h 20m
    queue_time mean = 1h 27m
    queue_time max = 3h 0m
    queue_time min = 20m 0s

    Mon 9:00 #1 Cleo writes
    Mon 9:10 #1 Ann gives it to team Billing
    Mon 9:40 #1 Ann gives it to team Login
    Tue 9:00 #2 Dora writes
    Tue 9:20 #2 Ann gives it to team Login
    Wed 9:00 #3 Emil writes
    Wed 10:00 #3 Ann gives it to team Login
    assign_time = 20m 0s
    assign_time mean = 30m 0s
    assign_time max = 1h 0m
    assign_time min = 10m 0s

    Mon 9:00 #1 Cleo writes
    Mon 10:00 #1 Ann sets it pending
    Mon 12:00 #1 Cleo reopens it
    Mon 13:00 #1 Ann sets it hold
    Mon 14:00 #1 Ann sets it open
    Mon 15:00 #1 Ann solves it
    Tue 9:00 #1 Cleo reopens it
    Tue 10:00 #1 Ann solves it
    Wed 9:00 #2 Dora writes
    Wed 11:00 #2 Ben solves it
    Mon 9:00 #3 Emil writes
    Thu 11:00 #3 Ben solves it
    resolution = 1d 1h
    resolution net = 23h 0m
    resolution net all = 4h 0m
    resolution mean = 1d 10h
    resolution max = 3d 2h
    resolution min = 2h 0m
    first_resolution = 6h 0m
    first_resolution mean = 1d 3h
    first_resolution max = 3d 2h
    first_resolution min = 2h 0m

    promised: frt 1h; next_reply 2h; resolution 8h
    Mon 9:00 #1 Cleo writes
    Mon 9:30 #1 Ann answers
    Mon 10:00 #1 Cleo writes
    Mon 13:00 #1 Ann answers
    Mon 16:00 #1 Ann solves it
    Tue 9:00 #2 Dora writes
    Tue 10:30 #2 Ben answers
    Tue 12:00 #2 Ben solves it
    Wed 9:00 #3 Emil writes
    Wed 9:10 #3 Ann answers
    Wed 10:00 #3 Ann solves it
    sla = 71%
    sla_frt = 67%
    sla_next_reply = 0%
    sla_resolution = 100%
    sla_ticket = 33%

    promised: resolution 3d
    Wed 9:00 #1 Cleo writes
    Fri 9:00 #2 Dora writes
    Sun 20:00 #3 Emil writes
    sla_risk = 2
    """
)
