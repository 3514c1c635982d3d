"""The errors this package raises, each with a sentence that says what to do.

KpiError
 +- AskError        a person asked something that cannot be answered; they can act on it
 |   +- UnavailableError   it needs data that nobody has supplied yet
 |   +- NotReadyError      it needs a helpdesk that is not connected, or not read to its end yet
 |   +- PeopleError        it is about single people, and not everybody may see that
 +- HelpdeskError   a helpdesk refused, failed or said something unreadable
 +- StoreError      the database is away, too old, too new or not ours
     +- NoDatabaseError   there is none yet; a start makes it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class KpiError(Exception):
    """Root of all errors that Deskpulse raises on purpose."""


class AskError(KpiError):
    """A question that cannot be answered as it stands.

    `suggestions` are whole phrases the person may have meant, best first; `word` is one that was
    not understood. `names` are what people call the ids in them.
    """

    def __init__(self, message: str, suggestions: tuple[str, ...] = (), *, word: str = "") -> None:
        super().__init__(message)
        self.suggestions, self.word = suggestions, word
        self.names: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that an answer lacks: what, of which source ("": of any), and what mends it."""

    what: str
    source: str
    mends: str


class UnavailableError(AskError):
    """A measure that needs data nobody has supplied; the message says why, and how to."""

    def __init__(
        self,
        message: str,
        suggestions: tuple[str, ...] = (),
        missing: tuple[Missing, ...] = (),
    ) -> None:
        super().__init__(message, suggestions)
        self.missing = missing


class PeopleError(AskError):
    """A question or a wish about single people, put to one who does not answer such."""


class NotReadyError(AskError):
    """A question about tickets that are not all there yet; the message says what they wait for."""


class HelpdeskError(KpiError):
    """A helpdesk's API did not give what was asked.

    `permanent` means that trying again cannot help before a person has acted (a revoked token, a
    plan without the endpoint); `refused` that this plan or this token's owner may not have what was
    asked, which is permanent too; `gone` that there is no such thing. `retry_after` is the wait in
    seconds the helpdesk asked for.
    """

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        refused: bool = False,
        gone: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.gone = gone
        self.permanent = permanent or refused
        self.refused = refused
        self.retry_after = retry_after


class StoreError(KpiError):
    """The database cannot be used as it is; the message says what to mend.

    `lasting` means that no waiting helps before a person has acted.
    """

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        super().__init__(message)
        self.lasting = lasting


class NoDatabaseError(StoreError):
    """There is no database yet, or one without tables; the message says what makes it."""
