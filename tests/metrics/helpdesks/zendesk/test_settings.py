"""The settings of a Zendesk account."""

from __future__ import annotations

import pytest

from metrics.helpdesks.zendesk.settings import ZendeskSettings

ADDRESS = {"ZENDESK_URL": "https://acme.zendesk.com/agent/"}
PERSON = {**ADDRESS, "ZENDESK_EMAIL": "a@acme.com"}


def settings(**given: str) -> ZendeskSettings:
    return ZendeskSettings.model_validate(given)


def test_an_account_is_its_address_without_a_path() -> None:
    account = settings(**PERSON, ZENDESK_API_TOKEN="t")
    assert account.url == "https://acme.zendesk.com"
    assert (account.login(), account.token()) == ("a@acme.com", "t")
    assert account.missing() is None


def test_an_oauth_token_needs_no_e_mail_address() -> None:
    account = settings(**PERSON, ZENDESK_OAUTH_TOKEN="o", ZENDESK_API_TOKEN="t")
    assert (account.login(), account.token()) == (None, "o")
    assert settings(**ADDRESS, ZENDESK_OAUTH_TOKEN="o").missing() is None


@pytest.mark.parametrize(
    ("given", "missing"),
    [({}, "url"), ({"ZENDESK_OAUTH_TOKEN": "o"}, "url"), (ADDRESS, "email"), (PERSON, "api_token")],
)
def test_what_an_account_lacks_is_named(given: dict[str, str], missing: str) -> None:
    assert settings(**given).missing() == missing


def test_bots_are_named_by_commas() -> None:
    assert settings(DESKPULSE_ZENDESK_BOTS="17, Answer Bot,").bot_users() == {"17", "Answer Bot"}


def test_fields_and_tags_are_read_by_their_names() -> None:
    kept = settings(
        DESKPULSE_ZENDESK_FIELDS="36001 = Product  Area, 36002=plan",
        DESKPULSE_ZENDESK_TAGS="Refund, vip,",
    )
    assert kept.field_names() == {"36001": "product area", "36002": "plan"}
    assert kept.tag_names() == {"refund", "vip"}
    assert settings().tag_names() == frozenset()


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
        ("CATEGORY_FIELD", "product area", "is no id of a field"),
        ("EXPORTS_PER_MINUTE", "0", "greater than or equal to 1"),
    ],
)
def test_what_makes_no_sense_is_refused(name: str, value: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        settings(**{f"DESKPULSE_ZENDESK_{name}": value})


def test_sisters_are_accounts_by_their_subdomains() -> None:
    given = settings(DESKPULSE_ZENDESK_SISTERS="Acme-EMEA, acme-labs.zendesk.com,")
    assert given.sister_accounts() == {"acme-emea", "acme-labs"}
    assert settings().sister_accounts() == frozenset()
