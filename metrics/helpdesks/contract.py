"""What a helpdesk must be able to do for `metrics.sync`: name its streams and hand over pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, Protocol

from metrics.sources.needs import Need, Provision
from metrics.tickets.records import Instant, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a stream, already in our words.

    `cursor` is what to ask with next, opaque to all but the helpdesk; it is stored in the same
    transaction as `records`. `caught_up` says that nothing more can be had now. `through_at` is the
    instant up to which the helpdesk has told everything in this stream, by its own clock, or None.
    `unknown` counts vendor words we had to map to "other": {"channel:galactic": 3}.
    """

    records: tuple[Record, ...]
    cursor: str
    caught_up: bool
    through_at: Instant | None = None
    unknown: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a child stream holds of some tickets: all of it, however much was known before.

    A ticket that is listed and yet not there any more is data too: a `Removed` among `records`.
    """

    records: tuple[Record, ...]
    unknown: Mapping[str, int] = field(default_factory=dict)


class Check(NamedTuple):
    """One thing that was looked at: `what` it is, and `mend` says what to do, "" if all is well."""

    what: str
    mend: str = ""


class Childless:
    """A helpdesk whose pages hold all there is: nothing of it is asked a ticket at a time."""

    children: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def details(self, stream: str, tickets: Sequence[str]) -> Details:
        """Never asked for."""
        raise LookupError(f"{stream} has no details of {len(tickets)} tickets")


class Helpdesk(Protocol):
    """One connected helpdesk account."""

    @property
    def vendor(self) -> str:
        """Whose helpdesk it is, a key of `HELPDESKS`; with the account the key of the source."""
        ...

    @property
    def account(self) -> str:
        """What tells this account from another of the same vendor, e.g. its subdomain."""
        ...

    @property
    def streams(self) -> tuple[str, ...]:
        """Names of the streams, in the order in which a first sync should read them."""
        ...

    @property
    def optional(self) -> frozenset[str]:
        """The streams that not every plan or token has; figures are whole without them."""
        ...

    @property
    def supplies(self) -> Mapping[Need, Provision]:
        """Which streams bring what measures are made of; what is not named is not supplied."""
        ...

    @property
    def by_time(self) -> frozenset[str]:
        """The streams that tell in the order of time, so that any stretch of it can be read."""
        ...

    @property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The streams that are asked a ticket at a time, and whose tickets want each of them.

        They are among `streams`, never asked for a `page`, and known as far as the first of the
        streams that want them is.
        """
        ...

    def details(self, stream: str, tickets: Sequence[str]) -> Details:
        """Fetch and normalise what a child stream holds of these tickets. Raises HelpdeskError."""
        ...

    def page(self, stream: str, cursor: str | None, since: Instant) -> Page:
        """Fetch and normalise the next page; `cursor` None is the very first call, from `since`.

        Raises HelpdeskError.
        """
        ...

    def ticket_url(self, ticket: str) -> str:
        """The address at which a person opens this ticket."""
        ...

    def check(self) -> Iterable[str | Check]:
        """Try the credentials and each stream: whether the token may read it, and whether more.

        Also what the plan allows, and about how long a first sync takes. A sentence by itself is
        something to mend.
        """
        ...
