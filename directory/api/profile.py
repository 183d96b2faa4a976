"""Our HSDS profile: what we add to the standard, in our words, each key with one prefix.

Published as JSON Merge Patches (RFC 7386), one for each schema it changes, and as whole schemas
that point to the official ones. `VERSION` grows with every change here; what is published stays.
"""

from collections.abc import Iterator
from typing import Any

from directory.listings import codec
from directory.listings.models import NODES, entity_of
from directory.listings.record import (
    PROFILE_PREFIX,
    STAFF_ONLY_FACTS,
    Facts,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
    Url,
)

VERSION = "1.0"
OFFICIAL = "https://raw.githubusercontent.com/openreferral/specification/3.2/schema/"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

# What our keys mean, without the prefix.
WORDS: dict[type, dict[str, str]] = {
    Phone: {
        "country": "The country in which the number is dialled as written: two letters, ISO 3166.",
        "keyword": "The word to send, for numbers that take text messages.",
        "after_answer": "What to press or say once somebody or a machine answers.",
    },
    Url: {
        "channel": "What the address is for: chat, community, app, signup, information or social.",
    },
    Location: {
        "precision": "How closely the place is told: exact, street, town or area. For town and "
        "area the coordinates are those of a grid point nearby, never of the door.",
        "town": "The town to show, also where the address is private.",
        "state": "The state or region of that town.",
        "country": "The country of that town: two letters, ISO 3166.",
    },
    Schedule: {
        "zone": "The IANA time zone on whose clock the times are meant. The offsets in timezone, "
        "opens_at and closes_at are those of the next occurrence.",
        "group": "regular or holiday.",
        "purpose": "hours where somebody is there, event for a session.",
        "closed": "True for a row that says: closed on these dates.",
        "exdates": "Dates, with commas between, on which the rule does not happen.",
    },
    ServiceArea: {
        "coverage": "The area as a code: world, a country (US), a state (US-MN) or a county "
        "(US-MN-Hennepin).",
    },
    Facts: {
        "answered_by": "Who answers: peer, volunteer, professional, staff or mixed.",
        "on_contact": "What happens when somebody makes contact.",
        "limits": "Limits on calls or sessions, and who may not come.",
        "must_report": "When they must report something, or may send police or an ambulance.",
        "on_bill": "Whether contact shows on a phone bill or an insurance statement.",
        "under_18": "What is different for people under 18.",
        "first_visit": "What a first visit or call is like.",
        "how_to_join": "drop_in, sign_up, referral or contact.",
        "led_by": "Who leads: peer, volunteer, professional or mixed.",
        "wait": "How long people wait now, in words. Left out once it is old.",
        "wait_checked": "The day on which the wait was asked for.",
        "accepting_new": "Whether new people are taken now. Left out once it is old.",
        "accepting_new_checked": "The day on which that was asked for.",
        "round_the_clock": "Whether a line answers day and night.",
        "recorded": "Whether calls are recorded.",
        "open_to_newcomers": "Whether somebody new may come.",
        "closed_group": "Whether the group has closed its doors to new people.",
        "group_size": "How many people there are, in words.",
        "same_people": "Whether the same people come each time.",
        "faith_content": "What part faith has in it.",
        "come_alone": "Whether people can come alone.",
        "level": "What one must be able to do, such as how fit to be.",
        "bring": "What to bring.",
        "booking": "How to book.",
        "hours_a_week": "How many hours a week a volunteer gives.",
        "minimum_commitment": "For how long a volunteer says yes.",
        "training": "What training volunteers get.",
        "background_check": "What check volunteers go through.",
        "expenses": "Whether costs are paid back.",
        "support_given": "What support volunteers get.",
        "closing_date": "The last day to apply.",
        "moderated": "Whether somebody watches over the conversation.",
        "moderated_by": "Who that is.",
        "moderated_hours": "When they are there.",
        "anonymous": "Whether one can take part without a name.",
        "platform": "Where the community meets online.",
        "account_needed": "Whether one needs an account.",
        "at_risk": "What happens when a member is at risk.",
        "data_owner": "Who holds what members write.",
        "rules_url": "Where the rules of the community are.",
        "leaving": "How to leave and have everything deleted.",
        "licence_number": "The number of a professional licence.",
        "licence_register": "The public register in which it stands.",
        "licence_checked": "The day on which it was looked up there.",
        "registered_title": "The title that the register gives.",
        "insurers": "Names of insurers that pay.",
        "approach": "How they work.",
        "out_of_hours": "Whom to ask when they are closed.",
    },
    Source: {
        "name": "Who said so: where the record came from.",
        "url": "The page on which it stood.",
        "id": "The source's own identifier of the record.",
        "seen_on": "The day on which that page was opened.",
        "licence": "The licence of the facts.",
        "credit": "The sentence that the licence asks for.",
        "share_alike": "True where copies must stay under the same licence.",
    },
}
BESIDE_SERVICE: dict[str, Schema] = {
    "facts": {"$ref": "facts", "description": "What people must know before they make contact."},
    "source": {"$ref": "source", "description": "Where the record came from, and its licence."},
    "language": {"type": "string", "description": "The language of the texts, such as en."},
    "translations": {
        "type": "object",
        "description": "Texts in other languages, by language and then by field.",
        "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "crisis": {"type": "boolean", "description": "True for a service that answers in a crisis."},
    "individual": {"type": "boolean", "description": "True for one practitioner."},
    "fictional": {"type": "boolean", "description": "True for made-up demonstration records."},
}
_KINDS: dict[str, Schema] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
}
_NESTED = {Facts: "facts", Source: "source"}


def additions(cls: type) -> dict[str, Schema]:
    """Our keys on one class as JSON Schema, prefix included."""
    found = {
        shape.key: {**_KINDS[shape.kind], "description": WORDS[cls][shape.name]}
        for shape in codec.shapes(cls)
        if shape.ours
    }
    if cls is Service:
        found |= {PROFILE_PREFIX + name: _inside(schema) for name, schema in BESIDE_SERVICE.items()}
    return found


def _inside(schema: Schema) -> Schema:
    """Our own two objects are written out where they stand, so that each patch is whole."""
    cls = next((c for c, name in _NESTED.items() if schema.get("$ref") == name), None)
    if cls is None:
        return schema
    return {
        "type": "object",
        "description": schema["description"],
        "additionalProperties": False,
        "properties": {
            shape.name: {**_KINDS[shape.kind], "description": WORDS[cls][shape.name]}
            for shape in codec.shapes(cls)
            if shape.name not in STAFF_ONLY_FACTS
        },
    }


def changed() -> tuple[type, ...]:
    """Classes that we add keys to."""
    return tuple(cls for cls in NODES if additions(cls))


def patch(cls: type) -> Schema:
    """The change to the official schema as a JSON Merge Patch."""
    return {"properties": additions(cls)}


def schema(cls: type, folder: str) -> Schema:
    """The official schema and ours, side by side. `folder` is the address our schemas stand in."""
    ours: Schema = {"type": "object", "properties": additions(cls)}
    for key, below, many in _below(cls):
        ref = {"$ref": f"{folder}{entity_of(below)}.json"}
        ours["properties"][key] = {"type": "array", "items": ref} if many else ref
    return {
        "$schema": DIALECT,
        "$id": f"{folder}{entity_of(cls)}.json",
        "allOf": [{"$ref": f"{OFFICIAL}{entity_of(cls)}.json"}, ours],
    }


def extended() -> tuple[type, ...]:
    """Classes that have a schema of ours: with keys of ours, or with such a class inside."""
    found = set(changed())
    while more := {
        cls for cls in NODES if cls not in found and any(b in found for b in _children(cls))
    }:
        found |= more
    return tuple(cls for cls in NODES if cls in found)


def _children(cls: type) -> set[type]:
    return {branch.child for branch in NODES[cls].branches}


def _below(cls: type) -> Iterator[tuple[str, type, bool]]:
    named = extended()
    for branch in NODES[cls].branches:
        if branch.child in named:
            yield branch.name, branch.child, branch.many
    if cls is ServiceAtLocation:
        yield "service", Service, False
    if cls is Organization:
        yield "services", Service, True
