"""What is said of who is which agent: asked, waited for, confirmed or not."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import blocks
from bot.cards.blocks import Bold, Code, PersonMention, Text
from bot.talk import Audience, Block, Reply
from metrics.sources.claims import ADDRESS, Claim, Decision

CLAIM = "home:iam"
"""The menu on Home in which somebody says which agent they are."""
_UNTIL = "Until then your own figures are not shown."

ADDRESS_WORDS = "an e-mail address that Slack and the helpdesk both have"


def question(claim: Claim, name: str, holder: str) -> Reply:
    """To whoever can confirm it. `holder` is somebody else who is that agent by now."""
    title = "Is this right?"
    lines: list[tuple[Text, ...]] = [
        (PersonMention(claim.person), " says: I am ", Bold(name), " in the helpdesk."),
        ("Once you confirm it, they see that agent's own figures and tickets.",),
    ]
    if holder:
        lines.append(
            (
                "Mind: by now that agent is ",
                PersonMention(holder),
                ", who would not be any more.",
            )
        )
    row = [
        blocks.button("Confirm", f"ask:confirm:{claim.id}", f"confirm agent {claim.id}"),
        blocks.button("No", f"ask:refuse:{claim.id}", f"refuse agent {claim.id}"),
    ]
    warning = " By now somebody else is that agent." if holder else ""
    return Reply(
        text=blocks.fallback(
            f"Somebody says that they are {name} in the helpdesk.{warning} {title}"
        ),
        head=(blocks.header(title), blocks.section(*lines), blocks.actions(row)),
        audience=Audience.ME,
    )


def waiting_card(name: str, names: Sequence[str]) -> Reply:
    """To the person: who is asked."""
    line: tuple[Text, ...] = (
        "I have asked ",
        *_people(names),
        " whether you are ",
        Bold(name),
        ".",
    )
    return _private(f"I have asked whether you are {name}. {_UNTIL}", line, (_UNTIL,))


def known_card(name: str) -> Reply:
    """They are that agent already."""
    return _private(f"I know you as {name} already.", (f"I know you as {name} already.",))


def withdrawn_card() -> Reply:
    """They are no agent any more."""
    sentence = "Taken back: I do not know you as any agent of the helpdesk."
    return _private(sentence, (sentence,))


def nobody_card() -> Reply:
    """They were none before."""
    sentence = "I know you as no agent of the helpdesk, so there is nothing to take back."
    return _private(sentence, (sentence,))


def decision_notice(claim: Claim, name: str) -> Reply:
    """To the person: what was decided, and by whom."""
    if claim.decision is Decision.CONFIRMED:
        line: tuple[Text, ...] = (
            PersonMention(claim.decided_by),
            " has confirmed that you are ",
            Bold(name),
            ".",
        )
        how: tuple[Text, ...] = (
            "Your own queue stands on my Home tab, and ",
            Code("/kpi my frt"),
            " answers.",
        )
        return _private(f"It is confirmed that you are {name}.", line, how)
    line = (PersonMention(claim.decided_by), " did not confirm that you are ", Bold(name), ".")
    how = ("If it is a slip, ask them. To say another one: ", Code("/kpi i am ..."))
    return _private(f"It was not confirmed that you are {name}.", line, how)


def decided_card(claim: Claim, name: str) -> Reply:
    """To whoever decided, or comes after somebody who did."""
    who: tuple[Text, ...] = (PersonMention(claim.person), " ")
    match claim.decision:
        case Decision.CONFIRMED:
            by = ADDRESS_WORDS if claim.decided_by == ADDRESS else PersonMention(claim.decided_by)
            line = (*who, "is ", Bold(name), ", confirmed by ", by, ".")
        case Decision.REFUSED:
            line = (*who, "is not ", Bold(name), ", says ", PersonMention(claim.decided_by), ".")
        case _:
            line = (*who, "has taken back to be ", Bold(name), ".")
    return _private(f"{claim.decision}: {name}.".capitalize(), line)


def unknown_agent(names: Sequence[tuple[str, str]], claim: Claim | None, name: str) -> list[Block]:
    """On Home, for somebody of whom it is not known which agent they are: how they say it.

    `names` are the agents with their ids, `claim` what they said last, `name` whom that was about.
    """
    title: tuple[Text, ...] = (Bold("Your own queue"),)
    if claim and claim.decision is Decision.OPEN and name:
        back = blocks.button("Take it back", f"{CLAIM}:back", "i am nobody")
        waits: tuple[Text, ...] = (
            *("Waiting for ", *_people(claim.asked), " to confirm that you are ", Bold(name), "."),
        )
        return [blocks.section(title, waits, (_UNTIL,)), blocks.actions([back])]
    lines: list[tuple[Text, ...]] = [
        (
            "I do not know yet which agent of the helpdesk you are. Say who you are: a lead or an ",
            "administrator confirms it, and then your own queue stands here.",
        )
    ]
    if claim and claim.decision is Decision.REFUSED and name:
        lines.insert(
            0, (PersonMention(claim.decided_by), " did not confirm that you are ", Bold(name), ".")
        )
    choices = [(label, f"i am agent {id}") for label, id in names]
    content = [blocks.section(title, *lines)]
    if choices:
        content.append(blocks.actions([blocks.menu("I am ...", CLAIM, choices)]))
    if len(choices) > blocks.MOST_OPTIONS:
        how = "Not in the menu? Say /kpi i am and your name in the helpdesk."
        content.append(blocks.context([how]))
    return content


def lost_agent(id: str) -> list[Block]:
    """On Home, where the settings name an agent that the helpdesk does not have."""
    why = f"The settings say that you are agent {id}, whom the helpdesk does not know."
    return [blocks.section((Bold("Your own queue"),), why, "Whoever runs me can mend that.")]


def _people(ids: Sequence[str]) -> list[Text]:
    """Several people in a row: "Anna, Ben or Carla"."""
    pieces: list[Text] = []
    for at, id in enumerate(ids):
        if at:
            pieces.append(" or " if at == len(ids) - 1 else ", ")
        pieces.append(PersonMention(id))
    return pieces


def _private(text: str, *lines: tuple[Text, ...]) -> Reply:
    return Reply(text=blocks.fallback(text), head=(blocks.section(*lines),), audience=Audience.ME)
