"""Which listings might be the same one: a score with its reasons, for a person to decide.

Nothing here merges. An address or a telephone alone never makes a duplicate: one organization may
have several units at one address with one telephone. The name decides, the rest supports or
contradicts it:

    weight   name 0.50, place 0.25, telephone 0.15, web site or e-mail 0.10

What is not known on one side carries no weight. Caps and costs stand in `score`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from directory.listings.likeness import Likeness, shared_words, words_of
from directory.listings.messages import N_, Sentence, say
from directory.listings.record import Record

# From this score on a pair is shown to a person (see bench/duplicates).
PROPOSED = 0.65

_WEIGHTS = {"name": 0.5, "place": 0.25, "phone": 0.15, "site": 0.1}
_NO_NAME = 0.55  # below this likeness names are different, whatever else agrees
_UNSUPPORTED = 0.6  # only names agree, and something else contradicts
_ONLY_NAME = 0.7
_FAR = 15_000  # metres: a move across town is a move, a town away is a second site


@dataclass(frozen=True, slots=True)
class Match:
    """`score` from 0 to 1. `reasons` in order: what agrees, then what contradicts."""

    score: float
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    record: Record
    match: Match


def score(a: Record, b: Record) -> Match:
    """How likely it is that both describe one listing."""
    return compare(Likeness(a), Likeness(b))


def compare(a: Likeness, b: Likeness) -> Match:
    """`score` for records whose likenesses are at hand."""
    name, units = _names(a, b)
    found: dict[str, float | None] = {
        "name": name,
        "place": a.same_place(b),
        "phone": _overlap(a.phones, b.phones),
        "site": _overlap(a.sites, b.sites),
    }
    known = {what: value for what, value in found.items() if value is not None}
    total = sum(_WEIGHTS[what] for what in known)
    value = sum(_WEIGHTS[what] * likeness for what, likeness in known.items()) / total
    against: list[Sentence] = []
    if len(known) == 1:
        value = min(value, _ONLY_NAME)
        if name < 0.95:
            value *= 0.8
    elif not any(found[what] for what in ("place", "phone", "site")):
        value = min(value, _UNSUPPORTED)
    if name < _NO_NAME:
        value = min(value, _NO_NAME)
        against.append(say(N_("The names differ.")))
    if units:
        value *= 0.5
        against.append(say(N_("The names end in different units or places.")))
    if found["place"] == 0:
        against.append(say(N_("The addresses differ.")))
        distance = a.metres_to(b)
        if a.towns and b.towns and not a.towns & b.towns and (distance is None or distance > _FAR):
            value -= 0.15
            against.append(say(N_("They are in different towns.")))
        # A source lists each of its places once: two of its rows are two places.
        if a.source and a.source == b.source:
            value = min(value, 0.4)
            against.append(say(N_("Both come from the same source.")))
    if a.when and b.when and a.when != b.when and found["place"] != 0 and a.source == b.source:
        value -= 0.1
        against.append(say(N_("They meet at different times.")))
    return Match(round(max(value, 0.0), 3), (*_agreements(found), *against))


def _agreements(found: dict[str, float | None]) -> list[Sentence]:
    name = found["name"] or 0
    said = []
    if name >= 0.97:
        said.append(say(N_("The names are the same.")))
    elif name >= _NO_NAME:
        said.append(say(N_("The names are alike (%(percent)s %%)."), percent=round(name * 100)))
    for what, message in (
        ("place", N_("The address is the same.")),
        ("phone", N_("A phone number is the same.")),
        ("site", N_("The web site or e-mail is the same.")),
    ):
        if (found[what] or 0) >= 0.8:
            said.append(say(message))
    return said


def _overlap(a: frozenset[str], b: frozenset[str]) -> float | None:
    if not a or not b:
        return None
    return 1.0 if a & b else 0.0


def _names(a: Likeness, b: Likeness) -> tuple[float, bool]:
    """(likeness of the best pair of names, do these two name different units?)"""
    best, units = 0.0, False
    for one in a.names:
        for other in b.names:
            alike, apart = _two_names(one, other)
            if (alike, not apart) > (best, not units):
                best, units = alike, apart
    return best, units


def _two_names(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, bool]:
    sorted_alike = fuzz.token_sort_ratio(" ".join(one), " ".join(other)) / 100
    together, left, right = shared_words(one, other)
    if not together:
        return sorted_alike * 0.8, False
    general = words_of("general")
    telling = [word for word in together if word not in general]
    # One name inside the other: "Haven Behavioral Hospital" and "... of Albuquerque".
    contained = 0.92 if (not left or not right) and len(together) > 1 and telling else 0.0
    # A unit stands where both go on with words of their own after the same beginning.
    own_left = [word for word in left if word not in general]
    own_right = [word for word in right if word not in general]
    units = bool(telling) and bool(own_left) and bool(own_right)
    if not telling and (own_left or own_right):
        sorted_alike *= 0.7  # only general words agree: "counseling center"
    return max(sorted_alike, contained), units


def propose(
    record: Record,
    candidates: Iterable[Record],
    likeness: Callable[[Record], Likeness] = Likeness,
) -> list[Proposal]:
    """The candidates that might be this listing, likeliest first; itself left out."""
    mine = likeness(record)
    found = [
        Proposal(other, compare(mine, likeness(other)))
        for other in candidates
        if other.id != record.id
    ]
    proposed = [proposal for proposal in found if proposal.match.score >= PROPOSED]
    return sorted(proposed, key=lambda proposal: -proposal.match.score)


def block_keys(record: Record) -> frozenset[str]:
    """Keys of which two duplicates share at least one, for finding candidates with an index:
    phones, sites, telling words of the name, street addresses, cells of about a kilometre."""
    return Likeness(record).keys()
