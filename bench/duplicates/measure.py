"""How well duplicates are found: precision and recall on labelled pairs. See README.md beside it.

python bench/duplicates/measure.py [--shared ../shared] [--show]
"""

import argparse
import csv
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from directory.listings.duplicates import PROPOSED, block_keys, compare  # noqa: E402
from directory.listings.likeness import Likeness  # noqa: E402
from directory.listings.record import (  # noqa: E402
    Address,
    Location,
    Phone,
    Record,
    Service,
    ServiceAtLocation,
    Source,
)

SEED = 20260310
Pair = tuple[Record, Record, bool, str]


def facilities(shared: Path) -> list[Record]:
    rows = _rows(shared / "data/us_samhsa_mh_MN_OR_NM_VT.csv")
    return [
        _record(
            " ".join(f"{row['name1']} {row['name2']}".split()),
            row["phone"],
            row["website"],
            row["street1"],
            row["city"],
            row["zip"].zfill(5),
            row["state"],
            "US",
            (float(row["latitude"]), float(row["longitude"])),
            "facilities",
        )
        for row in rows
    ]


def services(shared: Path) -> list[Record]:
    return [
        _record(
            row["name"],
            row["telephone"],
            row["website"],
            row["address"],
            row["address"].rpartition(",")[2].strip(),
            row["postcode"],
            "",
            "GB",
            None,
            "borough",
        )
        for row in _rows(shared / "data/trafford_mental_health_services.csv")
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _record(
    name: str,
    phone: str,
    site: str,
    street: str,
    city: str,
    code: str,
    state: str,
    country: str,
    point: tuple[float, float] | None,
    source: str,
) -> Record:
    address = Address(
        address_1=street, city=city, postal_code=code, state_province=state, country=country
    )
    place = Location(addresses=[address], country=country)
    if point:
        place.latitude, place.longitude = point
    return Record(
        service=Service(
            name=name,
            url=None if site in ("", "http://") else site,
            phones=[Phone(number=phone, country=country)] if phone else [],
            service_at_locations=[ServiceAtLocation(location=place)],
        ),
        source=Source(name=source),
    )


# --- damage: what happens to a listing on its way through other hands -----------------------


def slip(word: str, dice: random.Random) -> str:
    """One slip of the keys inside a word."""
    if len(word) < 5:
        return word
    at = dice.randrange(1, len(word) - 2)
    match dice.randrange(3):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case _:
            return word[:at] + word[at] + word[at:]


def retyped(record: Record, dice: random.Random) -> None:
    service = record.service
    words = service.name.split()
    for at in dice.sample(range(len(words)), min(len(words), dice.choice([1, 1, 2]))):
        words[at] = slip(words[at], dice)
    service.name = dice.choice([str, str.upper, str.title])(" ".join(words))
    if service.phones:
        service.phones[0].number = re.sub(
            r"\D+", dice.choice([" ", ".", ""]), service.phones[0].number
        )
    address = _address(record)
    for long, short in (("Street", "St"), ("Avenue", "Ave."), ("Road", "Rd"), ("North ", "N ")):
        address.address_1 = address.address_1.replace(long, short)
    if dice.random() < 0.4:
        service.url = None


SWAPS = [
    ("Mental Health", "Wellness"),
    ("Behavioral Health", "Counseling"),
    ("Counseling", "Therapy"),
    ("Center", "Clinic"),
    ("Services", "Associates"),
    ("Centre", "Hub"),
    ("Group", "Circle"),
    ("Clinic", "Center"),
    ("Hospital", "Medical Center"),
    ("Service", "Project"),
]


def renamed(record: Record, dice: random.Random) -> None:
    """A new name as organizations choose them: the kind of place changes, the own word stays."""
    name = record.service.name
    for old, new in dice.sample(SWAPS, len(SWAPS)):
        if old in name:
            record.service.name = name.replace(old, new)
            return
    record.service.name = (
        f"{name} {dice.choice(['Wellness Center', 'Community Services', 'Trust'])}"
    )


def moved(record: Record, dice: random.Random) -> None:
    """A new door in the same town; name, telephone and site stay."""
    address = _address(record)
    street = dice.choice(["Mill Lane", "Station Road", "Oak Street", "2nd Avenue South"])
    address.address_1 = f"{dice.randrange(1, 900)} {street}"
    place = record.service.service_at_locations[0].location
    if place and place.latitude is not None and place.longitude is not None:
        place.latitude += dice.uniform(0.008, 0.03)
        place.longitude += dice.uniform(0.008, 0.03)


def split(record: Record, dice: random.Random) -> None:
    """The name's parts end in different cells: the end is lost, or the order turns."""
    words = record.service.name.split()
    if len(words) > 3 and dice.random() < 0.6:
        record.service.name = " ".join(words[: max(2, len(words) - dice.choice([1, 2]))])
    elif len(words) > 3:
        half = len(words) // 2
        record.service.name = f"{' '.join(words[half:])}, {' '.join(words[:half])}"


def thin(record: Record, dice: random.Random) -> None:
    """Somebody wrote down the least."""
    record.service.url = None
    if dice.random() < 0.5 and record.service.phones:
        record.service.service_at_locations = []
    else:
        record.service.phones = []
        place = record.service.service_at_locations[0].location
        if place:
            place.latitude = place.longitude = None


def shortened(record: Record, dice: random.Random) -> None:
    for long, short in (
        ("Services", "Servs"),
        ("Center", "Ctr"),
        ("Behavioral", "Behav"),
        ("Mental Health", "MH"),
        ("Family", "Fam"),
        ("Association", "Assn"),
        ("Group", "Grp"),
        ("Manchester", "Mcr"),
    ):
        record.service.name = record.service.name.replace(long, short)
    record.service.name += dice.choice(["", " Inc", " LLC", " Ltd"])


DAMAGES = (retyped, renamed, moved, split, thin, shortened)


def _address(record: Record) -> Address:
    place = record.service.service_at_locations[0].location
    assert place
    return place.addresses[0]


def damaged(record: Record, dice: random.Random) -> tuple[Record, str]:
    copy = deepcopy(record)
    copy.service.id = f"{record.service.id}-copy"
    copy.source = Source(name="sent in")
    kind = dice.choice(DAMAGES)
    kind(copy, dice)
    return copy, kind.__name__


# --- pairs ----------------------------------------------------------------------------------


def pairs(records: list[Record], dice: random.Random) -> Iterator[Pair]:
    near = _neighbours(records)
    for record in records:
        copy, kind = damaged(record, dice)
        yield record, copy, True, kind
        for other in near[record.service.id]:
            same = _content(other) == _content(record)
            yield other, copy, same, kind if same else "copy against a neighbour"
    for one, other in combinations(records, 2):
        if other.service.id in {n.service.id for n in near[one.service.id]}:
            same = _content(one) == _content(other)
            yield one, other, same, "the same row twice" if same else "two rows of one source"
    for _ in range(5 * len(records)):
        one, other = dice.sample(records, 2)
        if _content(one) != _content(other):
            yield one, other, False, "any two rows"


def _content(record: Record) -> tuple[str, ...]:
    phone = record.service.phones[0].number if record.service.phones else ""
    return record.service.name, phone, _address(record).address_1


def _told(record: Record) -> str:
    phones = [phone.number for phone in record.service.phones]
    streets = [_address(record).address_1] if record.service.service_at_locations else []
    return ", ".join([record.service.name, *phones, *streets])


def _neighbours(records: list[Record]) -> dict[str, list[Record]]:
    """Other rows that share a telephone, a site, a street address or a cell: the hard cases."""
    by_key: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for key in block_keys(record):
            if not key.startswith("word:"):
                by_key[key].append(record)
    near: dict[str, dict[str, Record]] = defaultdict(dict)
    for group in by_key.values():
        for one, other in combinations(group, 2):
            if _content(one) != _content(other):
                near[one.service.id][other.service.id] = other
                near[other.service.id][one.service.id] = one
    for one, other in combinations(records, 2):
        if _content(one) == _content(other):
            near[one.service.id][other.service.id] = other
    return {record.service.id: list(near[record.service.id].values()) for record in records}


def main() -> int:
    arguments = argparse.ArgumentParser(description="Precision and recall of duplicate finding")
    arguments.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    arguments.add_argument("--show", action="store_true", help="print the pairs judged wrongly")
    asked = arguments.parse_args()
    if not (asked.shared / "data").is_dir():
        print(f"Sample data not found at {asked.shared}. Name it with --shared.")
        return 1
    dice = random.Random(SEED)  # noqa: S311 - a repeatable choice, no secret
    right: Counter[tuple[str, bool]] = Counter()
    asked_for: Counter[tuple[str, bool]] = Counter()
    blocked = 0
    for records in (facilities(asked.shared), services(asked.shared)):
        for one, other, same, kind in pairs(records, dice):
            proposed = compare(Likeness(one), Likeness(other)).score >= PROPOSED
            right[kind, same] += proposed == same
            asked_for[kind, same] += 1
            blocked += same and bool(block_keys(one) & block_keys(other))
            if asked.show and proposed != same:
                match = compare(Likeness(one), Likeness(other))
                print(same, kind, match.score, *(_told(r) for r in (one, other)), sep=" | ")
    print(f"{'pairs':<28}{'same':<7}{'number':>8}{'right':>8}")
    for (kind, same), number in sorted(asked_for.items(), key=lambda item: (not item[0][1], item)):
        print(f"{kind:<28}{'yes' if same else 'no':<7}{number:>8}{right[kind, same]:>8}")
    hits = sum(n for (_, same), n in right.items() if same)
    alike = sum(n for (_, same), n in asked_for.items() if same)
    alarms = sum(n - right[key] for key, n in asked_for.items() if not key[1])
    precision, recall = hits / (hits + alarms), hits / alike
    print(f"precision {precision:.3f}  recall {recall:.3f}  share a key {blocked / alike:.3f}")
    return 0 if min(precision, recall) >= 0.85 else 1


if __name__ == "__main__":
    raise SystemExit(main())
