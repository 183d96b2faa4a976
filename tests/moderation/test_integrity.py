"""Whatever people do in whatever order, contacts of a crisis line change only when two different
moderators approved what is then shown (TRUST INT-1)."""

import random
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.listings.queries import entries
from directory.listings.record import Record
from directory.moderation import actions
from directory.moderation.curating import edit
from directory.submissions.imported import receive_import
from directory.submissions.models import Submission
from directory.submissions.states import IllegalMove
from tests.making import NOON, make_listing, make_record

PEOPLE = ("max", "amira", "noor")


def _line(number: int) -> Record:
    record = make_record("Night Line", crisis=True)
    record.service.phones[0].number = f"(612) 555-3{number:03}"
    return record


def try_acts(listing: Record, seed: int) -> None:
    """Twenty-four acts of senders and moderators in an order of chance."""
    chance, at = random.Random(seed), NOON  # noqa: S311
    shown_first = entries([listing.id])[listing.id].record.service.phones[0].number
    said: dict[str, set[str]] = {}  # number: who approved it
    for step in range(1, 25):
        at += timedelta(hours=chance.choice((1, 30, 80)))
        waiting = list(db.session.scalars(select(Submission).where(Submission.state == "pending")))
        who = chance.choice(PEOPLE)
        entry = entries([listing.id])[listing.id]
        by = {"role": "moderator", "actor": who, "at": at}
        act = chance.choice(("send", "edit", "accept", "accept", "accept", "reject", "release"))
        try:
            if act == "send":
                receive_import([_line(step)], import_id=None, problems={}, at=at)
            elif act == "edit":
                number = _line(step).service.phones[0].number
                edit(entry, entry.revision, _line(step), reason="x", **by)
                said.setdefault(number, set()).add(who)
            elif waiting:
                submission = chance.choice(waiting)
                number = actions.record_of(submission).service.phones[0].number
                if act == "accept":
                    dead = chance.random() < 0.5
                    actions.accept(submission, reason="x", old_is_dead=dead, **by)
                    said.setdefault(number, set()).add(who)
                elif act == "reject":
                    actions.reject(submission, reason="x", **by)
                else:
                    actions.release_held(submission, at)
            db.session.commit()
        except (actions.Refused, IllegalMove):
            db.session.rollback()
        shown = entries([listing.id])[listing.id].record.service.phones[0].number
        assert shown == shown_first or len(said.get(shown, ())) >= 2, (seed, step, act)


@pytest.mark.parametrize("seed", range(20))
def test_no_order_of_acts_gets_a_number_past_two_people(app: Flask, seed: int) -> None:
    try_acts(make_listing("Night Line", crisis=True), seed)
