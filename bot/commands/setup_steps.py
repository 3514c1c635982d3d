"""What is left to set up, for those who may set it up: each step once it is not done yet."""

from __future__ import annotations

from collections.abc import Iterator

from bot.access import policy
from bot.cards.blocks import Code
from bot.cards.controls import CORE_SET, PLAN, WATCH
from bot.cards.home import SetupStep
from bot.services import Services


def setup_steps(services: Services) -> Iterator[SetupStep]:
    """The steps that are left, the most needed first."""
    rules = policy(services)
    if not rules.leads:
        why = " in the settings: until then nobody sees figures by agent but their own."
        yield SetupStep(("Name leads: ", Code("DESKPULSE_LEADS"), why))
    now = services.now()
    if not services.asker.all_targets().in_force(now):
        example, proposal = Code("/kpi target frt email 4h"), Code("/kpi baseline frt")
        rest = " proposes one from your own weeks."
        yield SetupStep(("Set a target: ", example, ". ", proposal, rest))
    if not services.core.current().known:
        sentence = "Choose the few measures that digests and this tab show."
        yield SetupStep((sentence,), "Choose the core set", CORE_SET)
    if not any(not each.paused for each in services.schedules.all()):
        yield SetupStep(("Let a digest come by itself each week.",), "Schedule a digest", PLAN)
    if not services.alerts.all():
        yield SetupStep(("Watch what must not wait.",), "Make an alert", WATCH)
    agents = services.asker.directory().agents
    known = set(rules.agents.values()) & set(agents)
    if agents and not known:
        yield SetupStep(("Let agents say who they are on this tab, to see their own work.",))
