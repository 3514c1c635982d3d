"""What the settings give to the rest."""

from __future__ import annotations

import pytest

from bot.config import Settings, SettingsError

ZENDESK = {"ZENDESK_URL": "https://acme.zendesk.com/agent/", "ZENDESK_EMAIL": "a@acme.com"}


def settings(**given: str) -> Settings:
    return Settings.model_validate(given)


def test_a_bot_needs_its_token() -> None:
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN is not set"):
        settings(SLACK_APP_TOKEN="xapp-1").slack()


def test_a_bot_needs_a_socket_or_a_signing_secret() -> None:
    with pytest.raises(SettingsError, match="Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET"):
        settings(SLACK_BOT_TOKEN="xoxb-1").slack()


def test_either_of_them_will_do() -> None:
    for way in ({"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s"}):
        assert settings(SLACK_BOT_TOKEN="xoxb-1", **way).slack().get_secret_value() == "xoxb-1"


def test_a_zendesk_account_is_its_address_without_a_path() -> None:
    account = settings(**ZENDESK, ZENDESK_API_TOKEN="t").zendesk()
    assert account.url == "https://acme.zendesk.com"
    assert account.email == "a@acme.com"


def test_an_oauth_token_needs_no_e_mail_address() -> None:
    account = settings(ZENDESK_URL="https://acme.zendesk.com", ZENDESK_OAUTH_TOKEN="t").zendesk()
    assert account.email is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "ZENDESK_URL"),
        ({"ZENDESK_URL": "https://acme.zendesk.com"}, "ZENDESK_EMAIL"),
        (ZENDESK, "ZENDESK_API_TOKEN"),
    ],
)
def test_what_zendesk_lacks_is_named(given: dict[str, str], missing: str) -> None:
    with pytest.raises(SettingsError, match=f"{missing} is not set"):
        settings(**given).zendesk()


def test_bots_are_named_by_commas() -> None:
    assert settings(DESKPULSE_ZENDESK_BOTS="17, Answer Bot,").bots() == {"17", "Answer Bot"}


def test_slacks_address_ends_with_a_slash() -> None:
    assert settings(SLACK_API_URL="https://slack.com/api").slack_api_url.endswith("/api/")


def test_the_log_level_is_taken_in_any_case() -> None:
    assert settings(DESKPULSE_LOG_LEVEL="debug").log_level == "DEBUG"


def test_the_first_sync_reads_from_so_many_days_before_now() -> None:
    assert settings(DESKPULSE_SINCE="2 days").since_at(1_000_000) == 1_000_000 - 2 * 86400


def test_fields_and_tags_are_read_by_their_names() -> None:
    account = {"ZENDESK_URL": "https://acme.zendesk.com", "ZENDESK_OAUTH_TOKEN": "t"}
    kept = settings(
        **account,
        DESKPULSE_ZENDESK_FIELDS="36001 = Product  Area, 36002=plan",
        DESKPULSE_ZENDESK_TAGS="Refund, vip,",
        DESKPULSE_KEEP_BRANDS="yes",
        DESKPULSE_KEEP_ORGANIZATIONS="yes",
    )
    (source,) = kept.helpdesks()
    assert source.account.fields == {"36001": "product area", "36002": "plan"}
    assert source.account.tags == {"refund", "vip"}
    assert source.account.by_name == {"brand", "organization"}
    (source,) = settings(**account).helpdesks()
    assert (source.account.by_name, source.account.tags) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("FIELDS", "product area", "must be pairs of a field's id and a name"),
        ("FIELDS", "x = plan", "must be pairs of a field's id and a name"),
        ("FIELDS", "1 = 2nd", "a letter first"),
        ("FIELDS", "1 = team", "'team' means something else already"),
        ("FIELDS", "1 = tag", "'tag' means something else already"),
        ("FIELDS", "1 = plan, 2 = Plan", "names a field twice"),
        ("FIELDS", "1 = plan, 1 = area", "names a field twice"),
        ("TAGS", "refund vip", "put commas between tags"),
        ("TAGS", ", ".join(f"t{n}" for n in range(101)), "must be 100 tags at most"),
    ],
)
def test_fields_and_tags_that_make_no_sense_are_refused(
    name: str, value: str, problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        settings(**{f"DESKPULSE_ZENDESK_{name}": value})
