"""The older relational CSV files of the Ohana family as 3.x rows.

There a service stands at exactly one location, and lists stand inside cells.
"""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from directory.exchange.row import Finding, hold, note, refused, review
from directory.exchange.tabular.dialect import Dialect, FileRule, Fix, Texts
from directory.exchange.tabular.hsds_1_1 import weekly
from directory.exchange.tabular.store import Store
from directory.exchange.tabular.words import (
    TwoDigitYear,
    calendar_date,
    clock,
    language_code,
    listed,
)

_TEST = re.compile(
    r"\b(fake|lorem ipsum|test(ing)?\s+(org|purposes|location|service)|"
    r"(admin|just a) test|example (agency|location|service)|this is not a real|blank fields)\b",
    re.I,
)
_PHONE_TYPES = {"voice": "voice", "fax": "fax", "tty": "textphone", "sms": "text"}
_ACCESS = {
    "cd": "Information on CD",
    "deaf_interpreter": "Sign language interpreter",
    "disabled_parking": "Disabled parking",
    "elevator": "Elevator",
    "ramp": "Ramp",
    "restroom": "Accessible restroom",
    "tape_braille": "Information on tape or in braille",
    "tty": "Textphone",
    "wheelchair": "Wheelchair access",
    "wheelchair_van": "Wheelchair-accessible van",
}
_MONTHS = list(calendar.month_name)


def _spot_tests(cells: Texts) -> Iterator[Finding]:
    for key in ("name", "description"):
        if _TEST.search(cells.get(key, "")):
            yield hold(key, "This looks like a test row, not a real service.")
            return


def _organization(cells: Texts) -> Iterator[Finding]:
    text = cells.pop("date_incorporated", "")
    if text:
        try:
            cells["year_incorporated"] = str(calendar_date(text).year)
            if not text[0].isdigit():
                yield note("date_incorporated", "%(text)s was read as a date.", text=text)
        except TwoDigitYear:
            yield refused("date_incorporated", "The year in %(text)s needs four digits.", text=text)
        except ValueError:
            yield refused("date_incorporated", "%(text)s is no date.", text=text)
    yield from _spot_tests(cells)


def _location(cells: Texts) -> Iterator[Finding]:
    virtual = cells.pop("virtual", "").strip().lower() in ("true", "1", "yes")
    cells["location_type"] = "virtual" if virtual else "physical"
    yield from _spot_tests(cells)


def _service(cells: Texts) -> Iterator[Finding]:
    parts = [cells.pop("audience", ""), cells.get("eligibility_description", "")]
    cells["eligibility_description"] = ". ".join(part.rstrip(".") for part in parts if part)
    if cells.get("accepted_payments"):
        ways = f"Ways to pay: {cells['accepted_payments']}"
        fees = [cells.get("fees_description", ""), ways]
        cells["fees_description"] = ". ".join(part.rstrip(".") for part in fees if part)
    yield from _spot_tests(cells)


def _phone(cells: Texts) -> Iterator[Finding]:
    kind = cells.get("type", "").strip().lower()
    cells["type"] = _PHONE_TYPES.get(kind, "voice" if kind else "")
    words = [cells.pop("department", ""), cells.pop("vanity_number", "")]
    if kind == "hotline":
        words.insert(0, "Hotline")
    cells["description"] = ", ".join(word for word in words if word)
    digits = re.sub(r"\D", "", cells.get("number", ""))
    if re.search(r"1234567890|7894561230", digits):
        yield review("number", "%(text)s is a made-up telephone number.", text=cells["number"])


def _address(kind: str) -> Fix:
    def fix(cells: Texts) -> Iterator[Finding]:
        cells["address_type"] = kind
        yield from ()

    return fix


def _regular(cells: Texts) -> Iterator[Finding]:
    yield from weekly(cells)
    opens, closes = cells.get("opens_at", ""), cells.get("closes_at", "")
    if opens and closes and closes <= opens:
        yield review(
            "closes_at",
            "It closes before it opens: is that past midnight, or a mistake? Ask.",
        )


def _holiday(cells: Texts) -> Iterator[Finding]:
    closed = cells.pop("closed", "").strip().lower()
    if closed not in ("true", "false"):
        yield refused("closed", "This must say true or false.")
    cells |= {"sd_group": "holiday", "sd_closed": closed}
    start, end = cells.pop("start_date", ""), cells.pop("end_date", "")
    dates = {}
    for key, text, other in (("start_date", start, end), ("end_date", end, start)):
        try:
            dates[key] = calendar_date(text)
            if text and not text[0].isdigit() and dates[key].year != 1:
                yield note(key, "%(text)s was read as a date.", text=text)
        except TwoDigitYear:
            full = _same_century(text, other)
            if full is None:
                yield refused(key, "The year in %(text)s needs four digits.", text=text)
            else:
                dates[key] = calendar_date(full)
                yield note(key, "The year in %(text)s was read as %(full)s.", text=text, full=full)
        except ValueError:
            yield refused(key, "%(text)s is no date.", text=text or "(empty)")
    for key in ("opens_at", "closes_at"):
        time = clock(cells.get(key, ""))
        if closed == "false" and time is None:
            yield refused(key, "An open day needs its times.")
        cells[key] = time or ""
    if len(dates) == 2:
        first, last = dates["start_date"], dates["end_date"]
        if first.year == 1:  # the source's way to say: every year
            span = _day_of_year(first) + (f" to {_day_of_year(last)}" if last != first else "")
            cells["description"] = f"{'Closed' if closed == 'true' else 'Open'} each year: {span}"
        else:
            cells |= {"valid_from": first.isoformat(), "valid_to": last.isoformat()}
            cells["dtstart"] = first.isoformat()


def _day_of_year(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month]}"


def _same_century(text: str, other: str) -> str | None:
    """12/24/15 beside 12/24/2015 leaves no doubt."""
    try:
        century = calendar_date(other).year // 100
    except ValueError:
        return None
    head, _, year = text.rpartition("/")
    return f"{head}/{century:02}{year}"


def _term(cells: Texts) -> Iterator[Finding]:
    cells["code"] = cells.get("id", "")
    cells["description"] = cells.get("name", "")
    yield from ()


def _many(
    table: str, key: str, cells: Texts, column: str, name: str
) -> Iterator[tuple[str, Texts]]:
    for text in listed(cells.get(column, "")):
        yield table, {"id": f"{key} {cells['id']} {text}", f"{key}_id": cells["id"], name: text}


def _spoken(key: str, cells: Texts) -> Iterator[tuple[str, Texts]]:
    for table, row in _many("language", key, cells, "languages", "name"):
        yield table, row | {"code": language_code(row["name"])}


def _of_organization(cells: Texts) -> Iterator[tuple[str, Texts]]:
    yield from _many("funding", "organization", cells, "funding_sources", "source")


def _of_location(cells: Texts) -> Iterator[tuple[str, Texts]]:
    yield from _spoken("location", cells)
    for table, row in _many("accessibility", "location", cells, "accessibility", "description"):
        row["description"] = _ACCESS.get(row["description"], row["description"])
        yield table, row
    if cells.get("email"):
        contact = {"id": f"location {cells['id']}", "email": cells["email"]}
        yield "contact", contact | {"location_id": cells["id"]}


def _of_service(cells: Texts) -> Iterator[tuple[str, Texts]]:
    id = cells["id"]
    yield (
        "service_at_location",
        {"id": id, "service_id": id, "location_id": cells.get("location_id", "")},
    )
    yield from _many("funding", "service", cells, "funding_sources", "source")
    yield from _spoken("service", cells)
    yield from _many("required_document", "service", cells, "required_documents", "document")
    for table, row in _many("service_area", "service", cells, "service_areas", "name"):
        yield table, row | {"extent": row["name"], "extent_type": "text"}
    for code in listed(cells.get("taxonomy_ids", "")):
        row = {"id": f"{id} {code}", "link_id": id, "link_entity": "service"}
        yield "attribute", row | {"taxonomy_term_id": code}


def _finish(store: Store) -> None:
    """A service's organization is its location's."""
    store.sql.execute(
        "UPDATE service SET organization_id = (SELECT location.organization_id FROM location "
        "JOIN service_at_location ON service_at_location.location_id = location.id "
        "WHERE service_at_location.service_id = service.id) WHERE organization_id IS NULL"
    )


_PARENTS = ("contact_id", "location_id", "organization_id", "service_id")

OHANA = Dialect(
    name="Ohana CSV",
    terms_are_whole=True,
    finish=_finish,
    files={
        "organizations.csv": FileRule(
            table="organization",
            required=("name", "description"),
            fix=_organization,
            more=_of_organization,
            left_out=("accreditations", "licenses"),
        ),
        "programs.csv": FileRule(
            table="program",
            required=("organization_id", "name"),
            not_required=("description",),
        ),
        "locations.csv": FileRule(
            table="location",
            rename={"website": "url"},
            required=("organization_id", "name"),
            fix=_location,
            more=_of_location,
            left_out=("short_desc", "admin_emails"),
        ),
        "services.csv": FileRule(
            table="service",
            rename={
                "eligibility": "eligibility_description",
                "fees": "fees_description",
                "website": "url",
            },
            required=("location_id", "name", "status"),
            not_required=("organization_id",),
            fix=_service,
            more=_of_service,
            left_out=("keywords",),
        ),
        "addresses.csv": FileRule(table="address", fix=_address("physical")),
        "mail_addresses.csv": FileRule(table="address", fix=_address("postal"), ids="mail "),
        "contacts.csv": FileRule(table="contact", required=("name",), one_parent_of=_PARENTS[1:]),
        "phones.csv": FileRule(
            table="phone",
            rename={"number_type": "type"},
            required=("number_type",),
            one_parent_of=_PARENTS,
            fix=_phone,
            left_out=("country_prefix",),
        ),
        "regular_schedules.csv": FileRule(
            table="schedule",
            required=("weekday", "opens_at", "closes_at"),
            one_parent_of=_PARENTS[1:],
            fix=_regular,
        ),
        "holiday_schedules.csv": FileRule(
            table="schedule", one_parent_of=_PARENTS[1:], fix=_holiday, ids="holiday "
        ),
        "taxonomy.csv": FileRule(
            table="taxonomy_term",
            rename={"taxonomy_id": "id"},
            required=("taxonomy_id", "name"),
            not_required=("name", "description"),
            fix=_term,
            left_out=("parent_name",),
        ),
    },
)
