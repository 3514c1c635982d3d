"""What somebody reads who connects a Salesforce org."""

from __future__ import annotations

from typing import Final

from metrics.helpdesks.guide import Guide
from metrics.helpdesks.salesforce import sources

_SETUP: Final = ", ".join(sorted(sources.OF_SETUP))
_RIGHTS: Final = "".join(
    f"\n   - `{entity}`{': ' if names else ''}{', '.join(f'`{name}`' for name in names)}"
    f"{', where you have it' if entity in sources.NOT_EVERYWHERE else ''}"
    for entity, names in sources.rights().items()
    if entity not in sources.OF_SETUP
)

GUIDE: Final = Guide(
    steps=(
        "Make a user of its own for Deskpulse, best with the license *Salesforce Integration* and "
        "the permission set license *Salesforce API Integration*, and a permission set for it. In "
        "*System Permissions* give *API Enabled* and *View Setup and Configuration*: by the "
        f"latter {_SETUP} are read.",
        "In the *Object Settings* of the permission set give, of each of these, *Read* and *View "
        "All Records* of the object and *Read Access* of the fields, and nothing else (never "
        "*Create*, *Edit* or *Delete*). Objects that are not listed there go by their case, and "
        "fields without a box all may read. Without *View All Records* Salesforce gives a part of "
        f"the cases and does not say so.{_RIGHTS}",
        "Where you use entitlements give *Read* of Entitlement too.",
        "Of Case add the fields that you name in `DESKPULSE_SALESFORCE_CATEGORY_FIELD`, "
        "`DESKPULSE_SALESFORCE_TAG_FIELD` and `DESKPULSE_SALESFORCE_FIELDS`; `Subject` only with "
        "`DESKPULSE_KEEP_SUBJECTS`, and *Read* of Account with its `Name` only with "
        "`DESKPULSE_KEEP_ORGANIZATIONS`. No text of an e-mail or a comment is asked for, so "
        "`TextBody`, `HtmlBody` and `CommentBody` may stay hidden.",
        "In *Setup*, *External Client App Manager*, make an app with OAuth: the scope *Manage user "
        "data via APIs (api)*, and the *client credentials flow* switched on, run as that user. "
        "Salesforce has no scope that only reads; the permission set holds the app to reading.",
        "Set `SALESFORCE_URL`, with the address of your My Domain "
        "`https://NAME.my.salesforce.com`, and the app's consumer key and secret as "
        "`SALESFORCE_CLIENT_ID` and `SALESFORCE_CLIENT_SECRET`.",
        "Name the *default case owner* and the *automated case user* (in *Setup*, *Support "
        "Settings*) in `DESKPULSE_SALESFORCE_SYSTEM_USERS`: what they own nobody has, and what "
        "they write is automatic.",
        "Switch on field history tracking of Priority for cases, so that figures by priority count "
        "the priority of that time.",
        "`deskpulse doctor --live` says of each stream whether the user may read it, and which "
        "fields are hidden from it.",
        "To be fresh within seconds, let Salesforce wake the sync: set `SALESFORCE_WEBHOOK_SECRET` "
        "to a long random word. Make a *named credential* for the address Deskpulse is reached at, "
        "whose *external credential* has the custom header `X-Deskpulse-Secret: WORD`, and "
        "record-triggered flows on Case, Email Message and Case Comment with an *HTTP callout* "
        "(POST to `/helpdesk/SOURCE`) on their asynchronous path. Nothing is read from what it "
        "sends. Outbound messages, which nobody can tell from others, are not taken.",
    ),
    limits=(
        "An org has 100,000 calls in 24 hours and more by its licenses, for all programs together. "
        "Deskpulse learns from the answers how many are used, and pauses where three quarters are.",
        "A page of 2,000 rows takes a call, and none is made for a single case: a hundred changed "
        "cases take about forty.",
        "Fields and objects that the user may not see are left out, and what is made of them is "
        "said to be missing.",
        "Status and owner are told by the lifecycle of each case (Case History 2), the priority by "
        "the field history, which Salesforce keeps for 18 to 24 months. A case has one owner: its "
        "team is the queue it was in last, and before that the role of its first owner.",
        "What is said in chats, messaging sessions and calls is read where it is a comment of the "
        "case; Salesforce does not tell of it one by one.",
        "A chat or call that an agent turns into a case counts as opened by that agent: no first "
        "reply is owed.",
        "Deleted cases are told for 15 days, as long as the recycle bin keeps them. A case that "
        "was deleted while Deskpulse stood still for longer goes on to count.",
        "Milestones are read with their target dates, to the minute; what an entitlement process "
        "promises in general is not told. Names such as *First Response* or *Resolution Time* say "
        "what a milestone measures; others are counted as unknown.",
        "Surveys are read where a survey subject links each invitation to its case.",
    ),
    back_fill=(
        "The newest 22 days come first. Long stretches are read by bulk queries and the rest in "
        "pages of 2,000 rows: a hundred thousand cases with all that happened to them take about "
        "1,400 calls at most."
    ),
    screen=(
        "`/kpi explain` lays both figures side by side for the resolution, by the date that "
        "Salesforce keeps, and names the cases that differ.",
        "Reports count in the time zone of whoever looks at them, and round the clock.",
    ),
)
