"""Down the forms of a reply, from the best to the plainest, to the first that a place takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.slack.forms import Form, Rung
from bot.slack.sending import TRIES, Refused, Wait, patiently
from bot.talk import Block

logger = logging.getLogger(__name__)

CONTENT = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_attachments",
    "msg_blocks_too_long",
    "msg_too_long",
}
"""Refusals of a form: the next, plainer one may be taken."""

UNREADY = "invalid slack file"
"""What Slack says of a file that it has not yet examined; a second later it is welcome."""

PAUSES = (0.3, 0.6, 1.2, 2.0, 3.0)
FEW_PAUSES = (1.5,)
"""A response_url takes five posts: the image twice, then native chart, bars and text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a reply may go: how to say it there, and how often an unready file is tried.

    `tries`: how often it is said to a Slack that wants to be asked more slowly.
    """

    say: Callable[[Form], Mapping[str, Any]]
    pauses: tuple[float, ...] = PAUSES
    terse: bool = False
    tries: int = TRIES


def descend(place: Place, ladder: Iterable[Form], wait: Wait) -> Mapping[str, Any]:
    """What Slack said of the first form that it took. Raises Refused or Uncertain."""
    refusal = Refused("no_form")
    for form in ladder:
        try:
            return _say(place, form, wait)
        except Refused as error:
            if error.code not in CONTENT:
                raise
            logger.warning("Slack refused the %s: %s", form.rung, error)
            refusal = error
    raise refusal


def plain(shown: tuple[Block, ...]) -> list[dict[str, Any]] | None:
    """Blocks as the client takes them; none where there are none."""
    return [dict(block) for block in shown] or None


def _say(place: Place, form: Form, wait: Wait) -> Mapping[str, Any]:
    for pause in place.pauses if form.rung is Rung.IMAGE else ():
        try:
            return patiently(partial(place.say, form), wait, place.tries)
        except Refused as error:
            if not _unready(error, place):
                raise
            wait(pause)
    return patiently(partial(place.say, form), wait, place.tries)


def _unready(refusal: Refused, place: Place) -> bool:
    told = UNREADY in refusal.detail.lower()
    return refusal.code == "invalid_blocks" and (told or (place.terse and not refusal.detail))
