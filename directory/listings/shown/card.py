"""A listing in a list of results."""

from dataclasses import dataclass
from datetime import datetime

from directory.listings.classification import labels
from directory.listings.doubted import DOUBTS
from directory.listings.freshness import Age, Freshness, freshness
from directory.listings.messages import N_
from directory.listings.record import Record
from directory.listings.shown.checked import Checked, checked_of
from directory.listings.shown.cost import cost_line
from directory.listings.shown.place import place_line
from directory.listings.shown.reader import Reader, text_of
from directory.listings.shown.ways import Way, ways_of
from directory.listings.shown.when import headline_of

SUMMARY = 180  # characters: two lines on a phone held upright are about 90
MOST_WAYS = 2


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    slug: str
    kind: str
    name: str
    language: str
    organization: str
    summary: str
    bits: tuple[tuple[str, str], ...]  # (symbol, words)
    ways: tuple[Way, ...]
    checked: Checked
    alert: str
    fictional: bool
    why: tuple[str, ...] = ()


def card_of(
    record: Record,
    reader: Reader,
    *,
    slug: str,
    checked_at: datetime | None,
    checked_how: str | None,
    km: float | None = None,
    why: tuple[str, ...] = (),
    doubts: tuple[str, ...] = (),
) -> Card:
    """`km`: from the asked place to the nearest public point; `why`: reasons for its rank."""
    name, language = text_of(record, "name", reader)
    text, _ = text_of(record, "description", reader)
    owner = record.service.organization
    organization = owner.name if owner and owner.name != record.service.name else ""
    checked_on = checked_at.date() if checked_at else None
    fresh = freshness(record, checked_on, reader.now.date())
    ways = [way for way in ways_of(record, reader) if way.kind in ("call", "text", "chat", "join")]
    return Card(
        id=record.id,
        slug=slug,
        kind=", ".join(labels("kind", record.terms.get("kind", []), reader.language)[:1])
        or reader.says(N_("Listing")),
        name=name,
        language=language,
        organization=organization,
        summary=shorten(text, SUMMARY),
        bits=_bits(record, reader, km),
        ways=tuple(ways[:MOST_WAYS]),
        checked=checked_of(record, reader, at=checked_at, how=checked_how, fresh=fresh),
        alert=alert_of(record, reader, fresh, doubts),
        fictional=record.fictional,
        why=why,
    )


def _bits(record: Record, reader: Reader, km: float | None) -> tuple[tuple[str, str], ...]:
    place = place_line(record, reader)
    if km is not None:
        far = reader.distance(km)
        place = f"{place} ({far})" if place else far
    formats = labels("format", record.terms.get("format", []), reader.language)
    pairs = (
        ("visit", place),
        ("clock", headline_of(record, reader)),
        ("cost", cost_line(record, reader)),
        ("people", ", ".join(formats)),
    )
    return tuple((symbol, words) for symbol, words in pairs if words)


def alert_of(record: Record, reader: Reader, fresh: Freshness, doubts: tuple[str, ...] = ()) -> str:
    """What changes everything else: it is over, closed, not confirmed for long, or a notice of
    theirs."""
    match record.service.status:
        case "temporarily closed":
            return reader.says(N_("Closed for now."))
        case "defunct" | "inactive":
            return reader.says(N_("This is not offered any more."))
    if fresh.state is Age.ENDED:
        return reader.says(N_("This has ended."))
    if fresh.state is Age.LAPSED:
        return reader.says(N_("No one has confirmed this for a long time. Ask before you go."))
    for doubt, sentence in DOUBTS.items():
        if doubt in doubts:
            return reader.say(sentence)
    return record.service.alert or ""


def shorten(text: str, most: int) -> str:
    """The first sentences that fit; else whole words and an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in (". ", "? ", "! "))
    if end > most // 3:
        return text[: end + 1]
    return text[: text.rfind(" ", 0, most)].rstrip(",;:–-") + "…"
