"""The settings as people read them: the table of all, and those that have a place on a page."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from directory.config.settings import Settings


def settings_table() -> list[tuple[str, str, str]]:
    """(name in the environment, default, why) of every setting."""
    return [
        (f"DIRECTORY_{f.name.upper()}", str(f.default), f.metadata["why"]) for f in fields(Settings)
    ]


def on_page() -> dict[str, Callable[[str], Any]]:
    """{name: how to read it} of the settings that an administrator may choose on a page."""
    return {f.name: f.metadata["page"] for f in fields(Settings) if f.metadata["page"]}


def as_typed(value: Any) -> str:
    """A setting's value as it is written in the environment."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ",".join(f"{name}={each}" for name, each in value.items())
    if isinstance(value, tuple):
        return ",".join(value)
    return str(value)
