"""HSDS 1.1 files as 3.x rows."""

from collections.abc import Iterator

from directory.exchange.row import Finding, note, refused
from directory.exchange.tabular.dialect import Dialect, FileRule, Fix, Texts
from directory.exchange.tabular.store import Store
from directory.exchange.tabular.tables import tables
from directory.exchange.tabular.words import clock, day, language_code, language_name, listed


def _location(cells: Texts) -> Iterator[Finding]:
    cells["location_type"] = "physical"
    yield from ()


def _program(cells: Texts) -> Iterator[Finding]:
    cells.setdefault("description", cells.get("name", ""))
    yield from ()


def _address(kind: str) -> Fix:
    def fix(cells: Texts) -> Iterator[Finding]:
        cells["address_type"] = kind
        lines = [cells.pop(f"address_{n}", "") for n in (2, 3, 4)]
        cells["address_2"] = ", ".join(line for line in lines if line)
        yield from ()

    return fix


def weekly(cells: Texts) -> Iterator[Finding]:
    """One weekday with its hours."""
    name = cells.pop("weekday", "")
    cells["freq"], cells["byday"] = "WEEKLY", day(name) or ""
    if not cells["byday"]:
        yield refused("weekday", "%(text)s is no weekday.", text=name or "(empty)")
    for key in ("opens_at", "closes_at"):
        if cells.get(key):
            time = clock(cells[key])
            if time is None:
                yield refused(key, "%(text)s is no time of day.", text=cells[key])
            cells[key] = time or ""


def _holiday(cells: Texts) -> Iterator[Finding]:
    cells["sd_group"] = "holiday"
    cells["sd_closed"] = cells.pop("closed", "")
    cells["valid_from"], cells["valid_to"] = cells.pop("start_date", ""), cells.pop("end_date", "")
    cells["dtstart"] = cells["valid_from"]
    for key in ("opens_at", "closes_at"):
        if cells.get(key):
            cells[key] = clock(cells[key]) or cells[key]
    yield from ()


def _language(cells: Texts) -> Iterator[Finding]:
    name = cells.get("name", "")
    cells["code"] = language_code(name)
    if name and not cells["code"]:
        yield note("language", "%(text)s is no language name known here.", text=name)


def _term(cells: Texts) -> Iterator[Finding]:
    cells["description"] = cells.get("name", "")
    yield from ()


def _attribute(cells: Texts) -> Iterator[Finding]:
    cells["link_entity"] = "service"
    yield from ()


def _phone(cells: Texts) -> Iterator[Finding]:
    parts = [cells.get("description", ""), cells.pop("department", "")]
    cells["description"] = ", ".join(part for part in parts if part)
    yield from ()


def _spoken(cells: Texts) -> Iterator[tuple[str, Texts]]:
    for text in listed(cells.get("language", "")):
        code = language_code(text)
        name = language_name(code) if code else text
        yield (
            "language",
            {"id": f"{cells['id']} {text}", "phone_id": cells["id"], "name": name, "code": code},
        )


def _terms_of_service(cells: Texts) -> Iterator[tuple[str, Texts]]:
    for code in listed(cells.get("taxonomy_ids", "")):
        yield (
            "attribute",
            {
                "id": f"{cells['id']} {code}",
                "link_id": cells["id"],
                "link_entity": "service",
                "taxonomy_term_id": code,
            },
        )


def _finish(store: Store) -> None:
    """1.1 logged changes without saying of what: the row with that id tells."""
    for name in tables():
        if name == "metadata":
            continue
        store.sql.execute(
            "UPDATE metadata SET resource_type = ? WHERE resource_type IS NULL "
            f'AND resource_id IN (SELECT id FROM "{name}")',
            (name,),
        )


HSDS_1_1 = Dialect(
    name="HSDS 1.1",
    finish=_finish,
    files={
        "organizations.csv": FileRule(table="organization", rename={"url": "website"}),
        "programs.csv": FileRule(table="program", fix=_program),
        "services.csv": FileRule(
            table="service", rename={"fees": "fees_description"}, more=_terms_of_service
        ),
        "locations.csv": FileRule(table="location", fix=_location),
        "services_at_location.csv": FileRule(table="service_at_location"),
        "physical_addresses.csv": FileRule(table="address", fix=_address("physical")),
        "postal_addresses.csv": FileRule(table="address", fix=_address("postal"), ids="postal "),
        "phones.csv": FileRule(table="phone", fix=_phone, more=_spoken),
        "contacts.csv": FileRule(table="contact"),
        "regular_schedules.csv": FileRule(table="schedule", fix=weekly),
        "holiday_schedules.csv": FileRule(table="schedule", fix=_holiday, ids="holiday "),
        "funding.csv": FileRule(table="funding"),
        "eligibility.csv": FileRule(
            table=None, adds_to=("eligibility_description", "eligibility", "")
        ),
        "payments_accepted.csv": FileRule(
            table=None, adds_to=("fees_description", "payment", "Ways to pay: ")
        ),
        "required_documents.csv": FileRule(table="required_document"),
        "languages.csv": FileRule(table="language", rename={"language": "name"}, fix=_language),
        "accessibility_for_disabilities.csv": FileRule(
            table="accessibility", rename={"accessibility": "description"}
        ),
        "service_areas.csv": FileRule(table="service_area", rename={"service_area": "name"}),
        "taxonomy.csv": FileRule(
            table="taxonomy_term",
            rename={"vocabulary": "taxonomy"},
            fix=_term,
            left_out=("parent_name",),
        ),
        "services_taxonomy.csv": FileRule(
            table="attribute",
            rename={"service_id": "link_id", "taxonomy_id": "taxonomy_term_id"},
            fix=_attribute,
        ),
        "metadata.csv": FileRule(table="metadata", not_required=("resource_type",)),
        "meta_table_descriptions.csv": FileRule(table="meta_table_description"),
    },
)
