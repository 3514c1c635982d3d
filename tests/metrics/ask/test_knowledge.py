"""No figure of what a source does not give, of what was before the data, or is not known yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from metrics.ask import Asker
from metrics.ask.known_period import UnknownError
from metrics.errors import HelpdeskError, NotReadyError, UnavailableError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.sources.needs import OF_HELPDESKS, Need, Provision
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.knowledge import note_supplies, publish
from metrics.store.tickets.retirement import retire
from metrics.sync.sync import Outcome, Sync
from metrics.tickets.records import Dimension, Person, Record, Role, Status, Unreadable
from tests.metrics.desk import DAY, MONDAY, NOW, PEOPLE, Told, at, told
from tests.metrics.scripted import Script

WEEK = "2026-W46"
SOURCE = "zendesk:acme"
STORIES = [
    Told(f"{n}", n, status=Status.SOLVED).said(n + 1, "ann").became(n + 2, "solved")
    for n in range(8)
]
REFUSED = "Zendesk does not give this to the token's owner; use a token of an admin (403 at /x)"


def helpdesk(stories: Iterable[Told], before: Callable[[str, int], None]) -> Script:
    """A helpdesk with these stories, whose pages are told up to now."""
    stories = list(stories)
    records: dict[str, list[Record]] = {
        "tickets": [story.ticket for story in stories],
        "events": [event for story in stories for event in story.events],
        "people": [*PEOPLE, Person(id="zoe", role=Role.AGENT, changed_at=0)],
        "ratings": [],
        "teams": [],
    }
    return Script(records, before=before, rewrite=lambda _, page: replace(page, through_at=NOW))


def refusing(*streams: str, after: int = 0) -> Callable[[str, int], None]:
    """Refuse these streams, once so many pages of all were asked for."""

    def before(stream: str, number: int) -> None:
        if stream in streams and number > after:
            raise HelpdeskError(REFUSED, permanent=True, refused=True)

    return before


def synced(store: Store, before: Callable[[str, int], None]) -> tuple[Outcome, Asker]:
    sync = Sync(
        store=store,
        helpdesk=helpdesk(STORIES, before),
        since_at=MONDAY - 60 * DAY,
        clock=lambda: NOW,
    )
    asker = Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00")))
    return sync.run(), asker


def ask(asker: Asker, metric: str, period: str = WEEK, now: int = NOW) -> Result:
    return asker.answer(Query(metric=metric, period=Period.of(period)), now)


@pytest.mark.parametrize("metric", ["resolution", "reopen", "frt", "next_reply", "backlog"])
def test_no_figure_is_made_without_the_stream_it_needs(store: Store, metric: str) -> None:
    outcome, asker = synced(store, refusing("events"))
    with pytest.raises(UnavailableError) as error:
        ask(asker, metric)
    said = str(error.value)
    assert "Zendesk does not give" in said
    assert "use a token of an admin" in said
    assert outcome.failure is not None
    assert "use a token of an admin" in outcome.failure
    assert not outcome.finished


def test_what_needs_only_the_others_is_answered(store: Store) -> None:
    _, asker = synced(store, refusing("events"))
    assert ask(asker, "volume").figure.n == 8


def test_tickets_that_are_refused_are_not_no_tickets(store: Store) -> None:
    _, asker = synced(store, refusing("tickets"))
    for metric in ("volume", "backlog", "resolution"):
        with pytest.raises(UnavailableError, match="Zendesk does not give tickets"):
            ask(asker, metric)


def test_a_token_that_opens_nothing_is_a_failure_and_no_sync(store: Store) -> None:
    outcome, asker = synced(store, refusing("tickets", "events", "people", "ratings", "teams"))
    assert outcome.failure is not None
    with pytest.raises(UnavailableError, match="use a token of an admin"):
        ask(asker, "volume")
    with pytest.raises(NotReadyError, match="use a token of an admin"):
        asker.require_ready()


def test_a_token_that_is_revoked_between_two_pages_leaves_no_partial_figure(store: Store) -> None:
    outcome, asker = synced(store, refusing("tickets", "events", after=1))
    with store.read() as connection:
        assert ledger.streams(connection, SOURCE)["tickets"].cursor == "2"
    assert outcome.failure is not None
    with pytest.raises(UnavailableError, match="Zendesk does not give tickets"):
        ask(asker, "volume")


def test_what_was_given_before_a_refusal_stays_known_and_no_more(store: Store) -> None:
    _, asker = synced(store, refusing())
    _, asker = synced(store, refusing("tickets", "events"))
    assert ask(asker, "resolution").figure.n == 8
    later = NOW + 14 * DAY
    with pytest.raises(UnknownError, match="not known yet") as error:
        ask(asker, "volume", "last week", later)
    assert "use a token of an admin" in str(error.value)


def test_a_stream_that_a_plan_may_lack_is_no_failure(store: Store) -> None:
    sync = Sync(
        store=store,
        helpdesk=replace(
            helpdesk(STORIES, refusing("ratings")),
            optional=frozenset({"ratings"}),
        ),
        since_at=MONDAY - 60 * DAY,
        clock=lambda: NOW,
    )
    assert sync.run().failure is None


def short(store: Store, days: int) -> Asker:
    """Who knows the stories, and so many days before the week they lie in (or after its start)."""
    return told(store, STORIES, days=days)


@pytest.mark.parametrize("metric", ["volume", "resolution", "frt", "backlog", "backlog_growth"])
def test_before_the_data_nothing_has_a_value(store: Store, metric: str) -> None:
    asker = short(store, 0)
    with pytest.raises(UnknownError) as error:
        ask(asker, metric, "2026-W40")
    assert str(error.value).startswith("My data begin on 9 Nov 2026")
    assert error.value.known is None


def test_nothing_before_the_data_is_listed_compared_or_explained(store: Store) -> None:
    asker = short(store, 0)
    query = Query(metric="frt", period=Period.of("2026-W40"))
    ways = (asker.answer, asker.tickets, asker.sides, asker.why, asker.reconcile)
    for way in ways:
        with pytest.raises(UnknownError):
            way(query, NOW)


def test_a_period_over_the_edge_is_offered_as_far_as_it_is_known(store: Store) -> None:
    asker = short(store, 0)
    with pytest.raises(UnknownError) as error:
        ask(asker, "volume", "november 2026")
    assert str(error.value) == (
        "My data begin on 9 Nov 2026, so I know only a part of November 2026: "
        "9\N{EN DASH}24 Nov 2026."
    )
    assert error.value.known is not None
    assert asker.answer(error.value.known, NOW).figure.n == 8


def test_a_level_is_known_at_each_instant_since_the_data_begin(store: Store) -> None:
    asker = short(store, -3)
    assert ask(asker, "backlog", WEEK).figure.value == 0
    with pytest.raises(UnknownError):
        ask(asker, "backlog", "2026-11-10")
    with pytest.raises(UnknownError):
        ask(asker, "volume", WEEK)


def test_trend_and_comparison_have_nothing_from_before_the_data(store: Store) -> None:
    result = ask(short(store, 0), "volume")
    assert result.previous is None
    assert [point.window.short for point in result.series] == ["W46"]


def test_a_period_after_the_data_is_not_known_yet(store: Store) -> None:
    asker = short(store, 60)
    for metric in ("volume", "backlog", "frt"):
        with pytest.raises(UnknownError) as error:
            ask(asker, metric, "last week", NOW + 14 * DAY)
        assert "not known yet: my data reach only to Tue 24 Nov 2026, 00:00." in str(error.value)


def test_how_things_stand_now_is_known_shortly_after_midnight(store: Store) -> None:
    asker = short(store, 60)
    for later in (0, 5 * 60):
        assert ask(asker, "backlog", "today", NOW + later).fresh_until == NOW
    assert ask(asker, "volume", "today", NOW).figure.n == 0
    for metric, later in (("volume", 5 * 60), ("backlog", 2 * 3600)):
        with pytest.raises(UnknownError, match="not known yet"):
            ask(asker, metric, "today", NOW + later)


def test_a_running_period_says_up_to_when_it_is_known(store: Store) -> None:
    result = ask(short(store, 60), "volume", "november 2026", NOW + DAY)
    assert result.figure.n == 8
    assert not result.complete
    assert result.coverage.until_at == result.fresh_until == NOW


def test_coverage_names_source_and_extent(store: Store) -> None:
    _, asker = synced(store, refusing())
    covered = ask(asker, "frt").coverage
    assert covered.sources == (SOURCE,)
    assert covered.since_at == MONDAY - 60 * DAY
    assert covered.until_at == NOW
    assert covered.gaps == ()


def test_a_need_that_is_not_supplied_is_absent_and_not_awaited(store: Store) -> None:
    desk = helpdesk(STORIES, refusing())
    del desk.records["ratings"]
    lean = replace(desk, supplies={n: p for n, p in desk.supplies.items() if n is not Need.SURVEYS})
    Sync(store=store, helpdesk=lean, since_at=MONDAY - 60 * DAY, clock=lambda: NOW).run()
    asker = Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00")))
    with pytest.raises(UnavailableError, match="Zendesk has nothing of the kind"):
        ask(asker, "csat")
    assert ask(asker, "frt").figure.n == 8
    assert at(0) == MONDAY


def test_tickets_that_could_not_be_read_are_counted_beside_the_figure(store: Store) -> None:
    stories = [Told(f"{n}", n).said(n + 1, "ann").became(n + 2, "solved") for n in range(40)]
    desk = helpdesk(stories, refusing())
    lost = [Unreadable(id=f"lost{n}", reason="created_at is no time", excerpt="") for n in range(4)]
    desk.records["tickets"] = [*desk.records["tickets"], *lost]
    Sync(store=store, helpdesk=desk, since_at=MONDAY - 60 * DAY, clock=lambda: NOW).run()
    asker = Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00")))
    for metric in ("volume", "frt"):
        result = ask(asker, metric)
        assert result.coverage.unread == (("tickets", 4),)
        assert "4 tickets could not be read: /kpi sources says why." in result.caveats
    (standing,) = asker.overview().standings
    assert standing.aside == [("tickets", "created_at is no time", 4)]


def test_measures_of_what_is_withheld_are_dark_and_say_what_lights_them(store: Store) -> None:
    _, asker = synced(store, refusing("events"))
    found = asker.overview()
    assert "Ticket volume" in found.answers
    (dark,) = [each for each in found.dark if "First response time" in each.titles]
    assert "Resolution time" in dark.titles or len(found.dark) > 1
    assert "use a token of an admin" in dark.why


BETA = [Told(f"b{n}", n).said(n + 3, "ann").became(n + 4, "solved") for n in range(5)]


def beside(store: Store) -> Asker:
    """Who knows the stories of one account, and those of another of which less is known."""
    told(store, STORIES)
    asker = told(store, BETA, account="beta", title="Beta")
    brings = Provision(streams=("tickets",))
    supplies = dict.fromkeys(OF_HELPDESKS, brings) | {Need.HISTORY: Provision(streams=("events",))}
    with store.write() as connection:
        note_supplies(connection, "zendesk:beta", supplies)
        ledger.advance(connection, "zendesk:beta", "tickets", "c", caught_up=True, through_at=NOW)
        publish(connection, "zendesk:beta")
        ledger.refuse(connection, "zendesk:beta", "events", "use a token of an admin")
    return asker


def test_a_source_that_withholds_is_left_out_and_the_others_are_answered(store: Store) -> None:
    asker = beside(store)
    result = ask(asker, "resolution")
    assert result.figure.n == 8
    (gap,) = result.coverage.missing
    assert (gap.source, gap.name) == ("zendesk:beta", "Beta")
    assert result.caveats[0].startswith("Beta is left out. Beta does not give the history")
    assert ask(asker, "volume").figure.n == 13
    assert ask(asker, "volume").coverage.missing == ()


def test_a_source_that_is_asked_for_by_name_is_refused_where_it_withholds(store: Store) -> None:
    asker = beside(store)
    only = (Filter(Dimension.SOURCE, ("zendesk:beta",)),)
    query = Query(metric="resolution", period=Period.of(WEEK), where=only)
    with pytest.raises(UnavailableError, match="use a token of an admin"):
        asker.answer(query, NOW)


def test_a_source_whose_data_begin_later_is_left_out_of_what_was_before(store: Store) -> None:
    told(store, STORIES)
    asker = told(store, BETA, account="beta", title="Beta", days=-3)
    result = ask(asker, "volume")
    assert result.figure.n == 8
    assert result.caveats[0] == "Beta is left out. Its data begin later."
    assert ask(asker, "volume", "2026-W47").coverage.missing == ()


def test_a_source_that_is_behind_is_left_out_of_what_it_does_not_know(store: Store) -> None:
    told(store, STORIES)
    asker = told(store, BETA, account="beta", title="Beta")
    with store.write() as connection:
        behind = ledger.SOURCE.update().where(ledger.SOURCE.c.name == "zendesk:beta")
        connection.execute(behind.values(fresh_until=MONDAY - DAY))
    result = ask(asker, "volume")
    assert (result.figure.n, result.complete) == (8, True)
    assert [gap.name for gap in result.coverage.missing] == ["Beta"]


def test_after_a_source_was_retired_nothing_more_is_awaited_of_it(store: Store) -> None:
    told(store, STORIES)
    asker = told(store, BETA, account="beta", title="Beta")
    with store.write() as connection:
        retire(connection, "zendesk:beta", NOW)
    only = (Filter(Dimension.SOURCE, ("zendesk:beta",)),)
    week = Query(metric="volume", period=Period.of(WEEK), where=only)
    assert asker.answer(week, NOW + 16 * DAY).figure.n == 5
    with pytest.raises(UnknownError) as error:
        asker.answer(replace(week, period=Period.of("last week")), NOW + 16 * DAY)
    said = "Beta was retired and is known up to 24 Nov 2026: "
    assert str(error.value).startswith(said)
    assert str(error.value).endswith("was later.")
    assert not error.value.later


HOW = "it is seen by what differs"


def observed(asker: Asker, store: Store, source: str, since_at: int) -> Asker:
    """The same, with a source of which each change is only observed, and only since an instant."""
    brings = dict.fromkeys(OF_HELPDESKS, Provision(streams=("tickets",)))
    seen = {Need.CHANGES: Provision(streams=("tickets",), how=HOW, observed=True)}
    with store.write() as connection:
        note_supplies(connection, source, brings | seen)
        ledger.advance(connection, source, "tickets", "c", caught_up=True, through_at=NOW)
        publish(connection, source)
        here = ledger.SOURCE.c.name == source
        connection.execute(update(ledger.SOURCE).where(here).values(connected_at=since_at))
    return asker


def test_what_is_only_observed_is_known_since_then_and_says_how(store: Store) -> None:
    asker = observed(told(store, STORIES), store, SOURCE, MONDAY + 7 * DAY)
    with pytest.raises(UnknownError) as error:
        ask(asker, "reopen")
    assert str(error.value) == (
        "I know each change of status, team and agent since 16 Nov 2026: Week 46 "
        "(9\N{EN DASH}15 Nov 2026) was before, so I do not know it. It is seen by what differs."
    )
    assert ask(asker, "resolution").figure.n == 8
    assert ask(asker, "resolution").coverage.nearly == ()
    known = ask(asker, "reopen", "2026-W47")
    assert [(each.need, each.how) for each in known.coverage.nearly] == [(Need.CHANGES, HOW)]


def test_a_source_whose_changes_are_observed_later_is_left_out_of_what_was_before(
    store: Store,
) -> None:
    told(store, STORIES)
    asker = told(store, BETA, account="beta", title="Beta")
    result = ask(observed(asker, store, "zendesk:beta", MONDAY + 7 * DAY), "reopen")
    assert result.figure.n == 8
    (gap,) = result.coverage.missing
    assert gap.why == (
        "Each change of status, team and agent of it is known only since 16 Nov 2026. "
        "It is seen by what differs."
    )
