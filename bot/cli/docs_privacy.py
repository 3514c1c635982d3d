"""The page on privacy: what is stored of whom and for how long, printed of the tables."""

from __future__ import annotations

from collections.abc import Iterator

from metrics.helpdesks.vendors import HELPDESKS
from metrics.store.tables.personal import KEPT, PERSONAL, READER, Holds

OPENING = """\
# Privacy

Deskpulse runs where you run it, and what it stores stays in your database. It sends nothing
anywhere but to your helpdesks and to Slack.

## What is never stored

The text of a ticket, a reply, a comment or a survey; names and addresses of customers; passwords
and tokens. A customer is the id that the helpdesk gave them. A subject is stored only where
`DESKPULSE_KEEP_SUBJECTS` says so, the name of a customer's organization only where
`DESKPULSE_KEEP_ORGANIZATIONS` does. An agent's e-mail address is stored as a fingerprint, by
which equal ones are known as equal: whoever has the database can tell whether it stands for an
address they guess, and no more.

## What is stored of people, and for how long

Every column that can name somebody, printed of the tables. Nothing else does; a test holds that.

| Table | Whom it names, and how | Kept |
|---|---|---|
"""

CLOSING = """
For ever means until you delete the database or forget the person. `DESKPULSE_KEEP_TICKETS_DAYS`,
`DESKPULSE_KEEP_POSTS_DAYS` and `DESKPULSE_KEEP_LOOKS_DAYS` set the terms;
[operations.md](operations.md#forgetting) says what goes when. Back-ups hold all of it, files that
you keep on a schedule are deleted by their number alone, and the log has ids of people in Slack.

## When somebody asks what you have of them

    deskpulse export {key}/114094762733 their-data.json

writes all rows that name them, and those of the tickets they have opened, into a JSON file that
only your own user can read. A customer is named by the helpdesk's key and their id there, an
agent also by their e-mail address or their id in Slack. Somebody who has told `/kpi i am` which
agent they are is one with that agent.

## When somebody asks to be forgotten

    deskpulse forget {key}/114094762733

says how much there is, asks, and then

- puts a random code in the place of their ids, at the helpdesk and in Slack, so that figures stay
  what they were and nothing leads from the code to them;
- takes away their name, the fingerprint of their address, the subjects of their tickets, the
  notes they wrote, what they have asked just now, their claim to be an agent, the view of Home
  that they chose, and the words of past posts that have their name;
- keeps away what a later sync tells of them: their id is known by a keyed hash from then on. What
  they do later counts, each time as somebody nobody knows;
- keeps away what a later file tells of them, also an old one that is imported again: what files
  called them (their id, their name) is known by keyed hashes too. Such rows are left out, and the
  answer to the import names their lines; a name that somebody else has at a helpdesk today means
  that one. What was imported before stays, and counts, under the code.

A bot that runs notices it within some seconds and reads its columns anew; until then, and while it
is answering somebody from columns of before (two minutes at most), a figure may still name them.
Where it reads from a replica, that has to have caught up.

It says how many rows were changed, and `deskpulse audit` has a line about it that names nobody.
While a helpdesk is being synced it refuses; try again in a minute, or stop the bot while a first
sync goes on for hours. There is no command for it in Slack: whoever may read the database may
do it.

What it cannot reach: back-ups from before (let them run out), the log, the files themselves
that you have imported, posts in Slack, and your settings. Who was forgotten with version 0.1.0
is known to files by id alone, not by name. The key of the hashes is in the same database, so
whoever has that and guesses an id or a name can tell that it was forgotten, and not which rows were
theirs.
"""


def privacy_page(printed: str) -> str:
    """The page as Markdown."""
    closing = CLOSING.format(key=f"{next(iter(HELPDESKS))}:acme")
    return f"{printed}{OPENING}{chr(10).join(_rows())}\n{closing}"


def _rows() -> Iterator[str]:
    for table, columns in sorted(PERSONAL.items()):
        parts = "; ".join(f"`{name}`: {_words(whom, how)}" for name, (whom, how) in columns.items())
        yield f"| `{table}` | {parts} | {KEPT.get(table, 'for ever')} |"


def _words(whom: str, how: Holds) -> str:
    return how if whom == READER or how is Holds.PHRASE else f"{how} ({whom})"
