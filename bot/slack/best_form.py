"""Down the forms of a reply, from the best to the plainest, to the first that a place takes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.slack.fallbacks import ReplyForm
from bot.slack.picture_wait import EARLY, PictureWait
from bot.slack.sending import TRIES, Refused, patiently
from bot.slack.work_in_steps import Steps, StoppingError
from bot.talk import NO_FORM, Block

logger = logging.getLogger(__name__)

CONTENT = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_attachments",
    "msg_blocks_too_long",
    "msg_too_long",
}
"""Refusals of a form: the next, plainer one may be taken."""

FEW_IMAGE_TRIES = 2
"""A response_url takes five posts: the image twice, then native chart, bars and text."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere a reply may go: how to say it there, and how often an image is tried.

    `private`: only the one who asked sees it. `stands`: looks whether what was said there without
    an answer of Slack's is there; None where nobody looks. `image_tries`: how often an image may be
    tried; None where nobody counts. `terse`: it refuses without saying why. `tries`: how often it
    is said to a Slack that wants to be asked more slowly.
    """

    say: Callable[[ReplyForm], Mapping[str, Any]]
    private: bool = False
    stands: Callable[[], Steps[bool]] | None = None
    image_tries: int | None = None
    terse: bool = False
    tries: int = TRIES


def say_best_form(
    place: Destination, forms: Iterable[ReplyForm], picture_wait: PictureWait
) -> Steps[Mapping[str, Any]]:
    """What Slack said of the first form that it took. Raises Refused or Uncertain."""
    refusal = Refused(NO_FORM)
    for form in forms:
        try:
            return (yield from _say(place, form, picture_wait))
        except Refused as error:
            if error.code not in CONTENT:
                raise
            logger.warning("Slack refused the %s: %s", form.rung, error)
            refusal = error
    raise refusal


def plain(parts: tuple[Block, ...]) -> list[dict[str, Any]] | None:
    """Blocks as the client takes them; none where there are none."""
    return [dict(block) for block in parts] or None


def _say(
    place: Destination, form: ReplyForm, picture_wait: PictureWait
) -> Steps[Mapping[str, Any]]:
    """Say a form; one with an image not before Slack is likely to have examined the file."""
    say = partial(patiently, partial(place.say, form), place.tries)
    if form.upload is None:
        return (yield from say())
    attempts = 0
    while True:
        try:
            yield from picture_wait.wait(form.upload)
        except StoppingError:
            raise Refused("invalid_blocks", EARLY) from None
        try:
            answer = yield from say()
        except Refused as error:
            attempts += 1
            last = picture_wait.over(form.upload) or attempts == place.image_tries
            if last or not _early(error, place):
                raise
            picture_wait.early(form.upload)
        else:
            picture_wait.in_time(form.upload)
            return answer


def _early(refusal: Refused, place: Destination) -> bool:
    explicit = EARLY in refusal.detail.lower()
    return refusal.code == "invalid_blocks" and (explicit or (place.terse and not refusal.detail))
