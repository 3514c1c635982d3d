"""What an alert sees of a few tickets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.alerts.kinds import watch
from bot.alerts.kinds.kind import Sight
from metrics.ask import Asker
from metrics.posting.alerts import Alert
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from tests.bot.alerts.desk import reach, services
from tests.metrics.desk import NOW, Told, told

Look: TypeAlias = Callable[..., Sight]
WEEK = 168
"""Hours."""


def created(hour: float, n: int, name: str = "") -> list[Told]:
    return [Told(f"{name}{hour}-{k}", hour) for k in range(n)]


@pytest.fixture
def look(store: Store, tmp_path: Path) -> Look:
    def seen(
        stories: Iterable[Told],
        watched: Alert,
        now: int = NOW,
        policies: str = "",
        fresh: int = 0,
    ) -> Sight:
        asker = told(store, stories)
        if policies:
            parsed = Policies.parse(policies, asker.calendar.zone)
            asker = Asker(store, asker.calendar, policies=parsed)
        if fresh:
            reach(store, fresh)
        return watch(watched, services(asker, tmp_path), now)

    return seen
