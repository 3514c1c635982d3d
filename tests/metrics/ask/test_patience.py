"""How long nothing new is looked for: so long that those who ask have the machine."""

from __future__ import annotations

import pytest

from metrics.ask.patience import Patience


@pytest.mark.parametrize(
    ("seconds", "is_next", "rest"),
    [
        (0.01, False, 0.0),
        (0.01, True, 30.0),
        (0.5, False, 4.5),
        (0.5, True, 30.0),
        (4.0, True, 36.0),
        (4.0, False, 36.0),
        (60.0, True, 60.0),
    ],
)
def test_a_rest_is_as_long_as_what_was_read_deserves(
    seconds: float, is_next: bool, rest: float
) -> None:
    assert Patience().rest_after(seconds, is_next=is_next) == rest
