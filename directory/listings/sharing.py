"""Changing what several listings share: an organization, a program, a place (DESIGN,
decision 7)."""

from datetime import datetime
from typing import Any

from directory.listings import mapping
from directory.listings.actions import revise_touched
from directory.listings.shared import services_of


def listings_of(cls: type, shared_id: str) -> list[str]:
    """Ids of the listings, in any state, in which this organization, program or place stands."""
    return sorted(services_of(cls, [shared_id]).get(shared_id, ()))


def change_shared(thing: Any, *, reason: str, at: datetime) -> list[str]:
    """Saves an organization, program or place, new or changed, with what it holds. Every listing
    in which it stands says something new: each gets a revision. Returns their ids."""
    touched = listings_of(type(thing), thing.id)
    mapping.settle_shared([thing])
    mapping.save([thing])
    revise_touched(touched, reason, at)
    return touched
