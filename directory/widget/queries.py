"""Reading presets and their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from directory.extensions import db
from directory.listings.models import NODES
from directory.listings.queries import Entry, find_published, published
from directory.listings.record import Service
from directory.widget.models import WidgetPreset, WidgetUse

SERVICES = NODES[Service].table
SHOWN, SEARCHED, OPENED = "shown", "searched", "opened"
ENOUGH = 10  # a smaller count could point at a person
DAYS = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """A count as it may be told: None is "fewer than 10"."""

    times: int | None

    @classmethod
    def of(cls, times: int) -> Figure:
        return cls(None if 0 < times < ENOUGH else times)


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    shown: Figure
    searched: Figure
    opened: Figure


def find_preset(preset_id: str) -> WidgetPreset | None:
    """A preset that works."""
    row = db.session.get(WidgetPreset, preset_id) if preset_id else None
    return row if row is not None and row.confirmed_at is not None else None


def find_any_preset(preset_id: str) -> WidgetPreset | None:
    """Also one that nobody has confirmed yet."""
    return db.session.get(WidgetPreset, preset_id)


def list_presets() -> Sequence[WidgetPreset]:
    working = WidgetPreset.confirmed_at.is_not(None)
    return db.session.scalars(select(WidgetPreset).where(working).order_by(WidgetPreset.name)).all()


def list_days(preset_id: str, today: date) -> list[Day]:
    """The last 30 days that have a count, the newest first. Today is not over and not told: two
    looks on one day would tell single visits apart."""
    since = today - timedelta(days=DAYS)
    uses = select(WidgetUse).where(
        WidgetUse.preset_id == preset_id, WidgetUse.day >= since, WidgetUse.day < today
    )
    counts: dict[date, dict[str, int]] = {}
    for use in db.session.scalars(uses):
        counts.setdefault(use.day, {})[use.what] = use.times

    def figure(day: date, what: str) -> Figure:
        return Figure.of(counts[day].get(what, 0))

    return [
        Day(day, figure(day, SHOWN), figure(day, SEARCHED), figure(day, OPENED))
        for day in sorted(counts, reverse=True)
    ]


def organization_of(slug: str) -> tuple[str, str] | None:
    """(id, name) of who runs a published listing."""
    entry = find_published(slug)
    owner = entry.record.service.organization if entry else None
    return (owner.id, owner.name) if owner else None


def an_entry_of(organization_id: str) -> Entry | None:
    """Any published listing of an organization: to know its name."""
    own = select(SERVICES.c.id).where(SERVICES.c.organization_id == organization_id)
    ids = db.session.scalars(own.limit(50)).all()
    return next(iter(published(ids).values()), None)
