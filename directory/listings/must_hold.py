"""What a listing must hold, by its kind: one table to read from top to bottom.

Unknown is shown as "Ask", never as "No". Imports pass with facts missing ("incomplete"); the form
refuses without those marked `needed`, at most ten for any kind but lines, online communities and
practices, where more would be unsafe to leave out. `needed` facts are asked for first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from directory.listings.messages import N_
from directory.listings.record import Record, Schedule

Finds = Callable[[Record], object]


@dataclass(frozen=True, slots=True)
class Fact:
    """`path` is the field to which a form ties the sentence. `found` gives something true if the
    record holds the fact."""

    code: str
    path: str
    found: Finds
    sentence: str
    needed: bool = False


def _told(name: str, sentence: str, *, needed: bool = False) -> Fact:
    """A field of `Facts`: words that are not blank, or a plain yes or no."""

    def found(record: Record) -> bool:
        value = getattr(record.facts, name)
        return bool(value.strip()) if isinstance(value, str) else value is not None

    return Fact(name, f"facts.{name}", found, sentence, needed)


def _chosen(axis: str, sentence: str, *, needed: bool = False) -> Fact:
    """At least one term of our classification."""
    return Fact(axis, f"terms.{axis}", lambda record: record.terms.get(axis), sentence, needed)


def schedules(record: Record) -> list[Schedule]:
    """Every schedule of the listing, wherever it hangs."""
    service = record.service
    here = [*service.schedules]
    for at in service.service_at_locations:
        here += at.schedules
        here += at.location.schedules if at.location else []
    return here


def _place(record: Record) -> object:
    return record.service.service_at_locations or record.service.service_areas


def _cost(record: Record) -> bool:
    options = record.service.cost_options
    return any(o.amount is not None for o in options) or "free" in record.terms.get("cost", ())


def _contact(record: Record) -> object:
    service = record.service
    return (
        service.phones
        or service.email
        or service.url
        or service.additional_urls
        or any(at.phones for at in service.service_at_locations)
        or (service.organization and (service.organization.website or service.organization.phones))
    )


def _access(record: Record) -> object:
    places = record.service.service_at_locations
    return record.terms.get("access") or any(
        at.location.accessibility for at in places if at.location
    )


def _hours(record: Record) -> object:
    return record.facts.round_the_clock or schedules(record)


def _website(record: Record) -> object:
    organization = record.service.organization
    return record.service.url or (organization and organization.website)


def _ends(record: Record) -> object:
    return any(s.until or s.count or s.valid_to for s in schedules(record))


def _age(record: Record) -> object:
    service = record.service
    return service.minimum_age is not None or service.eligibility_description


def _ages(record: Record) -> object:
    return _age(record) or record.terms.get("audience")


EVERY = (
    Fact("name", "service.name", lambda r: r.service.name.strip(), N_("What is it called?"), True),
    _chosen("kind", N_("What kind of listing is it?"), needed=True),
    Fact("place", "service.service_at_locations", _place, N_("Where is it, or for whom?"), True),
    Fact("cost", "service.cost_options", _cost, N_("What does it cost? Write 0 if free."), True),
    Fact("contact", "service.phones", _contact, N_("How can people get in touch?"), True),
    _told("on_contact", N_("What happens when somebody makes contact?"), needed=True),
    _chosen("format", N_("Is it in person, online or by phone?"), needed=True),
    _chosen("support", N_("Which kind of support does it give?")),
    _chosen("source", N_("Who gives the support?")),
    _chosen("audience", N_("Who is it for?")),
    _chosen("topic", N_("What is it about?")),
    Fact(
        "languages",
        "service.languages",
        lambda r: r.service.languages,
        N_("Which languages are spoken?"),
    ),
    Fact("access", "terms.access", _access, N_("Which access needs are met?")),
    Fact(
        "join",
        "facts.how_to_join",
        lambda r: r.facts.how_to_join or r.service.application_process,
        N_("Can people drop in, or do they sign up?"),
    ),
    Fact(
        "organization",
        "service.organization",
        lambda r: r.service.organization and r.service.organization.name.strip(),
        N_("Who runs it?"),
    ),
    _told("answered_by", N_("Who answers?")),
    _told("limits", N_("Are there limits to use?")),
    _told("must_report", N_("When must they report, or may they send police or an ambulance?")),
    _told("on_bill", N_("Does it show on a bill?")),
    _told("under_18", N_("What differs for those under 18?")),
    Fact(
        "check",
        "service.assured_date",
        lambda r: r.service.assured_date,
        N_("It was never checked. Somebody must confirm it."),
    ),
    Fact("record_source", "source.name", lambda r: r.source.name, N_("Where are the facts from?")),
    Fact(
        "record_licence",
        "source.licence",
        lambda r: r.source.licence,
        N_("Under which licence may the facts be used?"),
    ),
)

_GROUP = (
    Fact("when", "service.schedules", schedules, N_("On which days and at what time?"), True),
    _told("led_by", N_("Who leads it?"), needed=True),
    _told("open_to_newcomers", N_("Are newcomers welcome?"), needed=True),
    Fact(
        "led_by_evidence",
        "facts.led_by_evidence",
        lambda r: r.facts.led_by_evidence or not r.facts.led_by,
        N_("How do we know who leads it?"),
    ),
    _told("closed_group", N_("Is it open or closed?")),
    _told("group_size", N_("How many people come?")),
    _told("same_people", N_("Are the same people there each time?")),
    Fact("ages", "service.minimum_age", _ages, N_("From which age?")),
    _told("first_visit", N_("What is a first visit like?")),
    _told("faith_content", N_("Does it have faith or programme content?")),
)

_LINE = (
    Fact("hours", "service.schedules", _hours, N_("When does somebody answer?"), True),
    _told("answered_by", N_("Who answers?"), needed=True),
    _told(
        "must_report",
        N_("When must they report, or may they send police or an ambulance?"),
        needed=True,
    ),
    Fact(
        "area",
        "service.service_areas",
        lambda r: r.service.service_areas,
        N_("For which country or area is it?"),
        True,
    ),
)

MUST_HOLD: dict[str, tuple[Fact, ...]] = {
    "crisis-line": (
        *_LINE,
        Fact("website", "service.url", _website, N_("What is the line’s own web address?"), True),
        Fact(
            "phone",
            "service.phones",
            lambda r: r.service.phones or r.service.additional_urls,
            N_("Which number do people call or text?"),
            True,
        ),
    ),
    "warm-line": (
        *_LINE,
        _told("recorded", N_("Are calls recorded?")),
        _told("wait", N_("How long do people wait? Do you call back?")),
        _told("limits", N_("How often may somebody call?"), needed=True),
    ),
    "support-group": _GROUP,
    "class": (
        *_GROUP,
        _told("level", N_("Which level is it?")),
        _told("bring", N_("What should people bring?")),
        _told("booking", N_("How are booking and refunds?")),
        _told("come_alone", N_("Is it usual to come alone?")),
        Fact("ends", "service.schedules", _ends, N_("When does it end?")),
    ),
    "volunteering": (
        Fact(
            "role",
            "service.description",
            lambda r: r.service.description,
            N_("What does a volunteer do?"),
            True,
        ),
        _told("hours_a_week", N_("How many hours a week?"), needed=True),
        _told("training", N_("What training is given?"), needed=True),
        _told("minimum_commitment", N_("For how long, at least?")),
        _told("background_check", N_("Are there background checks?")),
        _told("expenses", N_("Are expenses paid?")),
        Fact("minimum_age", "service.minimum_age", _age, N_("From which age?")),
        _told("support_given", N_("Who supports the volunteers?")),
        _told("closing_date", N_("Until when can people apply?")),
    ),
    "online-community": (
        _told("moderated", N_("Is it moderated?"), needed=True),
        _told("moderated_by", N_("Who moderates?"), needed=True),
        _told("moderated_hours", N_("At what hours do moderators read?"), needed=True),
        Fact("age", "service.minimum_age", _age, N_("From which age may people join?"), True),
        _told("anonymous", N_("Can people stay anonymous?"), needed=True),
        _told("account_needed", N_("Is an account needed?"), needed=True),
        _told("platform", N_("On which platform is it?"), needed=True),
        _told("at_risk", N_("What happens when somebody is at risk?"), needed=True),
        _told("data_owner", N_("Who owns what people write?"), needed=True),
        _told("rules_url", N_("Where are the rules?"), needed=True),
        _told("leaving", N_("How can people leave and delete?"), needed=True),
    ),
    "practice": (
        _told("licence_number", N_("What is the licence number?"), needed=True),
        _told("licence_register", N_("In which register is it?"), needed=True),
        _told("licence_checked", N_("When was the register looked at?")),
        _told("registered_title", N_("What is the title in the register?"), needed=True),
        _told("consent", N_("Has the person or practice agreed to be listed?"), needed=True),
        Fact(
            "insurance",
            "facts.insurers",
            lambda r: r.facts.insurers or r.terms.get("cost"),
            N_("Which insurance is taken?"),
        ),
        _told("accepting_new", N_("Are new people being taken on?")),
        Fact("ages", "service.minimum_age", _ages, N_("Which ages?")),
        _told("approach", N_("How do they work, in plain words?")),
        _told("out_of_hours", N_("What can people do out of hours?")),
    ),
    "programme": (
        Fact("when", "service.schedules", _hours, N_("On which days and at what time?")),
        Fact("ages", "service.minimum_age", _ages, N_("From which age?")),
    ),
    "guide": (),
}


def required(kinds: list[str]) -> tuple[Fact, ...]:
    """The facts for listings of these kinds, the needed ones first. A kind's own wording and need
    come before the general ones."""
    own = [fact for kind in kinds for fact in MUST_HOLD.get(kind, ())]
    by_code: dict[str, Fact] = {}
    for fact in (*own, *EVERY):
        by_code.setdefault(fact.code, fact)
    order = {fact.code: n for n, fact in enumerate((*EVERY, *own))}
    return tuple(sorted(by_code.values(), key=lambda f: (not f.needed, order[f.code])))


def missing(record: Record) -> Iterator[Fact]:
    """The facts that this record should hold and does not."""
    return (fact for fact in required(record.terms.get("kind", [])) if not fact.found(record))
