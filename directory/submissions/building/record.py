"""The record that the answers make. Its children get the same id each time."""

from dataclasses import fields
from typing import Any

from directory.geo.place import Place
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
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
    Url,
)
from directory.listings.rules import answers_crisis
from directory.submissions.building.typed import Answers, Typed, point_of
from directory.submissions.building.when import schedules

TRANSLATED = ("name", "description")
CATEGORY = {"online-community": "online", "practice": "professional"}
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


class _Builder(Typed):
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
        super().__init__(answers, key)
        self.place, self.zone = place, zone
        self.country = (place.country if place else "") or country

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
            schedules=schedules(self, self.zone) if remote else [],
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
        return ServiceAtLocation(
            id=self.id("here"), location=location, schedules=schedules(self, self.zone)
        )

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
