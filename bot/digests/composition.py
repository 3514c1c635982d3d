"""From a digest and its slot to an edition: every answer of one snapshot and one instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot import words
from bot.cards.edition import Edition, Kpi, MissingKpi, WaitSummary
from bot.cards.statement import Statement
from bot.digests import standup
from bot.digests.alarms import alarms
from bot.digests.attention import rank
from bot.digests.digest import MOST, Digest
from bot.grammar import render
from bot.services import Services
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError, UnavailableError
from metrics.periods import PeriodKind
from metrics.periods.period import Named, Period
from metrics.periods.windows import local_date, opening, step
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.tickets.records import Dimension, Instant

CUT = Dimension.CHANNEL
OTHER_NAMES = {"UTC": "Etc/UTC", "GMT": "Etc/GMT"}
NO_STATEMENT = "The history begins here: what the backlog opened with is not known."


def compose(
    digest: Digest,
    where: tuple[Filter, ...],
    due_at: Instant,
    services: Services,
    *,
    zone: ZoneInfo | None = None,
    notes: Sequence[str] = (),
) -> Edition:
    """The digest that is due at `due_at`, about the week, month or quarter before that day.

    `zone` says which day it is then and where its days begin; without it, that of the team. Raises
    AskError before the first sync has ended.
    """
    asker = services.asker.still()
    asker.require_ready()
    still = replace(services, asker=asker, now=lambda: due_at)
    if digest.board:
        return replace(standup.edition(where, still), notes=tuple(notes))
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
    )
    edition = desk.edition()
    return replace(edition, notes=(*notes, *edition.notes))


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

    def edition(self) -> Edition:
        """All answers, in the order of what deserves attention."""
        measures = list(self._measures())
        kpis = [each for each in measures if isinstance(each, Kpi)]
        # The scope of measures made of files speaks of reviews or answers.
        of_tickets = (k.result for k in kpis if not CATALOGUE[k.result.query.metric].of_files)
        first = next(of_tickets, None)
        if first is None:
            raise UnavailableError(next(m.why for m in measures if isinstance(m, MissingKpi)))
        edition = Edition(
            key=self.digest.key,
            title=self.digest.title,
            question=self.digest.question,
            scope=first.scope,
            window=first.window,
            zone=first.zone,
            due_at=self.services.now(),
            fresh_until=self.services.asker.fresh_until(),
            stale=self.services.stale(self.services.asker.fresh_until(), self.services.now()),
            kpis=rank(kpis),
            missing=tuple(each for each in measures if isinstance(each, MissingKpi)),
            notes=tuple(
                words.note_words(note, first.zone)
                for note in first.notes
                if note.touches(first.window.start, first.window.end)
            ),
        )
        if self.digest.period is PeriodKind.WEEK:
            edition = replace(edition, alarms=alarms(self.services.alerts, edition.window))
        return self._with_backlog(edition) if self.digest.backlog else edition

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
        try:
            result = self._answer(key, self.period, cut)
        except AskError as error:
            query = Query(metric=key, period=self.period, where=self.where)
            aim = self.services.asker.all_targets().find(query, self.services.now())
            return MissingKpi(title=metric.title, why=str(error), has_target=aim is not None)
        return Kpi(result=result, phrase=self._phrase(replace(result.query, split=())))

    def _with_backlog(self, edition: Edition) -> Edition:
        """With what came and went, how old the rest is, and who waits."""
        try:
            closing = self._answer("backlog", self.period)
            result = replace(edition, ages=self._answer("aging", self.period), waits=self._waits())
        except UnavailableError as error:
            return replace(edition, gap=str(error))
        if closing.previous is None:
            return replace(result, gap=NO_STATEMENT)
        statement = Statement(
            growth=self._answer("backlog_growth", self.period),
            opening=self._answer("backlog", self.before),
            closing=closing,
        )
        return replace(result, statement=statement)

    def _waits(self) -> WaitSummary | None:
        """Who waits now; None where the data do not reach so far."""
        try:
            pending = self._answer("pending_reply", standup.NOW)
        except UnavailableError:
            return None
        return WaitSummary(pending=pending, longest=standup.longest(pending, self.services))

    def _answer(self, metric: str, period: Period, split: tuple[Dimension, ...] = ()) -> Result:
        query = Query(metric=metric, period=period, where=self.where, zone=self.zone, split=split)
        return self.services.asker.answer(query, self.services.now())

    def _phrase(self, query: Query) -> str:
        return render(query, self.services.asker.directory())
