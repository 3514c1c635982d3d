"""Tickets taken by a click, and the thread of a board, in the real bot over a Slack here."""

from __future__ import annotations

from bot.services import Services
from bot.slack.reception import Reception
from metrics.ask.work import find_tickets
from metrics.tickets.records import TicketId
from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience
from tests.bench.filling import SOURCE
from tests.bot.slack.talking import control, kept, reply


def opened(slack: Running, services: Services) -> tuple[Message, str]:
    """The card of an open ticket in the channel, and its number."""
    found = (find_tickets(services.asker, str(n), services.now()) for n in range(300, 0, -1))
    number = next(state.id.id for (state,) in found if state.unsolved)
    slack.command(ANNA.id, SUPPORT.id, "/kpi", number)
    return reply(slack), number


def seen(slack: Running, card: Message, words: str) -> Message:
    """The message that was clicked, once it shows these words."""
    now = slack.workspace.message
    slack.workspace.wait_for(lambda: words in str(now(card.channel, card.ts).blocks))
    return now(card.channel, card.ts)


def test_the_message_that_was_clicked_shows_who_takes_it(
    connected: Running, services: Services, reception: Reception
) -> None:
    card, number = opened(connected, services)
    take = control(card, "I take it")
    connected.press(ANNA.id, card, take)
    after = seen(connected, card, "takes it")
    for person in (BEN, ANNA):  # who are late; at the same time either may be the first
        connected.press(person.id, card, take)
    assert reception.pool.close(patience.SECONDS)
    assert f"<@{ANNA.id}> takes it" in str(after.blocks)
    assert control(after, "Give back")
    taken = services.takes.standing([TicketId(SOURCE, number)])
    assert [take.person for take in taken.values()] == [ANNA.id]
    assert len(connected.workspace.messages(SUPPORT.id)) == 1  # nothing is said beside it


def test_it_is_given_back_where_it_was_taken(connected: Running, services: Services) -> None:
    card, number = opened(connected, services)
    connected.press(ANNA.id, card, control(card, "I take it"))
    taken = seen(connected, card, "takes it")
    connected.press(BEN.id, taken, control(taken, "Give back"))
    seen(connected, card, "I take it")
    assert services.takes.standing([TicketId(SOURCE, number)]) == {}


def test_plain_replies_act_on_a_board_and_its_foot_says_so_once_one_was_heard(
    connected: Running, services: Services
) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "standup")
    board = reply(connected)
    kept(services, board.ts, 1)
    assert "mention me to go on" in str(board.blocks)
    connected.say(BEN.id, SUPPORT.id, "nobody's", thread_ts=board.ts)
    pile = reply(connected, number=2)
    assert (pile.thread_ts, pile.text[:19]) == (board.ts, "Standup, Nobody's, ")
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "standup")
    assert "without a mention too" in str(reply(connected, number=3).blocks)
