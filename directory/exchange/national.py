"""Real national listings from `seed/listings/`: one file for each country, in a form that people
can review line by line (docs/seed.md). Here it becomes records."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from babel import Locale

from directory.listings.hours import describe
from directory.listings.record import (
    CostOption,
    Facts,
    Language,
    Organization,
    Phone,
    Record,
    Schedule,
    Service,
    ServiceArea,
    Source,
    Url,
)
from directory.listings.seed_files import SEED

FOLDER = SEED / "listings"
LICENCE = "CC0-1.0"
# Never change it: the listings' identifiers follow from it and from their keys.
_NAMESPACE = UUID("5f1c6a2e-6b0d-4f0e-8c5e-2a9d3b7f4e11")
_EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
_PHONES = {"call": "voice", "text": "text", "textphone": "textphone"}
_REQUIRED = frozenset({"key", "name", "text", "crisis", "terms", "languages", "area", "source"})
# `also_seen` and `note` speak to whoever reviews the file and go no further.
_OPTIONAL = frozenset(
    {"other_name", "organization", "url", "es", "contacts", "hours", "zone", "who", "ages"}
    | {"how_to_join", "facts", "also_seen", "note"}
)


class SeedError(ValueError):
    """A seed file is not as it should be. The message names file, listing and reason."""


def national_records(folder: Path = FOLDER) -> Iterator[Record]:
    """Every listing of every country. Raises SeedError."""
    for path in sorted(folder.glob("*.json")):
        country = json.loads(path.read_text(encoding="utf-8"))
        for item in country["listings"]:
            try:
                yield _Reader(country, item).record()
            except (KeyError, TypeError, ValueError) as error:
                name = item.get("key", "a listing without a key")
                raise SeedError(f"{path.name}: {name}: {error}") from error


class _Reader:
    """One listing of one country's file."""

    def __init__(self, country: Mapping[str, Any], item: Mapping[str, Any]) -> None:
        self.country, self.item, self.key = country, item, item["key"]
        wrong = (_REQUIRED - item.keys()) | (item.keys() - _REQUIRED - _OPTIONAL)
        if wrong:
            raise ValueError(f"missing or unknown: {', '.join(sorted(wrong))}")

    def record(self) -> Record:
        item, source = self.item, self.item["source"]
        if not (source["name"] and source["url"] and source["seen_on"]):
            raise ValueError("a source needs name, address and day")
        return Record(
            service=self._service(),
            facts=self._facts(),
            terms={axis: list(codes) for axis, codes in item["terms"].items()},
            source=Source(
                name=source["name"],
                url=source["url"],
                id=self.key,
                seen_on=source["seen_on"],
                licence=LICENCE,
            ),
            translations={"es": dict(item["es"])} if "es" in item else {},
            crisis=item["crisis"],
        )

    def _id(self, *parts: str) -> str:
        return str(uuid5(_NAMESPACE, "/".join((self.key, *parts))))

    def _service(self) -> Service:
        item = self.item
        youngest, oldest = item.get("ages", (None, None))
        contacts = item.get("contacts", ())
        return Service(
            id=self._id(),
            name=item["name"],
            alternate_name=item.get("other_name"),
            description=item["text"],
            url=item.get("url"),
            eligibility_description=item.get("who"),
            minimum_age=youngest,
            maximum_age=oldest,
            organization=self._organization(),
            phones=[p for contact in contacts if (p := self._phone(contact))],
            additional_urls=[u for contact in contacts if (u := self._link(contact))],
            schedules=self._schedules(item.get("hours")),
            service_areas=[self._area(code) for code in item["area"]],
            languages=[self._language(code) for code in item["languages"]],
            cost_options=self._costs(),
        )

    def _organization(self) -> Organization:
        """One of the file's shared ones, or one that offers this listing alone."""
        item, shared = self.item, self.item.get("organization")
        if shared:
            about = self.country["organizations"][shared]
            return Organization(
                id=str(uuid5(_NAMESPACE, f"organization/{shared}")),
                name=about["name"],
                alternate_name=about.get("other_name"),
                description=about["description"],
                website=about["website"],
            )
        return Organization(
            id=self._id("organization"),
            name=item["name"],
            description=item["text"],
            website=item.get("url"),
        )

    def _phone(self, contact: Mapping[str, str]) -> Phone | None:
        for way, kind in _PHONES.items():
            if number := contact.get(way):
                return Phone(
                    id=self._id(way, number),
                    number=number,
                    type=kind,
                    country=self.country["country"],
                    keyword=contact.get("keyword"),
                    after_answer=contact.get("then"),
                )
        return None

    def _link(self, contact: Mapping[str, str]) -> Url | None:
        if address := contact.get("chat"):
            return Url(id=self._id("chat", address), label="Chat", url=address, channel="chat")
        if address := contact.get("link"):
            return Url(id=self._id("link", address), url=address, channel=contact["what"])
        return None

    def _schedules(self, hours: Any) -> list[Schedule]:
        """`hours`: "always", rows of days and times, or words where no row can say it."""
        match hours:
            case None:
                return []
            case "always":
                row = self._row(0, {"days": _EVERY_DAY, "from": "00:00", "to": "23:59"})
                row.description = "24 hours a day, every day"
                return [row]
            case {"words": words}:
                return [Schedule(id=self._id("hours"), description=words, purpose="hours")]
            case list():
                return [self._row(n, row) for n, row in enumerate(hours)]
        raise ValueError(f"hours cannot be {hours!r}")

    def _row(self, n: int, hours: Mapping[str, str]) -> Schedule:
        monthly = "month_day" in hours
        row = Schedule(
            id=self._id("hours", str(n)),
            freq="MONTHLY" if monthly else "WEEKLY",
            byday=None if monthly else hours["days"],
            bymonthday=hours.get("month_day"),
            opens_at=f"{hours['from']}:00",
            closes_at=f"{hours['to']}:00",
            zone=self.item.get("zone", self.country["zone"]),
            group="regular",
            purpose="hours",
        )
        row.description = hours.get("words") or describe(row)
        return row

    def _area(self, code: str) -> ServiceArea:
        known = self.country.get("areas", {}) | {"world": "Worldwide"}
        name = known.get(code) or Locale("en").territories[code]
        return ServiceArea(id=self._id("area", code), name=name, coverage=code)

    def _language(self, code: str) -> Language:
        name = Locale("en").languages[code]
        return Language(id=self._id("language", code), name=name, code=code)

    def _costs(self) -> list[CostOption]:
        if self.item["terms"].get("cost") != ["free"]:
            return []
        currency = self.country["currency"]
        return [CostOption(id=self._id("cost"), amount=0, currency=currency)]

    def _facts(self) -> Facts:
        given = dict(self.item.get("facts", {}))
        unknown = given.keys() - {field.name for field in fields(Facts)}
        if unknown:
            raise ValueError(f"no such fact: {', '.join(sorted(unknown))}")
        if self.item.get("hours") == "always":
            given["round_the_clock"] = True
        if join := self._join():
            given["how_to_join"] = join
        if "led_by" in given:
            source = self.item["source"]
            given.setdefault("led_by_evidence", f"{source['name']}: {source['url']}")
        return Facts(**given)

    def _join(self) -> str | None:
        """A line is joined by calling or writing to it."""
        lines = {"crisis-line", "warm-line"} & set(self.item["terms"]["kind"])
        join: str | None = self.item.get("how_to_join", "contact" if lines else None)
        return join
