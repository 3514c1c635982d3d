"""Examples of what comes, goes and lies there; levels are those at the end of the Sunday."""

from __future__ import annotations

from metrics.catalogue.examples.example import examples

WORKLOAD = examples(
    """
    last Fri 9:00 #1 Cleo writes about refunds by email
    Mon 9:00 #2 Cleo writes about refunds by email
    Tue 9:00 #3 Dora writes about refunds by chat
    Wed 9:00 #4 Emil writes about login by chat
    Thu 9:00 #5 Emil writes about login by chat
    Thu 9:05 #5 Ann marks it as spam
    Fri 9:00 #6 Ann opens it for Ben in a side conversation
    volume = 3
    volume children = 4
    volume side conversations = 1
    category_volume = refunds 67%, login 33%
    mix = chat 67%, email 33%

    last Fri 9:00 #1 Cleo writes
    Mon 9:00 #2 Dora writes
    Mon 10:00 #2 Ann sets it pending
    Tue 9:00 #3 Emil writes
    Tue 10:00 #3 Ann solves it
    Wed 9:00 #4 Emil writes
    Wed 9:05 #4 Ann marks it as spam
    Thu 9:00 #5 Ann opens it for Ben in a side conversation
    backlog = 2
    backlog children = 3
    backlog side conversations = 1

    last Fri 9:00 #1 Cleo writes
    Mon 9:00 #2 Dora writes
    Tue 9:00 #3 Emil writes
    Tue 10:00 #1 Ann solves it
    Wed 9:00 #4 Dora writes
    backlog_growth = 2

    Mon 0:00 #1 Cleo writes
    Tue 0:00 #1 Ann answers
    Tue 0:00 #1 Ann solves it
    Thu 0:00 #1 Cleo reopens it
    aging = 7d 0h
    aging reopened = 4d 0h
    aging reply = 6d 0h
    aging mean = 7d 0h
    aging max = 7d 0h
    aging min = 7d 0h

    last Fri 0:00 #1 Cleo writes
    Wed 0:00 #2 Dora writes
    last Mon 0:00 #3 Emil writes
    Tue 9:00 #3 Ann solves it
    oldest = 10d 0h

    Mon 9:00 #1 Cleo writes
    Tue 9:00 #1 Ann solves it
    Wed 9:00 #1 Cleo reopens it
    Thu 9:00 #1 Ben solves it
    Mon 9:00 #2 Dora writes
    Fri 9:00 #2 Ann solves it
    Mon 9:00 #3 Emil writes
    next Mon 9:00 #3 Ann solves it
    solved = 2
    solved events = 3

    Mon 9:00 #1 Cleo writes
    Tue 9:00 #1 Ann solves it
    Mon 9:00 #2 Dora writes
    Tue 9:00 #2 Ann solves it
    Fri 9:00 #2 Dora reopens it
    Mon 9:00 #3 Emil writes
    next Tue 9:00 #3 Ann solves it
    Mon 9:00 #4 Emil writes
    resolution_rate = 25%

    Mon 9:00 #1 Cleo writes
    Mon 9:00 #2 Dora writes
    Mon 10:00 #2 Ann takes it
    Mon 9:00 #3 Emil writes
    Mon 10:00 #3 Ann takes it
    Fri 9:00 #3 Ann gives it back
    unassigned = 2

    Mon 9:00 #1 Cleo writes
    Mon 9:00 #2 Dora writes
    Mon 10:00 #2 Ann answers
    Mon 9:00 #3 Emil writes
    Mon 10:00 #3 Ann answers
    Tue 9:00 #3 Emil writes
    pending_reply = 2
    """
)
