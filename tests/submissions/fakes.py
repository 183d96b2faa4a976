"""Listings that should not be: twelve families of fakes as people who do harm or mean well would
type them, made by chance from a seed. Each says which warnings are right."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Page = dict[str, str | list[str]]

# What the fakes imitate: listings that are there already.
VICTIMS = (
    ("Harbor Warm Line", "(612) 555-3177", "https://harborwarmline.org"),
    ("Willow Mind Center", "(612) 555-3178", "https://willowmind.org"),
    ("Cedar House Peers", "(612) 555-3179", "https://cedarhouse.org"),
    ("Lantern Support Circle", "(612) 555-3180", "https://lanternsupport.org"),
)
PLACES = ("Elm", "Lake", "North", "River", "Hill", "Park", "Station", "Mill", "Chapel", "Orchard")
DOINGS = ("Talk", "Circle", "Recovery", "Wellness", "Care", "Hope", "Listening", "Support")
# One sign for another that the eye takes for it.
ALIKE = dict(zip("aeoicps", "\u0430\u0435\u043e\u0456\u0441\u0440\u0455", strict=True))


@dataclass(frozen=True, slots=True)
class Fake:
    family: str
    pages: dict[str, Page]  # what differs from an honest submission, by page
    right: frozenset[str]  # any of these warnings


def fakes(seed: int, each: int) -> Iterator[Fake]:
    """`each` of every family."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(each):
        for family, (make, right) in FAMILIES.items():
            pages = make(chance)
            pages.setdefault("what", {}).setdefault("name", _name(chance))
            yield Fake(family, pages, frozenset(right))


def _name(chance: random.Random) -> str:
    return f"{chance.choice(PLACES)} {chance.choice(DOINGS)} {chance.randrange(100, 999)}"


def _digits(chance: random.Random) -> str:
    return f"{chance.randrange(200, 999)}-{chance.randrange(1000, 9999)}"


def _premium(chance: random.Random) -> dict[str, Page]:
    spelled = chance.choice(("1-900-{}", "(900) {}", "900 {}", "+1 900 {}"))
    return {"reach": {"phone": spelled.format(_digits(chance))}}


def _abroad(chance: random.Random) -> dict[str, Page]:
    tail = f"{chance.randrange(1000, 9999)}"
    number = chance.choice(("+44 161 715 {}", "+61 3 9412 {}", "+49 30 9012 {}", "+44 70 1234 {}"))
    return {"reach": {"phone": number.format(tail)}}


def _invented(chance: random.Random) -> dict[str, Page]:
    area = chance.choice((612, 505, 802, 212, 303))
    return {"reach": {"phone": f"({area}) 555-01{chance.randrange(100):02}"}}


def _retired(chance: random.Random) -> dict[str, Page]:
    number = chance.choice(("833-943-5746", "1-833-943-5746", "+1 833 943 5746", "202-304-1200"))
    return {"reach": {"phone": number}}


def _borrowed(chance: random.Random) -> dict[str, Page]:
    return {"reach": {"phone": chance.choice(("988", "9-8-8", "838255", "741741", "988 "))}}


def _crisis(chance: random.Random) -> dict[str, Page]:
    kind = chance.choice(
        ("Crisis Line", "Suicide Hotline", "Crisis Centre", "Suicide Prevention Lifeline",
         "Samaritans", "Crisis Helpline", "Domestic Violence Hotline", "Rape Crisis")
    )  # fmt: skip
    return {"what": {"name": f"{chance.choice(PLACES)} {kind} {chance.randrange(100, 999)}"}}


def _name_alike(chance: random.Random) -> dict[str, Page]:
    name = chance.choice(VICTIMS)[0]
    spots = [n for n, letter in enumerate(name) if letter in ALIKE]
    changed = list(name)
    for spot in chance.sample(spots, chance.choice((1, 1, 2, 3))):
        changed[spot] = ALIKE[changed[spot]]
    return {"what": {"name": "".join(changed)}}


def _site_alike(chance: random.Random) -> dict[str, Page]:
    site = chance.choice(VICTIMS)[2].removeprefix("https://")
    host, _, top = site.partition(".")
    changes: list[Callable[[str], str]] = [
        lambda h: h.replace("o", "0", 1),
        lambda h: h.replace("m", "rn", 1),
        lambda h: h.replace("w", "vv", 1),
        lambda h: h.replace("i", "1", 1),
        lambda h: h.replace("d", "cl", 1),
        lambda h: h.replace("l", "1", 1) if "i" in h else h.replace("o", "0", 1),
    ]
    chance.shuffle(changes)
    changed = next(made for change in changes if (made := change(host)) != host)
    return {"reach": {"website": f"https://{chance.choice(('', 'www.'))}{changed}.{top}"}}


def _same_number(chance: random.Random) -> dict[str, Page]:
    digits = chance.choice(VICTIMS)[1]
    bare = "".join(c for c in digits if c.isdigit())
    area, exchange, line = bare[:3], bare[3:6], bare[6:]
    spelled = (
        digits,
        bare,
        f"+1 {bare}",
        f"1-{area}-{exchange}-{line}",
        f"{area}.{exchange}.{line}",
        f"{area} {exchange} {line} x12",
    )
    return {"reach": {"phone": chance.choice(spelled)}}


def _promises(chance: random.Random) -> dict[str, Page]:
    said = chance.choice(
        ("We cure depression in {} days.", "Guaranteed recovery after {} sessions.",
         "Our method is proven to stop anxiety in {} minutes.", "A 100% success rate since {}.",
         "Instant relief, {} people say so.", "Miracles happen here: {} of them.")
    )  # fmt: skip
    return {"what": {"description": f"People meet. {said.format(chance.randrange(3, 90))}"}}


def _private(chance: random.Random) -> dict[str, Page]:
    number = chance.randrange(1000, 9999)
    said = chance.choice(
        (f"Ask for Bob, his cell phone is 612-555-{number}.", f"Write to bob{number}@gmail.com.",
         f"Join https://zoom.us/j/91234{number}?pwd=abc.", f"Pay with Venmo @bob{number} first.",
         f"Bob was born on 3/4/19{number % 100:02}.", f"Meeting ID: 912 3456 {number}")
    )  # fmt: skip
    return {"what": {"description": f"People meet and talk. {said}"}}


def _called_crisis(chance: random.Random) -> dict[str, Page]:
    word = chance.choice(("crisis line", "suicide line", "lifeline", "emergency number"))
    said = f"In need call our {word}: 612-{_digits(chance)}."
    return {"what": {"description": f"People meet and talk. {said}"}}


SAME_PHONE = "%(name)s has the same phone number."
NAME_ALIKE = "The name can be taken for %(name)s."
MIXED = "The name mixes letters of different alphabets."
SITE_ALIKE = "The address %(one)s looks like %(site)s."

FAMILIES: dict[str, tuple[Callable[[random.Random], dict[str, Page]], tuple[str, ...]]] = {
    "premium number": (_premium, ("phone-premium",)),
    "number abroad": (_abroad, ("phone-elsewhere",)),
    "invented number": (_invented, ("phone-fictional",)),
    "retired number": (_retired, ("phone-retired",)),
    "borrowed crisis number": (_borrowed, ("crisis-number", "crisis-two-people")),
    "crisis line that is none": (
        _crisis,
        ("crisis-looks", "crisis-two-people", "crisis-unmarked"),
    ),
    "name like another": (_name_alike, (NAME_ALIKE,)),
    "site like another": (_site_alike, (SITE_ALIKE,)),
    "number of another": (_same_number, (SAME_PHONE,)),
    "promises": (_promises, ("wording-promises",)),
    "private details": (_private, ("wording-personal-data", "wording-joining")),
    "crisis number in the text": (_called_crisis, ("wording-crisis-number", "wording-retired")),
}
# Every warning that the families are measured by, and what else says "somebody means harm".
ALARMS = frozenset(code for _, right in FAMILIES.values() for code in right) | {MIXED}
