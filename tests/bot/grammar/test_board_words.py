"""Words about the standup board, and what they leave to say which tickets."""

from __future__ import annotations

import pytest

from bot.grammar.board_words import BoardWords, read_board_words
from metrics.question.ticket_state import Pile
from metrics.tickets.records import Dimension


@pytest.mark.parametrize(
    ("words", "pile", "rest"),
    [
        ("breached", Pile.BREACHED, ""),
        ("Breached?", Pile.BREACHED, ""),
        ("what is breached", Pile.BREACHED, ""),
        ("which tickets are overdue", Pile.BREACHED, ""),
        ("show me the late ones", Pile.BREACHED, ""),
        ("breached email", Pile.BREACHED, "email"),
        ("email breached", Pile.BREACHED, "email"),
        ("breached in Front line", Pile.BREACHED, "Front line"),
        ("breaching", Pile.DUE, ""),
        ("what is about to breach", Pile.DUE, ""),
        ("due", Pile.DUE, ""),
        ("what's due next", Pile.DUE, ""),
        ("due today chat", Pile.DUE, "chat"),
        ("unassigned", Pile.NOBODYS, ""),
        ("nobody's", Pile.NOBODYS, ""),
        ("nobody\u2019s", Pile.NOBODYS, ""),
        ("without an owner", Pile.NOBODYS, ""),
        ("waiting", Pile.WAITING, ""),
        ("who waits longest", Pile.WAITING, ""),
        ("waiting longest email", Pile.WAITING, "email"),
    ],
)
def test_a_pile_is_named(words: str, pile: Pile, rest: str) -> None:
    assert read_board_words(words) == BoardWords(pile=pile, rest=rest)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("next", BoardWords(next=True)),
        ("what's next?", BoardWords(next=True)),
        ("next email", BoardWords(next=True, rest="email")),
        ("mine", BoardWords(mine=True)),
        ("my tickets", BoardWords(mine=True)),
        ("by team", BoardWords(by=Dimension.TEAM)),
        ("by channels", BoardWords(by=Dimension.CHANNEL)),
        ("email by priority", BoardWords(by=Dimension.PRIORITY, rest="email")),
    ],
)
def test_another_wish_is_named(words: str, expected: BoardWords) -> None:
    assert read_board_words(words) == expected


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        ("", ""),
        ("email", "email"),
        ("only email", "email"),
        ("and chat", "chat"),
        ("team Due Diligence", "team Due Diligence"),
        ("frt last week", "frt last week"),
        ("next week I am away", "week I am away"),
    ],
)
def test_other_words_say_which_tickets(words: str, rest: str) -> None:
    assert read_board_words(words).rest == rest
