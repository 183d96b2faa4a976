"""What all parts of a record share: an identifier, and fields that are ours rather than HSDS's."""

from dataclasses import field
from typing import Any
from uuid import uuid4

# Every published key that is ours and not HSDS's carries this prefix (HSDS: rules for profiles).
PROFILE_PREFIX = "sd_"


def new_id() -> str:
    return str(uuid4())


def ours(default: Any = None) -> Any:
    """A field of our profile: stored like any other, named with the profile's prefix outside."""
    if callable(default):
        return field(default_factory=default, metadata={"ours": True})
    return field(default=default, metadata={"ours": True})
