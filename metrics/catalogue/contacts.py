"""Whether a customer comes back about the same thing, and whether help took more than one try."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.exclusions import answered_unread, codes, solved_elsewhere
from metrics.tickets.arrays import in_order_of_all
from metrics.tickets.columns import Bools, Codes, Columns, Facts, Ints, facts
from metrics.tickets.intervals import MOST_PLACES, find, place
from metrics.tickets.records import NEVER, Channel, Dimension

_SECONDS_MASK = 2**34 - 1
WEEK_SECONDS = 7 * 24 * 3600


def by_phone(columns: Columns) -> Bools:
    """Which tickets came by phone."""
    words = columns.words[Dimension.CHANNEL]
    codes = [code for code, word in enumerate(words) if word == Channel.PHONE]
    mask: Bools = np.isin(columns.tickets.latest[Dimension.CHANNEL], codes)
    return mask


def contacts(columns: Columns) -> Bools:
    """Which tickets a customer began. One that an agent logged after a call is one of them."""
    tickets = columns.tickets
    return ~tickets.removed & (~tickets.agent_created | by_phone(columns))


def next_contact_at(columns: Columns, after: Ints) -> Ints:
    """When the customer of each ticket next came about the same category, later than `after`.

    NEVER where nobody knows who the customer is or what it was about.
    """
    tickets = columns.tickets
    category = tickets.latest[Dimension.CATEGORY]
    known_pair = (tickets.requester > 0) & (category > 0)
    # Customer and category become one number, numbered anew where it would not fit beside an
    # instant in one key. The first sorted key behind (pair, `after`) is the next contact, if it is
    # of the same pair.
    group = tickets.requester * (int(category.max(initial=0)) + 1) + category
    if len(group) and int(group.max()) > MOST_PLACES:
        group = np.unique(group, return_inverse=True)[1].ravel().astype(np.int64)
    there = known_pair & contacts(columns)
    keys = np.sort(place(group[there], tickets.created_at[there]))
    nearest = find(keys, place(group, after), "right")
    nearest_place = np.append(keys, -1)[nearest]
    same = known_pair & (nearest_place >= 0) & (nearest_place >> 34 == group) & (after < NEVER)
    return np.where(same, nearest_place & _SECONDS_MASK, NEVER)


def escalated_at(columns: Columns) -> Ints:
    """When each ticket first came to a team of a higher tier than the first one it was with."""
    never = np.full(len(columns.tickets.key), NEVER)
    if not tiers_known(columns):
        return never
    spans, tier = columns.spans, _tiers(columns)[columns.spans.cut[Dimension.TEAM]]
    which = np.flatnonzero((tier > 0) & (spans.started_at < spans.ended_at))
    row = columns.tickets.rows(spans.ticket[which])
    since, tier = spans.started_at[which], tier[which]
    # The times of one ticket are in their order. What is put in one place several times is in the
    # end what was put there last: backwards, what came first.
    first = np.zeros(len(never), dtype=np.int64)
    first[row[::-1]] = tier[::-1]
    higher = np.flatnonzero(tier > first[row])[::-1]
    never[row[higher]] = since[higher]
    return never


def _tiers(columns: Columns) -> Ints:
    """The tier of each code of a team; 0 where nobody has said it."""
    rows = columns.imported["tiers"]
    tiers = np.zeros(len(columns.words[Dimension.TEAM]), dtype=np.int64)
    tiers[rows.cut[Dimension.TEAM]] = rows.numbers["tier"].astype(np.int64)
    return tiers


def tiers_known(columns: Columns) -> bool:
    """Whether anybody has said which teams are higher tiers."""
    tiers = columns.imported.get("tiers")
    return tiers is not None and len(tiers.at) > 0


def first_contacts(columns: Columns) -> Facts:
    """Each ticket at its first solve; a hit unless it took, or will take, another contact."""
    solves, tickets = columns.solves, columns.tickets
    rows = tickets.rows(solves.ticket)
    return facts(
        table=solves,
        where=solves.first & ~tickets.removed[rows],
        ticket=solves.ticket,
        at=solves.at,
        hit_at=solves.at,
        lost_at=another_contact_at(columns)[rows],
        cut=solves.cut,
        reason=no_first_contact(columns)[rows],
    )


def first_contacts_of_all(columns: Columns) -> Facts:
    """Each ticket at its creation; a hit where it is solved on first contact within 7 days.

    The other contact that undoes it is one within 7 days of the solve, as for `first_contacts`.
    """
    tickets = columns.tickets
    mask = ~tickets.removed
    solved_at, lost_at = tickets.first_solved_at, another_contact_at(columns)
    soon = solved_at <= tickets.created_at + WEEK_SECONDS
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.created_at,
        hit_at=np.where(soon & (no_first_contact(columns) == 0), solved_at, NEVER),
        lost_at=np.where(lost_at <= solved_at + WEEK_SECONDS, lost_at, NEVER),
        cut=tickets.latest,
    )


def another_contact_at(columns: Columns) -> Ints:
    """When each ticket took more than one contact: a reopening, a reply, a ticket, a tier more."""
    tickets = columns.tickets
    again = next_contact_at(columns, tickets.first_solved_at)
    more = [first_reopened_at(columns), tickets.second_reply_at, again, escalated_at(columns)]
    first: Ints = np.minimum.reduce(more)
    return first


def no_first_contact(columns: Columns) -> Codes:
    """Why a first solve was no contact, or is not known to be one.

    1 an agent began, 2 it came closed, 3 its beginning and 4 its answer are not known, 5 no human
    had replied.
    """
    tickets, phone = columns.tickets, by_phone(columns)
    silent = (tickets.first_reply_at > tickets.first_solved_at) & ~phone
    outreach = tickets.agent_created & ~phone
    closed, older, unread = tickets.came_closed, tickets.began_before, answered_unread(columns)
    return codes(outreach, closed, older, unread, silent)


def first_reopened_at(columns: Columns) -> Ints:
    """When each ticket was reopened after its first solve."""
    solves, tickets = columns.solves, columns.tickets
    reopened_at = np.full(len(tickets.key), NEVER)
    reopened_at[tickets.rows(solves.ticket[solves.first])] = solves.reopened_at[solves.first]
    return reopened_at


def touches(columns: Columns) -> Facts:
    """The last solve of each ticket; a hit when just one human reply had led there."""
    return _solves(columns, columns.solves.replies == 1, answered_unread(columns))


def silent_solves(columns: Columns) -> Facts:
    """The last solve of each ticket; a hit when no human reply had led there."""
    return _solves(columns, columns.solves.replies == 0, answered_unread(columns))


def handed_on(columns: Columns) -> Facts:
    """The last solve of each ticket, with its handoffs until then; a hit when there were any."""
    return _solves(columns, columns.solves.handoffs > 0)


def _solves(columns: Columns, hit: Bools, *unknown: Bools) -> Facts:
    """The last solves; of tickets that are older than the history nobody knows what led there."""
    solves, tickets = columns.solves, columns.tickets
    rows = tickets.rows(solves.ticket)
    mask = ~tickets.removed[rows]
    left_out = [each[rows] for each in (tickets.began_before, *unknown)]
    return facts(
        table=solves,
        where=mask,
        ticket=solves.ticket,
        at=solves.at,
        hit_at=np.where(hit, solves.at, NEVER),
        gone_at=solves.next_solve_at,
        amount=solves.handoffs.astype(np.float64),
        cut=solves.cut,
        reason=codes(solved_elsewhere(columns), *left_out),
    )


def came_back(columns: Columns) -> Facts:
    """Each ticket at its first solve; a hit when it was reopened for more than a thank you.

    A reopening is no more than that where the ticket is solved again without another human reply;
    until then it is taken for a real one.
    """
    solves, tickets = columns.solves, columns.tickets
    thanks = _thanks_only(columns)
    rows = tickets.rows(solves.ticket)
    real_at = np.full(len(tickets.key), NEVER)
    np.minimum.at(real_at, rows[~thanks], solves.reopened_at[~thanks])
    real_at = real_at[rows]
    only_thanks = real_at == NEVER
    return facts(
        table=solves,
        where=solves.first & ~tickets.removed[rows],
        ticket=solves.ticket,
        at=solves.at,
        hit_at=np.where(only_thanks, solves.reopened_at, real_at),
        lost_at=np.where(only_thanks, solves.next_solve_at, NEVER),
        cut=solves.cut,
        reason=codes(
            solved_elsewhere(columns), tickets.began_before[rows], tickets.unread_reopen[rows]
        ),
    )


def _thanks_only(columns: Columns) -> Bools:
    """After which solves the ticket was solved again without another human reply."""
    solves = columns.solves
    order = in_order_of_all(solves.at, solves.ticket)
    ticket, replies = solves.ticket[order], solves.replies[order]
    mask = np.zeros(len(order), dtype=np.bool_)
    mask[order[:-1]] = (ticket[1:] == ticket[:-1]) & (replies[1:] == replies[:-1])
    return mask


def repeats(columns: Columns) -> Facts:
    """Each ticket at its creation; a hit when the customer came again about the same category."""
    tickets = columns.tickets
    mask = ~tickets.removed
    nameless = tickets.requester == 0
    vague = tickets.latest[Dimension.CATEGORY] == 0
    reasons = [~contacts(columns), vague, nameless]
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.created_at,
        hit_at=next_contact_at(columns, tickets.created_at),
        cut=tickets.latest,
        reason=codes(*reasons),
    )


def escalations(columns: Columns) -> Facts:
    """Each ticket that anybody worked on, at its creation; a hit when it was escalated."""
    tickets = columns.tickets
    mask = ~tickets.removed
    idle = (tickets.first_touch_at == NEVER) & (tickets.first_solved_at == NEVER)
    return facts(
        table=tickets,
        where=mask,
        ticket=tickets.key,
        at=tickets.created_at,
        hit_at=escalated_at(columns),
        cut=tickets.latest,
        reason=idle.astype(np.int32),
    )
