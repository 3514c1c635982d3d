"""What somebody reads who connects a Freshdesk account."""

from __future__ import annotations

from typing import Final

from metrics.helpdesks.guide import Guide

GUIDE: Final = Guide(
    steps=(
        "Make an agent of its own for Deskpulse with *global access* to tickets: with group or "
        "restricted access Freshdesk gives a part of the tickets and does not say so. Freshdesk "
        "has no keys that only read. On Pro and Enterprise give the agent a role of its own that "
        "may view tickets, reports and satisfaction ratings, and change nothing; for business "
        "hours it needs the right to see the admin settings.",
        "Sign in as that agent and copy the API key from *Profile settings*.",
        "Set `FRESHDESK_URL`, with the address `https://NAME.freshdesk.com` (an address of your "
        "own does not work for the API), and `FRESHDESK_API_KEY`.",
        "`deskpulse doctor --live` says of each stream whether the key may read it.",
        "To be fresh within seconds, let Freshdesk wake the sync: set `FRESHDESK_WEBHOOK_SECRET` "
        "to a long random word, and in *Admin*, *Workflows*, *Automations* make a rule for ticket "
        "creation and one for ticket updates (by agent or requester; any reply, note or change of "
        "status, agent, group or priority) with the action *Trigger webhook*: POST to "
        "`https://YOUR-ADDRESS/helpdesk/SOURCE`, with the custom header "
        "`X-Deskpulse-Secret: WORD`. Nothing is read from what it sends.",
    ),
    limits=(
        "The API is not part of the free plan. Plans give 50 (trial), 200 (Growth), 400 (Pro) or "
        "700 (Enterprise) credits a minute to all programs together, and fewer calls of a list of "
        "tickets (20 on Growth). Deskpulse learns from the answers what the plan allows and takes "
        "three quarters of it, or what `DESKPULSE_FRESHDESK_CREDITS_PER_MINUTE` says.",
        "What was said in a ticket takes a call for each ticket that has changed.",
        "Handle times are the time that agents note down on tickets. Those of the last two days "
        "are read with each sync, and every six hours those of the last two weeks.",
        "Freshdesk keeps no history of a ticket, only when things happened last. What is not "
        "told is observed from the day on which Deskpulse was connected.",
        "Tickets that were archived (closed for about 120 days) are in no list and are not read. "
        "An admin can have them in an export of the account.",
        "Deleted tickets and spam are read as such. A merge shows in nothing but the note that "
        "Freshdesk writes in English; where a team writes another one, such a ticket counts as "
        "closed.",
        "Surveys that nobody answered, holidays, and what Freddy answers are not told.",
    ),
    back_fill=(
        "The newest 22 days come first. A page of a hundred tickets takes three credits, and what "
        "was said in each of them one more at least: ten thousand tickets take about 70 minutes "
        "on Growth, and 20 on Enterprise."
    ),
    screen=(
        "`/kpi explain` lays both figures side by side for the first reply and the resolution, by "
        "the stamps that Freshdesk keeps of each ticket, and names the tickets that differ.",
        "Analytics counts first responses and resolutions in the business hours of the group.",
    ),
)
