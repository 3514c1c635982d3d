"""What is set of a helpdesk's account, whoever its vendor is."""

from __future__ import annotations

import re

import pytest
from pydantic import SecretStr, ValidationError

from metrics.helpdesks import settings
from metrics.helpdesks.settings import VendorSettings, ours, setting
from metrics.helpdesks.vendors import HELPDESKS


class Desk(VendorSettings):
    """A vendor whose accounts all have one address, and whose fields are known by names."""

    needed = ("token",)
    field_ids = re.compile(r"[a-z_]+")
    tags_have_spaces = True

    url: str | None = setting("DESK_URL", "https://api.desk.com", "https://api.desk.com", "Where.")
    token: SecretStr | None = setting("DESK_TOKEN", None, "a token", "The token.")
    webhook_secret: SecretStr | None = setting("DESK_WEBHOOK_SECRET", None, "s", "Signs.")
    tags: str = ours("DESK_TAGS", "", "vip", "Tags.")
    fields: str = ours("DESK_FIELDS", "", "area = area", "Fields.")


def test_an_account_is_begun_by_what_opens_it_alone() -> None:
    assert not Desk.model_validate({"DESK_WEBHOOK_SECRET": "s", "DESKPULSE_DESK_TAGS": "x"}).begun()
    assert Desk.model_validate({"DESK_TOKEN": "t"}).begun()
    assert Desk.model_validate({"DESK_TOKEN": "t"}).addressed()
    assert Desk.model_validate({}).missing() == "token"


def test_all_secrets_can_be_hidden_and_none_shows() -> None:
    both = Desk.model_validate({"DESK_TOKEN": "canary-1", "DESK_WEBHOOK_SECRET": "canary-2"})
    assert set(both.secrets()) == {"canary-1", "canary-2"}
    assert "canary" not in repr(both)


def test_names_of_fields_and_tags_are_those_of_the_vendor() -> None:
    desk = Desk.model_validate(
        {"DESKPULSE_DESK_TAGS": "VIP customer, refund", "DESKPULSE_DESK_FIELDS": "cf_area = Area"}
    )
    assert desk.tag_names() == {"vip customer", "refund"}
    assert desk.field_names() == {"cf_area": "area"}
    with pytest.raises(ValidationError, match="pairs of a field's id"):
        Desk.model_validate({"DESKPULSE_DESK_FIELDS": "17 = area"})


def test_what_changes_a_page_is_told_alike_however_it_is_written() -> None:
    def reading(**values: str) -> dict[str, str]:
        return Desk.model_validate(
            {"DESK_TOKEN": "t", **{f"DESKPULSE_DESK_{name}": text for name, text in values.items()}}
        ).reading()

    assert reading() == reading(TAGS="") == {}
    assert reading(TAGS="vip,  refund,") == reading(TAGS="refund, vip") != reading(TAGS="vip")
    assert reading(FIELDS="cf_a=one") == reading(FIELDS=" cf_a = one") != reading(FIELDS="cf_b=one")


@pytest.mark.parametrize("vendor", HELPDESKS)
def test_settings_are_called_by_their_vendor(vendor: str) -> None:
    model, word = HELPDESKS[vendor].settings, vendor.upper()
    for name in model.variables():
        assert name.startswith((f"{word}_", f"DESKPULSE_{word}_"))
    usual = {"WEBHOOK_SECRET", "BOTS", "CATEGORY_FIELD", "TAGS", "FIELDS"}
    assert usual <= {name.partition(f"{word}_")[2] for name in model.variables()}
    assert all(field.description and field.examples for field in model.model_fields.values())


@pytest.mark.parametrize("vendor", HELPDESKS)
def test_what_lacks_is_asked_for_first_to_last(vendor: str) -> None:
    model, given = HELPDESKS[vendor].settings, dict[str, str]()
    asked = []
    while field := model.model_validate(given).missing():
        asked.append(field)
        given[model.variable(field)] = str((model.model_fields[field].examples or [""])[0])
    assert asked
    assert len(asked) == len(set(asked))
    assert model.model_validate(given).addressed()


def test_a_token_may_travel_in_the_clear_on_this_machine_only() -> None:
    assert settings.web_address("http://127.0.0.1:8000/api") == "http://127.0.0.1:8000/api"
    assert settings.web_address("http://localhost:1") == "http://localhost:1"
    with pytest.raises(ValueError, match="must start with https"):
        settings.web_address("http://169.254.169.254/")


def test_an_address_must_not_hold_a_password() -> None:
    with pytest.raises(ValueError, match="must not hold a user name or a password"):
        settings.web_address("https://a:b@acme.zendesk.com")
