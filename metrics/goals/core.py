"""How many measures a core set takes: as many as people read, and no fewer than make sense."""

from __future__ import annotations

from collections.abc import Sequence

FEWEST, MOST = 5, 7


def refuse_size(metrics: Sequence[str]) -> None:
    """Refuse too many or too few measures. Raises ValueError with a sentence that says why."""
    count = len(metrics)
    if count > MOST:
        raise ValueError(
            f"{count} measures are more than anybody reads: choose {FEWEST} to {MOST}, and ask for "
            "the others when you need them."
        )
    if count < FEWEST:
        name = "1 measure tells" if count == 1 else f"{count} measures tell"
        raise ValueError(
            f"{name} too little: speed without quality, or quality without the queue, misleads. "
            f"Choose {FEWEST} to {MOST}."
        )
