"""What Bolt listens to: a listener acknowledges, translates and hands over, and never works."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App

from bot.cards.forms.fields import CHOICE
from bot.cards.home import CHOOSE
from bot.commands import COMMANDS, Command
from bot.commands.forms import FORMS, Form, form_in_menu, form_of
from bot.commands.overheard import small_talk
from bot.slack import form_requests, translate
from bot.slack.reception import Reception


def listen(app: App, reception: Reception) -> App:
    """The app with every listener registered."""
    for command in COMMANDS.values():
        _listen_to_command(app, command, reception)
    _listen_to_mentions(app, COMMANDS["/kpi"], reception)
    _listen_to_messages(app, COMMANDS["/kpi"], reception)
    for form in FORMS.values():
        _listen_to_form(app, form, COMMANDS["/kpi"], reception)
    _listen_to_clicks(app, COMMANDS["/kpi"], reception)
    _listen_to_home(app, reception)
    return app


def _listen_to_command(app: App, command: Command, reception: Reception) -> None:
    @app.command(command.name)
    def take_command(ack: Ack, body: dict[str, Any]) -> None:
        if form := form_of(translate.command(body).words):
            ack()
            reception.open_form(form, form_requests.command_form_request(body))
            return
        fits = reception.take(translate.command(body), command.name)
        ack() if fits else ack(**reception.refusal())


def _listen_to_mentions(app: App, command: Command, reception: Reception) -> None:
    @app.event("app_mention")
    def take_mention(body: dict[str, Any]) -> None:
        if not translate.by_a_bot(body) and not small_talk(translate.mention(body)):
            reception.take_or_decline(translate.mention(body), command.name)


def _listen_to_messages(app: App, command: Command, reception: Reception) -> None:
    @app.event("message")
    def take_message(body: dict[str, Any]) -> None:
        """Only where the app may read history; a mention comes as an event of its own too."""
        if translate.overhears(body):
            reception.overhear(translate.mention(body))
        elif reception.services.settings.direct_messages and translate.is_direct_message(body):
            reception.take_or_decline(translate.direct_message(body), command.name)


def _listen_to_form(app: App, form: Form, command: Command, reception: Reception) -> None:
    @app.action(form.key)
    def open_form(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        reception.open_form(form, form_requests.form_request(body))

    @app.view(form.key)
    def take_form(ack: Ack, body: dict[str, Any]) -> None:
        if errors := form.misfits(form_requests.choices(body)):
            ack(response_action="errors", errors=dict(errors))
            return
        ack()
        reception.take_or_decline(form_requests.form_answer(body, form), command.name)


def _listen_to_clicks(app: App, command: Command, reception: Reception) -> None:
    @app.action(re.compile("^(ask|card|listing):"))
    def take_click(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        request = translate.click(body)
        if form := form_in_menu(request.words):
            reception.open_form(form, form_requests.form_request(body))
        else:
            reception.take_or_decline(request, command.name)

    @app.action(CHOICE)
    def redraw_form(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        name, wish = form_requests.redraw_request(body)
        if (form := FORMS.get(name)) and form.redraw:
            reception.open_form(form, wish)

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
