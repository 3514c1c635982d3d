"""A Pylon organisation whose answers a test writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import respx

from metrics.helpdesks.pylon import Pylon, Reading, web
from metrics.helpdesks.web import Surroundings
from tests.metrics.helpdesks.pylon.examples import BASE, DATE, listed, me


@pytest.fixture
def waits() -> list[float]:
    """How long the client has waited, in seconds."""
    return []


@pytest.fixture
def bare_api() -> Iterator[respx.MockRouter]:
    """Pylon's API: whatever a test answers there must be asked for."""
    with respx.mock(base_url=BASE) as router:
        yield router


@pytest.fixture
def api(bare_api: respx.MockRouter) -> respx.MockRouter:
    """The same, whose token opens the organisation that the settings name."""
    bare_api.get("/me").respond(json=me(), headers=DATE)
    return bare_api


@pytest.fixture
def lists(api: respx.MockRouter) -> respx.MockRouter:
    """The list of statuses that a run reads once."""
    api.get("/issue-statuses").mock(return_value=listed())
    return api


@pytest.fixture
def pylon(waits: list[float]) -> Pylon:
    """The organisation, by the client that the bot has."""
    around = Surroundings(clock=lambda: sum(waits), wait=waits.append)
    return Pylon("acme", web(BASE, "token", around), Reading())
