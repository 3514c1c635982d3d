"""What the owner of a schedule is told when a post did not come as it should."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import blocks
from bot.deliveries.payload import dump
from bot.talk import Block, Reply
from bot.words import clock
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.tickets.records import Instant

NOTICE = "notice:"
"""So begin the sources of deliveries that tell an owner about another one."""
KEPT_SECONDS = 3 * 86400
STANDS, AGAIN = "delivery stands", "delivery again"


def failure(delivery: Delivery, reason: str, advice: str, zone: str) -> Reply:
    """A post that did not go out."""
    what = f"The post planned for {clock(delivery.due_at, zone)} did not go out: {reason}."
    return _notice("A post did not go out", delivery, f"{what} {advice}".strip())


def late(delivery: Delivery, why: str, zone: str) -> Reply:
    """A post that will come late, if at all."""
    text = (
        f"The post planned for {clock(delivery.due_at, zone)} is late: {why}. I look again every "
        f"few minutes until {clock(delivery.expires_at, zone)}; other posts do not wait for it. "
        "The log of whoever runs me says where it stands."
    )
    return _notice("A post is late", delivery, text)


def unsure(delivery: Delivery, zone: str, *, readable: bool) -> Reply:
    """A post of which nobody knows whether it is there. `readable`: the channel may be read."""
    unseen = "could not find out by reading the channel" if readable else "may not read the channel"
    text = (
        f"I cannot tell whether the post planned for {clock(delivery.due_at, zone)} is there: "
        f"Slack did not answer, and I {unseen}. So I have not posted it again. "
        "Please look, and tell me."
    )
    stands = blocks.button("It is there", f"ask:stands:{delivery.id}", f"{STANDS} {delivery.id}")
    again = blocks.button("Post it again", f"ask:again:{delivery.id}", f"{AGAIN} {delivery.id}")
    return _notice("Is this post there?", delivery, text, blocks.actions([stands, again]))


def misses(slots: tuple[Instant, ...], channel: str, zone: str) -> Reply:
    """Posts that are too late to be worth saying."""
    times = "; ".join(clock(slot, zone) for slot in slots)
    many = "A post was" if len(slots) == 1 else f"{len(slots)} posts were"
    text = f"{many} missed because I did not run: {times}. Ask with /kpi for what they would say."
    head = (
        blocks.header("Missed posts"),
        blocks.section(("In ", blocks.place(channel), ". ", text)),
    )
    return Reply(text=text, head=head)


def unread(id: str, channel: str, rule: str) -> Reply:
    """A schedule of which nobody can read when it comes."""
    title, how = "A schedule cannot be read", f"/kpi schedule delete {id}"
    text = f'I cannot read "{rule}", so it posts nothing. Delete it, and make it again: {how}'
    head = (blocks.header(title), blocks.section(("In ", blocks.place(channel), ". ", text)))
    return Reply(text=f"{title}. {text}", head=head)


def lacking(title: str, why: Sequence[str], channel: str) -> Reply:
    """What a digest could not measure, and how to have it: said once to whoever owns it."""
    text = f"Some measures of {title!r} could not be measured. I say how to have them only once."
    head = (
        blocks.section((text, " It goes to ", blocks.place(channel), ".")),
        blocks.section(*why),
    )
    return Reply(text=blocks.fallback(f"{text} {' '.join(why)}"), head=head)


def notice(
    about: str, reply: Reply, to: str, now: Instant, slot: Instant | None = None
) -> Delivery:
    """The message to a person about a delivery or an alert, by its id; one for each `slot`."""
    payload, _ = dump(reply)
    source = f"{NOTICE}{about}"
    return Delivery(
        id=delivery_id(source, now if slot is None else slot),
        source=source,
        due_at=now,
        channel=to,
        state=State.READY,
        payload=payload,
        expires_at=now + KEPT_SECONDS,
    )


def _notice(title: str, delivery: Delivery, text: str, *more: Block) -> Reply:
    section = blocks.section(("In ", blocks.place(delivery.channel), ". ", text))
    return Reply(text=f"{title}. {text}", head=(blocks.header(title), section), tail=more)
