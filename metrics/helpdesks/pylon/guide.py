"""What somebody reads who connects a Pylon account."""

from __future__ import annotations

from typing import Final

from metrics.helpdesks.guide import Guide

GUIDE: Final = Guide(
    steps=(
        "As an admin, open *Settings*, *Integrations & dev*, *API tokens* and create a token with "
        "an identity of its own (leave *Act as user or bot* empty). Its role says what it can "
        "access: choose one that sees all issues, users, teams and surveys and changes nothing, if "
        "your plan has one. Deskpulse reads, and asks for nothing else.",
        "Set `PYLON_URL` to `https://api.usepylon.com`, or to `https://api.eu.usepylon.com` for an "
        "organization in the European Union, `PYLON_API_TOKEN` to the token, and `PYLON_ACCOUNT` "
        "to the id of the organization: all organizations have one address, and figures are kept "
        "under this id. If you do not know it, write any word: `deskpulse doctor --live` then says "
        "which organization the token opens, and its id.",
        "If your team tags issues that are spam, tests or merged into others, name those tags in "
        "`DESKPULSE_PYLON_LEFT_OUT_TAGS`; name AI agents in `DESKPULSE_PYLON_BOTS`.",
        "`deskpulse doctor --live` says whether the token opens that organization, and of each "
        "stream whether it may be read.",
        "To be fresh within seconds, let Pylon wake the sync: in *Settings*, *Integrations & dev*, "
        "*Webhooks* create one with the target `https://YOUR-ADDRESS/helpdesk/SOURCE` and set "
        "`PYLON_WEBHOOK_SECRET` to the secret, which Pylon shows once. In *Workflows*, *Triggers* "
        "make triggers for new issues, new messages and changes of status, assignee and fields "
        "with the action *Send webhook*. Nothing is read from what it sends.",
    ),
    limits=(
        "Pylon allows an organization, all of its tokens together, 120 searches, 30 lists of "
        "statuses and 300 other calls of each kind a minute; its older documents say 20, 10 and 20 "
        "to 60. Deskpulse takes three quarters, or what `DESKPULSE_PYLON_CALLS_PER_MINUTE` says, "
        "and waits as long as Pylon asks for.",
        "What was said in an issue takes a call for each issue that has changed.",
        "Pylon keeps no history of an issue: when it was first and last solved, and how long it "
        "was in each status. What is not told is observed from the day on which Deskpulse was "
        "connected.",
        "That an issue was deleted shows only by its being there no more: Deskpulse looks every "
        "six hours, among those that were unsolved. One that is deleted after it was solved stays "
        "in the figures. Merges are not told.",
        "Business hours, policies of service levels and surveys that nobody answered are not told. "
        "An answer to a survey names no issue: it counts for the customer's issue with that score "
        "that was solved last before.",
    ),
    back_fill=(
        "The newest 22 days come first. A page of 999 issues takes one call, and what was said in "
        "each of them one more: ten thousand issues take about 45 minutes, and more than eight "
        "hours where Pylon allows 20 calls a minute."
    ),
    screen=(
        "`/kpi explain` lays both figures side by side for the first reply and the resolution, by "
        "the times that Pylon keeps of each issue, and names the issues that differ.",
    ),
)
