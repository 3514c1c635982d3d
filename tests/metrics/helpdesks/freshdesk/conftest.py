"""A Freshdesk account whose answers a test writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import respx

from metrics.helpdesks.freshdesk import Freshdesk, Reading, web
from metrics.helpdesks.web import Surroundings
from tests.metrics.helpdesks.freshdesk.examples import BASE


@pytest.fixture
def waits() -> list[float]:
    """How long the client has waited, in seconds."""
    return []


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    """Freshdesk's API: whatever a test answers there must be asked for."""
    with respx.mock(base_url=BASE) as router:
        yield router


@pytest.fixture
def lists(api: respx.MockRouter) -> respx.MockRouter:
    """The lists of names that a run reads once."""
    for path in ("/ticket_fields", "/groups"):
        api.get(path).respond(json=[])
    return api


@pytest.fixture
def freshdesk(waits: list[float]) -> Freshdesk:
    """The account, by the client that the bot has."""
    around = Surroundings(clock=lambda: sum(waits), wait=waits.append)
    return Freshdesk("acme", web("https://acme.freshdesk.com", "key", around), Reading())
