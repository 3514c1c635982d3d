"""Decides what becomes of each ticket: who answers when, what is solved, reopened, merged, lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from metrics.tickets.records import Instant
from sandbox.year import cast
from sandbox.year.afterwards import Afterwards
from sandbox.year.dice import Dice
from sandbox.year.plan import SYSTEM, Speech
from sandbox.year.shifts import Shifts
from sandbox.year.story import PlannedOpening, PlannedStory

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
NEVER: Final = date.max

_FATES: Final = {"usual": 88.0, "deleted": 3.2, "merged": 1.1, "outbound": 3.2, "silent": 4.5}
_BOT_SHARE: Final = {"chat": 0.35, "messaging": 0.62}
_BOT_SOLVES: Final = 0.44
_MINUTES: Final = {
    "email": (50.0, 0.8),
    "web": (85.0, 0.95),
    "chat": (1.4, 0.7),
    "messaging": (7.0, 1.0),
    "phone": (75.0, 0.8),
    "social": (48.0, 0.9),
}
"""Working minutes until an answer, by channel: the median, and how far they spread."""

_HASTE: Final = {"urgent": 0.3, "high": 0.55, "low": 1.7}
_SLOWER_EACH_WEEKDAY: Final = 1.015


@dataclass(frozen=True, slots=True, kw_only=True)
class Troubles:
    """What went wrong in the year: one day of outage, and the e-mail queue's slow decline."""

    outage_on: date
    slower_from: date
    zone: ZoneInfo

    def day(self, at: Instant) -> date:
        return datetime.fromtimestamp(at, self.zone).date()

    def during_outage(self, at: Instant) -> bool:
        return self.day(at) == self.outage_on

    def slowness(self, at: Instant, channel: str) -> float:
        """How many times as long as usual an answer takes."""
        day = self.day(at)
        slow = 4.0 if 0 <= (day - self.outage_on).days <= 1 else 1.0
        weeks, rest = divmod(max(0, (day - self.slower_from).days), 7)
        weekdays = 5 * weeks + min(5, rest)
        return slow * (_SLOWER_EACH_WEEKDAY**weekdays if channel == "email" else 1.0)


class Planner:
    """Plans tickets one after the other, in the order of their creation."""

    def __init__(self, dice: Dice, shifts: Shifts, troubles: Troubles, customers: int) -> None:
        self._dice = dice
        self._shifts = shifts
        self._troubles = troubles
        self._customers = customers
        self._afterwards = Afterwards(dice, shifts, troubles.during_outage)
        self._last_requester = 0

    def story(self, at: Instant) -> PlannedStory:
        """One ticket, from its creation at `at` to its end."""
        opening = self._opening(at)
        fate = self._dice.pick(_FATES)
        if opening.channel == "phone":
            return self._phone(opening)
        match fate:
            case "deleted":
                return self._delete(opening)
            case "merged":
                return self._merge(opening)
            case "outbound" if self._shifts.working(at):
                return self._outbound(opening)
            case "silent":
                return self._silent(opening)
            case _:
                return self._usual(opening)

    def _opening(self, at: Instant) -> PlannedOpening:
        dice, outage = self._dice, self._troubles.during_outage(at)
        channel = dice.pick(cast.OUTAGE_CHANNELS if outage else cast.CHANNELS)
        if channel == "phone" and not self._shifts.working(at):
            channel = "email"
        hit = outage and dice.chance(0.78)
        category = cast.OUTAGE if hit else dice.pick(cast.CATEGORIES)
        home = cast.HOMES.get(category, cast.FRONT_LINE)
        priority = dice.pick(cast.PRIORITIES)
        requester = cast.CUSTOMERS + dice.skew(self._customers)
        return PlannedOpening(
            at=at,
            channel=channel,
            category=category or None,
            requester=requester,
            submitter=requester,
            team=home if dice.chance(0.6) else cast.FRONT_LINE,
            priority="high" if hit and priority != "urgent" else priority or None,
        )

    def _usual(self, opening: PlannedOpening) -> PlannedStory:
        story = self._receive(opening)
        if self._dice.chance(_BOT_SHARE.get(opening.channel, 0.0)):
            self._assistant(story)
        if not story.bot_only:
            self._conversation(story, opening.at)
        self._afterwards.tell(story)
        self._last_requester = opening.requester
        return story

    def _receive(self, opening: PlannedOpening) -> PlannedStory:
        """A new ticket; an e-mail is acknowledged by a trigger within seconds."""
        story = PlannedStory(opening)
        if opening.channel == "email":
            story.machine(opening.at + self._dice.between(0, 3))
        return story

    def _assistant(self, story: PlannedStory) -> None:
        """The AI agent answers first; what it cannot solve it hands over."""
        dice, bot = self._dice, cast.ASSISTANT.id
        story.machine(story.now + dice.between(2, 15), bot, assignee_id=bot, status="open")
        for _ in range(dice.between(0, 2)):
            story.customer(story.now + dice.between(20, 180))
            story.machine(story.now + dice.between(2, 12), bot)
        if dice.chance(_BOT_SOLVES) and story.opening.category != cast.OUTAGE:
            story.bot_only = True
            story.change(story.now + dice.between(120, 900), bot, status="solved")
        else:
            story.change(story.now + dice.between(1, 20), bot, assignee_id=None, status="new")

    def _conversation(self, story: PlannedStory, asked_at: Instant) -> None:
        """Question and answer, until it is solved or the customer falls silent."""
        dice = self._dice
        while True:
            due = self._answered_at(story, asked_at)
            self._before(story, due)
            agent = self._writer(story)
            last = dice.chance(0.55)
            solved = last and dice.chance(0.72)
            story.reply(due, agent, asked_at, "solved" if solved else "pending")
            if solved:
                return
            if dice.chance(0.06):
                story.message(due + dice.between(30, 600), agent)
            if last:
                self._fallen_silent(story, agent)
                return
            asked_at = story.now + max(MINUTE, min(3 * DAY, round(dice.around(5 * HOUR, 1.1))))
            story.customer(asked_at, "open")

    def _answered_at(self, story: PlannedStory, asked_at: Instant) -> Instant:
        """When a human will have answered."""
        dice, channel = self._dice, story.opening.channel
        if dice.chance(0.004) and not story.human and story.now == asked_at:
            return asked_at
        median, spread = _MINUTES[channel]
        haste = _HASTE.get(story.holder.priority or "", 1.0)
        slow = self._troubles.slowness(asked_at, channel)
        seconds = dice.around(median, spread) * haste * slow * MINUTE
        at_home = not self._shifts.working(asked_at) and dice.chance(0.07)
        due = asked_at + round(seconds) if at_home else self._shifts.later(asked_at, seconds)
        return max(due, story.now + 1)

    def _before(self, story: PlannedStory, due: Instant) -> None:
        """What happens between the question and its answer; nothing, if there is no time."""
        dice = self._dice
        home = cast.HOMES.get(story.opening.category or "", cast.FRONT_LINE)
        if story.holder.team != home and dice.chance(0.8):
            self._between(story, due, "move", group_id=home, assignee_id=None)
        if dice.chance(0.1):
            self._between(story, due, "again")
        if not story.human and dice.chance(0.1):
            urgent = "urgent" if story.holder.priority == "high" else "high"
            self._between(story, due, "triage", priority=urgent)
        if story.holder.agent is None and dice.chance(0.45):
            self._between(story, due, "triage", assignee_id=self._member(story), status="open")
        if dice.chance(0.2):
            self._between(story, due, "note")

    def _between(
        self, story: PlannedStory, due: Instant, what: str, **changes: int | str | None
    ) -> None:
        """One step at some moment before the answer."""
        if due - story.now < 2 * MINUTE:
            return
        at = story.now + self._dice.between(5, min((due - story.now) // 2, 20 * HOUR))
        if what == "again":
            story.customer(at)
        elif what == "note":
            story.note(at, self._member(story))
        else:
            story.change(at, self._member(story), **changes)

    def _member(self, story: PlannedStory) -> int:
        return self._dice.among(cast.agents(story.holder.team or cast.FRONT_LINE)).id

    def _writer(self, story: PlannedStory) -> int:
        """Its owner answers, now and then a colleague."""
        owner = story.holder.agent
        return self._member(story) if owner is None or self._dice.chance(0.05) else owner

    def _fallen_silent(self, story: PlannedStory, agent: int) -> None:
        """On hold for a while, or closed by an automation, or simply forgotten."""
        dice = self._dice
        if dice.chance(0.12):
            story.note(story.now + dice.between(60, HOUR), agent, status="hold")
            at = self._shifts.later(story.now, dice.around(22, 0.6) * HOUR)
            story.message(at, agent, "solved")
        elif dice.chance(0.96):
            story.change(story.now + 4 * DAY, SYSTEM, status="solved")

    def _phone(self, opening: PlannedOpening) -> PlannedStory:
        """A call. Most are logged and solved without a written word."""
        dice = self._dice
        story = PlannedStory(replace(opening, speech=Speech.CALL))
        agent = self._member(story)
        story.change(opening.at + dice.between(5, 90), agent, assignee_id=agent, status="open")
        if dice.chance(0.75):
            story.note(story.now + round(dice.around(9 * MINUTE, 0.5)), agent, status="solved")
        else:
            self._conversation(story, opening.at)
        self._afterwards.tell(story)
        return story

    def _delete(self, opening: PlannedOpening) -> PlannedStory:
        """Spam, mostly. A few had been answered before."""
        story = self._receive(opening)
        if self._dice.chance(0.15):
            due = self._answered_at(story, opening.at)
            story.reply(due, self._writer(story), opening.at, "pending")
        at = self._shifts.later(story.now, self._dice.around(50, 0.8) * MINUTE)
        story.remove(at, self._member(story), "deleted")
        return story

    def _merge(self, opening: PlannedOpening) -> PlannedStory:
        """The customer has written twice; this one goes into the other."""
        requester = self._last_requester or opening.requester
        story = self._receive(replace(opening, requester=requester, submitter=requester))
        at = self._shifts.later(story.now, self._dice.around(45, 0.8) * MINUTE)
        story.remove(at, self._member(story), "merged")
        return story

    def _outbound(self, opening: PlannedOpening) -> PlannedStory:
        """An agent writes to a customer first."""
        dice = self._dice
        agent = dice.among(cast.agents(opening.team or cast.FRONT_LINE)).id
        story = PlannedStory(
            replace(opening, submitter=agent, agent=agent, status="pending", agent_created=True)
        )
        if dice.chance(0.6):
            asked_at = story.now + max(MINUTE, min(3 * DAY, round(dice.around(4 * HOUR, 1.0))))
            story.customer(asked_at, "open")
            self._conversation(story, asked_at)
        else:
            self._fallen_silent(story, agent)
        self._afterwards.tell(story)
        return story

    def _silent(self, opening: PlannedOpening) -> PlannedStory:
        """Solved without an answer: a call settled it, or there was nothing to say."""
        story = self._receive(opening)
        at = self._answered_at(story, opening.at)
        agent = self._member(story)
        story.note(max(at, story.now + 1), agent, assignee_id=agent, status="solved")
        self._afterwards.tell(story)
        return story
