"""Acts in any order against a crisis line's number (TRUST attack 2):
`pytest -s tests/drills/test_sequences.py`. DRILL_SEQUENCES (10,000), DRILL_SEED."""

import pytest
from flask import Flask

from directory.extensions import db
from directory.submissions.models import Submission
from tests.drills.told import SEED, size, tell
from tests.making import make_listing
from tests.moderation.test_integrity import try_acts

pytestmark = pytest.mark.timeout(6 * 3600)


def test_no_order_of_acts_gets_a_number_past_two_people(app: Flask) -> None:
    total = size("SEQUENCES", 10_000)
    listing = make_listing("Night Line", crisis=True)
    for number in range(total):
        try_acts(listing, SEED * 1_000_000 + number)
        # What still waits would be taken up by the next sequence.
        for row in db.session.query(Submission).filter_by(state="pending"):
            row.state = "expired"
        db.session.commit()
        db.session.expire_all()
    tell("sequences past two people", 0, "0", passed=True, of=total)
