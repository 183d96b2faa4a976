"""Which field of the pages a problem of the record speaks of."""

from dataclasses import fields

from directory.listings.record import Facts
from directory.submissions.building.typed import Answers
from directory.submissions.building.when import ROWS

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
    **{f"facts.{field.name}": field.name for field in fields(Facts)},
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
