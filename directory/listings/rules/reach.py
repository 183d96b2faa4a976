"""Phones, web addresses, e-mail: can a person use them, safely, from where they are?"""

import re
from collections.abc import Iterator

from babel.core import Locale

from directory.listings import phones, urls
from directory.listings.codec import shapes
from directory.listings.messages import N_
from directory.listings.record import Address, Location, Phone, Record, Service, ServiceArea
from directory.listings.retired import find_retired
from directory.listings.rules.problem import (
    Around,
    Problem,
    incomplete,
    join,
    refuse,
    warn,
)
from directory.web import strict_urls

PHONE_TYPES = frozenset({"text", "voice", "fax", "cell", "video", "pager", "textphone"})

_MAIL = re.compile(r"^[^\s@\"(),:;<>\[\\\]]{1,64}@(?P<host>[^\s@]{3,253})$")

_UNDIALABLE = {
    "empty": N_("A phone number is empty. Write the number or remove the line."),
    "words": N_("“%(number)s” is not a phone number. Write the digits that people dial."),
    "country": N_(
        "We cannot tell in which country “%(number)s” is dialled. Choose the country of the number."
    ),
    "short": N_(
        "“%(number)s” is a short number with a country code in front. It reaches nobody. "
        "Write the short number alone."
    ),
    "several": N_("“%(number)s” holds more than one number. Write each number on its own line."),
    "invalid": N_(
        "“%(number)s” cannot be dialled in this country. Check the digits. "
        "If it is a real short number, send us a page where it is published."
    ),
}
_COSTS = {
    "premium": N_(
        "“%(number)s” is a premium-rate number. Callers pay extra. Say so, or use another."
    ),
    "shared": N_("Calls to “%(number)s” cost more than a normal call for some. Say so."),
    "personal": N_(
        "“%(number)s” is a personal number that forwards calls and may cost more. Say so, or use "
        "another."
    ),
}


def phone_problems(around: Around) -> Iterator[Problem]:
    home = country_of(around)
    for path, phone in around.each(Phone):
        yield from _one_phone(around, join(path, "number"), phone, home)
        if phone.type is not None and phone.type not in PHONE_TYPES:
            yield refuse(
                join(path, "type"),
                "phone-type",
                N_("“%(type)s” is not a kind of phone. Choose one from the list."),
                type=phone.type,
            )
        if phone.country is not None and not is_country(phone.country):
            yield country_problem(join(path, "country"), phone.country)
        extension = phone.extension
        if extension is not None and (extension < 0 or not float(extension).is_integer()):
            yield refuse(
                join(path, "extension"),
                "phone-extension",
                N_("The extension must be a whole number. Put anything else in the note."),
            )


def _one_phone(around: Around, path: str, phone: Phone, home: str | None) -> Iterator[Problem]:
    number = phone.number
    country = phone.country or home
    gone = find_retired(number, country, channel=_channel(phone), words=_said(around, phone))
    if gone:
        yield refuse(
            path,
            "phone-retired",
            N_(
                "“%(number)s” must not be published any more. %(because)s "
                "What people should use now: %(instead)s."
            ),
            number=number,
            because=gone.because,
            instead=gone.use_instead,
        )
        return
    read = phones.read_number(number, country)
    if isinstance(read, phones.Unknown) and read.why == "elsewhere":
        # A stated country is a claim; a guessed one is only where the listing is.
        judge = refuse if phone.country else warn
        yield judge(
            path,
            "phone-elsewhere",
            N_("“%(number)s” belongs to another country (%(country)s). Check the number."),
            number=number,
            country=read.country or "?",
        )
        if phone.country:
            return
        read = phones.read_number(number, read.country)
    if isinstance(read, phones.Number):
        yield from _judged(around, path, phone, read)
        return
    judge = incomplete if read.why == "country" else refuse
    message = _UNDIALABLE.get(read.why, _UNDIALABLE["invalid"])
    yield judge(path, f"phone-{read.why}", message, number=number)


def _channel(phone: Phone) -> str:
    return "text" if phone.type in ("text", "sms") else "voice"


def _said(around: Around, phone: Phone) -> str:
    """All that the record says about this number."""
    service = around.record.service if around.record else around.thing
    name = service.name if isinstance(service, Service) else None
    return " ".join(filter(None, (name, phone.description, phone.keyword, phone.after_answer)))


def _judged(around: Around, path: str, phone: Phone, read: phones.Number) -> Iterator[Problem]:
    number = phone.number
    if set(number) & set('"“”«»'):
        message = N_("“%(number)s” holds quotation marks. Write the number without them.")
        yield warn(path, "phone-marks", message, number=number)
    if around.record is not None:
        yield from _for_the_public(around, path, phone, read)
    if read.cost in _COSTS:
        yield warn(path, f"phone-{read.cost}", _COSTS[read.cost], number=number)


def _for_the_public(
    around: Around, path: str, phone: Phone, read: phones.Number
) -> Iterator[Problem]:
    number = phone.number
    invented = phones.is_fictional(read)
    if invented and not around.fictional:
        message = N_("“%(number)s” is kept for films and examples. It reaches nobody.")
        yield refuse(path, "phone-fictional", message, number=number)
    elif around.fictional and not invented:
        message = N_(
            "“%(number)s” may belong to a real person. An example listing must use a number that "
            "is kept for examples."
        )
        yield refuse(path, "phone-real", message, number=number)
    if read.emergency and not phone.after_answer:
        message = N_(
            "“%(number)s” is the emergency number. Each page shows it already. Remove it here, or "
            "say what to press after the call is answered."
        )
        yield refuse(path, "phone-emergency", message, number=number)


# --- where numbers are dialled ---------------------------------------------------------------


def country_of(around: Around) -> str | None:
    """The country of the whole record, if all that says one says the same."""
    stated = {row.country for _, row in around.each(Address)}
    stated |= {row.country for _, row in around.each(Location)}
    stated |= {(row.coverage or "")[:2] for _, row in around.each(ServiceArea) if _is_place(row)}
    found = {country.upper() for country in stated if country and is_country(country)}
    return found.pop() if len(found) == 1 else None


def _is_place(area: ServiceArea) -> bool:
    return bool(area.coverage) and area.coverage != "world"


def is_country(code: str) -> bool:
    return code in _COUNTRIES


def country_problem(path: str, value: str) -> Problem:
    message = N_("“%(country)s” is not a country code. Use the two letters, such as US or GB.")
    return refuse(path, "country", message, country=value)


# CLDR's list holds a few codes that ISO does not; none of them is a place with an address.
_NO_COUNTRY = frozenset("EU EZ UN QO XA XB ZZ AC CP DG EA IC TA".split())
_TERRITORIES = frozenset(str(code) for code in Locale("en").territories)
_COUNTRIES = frozenset(c for c in _TERRITORIES if len(c) == 2 and c.isalpha()) - _NO_COUNTRY


# --- web and e-mail --------------------------------------------------------------------------

_BAD_URL = {
    "long": N_("This web address is too long. Use a shorter page address."),
    "characters": N_(
        "This web address holds a space, a backslash or a hidden character. Copy it again from "
        "your browser."
    ),
    "scheme": N_("A web address must start with https:// or http://."),
    "userinfo": N_("A web address must not hold a name or password before an @ sign."),
    "host": N_("This web address does not name a site, such as https://www.example.org."),
    "ambiguous": N_("Browsers may read this web address in different ways. Copy it again."),
    "join": N_(
        "This link opens a meeting or a closed group to anybody. Use the sign-up page or a contact "
        "instead."
    ),
}


def url_problems(around: Around) -> Iterator[Problem]:
    for path, row in around.rows:
        for shape in shapes(row.__class__):
            if shape.name not in urls.FIELDS or shape.kind != "text":
                continue
            value = getattr(row, shape.name)
            if value is None or (value == "" and not shape.nullable):
                continue  # an empty required address is said by `words`
            yield from _one_url(around, join(path, shape.name), value)


def _one_url(around: Around, path: str, value: str) -> Iterator[Problem]:
    wrong = urls.fault(value)
    if wrong == "empty":
        yield refuse(
            path, "url-empty", N_("This web address is empty. Write it in full or remove it.")
        )
    elif wrong:
        yield refuse(path, f"url-{wrong}", _BAD_URL[wrong])
    elif strict_urls.is_reserved_name(urls.host(value)) and not around.fictional:
        yield refuse(
            path, "url-reserved", N_("This web address leads nowhere on the internet. Check it.")
        )


def mail_problems(around: Around) -> Iterator[Problem]:
    for path, row in around.rows:
        for name in ("email", "assurer_email"):
            value = getattr(row, name, None)
            if value is None or is_mail_address(value):
                continue
            yield refuse(
                join(path, name),
                "email",
                N_("“%(address)s” is not an e-mail address. It looks like name@example.org."),
                address=value,
            )


def is_mail_address(text: str) -> bool:
    match = _MAIL.match(text)
    return match is not None and len(text) <= 254 and strict_urls.is_public_name(match["host"])


def has_contact(record: Record) -> bool:
    """Is there any way at all to make contact or to turn up?"""
    service = record.service
    return bool(
        service.phones
        or service.url
        or service.email
        or service.additional_urls
        or any(at.phones or at.contacts for at in service.service_at_locations)
        or any(contact.email or contact.phones for contact in service.contacts)
        or (service.organization and (service.organization.website or service.organization.phones))
    )
