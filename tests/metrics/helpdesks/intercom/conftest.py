"""An Intercom workspace whose answers a test writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import respx

from metrics.helpdesks.intercom import Intercom, Reading, web
from metrics.helpdesks.web import Surroundings
from tests.metrics.helpdesks.intercom import examples
from tests.metrics.helpdesks.intercom.examples import BASE


@pytest.fixture
def waits() -> list[float]:
    """How long the client has waited, in seconds."""
    return []


@pytest.fixture
def bare_api() -> Iterator[respx.MockRouter]:
    """Intercom's API: whatever a test answers there must be asked for."""
    with respx.mock(base_url=BASE) as router:
        yield router


@pytest.fixture
def api(bare_api: respx.MockRouter) -> respx.MockRouter:
    """The same, whose token opens the workspace that the settings name."""
    bare_api.get("/me").respond(json=examples.me(), headers=examples.DATE)
    return bare_api


@pytest.fixture
def intercom(waits: list[float]) -> Intercom:
    """The workspace, by the client that the bot has."""
    around = Surroundings(clock=lambda: sum(waits), wait=waits.append)
    return Intercom("acme1", web(BASE, "token", around), Reading())
