"""Publishing, hiding, checking: what changes, and what indexers are told."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.jobs.models import Job
from directory.listings import actions, queries
from directory.listings.models import SearchChange
from tests.making import NOON, make_listing, make_record

LATER = NOON + timedelta(hours=1)


def _feed() -> list[tuple[str, int | None]]:
    rows = db.session.scalars(select(SearchChange).order_by(SearchChange.seq))
    return [(row.listing_id, row.revision) for row in rows]


def _publish(*records, at=LATER):
    done = actions.publish(list(records), role="moderator", reason="looked right", at=at)
    db.session.commit()
    return done


def test_a_published_listing_can_be_found_by_its_address(app: Flask) -> None:
    record = make_listing()
    entry = queries.find_published("grief-circle")
    assert entry is not None
    assert (entry.record, entry.revision) == (record, 1)


def test_publishing_writes_the_change_feed_and_one_job(app: Flask) -> None:
    first, second = make_listing("First"), make_listing("Second")
    assert _feed() == [(first.id, 1), (second.id, 1)]
    assert [job.name for job in db.session.scalars(select(Job))] == ["index"]


def test_publishing_the_same_again_changes_nothing(app: Flask) -> None:
    make_listing()
    done = _publish(make_record())
    assert (len(done.unchanged), done.changed, done.new) == (1, [], [])
    assert len(_feed()) == 1


def test_a_change_makes_a_new_revision_and_keeps_the_old(app: Flask) -> None:
    record = make_listing()
    changed = make_record(service={"description": "Now with tea."})
    assert _publish(changed).changed == [record.id]
    revisions = queries.list_revisions(record.id)
    assert [revision.number for revision in revisions] == [1, 2]
    assert queries.read_record(revisions[0].record) == record


def test_a_renamed_listing_gets_a_new_address_and_the_old_one_still_leads_there(app: Flask) -> None:
    record = make_listing("Grief Circle", key="one")
    _publish(make_record("Evening Talk", key="one"))
    assert queries.find_published("evening-talk").id == record.id
    assert queries.find_published("grief-circle").slug == "evening-talk"


def test_listings_of_one_name_get_addresses_of_their_own(app: Flask) -> None:
    slugs = set()
    for key in ("one", "two", "three"):
        make_listing("Grief Circle", key=key)
    for entry in queries.each_published():
        slugs.add(entry.slug)
    assert {"grief-circle", "grief-circle-minneapolis"} < slugs
    assert len(slugs) == 3


def test_a_change_to_an_organization_touches_its_other_listings(app: Flask) -> None:
    first, second = make_record("First"), make_record("Second")
    second.service.organization.id = first.service.organization.id
    _publish(first, second, at=NOON)
    first.service.organization.name = "Rosa's Bigger Circle"
    done = _publish(first)
    assert done.touched == [second.id]
    entry = queries.published([second.id])[second.id]
    assert entry.record.service.organization.name == "Rosa's Bigger Circle"
    assert (entry.revision, entry.changed_at) == (2, LATER)
    assert _feed()[-1] == (second.id, 2)


def test_a_change_to_a_location_touches_all_that_meet_there(app: Flask) -> None:
    first, second = make_record("First"), make_record("Second")
    shared_place = first.service.service_at_locations[0].location
    second.service.service_at_locations[0].location = shared_place
    _publish(first, second, at=NOON)
    shared_place.name = "The New Library"
    assert _publish(first).touched == [second.id]


def test_hidden_listings_are_found_by_nobody_and_leave_the_index(app: Flask) -> None:
    record = make_listing()
    actions.hide(record.id, at=LATER)
    db.session.commit()
    assert queries.find_published("grief-circle") is None
    assert queries.was_public("grief-circle")
    assert _feed()[-1] == (record.id, None)


def test_restoring_brings_back_the_newest_revision(app: Flask) -> None:
    record = make_listing()
    actions.archive(record.id, at=LATER)
    actions.restore(record.id, at=LATER)
    db.session.commit()
    assert queries.find_published("grief-circle").record == record
    assert _feed()[-1] == (record.id, 1)


def test_what_was_taken_down_at_somebodys_wish_leaves_no_trace(app: Flask) -> None:
    record = make_listing()
    actions.take_down(record.id, at=LATER)
    db.session.commit()
    assert not queries.was_public("grief-circle")


def test_a_practitioner_is_not_published_without_consent(app: Flask) -> None:
    with pytest.raises(actions.NotAllowed):
        _publish(make_record(individual=True))


def test_a_check_is_written_down_and_told_to_the_index(app: Flask) -> None:
    record = make_listing()
    actions.record_check(record.id, how="called", role="moderator", at=LATER)
    db.session.commit()
    entry = queries.published([record.id])[record.id]
    assert (entry.checked_at, entry.checked_how, entry.checked_by) == (LATER, "called", "moderator")
    assert _feed()[-1] == (record.id, 1)


def test_a_partial_check_does_not_renew_the_whole(app: Flask) -> None:
    record = make_listing()
    actions.record_check(
        record.id, how="called", role="moderator", at=LATER, fields=["service.phones"]
    )
    assert queries.published([record.id])[record.id].checked_at is None


def test_demonstration_listings_can_be_removed_with_all_they_hold(app: Flask) -> None:
    make_listing("Real")
    make_listing("Invented", fictional=True)
    assert actions.erase_fictional() == 1
    db.session.commit()
    assert queries.find_published("invented") is None
    assert not queries.was_public("invented")
    assert queries.find_published("real") is not None
