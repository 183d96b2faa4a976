"""What makes a careful reader of a submission stop: numbers and sites shared with others, names
that can be taken for another's. Plain: candidates come from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from directory.listings.likeness import Likeness, words_of
from directory.listings.lookalikes import looks_like, mixed_alphabets, skeleton
from directory.listings.messages import N_, Sentence, say
from directory.listings.record import Record


@dataclass(frozen=True, slots=True)
class Sign:
    sentence: Sentence
    listing_id: str = ""  # whom it is about


def signs(
    record: Record,
    others: Iterable[Record],
    likeness: Callable[[Record], Likeness] = Likeness,
) -> list[Sign]:
    """Signs from comparing with other listings; the listing itself is left out."""
    return list(_signs(record, [other for other in others if other.id != record.id], likeness))


def _signs(
    record: Record, others: list[Record], likeness: Callable[[Record], Likeness]
) -> Iterator[Sign]:
    mine = likeness(record)
    if mixed_alphabets(record.service.name):
        yield Sign(say(N_("The name mixes letters of different alphabets.")))
    for other in others:
        theirs = likeness(other)
        name = other.service.name
        if not _same_owner(record, other, mine, theirs):
            # Crisis lines share numbers by design; who shares the site too is told of below.
            both = record.crisis and other.crisis
            if mine.phones & theirs.phones and not both and not mine.sites & theirs.sites:
                yield Sign(say(N_("%(name)s has the same phone number."), name=name), other.id)
            if mine.sites & theirs.sites:
                yield Sign(say(N_("%(name)s has the same web site."), name=name), other.id)
        if looks_like(record.service.name, name):
            yield Sign(say(N_("The name can be taken for %(name)s."), name=name), other.id)
        for one in mine.sites:
            for site in theirs.sites:
                if looks_like(one, site):
                    words = say(N_("The address %(one)s looks like %(site)s."), one=one, site=site)
                    yield Sign(words, other.id)


def _owner(record: Record) -> str:
    owner = record.service.organization
    return owner.id if owner else ""


def _same_owner(one: Record, other: Record, mine: Likeness, theirs: Likeness) -> bool:
    """Whether they say themselves that the same people run both. One organization with several
    houses often comes as several, under names that begin alike, and its shared number is no
    surprise: what should surprise is one number under another name."""
    owner, other_owner = one.service.organization, other.service.organization
    if owner and other_owner and skeleton(owner.name) == skeleton(other_owner.name):
        return True
    if _owner(one) == _owner(other):
        return True
    general = words_of("general")
    return any(
        a and b and a[0] == b[0] and a[0] not in general for a in mine.names for b in theirs.names
    )


def cluster(record: Record, waiting: Iterable[tuple[str, Record]]) -> list[str]:
    """Ids of waiting submissions that share a phone, a site or the whole text with this one."""
    mine = Likeness(record)
    text = (record.service.description or "").casefold()
    found = []
    for submission_id, other in waiting:
        theirs = Likeness(other)
        same_text = text and text == (other.service.description or "").casefold()
        if same_text or mine.phones & theirs.phones or mine.sites & theirs.sites:
            found.append(submission_id)
    return found
