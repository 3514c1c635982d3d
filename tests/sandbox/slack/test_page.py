"""The page in a real browser, with a real Bolt app behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.server import Running

pytestmark = pytest.mark.browser


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str, action: str, **more: Any) -> dict[str, Any]:
    element = {"type": "button", "action_id": action, "text": plain(text), **more}
    return {"type": "actions", "elements": [element]}


MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "target",
    "title": plain("Set a target"),
    "submit": plain("Save"),
    "blocks": [
        {
            "type": "input",
            "block_id": "target",
            "label": plain("Target"),
            "element": {"type": "plain_text_input", "action_id": "words"},
        }
    ],
}


@pytest.fixture
def page(slack: Running, browser: Browser) -> Iterator[Page]:
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    asked: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(slack.url)
    expect(tab.get_by_role("heading", name="support", exact=True)).to_be_visible()
    yield tab
    tab.close()
    assert errors == []
    assert [url for url in asked if not url.startswith((slack.url, "data:"))] == []


@pytest.fixture
def bot(app: App, connect: Callable[[], None]) -> App:
    """A Bolt app that is connected; listeners may still be added."""
    connect()
    return app


def test_text_is_never_markup(page: Page, client: WebClient) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    cell = {"type": "raw_text", "text": hostile}
    table = {"type": "data_table", "caption": hostile, "rows": [[cell], [cell]]}
    client.chat_postMessage(channel=SUPPORT.id, text=hostile, blocks=[section(hostile), table])
    client.chat_postMessage(channel=SUPPORT.id, text="&lt;b&gt; <!channel>")
    expect(page.get_by_role("table").get_by_text(hostile).first).to_be_visible()
    expect(page.get_by_text("<b> @channel")).to_be_visible()
    assert page.locator(".message img").count() == 0


def test_mrkdwn_is_drawn(page: Page, client: WebClient) -> None:
    text = f"*up* _then_ ~down~ `code` <https://example.com|board> <@{BEN.id}> :tada:\n&gt; quoted"
    client.chat_postMessage(channel=SUPPORT.id, text=text)
    message = page.locator(".message")
    expect(message.locator("strong")).to_have_text("up")
    expect(message.locator("em")).to_have_text("then")
    expect(message.locator("s")).to_have_text("down")
    expect(message.locator("code")).to_have_text("code")
    expect(message.get_by_role("link", name="board")).to_have_attribute(
        "href", "https://example.com"
    )
    expect(message.locator(".mention")).to_have_text("@ben")
    expect(message.get_by_role("img", name="tada")).to_be_visible()
    expect(message.locator("blockquote")).to_have_text("quoted")


def test_a_link_that_would_run_code_is_only_text(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=SUPPORT.id, text="<javascript:alert(1)|press me>")
    expect(page.get_by_text("press me")).to_be_visible()
    assert page.locator(".message a").count() == 0


def test_a_command_is_offered_run_and_answered_to_one_person(page: Page, bot: App) -> None:
    @bot.command("/kpi")
    def kpi(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack()
        respond(f"You asked for {command['text']}")

    composer = page.get_by_role("combobox", name="Message #support")
    composer.press_sequentially("/k")
    expect(page.get_by_role("option", name="/kpi")).to_be_visible()
    composer.press("Enter")
    expect(page.get_by_text("/kpi frt email last week by agent | help")).to_be_visible()
    composer.press_sequentially("frt")
    composer.press("Enter")
    message = page.locator(".message.ephemeral")
    expect(message.get_by_text("You asked for frt")).to_be_visible()
    expect(message.get_by_text("Only visible to you")).to_be_visible()


def test_a_command_cannot_be_run_in_a_thread(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=SUPPORT.id, text="A card")
    page.get_by_text("A card").hover()
    page.get_by_role("button", name="Reply in thread").click()
    reply = page.get_by_role("combobox", name="Reply")
    reply.fill("/kpi frt")
    reply.press("Enter")
    expect(page.get_by_text("/kpi cannot be used in threads.")).to_be_visible()


def test_a_thread_is_opened_and_answered(slack: Running, page: Page, client: WebClient) -> None:
    parent = client.chat_postMessage(channel=SUPPORT.id, text="A card")["ts"]
    client.chat_postMessage(channel=SUPPORT.id, text="By agent", thread_ts=parent)
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("By agent")).to_be_visible()
    thread.get_by_role("combobox").fill("@deskpulse by team")
    thread.get_by_role("combobox").press("Enter")
    expect(thread.locator(".mention")).to_have_text("@deskpulse")
    assert slack.workspace.thread(SUPPORT.id, parent)[-1].author == ANNA.id
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()


def test_a_click_asks_first_where_the_app_wants_it(page: Page, bot: App, client: WebClient) -> None:
    @bot.action("forget")
    def forget(ack: Ack, respond: Respond) -> None:
        ack()
        respond("Forgotten", replace_original=True)

    sure = {
        "title": plain("Forget this card?"),
        "text": plain("It cannot be undone."),
        "confirm": plain("Forget it"),
        "deny": plain("Keep it"),
    }
    block = button("Forget", "forget", confirm=sure, style="danger")
    client.chat_postMessage(channel=SUPPORT.id, text="Card", blocks=[block])
    page.get_by_role("button", name="Forget").click()
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Forget").click()
    page.get_by_role("dialog", name="Forget this card?").get_by_text("Forget it").click()
    expect(page.get_by_text("Forgotten")).to_be_visible()


def test_a_click_nobody_answers_says_so(page: Page, client: WebClient) -> None:
    client.chat_postMessage(channel=SUPPORT.id, text="Card", blocks=[button("Go", "go")])
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("alert").get_by_text("isn’t responding")).to_be_visible()


def test_a_choice_reaches_the_app(page: Page, bot: App, client: WebClient) -> None:
    @bot.action("by")
    def by(ack: Ack, respond: Respond, action: dict[str, Any]) -> None:
        ack()
        respond(f"By {action['selected_option']['value']}", replace_original=True)

    options = [{"text": plain(name.title()), "value": name} for name in ("agent", "team")]
    select = {
        "type": "static_select",
        "action_id": "by",
        "placeholder": plain("Cut by"),
        "options": options,
    }
    blocks = [{"type": "actions", "elements": [select]}]
    client.chat_postMessage(channel=SUPPORT.id, text="Card", blocks=blocks)
    page.get_by_role("button", name="Cut by").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("By team")).to_be_visible()


def test_a_modal_complains_and_then_closes(page: Page, bot: App, slack: Running) -> None:
    given: list[str] = []

    @bot.command("/kpi")
    def kpi(ack: Ack, client: WebClient, command: dict[str, Any]) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=MODAL)

    @bot.view("target")
    def saved(ack: Ack, view: dict[str, Any]) -> None:
        given.append(view["state"]["values"]["target"]["words"]["value"])
        ack()

    slack.command(ANNA.id, SUPPORT.id, "/kpi")
    modal = page.get_by_role("dialog", name="Set a target")
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_text("Please complete this required field")).to_be_visible()
    modal.get_by_label("Target").fill("3 h")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    assert given == ["3 h"]


def test_what_was_filled_in_stays_when_the_modal_changes(
    page: Page, slack: Running, client: WebClient
) -> None:
    trigger = slack.workspace.passes.trigger(ANNA.id)
    view = client.views_open(trigger_id=trigger, view=MODAL)["view"]["id"]
    page.get_by_role("textbox", name="Target").fill("3 h")
    blocks: Any = [section("Data as of 08:00"), *MODAL["blocks"]]
    client.views_update(view_id=view, view={**MODAL, "blocks": blocks})
    expect(page.get_by_text("Data as of 08:00")).to_be_visible()
    expect(page.get_by_role("textbox", name="Target")).to_have_value("3 h")


def test_a_file_is_put_into_a_modal(
    page: Page, bot: App, slack: Running, client: WebClient, tmp_path: Path
) -> None:
    given: list[Any] = []
    costs = tmp_path / "costs.csv"
    costs.write_bytes(b"month\n2026-10\n")

    @bot.view("target")
    def saved(ack: Ack, view: dict[str, Any]) -> None:
        given.extend(view["state"]["values"]["target"]["words"]["files"])
        ack()

    element = {"type": "file_input", "action_id": "words", "filetypes": ["csv"], "max_files": 1}
    (block,) = MODAL["blocks"]
    blocks = [{**block, "element": element}]
    trigger = slack.workspace.passes.trigger(ANNA.id)
    client.views_open(trigger_id=trigger, view={**MODAL, "blocks": blocks})
    modal = page.get_by_role("dialog", name="Set a target")
    with page.expect_response("**/page/upload"):
        modal.locator("input[type=file]").set_input_files(costs)
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    (upload,) = slack.workspace.shelf.all()
    assert [one["id"] for one in given] == [upload.id]
    assert (upload.owner, upload.content) == (ANNA.id, b"month\n2026-10\n")


def test_home_is_shown(page: Page, bot: App) -> None:
    @bot.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        view = {"type": "home", "blocks": [section("Good morning")]}
        client.views_publish(user_id=event["user"], view=view)

    page.get_by_role("navigation").get_by_role("button", name="Deskpulse").click()
    expect(page.get_by_role("tab", name="Home")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("Good morning")).to_be_visible()


def test_a_data_table_sorts_by_number(page: Page, client: WebClient) -> None:
    def row(name: str, hours: float) -> list[dict[str, Any]]:
        number = {"type": "raw_number", "value": hours, "text": f"{hours} h"}
        return [{"type": "raw_text", "text": name}, number]

    head = [{"type": "raw_text", "text": "Agent"}, {"type": "raw_text", "text": "Hours"}]
    rows = [head, row("Ann", 10), row("Bob", 9.5), row("Cid", 2)]
    table = {"type": "data_table", "caption": "By agent", "rows": rows}
    client.chat_postMessage(channel=SUPPORT.id, text="By agent", blocks=[table])
    page.get_by_role("button", name="Hours").click()
    expect(page.locator("tbody th")).to_have_text(["Cid", "Bob", "Ann"])


def test_a_chart_says_its_numbers(page: Page, client: WebClient) -> None:
    data = [{"label": "Wk 1", "value": 3.5}, {"label": "Wk 2", "value": 2}]
    chart = {
        "type": "line",
        "series": [{"name": "Median", "data": data}],
        "axis_config": {"categories": ["Wk 1", "Wk 2"]},
    }
    block = {"type": "data_visualization", "title": "First reply", "chart": chart}
    client.chat_postMessage(channel=SUPPORT.id, text="Chart", blocks=[block])
    drawn = page.get_by_role("img", name="First reply. Median: Wk 1 3.5, Wk 2 2")
    expect(drawn.locator("circle")).to_have_count(2)


def test_a_phone_shows_everything_within_its_width(page: Page, client: WebClient) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    client.chat_postMessage(channel=SUPPORT.id, text="x" * 200, blocks=[section("x" * 200)])
    page.locator(".message").wait_for()
    page.get_by_role("button", name="Show channels").click()
    page.get_by_role("button", name="support-leads").click()
    expect(page.get_by_role("heading", name="support-leads", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
