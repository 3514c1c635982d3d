"""What Bolt listens to: a listener acknowledges, translates and hands over, and never works."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.cards.controls import BUILD, PLAN, WATCH
from bot.cards.forms.schedule import plan_misfits
from bot.cards.home import CHOOSE
from bot.commands import COMMANDS, Command
from bot.commands.forms.alert import misfits as watch_misfits
from bot.commands.forms.question import misfits
from bot.commands.kpi import small_talk
from bot.grammar.alerts import ALERT
from bot.grammar.schedules import SCHEDULE
from bot.slack import translate
from bot.slack.reception import Reception


def listen(app: App, reception: Reception) -> None:
    """Register every listener."""
    for command in COMMANDS.values():
        _listen_to_command(app, command, reception)
    _listen_to_mentions(app, COMMANDS["/kpi"], reception)
    _listen_to_replies(app, reception)
    _listen_to_choosing(app, COMMANDS["/kpi"], reception)
    _listen_to_planning(app, COMMANDS["/kpi"], reception)
    _listen_to_watching(app, COMMANDS["/kpi"], reception)
    _listen_to_clicks(app, COMMANDS["/kpi"], reception)
    _listen_to_home(app, reception)


def _listen_to_command(app: App, command: Command, reception: Reception) -> None:
    @app.command(command.name)
    def commanded(ack: Ack, body: dict[str, Any]) -> None:
        if translate.command(body).words.casefold() == SCHEDULE:
            ack()
            reception.plan(translate.command_planning(body))
            return
        if translate.command(body).words.casefold() == ALERT:
            ack()
            reception.watch(translate.command_planning(body))
            return
        taken = reception.take(translate.command(body), command.name)
        ack() if taken else ack(**reception.refusal())


def _listen_to_mentions(app: App, command: Command, reception: Reception) -> None:
    @app.event("app_mention")
    def mentioned(body: dict[str, Any]) -> None:
        if not translate.by_a_bot(body) and not small_talk(translate.mention(body)):
            reception.take_or_decline(translate.mention(body), command.name)


def _listen_to_replies(app: App, reception: Reception) -> None:
    @app.event("message")
    def replied(body: dict[str, Any]) -> None:
        """Only where the app may read history; a mention comes as an event of its own too."""
        if translate.overhears(body):
            reception.overhear(translate.mention(body))


def _listen_to_choosing(app: App, command: Command, reception: Reception) -> None:
    @app.action(BUILD)
    def choosing(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.build(translate.opening(body))

    @app.view(BUILD)
    def built(ack: Ack, body: dict[str, Any]) -> None:
        if errors := misfits(translate.choices(body)):
            ack(response_action="errors", errors=errors)
            return
        ack()
        reception.take_or_decline(translate.built(body), command.name)


def _listen_to_planning(app: App, command: Command, reception: Reception) -> None:
    @app.action(PLAN)
    def planning(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.plan(translate.planning(body))

    @app.view(PLAN)
    def planned(ack: Ack, body: dict[str, Any]) -> None:
        if errors := plan_misfits(translate.choices(body)):
            ack(response_action="errors", errors=errors)
            return
        ack()
        reception.take_or_decline(translate.plotted(body), command.name)


def _listen_to_watching(app: App, command: Command, reception: Reception) -> None:
    @app.action(WATCH)
    def watching(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.watch(translate.planning(body))

    @app.view(WATCH)
    def watched(ack: Ack, body: dict[str, Any]) -> None:
        if errors := watch_misfits(translate.choices(body)):
            ack(response_action="errors", errors=errors)
            return
        ack()
        reception.take_or_decline(translate.watched(body), command.name)


def _listen_to_clicks(app: App, command: Command, reception: Reception) -> None:
    @app.action(re.compile("^(ask|card|listing):"))
    def asked(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.take_or_decline(translate.click(body), command.name)

    @app.action(re.compile(f"^{CHOOSE}"))
    def viewed(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.welcome(translate.click(body))

    @app.action(re.compile(""))
    def clicked(ack: Ack) -> None:
        ack()  # links and old buttons: unacknowledged, Slack shows a warning beside them


def _listen_to_home(app: App, reception: Reception) -> None:
    @app.event("app_home_opened")
    def opened(body: dict[str, Any]) -> None:
        if body["event"].get("tab") == "home":
            reception.welcome(translate.home_opened(body))
