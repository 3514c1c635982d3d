"""What alerts did in a week, and what became of bad ratings, in a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot import words
from bot.cards.edition import FollowUp
from bot.services import Services
from bot.small_groups import FEWEST
from bot.workspace import is_direct
from metrics.ask.bad_ratings import unhappy
from metrics.errors import AskError
from metrics.periods import Window
from metrics.posting.alerts import Alert, Telling
from metrics.question.query import Filter
from metrics.question.ticket_state import NamedTicket
from metrics.store.books.alerts import ACKNOWLEDGED, BLIND, SEES, Alerts
from metrics.store.books.bad_ratings import not_followed_up
from metrics.tickets.records import Dimension

LONG_SECONDS = 3600
"""An alert that could not see for less is not told of: a sync may take its time."""


def alarms(alerts: Alerts, window: Window) -> str:
    """How many fired, how many of them somebody acted on, and which fired most.

    Where some could not see, that is said: then nothing that fired is no good news. Empty where
    nothing was watched. Those in direct messages are nobody else's. One that is told again and
    again has fired once.
    """
    private = {w.alert.id for w in alerts.all() if is_direct(w.alert.channel)}
    entries = [each for each in alerts.since(window.start) if each.alert not in private]
    firings = (each for each in entries if each.what == Telling.FIRED and each.at < window.end)
    episodes = {(each.alert, each.episode) for each in firings}
    others = [record.alert for record in alerts.all() if record.alert.id not in private]
    sights = _sights(alerts, {a.id: a for a in others if a.made_at < window.end}, window)
    if not episodes:
        return _calm(sights)
    acknowledgements = {
        (each.alert, each.episode) for each in entries if each.what == ACKNOWLEDGED
    } & episodes
    many = "1 alert fired" if len(episodes) == 1 else f"{words.count(len(episodes))} alerts fired"
    sentence = f"{many}, {_action_words(len(acknowledgements), len(episodes))}"
    phrases = {alert.id: alert.phrase for alert in others}
    times = Counter(alert for alert, _ in episodes if alert in phrases)
    ((noisiest, n),) = times.most_common(1) or [("", 0)]
    most = f"; most often, {n} times: {phrases[noisiest]}" if n > 1 else ""
    return f"{sentence}{most}.{_blind(sights)}"


def follow_up(services: Services, where: tuple[Filter, ...], window: Window) -> FollowUp | None:
    """What became of the bad ratings of a window; None where it had none, or nobody can tell.

    One is followed up where somebody took the ticket since, answered it or opened it again.
    """
    asker = services.asker.still()
    try:
        bad = unhappy(asker, where, window.start, services.now())
    except AskError:  # there are no surveys
        return None
    found = [each.rating for each in bad if each.rating.at < window.end]
    if not found or (len(found) < FEWEST and any(f.dimension is Dimension.TEAM for f in where)):
        return None  # of so few in a team no number is told
    left = (NamedTicket(*r.ticket, r.number) for r in not_followed_up(asker.store, found))
    return FollowUp(n=len(found), left=tuple(left))


def _action_words(actions: int, firings: int) -> str:
    if actions == firings:
        return "and somebody acted on it" if firings == 1 else "and all were acted on"
    many = words.count(actions) if actions else "none"
    return f"{many} {'was' if actions == 1 else 'were'} acted on"


@dataclass(slots=True)
class _WatchTime:
    """How long an alert watched in a window, and how much of that it could tell nothing."""

    seconds: int
    blind: int = 0
    few: int = 0

    @property
    def dark(self) -> bool:
        """Whether it could tell nothing all the time."""
        return self.blind + self.few >= self.seconds


def _sights(alerts: Alerts, watches: Mapping[str, Alert], window: Window) -> list[_WatchTime]:
    """What each of those could see in a window."""
    starts = {id: max(window.start, alert.made_at) for id, alert in watches.items()}
    sights = {id: _WatchTime(window.end - start) for id, start in starts.items()}
    turns = [t for t in alerts.sights(window.end, *watches) if t.alert in sights]
    for number, turn in enumerate(turns):
        if turn.what == SEES:
            continue
        later = (t.at for t in turns[number + 1 :] if t.alert == turn.alert)
        seconds = max(0, next(later, window.end) - max(turn.at, starts[turn.alert]))
        sight = sights[turn.alert]
        if turn.what == BLIND:
            sight.blind += seconds
        else:
            sight.few += seconds
    return list(sights.values())


def _calm(sights: list[_WatchTime]) -> str:
    if not sights:
        return ""
    if all(sight.dark for sight in sights):
        return "No alert could tell anything. With /kpi alerts each says why."
    return f"No alert fired.{_blind(sights)}"


def _blind(sights: list[_WatchTime]) -> str:
    """How many of them could not see, and for how long at most."""
    blind = [sight.blind for sight in sights if sight.blind >= LONG_SECONDS]
    if not blind:
        return ""
    many = f"{words.count(len(blind))} of {words.count(len(sights))}"
    return f" {many} could not see for up to {words.duration(max(blind))} of it."
