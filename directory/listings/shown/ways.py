"""The ways to make contact, the most direct first."""

from dataclasses import dataclass

from directory.listings.messages import N_
from directory.listings.phones import dial_link, extension_text, shown
from directory.listings.record import Phone, Record
from directory.listings.shown.reader import Reader
from directory.listings.urls import fault

ORDER = ("call", "text", "chat", "join", "email", "web")
TEXT_TYPES = frozenset({"text", "sms"})
# Nobody reaches a person in need through these.
NOT_FOR_TALK = frozenset({"fax", "pager"})
CHANNELS = {
    "chat": ("chat", N_("Chat online")),
    "community": ("join", N_("Go to the community")),
    "signup": ("join", N_("Sign up on their website")),
    "app": ("web", N_("Get the app")),
}


@dataclass(frozen=True, slots=True)
class Way:
    kind: str  # call, text, chat, join, email, web
    label: str
    href: str  # empty where there is nothing to follow
    note: str = ""  # what to press, say or know
    leaves: bool = False  # goes to somebody else's site

    @property
    def symbol(self) -> str:
        return {"call": "phone"}.get(self.kind, self.kind)


def ways_of(record: Record, reader: Reader) -> list[Way]:
    """Every public way in, once each, in the order in which they help most."""
    ways = [_phone(phone, reader) for phone in phones_of(record)] + _links(record, reader)
    seen: set[str] = set()
    once = []
    for way in sorted(ways, key=lambda way: ORDER.index(way.kind)):
        key = way.href or way.label
        if key not in seen:
            seen.add(key)
            once.append(way)
    return once


def phones_of(record: Record) -> list[Phone]:
    """The service's own numbers; else those of its places; else of who runs it."""
    service = record.service
    places = [spot.phones for spot in service.service_at_locations]
    places += [s.location.phones for s in service.service_at_locations if s.location]
    owner = service.organization.phones if service.organization else []
    for phones in (service.phones, [phone for group in places for phone in group], owner):
        usable = [p for p in phones if p.number and p.type not in NOT_FOR_TALK]
        if usable:
            return usable
    return []


def _phone(phone: Phone, reader: Reader) -> Way:
    """A number that nobody can parse is still shown, but not as a link."""
    number, link = shown(phone.number, phone.country), dial_link(phone) or ""
    notes = [phone.after_answer, phone.description]
    if extension := extension_text(phone):
        notes.insert(0, reader.says(N_("Ask for extension %(number)s."), number=extension))
    note = " ".join(text for text in notes if text)
    kind = "text" if phone.type in TEXT_TYPES else "call"
    return Way(kind, phone_label(phone.type, number, phone.keyword, reader), link, note)


def phone_label(kind: str | None, number: str, keyword: str | None, reader: Reader) -> str:
    """What to do with a number, and what to send where a word is asked for."""
    number = reader.digits(number)
    if kind in TEXT_TYPES and keyword:
        return reader.says(N_("Text %(word)s to %(number)s"), word=keyword, number=number)
    if kind in TEXT_TYPES:
        return reader.says(N_("Text %(number)s"), number=number)
    if kind == "textphone":
        return reader.says(N_("Textphone %(number)s"), number=number)
    return reader.says(N_("Call %(number)s"), number=number)


def _links(record: Record, reader: Reader) -> list[Way]:
    service, owner = record.service, record.service.organization
    ways = []
    for url in service.additional_urls:
        kind, label = CHANNELS.get(url.channel or "", ("web", ""))
        if label and is_web(url.url):
            ways.append(Way(kind, reader.say(label), url.url, leaves=True))
    email = service.email or (owner.email if owner else None)
    if email and "@" in email:
        ways.append(Way("email", reader.says(N_("Send an email")), f"mailto:{email}"))
    website = service.url or (owner.website if owner else None)
    if website and is_web(website):
        ways.append(Way("web", reader.says(N_("Visit their website")), website, leaves=True))
    return ways


def is_web(url: str) -> bool:
    """Only such addresses become links, whatever a record holds."""
    return fault(url) is None
