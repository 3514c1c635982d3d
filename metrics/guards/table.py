"""The guards G1 to G30 (metric catalogue, 5)."""

from __future__ import annotations

from metrics.guards.conditions import (
    above,
    alone,
    below,
    by_one_category,
    either,
    fell,
    few,
    good,
    moves,
    one_category,
    one_channel_rose,
    poor,
    rose,
    steady,
)
from metrics.guards.guard import Guard

SPEED_AND_QUALITY = (
    Guard(
        id="G1",
        about=("aht", "csat"),
        when=(fell("aht"), fell("csat")),
        says="a red flag, quality is given up for speed",
        trade_off=True,
    ),
    Guard(
        id="G2",
        about=("aht", "reopen", "fcr"),
        when=(fell("aht"), either(rose("reopen"), fell("fcr"))),
        says="work is being rushed",
        trade_off=True,
    ),
    Guard(
        id="G3",
        about=("frt", "reopen", "qa"),
        when=(fell("frt"), either(rose("reopen"), fell("qa"))),
        says="fast first replies with early closing or a rushed diagnosis",
        trade_off=True,
    ),
    Guard(
        id="G4",
        about=("resolution", "reopen", "repeat"),
        when=(fell("resolution"), either(rose("reopen"), rose("repeat"))),
        says="closing is not resolving",
        trade_off=True,
    ),
    Guard(
        id="G5",
        about=("frt", "fcr", "csat"),
        when=(good("frt"), good("fcr"), poor("csat")),
        says="the wrong problems may be solved quickly",
    ),
    Guard(
        id="G7",
        about=("fcr", "csat"),
        when=(rose("fcr"), fell("csat")),
        says="check what counts as resolved, and look for the root cause",
    ),
    Guard(
        id="G30",
        about=("resolution",),
        when=(rose("resolution"), fell("reopen"), fell("repeat"), steady("csat")),
        says="healthy thoroughness, no alarm",
    ),
)

LOYALTY = (
    Guard(
        id="G6",
        about=("csat", "nps"),
        when=(good("csat"), poor("nps")),
        says="support is fine, the product may not be",
    ),
    Guard(
        id="G8",
        about=("csat", "ces"),
        when=(good("csat"), poor("ces")),
        says="there is friction, customers are satisfied but tired",
    ),
    Guard(
        id="G20",
        about=("sentiment",),
        when=(poor("sentiment"), good("frt"), good("fcr")),
        says="an early warning before the numbers show it",
    ),
    Guard(
        id="G27",
        about=("csat",),
        when=(moves("csat"), either(few("csat"), moves("csat_response"))),
        says="this may be the noise of a small or changed sample",
    ),
    Guard(
        id="G29",
        about=("qa",),
        when=(fell("qa"),),
        says="satisfaction tends to follow",
    ),
)

LOAD = (
    Guard(
        id="G9",
        about=("backlog", "csat", "fcr"),
        when=(good("backlog"), either(fell("csat"), fell("fcr"))),
        says="the backlog may be cleared by poor answers",
        trade_off=True,
    ),
    Guard(
        id="G10",
        about=("backlog",),
        when=(rose("backlog"), rose("solved"), rose("csat")),
        says="less alarming than it looks, demand grows and the team keeps pace in quality",
    ),
    Guard(
        id="G11",
        about=("backlog",),
        when=(rose("backlog"), steady("volume")),
        says="throughput or staffing fell",
    ),
    Guard(
        id="G12",
        about=("backlog", "volume"),
        when=(rose("backlog"), rose("volume")),
        says="demand outruns capacity",
    ),
    Guard(
        id="G21",
        about=("sla",),
        when=(fell("sla"),),
        says="look at staffing, cover in business hours and the time before assignment",
    ),
    Guard(
        id="G25",
        about=("mix",),
        when=(one_channel_rose("mix"),),
        says="look at routing and self-service before headcount",
    ),
    Guard(
        id="G26",
        about=("volume",),
        when=(rose("volume"), by_one_category("volume")),
        says="look for a bug, an outage, a confusing change or a gap in the documentation",
    ),
    Guard(
        id="G28",
        about=("solved",),
        when=(rose("solved"), alone("csat", "reopen", "fcr", "qa")),
        says="a count of closed tickets alone says nothing about the help",
    ),
)

SOLVING = (
    Guard(
        id="G22",
        about=("escalation",),
        when=(rose("escalation"), one_category("escalation")),
        says="look at training, documentation, authority or the first tier there; at prices "
        "where it is about billing",
    ),
    Guard(
        id="G23",
        about=("fcr",),
        when=(fell("fcr"),),
        says="look at routing, macros, gaps in knowledge and the authority to decide",
    ),
    Guard(
        id="G24",
        about=("reopen",),
        when=(rose("reopen"),),
        says="audit the last notes, make follow-ups clearer, agree on a quality standard",
    ),
)

COST = (
    Guard(
        id="G13",
        about=("cost_ticket",),
        when=(good("cost_ticket"), either(rose("repeat"), rose("cost_resolution issue"))),
        says="cheap tickets, dear problems",
    ),
    Guard(
        id="G18",
        about=("utilization",),
        when=(above("utilization", 0.85),),
        says="understaffed or an inefficient process, with a risk of burnout",
    ),
    Guard(
        id="G19",
        about=("utilization",),
        when=(below("utilization", 0.60),),
        says="overstaffed, or room for proactive work",
    ),
)

AUTOMATION = (
    Guard(
        id="G14",
        about=("deflection", "self_service"),
        when=(
            either(rose("deflection"), rose("self_service")),
            either(steady("volume"), rose("repeat")),
        ),
        says="content that is read but does not deflect",
    ),
    Guard(
        id="G15",
        about=("self_service", "volume"),
        when=(rose("self_service"), fell("volume")),
        says="self-service works",
    ),
    Guard(
        id="G16",
        about=("ai_automation", "ai_quality"),
        when=(
            rose("ai_automation"),
            either(fell("ai_quality"), rose("ai_quality reopen-share"), rose("repeat")),
        ),
        says="the bot may close conversations without helping",
    ),
    Guard(
        id="G17",
        about=("takeover",),
        when=(rose("takeover"), one_category("takeover")),
        says="look at the guardrails and handover rules there",
    ),
)

GUARDS = tuple(
    sorted(
        (*SPEED_AND_QUALITY, *LOYALTY, *LOAD, *SOLVING, *COST, *AUTOMATION),
        key=lambda guard: int(guard.id[1:]),
    )
)
