"""One check of an alert: it looks, and what is to be told goes into the outbox.

State and message are kept in one transaction. A post that Slack never took is told again as it
stands by then, or not at all where it is over: an outage of Slack's releases no flood. The post
itself says how the alert stands: it is written anew whenever somebody takes it on or puts it off.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from functools import cached_property

from bot.alerts import messages
from bot.alerts.faces import FACE, PLAIN, Face, face, faced
from bot.alerts.kinds import kind_of, watch
from bot.alerts.kinds.kind import Sight, Story
from bot.cards.memory import receipt
from bot.charts import picture
from bot.deliveries.payload import dump, load
from bot.deliveries.refusals import Cure, meaning_of
from bot.outward import for_all, is_open
from bot.services import Services
from bot.talk import Courier, Outgoing, Picture, Post, Refusal, Reply, Unknown
from bot.workspace import reader
from metrics.posting.alerts import ALERTED, Phase, Standing, Telling, step
from metrics.posting.deliveries import OPEN, Delivery, State, delivery_id
from metrics.store.books.alerts import BLIND, FEW, SEES, AlertStep, WatchedAlert
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

FIRED_SECONDS = 15 * 60
"""What could not be posted for so long is told anew, as it stands by then."""
OVER_SECONDS = 86400
DAY_SECONDS = 86400
PEAK = "peak"
"""A step that keeps how bad it is, where that is worse than before."""
SINCE = "since"
"""A step that keeps since when it was so when it was told."""


@dataclass(frozen=True)
class Check:
    """One check of one alert."""

    record: WatchedAlert
    now: Instant
    services: Services
    courier: Courier

    def __call__(self) -> None:
        """Look, and keep how it stands with what is told."""
        alert, post = self.record.alert, self._post()
        sight = watch(alert, self.services, self.now)
        before = self.record.standing
        if post is not None and post.state is State.MISSED:
            before = replace(before, told_at=None)
        standing, telling = step(alert.care, before, sight.observation)
        if telling in {Telling.REMINDED, Telling.RECOVERED} and post and post.state in OPEN:
            return  # what was begun comes to its end first
        if kind_of(alert).live and not self._update_list(sight, telling, post):
            return
        delivery, since_at = self._delivery(sight, standing, telling, post)
        root = delivery.id if delivery and delivery.parent is None else None
        steps = self._steps(sight, standing, telling, since_at)
        self.services.alerts.settle(self.record, standing, steps, delivery, post=root)

    def show(self) -> None:
        """Bring the post up to date with who has it, how long it rests, and its end."""
        alert, key = self.record.alert, self._face(self.now).key
        shown = [each.detail for each in self._steps_of_episode if each.what == FACE]
        if key == (shown[-1] if shown else PLAIN):
            return
        post = self.services.outbox.get(self.record.post) if self.record.post else None
        if post is None or post.ts is None:
            return
        reply = self._reply_by_now(post, self._face(post.settled_at or post.due_at))
        if reply is None or self._write(post, reply):
            episode = self.record.standing.episode
            entry = AlertStep(alert=alert.id, episode=episode, at=self.now, what=FACE, detail=key)
            self.services.alerts.note(entry)

    def _reply_by_now(self, post: Delivery, looks: Face) -> Reply | None:
        """The post as it looks by now; None where it must stay as it is."""
        alert = self.record.alert
        if kind_of(alert).live:
            if looks.over_at:
                return None  # its list has said that it is over
            sight = watch(alert, self.services, self.now)
            return messages.board(alert, sight, self.services.ticket_url, looks)
        if post.payload is None:
            return None
        reply = load(post.payload, post.picture)
        is_whole = reply.picture is None or post.picture is not None
        return faced(reply, alert, looks) if is_whole else None

    def _write(self, post: Delivery, reply: Reply) -> bool:
        """Put other words into the post; False where that must be tried once more later."""
        alert = self.record.alert
        message = Post(post.posted_in or post.channel, post.ts or "")
        person = reader(alert.channel, alert.owner)
        outgoing = Outgoing(key=post.id, channel=message.channel, reply=reply, reader=person)
        match self.courier.update(message, outgoing):
            case Unknown():
                return False
            case Refusal() as refusal:
                return meaning_of(refusal).cure is not Cure.WAIT
        return True

    def _face(self, at: Instant) -> Face:
        """How its post looks, told as of `at`. To others nobody is named."""
        zone = self.services.settings.timezone
        looks = face(self.record.standing, self._steps_of_episode, at, self.now, zone)
        return replace(looks, named=not self._open)

    @property
    def _open(self) -> bool:
        """Whether people of another company may read it."""
        return is_open(self.record.alert.channel, self.services)

    def _had(self) -> str:
        """Who had it, where that may be said."""
        return "" if self._open else self.record.standing.acknowledged_by

    @cached_property
    def _steps_of_episode(self) -> list[AlertStep]:
        """What became of it since it fired last."""
        alert, episode = self.record.alert, self.record.standing.episode
        return [e for e in self.services.alerts.of(alert.id) if e.episode == episode]

    def _post(self) -> Delivery | None:
        """The post with which it fired, where it is firing."""
        firing = self.record.standing.phase is Phase.FIRING
        has_post = firing and self.record.post and self.record.standing.told_at is not None
        return self.services.outbox.get(self.record.post) if has_post and self.record.post else None

    def _update_list(self, sight: Sight, telling: Telling | None, post: Delivery | None) -> bool:
        """Bring the list up to date; False where its end must be written once more later."""
        if post is None or post.ts is None or sight.observation.beyond is None:
            return True
        if telling is Telling.RECOVERED:
            reply = messages.list_end(sight, self._since(), self._worst(sight), self._had())
            return self._write(post, reply)
        if sight.dues:
            address = self.services.ticket_url
            self._write(
                post, messages.board(self.record.alert, sight, address, self._face(self.now))
            )
        return True

    def _delivery(
        self, sight: Sight, standing: Standing, telling: Telling | None, post: Delivery | None
    ) -> tuple[Delivery | None, Instant | None]:
        """The message that is due now, if one is, and since when it is so where that is told."""
        is_posted = post is not None and post.ts is not None
        live = kind_of(self.record.alert).live and is_posted
        match telling:
            case Telling.REMINDED if is_posted and not live:
                reply = messages.reminder(self.record.alert, sight, self._since())
                return self._message(reply, telling, sight, under=post), None
            case Telling.RECOVERED if is_posted and not live:
                reply = messages.recovery(sight, self._since(), self._worst(sight), self._had())
                return self._message(reply, telling, sight, under=post), None
            case Telling.FIRED | Telling.REMINDED if not live:
                reply, since_at = self._first_post(sight, standing)
                return self._message(reply, telling, sight), since_at
        return None, None

    def _first_post(self, sight: Sight, standing: Standing) -> tuple[Reply, Instant]:
        alert, since_at = self.record.alert, standing.since_at
        if self.record.standing.phase is Phase.PENDING:
            since_at = self.record.standing.since_at
        address = self.services.ticket_url
        if kind_of(alert).live:
            return messages.board(alert, sight, address), since_at
        story = self._story(sight)
        if story.lasting is not None:
            since_at = story.lasting.since_at
        return messages.alert_post(alert, sight, story, address, self._chart(sight)), since_at

    def _story(self, sight: Sight) -> Story:
        """What is told beside the figure; an alert never waits for it. To others no ticket."""
        try:
            story = sight.story()
        except Exception:  # whatever fails in looking back, the alert goes out
            logger.exception("What carries an alert could not be found")
            return Story()
        return replace(story, tickets=None) if self._open else story

    def _message(
        self,
        reply: Reply,
        telling: Telling,
        sight: Sight,
        *,
        under: Delivery | None = None,
    ) -> Delivery:
        alert, now = self.record.alert, self.now
        source = f"{ALERTED}{alert.id}"
        figures = sight.figures and self._open
        payload, png = dump(replace(reply, figures=figures))
        over = telling is Telling.RECOVERED
        return Delivery(
            id=delivery_id(f"{source} {telling}", now),
            source=source,
            due_at=now,
            part=1 if under else 0,
            parent=under.id if under else None,
            channel=alert.channel,
            owner=alert.owner,
            state=State.READY,
            payload=payload,
            picture=png,
            receipts=() if under else self._receipts(sight),
            expires_at=now + (OVER_SECONDS if over else FIRED_SECONDS),
        )

    def _receipts(self, sight: Sight) -> tuple[str, ...]:
        """The receipt of its figure, so that its thread can go on from it."""
        if sight.result is None:
            return ()
        figure_receipt = receipt(sight.result, sight.phrase, "")
        self.services.posts.keep(figure_receipt)
        return (figure_receipt.id,)

    def _steps(
        self, sight: Sight, standing: Standing, telling: Telling | None, since_at: Instant | None
    ) -> list[AlertStep]:
        """What is kept of this check: what is told, how bad it is where worse, whether it sees."""
        alert, now = self.record.alert, self.now
        entries = [] if telling is None else [(str(telling), sight.now)]
        entries += [] if since_at is None else [(SINCE, str(since_at))]
        if standing.phase is Phase.FIRING and sight.value is not None:
            worst = self._worst(sight)
            if worst is None or worst != self._peak():
                entries.append((PEAK, repr(sight.value)))
        sees = BLIND if sight.blind else FEW if sight.few else SEES
        if sees != self.services.alerts.latest_sight(alert.id):
            entries.append((sees, sight.blind or sight.few))
        return [
            AlertStep(alert=alert.id, episode=standing.episode, at=now, what=what, detail=detail)
            for what, detail in entries
        ]

    def _worst(self, sight: Sight) -> float | None:
        """How bad it was at its worst, this check included."""
        values = [each for each in (self._peak(), sight.value) if each is not None]
        return (max if self.record.alert.above else min)(values, default=None)

    def _peak(self) -> float | None:
        """How bad it was at its worst in this episode before."""
        if self.record.standing.phase is not Phase.FIRING:
            return None
        peaks = [float(each.detail) for each in self._steps_of_episode if each.what == PEAK]
        return peaks[-1] if peaks else None

    def _since(self) -> Instant:
        """Since when it is so, as it was told when it fired."""
        told = [int(each.detail) for each in self._steps_of_episode if each.what == SINCE]
        return told[0] if told else self.record.standing.since_at

    def _chart(self, sight: Sight) -> Picture | None:
        """The chart of the figure; an alert never waits for its picture."""
        if sight.result is None:
            return None
        try:
            result = for_all(sight.result, self.record.alert.channel, self.services)
            return picture(result, sight.threshold)
        except Exception:  # whatever fails in drawing, the alert goes out
            logger.exception("The chart of an alert could not be drawn")
            return None
