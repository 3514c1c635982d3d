"""What Salesforce says where it gives nothing: a list of one error, mostly."""

from __future__ import annotations

from typing import Any, Final

_APPEND: Final = (
    "If you are attempting to use a custom {kind}, be sure to append the '__c' after the {word} "
    "name. Please reference your WSDL or the describe call for the appropriate names."
)


class RefusedError(Exception):
    """A request that is answered with another status than 200."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.body: list[dict[str, Any]] = [{"message": message, "errorCode": code}]


def malformed(token: str) -> RefusedError:
    """A query that makes no sense from `token` on."""
    return RefusedError(400, "MALFORMED_QUERY", f"unexpected token: '{token}'")


def no_column(name: str, entity: str) -> RefusedError:
    """A field that is not there, or that field-level security hides: both look the same."""
    advice = _APPEND.format(kind="field", word="custom field")
    message = f"\nERROR at Row:1:Column:8\nNo such column '{name}' on entity '{entity}'. {advice}"
    return RefusedError(400, "INVALID_FIELD", message)


def no_relation(name: str, entity: str) -> RefusedError:
    """A relationship that is not there."""
    message = (
        f"Didn't understand relationship '{name}' in field path. If you are attempting to use a "
        "custom relationship, be sure to append the '__r' after the custom relationship name. "
        "Please reference your WSDL or the describe call for the appropriate names."
    )
    return RefusedError(400, "INVALID_FIELD", f"\n{entity}.{name}\n{message}")


def no_object(name: str) -> RefusedError:
    """An object that the org does not have, or that its user may not see."""
    advice = _APPEND.format(kind="object", word="entity")
    return RefusedError(
        400, "INVALID_TYPE", f"\nFROM {name}\n^\nsObject type '{name}' is not supported. {advice}"
    )


def missing() -> RefusedError:
    """Nothing at this address."""
    return RefusedError(404, "NOT_FOUND", "The requested resource does not exist")
