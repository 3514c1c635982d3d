"""What is said of schedules: the one just made, and all there are, with what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import words
from bot.cards import blocks
from bot.cards.blocks import Bold, Code, Line, PersonMention
from bot.cards.controls import PLAN
from bot.cards.each import each
from bot.cards.facts import DOT
from bot.talk import Audience, Block, Reply
from metrics.office_hours.calendar import DAY_NAMES, days_words
from metrics.posting.deliveries import OPEN, Delivery, State
from metrics.recurrence import Cadence, Rule
from metrics.recurrence.rule import EVERY_DAY, LAST
from metrics.tickets.records import Instant

EXAMPLE = "schedule weekly #support monday 9:00"
MEMBERS = "I can only post where I am a member: /invite me to the channel if I am not there yet."
LATE_SECONDS = 600
MOST = 40
_STATES = {
    State.PLANNED: "on its way",
    State.READY: "on its way",
    State.POSTED: "posted",
    State.MISSED: "skipped",
    State.FAILED: "failed",
    State.UNSURE: "perhaps posted",
    State.DROPPED: "called off",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """A schedule in words. `posts` are what came of it, the newest first; `next_at` what comes.

    `about` is the time a post tells of, seen from its day. `test` are the words that show its
    digest to one person. The settings own what nobody made.
    """

    id: str
    digest: str
    channel: str
    rule: Rule
    tickets: str
    about: str
    owner: str
    paused: str | None
    next_at: Sequence[Instant]
    posts: Sequence[Delivery]
    test: str

    @property
    def title(self) -> str:
        """What it is: "Weekly digest, Billing"."""
        return f"{self.digest.title()} digest{DOT}{self.tickets}"

    @property
    def zone(self) -> str:
        """The name of its time zone."""
        return str(self.rule.zone)


def plan_card(schedule: ScheduleView, event: str) -> Reply:
    """One schedule, after something happened to it: when it posts next, and what can be done."""
    content: list[Block] = [
        blocks.section(
            (Bold(f"{event}:"), f" {schedule.title}"),
            ("In ", blocks.place(schedule.channel), f", {when(schedule.rule)}."),
        )
    ]
    if schedule.paused:
        content.append(blocks.section(_paused(schedule.paused)))
    elif schedule.next_at:
        nexts = [f"{n}. {slot(at, schedule.zone)}" for n, at in enumerate(schedule.next_at, 1)]
        content.append(blocks.section((Bold("The next posts"),), *nexts))
        about = f"Each tells of {schedule.about}."
        content.append(blocks.context([about] if _member(schedule) else [about, MEMBERS]))
    content.append(blocks.actions(list(_buttons(schedule))))
    upcoming = "" if schedule.paused else f" Next: {slot(schedule.next_at[0], schedule.zone)}."
    return _private(f"{event}: {schedule.title}, {when(schedule.rule)}.{upcoming}", content)


def _member(schedule: ScheduleView) -> bool:
    """Whether it has posted there, or writes to one person: nobody needs to invite it."""
    has_posts = any(post.state is State.POSTED for post in schedule.posts)
    return has_posts or schedule.channel[:1] not in {"C", "G"}


def gone_card(schedule: ScheduleView, again: str) -> Reply:
    """A schedule was deleted; one click makes it again."""
    sentence = f"Deleted: {schedule.title}. It posts nothing more; what it posted stays."
    undo = blocks.button("Undo", "ask:undo", again)
    return _private(sentence, [blocks.section(sentence), blocks.actions([undo])])


def unread_gone_card(id: str) -> Reply:
    """A schedule that nobody could read was deleted."""
    sentence = f"Deleted: schedule {id}, which could not be read. It posts nothing more."
    return _private(sentence, [blocks.section(sentence)])


def schedule_sentence_card(sentence: str, schedule: ScheduleView) -> Reply:
    """A sentence about a schedule, and the way to it."""
    show = blocks.button("Show the schedule", "ask:show", f"schedule {schedule.id}")
    return _private(sentence, [blocks.section(sentence), blocks.actions([show])])


def sentence_card(sentence: str) -> Reply:
    """A sentence, and the way to all schedules."""
    show = blocks.button("All schedules", "ask:schedules", "schedules")
    return _private(sentence, [blocks.section(sentence), blocks.actions([show])])


def plans_card(schedules: Sequence[ScheduleView], unreadable: Sequence[str] = ()) -> Reply:
    """All schedules, those first that are due first; last the ids of those that nobody can read."""
    if not schedules and not unreadable:
        sentence = "Nothing is scheduled."
        how = ("A digest comes by itself with ", Code(f"/kpi {EXAMPLE}"), ", or choose one:")
        return _private(sentence, [blocks.section(sentence, how), _new()])
    entries = each(schedules[:MOST], _entry, lambda one: blocks.section(_broken_words(one.id)))
    odd = [_broken_words(id) for id in unreadable[: MOST - len(entries)]]
    head = [blocks.header("Schedules"), *entries, *(blocks.section(sentence) for sentence in odd)]
    if len(schedules) > MOST:
        head.append(blocks.context([f"{len(schedules) - MOST} more are not shown."]))
    names = each(schedules, lambda s: f"{s.title}, {when(s.rule)}", lambda s: _broken_words(s.id))
    return _private(f"Schedules: {'; '.join([*names, *odd])}", [*head, _new()])


def _broken_words(id: str) -> str:
    return f"Schedule {id} cannot be shown. /kpi schedule delete {id} deletes it."


def form_card() -> Reply:
    """How a schedule is made, where no form can be opened by itself."""
    sentence = "Which digest, where and when?"
    how = ("Say for example ", Code(f"/kpi {EXAMPLE}"), ", or choose:")
    return _private(sentence, [blocks.section(sentence, how), _new()])


def when(rule: Rule) -> str:
    """A rule in words: "every Monday at 09:00, Europe/Berlin"."""
    return f"{days(rule)} at {rule.wall:%H:%M}, {rule.zone}"


def days(rule: Rule) -> str:
    """The days of a rule in words: "every Monday", "Mon, Thu", "on the 1st of each month"."""
    match rule.cadence:
        case Cadence.DAILY if rule.weekdays == EVERY_DAY:
            return "every day"
        case Cadence.DAILY:
            return days_words([*rule.weekdays]).replace(",", ", ")
        case Cadence.WEEKLY:
            return f"every {DAY_NAMES[rule.weekdays[0]].title()}"
        case Cadence.MONTHLY:
            last = rule.day == LAST
            return f"on the {'last day' if last else ordinal(rule.day)} of each month"
        case Cadence.QUARTERLY:
            return f"on the {ordinal(rule.day)} of each quarter"


def ordinal(number: int) -> str:
    """A day of the month: "1st", "22nd", "13th"."""
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 < number < 20 else suffix}"


def slot(at: Instant, zone: str) -> str:
    """An instant with how far its clocks are from UTC: "Mon 30 Nov 2026 09:00 (UTC+01:00)"."""
    offset = f"{words.local(at, zone):%z}"
    return f"{words.moment(at, zone, year=True)} (UTC{offset[:3]}:{offset[3:5]})"


def outcome(post: Delivery, zone: str) -> str:
    """What became of a post: "Mon 23 Nov 09:00, posted 12 min late"."""
    text = _STATES[post.state]
    if late := _late_minutes(post):
        text = f"{text} {late} min late"
    why = "" if post.state is State.POSTED or not post.reason else f": {post.reason}"
    return f"{words.moment(post.due_at, zone)}, {text}{why}"


def _late_minutes(post: Delivery) -> int:
    late = (post.settled_at or 0) - post.due_at
    return late // 60 if post.state is State.POSTED and late >= LATE_SECONDS else 0


def _entry(schedule: ScheduleView) -> Block:
    by = ("made by ", PersonMention(schedule.owner)) if schedule.owner else ("from the settings",)
    lines: list[Line] = [
        (Bold(schedule.title), " in ", blocks.place(schedule.channel)),
        (f"{_capital(when(schedule.rule))}{DOT}", *by),
        _next(schedule),
    ]
    if schedule.posts:
        lines.append(f"Last: {outcome(schedule.posts[0], schedule.zone)}")
    if tally := _tally(schedule.posts):
        lines.append(tally)
    more = blocks.overflow(f"ask:more:{schedule.id}", list(_choices(schedule)))
    return {**blocks.section(*lines), "accessory": more}


def _paused(why: str) -> Line:
    """Why nothing is posted; whoever paused it is "by" and an id."""
    by = why.removeprefix("by ")
    return ("Paused by ", PersonMention(by)) if by != why else f"Paused: {why}"


def _next(schedule: ScheduleView) -> Line:
    if schedule.paused:
        return _paused(schedule.paused)
    return f"Next: {slot(schedule.next_at[0], schedule.zone)}"


def _tally(posts: Sequence[Delivery]) -> str:
    """How the last posts went, where they did not all go well."""
    finished = [post for post in posts if post.state not in OPEN]
    count = Counter(_STATES[post.state] for post in finished)
    late = sum(_late_minutes(post) > 0 for post in finished)
    if len(finished) < 2 or (count[_STATES[State.POSTED]] == len(finished) and not late):
        return ""
    posts_made = count.pop(_STATES[State.POSTED], 0)
    parts = [f"{posts_made} posted{f' ({late} late)' if late else ''}"] if posts_made else []
    parts += [f"{number} {state}" for state, number in count.most_common()]
    return f"Of the last {len(finished)}: {', '.join(parts)}"


def _choices(schedule: ScheduleView) -> Iterator[tuple[str, str]]:
    yield "Show", f"schedule {schedule.id}"
    yield "Post now", f"schedule post {schedule.id}"
    yield _pausing(schedule)
    if schedule.owner:
        yield "Delete", f"schedule delete {schedule.id}"


def _pausing(schedule: ScheduleView) -> tuple[str, str]:
    verb = "resume" if schedule.paused else "pause"
    return verb.title(), f"schedule {verb} {schedule.id}"


def _buttons(schedule: ScheduleView) -> Iterator[dict[str, object]]:
    yield blocks.button("Post a test to me", "ask:test", schedule.test)
    yield blocks.button("Post now", "ask:post", f"schedule post {schedule.id}")
    label, phrase = _pausing(schedule)
    yield blocks.button(label, "ask:pause", phrase)
    if schedule.owner:
        yield blocks.button("Move", PLAN, schedule.id)
        yield blocks.button("Delete", "ask:delete", f"schedule delete {schedule.id}")


def _new() -> Block:
    return blocks.actions([blocks.button("Schedule a digest", PLAN, PLAN)])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _private(text: str, head: Sequence[Block]) -> Reply:
    return Reply(text=blocks.fallback(text), head=tuple(head), audience=Audience.ME)
