"""How many measures a core set takes, and what is known of them."""

from __future__ import annotations

import pytest

from metrics.goals.core import refuse_size

SIX = ("frt", "csat", "backlog", "sla", "reopen", "resolution")


@pytest.mark.parametrize("count", [5, 6])
def test_five_to_seven_are_taken(count: int) -> None:
    refuse_size(SIX[:count])


@pytest.mark.parametrize(
    ("count", "why"),
    [
        (1, "1 measure tells too little"),
        (4, "4 measures tell too little"),
        (8, "8 measures are more than anybody reads"),
    ],
)
def test_fewer_or_more_are_answered_with_why_not(count: int, why: str) -> None:
    with pytest.raises(ValueError, match=why) as error:
        refuse_size([*SIX, *SIX][:count])
    assert "5 to 7" in str(error.value)
