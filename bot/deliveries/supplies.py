"""Who administers hears once that a source gives less than is needed, and once that it is back.

How often somebody was told of a stream is counted in the outbox: a message is the same for all
copies of the bot, and is put there once whatever restarts.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot import words
from bot.cards import blocks
from bot.deliveries.notices import NOTICE, notice
from bot.services import Services
from bot.talk import Reply
from bot.workspace import CannotCheckError, is_person
from metrics.catalogue import CATALOGUE
from metrics.posting.deliveries import Delivery
from metrics.store.syncs.knowledge import StreamSupply, stream_supplies
from metrics.tickets.records import Instant

STOPPED, BACK = "stopped", "back"
MOST_TOLD = 1000
MOST_TITLES = 3


def tell_of_supplies(services: Services, now: Instant) -> None:
    """Put into the outbox what is new of each stream, for each of those who administer."""
    people = administrators(services)
    # What was told is counted before it is looked how it stands: so nobody goes ahead of another.
    before = {
        (each.source, each.stream): _counts(each, people, services) for each in _all(services)
    }
    for supply in _all(services):
        counts = before.get((supply.source, supply.stream), {})
        messages = _new(supply, counts, now, str(services.asker.calendar.zone))
        services.outbox.put(messages, now)


def administrators(services: Services) -> list[str]:
    """Those named in the settings; where nobody is, those whose digests it spoils."""
    ids = services.settings.admins()
    people = {id for id in ids if is_person(id)}
    for group in ids - people:
        try:
            people |= services.members(group)
        except CannotCheckError:
            continue  # they hear at another turn
    return sorted(people if ids else {s.owner for s in services.schedules.all() if s.owner})


def refusals(services: Services) -> list[str]:
    """What is not given now, in sentences."""
    zone, now = str(services.asker.calendar.zone), services.now()
    return [stop_sentence(each, now, zone) for each in _all(services) if each.error is not None]


def _all(services: Services) -> tuple[StreamSupply, ...]:
    with services.outbox.store.read() as connection:
        return stream_supplies(connection)


def _counts(
    supply: StreamSupply, people: list[str], services: Services
) -> dict[str, tuple[int, int]]:
    """How often each of them was told that it stopped, and that it is back."""

    def count(what: str, to: str) -> int:
        return len(services.outbox.of(f"{NOTICE}{_about(supply, what, to)}", MOST_TOLD))

    return {to: (count(STOPPED, to), count(BACK, to)) for to in people}


def _new(
    supply: StreamSupply, counts: dict[str, tuple[int, int]], now: Instant, zone: str
) -> Iterator[Delivery]:
    for to, (stops, back) in counts.items():
        if supply.error is not None and stops == back:
            reply = _reply("A source has stopped", stop_sentence(supply, now, zone))
            yield notice(_about(supply, STOPPED, to), reply, to, now, slot=stops)
        elif supply.error is None and stops > back:
            reply = _reply("A source is back", _again(supply))
            yield notice(_about(supply, BACK, to), reply, to, now, slot=back)


def _about(supply: StreamSupply, what: str, to: str) -> str:
    return f"{supply.source}:{supply.stream}:{what}:{to}"


def stop_sentence(supply: StreamSupply, now: Instant, zone: str) -> str:
    """What stopped, since when, why and what mends it, and what is missing by it."""
    why = (supply.error or "").rstrip(".")
    since = f" since {words.lately(supply.until_at, now, zone)}" if supply.until_at else ""
    needs = set(supply.needs)
    titles = [metric.title for metric in CATALOGUE.values() if metric.made_of & needs]
    names = ", ".join(titles[:MOST_TITLES])
    return (
        f"{supply.name} gives me no {_stream(supply)}{since}: {why}. I do not know "
        f"{' and '.join(need.words for need in supply.needs)} from then on, so "
        f"{words.count(len(titles))} measures wait for it, such as {names}. "
        "Once it is mended I read what was missed by myself."
    )


def _again(supply: StreamSupply) -> str:
    return (
        f"{supply.name} gives me {_stream(supply)} again. I read what was missed; "
        "/kpi sources says how far I am."
    )


def _stream(supply: StreamSupply) -> str:
    return supply.stream.replace("_", " ")


def _reply(title: str, text: str) -> Reply:
    return Reply(text=f"{title}. {text}", head=(blocks.header(title), blocks.section(text)))
