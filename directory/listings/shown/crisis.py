"""Crisis lines: from a published record to the small file every page can read, and from that
file to words."""

from dataclasses import dataclass
from datetime import datetime

from directory.listings.messages import N_
from directory.listings.phones import dial_link, shown
from directory.listings.record import Record
from directory.listings.shown.lines import CrisisLine, LineContact
from directory.listings.shown.questions import PEOPLE
from directory.listings.shown.reader import Reader
from directory.listings.shown.ways import TEXT_TYPES, is_web, phone_label, phones_of

ANYBODY = frozenset({"everyone", "adults"})


@dataclass(frozen=True, slots=True)
class ShownContact:
    symbol: str
    label: str
    href: str
    after_answer: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    name: str
    slug: str
    language: str
    about: str
    original: str  # the English words, beside a translation that nobody confirmed
    contacts: tuple[ShownContact, ...]
    hours: str
    answered_by: str
    languages: str
    checked: str


def line_of(record: Record, *, slug: str, checked_at: datetime | None) -> CrisisLine | None:
    """None when there is no way to reach it or no country to show it for."""
    contacts = [
        LineContact(
            kind="text" if phone.type in TEXT_TYPES else phone.type or "voice",
            shown=shown(phone.number, phone.country),
            href=link,
            keyword=phone.keyword,
            after_answer=phone.after_answer,
        )
        for phone in phones_of(record)
        if (link := dial_link(phone))
    ]
    contacts += [
        LineContact(kind="chat", shown=url.label or url.url, href=url.url)
        for url in record.service.additional_urls
        if url.channel == "chat" and is_web(url.url)
    ]
    country = _country(record)
    if not contacts or not country:
        return None
    website = record.service.url
    return CrisisLine(
        name=record.service.name,
        slug=slug,
        country=country,
        contacts=tuple(contacts),
        topics=tuple(record.terms.get("topic", [])),
        audiences=_audiences(record),
        languages=tuple(row.code for row in record.service.languages if row.code),
        round_the_clock=record.facts.round_the_clock,
        answered_by=record.facts.answered_by,
        about=record.service.description,
        area=_area(record),
        website=website if website and is_web(website) else None,
        checked_on=checked_at.date().isoformat() if checked_at else None,
        source_name=record.source.name,
        seen_on=record.source.seen_on,
        translations=record.translations,
    )


def _audiences(record: Record) -> tuple[str, ...]:
    """Whom it is for in particular; empty when anybody may use it."""
    audiences = record.terms.get("audience", [])
    return () if ANYBODY & set(audiences) else tuple(audiences)


def _country(record: Record) -> str | None:
    """Where its numbers are dialled; else the country it covers."""
    for phone in phones_of(record):
        if phone.country:
            return phone.country
    for area in record.service.service_areas:
        if area.coverage and area.coverage != "world":
            return area.coverage.partition("-")[0]
    return None


def _area(record: Record) -> str | None:
    """A part of the country, when it does not cover all of it."""
    codes = [area.coverage or "" for area in record.service.service_areas]
    if not codes or any("-" not in code for code in codes):
        return None
    return codes[0]


def shown_line(line: CrisisLine, reader: Reader) -> ShownLine:
    translated = line.translations.get(reader.language, {}).get("description")
    hours = reader.says(N_("24 hours a day, every day")) if line.round_the_clock else ""
    return ShownLine(
        name=line.name,
        slug=line.slug,
        language=reader.language if translated else "en",
        about=translated or line.about or "",
        original=line.about or "" if translated else "",
        contacts=tuple(_contact(contact, reader) for contact in line.contacts),
        hours=hours,
        answered_by=reader.say(PEOPLE[line.answered_by]) if line.answered_by in PEOPLE else "",
        languages=reader.listing([reader.language_name(code) for code in line.languages]),
        checked=_checked(line, reader),
    )


def _contact(contact: LineContact, reader: Reader) -> ShownContact:
    if contact.kind == "chat":
        label = reader.says(N_("Chat online"))
    else:
        label = phone_label(contact.kind, contact.shown, contact.keyword, reader)
    symbol = contact.kind if contact.kind in ("text", "chat") else "phone"
    return ShownContact(symbol, label, contact.href, contact.after_answer or "")


def _checked(line: CrisisLine, reader: Reader) -> str:
    if line.checked_on:
        date = reader.day(line.checked_on)
        return reader.says(N_("Checked by this site on %(date)s."), date=date)
    if line.source_name and line.seen_on:
        return reader.says(
            N_("From %(source)s, %(date)s. Not yet called by this site."),
            source=line.source_name,
            date=reader.day(line.seen_on),
        )
    return reader.says(N_("Not yet called by this site."))
