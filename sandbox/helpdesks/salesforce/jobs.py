"""Bulk queries: a job is made, asked after until it is complete, and its rows come as CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from metrics.tickets.records import Instant
from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.output import csv_text, iso
from sandbox.helpdesks.salesforce.records import Row
from sandbox.helpdesks.salesforce.refusals import RefusedError, missing
from sandbox.helpdesks.salesforce.soql import Query, parse
from sandbox.helpdesks.salesforce.statements import Statement
from sandbox.year import cast

_JOB: Final = "750"
_OPERATIONS: Final = frozenset({"query", "queryAll"})
_DONE, _ABORTED = "JobComplete", "Aborted"
JOBS_EACH_DAY: Final = 10_000


class Run(Protocol):
    """What a query gives in a version of the API; `everything`: with the recycle bin."""

    def __call__(
        self, query: Query, version: float, *, everything: bool
    ) -> tuple[Statement, list[tuple[Any, ...]]]: ...


@dataclass(slots=True)
class Job:
    """A bulk query with its rows, which are those of the moment it was made."""

    ident: str
    operation: str
    version: float
    created_at: Instant
    statement: Statement
    rows: list[tuple[Any, ...]]
    asked: int
    state: str = "UploadComplete"
    polls: int = 0


class Jobs:
    """All jobs of an org. A job is in progress for the first `polls` times it is asked after."""

    def __init__(self, run: Run, clock: Callable[[], float], polls: int, most: int) -> None:
        self._run = run
        self._clock = clock
        self._polls = polls
        self._most = most
        self._jobs: dict[str, Job] = {}

    @property
    def made(self) -> int:
        """How many jobs there have been."""
        return len(self._jobs)

    def create(self, body: Mapping[str, Any], version: float) -> Row:
        """Make a job; the object must be one that bulk queries know."""
        operation = str(body.get("operation"))
        if operation not in _OPERATIONS:
            raise RefusedError(400, "INVALIDJOB", f"Invalid operation: {operation}")
        query = parse(str(body.get("query")))
        if not query.fields or query.offset:
            message = "Aggregate queries and OFFSET are not supported in Bulk Query"
            raise RefusedError(400, "API_ERROR", message)
        statement, rows = self._run(query, version, everything=operation == "queryAll")
        if not statement.entity.bulk:
            name = statement.entity.name
            message = f"Entity '{name}' is not supported by the Bulk API."
            raise RefusedError(400, "INVALIDENTITY", message)
        ident = ids.ident(_JOB, self.made + 1)
        made_at = int(self._clock())
        job = Job(ident, operation, version, made_at, statement, rows, len(query.fields))
        self._jobs[ident] = job
        return self._row(job)

    def look(self, ident: str) -> Row:
        """How far a job is."""
        job = self._job(ident)
        if job.state not in {_DONE, _ABORTED}:
            job.polls += 1
            job.state = "InProgress" if job.polls <= self._polls else _DONE
        return self._row(job)

    def abort(self, ident: str) -> Row:
        """Give a job up."""
        job = self._job(ident)
        job.state = _ABORTED
        return self._row(job)

    def remove(self, ident: str) -> None:
        """Forget a job and its rows."""
        del self._jobs[self._job(ident).ident]

    def results(
        self, ident: str, params: Mapping[str, str], version: float
    ) -> tuple[str, dict[str, str]]:
        """A part of a job's rows as CSV, and the headers that say how to go on.

        What is asked before the job is complete is refused as an older page of the documentation
        says; a newer one speaks of 204 (unconfirmed).
        """
        job = self._job(ident)
        if job.version != version:
            raise RefusedError(409, "VERSION_MISMATCH", "Use the version that made the job")
        if job.state != _DONE:
            message = (
                "can only download query results of successfully completed bulk job with status: "
                f"JOB_COMPLETE. Current status: {job.state}"
            )
            raise RefusedError(412, "JOB_NOT_COMPLETE", message)
        start = _number(params, "locator", 0)
        end = start + min(self._most, max(1, _number(params, "maxRecords", self._most)))
        some = job.rows[start:end]
        headers = {
            "Sforce-NumberOfRecords": str(len(some)),
            "Sforce-Locator": str(end) if end < len(job.rows) else "null",
        }
        return csv_text(job.statement.columns[: job.asked], some), headers

    def _job(self, ident: str) -> Job:
        if (job := self._jobs.get(ids.long(ident))) is None:
            raise missing()
        return job

    def _row(self, job: Job) -> Row:
        row: Row = {
            "id": job.ident,
            "operation": job.operation,
            "object": job.statement.entity.name,
            "createdById": ids.user(cast.ADMIN.id),
            "createdDate": iso(job.created_at),
            "systemModstamp": iso(job.created_at),
            "state": job.state,
            "concurrencyMode": "Parallel",
            "contentType": "CSV",
            "apiVersion": job.version,
            "lineEnding": "LF",
            "columnDelimiter": "COMMA",
        }
        if job.state == _DONE:
            row |= {"numberRecordsProcessed": len(job.rows), "retries": 0}
        return row


def _number(params: Mapping[str, str], name: str, usual: int) -> int:
    text = params.get(name, "")
    if not text:
        return usual
    if not text.isdecimal():
        raise RefusedError(400, "INVALID_PARAMETER", f"Invalid {name}: {text}")
    return int(text)
