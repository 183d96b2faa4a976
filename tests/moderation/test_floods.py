"""Many networks, one number (TRUST attack 4): one cluster, and nobody honest waits behind it."""

from datetime import timedelta

from flask import Flask

from directory.extensions import db, now
from directory.submissions.imported import receive_import
from directory.submissions.models import Submission
from tests.making import make_record
from tests.staff import signed_in

MANY = 60


def _flood() -> list[str]:
    """As it waits after a flood: every one from another network, none with a solved puzzle."""
    records = []
    for number in range(MANY):
        record = make_record(f"Bed {number}", key=f"bed{number}")
        record.service.phones[0].number = ("(612) 555-9911", "+1 612 555 9911")[number % 2]
        record.service.description = f"We sell you bed {number}."
        record.service.url = f"https://beds{number}.org"
        assert record.service.organization
        record.service.organization.website = record.service.url
        records.append(record)
    receive_import(records, import_id=None, problems={}, at=now() - timedelta(hours=1))
    rows = db.session.query(Submission).all()
    for row in rows:
        row.suspect = True
    db.session.commit()
    return [row.id for row in rows]


def test_who_is_honest_comes_before_a_flood_and_is_no_part_of_it(app: Flask) -> None:
    ids = _flood()
    honest = make_record("Willow Walkers", key="willow")
    honest.service.phones[0].number = "(612) 555-4412"
    honest.service.url = "https://willow-walkers.org"
    assert honest.service.organization
    honest.service.organization.website = None
    receive_import([honest], import_id=None, problems={}, at=now())
    db.session.commit()
    max_ = signed_in(app)
    queue = max_.get("/staff/").text
    assert queue.index("Willow Walkers") < queue.index("Bed ")
    page = f"/staff/submissions/{ids[0]}/flood"
    together = max_.get(page).text
    assert together.count('name="each"') == 20  # at most so many with one click
    assert "Willow Walkers" not in together
    answer = max_.send(page, {"why": "commercial", "each": ids[:20]}, page=page)
    assert answer.status_code == 303
    db.session.expire_all()
    states = {row.id: row.state for row in db.session.query(Submission)}
    assert [states[each] for each in ids[:20]] == ["rejected"] * 20
    assert sum(state == "pending" for state in states.values()) == MANY - 20 + 1
