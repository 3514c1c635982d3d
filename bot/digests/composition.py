"""From a digest and its slot to an edition: every answer of one snapshot and one instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot import words
from bot.access import NOBODY, NamedTickets
from bot.cards.edition import Earlier, Edition, Kpi, MissingKpi, Reason, Thing
from bot.cards.facts import has_value
from bot.cards.statement import Statement
from bot.cards.tickets import named_ticket
from bot.digests import standup
from bot.digests.alarms import alarms, follow_up
from bot.digests.attention import VOLUME, Looks, gain, news, things
from bot.digests.digest import MOST, Digest
from bot.digests.evidence import JOINED, JOINT
from bot.digests.silence import silent_days
from bot.digests.surge import surge
from bot.grammar import parse, render
from bot.services import Services
from metrics.ask.deviations import deviations
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError, UnavailableError
from metrics.periods import PeriodKind
from metrics.periods.period import Named, Period
from metrics.periods.windows import local_date, opening, step
from metrics.question.deviation import Deviation
from metrics.question.query import Filter, Query
from metrics.question.receipts import Receipt
from metrics.question.result import Result
from metrics.question.verdict import verdict
from metrics.tickets.records import Dimension, Instant

CUT = Dimension.CHANNEL
LASTING = 4
"""So many weeks together show what moves slowly."""
OTHER_NAMES = {"UTC": "Etc/UTC", "GMT": "Etc/GMT"}
NO_STATEMENT = "The history begins here: what the backlog opened with is not known."


def compose(
    digest: Digest,
    where: tuple[Filter, ...],
    due_at: Instant,
    services: Services,
    *,
    zone: ZoneInfo | None = None,
    last: Sequence[Receipt] = (),
) -> Edition:
    """The digest that is due at `due_at`, about the week, month or quarter before that day.

    `last` are the receipts of what the post before put first. `zone` says which day it is then and
    where its days begin; without it, that of the team. Raises AskError before the first sync has
    ended.
    """
    asker = services.asker.still()
    asker.require_ready()
    still = replace(services, asker=asker, now=lambda: due_at)
    if digest.board:
        return standup.edition(where, still)
    zone = zone or asker.calendar.zone
    day = local_date(due_at, zone)
    first = step(digest.period, opening(digest.period, day), -1)
    before = step(digest.period, first, -1)
    desk = Desk(
        digest=digest,
        period=Named.holding(digest.period, first),
        before=Named.holding(digest.period, before),
        where=where,
        zone=_zone_words(zone, asker.calendar.zone),
        services=still,
        last=last,
    )
    return desk.edition()


def _zone_words(zone: ZoneInfo, usual: ZoneInfo) -> str:
    """A zone as phrases say it; "" for the usual one, and for an old name that they cannot say."""
    name = OTHER_NAMES.get(str(zone), str(zone))
    return name if zone != usual and "/" in name else ""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where one edition is put together."""

    digest: Digest
    period: Period
    before: Period
    where: tuple[Filter, ...]
    zone: str
    services: Services
    last: Sequence[Receipt] = ()

    def edition(self) -> Edition:
        """All answers, and what of them deserves attention."""
        measures = list(self._measures())
        kpis = tuple(each for each in measures if isinstance(each, Kpi))
        # The scope of measures made of files speaks of reviews or answers.
        of_tickets = (k.result for k in kpis if not CATALOGUE[k.result.query.metric].of_files)
        first = next(of_tickets, None)
        if first is None:
            raise UnavailableError(next(m.why for m in measures if isinstance(m, MissingKpi)))
        edition = self._frame(first, kpis)
        if self.digest.backlog:
            edition = self._with_backlog(edition)
        looks = Looks(kpis, *self._beside(kpis))
        found = things(looks, edition.ages, self._narrow)
        told = tuple(self._with_tickets(thing) for thing in found)
        edition = replace(edition, things=told, gain=gain(_others(kpis, told)))
        missing = tuple(each for each in measures if isinstance(each, MissingKpi))
        return replace(edition, missing=missing, earlier=tuple(self._earlier(told, looks)))

    def _frame(self, first: Result, kpis: tuple[Kpi, ...]) -> Edition:
        """What is told of the edition as a whole; `first` knows which tickets and which days."""
        week, fresh_until = (
            self.digest.period is PeriodKind.WEEK,
            self.services.asker.fresh_until(),
        )
        sources = self.services.asker.directory().sources
        return Edition(
            key=self.digest.key,
            title=self.digest.title,
            question=self.digest.question,
            scope=first.scope,
            narrowed=bool(self.where),
            window=first.window,
            zone=first.zone,
            due_at=self.services.now(),
            fresh_until=fresh_until,
            stale=self.services.stale(fresh_until, self.services.now()),
            kpis=kpis,
            trends=self.digest.trends,
            helpdesks=sources if len(sources) > 1 else {},
            alarms=alarms(self.services.alerts, first.window) if week else "",
            follow_up=follow_up(self.services, self.where, first.window) if week else None,
            surge=None if week else surge(self._volume(), self.services),
            silent=silent_days(
                self._volume(), self.digest.period, first.window.start, self.services
            ),
            notes=tuple(
                words.note_words(note, first.zone)
                for note in first.notes
                if note.touches(first.window.start, first.window.end)
            ),
        )

    def _volume(self) -> Query:
        return Query(metric="volume", period=self.period, where=self.where, zone=self.zone)

    def _measures(self) -> Iterator[Kpi | MissingKpi]:
        """The measures that there are, at most seven, and what is said of the others."""
        count = 0
        for key in self.services.core.current().known or self.digest.metrics:
            if count == MOST:
                return
            each = self._measure(key)
            count += isinstance(each, Kpi)
            yield each

    def _measure(self, key: str) -> Kpi | MissingKpi:
        metric = CATALOGUE[key]
        dimensions = {part.dimension for part in self.where}
        if odd := sorted(d for d in dimensions if not metric.cuts(d)):
            by = " or ".join(odd)
            return MissingKpi(title=metric.title, why=f"{metric.title} is not known by {by}.")
        cut = (CUT,) if CUT in metric.dimensions - dimensions else ()
        query = Query(metric=key, period=self.period, where=self.where, zone=self.zone, split=cut)
        asker, now = self.services.asker, self.services.now()
        try:
            result = asker.answer(query, now)
        except AskError as error:
            aim = asker.all_targets().find(replace(query, split=()), now)
            return MissingKpi(
                title=metric.title,
                why=str(error),
                has_target=aim is not None,
                since=self._known_until(query),
            )
        phrase = self._phrase(replace(result.query, split=()))
        question = asker.question(replace(query, split=()), now)
        weekly = self.digest.period is PeriodKind.WEEK
        return Kpi(
            result=result,
            phrase=phrase,
            lately=deviations(question),
            lasting=deviations(question, LASTING) if weekly else None,
        )

    def _beside(self, kpis: Sequence[Kpi]) -> Iterator[Kpi | None]:
        """How fast all replies are, and how many tickets came; None where that is told anyway."""
        chosen = {kpi.result.query.metric for kpi in kpis}
        wanted = (chosen >= JOINED, self.digest.backlog and VOLUME not in chosen)
        for key, is_wanted in zip((JOINT, VOLUME), wanted, strict=True):
            each = self._measure(key) if is_wanted else None
            yield each if isinstance(each, Kpi) else None

    def _known_until(self, query: Query) -> Instant | None:
        """Up to when a measure was known; None where it never was."""
        try:
            return self.services.asker.question(query, self.services.now()).coverage.until_at
        except AskError:
            return None

    def _narrow(self, kpi: Kpi, part: Deviation) -> tuple[Result, str] | None:
        """The answer about one part of a measure, and what asks for it."""
        dimension = next((d for d in Dimension if d == part.dimension), None)
        if dimension is None or not part.key:
            return None
        where = tuple(sorted((*self.where, Filter(dimension, (part.key,)))))
        query = Query(
            metric=kpi.result.query.metric, period=self.period, where=where, zone=self.zone
        )
        try:
            result = self.services.asker.answer(query, self.services.now())
        except AskError:
            return None
        return (result, self._phrase(result.query)) if has_value(result.figure) else None

    def _with_tickets(self, thing: Thing) -> Thing:
        """With the oldest ticket, where old work is told of."""
        if thing.reason is not Reason.AGE:
            return thing
        query = Query(metric="oldest", period=self.period, where=self.where, zone=self.zone)
        rows = self.services.asker.tickets(query, self.services.now()).worst()
        row = next(iter(NamedTickets(rows, NOBODY).first(1)), None)
        tickets = () if row is None else (named_ticket(row),)
        return replace(thing, tickets=tickets, why=self._phrase(query))

    def _with_backlog(self, edition: Edition) -> Edition:
        """With what came and went, and how old the rest is."""
        try:
            closing, ages = (self._answer(key, self.period) for key in ("backlog", "aging"))
        except UnavailableError as error:
            return replace(edition, gap=str(error))
        result = replace(edition, ages=ages)
        if closing.previous is None:
            return replace(result, gap=NO_STATEMENT)
        statement = Statement(
            growth=self._answer("backlog_growth", self.period),
            opening=self._answer("backlog", self.before),
            closing=closing,
        )
        return replace(result, statement=statement)

    def _earlier(self, told: Sequence[Thing], looks: Looks) -> Iterator[Earlier]:
        """What became of what the post before put first, as far as nothing is told of it anyway."""
        again = {thing.result.query.metric for thing in told}
        out = news(looks)
        for receipt in self.last:
            try:
                asked = parse(receipt.phrase, self.services.asker.directory())
                then = self.services.asker.answer(asked, receipt.asked_at).window
                query = replace(asked, period=self.period)
                result = self.services.asker.answer(query, self.services.now())
            except AskError:
                continue
            if asked.metric not in again and has_value(result.figure):
                again.add(asked.metric)
                yield Earlier(
                    result=result,
                    window=then,
                    good=_mended(result),
                    apart=asked.metric in out,
                )

    def _answer(self, metric: str, period: Period, split: tuple[Dimension, ...] = ()) -> Result:
        query = Query(metric=metric, period=period, where=self.where, zone=self.zone, split=split)
        return self.services.asker.answer(query, self.services.now())

    def _phrase(self, query: Query) -> str:
        dated = self.services.asker.with_dates(query, self.services.now())
        return render(dated, self.services.asker.directory())


def _others(kpis: Sequence[Kpi], told: Sequence[Thing]) -> Iterator[Kpi]:
    """The measures of which nothing is told."""
    metrics = {thing.result.query.metric for thing in told}
    titles = {title for thing in told for title in thing.also}
    return (
        kpi
        for kpi in kpis
        if kpi.result.query.metric not in metrics and kpi.result.title not in titles
    )


def _mended(result: Result) -> bool:
    """Whether a figure that was put first stands well again."""
    judged = verdict(result)
    if judged.aim is not None:
        return judged.aim.met
    return judged.step is not None and judged.step.better
