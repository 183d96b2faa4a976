"""One row of a meeting feed, read carefully.

Notes, links to join, meeting numbers and passcodes are never carried: whoever has them can walk
into the room. From the notes only two things are taken as yes or no: step-free access, and words
that contradict a weekly rhythm.
"""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from directory.exchange.meetings import types
from directory.exchange.meetings.settings import MeetingSettings
from directory.exchange.row import Finding, refused
from directory.exchange.tabular.words import clock
from directory.exchange.text import mend
from directory.listings.urls import fault, host

IN_PERSON, ONLINE, HYBRID, INACTIVE = "in_person", "online", "hybrid", "inactive"
DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # the form counts from Sunday

_STEP_FREE = re.compile(
    r"\b(wheelchair|handicap(ped)?)[ -](access(ible)?|ramp|entrance)\b|\bramp\b", re.I
)
_NOT_STEP_FREE = re.compile(
    r"\b(no|not|without|isn.t)\b[^.\n]{0,20}\b(wheelchair|handicap|access)", re.I
)
_NOT_WEEKLY = re.compile(
    r"\bmonthly\b|\bof the month\b|\ba ?month\b|\beach month\b|\bevery other\b|\balternate\b|"
    r"\bbi-?weekly\b|\bevery (2nd|second|two)\b",
    re.I,
)
_ADDRESS = re.compile(
    r"^(?:(?P<address_1>.+),\s*)?(?P<city>[^,]+),\s*(?P<state_province>[A-Z]{2})\s+"
    r"(?P<postal_code>\d{5}(?:-\d{4})?),\s*(?:USA|US|United States)$"
)
# A region's or district's name stands where the venue's should.
_DISTRICT = re.compile(r"^(district|area|region|zone)\b", re.I)
# Not an address for the public: a copy of a site that its makers try things on.
_STAGING = re.compile(r"^(staging|stage|dev|test|demo)\d*\.")


@dataclass(kw_only=True, slots=True)
class Meeting:
    line: int
    key: str  # the group: name and place
    name: str
    number: str | None
    days: list[int]
    opens: str | None  # HH:MM:SS
    closes: str | None
    zone: str | None
    attendance: str
    types: list[str]
    venue: str | None
    street: dict[str, str] = field(default_factory=dict)  # HSDS names of an address
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    approximate: bool = False
    step_free: bool = False
    not_weekly: bool = False
    url: str | None = None
    website: str | None = None
    email: str | None = None
    group: str | None = None
    slug: str = ""


def read(item: dict[str, Any], line: int, settings: MeetingSettings) -> Meeting | list[Finding]:
    """The meeting of one row, or why there is none."""
    wrong = _wrong(item)
    if wrong:
        return wrong
    name = said(item["name"])
    found = settings.number.search(name)
    title = name[found.end() :].strip() if found else name
    notes = _text(item, "notes")
    codes = [str(code) for code in item.get("types") or []]
    days = item.get("day")
    return Meeting(
        line=line,
        key="\x1f".join(
            [name.casefold(), str(item.get("location_id") or _text(item, "formatted_address"))]
        ),
        name=title,
        number=found.group(1) if found else None,
        days=[]
        if days in (None, "")
        else [int(d) for d in (days if isinstance(days, list) else [days])],
        opens=clock(_text(item, "time")),
        closes=clock(_text(item, "end_time")),
        zone=_text(item, "timezone") or settings.zone,
        attendance=_attendance(_text(item, "attendance_option"), codes, item),
        types=codes,
        venue=_venue(item),
        street=_street(item),
        region=_text(item, "region") or None,
        latitude=_degrees(item.get("latitude")),
        longitude=_degrees(item.get("longitude")),
        approximate=str(item.get("approximate", "no")).lower() in ("yes", "true", "1"),
        step_free=bool(_STEP_FREE.search(notes)) and not _NOT_STEP_FREE.search(notes),
        not_weekly=bool(_NOT_WEEKLY.search(notes)),
        url=_page(_text(item, "url")),
        website=_page(_text(item, "website")),
        email=_text(item, "email") or None,
        group=None if _DISTRICT.match(_text(item, "group")) else said(_text(item, "group")) or None,
        slug=_text(item, "slug"),
    )


def _wrong(item: dict[str, Any]) -> list[Finding]:
    found = []
    if not isinstance(item.get("name"), str) or not item["name"].strip():
        found.append(refused("name", "This must not be empty."))
    days = item.get("day")
    for day in days if isinstance(days, list) else [days]:
        if day not in (None, "") and not re.fullmatch(r"[0-6]", str(day)):
            found.append(refused("day", "A day is a number from 0 (Sunday) to 6."))
    if item.get("time") not in (None, "") and clock(_text(item, "time")) is None:
        found.append(refused("time", "%(text)s is no time of day.", text=_text(item, "time")))
    return found


def _attendance(stated: str, codes: list[str], item: dict[str, Any]) -> str:
    """As the feed says, or by its codes: the venue closed and nothing online is inactive."""
    if stated in (IN_PERSON, ONLINE, HYBRID, INACTIVE):
        return stated
    if types.ONLINE in codes:
        return ONLINE if types.VENUE_CLOSED in codes else HYBRID
    if types.VENUE_CLOSED in codes:
        return INACTIVE
    joined = _text(item, "conference_url") or _text(item, "conference_phone")
    if not joined:
        return IN_PERSON
    return HYBRID if _street(item).get("address_1") else ONLINE


def _venue(item: dict[str, Any]) -> str | None:
    """The venue's name: in some feeds the district stands there and the venue beside it."""
    name = said(_text(item, "location"))
    if name and not _DISTRICT.match(name):
        return name
    beside = said(_text(item, "location_notes"))
    return beside if beside and len(beside) <= 100 else None


def _street(item: dict[str, Any]) -> dict[str, str]:
    found = _ADDRESS.match(_text(item, "formatted_address"))
    if found:
        return {k: v for k, v in found.groupdict().items() if v} | {"country": "US"}
    names = {
        "address": "address_1",
        "city": "city",
        "state": "state_province",
        "postal_code": "postal_code",
        "country": "country",
    }
    return {ours: _text(item, name) for name, ours in names.items() if _text(item, name)}


def _page(url: str) -> str | None:
    if not url or fault(url) or _STAGING.match(host(url)):
        return None
    return url


def said(text: str) -> str:
    """Words as people write them: &amp; and letters of a wrong code page put right."""
    whole = text.encode("utf-8", "replace").decode()
    return " ".join(mend(html.unescape(whole)).split())


def _text(item: dict[str, Any], key: str) -> str:
    value = item.get(key)
    return value.encode("utf-8", "replace").decode().strip() if isinstance(value, str) else ""


def _degrees(value: Any) -> float | None:
    try:
        return None if value in (None, "") else float(value)
    except (TypeError, ValueError):
        return None
