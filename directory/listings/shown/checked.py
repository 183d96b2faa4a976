"""How sure we are: when a listing was last checked, by whom and how, and where its facts are
from. Words carry the meaning; the stage only chooses a mark beside them."""

from dataclasses import dataclass
from datetime import datetime

from directory.listings.freshness import Age, Freshness
from directory.listings.messages import N_
from directory.listings.record import Record
from directory.listings.shown.reader import Reader

HOW = {
    "called": N_("someone called"),
    "emailed": N_("someone wrote to them"),
    "self-confirmed": N_("they confirmed it"),
    "site-seen": N_("someone read their website"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    stage: str  # fresh, ageing, due, never
    words: str  # for a card
    source: str  # where the facts are from, for a page


def checked_of(
    record: Record, reader: Reader, *, at: datetime | None, how: str | None, fresh: Freshness
) -> Checked:
    """`at` and `how` are of the last check; `fresh` says what follows from its age."""
    source = source_words(record, reader)
    if at is None or fresh.age_days is None:
        return Checked("never", _never(record, reader), source)
    when = ago(fresh.age_days, reader)
    if how in HOW:
        words = reader.says(N_("Checked %(when)s: %(how)s"), when=when, how=reader.say(HOW[how]))
    else:
        words = reader.says(N_("Checked %(when)s"), when=when)
    if fresh.state in (Age.DUE, Age.LAPSED):
        return Checked("due", reader.says(N_("%(checked)s. Check due."), checked=words), source)
    return Checked("fresh" if _first_half(fresh) else "ageing", words, source)


def _first_half(fresh: Freshness) -> bool:
    """Whether less than half of the time for which a check holds has passed."""
    if fresh.due_on is None or fresh.lapses_on is None or fresh.age_days is None:
        return False
    return fresh.age_days * 2 <= (fresh.lapses_on - fresh.due_on).days


def _never(record: Record, reader: Reader) -> str:
    if record.crisis and record.source.name and record.source.seen_on:
        return reader.says(
            N_("From %(source)s, %(date)s. Not yet called by this site."),
            source=record.source.name,
            date=reader.day(record.source.seen_on),
        )
    return reader.says(N_("Published, never checked"))


def ago(days: int, reader: Reader) -> str:
    match days:
        case 0:
            return reader.says(N_("today"))
        case 1:
            return reader.says(N_("yesterday"))
        case _ if days < 60:
            return reader.says(N_("%(n)s days ago"), n=days)
        case _:
            return reader.says(N_("%(n)s months ago"), n=round(days / 30.4))


def source_words(record: Record, reader: Reader) -> str:
    source = record.source
    if not source.name:
        return ""
    if not source.seen_on:
        return reader.says(N_("From %(source)s."), source=source.name)
    return reader.says(
        N_("From %(source)s, %(date)s."), source=source.name, date=reader.day(source.seen_on)
    )
