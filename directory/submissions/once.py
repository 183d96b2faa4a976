"""A second click is the same as the first: the form's nonce is unique in the database."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from directory.extensions import db
from directory.submissions.models import Claim, Report, Submission, Takedown

Sent = TypeVar("Sent", Submission, Report, Claim, Takedown)


def add_once(row: Sent) -> tuple[Sent, bool]:
    """(the row that is kept for this nonce, whether it is this one). Of two requests at the same
    moment, on two workers, one adds its row and the other gets that one."""
    table = type(row)
    same = select(table).where(table.nonce == row.nonce)
    found = db.session.scalar(same)
    if found is not None:
        return found, False
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        found = db.session.scalar(same)
        if found is None:
            raise
        return found, False
    return row, True
