"""Measure what it takes: at growing sizes, beside DuckDB, while data come in, in a burst.

make bench                                   100 thousand and 1 million tickets, and all else
make bench ARGS="5000000"                    the same with other sizes
make bench ARGS="speed 100000"               one part: speed, sync, burst, beside
make bench ARGS="speed --stores FOLDER"      with stores that are kept there, and found again
make bench ARGS="speed 100000 --database URL"   in another (empty) database
make bench ARGS="memory 60000"               memory, where the data change between the questions
make bench ARGS=freshness                    how long after a change the answers have it
make bench ARGS=replay                       what digests put first: planted shifts, quiet weeks
make bench ARGS="replay 135 --seed 8"        the same of another year, so many tickets a weekday
"""

from __future__ import annotations

if __name__ == "__main__":  # so that processes that are begun for one measurement import no other
    from tests.bench.command import main

    main()
