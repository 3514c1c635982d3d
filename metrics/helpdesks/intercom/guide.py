"""What somebody reads who connects an Intercom workspace."""

from __future__ import annotations

from typing import Final

from metrics.helpdesks.guide import Guide

GUIDE: Final = Guide(
    steps=(
        "In Intercom's [Developer Hub](https://developers.intercom.com/) make an app for your own "
        "workspace. Under *Authentication* tick only the rights to read: conversations, tickets, "
        "admins, users and companies (teams need it), tags, counts. Tick nothing that writes.",
        "Copy the access token, and the ID of the workspace: it follows `/a/inbox/` or `/a/apps/` "
        "in the address of Intercom's pages.",
        "Set `INTERCOM_URL` to the API of the workspace's region (`https://api.intercom.io`, "
        "`https://api.eu.intercom.io` or `https://api.au.intercom.io`), `INTERCOM_TOKEN` and "
        "`INTERCOM_WORKSPACE`. All workspaces of a region have one address, so each run makes sure "
        "that the token opens the workspace that you named.",
        "`deskpulse doctor --live` says of each stream whether the token may read it.",
        "To be fresh within minutes, let Intercom wake the sync: set `INTERCOM_WEBHOOK_SECRET` to "
        "the client secret of the app (*Basic information*), and under *Webhooks* enter "
        "`https://YOUR-ADDRESS/helpdesk/SOURCE` with the topics of conversations and tickets. "
        "Nothing is read from what it sends.",
    ),
    limits=(
        "Intercom allows an app 10,000 calls a minute, in windows of ten seconds. Deskpulse takes "
        "three quarters of what the answers allow, or what `DESKPULSE_INTERCOM_CALLS_PER_MINUTE` "
        "says.",
        "The parts of a conversation take a call for each conversation that has changed, and "
        "Intercom gives the newest 500 of them. One with more is named among what could not be "
        "read; its earlier parts are known if it was read before it had so many.",
        "Searches find what has changed some minutes later, so figures are up to three minutes "
        "behind, and the last hour is read again each time.",
        "A conversation is open, snoozed or closed: what waits for its customer is open like any "
        "other, and *snoozed* counts as on hold. A close is a solve.",
        "Tickets of the category *Back-office* are work on other tickets and no customer's issue, "
        "as is a *Tracker* without a contact. Of tickets Intercom tells no channel, no "
        "rating, no priority, and not that they were deleted.",
        "A conversation that was merged into another one counts no more. Intercom does not name "
        "it; it is known by its links, and by what the other one says.",
        "With several schedules of office hours Intercom does not say which one holds: write them "
        "into `DESKPULSE_SCHEDULES`. Days with hours of their own are taken for usual days.",
        "Fin's answers count as those of an AI agent. What Fin calls resolved (confirmed, or "
        "assumed after silence) is not taken over: a ticket counts as solved when it is closed.",
        "The version of the API is fixed at 2.16: later ones have other words.",
    ),
    back_fill=(
        "The newest 22 days come first. A search gives 150 conversations, and the parts of each "
        "take a call: at five calls a second ten thousand conversations take about 35 minutes."
    ),
    screen=(
        "`/kpi explain` lays both figures side by side for the first reply and the resolution, by "
        "the statistics that Intercom keeps of each conversation, and names those that differ.",
        "What Intercom calls a time (*time to first close*) counts office hours; the moments "
        "beside it are of the calendar.",
    ),
)
