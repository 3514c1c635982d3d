"""What an earlier Deskpulse posted, asked again: whoever owns it hears what is another figure.

In a direct message and never in a thread, however late: much of an upgrade comes only with
`deskpulse sync --full`, which somebody runs some day. Nothing is told of a helpdesk that is being
read, so that what it brings is told together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code
from bot.deliveries.notices import NOTICE, notice
from bot.deliveries.recounts import KEPT_SECONDS, Finding, Recount, Refusal, recounts
from bot.deliveries.supplies import administrators
from bot.services import Services
from bot.talk import Block, Reply
from metrics.ask.rereading import sources_to_reread
from metrics.posting.deliveries import Delivery
from metrics.question.receipts import MEASURING
from metrics.store.books.digest_schedules import DIGEST
from metrics.store.books.rechecks import Rechecks
from metrics.tickets.records import Instant

NOTICE_SECONDS = 86400
"""What changes after a notice is told at most so often."""
MOST_LINES = 10
TITLE = "Measured anew"
UPGRADE = (
    "Since I was upgraded I count some things another way, and data may have come in late. I have "
    "asked again what I posted before."
)
OTHERS = "These figures are others now:"
GONE = "Can no longer be told"
ONCE = (
    "I say this to whoever owns the schedules, and nothing in the threads of those posts; should "
    "more of it change, at most once a day. I looked at the last post of each schedule from before "
    "the upgrade: earlier ones may differ too. My changelog lists the figures that differ after "
    "it, and why."
)


def tell_owner(
    post: Delivery, findings: Sequence[Finding], services: Services, since: Instant, now: Instant
) -> None:
    """Tell who owns a post of an earlier Deskpulse what is another figure now.

    With it go the last such posts of all their schedules, and only those are told of again; of a
    schedule of the settings it is those who administer. `since` is when the upgrade was.
    """
    if not any(map(_may_be_news, findings)):
        return
    store = services.outbox.store
    people = [post.owner] if post.owner else administrators(services)
    about = {to: f"measuring:{MEASURING}:{post.owner}:{to}" for to in people}
    told_at = _told_at(about.values(), services)
    open_sources = sources_to_reread(store, since, now)
    if not people or not list(_news(findings, open_sources, first=told_at is None)):
        return
    latest = _latest_posts(post.owner, services, now)
    if told_at is not None and (post.id not in latest or now < told_at + NOTICE_SECONDS):
        return
    news = [
        finding
        for each in (latest | {post.id: post}).values()
        for finding in _news(
            findings if each.id == post.id else recounts(each, services),
            open_sources,
            first=told_at is None,
        )
    ]
    reply = upgrade_notice(news, str(services.asker.calendar.zone))
    messages = [notice(about[to], reply, to, now, slot=told_at or 0) for to in people]
    Rechecks(store).restate(_receipts_after(news, services), messages, now)


def _may_be_news(finding: Finding) -> bool:
    """Whether an earlier Deskpulse posted it, and a reader would see that it is another now."""
    return finding.is_of_upgrade and (isinstance(finding, Refusal) or finding.is_other)


def _news(
    findings: Iterable[Finding], open_sources: Collection[str], *, first: bool
) -> Iterator[Finding]:
    """What is to be told: of helpdesks that are whole again, what is refused the first time."""
    for finding in filter(_may_be_news, findings):
        if isinstance(finding, Refusal):
            is_ripe = first and not open_sources
        else:
            is_ripe = not set(finding.result.coverage.sources) & set(open_sources)
        if is_ripe:
            yield finding


def _told_at(about: Iterable[str], services: Services) -> Instant | None:
    """When the newest of those notices was made; None where there is none."""
    notices = [one for each in about for one in services.outbox.of(f"{NOTICE}{each}", 1)]
    return max((one.due_at for one in notices), default=None)


def _latest_posts(owner: str, services: Services, now: Instant) -> dict[str, Delivery]:
    """The last post of each schedule of an owner that an earlier Deskpulse made, by id."""
    posts = Rechecks(services.outbox.store).posts_of(DIGEST, owner, now - KEPT_SECONDS)
    latest = dict[str, Delivery]()
    for post in posts:
        if post.source not in latest and _is_earlier(post, services):
            latest[post.source] = post
    return {post.id: post for post in latest.values()}


def _is_earlier(post: Delivery, services: Services) -> bool:
    receipts = map(services.posts.receipt, post.receipts)
    return any(receipt is not None and receipt.measuring != MEASURING for receipt in receipts)


def _receipts_after(news: Iterable[Finding], services: Services) -> dict[str, list[str]]:
    """The receipts of posts, by their id: compared next with what their figures are now."""
    after = dict[str, list[str]]()
    for one in news:
        if isinstance(one, Recount):
            services.posts.keep(one.again)
            after.setdefault(one.post.id, list(one.post.receipts))[one.place] = one.again.id
    return after


def upgrade_notice(news: Iterable[Finding], zone: str) -> Reply:
    """What an owner is told of figures that an upgrade makes in another way, or no more.

    Of each measure of the same tickets it is the first of these posts.
    """
    changes, refusals = dict[str, Recount](), dict[str, Refusal]()
    for one in news:
        if isinstance(one, Recount):
            changes.setdefault(one.name(", "), one)
        else:
            refusals.setdefault(one.before.phrase, one)
    lines = [_change_line(one) for one in list(changes.values())[:MOST_LINES]]
    lines += [_refusal_line(one, zone) for one in list(refusals.values())[:MOST_LINES]]
    rest = len(changes) + len(refusals) - len(lines)
    more = [f"There are {rest} more."] if rest else []
    texts = " ".join(text for _, text in lines)
    why = f"{UPGRADE} {OTHERS}" if changes else UPGRADE
    head = (blocks.header(TITLE), blocks.section(why), *(block for block, _ in lines))
    text = blocks.fallback(f"{TITLE}. {why} {texts}")
    return Reply(text=text, head=head, tail=(blocks.context([*more, ONCE]),))


def _change_line(one: Recount) -> tuple[Block, str]:
    at = words.clock(one.post.due_at, one.result.zone)
    place = (f"{one.change}, in the post of {at} in ", blocks.place(one.post.channel), ".")
    text = f"{one.name(', ')}: {one.change}, in the post of {at}."
    return blocks.section(Bold(one.name()), place), text


def _refusal_line(one: Refusal, zone: str) -> tuple[Block, str]:
    at = words.clock(one.post.due_at, zone)
    place = (Code(one.before.phrase), f", in the post of {at} in ", blocks.place(one.post.channel))
    text = f"{GONE}: {one.before.phrase}, in the post of {at}. {one.why}"
    return blocks.section((Bold(f"{GONE}: "), *place, "."), one.why), text
