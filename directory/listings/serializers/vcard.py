"""A listing as an address book keeps it: vCard 3.0 (RFC 2426), which every phone reads."""

from collections.abc import Iterator
from datetime import UTC, datetime

from directory.listings.phones import dial_link
from directory.listings.publishable import Publishable
from directory.listings.record import Address
from directory.listings.shown.points import VAGUE_KM
from directory.listings.shown.ways import TEXT_TYPES, is_web, phones_of

MIMETYPE = "text/vcard"
LONGEST = 75  # bytes of a line, before it is folded


def vcard(record: Publishable, *, url: str, changed: datetime, neutral: str = "") -> bytes:
    """`url` is our page about it. With `neutral`, the card is called so, and nothing in it but
    numbers and addresses says what it is about: others may see an address book."""
    service = record.service
    owner = service.organization
    name = neutral or service.name
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "PRODID:-//Support Directory//Contact//EN",
        f"UID:urn:uuid:{record.id}",
        f"N:{_text(name)};;;;",
        f"FN:{_text(name)}",
    ]
    if owner and not neutral:
        lines.append(f"ORG:{_text(owner.name)}")
    lines += _numbers(record)
    email = service.email or (owner.email if owner else None)
    if email and "@" in email and not neutral:
        lines.append(f"EMAIL;TYPE=INTERNET:{_text(email)}")
    lines += _addresses(record)
    website = service.url or (owner.website if owner else None)
    if not neutral:
        if website and is_web(website):
            lines.append(f"URL:{website}")
        lines.append(f"NOTE:{_text(url)}")
    moment = changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines += [f"REV:{moment}", "END:VCARD"]
    return b"".join(_folded(line) for line in lines)


def _numbers(record: Publishable) -> Iterator[str]:
    for phone in phones_of(record):
        link = dial_link(phone)
        if link:
            digits = link.partition(":")[2].partition("?")[0].partition(",")[0]
            kind = "CELL" if phone.type in TEXT_TYPES else "WORK,VOICE"
            yield f"TEL;TYPE={kind}:{digits}"


def _addresses(record: Publishable) -> Iterator[str]:
    """Only what may be visited: a private place has no address here, and no town either, which
    an address book would offer as one."""
    for here in record.service.service_at_locations:
        place = here.location
        if place is None or place.location_type != "physical":
            continue
        for address in place.addresses:
            if address.address_type == "physical" and address.address_1:
                yield _address(address)
        exact = place.addresses and place.precision not in VAGUE_KM
        if exact and place.latitude is not None and place.longitude is not None:
            yield f"GEO:{place.latitude:.5f};{place.longitude:.5f}"
        return  # the first is enough: most address books keep one


def _address(address: Address) -> str:
    parts = (
        "",
        address.address_2,
        address.address_1,
        address.city,
        address.state_province,
        address.postal_code,
        address.country,
    )
    return "ADR;TYPE=WORK:" + ";".join(_text(part or "") for part in parts)


def _text(text: str) -> str:
    text = "".join(" " if c < " " and c != "\n" else c for c in text.replace("\r\n", "\n"))
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Lines end with CRLF; the rest of a long one follows after a space, whole letters only."""
    out, row = b"", b""
    for letter in line:
        packed = letter.encode()
        if len(row) + len(packed) > LONGEST:
            out, row = out + row + b"\r\n", b" "
        row += packed
    return out + row + b"\r\n"
