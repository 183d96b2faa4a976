"""From what somebody typed to a record. Plain: no framework, the place is passed in.

`answers` hold what was typed, by the name of the form's field: a text, or a list for several
ticks. What was left empty is unknown. Children of the record get the same id each time.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID, uuid5

from directory.geo.place import Place, Point
from directory.listings import text
from directory.listings.record import (
    Address,
    CostOption,
    Facts,
    Language,
    Location,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
    Url,
)
from directory.listings.rules import answers_crisis

Answers = Mapping[str, Any]

ROWS = 4  # schedules that one page offers
TRANSLATED = ("name", "description")
LINES = frozenset({"crisis-line", "warm-line"})
CATEGORY = {"online-community": "online", "practice": "professional"}
NTH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "last": "-1"}
_FACTS = {field.name: str(field.type) for field in fields(Facts)}


def record_of(
    answers: Answers,
    listing_id: str,
    *,
    place: Place | None,
    zone: str | None,
    country: str,
    owner: Organization | None = None,
) -> Record:
    """`place`: what the town they typed means; `zone`: where their times hold; `country`: where
    their numbers are dialled when nothing else says so; `owner`: the organization of somebody who
    signed in for it."""
    return text.cleaned(_Builder(answers, listing_id, place, zone, country, owner).record())


class _Builder:
    def __init__(
        self,
        answers: Answers,
        key: str,
        place: Place | None,
        zone: str | None,
        country: str,
        owner: Organization | None,
    ) -> None:
        self.owner = owner
        self.answers, self.key, self.place, self.zone = answers, UUID(key), place, zone
        self.country = (place.country if place else "") or country

    def one(self, name: str) -> str | None:
        value = self.answers.get(name)
        words = value.strip() if isinstance(value, str) else ""
        return words or None

    def many(self, name: str) -> list[str]:
        value = self.answers.get(name)
        if isinstance(value, str):  # of a draft from when there was one answer to choose
            value = [value] if value else []
        return [str(each) for each in value] if isinstance(value, list) else []

    def id(self, word: str) -> str:
        return str(uuid5(self.key, word))

    def record(self) -> Record:
        kind = self.one("kind")
        record = Record(
            service=self.service(),
            facts=self.facts(),
            terms=self.terms(kind),
            source=Source(
                name=self.one("organization") or self.one("name") or "",
                licence=self.one("licence"),
            ),
            language=self.one("language") or "en",
            translations=self.translations(),
            individual=kind == "practice" and self.one("one_person") == "yes",
        )
        record.crisis = answers_crisis(record)
        return record

    def translations(self) -> dict[str, dict[str, str]]:
        """What they wrote in other languages: `name_es`, `description_es`."""
        found: dict[str, dict[str, str]] = {}
        for field in TRANSLATED:
            for name in self.answers:
                code = name.removeprefix(f"{field}_")
                words = self.one(name) if code != name else None
                if words and code != (self.one("language") or "en"):
                    found.setdefault(code, {})[field] = words
        return found

    def service(self) -> Service:
        remote = not self.place or self.one("where") == "remote"
        return Service(
            id=str(self.key),
            name=self.one("name") or "",
            description=self.one("description"),
            url=self.web("website"),
            email=self.one("email"),
            eligibility_description=self.one("eligibility"),
            minimum_age=self.number("minimum_age"),
            maximum_age=self.number("maximum_age"),
            organization=self.organization(),
            additional_urls=self.urls(),
            phones=self.phones(),
            schedules=self.schedules() if remote else [],
            service_areas=self.areas() if remote else [],
            service_at_locations=[] if remote else [self.here()],
            languages=[
                Language(id=self.id(f"language/{code}"), code=code)
                for code in self.many("languages")
            ],
            cost_options=self.costs(),
        )

    def organization(self) -> Organization | None:
        if self.owner is not None:
            return self.owner
        name = self.one("organization") or self.one("name")
        if not name:
            return None
        return Organization(id=self.id("organization"), name=name, website=self.web("website"))

    def web(self, name: str) -> str | None:
        """People leave out the scheme."""
        typed = self.one(name)
        if not typed or "://" in typed or ":" in typed.split("/")[0]:
            return typed
        return f"https://{typed}"

    def urls(self) -> list[Url]:
        signup = self.web("signup")
        return [Url(id=self.id("signup"), url=signup, channel="signup")] if signup else []

    def phones(self) -> list[Phone]:
        rows = []
        if number := self.one("phone"):
            rows.append(
                Phone(id=self.id("phone"), number=number, type="voice", country=self.country)
            )
        if number := self.one("text_number"):
            rows.append(
                Phone(
                    id=self.id("text"),
                    number=number,
                    type="text",
                    country=self.country,
                    keyword=self.one("text_word"),
                )
            )
        return rows

    def costs(self) -> list[CostOption]:
        cost, amount = self.one("cost"), self.number("price")
        if cost in ("free", "donation"):
            return [CostOption(id=self.id("cost"), amount=0, option=None)]
        words = self.one("price_words")
        if amount is None and not words:
            return []
        currency = {"US": "USD", "CA": "CAD", "GB": "GBP", "AU": "AUD", "NZ": "NZD", "IE": "EUR"}
        return [
            CostOption(
                id=self.id("cost"),
                amount=amount,
                currency=currency.get(self.country, "USD"),
                amount_description=words,
            )
        ]

    def areas(self) -> list[ServiceArea]:
        area = self.one("area")
        if area is None and self.one("where") != "remote":
            return []
        coverage = {"world": "world", "state": self.state()}.get(area or "", self.country)
        return [ServiceArea(id=self.id("area"), coverage=coverage or self.country)]

    def state(self) -> str | None:
        place = self.place
        return f"{place.country}-{place.state}" if place and place.state else None

    def here(self) -> ServiceAtLocation:
        assert self.place
        public = self.one("show") == "address" and self.one("address") is not None
        town, place = self.place.name, self.place
        point = point_of(self.answers) if public else None
        latitude, longitude = point or place.point
        location = Location(
            id=self.id("location"),
            name=self.one("place_name") if public else None,
            transportation=self.one("transport") if public else None,
            latitude=latitude,
            longitude=longitude,
            # Without a point of theirs it is the middle of the town: a street that is shown says
            # where. A point of a place that is kept private never gets here.
            precision="exact" if point else None if public else "town",
            town=town,
            state=place.state,
            country=place.country,
        )
        if public:
            location.addresses = [
                Address(
                    id=self.id("address"),
                    address_1=self.one("address") or "",
                    city=town,
                    state_province=place.state,
                    postal_code=self.one("postal_code") or "",
                    country=place.country,
                )
            ]
        return ServiceAtLocation(id=self.id("here"), location=location, schedules=self.schedules())

    def schedules(self) -> list[Schedule]:
        return [row for n in range(ROWS) if (row := self.schedule(n)) is not None]

    def schedule(self, n: int) -> Schedule | None:
        """One row of the editor; None where nothing was chosen."""
        every, days = self.one(f"when{n}_every"), self.many(f"when{n}_day")
        start = self.one(f"when{n}_date")
        if every is None:
            return None
        row = Schedule(
            id=self.id(f"schedule/{n}"),
            opens_at=_seconds(self.one(f"when{n}_from")),
            closes_at=_seconds(self.one(f"when{n}_to")),
            dtstart=start,
            until=self.one(f"when{n}_until") if every != "once" else None,
            zone=self.zone,
            group="regular",
            purpose="hours" if self.one("kind") in LINES else "event",
        )
        if every == "once":
            return row
        if every in NTH:
            row.freq, row.byday = "MONTHLY", ",".join(f"{NTH[every]}{day}" for day in days) or None
        else:
            row.freq, row.byday = "WEEKLY", ",".join(days) or None
            row.interval = 2 if every == "second-week" else None
        if every == "day":
            row.byday = "MO,TU,WE,TH,FR,SA,SU"
        return row

    def terms(self, kind: str | None) -> dict[str, list[str]]:
        """Formats follow from where it is, when nothing else was ticked."""
        formats = self.many("format")
        if not formats and self.place and self.one("where") != "remote":
            formats = ["in-person"]
        cost = self.one("cost")
        chosen = {
            "category": [CATEGORY.get(kind or "", "community")],
            "kind": [kind] if kind else [],
            "format": formats,
            "cost": [cost] if cost else [],
            **{axis: self.many(axis) for axis in ("support", "source", "topic", "audience")},
            "access": self.many("access"),
        }
        return {axis: codes for axis, codes in chosen.items() if codes}

    def facts(self) -> Facts:
        """Every fact that a form asked for, by its own name; a yes or no is said as one."""
        known: dict[str, Any] = {}
        for name, kind in _FACTS.items():
            words = self.one(name)
            if words is None:
                continue
            if "bool" in kind:
                known[name] = words == "yes"
            elif kind.startswith("list"):
                known[name] = [line.strip() for line in words.splitlines() if line.strip()]
            else:
                known[name] = words
        return Facts(**known)

    def number(self, name: str) -> float | None:
        try:
            return float((self.one(name) or "").replace(",", ".").lstrip("$£€ "))
        except ValueError:
            return None


def point_of(answers: Answers) -> Point | None:
    """The point that was typed or chosen on the map, if it is one."""
    try:
        latitude = float(str(answers.get("latitude") or ""))
        longitude = float(str(answers.get("longitude") or ""))
    except ValueError:
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude


def _seconds(clock: str | None) -> str | None:
    """Browsers send 18:30; the record keeps 18:30:00."""
    return f"{clock}:00" if clock and clock.count(":") == 1 else clock


# Which of a problem's paths belong to which field; the longest match decides.
FIELDS = {
    "service.name": "name",
    "service.organization": "organization",
    "service.description": "description",
    "service.url": "website",
    "service.email": "email",
    "service.additional_urls": "signup",
    "service.phones": "phone",
    "service.phones[1]": "text_number",
    "service.schedules": "when0_every",
    "service.service_at_locations": "town",
    "service.service_at_locations[0].schedules": "when0_every",
    "service.service_areas": "town",
    "service.languages": "languages",
    "service.cost_options": "cost",
    "service.cost_options[0].amount": "price",
    "service.eligibility_description": "eligibility",
    "service.minimum_age": "minimum_age",
    "service.maximum_age": "maximum_age",
    "terms.format": "format",
    "terms.kind": "kind",
    **{f"terms.{axis}": axis for axis in ("support", "source", "topic", "audience", "access")},
    **{f"facts.{name}": name for name in _FACTS},
}
for _n in range(1, ROWS):
    FIELDS[f"service.schedules[{_n}]"] = f"when{_n}_every"
    FIELDS[f"service.service_at_locations[0].schedules[{_n}]"] = f"when{_n}_every"


def field_of(path: str, answers: Answers) -> str:
    """The name of the field that a problem's path speaks of; "" where there is none."""
    found = max((known for known in FIELDS if path.startswith(known)), key=len, default="")
    field = FIELDS.get(found, "")
    if found == "service.phones" and not answers.get("phone") and answers.get("text_number"):
        return "text_number"
    return field
