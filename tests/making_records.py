"""Records by hypothesis: any content that the record's classes can hold and HSDS can carry."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from directory.listings import codec
from directory.listings import record as r
from directory.listings.classification import axes

# No control characters: neither PostgreSQL nor a person can do anything with them.
_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1
).map(lambda text: text[:40])
_LONG = st.one_of(_TEXTS, st.sampled_from(["=1+1", '"quoted", with\nlines', "a;b\tc", " x "]))
_NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6).map(float),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 6) + 0.0),
)
_IDS = st.uuids(version=4).map(str)

_REQUIRED = {
    "service": {"name", "status"},
    "organization": {"name", "description"},
    "program": {"name", "description"},
    "phone": {"number"},
    "url": {"url"},
    "attribute": {"taxonomy_term"},
    "taxonomyterm": {"name", "description"},
    "taxonomy": {"name", "description"},
    "servicecapacity": {"unit", "available", "updated"},
    "unit": {"name"},
    "address": {"address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "organizationidentifier": {"identifier_type", "identifier"},
    "metadata": {
        *("last_action_date", "last_action_type", "field_name", "previous_value"),
        *("replacement_value", "updated_by"),
    },
}
_ENTITIES = {
    r.ServiceAtLocation: "service_at_location",
    r.ServiceArea: "service_area",
    r.RequiredDocument: "required_document",
    r.TaxonomyTerm: "taxonomy_term",
    r.CostOption: "cost_option",
    r.OrganizationIdentifier: "organization_identifier",
    r.ServiceCapacity: "service_capacity",
}
_ZONES = st.sampled_from(["America/Chicago", "Europe/London", "Asia/Dhaka"])
_CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}:00")


def schedules() -> st.SearchStrategy[r.Schedule]:
    """Weekly sessions with a zone, and rows as others send them without one."""
    weekly = st.builds(
        r.Schedule,
        id=_IDS,
        freq=st.just("WEEKLY"),
        byday=st.sampled_from(["MO", "TU,TH", "SU"]),
        opens_at=_CLOCK,
        zone=_ZONES,
        description=_LONG,
        group=st.sampled_from([None, "regular", "holiday"]),
        purpose=st.sampled_from([None, "hours", "event"]),
        closed=st.sampled_from([None, True, False]),
    )
    foreign = st.builds(
        r.Schedule,
        id=_IDS,
        timezone=st.sampled_from([None, 3.0, -5.5]),
        opens_at=st.sampled_from([None, "10:00:00", "10:00:00+01:00"]),
        count=st.sampled_from([None, 3.0]),
        byyearday=st.sampled_from([None, "2,3,4"]),
        notes=st.none() | _LONG,
    )
    return st.one_of(weekly, foreign)


@st.composite
def things(draw: st.DrawFn, cls: type, depth: int = 0, owner: str = "") -> Any:
    """An object of a record class, sparser the deeper it stands."""
    if cls is r.Schedule:
        return draw(schedules())
    name = cls.__name__.lower()
    required = _REQUIRED.get(name, set())
    entity = _ENTITIES.get(cls, name)
    values: dict[str, Any] = {"id": draw(_IDS)}
    for shape in codec.shapes(cls):
        if shape.name == "id":
            continue
        wanted = shape.name in required
        if shape.kind == "many":
            assert shape.target
            most = 0 if depth > 3 else 2 if depth < 2 else 1
            if most and draw(st.integers(0, 2)) == 0:
                children = st.lists(things(shape.target, depth + 1, entity), max_size=most)
                values[shape.name] = draw(children)
        elif shape.kind == "one":
            assert shape.target
            if wanted or (depth < 3 and draw(st.booleans())):
                values[shape.name] = draw(things(shape.target, depth + 1, entity))
        elif not wanted and draw(st.integers(0, 3)):
            continue
        elif shape.kind == "number":
            values[shape.name] = draw(_NUMBERS)
        elif shape.kind == "flag":
            values[shape.name] = draw(st.booleans())
        elif shape.kind == "text":
            values[shape.name] = draw(_IDS if shape.name.endswith("_id") else _LONG)
    values |= {"link_entity": owner} if cls is r.Attribute else {}
    values |= {"resource_type": owner} if cls is r.Metadata else {}
    return cls(**values)


def terms() -> st.SearchStrategy[dict[str, list[str]]]:
    return st.fixed_dictionaries(
        {},
        optional={
            axis.code: st.lists(
                st.sampled_from([term.code for term in axis.terms]),
                unique=True,
                min_size=1,
                max_size=1 if axis.single else 3,
            )
            for axis in axes()
        },
    )


def _at_home(service: r.Service) -> r.Service:
    """A program belongs to the organization that runs the service."""
    if service.program and service.organization:
        service.organization.programs.append(deepcopy(service.program))
    elif service.program:
        service.program = None
    return service


def records() -> st.SearchStrategy[r.Record]:
    facts = st.fixed_dictionaries(
        {},
        optional={
            "answered_by": st.sampled_from(["peer", "volunteer"]),
            "on_contact": _LONG,
            "round_the_clock": st.booleans(),
            "insurers": st.lists(_TEXTS, min_size=1, max_size=2),
        },
    )
    return st.builds(
        r.Record,
        service=things(r.Service).map(_at_home),
        facts=facts.map(lambda values: r.Facts(**values)),
        terms=terms(),
        source=st.builds(r.Source, name=_TEXTS, licence=st.none() | _TEXTS, url=st.none() | _TEXTS),
        language=st.sampled_from(["en", "es"]),
        translations=st.just({}) | st.just({"es": {"name": "Círculo"}}),
        crisis=st.booleans(),
        individual=st.booleans(),
        fictional=st.booleans(),
    )
