"""People and channels where there is no Slack to ask."""

from __future__ import annotations

from bot.workspace import CannotCheckError, Channel, FixedWorkspace, Person, Standing


def test_who_is_not_named_is_a_member_without_further_rights() -> None:
    known = FixedWorkspace(people={"U1": Person("U1", Standing.GUEST)})
    assert known.person("U1").standing is Standing.GUEST
    assert known.person("U2") == Person("U2", Standing.MEMBER, administrator=False)


def test_a_channel_that_is_not_named_is_not_shared() -> None:
    known = FixedWorkspace(channels={"C1": Channel("C1", shared=True)})
    assert known.channel("C1").shared
    assert not known.channel("C2").shared


def test_that_slack_cannot_be_asked_is_said_in_a_sentence() -> None:
    assert str(CannotCheckError()) == "I cannot check right now, ask again in a minute."
