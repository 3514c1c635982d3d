"""What people say to anybody, thanks, hello, stop, a joke: a word in return, for them alone."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from bot.cards.help import human_word
from bot.commands.plain import plain_text
from bot.talk import Reply


class Talk(NamedTuple):
    """What is said, what is said in return, and phrases that lead on."""

    heard: str
    answer: str
    phrases: tuple[str, ...] = ()


BEGIN: Final = ("how are we doing", "frt last week", "help")
ALL_RIGHT: Final = "All right."
TALK: Final = (
    Talk(
        r"(?:many |lots of )?(?:thanks|thank you|thx|ty|tysm|cheers|danke|merci|gracias|"
        r"obrigado|grazie|thank u|great|nice|perfect|awesome|cool|lovely|brilliant|"
        r"good (?:job|bot|work)|well done|"
        r"i love you|love it)(?: you)?"
        r"(?: (?:so|very) much| a lot| a ton| again| all| deskpulse| for .+)?",
        "You are welcome.",
    ),
    Talk(
        r"(?:hi|hello|hey|hallo|hola|bonjour|moin|servus|yo|good (?:morning|afternoon|evening|day)|"
        r"guten (?:morgen|tag))(?: there| all| everyone| team| bot| deskpulse)?",
        "Hello. Ask me for a measure and when, or begin with one of these.",
        BEGIN,
    ),
    Talk(
        r"(?:ok|okay|k|kk|sure|yes|yep|yeah|no|nope|fine|alright|all right|got it|understood|lol|"
        r"haha|wow|hm+|good|bye|goodbye|good night|see you|sorry|never ?mind|nvm|forget it)",
        ALL_RIGHT,
    ),
    Talk(
        r"(?:please )?(?:stop|stop it|stop that|cancel|unsubscribe|quiet|be quiet|shut up|mute|"
        r"go away|leave me alone|turn (?:it )?off|disable)(?: posting| please| this| everything)?",
        "Your own questions need no stopping. What I post by myself is listed here, "
        "and each can be switched off.",
        ("schedules", "alerts"),
    ),
    Talk(
        r"(?:please )?(?:undo|revert|oops|go back|take (?:it|that) back|"
        r"undo (?:that|it|this|the last .+))",
        "A question changes nothing, so there is nothing to undo. What can be changed is here.",
        ("targets", "alerts", "schedules", "notes"),
    ),
    Talk(
        r"(?:tell (?:me |us )?(?:a |another )?joke|(?:a )?joke|make me laugh|sing .*)",
        "I only know support figures, and those are serious. Shall I show you some?",
        BEGIN,
    ),
    Talk(
        r"(?:what is|how is|show me)? ?(?:the )?(?:weather|time|date|news|stock price|lunch)"
        r"(?: like)?(?: today| tomorrow)?",
        "I only know how support is doing.",
        BEGIN,
    ),
    Talk(
        r"(?:who|what) are you|what is your name|are you (?:a |an )?(?:bot|robot|human|ai|there)|"
        r"what is this|test|testing|ping",
        "I am Deskpulse: I answer questions about the support team's figures.",
        BEGIN,
    ),
    Talk(
        r"how are you(?: doing)?(?: today)?",
        "Well, thank you. Here is how support is doing.",
        BEGIN,
    ),
)
"""What is heard at any time that no figure answers."""


_AHEAD = re.compile(
    r"(?:(?:ok|okay|oh|no|nope|yes|well|hey|hi|hm+|wait|hold on|actually|sorry|great|cool|nice|and|"
    r"so|but|please|thanks|thx|perfect|awesome)\b[ ,;:.-]*)+"
)
_BEHIND = re.compile(
    r"[ ,;:.-]*(?:(?:that is|that'?s|this is) (?:all|it|everything|enough)(?: for (?:now|today))?|"
    r"for (?:now|today)|(?:all|so) good|bye|i am (?:done|good)|nothing else|no more questions|"
    r"(?:have a )?(?:good|nice|great) (?:one|day|weekend|evening))$"
)
THANKS: Final = re.compile(r"\b(?:thanks|thank|thx|ty|cheers|danke|merci)\b")


def small_word(words: str) -> Reply | None:
    """A human word in return, for the one who asks; None where something is asked."""
    text = " ".join(re.sub(r"[^\w\s',;:.?!-]", " ", plain_text(words)).split()).strip(" ,;:.-")
    shorter = _BEHIND.sub("", text)
    forms = (text, shorter, _AHEAD.sub("", text, 1), _AHEAD.sub("", shorter, 1))
    for candidate in dict.fromkeys(forms):
        for talk in TALK:
            if re.fullmatch(talk.heard, candidate):
                return human_word(talk.answer, talk.phrases)
    if text and not _AHEAD.sub("", shorter, 1):  # "ok thx, that's all": nothing else is said
        answer = TALK[0].answer if THANKS.search(text) else ALL_RIGHT
        return human_word(answer, ())
    return None
