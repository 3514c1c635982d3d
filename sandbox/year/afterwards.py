"""What follows a solve in the made-up year: reopening, thanks, the survey, and closing for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year import cast
from sandbox.year.dice import Dice
from sandbox.year.plan import SYSTEM
from sandbox.year.shifts import Shifts
from sandbox.year.story import PlannedStory

_HOUR: Final = 3600
_DAY: Final = 86_400
_REOPENS: Final = 0.05
_THANKS: Final = 0.02
_SURVEY_SHARE: Final = 0.62
_ANSWERS: Final = 0.30
_GOOD: Final = 0.885
_GOOD_AFTER_OUTAGE: Final = 0.55


class Afterwards:
    """Tells the rest of a story that has come to its first solve."""

    def __init__(
        self, dice: Dice, shifts: Shifts, during_outage: Callable[[Instant], bool]
    ) -> None:
        self._dice = dice
        self._shifts = shifts
        self._during_outage = during_outage

    def tell(self, story: PlannedStory) -> None:
        """Go on from the solve; a ticket that is not solved stays as it is."""
        if story.status != "solved":
            return
        solved_at = story.now
        if self._dice.chance(_REOPENS):
            self._reopened(story, solved_at)
        elif self._dice.chance(_THANKS):
            self._thank(story, solved_at)
        solved_at = story.now
        if self._dice.chance(_SURVEY_SHARE):
            self._survey(story, solved_at)
        story.change(max(story.now + _HOUR, solved_at + 10 * _DAY), SYSTEM, status="closed")

    def _agent(self, story: PlannedStory) -> int:
        owner = story.holder.agent
        if owner is None or owner == cast.ASSISTANT.id:
            return self._dice.among(cast.agents(story.holder.team or cast.FRONT_LINE)).id
        return owner

    def _reopened(self, story: PlannedStory, solved_at: Instant) -> None:
        """It was not solved after all. What the AI agent had solved, a human takes over."""
        after = min(round(self._dice.around(22 * _HOUR, 1.1)), 9 * _DAY)
        asked_at = solved_at + max(120, after)
        story.customer(asked_at, "open")
        agent = self._agent(story)
        if story.holder.agent != agent:
            story.change(asked_at + self._dice.between(5, 60), SYSTEM, assignee_id=agent)
            story.bot_only = False
        due = self._shifts.later(story.now, self._dice.around(70, 0.9) * 60)
        story.reply(due, agent, asked_at, "solved")

    def _thank(self, story: PlannedStory, solved_at: Instant) -> None:
        """A "thank you" opens the ticket again, and an agent only has to solve it."""
        story.customer(solved_at + self._dice.between(300, 12 * _HOUR), "open")
        due = self._shifts.later(story.now, self._dice.around(40, 0.8) * 60)
        story.change(due, self._agent(story), status="solved")

    def _survey(self, story: PlannedStory, solved_at: Instant) -> None:
        offered_at = solved_at + _DAY
        answered_at = None
        if self._dice.chance(_ANSWERS):
            after = min(round(self._dice.around(5 * _HOUR, 1.1)), 6 * _DAY)
            answered_at = offered_at + max(30, after)
        hit = self._during_outage(story.opening.at)
        good = self._dice.chance(_GOOD_AFTER_OUTAGE if hit else _GOOD)
        story.offer(offered_at, answered_at, good=good)
