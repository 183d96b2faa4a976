"""The two base addresses below which the open data stands: HSDS itself and the UK profile."""

from dataclasses import dataclass
from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

from directory.listings.serializers import hsds as serializer


@dataclass(frozen=True, slots=True)
class Base:
    """One address below which the whole API stands."""

    name: str
    prefix: str
    version: str
    uk: bool = False


HSDS = Base("hsds", "/hsds/v3", serializer.VERSION)
UK = Base("oruk", "/oruk/v3", "HSDS-UK-3.0", uk=True)
BASES = {base.name: base for base in (HSDS, UK)}


def current_base() -> Base:
    return BASES[request.blueprint or "hsds"]


def uuid_of(text: str) -> str:
    """Raises NotFound: what is no id names nothing."""
    try:
        return str(UUID(text))
    except ValueError:
        raise NotFound from None
