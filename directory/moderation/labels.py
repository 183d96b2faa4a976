"""What each fact of a record is called on the pages of moderators. Plain."""

from __future__ import annotations

from directory.listings.classification import axes
from directory.listings.messages import N_
from directory.listings.shown.questions import CONTACT, JOIN
from directory.listings.shown.value import name_of_language
from directory.moderation.diff import Path

LABELS = {
    "name": N_("Name"),
    "alternate_name": N_("Other name"),
    "description": N_("Description"),
    "url": N_("Web address"),
    "email": N_("E-mail"),
    "website": N_("Web site"),
    "status": N_("Status"),
    "number": N_("Number"),
    "extension": N_("Extension"),
    "keyword": N_("Word to send"),
    "after_answer": N_("What to press"),
    "address_1": N_("Street"),
    "address_2": N_("Street, second line"),
    "city": N_("Town"),
    "town": N_("Town shown"),
    "state_province": N_("State or region"),
    "postal_code": N_("Postal code"),
    "country": N_("Country"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "precision": N_("How exact the place is"),
    "application_process": N_("How to apply"),
    "eligibility_description": N_("Who can use it"),
    "minimum_age": N_("Youngest age"),
    "maximum_age": N_("Oldest age"),
    "fees_description": N_("Cost in words"),
    "amount": N_("Amount"),
    "currency": N_("Currency"),
    "byday": N_("Days of the week"),
    "opens_at": N_("Opens at"),
    "closes_at": N_("Closes at"),
    "freq": N_("How often"),
    "interval": N_("Every so many"),
    "dtstart": N_("First day"),
    "until": N_("Last day"),
    "code": N_("Code"),
    "type": N_("Kind"),
    "language": N_("Language"),
    "crisis": N_("Answers people in crisis"),
    "individual": N_("One practitioner"),
    "fictional": N_("Made up for demonstration"),
    "phones": N_("Phone"),
    "addresses": N_("Address"),
    "schedules": N_("Times"),
    "cost_options": N_("Cost"),
    "languages": N_("Language"),
    "contacts": N_("Contact"),
    "organization": N_("Organization"),
    "location": N_("Place"),
    "service_at_locations": N_("At a place"),
    "service_areas": N_("Area"),
    "additional_urls": N_("More web addresses"),
    "source": N_("Source"),
    "facts": N_("Good to know"),
    "licence": N_("Licence"),
    "answered_by": N_("Who answers"),
    "on_contact": N_("What happens when you make contact"),
    "led_by": N_("Who leads it"),
    "how_to_join": N_("How to join"),
    "first_visit": N_("The first visit"),
    "group_size": N_("Size of the group"),
    "open_to_newcomers": N_("Open to new people"),
    "limits": N_("Limits"),
    "wait": N_("Waiting time"),
    "consent": N_("How they agreed"),
    "bymonthday": N_("Days of the month"),
    "valid_from": N_("Holds from"),
    "valid_to": N_("Holds until"),
    "exdates": N_("Not on these days"),
    "zone": N_("Clock"),
    "purpose": N_("What the times are"),
    "location_type": N_("Kind of place"),
    "address_type": N_("Kind of address"),
    "coverage": N_("Where it counts"),
    "channel": N_("What the address is for"),
    "translations": N_("In another language"),
    "led_by_evidence": N_("How we know who leads it"),
    "licence_checked": N_("Register looked at on"),
    "round_the_clock": N_("Open 24 hours a day, every day"),
    "assured_date": N_("Checked on"),
    "seen_on": N_("Seen on"),
}
# The rest of what pages ask and tell is called as it is there.
LABELS |= {q.fact: q.words for q in (*CONTACT, *JOIN) if q.fact not in LABELS}
_PASSED_OVER = frozenset({"service", "facts", "service_at_locations", "terms", "source"})


def words_of(path: Path, language: str = "en") -> list[str]:
    """The words that name a fact, from the widest to the narrowest: ["Place", "Address",
    "Street"]. Messages of ours, or a name of the standard put in words."""
    if path[0] == "terms":
        axis = next((axis for axis in axes() if axis.code == path[1]), None)
        return [axis.label(language) if axis else path[1]]
    if path[0] == "translations" and len(path) == 3:
        return [LABELS["translations"], name_of_language(path[1], language), word_for(path[2])]
    if path[0] == "source" and len(path) == 2:
        return [LABELS["source"], word_for(path[1])]
    parts = [part for part in path if not part.startswith("#")]
    kept = [part for n, part in enumerate(parts) if n == len(parts) - 1 or part not in _PASSED_OVER]
    return [word_for(part) for part in kept]


def word_for(name: str) -> str:
    return LABELS.get(name) or name.replace("_", " ").capitalize()
