"""The fake-helpline corpus in full (TRUST attack 1): `pytest -s tests/drills/test_fakes.py`.

DRILL_FAKES (25) of each family; DRILL_SEED (7). Honest ones: the listings that ship, the county of
the demonstration, and the sample of real facilities beside the project.
"""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from directory.exchange.demonstration import demonstration_records
from directory.exchange.flat.mapping import load
from directory.exchange.flat.reader import read
from directory.exchange.seed import seed_records
from directory.listings.queries import published_revisions
from directory.listings.record import Record
from directory.listings.seed_files import SEED as SEED_FOLDER
from directory.search.engine import current_engine
from tests.drills.told import SEED, size, tell
from tests.making import make_record
from tests.submissions.fakes import FAMILIES, PLACES, fakes
from tests.submissions.faking import add_victims, alarmed, measure, public_places

pytestmark = pytest.mark.timeout(3600)


def test_no_fake_is_public_and_nearly_all_are_warned_of(app: Flask) -> None:
    add_victims(app)
    before = published_revisions()
    corpus = list(fakes(SEED, size("FAKES", 25)))
    sent, right, wrong = measure(app, corpus)
    public = public_places(app)
    shown = [f for f in corpus if f.family != "name like another"]
    leaked = sum(str(f.pages["what"]["name"]) in public for f in shown)
    same = published_revisions() == before
    assert set(current_engine().contents()) == set(before)
    tell("fakes published", leaked, "0", passed=same and not leaked, sent=len(corpus))
    share = sum(right.values()) / len(corpus)
    each = {family: f"{right[family]}/{sent[family]}" for family in FAMILIES}
    tell("fakes warned of", share, ">= 0.95", passed=share >= 0.95, each=each, missed=wrong[:5])


def honest(shared: Path) -> list[Record]:
    """Some thousand: shipped, invented in detail, real facilities, and plain ones."""
    path = shared / "data/us_samhsa_mh_MN_OR_NM_VT.csv"
    mapping = load(SEED_FOLDER / "mappings/samhsa-mh.toml")
    rows = read(lambda: path.open("rb"), path.name, mapping)
    found = [*seed_records(), *demonstration_records(date(2026, 11, 23))]
    found += [row.record for row in rows if row.record]
    for number in range(max(0, 1000 - len(found))):
        name = f"{PLACES[number % 10]} Street Friends {number}"
        record = make_record(name)
        record.service.phones[0].number = f"(612) 555-{4000 + number}"
        record.service.url = f"https://friends{number}.org"
        assert record.service.organization
        record.service.organization.website = record.service.url
        found.append(record)
    return found


def test_few_honest_listings_raise_an_alarm(app: Flask, shared: Path) -> None:
    records = honest(shared)
    # A crisis line that ships is a crisis line: that two people must look is no alarm.
    found = [
        (name, codes)
        for name, codes in alarmed(records, date(2026, 11, 23))
        if codes - {"crisis-two-people"}
    ]
    share = len(found) / len(records)
    some = [f"{name}: {sorted(codes)}" for name, codes in found[:: max(1, len(found) // 40)]]
    tell("honest warned", share, "<= 0.05", passed=share <= 0.05, of=len(records), some=some)
