"""The link that creates the Slack app."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from bot.slack.manifest import EXAMPLE, HTTP, SOCKET_MODE, app_pages, creation_link, manifest


@pytest.mark.parametrize(
    ("api_url", "pages"),
    [
        ("https://slack.com/api/", "https://api.slack.com/apps"),
        ("https://slack-gov.com/api/", "https://api.slack-gov.com/apps"),
        ("http://127.0.0.1:4711/api/", "http://127.0.0.1:4711/apps"),
        ("http://localhost:4711/api/", "http://localhost:4711/apps"),
    ],
)
def test_the_pages_of_apps_follow_from_the_address_of_the_api(api_url: str, pages: str) -> None:
    assert app_pages(api_url) == pages


def test_without_its_comments_a_manifest_says_the_same() -> None:
    assert "#1f3a5f" in manifest()
    assert yaml.safe_load(manifest()) == yaml.safe_load(SOCKET_MODE.read_text())
    assert yaml.safe_load(manifest(EXAMPLE)) == yaml.safe_load(HTTP.read_text())
    assert " # " not in manifest()


def test_the_link_carries_the_whole_manifest() -> None:
    link = creation_link("https://slack.com/api/")
    parts = urlsplit(link)
    query = parse_qs(parts.query, strict_parsing=True)
    assert (parts.netloc, parts.path, query["new_app"]) == ("api.slack.com", "/apps", ["1"])
    assert query["manifest_yaml"] == [manifest()]
    assert len(link) < 4096  # longer lines are cut by terminals, and refused by some browsers


def test_over_http_the_link_carries_the_teams_own_address() -> None:
    link = creation_link("https://slack.com/api/", "https://kpi.acme.com/")
    (text,) = parse_qs(urlsplit(link).query)["manifest_yaml"]
    made = yaml.safe_load(text)
    assert made["settings"]["interactivity"]["request_url"] == "https://kpi.acme.com/slack/events"
    assert EXAMPLE not in text
