"""What somebody reads who connects a Zendesk account."""

from __future__ import annotations

from typing import Final

from metrics.helpdesks.guide import Guide

GUIDE: Final = Guide(
    steps=(
        "Make a user of its own for Deskpulse with the role of an admin: Zendesk gives its "
        "exports, ratings, service levels and schedules to admins only.",
        "In the Admin Center, under *Apps and integrations*, *APIs*, make an OAuth client, and "
        "with it a token of that user with the scope `read` and no other. It reads everything and "
        "changes nothing. A narrower scope such as `tickets:read` is refused the audits of "
        "tickets, where the replies of chats and messaging stand. Deskpulse does not renew a "
        "token that expires: make it anew then.",
        "Set `ZENDESK_URL` and `ZENDESK_OAUTH_TOKEN`.",
        "Or, which is quicker and may do more than it needs: make an API token on the same page, "
        "with token access switched on, and set `ZENDESK_URL`, `ZENDESK_EMAIL` (of that user) and "
        "`ZENDESK_API_TOKEN`. Deskpulse only ever reads, but an API token may also write.",
        "`deskpulse doctor --live` says of each stream whether the token may read it.",
        "If figures should be a minute old and not up to `DESKPULSE_SYNC_MINUTES`: make a webhook "
        "in the Admin Center that subscribes to ticket events, with the address "
        "`https://` your host `/helpdesk/zendesk:` your subdomain, and set "
        "`ZENDESK_WEBHOOK_SECRET` to its signing secret. Its calls only wake the sync.",
    ),
    limits=(
        "Exports give ten pages a minute of up to 1,000 records each, on a plan with High Volume "
        "API thirty (`DESKPULSE_ZENDESK_EXPORTS_PER_MINUTE`). All programs of an account share "
        "them, so another one that exports slows this one down.",
        "Exports leave out the last minute: a change shows a minute after it was made, at the "
        "earliest.",
        "The steps of promises, present-day surveys, business schedules and Zendesk "
        "Talk are not part of every plan. What the plan or the token lacks is left out, and read "
        "as soon as it is granted.",
        "Words of chats and messaging stand in no export: each such ticket takes one more call.",
        "Reviews of Zendesk QA come from an API of its own, with a token of its own "
        "(`/qa/api/export/reviews`), which Deskpulse does not read: a file of `reviews` brings "
        "them.",
        "Mails that Zendesk suspends are no tickets and in no figure; `/kpi sources` says how many "
        "wait, why, and since when. One that is recovered is a ticket from then on.",
        "Of a ticket shared with another Zendesk account, `by sharing` says with whom or by whom. "
        "What the other account's agents write is no reply of yours and begins no wait; what they "
        "solve counts for whoever has the ticket here. A ticket shared by another account of your "
        "own counts twice unless `DESKPULSE_ZENDESK_SISTERS` names that account: then it counts "
        "there alone.",
        "Of Zendesk Talk the calls of customers are read, which give ten pages a minute of their "
        "own. Calls that agents make, voicemail, and calls that end in a menu are left out; who "
        "asked to be called back waited off the line, so that counts in no speed of answer.",
        "What a ticket is about, how its customer sounds and in which language is told where "
        "intelligent triage is on (`by intent`, `by sentiment`, `by language`): by its reading of "
        "the first message, sure or not, or what an agent made of it.",
    ),
    back_fill=(
        "The newest 22 days come first, within minutes. Then every million records take 100 "
        "minutes at ten pages a minute. A ticket is one record, and so is each time something "
        "happens to it, and each step of what was promised; each chat takes a call of its own."
    ),
    screen=(
        "Explore's reports on tickets leave deleted ones out, its reports on service levels keep "
        "them. Here they are left out of both, and counted as removed.",
        "`/kpi explain` lays both figures side by side for the times that Zendesk keeps of each "
        "ticket (first reply, first and full resolution), and names the tickets that differ.",
    ),
)
