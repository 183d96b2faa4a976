"""How records read on the pages of moderators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext

from directory.config import current_settings
from directory.extensions import now
from directory.listings.publishable import publishable
from directory.listings.record import Record
from directory.listings.shown import ListingPage, Reader, page_of
from directory.listings.shown.points import Point, points_of
from directory.listings.shown.value import value_in_words
from directory.moderation.diff import Change, Path
from directory.moderation.labels import words_of
from directory.moderation.queries import record_of
from directory.submissions.queries import find_submission
from directory.submissions.states import IllegalMove
from directory.web.locales import current_language


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a comparison, in words."""

    name: str
    label: str
    before: str
    current: str
    after: str
    conflict: bool
    contact: bool


def lines_of(changes: list[Change]) -> list[Line]:
    return [
        Line(
            change.name,
            ": ".join(gettext(word) for word in words_of(change.path, current_language())),
            said(change.path, change.before),
            said(change.path, change.current),
            said(change.path, change.after),
            change.conflict,
            change.contact,
        )
        for change in changes
        if not _says_nothing(change)
    ]


def _says_nothing(change: Change) -> bool:
    """An empty text where nothing was, or a mark that a new listing does not carry."""
    versions = (change.before, change.current, change.after)
    is_mark = change.path[0] != "facts" and all(v is None or v is False for v in versions)
    return is_mark or not any(said(change.path, value) for value in versions)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Points of a listing in one of its versions, with a name for the map and for those without
    one."""

    name: str
    points: tuple[Point, ...]


def whereabouts(record: Record, current: Record | None) -> list[Whereabouts]:
    """Where the map would put the listing, as it stands and as it was sent; as the public would
    see it, so that a private place is an area here too."""
    today = now().date()
    sent = points_of(publishable(record, today=today))
    before = points_of(publishable(current, today=today)) if current else ()
    if sent and sent == before:
        return [Whereabouts(gettext("Now and as sent"), sent)]
    found = [Whereabouts(gettext("Now"), before), Whereabouts(gettext("As sent"), sent)]
    return [each for each in found if each.points]


def just_decided() -> dict[str, str] | None:
    """The submission that somebody decided on a moment ago, to say what became of it."""
    row = find_submission(request.args.get("done", ""))
    if row is None or not row.record:
        return None
    return {"id": row.id, "name": record_of(row).service.name, "state": row.state}


def said(path: Path, value: Any) -> str:
    return value_in_words(path, value, reader())


def reader() -> Reader:
    return Reader(
        now=now(),
        language=current_language(),
        say=gettext,
        country=current_settings().default_country,
    )


def preview(
    record: Record, *, slug: str = "", checked_at: datetime | None = None, how: str | None = None
) -> ListingPage:
    """The listing as the public would see it."""
    return page_of(record, reader(), slug=slug, checked_at=checked_at, checked_how=how)


def why_not(error: Exception) -> str:
    """Why nothing was decided, for the person who tried."""
    if isinstance(error, IllegalMove):
        return gettext("Somebody else has moved this on meanwhile. Look at how it stands now.")
    return str(error)
