"""What is told of other tickets, or of none, is not to be had of tickets by themselves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from metrics.tickets.alone import NoFiles, NotAloneError, Unknown


@pytest.mark.parametrize(
    "read",
    [
        lambda: Unknown(3).whole(),
        lambda: Unknown(3)[np.array([1])],
        lambda: NoFiles()["tiers"],
        lambda: NoFiles().get("tiers"),
        lambda: "tiers" in NoFiles(),
        lambda: list(NoFiles()),
        lambda: len(NoFiles()),
    ],
)
def test_reading_it_raises(read: Callable[[], object]) -> None:
    assert len(Unknown(3)) == 3
    with pytest.raises(NotAloneError):
        read()
