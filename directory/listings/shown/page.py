"""A listing's own page: what to do first, then what one needs to know, then how sure we are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from directory.listings.classification import labels
from directory.listings.freshness import Showing, accepting_new, wait
from directory.listings.messages import N_
from directory.listings.record import Record
from directory.listings.shown.card import Card, card_of
from directory.listings.shown.cost import cost_lines
from directory.listings.shown.place import Spot, areas_of, spots_of
from directory.listings.shown.questions import (
    CODES,
    CONTACT,
    JOIN,
    LINES,
    NO,
    YES,
    Question,
)
from directory.listings.shown.reader import Reader, text_of
from directory.listings.shown.ways import Way, is_web, ways_of
from directory.listings.shown.when import When, when_of

# Listings about these get the exit control that stays in view, and its note.
SAFETY_TOPICS = frozenset({"abuse", "domestic-abuse", "sexual-violence", "childhood-abuse"})


@dataclass(frozen=True, slots=True)
class Row:
    """A question and what is known. No answers: nobody told us, so one should ask. `theirs`:
    the words are the listing's own, in its language."""

    question: str
    answers: tuple[str, ...]
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ListingPage:
    card: Card
    text: str
    text_language: str
    ways: tuple[Way, ...]
    when: When
    spots: tuple[Spot, ...]
    sections: tuple[Section, ...]
    website: str | None
    source_url: str | None
    licence: str
    credit: str
    crisis: bool  # answers people in crisis: the calm layout
    not_for_emergencies: bool  # a warm line: the crisis line stands beside it
    safety: bool


def page_of(
    record: Record,
    reader: Reader,
    *,
    slug: str,
    checked_at: datetime | None,
    checked_how: str | None,
    doubts: tuple[str, ...] = (),
) -> ListingPage:
    card = card_of(
        record, reader, slug=slug, checked_at=checked_at, checked_how=checked_how, doubts=doubts
    )
    text, language = text_of(record, "description", reader)
    kinds = set(record.terms.get("kind", []))
    owner = record.service.organization
    website = record.service.url or (owner.website if owner else None)
    return ListingPage(
        card=card,
        text=text,
        text_language=language,
        ways=tuple(ways_of(record, reader)),
        when=when_of(record, reader),
        spots=tuple(spots_of(record)),
        sections=tuple(_sections(record, reader, kinds)),
        website=website if website and is_web(website) else None,
        source_url=record.source.url if is_web(record.source.url or "") else None,
        licence=record.source.licence or "",
        credit=record.source.credit or "",
        crisis=record.crisis or "crisis-line" in kinds,
        not_for_emergencies="warm-line" in kinds,
        safety=bool(SAFETY_TOPICS & set(record.terms.get("topic", []))),
    )


def _sections(record: Record, reader: Reader, kinds: set[str]) -> list[Section]:
    contact = _answers(CONTACT, record, reader, kinds)
    joining = () if kinds & LINES else _answers(JOIN, record, reader, kinds)
    sections = [
        Section("contact", reader.says(N_("What happens when you make contact")), contact),
        Section("joining", reader.says(N_("Taking part")), joining),
        Section("facts", reader.says(N_("Good to know")), tuple(_facts(record, reader))),
    ]
    return [section for section in sections if section.rows]


def _answers(
    questions: Iterable[Question], record: Record, reader: Reader, kinds: set[str]
) -> tuple[Row, ...]:
    rows = []
    for question in questions:
        value = _fact(record, question.fact, reader.now.date())
        if value in (None, "", []):
            if question.ask_for is None or kinds & question.ask_for:
                rows.append(Row(reader.say(question.words), ()))
            continue
        rows.append(_row(question, value, reader))
    return tuple(rows)


def _fact(record: Record, name: str, today: date) -> object:
    """The fact while it holds: waiting times and openings lapse to "not known"."""
    showing = {"wait": wait, "accepting_new": accepting_new}.get(name)
    if showing and showing(record, today) is not Showing.SHOWN:
        return None
    return getattr(record.facts, name)


def _row(question: Question, value: object, reader: Reader) -> Row:
    words = reader.say(question.words)
    if isinstance(value, bool):
        return Row(words, (reader.say(YES if value else NO),))
    if isinstance(value, list):
        return Row(words, tuple(str(item) for item in value), theirs=True)
    text = str(value)
    if text in CODES.get(question.fact, {}):
        return Row(words, (reader.say(CODES[question.fact][text]),))
    if question.fact == "closing_date":
        return Row(words, (reader.day(text),))
    return Row(words, (text,), theirs=True)


def _facts(record: Record, reader: Reader) -> list[Row]:
    service = record.service

    def of(axis: str) -> tuple[str, ...]:
        return tuple(labels(axis, record.terms.get(axis, []), reader.language))

    def texts(*values: str | None) -> tuple[str, ...]:
        return tuple(value for value in values if value)

    approvals = texts(service.accreditations, service.licenses)
    papers = texts(*(paper.document for paper in service.required_documents))
    always = [
        Row(reader.says(N_("Cost")), tuple(cost_lines(record, reader))),
        Row(reader.says(N_("Who it is for")), (*of("audience"), *_ages(record, reader))),
        Row(reader.says(N_("Languages")), tuple(_languages(record, reader))),
        Row(reader.says(N_("Access")), of("access")),
    ]
    sometimes = [
        Row(reader.says(N_("How you take part")), of("format")),
        Row(reader.says(N_("Kind of support")), of("support")),
        Row(reader.says(N_("Who gives it")), of("source")),
        Row(reader.says(N_("Area")), tuple(areas_of(record, reader))),
        Row(reader.says(N_("Who can use it")), texts(service.eligibility_description), True),
        Row(reader.says(N_("How to apply")), texts(service.application_process), True),
        Row(reader.says(N_("Interpreters")), texts(service.interpretation_services), True),
        Row(reader.says(N_("Papers to bring")), papers, True),
        Row(reader.says(N_("Accreditation")), approvals, True),
    ]
    return always + [row for row in sometimes if row.answers]


def _ages(record: Record, reader: Reader) -> list[str]:
    low, high = record.service.minimum_age, record.service.maximum_age
    if low and high:
        return [reader.says(N_("Ages %(low)s to %(high)s"), low=int(low), high=int(high))]
    if low:
        return [reader.says(N_("Age %(low)s and over"), low=int(low))]
    if high:
        return [reader.says(N_("Up to age %(high)s"), high=int(high))]
    return []


def _languages(record: Record, reader: Reader) -> list[str]:
    """Each in its own words, from the service and its places."""
    rows = list(record.service.languages)
    for spot in record.service.service_at_locations:
        rows += spot.location.languages if spot.location else []
    names = [reader.language_name(row.code) if row.code else row.name or "" for row in rows]
    return list(dict.fromkeys(name for name in names if name))
