from __future__ import annotations

import pytest

from bot.aloud import aloud


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2h 9m", "2 hours 9 minutes"),
        ("1d 1h", "1 day 1 hour"),
        ("1h 0m median", "1 hour median"),
        ("1,200d 0h", "1,200 days"),
        ("0s", "0 seconds"),
        ("<1s", "less than 1 second"),
        ("&lt;1s, &lt;b&gt;", "less than 1 second, &lt;b&gt;"),
        ("<0.1%", "<0.1%"),
        ("<1%", "less than 1%"),
        ("Target at most 4h.", "Target at most 4 hours."),
        ("45s median, 1m 0s before", "45 seconds median, 1 minute before"),
        ("4h\N{EN DASH}5h 10m", "4 hours\N{EN DASH}5 hours 10 minutes"),
        ("above 30m for 2 checks", "above 30 minutes for 2 checks"),
        ("3d printing: 2h 9m", "3d printing: 2 hours 9 minutes"),
        ("Team A5m: 1h", "Team A5m: 1 hour"),
        ("#4d, v1.5h", "#4d, v1.5h"),
        ("31,076 tickets", "31,076 tickets"),
    ],
)
def test_a_duration_is_read_aloud_in_whole_words_and_names_stay(written: str, spoken: str) -> None:
    assert aloud(written) == spoken
