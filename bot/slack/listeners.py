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
    _listen_to_question_form(app, COMMANDS["/kpi"], reception)
    _listen_to_schedule_form(app, COMMANDS["/kpi"], reception)
    _listen_to_alert_form(app, COMMANDS["/kpi"], reception)
    _listen_to_clicks(app, COMMANDS["/kpi"], reception)
    _listen_to_home(app, reception)


def _listen_to_command(app: App, command: Command, reception: Reception) -> None:
    @app.command(command.name)
    def take_command(ack: Ack, body: dict[str, Any]) -> None:
        if translate.command(body).words.casefold() == SCHEDULE:
            ack()
            reception.plan(translate.command_form_request(body))
            return
        if translate.command(body).words.casefold() == ALERT:
            ack()
            reception.watch(translate.command_form_request(body))
            return
        fits = reception.take(translate.command(body), command.name)
        ack() if fits else ack(**reception.refusal())


def _listen_to_mentions(app: App, command: Command, reception: Reception) -> None:
    @app.event("app_mention")
    def take_mention(body: dict[str, Any]) -> None:
        if not translate.by_a_bot(body) and not small_talk(translate.mention(body)):
            reception.take_or_decline(translate.mention(body), command.name)


def _listen_to_replies(app: App, reception: Reception) -> None:
    @app.event("message")
    def take_reply(body: dict[str, Any]) -> None:
        """Only where the app may read history; a mention comes as an event of its own too."""
        if translate.overhears(body):
            reception.overhear(translate.mention(body))


def _listen_to_question_form(app: App, command: Command, reception: Reception) -> None:
    @app.action(BUILD)
    def open_form(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.build(translate.form_request(body))

    @app.view(BUILD)
    def take_form(ack: Ack, body: dict[str, Any]) -> None:
        if errors := misfits(translate.choices(body)):
            ack(response_action="errors", errors=errors)
            return
        ack()
        reception.take_or_decline(translate.question_request(body), command.name)


def _listen_to_schedule_form(app: App, command: Command, reception: Reception) -> None:
    @app.action(PLAN)
    def open_form(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.plan(translate.change_form_request(body))

    @app.view(PLAN)
    def take_form(ack: Ack, body: dict[str, Any]) -> None:
        if errors := plan_misfits(translate.choices(body)):
            ack(response_action="errors", errors=errors)
            return
        ack()
        reception.take_or_decline(translate.schedule_request(body), command.name)


def _listen_to_alert_form(app: App, command: Command, reception: Reception) -> None:
    @app.action(WATCH)
    def open_form(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.watch(translate.change_form_request(body))

    @app.view(WATCH)
    def take_form(ack: Ack, body: dict[str, Any]) -> None:
        if errors := watch_misfits(translate.choices(body)):
            ack(response_action="errors", errors=errors)
            return
        ack()
        reception.take_or_decline(translate.alert_request(body), command.name)


def _listen_to_clicks(app: App, command: Command, reception: Reception) -> None:
    @app.action(re.compile("^(ask|card|listing):"))
    def take_click(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.take_or_decline(translate.click(body), command.name)

    @app.action(re.compile(f"^{CHOOSE}"))
    def show_view(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.welcome(translate.click(body))

    @app.action(re.compile(""))
    def acknowledge(ack: Ack) -> None:
        ack()  # links and old buttons: unacknowledged, Slack shows a warning beside them


def _listen_to_home(app: App, reception: Reception) -> None:
    @app.event("app_home_opened")
    def show_home(body: dict[str, Any]) -> None:
        if body["event"].get("tab") == "home":
            reception.welcome(translate.home_request(body))
