"""How a setting is declared: its name, what holds if it is not set, an example, and its words."""

from __future__ import annotations

from typing import Any

from pydantic import Field


def setting(name: str, default: object, example: str, description: str, **limits: Any) -> Any:
    """A setting by its full name."""
    return Field(
        default, validation_alias=name, description=description, examples=[example], **limits
    )


def ours(name: str, default: object, example: str, description: str, **limits: Any) -> Any:
    """A setting whose name begins with DESKPULSE_."""
    return setting(f"DESKPULSE_{name}", default, example, description, **limits)
