"""One listing of the demonstration: from a line of its file to a record."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel import Locale

from directory.exchange.demonstration.county import County, Room, made_id, pick
from directory.exchange.demonstration.facts import make_facts
from directory.exchange.demonstration.times import schedules
from directory.listings.record import (
    CostOption,
    Language,
    Location,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
    Url,
)
from directory.listings.seed_files import seed_file

KINDS = (
    "support-group",
    "class",
    "volunteering",
    "online-community",
    "practice",
    "programme",
    "guide",
    "warm-line",
)
_SUPPORT = {
    "support-group": ["emotional", "appraisal"],
    "class": ["emotional"],
    "volunteering": ["appraisal", "instrumental"],
    "online-community": ["emotional", "informational"],
    "practice": ["emotional", "informational"],
    "guide": ["informational"],
    "warm-line": ["emotional"],
}
_GIVEN_BY = {
    "peer": ["peers"],
    "volunteer": ["community"],
    "professional": ["professional"],
    "mixed": ["peers", "professional"],
}
_LEAD = {"support-group": "peer", "class": "volunteer", "practice": "professional"}
_YOUNGEST = {"volunteering": 18, "online-community": 18}
# How taking part from afar, or where no room is named, is made easier.
_ACCESS = {
    "online": ["captions"],
    "phone": ["text-relay"],
    "web": ["easy-read"],
    "hidden": ["step-free"],
}
_COSTS = {
    "free": "free",
    "donation": "donation",
    "low": "low-cost",
    "sliding": "sliding-scale",
    "paid": "paid",
    "ins": "insurance",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A line of a file with the kind that its file is about."""

    kind: str
    line: Mapping[str, Any]

    @property
    def key(self) -> str:
        return str(self.line["key"])

    @property
    def language(self) -> str:
        """The language the text is written in."""
        return "es" if self.line.get("languages", ["en"])[0] == "es" else "en"

    @property
    def lead(self) -> str | None:
        lead: str | None = self.line.get("lead", _LEAD.get(self.kind))
        return lead

    @property
    def costs(self) -> list[str]:
        """Written as "free", "low:5", "sliding:20-60", "paid:45", "ins", "donation"."""
        return list(self.line.get("cost", ["free"]))


@cache
def all_sheets() -> tuple[Sheet, ...]:
    return tuple(
        Sheet(kind, line)
        for kind in KINDS
        for line in json.loads(seed_file("demonstration", f"{kind}.json"))["listings"]
    )


def make_record(sheet: Sheet, county: County, base: date) -> Record:
    """`base`: the first day of the month that dates are counted from."""
    return Record(
        service=_service(sheet, county, base),
        facts=make_facts(sheet, base),
        terms=_terms(sheet, county),
        source=Source(name="Demonstration data", id=sheet.key, licence="CC0-1.0"),
        language=sheet.language,
        fictional=True,
    )


def _service(sheet: Sheet, county: County, base: date) -> Service:
    line, key, where = sheet.line, sheet.key, sheet.line["where"]
    organization = line["organization"]
    page = f"https://{organization}.example.org/{key}"
    youngest, oldest = line.get("ages", (_YOUNGEST.get(sheet.kind), None))
    places = list(_places(sheet, county, page))
    for place in places:
        place.schedules = _times(sheet, county, base, place.id)
    return Service(
        id=made_id(key),
        name=line["name"],
        description=line["text"],
        url=page,
        email=f"hello@{organization}.example.org",
        minimum_age=youngest,
        maximum_age=oldest,
        organization=county.organization(organization),
        phones=_phones(sheet, county),
        additional_urls=_links(sheet, page),
        schedules=[] if places else _times(sheet, county, base),
        service_areas=[county.area(key)] if where in ("online", "phone", "web") else [],
        service_at_locations=places,
        languages=[_language(key, code) for code in line.get("languages", ["en"])],
        cost_options=[_cost(sheet, cost) for cost in sheet.costs if cost != "ins"],
    )


def _times(sheet: Sheet, county: County, base: date, place: str = "") -> list[Schedule]:
    key = f"{sheet.key}/{place}" if place else sheet.key
    season = sheet.kind == "class"
    return schedules(sheet.line["when"], key, county.zone, base, sheet.language, season=season)


def _places(sheet: Sheet, county: County, page: str) -> Iterator[ServiceAtLocation]:
    """Towns ("AF", "AF+BC"), a hidden place in a town ("hidden:AF"), "online", or none."""
    where, key = sheet.line["where"], sheet.key
    if where in ("phone", "web"):
        return
    if where == "online":
        location = Location(
            id=made_id(key, "location", "online"),
            location_type="virtual",
            name="En línea" if sheet.language == "es" else "Online",
            url=page,
        )
        yield ServiceAtLocation(id=made_id(key, "at", "online"), location=location)
        return
    hidden = where.startswith("hidden:")
    for town in where.removeprefix("hidden:").split("+"):
        location = (
            county.hidden(town, key)
            if hidden
            else county.location(town, _room(sheet, county, town), key)
        )
        yield ServiceAtLocation(id=made_id(key, "at", town), location=location)


def _room(sheet: Sheet, county: County, town: str) -> Room:
    office = sheet.kind in ("practice", "programme")
    return county.room(town, sheet.line["organization"], office=office)


def _phones(sheet: Sheet, county: County) -> list[Phone]:
    if sheet.kind in ("online-community", "guide"):
        return []
    texts = "text" in sheet.line.get("format", ())
    return [
        Phone(
            id=made_id(sheet.key, "phone"),
            number=county.number(sheet.line["organization"], line=1 if texts else 0),
            type="text" if texts else "voice",
            country=county.country,
        )
    ]


def _links(sheet: Sheet, page: str) -> list[Url]:
    channel = {"online-community": "community", "guide": "information"}.get(sheet.kind)
    if sheet.line.get("how_to_join") == "sign_up":
        channel, page = "signup", f"{page}/sign-up"
    if channel is None:
        return []
    return [Url(id=made_id(sheet.key, "link"), url=page, channel=channel)]


def _language(key: str, code: str) -> Language:
    name = Locale("en").languages[code]
    return Language(id=made_id(key, "language", code), name=name, code=code)


def _cost(sheet: Sheet, cost: str) -> CostOption:
    manner, _, amount = cost.partition(":")
    option = CostOption(id=made_id(sheet.key, "cost", manner), currency="USD")
    spanish = sheet.language == "es"
    match manner:
        case "free":
            option.amount = 0
        case "donation":
            option.amount = 0
            option.amount_description = "Lo que quieras dar" if spanish else "Give what you wish"
        case "sliding":
            low, high = amount.split("-")
            option.amount = float(low)
            option.amount_description = (
                f"De {low} a {high} dólares, según tus ingresos"
                if spanish
                else f"{low} to {high} dollars, by what you earn"
            )
        case _:
            option.amount = float(amount)
            whole = sheet.line["when"].startswith("course")
            option.amount_description = "for the whole course" if whole else "each time"
    return option


def _terms(sheet: Sheet, county: County) -> dict[str, list[str]]:
    line, kind, where = sheet.line, sheet.kind, sheet.line["where"]
    access = list(line.get("access", ()))
    away = _ACCESS.get(where.partition(":")[0])
    access += away or _room(sheet, county, where.split("+")[0]).access
    terms = {
        "category": [_category(sheet)],
        "kind": [kind],
        "support": list(line.get("support") or _SUPPORT[kind]),
        "source": _source(sheet),
        "topic": list(line["topics"]),
        "audience": list(line["audience"]),
        "format": list(line.get("format") or _format(sheet)),
        "cost": [_COSTS[cost.partition(":")[0]] for cost in sheet.costs],
        "access": list(dict.fromkeys(access)),
    }
    return {axis: codes for axis, codes in terms.items() if codes}


def _category(sheet: Sheet) -> str:
    if sheet.line["where"] == "online" or "chat" in sheet.line.get("format", ()):
        return "professional" if sheet.kind == "practice" else "online"
    if sheet.kind == "practice" or sheet.line["organization"] == "jcbh":
        return "professional"
    return "community"


def _source(sheet: Sheet) -> list[str]:
    if given := sheet.line.get("source"):
        return list(given)
    if sheet.kind == "online-community":
        return ["peers", "online"]
    return list(_GIVEN_BY[sheet.lead] if sheet.lead else ["community"])


def _format(sheet: Sheet) -> list[str]:
    where = sheet.line["where"]
    if where == "phone":
        return ["phone"]
    if where in ("online", "web"):
        return ["online"]
    if sheet.kind == "practice" and pick(3, sheet.key, "video") == 0:
        return ["in-person", "online"]
    return ["in-person"]
