"""What was posted is asked again for some weeks: a figure that late data move is not left standing.

Only what a reader would see counts: the same question as of the same instant has another headline.
Where a newer Deskpulse makes the figure in another way, the owner of the post hears of it once, and
no thread does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold
from bot.cards.memory import receipt
from bot.cards.restated import headline, reason
from bot.deliveries.notices import NOTICE, notice
from bot.deliveries.payload import dump
from bot.deliveries.supplies import administrators
from bot.grammar import parse
from bot.outward import impersonal
from bot.services import Now, Services
from bot.talk import Reply
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.question.receipts import MEASURING, Receipt
from metrics.question.result import Result
from metrics.store.books.digest_schedules import DIGEST
from metrics.store.books.rechecks import Rechecks
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

EVERY_SECONDS = 6 * 3600
KEPT_SECONDS = 35 * 86400
"""A month's digest stays right until the next one has come."""
AT_ONCE = 5
EXPIRES_SECONDS = 3 * 86400
UPGRADE_SECONDS = 86400
"""So long after an upgrade nothing is said of earlier posts, while it reads again what it needs."""
MOST_LINES = 10
TITLE = "Measured anew"
UPGRADE = (
    "Since I was upgraded I count some things another way, and have asked again what I posted "
    "before. These figures are others now:"
)
ONCE = (
    "I say this once, to you alone, and nothing in the threads of those posts. My changelog lists "
    "the figures that differ after the upgrade, and why."
)


@dataclass(frozen=True, slots=True)
class Recount:
    """A figure that was posted, and what the same question gives now."""

    before: Receipt
    again: Receipt
    result: Result

    @property
    def is_other(self) -> bool:
        """Whether a reader would see it."""
        return self.again.headline != headline(self.before, self.result)

    @property
    def is_of_upgrade(self) -> bool:
        """Whether another Deskpulse made it, which may have counted other things."""
        return self.before.measuring != self.again.measuring

    @property
    def change(self) -> str:
        """From what to what."""
        return f"It was {headline(self.before, self.result)} and is {self.again.headline}"

    def name(self, between: str = facts.DOT) -> str:
        """The measure and its tickets."""
        return f"{self.result.title}{between}{self.result.scope}"


def restate(services: Services, clock: Now) -> None:
    """Ask again what was posted, each post every few hours by one copy of the bot. Never raises."""
    try:
        now = clock()
        rechecks = Rechecks(services.outbox.store)
        is_read = now >= rechecks.measuring_since(MEASURING, now) + UPGRADE_SECONDS
        posts = rechecks.posts_to_check(
            DIGEST, since=now - KEPT_SECONDS, before=now - EVERY_SECONDS, limit=AT_ONCE
        )
        for post in posts:
            if rechecks.check(post, now):
                _restate(post, services, rechecks, now, is_read=is_read)
    except Exception:  # the next turn must come
        logger.exception("What was posted could not be asked again")


def _restate(
    post: Delivery, services: Services, rechecks: Rechecks, now: Instant, *, is_read: bool
) -> None:
    """Say under a post what late data have moved, and to its owner what an upgrade has.

    `is_read`: what the upgrade reads in another way has been read again.
    """
    ids, late, of_upgrade = list(post.receipts), list[Recount](), list[Recount]()
    for place, one in _recounts(post, services):
        if not (one.is_other or one.is_of_upgrade) or (one.is_of_upgrade and not is_read):
            continue
        services.posts.keep(one.again)
        ids[place] = one.again.id
        if one.is_other:
            (of_upgrade if one.is_of_upgrade else late).append(one)
    messages = _notices(post, services, rechecks, now) if of_upgrade else []
    if late:
        messages.append(_thread_message(post, late, now))
    if tuple(ids) != post.receipts:
        rechecks.restate(post, ids, messages, now)


def _thread_message(post: Delivery, late: list[Recount], now: Instant) -> Delivery:
    """What goes below a post."""
    figures = all(impersonal(one.result.query) for one in late)
    payload, _ = dump(replace(restatement(late), figures=figures))
    return Delivery(
        id=delivery_id(f"restated:{post.id}", now),
        source=post.source,
        due_at=now,
        part=1,
        parent=post.id,
        channel=post.channel,
        owner=post.owner,
        state=State.READY,
        payload=payload,
        expires_at=now + EXPIRES_SECONDS,
    )


def _notices(
    post: Delivery, services: Services, rechecks: Rechecks, now: Instant
) -> list[Delivery]:
    """What the owner of a post hears of it and of the latest post of each of their schedules.

    Once for each way of measuring. Of a schedule of the settings it is those who administer.
    """
    people = [post.owner] if post.owner else administrators(services)
    about = {to: f"measuring:{MEASURING}:{to}" for to in people}
    people = [to for to in people if not services.outbox.of(f"{NOTICE}{about[to]}", 1)]
    if not people:
        return []
    latest = rechecks.latest_posts(DIGEST, post.owner, now - KEPT_SECONDS)
    posts = {each.id: each for each in (*latest, post)}
    changes = [
        (each, one)
        for each in posts.values()
        for _, one in _recounts(each, services)
        if one.is_other and one.is_of_upgrade
    ]
    reply = upgrade_notice(changes)
    return [notice(about[to], reply, to, now, slot=MEASURING) for to in people]


def _recounts(post: Delivery, services: Services) -> Iterator[tuple[int, Recount]]:
    """The figures of a post that can be asked again, with the place of each."""
    for place, id in enumerate(post.receipts):
        before = services.posts.receipt(id)
        again = _again(before, services) if before else None
        if before and again:
            yield place, Recount(before, *again)


def _again(before: Receipt, services: Services) -> tuple[Receipt, Result] | None:
    """The same question as of the same instant; None where it can no longer be asked."""
    try:
        query = parse(before.phrase, services.asker.directory())
        result = services.asker.answer(query, before.asked_at)
    except AskError:
        logger.info("%s cannot be asked any more", before.phrase)
        return None
    return receipt(result, before.phrase, before.person), result


def restatement(changes: Sequence[Recount]) -> Reply:
    """What a thread is told of figures that have moved."""
    sentences = [
        f"{one.change}, both as of the time of the post. "
        f"{reason(one.before, one.again, one.result)}"
        for one in changes
    ]
    title = "Restated: data that came in late moved what was posted."
    lines = [
        blocks.section(Bold(one.name()), line) for one, line in zip(changes, sentences, strict=True)
    ]
    texts = (f"{one.name(', ')}: {line}" for one, line in zip(changes, sentences, strict=True))
    text = blocks.fallback(f"{title} {' '.join(texts)}")
    return Reply(text=text, head=(blocks.section(title), *lines))


def upgrade_notice(changes: Sequence[tuple[Delivery, Recount]]) -> Reply:
    """What an owner is told of figures that an upgrade makes in another way.

    Of each measure of the same tickets it is the first of these posts.
    """
    by_name = dict[str, tuple[Delivery, Recount]]()
    for post, one in changes:
        by_name.setdefault(one.name(", "), (post, one))
    lines, texts = [], []
    for name, (post, one) in list(by_name.items())[:MOST_LINES]:
        at = words.clock(post.due_at, one.result.zone)
        lines.append(
            blocks.section(
                Bold(one.name()),
                (f"{one.change}, in the post of {at} in ", blocks.place(post.channel), "."),
            )
        )
        texts.append(f"{name}: {one.change}, in the post of {at}.")
    rest = len(by_name) - len(lines)
    more = [f"There are {rest} more."] if rest else []
    text = blocks.fallback(f"{TITLE}. {UPGRADE} {' '.join(texts)}")
    head = (blocks.header(TITLE), blocks.section(UPGRADE), *lines)
    return Reply(text=text, head=head, tail=(blocks.context([*more, ONCE]),))
