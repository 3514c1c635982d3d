"""What a look at a Salesforce org finds: what the app's user may read, and what it takes.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer
from metrics.helpdesks.contract import Check
from metrics.helpdesks.fields import Raw, count, mapping, rows
from metrics.helpdesks.salesforce import schedules
from metrics.helpdesks.salesforce.client import Client
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.pages import IDS_AT_ONCE, PAGE_SIZES, Batch
from metrics.helpdesks.salesforce.sources import SOURCES

_PROBE_SECONDS: Final = 3600
_ROWS_EACH: Final = 15
"""So many rows of all streams has a case, to tell how many calls reading them all takes."""
WITHOUT: Final = "not in the org or not for the app's user; figures are whole without it"


def checks(client: Client, reading: Reading) -> Iterator[str | Check]:
    """Look at everything in turn; a sentence by itself is something to mend."""
    try:
        limits = client.get("/limits")
        objects = client.get("/sobjects").body
    except HelpdeskError as error:
        yield str(error)
        return
    yield from _rights(objects)
    since = (limits.served_at or _PROBE_SECONDS) - _PROBE_SECONDS
    for stream, feed in SOURCES.items():
        name = stream.replace("_", " ")
        try:
            yield from stream_troubles(stream, client.fetch(stream, None, since))
            yield Check(f"{name}: the app's user may read them")
            yield from _hidden(client, stream)
        except HelpdeskError as error:
            if feed.optional and error.refused:
                yield Check(f"{name}: {WITHOUT}")
            else:
                yield f"{stream}: {error}"
    yield from _named_fields(client, reading)
    yield from _first_sync(client, limits)


def stream_troubles(stream: str, batch: Batch) -> Iterator[str]:
    """What a person must mend by hand in what a stream tells, since the sync goes on without it."""
    return schedules.troubles(batch.rows) if stream == "business_hours" else iter(())


def _rights(objects: Raw) -> Iterator[Check]:
    """Whether the app's user may write cases, which nothing here ever does."""
    found = [row for row in rows(objects, "sobjects") if isinstance(row, dict)]
    case = next((row for row in found if row.get("name") == "Case"), {})
    acts = {"createable": "create", "updateable": "change", "deletable": "delete"}
    may = [act for flag, act in acts.items() if case.get(flag) is True]
    if may:
        words = " and ".join(filter(None, (", ".join(may[:-1]), may[-1])))
        yield Check(f"the app's user may {words} cases too, which Deskpulse never does")
    else:
        yield Check("the app's user may read cases and not write them")


def _hidden(client: Client, stream: str) -> Iterator[Check]:
    """Fields that would add something and that the user may not see."""
    feed = SOURCES[stream]
    seen = client.descriptions.fields(feed)
    hidden = [path for path in feed.fields if path not in seen]
    if hidden:
        yield Check(
            f"{stream.replace('_', ' ')}: without {', '.join(hidden)}, which it may not see"
        )


def _named_fields(client: Client, reading: Reading) -> Iterator[str]:
    """Fields that the settings name and that nobody shows us."""
    named = (reading.category_field, reading.tag_field, *reading.fields)
    try:
        known = client.descriptions.of("Case").types
    except HelpdeskError:
        return
    for name in dict.fromkeys(filter(None, named)):
        if name not in known:
            yield f"Case has no field {name} that the app's user may see: check the settings."


def _first_sync(client: Client, limits: Answer) -> Iterator[Check]:
    """What the org allows in a day, and about how many calls reading all there is takes."""
    calls = mapping(limits.body, "DailyApiRequests")
    most, left = count(calls, "Max"), count(calls, "Remaining")
    if most is None or left is None:
        return
    pace = f"{left:,} of {most:,} calls of a day are left"
    try:
        cases = client.count_of_cases()
    except HelpdeskError:
        yield Check(pace)
        return
    needed = cases * _ROWS_EACH // PAGE_SIZES[0] + 2 * cases // IDS_AT_ONCE + len(SOURCES)
    yield Check(
        f"{pace}: all of some {cases:,} cases, with what happened to them, take about {needed:,}; "
        "the newest weeks come first, and DESKPULSE_SINCE says how far back"
    )
