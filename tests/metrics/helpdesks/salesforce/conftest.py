"""A Salesforce org whose answers a test writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import respx

from metrics.helpdesks.salesforce import Client, ClientCredentials, Reading, Salesforce, attributes
from metrics.helpdesks.salesforce import web as make_web
from metrics.helpdesks.web import Surroundings, Web
from tests.metrics.helpdesks.salesforce.examples import URL
from tests.metrics.helpdesks.salesforce.org import Org


@pytest.fixture
def waits() -> list[float]:
    """How long the client has waited, in seconds."""
    return []


@pytest.fixture
def api() -> Iterator[respx.MockRouter]:
    """Salesforce's API."""
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
def org(api: respx.MockRouter) -> Org:
    """An org that answers there."""
    org = Org()
    org.mount(api)
    return org


@pytest.fixture
def around(waits: list[float]) -> Surroundings:
    """A clock that only waiting moves."""
    return Surroundings(clock=lambda: sum(waits), wait=waits.append, jitter=lambda _, high: high)


@pytest.fixture
def credentials() -> ClientCredentials:
    """Those of an app."""
    return ClientCredentials("key", "secret")


@pytest.fixture
def web(credentials: ClientCredentials, around: Surroundings) -> Web:
    """The client that the bot has."""
    return make_web(URL, credentials, around)


@pytest.fixture
def desk(
    web: Web, credentials: ClientCredentials, around: Surroundings, org: Org
) -> Callable[[Reading], Salesforce]:
    """The org, by how it is to be read."""
    del org

    def connected(reading: Reading) -> Salesforce:
        client = Client(web, credentials, around, attributes.paths(reading))
        return Salesforce("acme", client, reading, URL)

    return connected


@pytest.fixture
def salesforce(desk: Callable[[Reading], Salesforce]) -> Salesforce:
    """The org, read without any settings."""
    return desk(Reading())
