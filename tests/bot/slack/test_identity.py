"""I am Ana: chosen on the Home tab, confirmed by a click in a direct message."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.cards.home import VIEW
from bot.cards.identity import CLAIM
from bot.deliveries.payload import load
from bot.services import Services
from bot.slack.courier import SlackCourier
from bot.talk import Outgoing
from sandbox.slack.people import ANNA, CARLA
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests.bot import desk


def tab(slack: Running) -> str:
    view = slack.workspace.views.home(CARLA.id)
    return str(view.payload["blocks"]) if view else ""


def pressed(slack: Running, action: str, value: str | None, then: str) -> str:
    """What the tab says once something was pressed on it."""
    view = slack.workspace.views.home(CARLA.id)
    assert view is not None
    assert slack.press(CARLA.id, view, action, value).ok
    slack.workspace.wait_for(lambda: then in tab(slack))
    return tab(slack)


def brought(services: Services, client: WebClient, slack: Running, to: str) -> Message:
    """What is written to somebody unasked, once it stands there."""
    courier = SlackCourier(client, lambda _: None)
    while (each := services.outbox.claim(desk.NOW)) is not None:
        reply = load(each.payload or "", None)
        courier.post(Outgoing(key=each.id, channel=each.channel, reply=reply))
        services.outbox.mark_sending(each, desk.NOW)
        services.outbox.mark_posted(each, "D1", each.id, desk.NOW)
    return slack.workspace.messages(slack.workspace.direct(to).id)[-1]


def test_somebody_says_on_the_tab_who_they_are_and_a_lead_confirms_with_a_click(
    connected: Running, services: Services, client: WebClient
) -> None:
    name = services.asker.directory().agents["a2"]
    connected.open_home(CARLA.id)
    connected.workspace.wait_for(lambda: tab(connected))
    assert "Say who you are" in pressed(connected, VIEW, "agent", "Say who you are")
    waiting = pressed(connected, CLAIM, "i am agent a2", "Waiting for ")
    assert name in waiting
    assert f"<@{ANNA.id}>" in waiting
    question = brought(services, client, connected, ANNA.id)
    claim = services.claims.of(CARLA.id)
    assert claim is not None
    assert connected.press(ANNA.id, question, f"ask:confirm:{claim.id}").ok
    connected.workspace.wait_for(services.claims.agents)
    assert services.claims.agents() == {CARLA.id: "a2"}
    assert "confirmed that you are" in str(brought(services, client, connected, CARLA.id).blocks)
    connected.open_home(CARLA.id)
    connected.workspace.wait_for(lambda: "How my work was taken" in tab(connected))


def test_what_was_said_is_taken_back_on_the_tab(connected: Running, services: Services) -> None:
    connected.open_home(CARLA.id)
    connected.workspace.wait_for(lambda: tab(connected))
    pressed(connected, VIEW, "agent", "Say who you are")
    pressed(connected, CLAIM, "i am agent a2", "Waiting for ")
    pressed(connected, f"{CLAIM}:back", None, "Say who you are")
    assert services.claims.agents() == {}
