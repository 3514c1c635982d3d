"""What alerts did in a week, in one sentence: so that noise is seen and ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot import words
from bot.workspace import is_direct
from metrics.periods import Window
from metrics.posting.alerts import Alert, Telling
from metrics.store.books.alerts import ACKNOWLEDGED, BLIND, SEES, Alerts

LONG_SECONDS = 3600
"""An alert that could not see for less is not told of: a sync may take its time."""


def alarms(alerts: Alerts, window: Window) -> str:
    """How many fired, how many of them somebody acted on, and which fired most.

    Where some could not see, that is said: then nothing that fired is no good news. Empty where
    nothing was watched. Those in direct messages are nobody else's. One that is told again and
    again has fired once.
    """
    private = {w.alert.id for w in alerts.all() if is_direct(w.alert.channel)}
    told = [each for each in alerts.since(window.start) if each.alert not in private]
    began = (each for each in told if each.what == Telling.FIRED and each.at < window.end)
    fired = {(each.alert, each.episode) for each in began}
    others = [watched.alert for watched in alerts.all() if watched.alert.id not in private]
    sights = _sights(alerts, {a.id: a for a in others if a.made_at < window.end}, window)
    if not fired:
        return _calm(sights)
    acted = {(each.alert, each.episode) for each in told if each.what == ACKNOWLEDGED} & fired
    many = "1 alert fired" if len(fired) == 1 else f"{words.count(len(fired))} alerts fired"
    said = f"{many}, {_acted(len(acted), len(fired))}"
    phrases = {alert.id: alert.phrase for alert in others}
    times = Counter(alert for alert, _ in fired if alert in phrases)
    ((noisiest, n),) = times.most_common(1) or [("", 0)]
    most = f"; most often, {n} times: {phrases[noisiest]}" if n > 1 else ""
    return f"{said}{most}.{_blind(sights)}"


def _acted(acted: int, fired: int) -> str:
    if acted == fired:
        return "and somebody acted on it" if fired == 1 else "and all were acted on"
    return f"{words.count(acted) if acted else 'none'} {'was' if acted == 1 else 'were'} acted on"


@dataclass(slots=True)
class _Sight:
    """How long an alert watched in a window, and how much of that it could tell nothing."""

    seconds: int
    blind: int = 0
    few: int = 0

    @property
    def dark(self) -> bool:
        """Whether it could tell nothing all the time."""
        return self.blind + self.few >= self.seconds


def _sights(alerts: Alerts, watching: Mapping[str, Alert], window: Window) -> list[_Sight]:
    """What each of those could see in a window."""
    begins = {id: max(window.start, alert.made_at) for id, alert in watching.items()}
    found = {id: _Sight(window.end - begin) for id, begin in begins.items()}
    turns = [t for t in alerts.sights(window.end, *watching) if t.alert in found]
    for number, turn in enumerate(turns):
        if turn.what == SEES:
            continue
        later = (t.at for t in turns[number + 1 :] if t.alert == turn.alert)
        seconds = max(0, next(later, window.end) - max(turn.at, begins[turn.alert]))
        sight = found[turn.alert]
        if turn.what == BLIND:
            sight.blind += seconds
        else:
            sight.few += seconds
    return list(found.values())


def _calm(sights: list[_Sight]) -> str:
    if not sights:
        return ""
    if all(sight.dark for sight in sights):
        return "No alert could tell anything. With /kpi alerts each says why."
    return f"No alert fired.{_blind(sights)}"


def _blind(sights: list[_Sight]) -> str:
    """How many of them could not see, and for how long at most."""
    blind = [sight.blind for sight in sights if sight.blind >= LONG_SECONDS]
    if not blind:
        return ""
    many = f"{words.count(len(blind))} of {words.count(len(sights))}"
    return f" {many} could not see for up to {words.duration(max(blind))} of it."
