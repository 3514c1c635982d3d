"""A Zendesk account whose answers a test writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import respx

from metrics.helpdesks.contract import Helpdesk
from metrics.helpdesks.web import Surroundings
from metrics.helpdesks.zendesk import Zendesk, web
from tests.metrics.helpdesks.zendesk.examples import BASE


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    """Zendesk's API: whatever a test answers there must be asked for."""
    with respx.mock(base_url=BASE) as router:
        yield router


@pytest.fixture
def zendesk() -> Helpdesk:
    """The account, by the client that the bot has."""
    client = web("https://acme.zendesk.com", "ann@acme.test", "token", Surroundings())
    return Zendesk("acme", client)
