"""What alerts did in a week, in one sentence: so that noise is seen and ended."""

from __future__ import annotations

from collections import Counter

from bot import words
from bot.workspace import is_direct
from metrics.alerts import Telling
from metrics.periods import Window
from metrics.store.alerts import ACKNOWLEDGED, Alerts


def alarms(alerts: Alerts, window: Window) -> str:
    """How many fired, how many of them somebody acted on, and which fired most.

    Empty where there are no alerts. Those in direct messages are nobody else's. One that is told
    again and again has fired once.
    """
    private = {w.alert.id for w in alerts.all() if is_direct(w.alert.channel)}
    told = [each for each in alerts.since(window.start) if each.alert not in private]
    began = (each for each in told if each.what == Telling.FIRED and each.at < window.end)
    fired = {(each.alert, each.episode) for each in began}
    others = (watched.alert for watched in alerts.all() if watched.alert.id not in private)
    phrases = {alert.id: alert.phrase for alert in others}
    if not fired:
        return "No alert fired." if phrases else ""
    acted = {(each.alert, each.episode) for each in told if each.what == ACKNOWLEDGED} & fired
    many = "1 alert fired" if len(fired) == 1 else f"{words.count(len(fired))} alerts fired"
    said = f"{many}, {_acted(len(acted), len(fired))}"
    times = Counter(alert for alert, _ in fired if alert in phrases)
    ((noisiest, n),) = times.most_common(1) or [("", 0)]
    return f"{said}; most often, {n} times: {phrases[noisiest]}." if n > 1 else f"{said}."


def _acted(acted: int, fired: int) -> str:
    if acted == fired:
        return "and somebody acted on it" if fired == 1 else "and all were acted on"
    return f"{words.count(acted) if acted else 'none'} {'was' if acted == 1 else 'were'} acted on"
