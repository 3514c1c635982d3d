"""Brings a Reply to Slack: a place that takes it, in the best form that is taken there.

Where Slack's answer to a post in a channel is lost, the post is looked for by its key; where it is
not found, or the channel may not be read, the asker gets a copy that nobody else sees.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace

from slack_sdk import WebClient

from bot.cards import blocks
from bot.cards.help import no_file
from bot.services import Now
from bot.slack.best_form import Destination, say_best_form
from bot.slack.fallbacks import ReplyForm, forms
from bot.slack.files import Files, NotHandedOver
from bot.slack.picture_wait import PictureWait, Upload
from bot.slack.places import NotePlace, Places, nowhere, written_alone
from bot.slack.sending import Refused, Uncertain
from bot.slack.work_in_steps import Steps, StoppingError, WorkLine
from bot.talk import RATE_LIMITED, STOPPING, UNREACHABLE, Reply, Request

logger = logging.getLogger(__name__)

PASSING = {RATE_LIMITED, UNREACHABLE}
"""Refusals that time mends."""

INVITE = "Only you see this. Invite me with /invite to share answers in this channel."
WHY = {
    "not_in_channel": INVITE,
    "channel_not_found": INVITE,
    RATE_LIMITED: "Only you see this: Slack lets me post here only slowly right now.",
    UNREACHABLE: "Only you see this: Slack could not be reached for a while.",
    STOPPING: "Only you see this: I am being restarted and could not wait for the channel.",
}
"""Why a reply meant for a channel is told to one person, by what Slack said."""
UNSURE = "I could not tell whether Slack showed this in the channel, so here it is for you alone."
AGAIN = "Slack did not tell me whether you got this, so here it is, perhaps once more."

LOOKS = (1.5, 4.0)
"""Seconds before each look for a post that Slack has not answered: its history may be late."""
ROUNDS = (0.0, 5.0, 20.0, 60.0)
"""Seconds before each round through the places that may still take a reply."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Delivers in the threads of `line`."""

    delivery: ReplyDelivery
    line: WorkLine

    def __call__(self, request: Request, reply: Reply) -> Future[None]:
        """Deliver; what is given ends once the reply stands, or with Refused or Uncertain."""
        return self.line.take(self.delivery(request, reply), f"A reply to {request.channel}")


class ReplyDelivery:
    """Delivers with `client`, which must not retry on its own: it would say things twice."""

    def __init__(
        self,
        client: WebClient,
        now: Now,
        picture_wait: PictureWait,
        note_place: NotePlace = nowhere,
    ) -> None:
        self._picture_wait = picture_wait
        self._files = Files(client, picture_wait)
        self._places = Places(client, now, note_place)

    def __call__(self, request: Request, reply: Reply) -> Steps[None]:
        """Deliver `reply`; raises Refused or Uncertain when no place would have it in any form."""
        request = request if request.id else replace(request, id=secrets.token_hex(8))
        reply = yield from self._hand_over(request, reply)
        upload = yield from self._upload(reply)
        places, note = list(self._places.of(request, reply)), ""
        error: Refused | Uncertain = Refused("nowhere")
        for pause in ROUNDS:
            yield from _rest(pause)
            open_places: list[Destination] = []
            for place in places:
                candidates = (_with_note(form, note, place) for form in forms(reply, upload))
                why = yield from self._say(place, candidates)
                if why is None:
                    return
                error, note = why, note or _aside(place, why)
                if _may_still(place, why):
                    open_places.append(place)
            places = open_places
            if not places:
                break
        raise error

    def _say(
        self, place: Destination, ladder: Iterator[ReplyForm]
    ) -> Steps[Refused | Uncertain | None]:
        """Say it there. None once it stands; else why it does not, or nobody knows."""
        try:
            yield from say_best_form(place, ladder, self._picture_wait)
        except Refused as error:
            logger.info("Slack refused the place: %s", error)
            return error
        except StoppingError:
            return Refused(STOPPING)
        except Uncertain as error:
            logger.warning("Slack did not say whether an answer stands: %s", error)
            stands = place.stands is not None and (yield from _look(place.stands))
            return None if stands else error
        return None

    def _hand_over(self, request: Request, reply: Reply) -> Steps[Reply]:
        """The reply once its file has reached the person; or why it has not."""
        if reply.file is None:
            return reply
        try:
            alone = written_alone(request)
            channel, thread = (request.channel, request.thread) if alone else (request.person, None)
            yield from self._files.hand_over(channel, reply.file, thread)
        except NotHandedOver as error:
            logger.warning("A file was not taken: %s", error)
            return no_file(error.code, maybe=error.maybe)
        except StoppingError:
            return no_file(STOPPING)
        return reply

    def _upload(self, reply: Reply) -> Steps[Upload | None]:
        try:
            return (yield from self._files.picture(reply.picture))
        except StoppingError:  # the number matters more than its picture
            return None


def _rest(seconds: float) -> Steps[None]:
    """Wait before the next round; a program that stops goes through it at once."""
    try:
        if seconds:
            yield seconds
    except StoppingError:
        return


def _look(stands: Callable[[], Steps[bool]]) -> Steps[bool]:
    """Whether a post that Slack has not answered is there after all, as far as can be seen."""
    for pause in LOOKS:
        try:
            yield pause
            if (yield from stands()):
                return True
        except Uncertain as error:
            logger.info("A look for an answer went wrong: %s", error)
        except (Refused, StoppingError) as error:
            logger.info("Nobody may look for an answer: %s", error)
            return False
    return False


def _may_still(place: Destination, why: Refused | Uncertain) -> bool:
    """Whether a place may be tried again: a second copy does no harm where one person sees it."""
    return place.private if isinstance(why, Uncertain) else why.code in PASSING


def _aside(place: Destination, why: Refused | Uncertain) -> str:
    """What is said beside a reply that did not surely reach the place it was meant for."""
    if isinstance(why, Uncertain):
        return AGAIN if place.private else UNSURE
    return "" if place.private else WHY.get(why.code, f"Only you see this: Slack said {why.code}.")


def _with_note(form: ReplyForm, note: str, place: Destination) -> ReplyForm:
    if not note or not place.private:
        return form
    small = (blocks.context([note]),) if form.blocks else ()
    return replace(form, text=f"{form.text} {note}", blocks=(*small, *form.blocks))
