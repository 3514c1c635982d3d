"""Who only talks gets a human word, alone; who asks gets none."""

from __future__ import annotations

import pytest

from bot.commands.small_talk import small_word
from bot.talk import Audience

TALK = {
    "You are welcome.": ("thanks", "Thank you so much!", "thx", "great", "ok thx, that's all 🙏"),
    "Hello.": ("hi", "Hello there", "good morning", "hallo"),
    "All right.": ("ok", "yes", "never mind", "lol"),
    "need no stopping": ("stop", "please stop", "unsubscribe"),
    "nothing to undo": ("undo", "no wait undo that", "revert"),
    "those are serious": ("tell me a joke", "joke"),
    "I only know how support is doing": (
        "what's the weather",
        "weather",
        "what's the weather like",
    ),
    "I am Deskpulse": ("who are you", "are you a bot?", "test"),
    "Well, thank you": ("how are you?",),
}


@pytest.mark.parametrize(
    ("words", "answer"), [(words, answer) for answer, heard in TALK.items() for words in heard]
)
def test_a_human_word_is_for_who_talks(words: str, answer: str) -> None:
    reply = small_word(words)
    assert reply is not None
    assert answer in reply.text
    assert reply.audience is Audience.ME
    assert not reply.picture


@pytest.mark.parametrize(
    "words",
    [
        "frt",
        "how are we doing",
        "thanks, frt email",
        "time to close",
        "ok frt",
        "no backlog",
        "list",
    ],
)
def test_what_is_asked_is_no_talk(words: str) -> None:
    assert small_word(words) is None
