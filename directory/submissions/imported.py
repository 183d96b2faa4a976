"""Records from files, put before a moderator."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from directory.extensions import db
from directory.listings.queries import entries, write_record
from directory.listings.record import Record, new_id
from directory.submissions import states
from directory.submissions.models import CHANGE, NEW, Submission
from directory.submissions.queries import pending_for


@dataclass(slots=True)
class Received:
    """Listing ids by what became of the records."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def receive_import(
    records: Sequence[Record],
    *,
    import_id: int | None,
    problems: Mapping[str, list[dict[str, Any]]],
    at: datetime,
    again: Collection[str] = (),
) -> Received:
    """Puts imported records before a moderator. What says the same as the listing or as a
    submission that waits already adds nothing; a newer version replaces the one that waits.
    `again`: listings out of sight, to decide on even though they say the same."""
    received = Received()
    ids = [record.id for record in records]
    known, waiting = entries(ids), pending_for(ids)
    for record in records:
        content, entry, open_one = (
            write_record(record),
            known.get(record.id),
            waiting.get(record.id),
        )
        same_as_listing = entry is not None and write_record(entry.record) == content
        if (same_as_listing and record.id not in again) or (
            open_one is not None and open_one.record == content
        ):
            received.unchanged.append(record.id)
            continue
        if open_one is not None:
            received.changed.append(record.id)
            open_one.record, open_one.import_id = content, import_id
            open_one.problems = problems.get(record.id, [])
            open_one.base_revision = entry.revision if entry else None
            open_one.moved_at = at
            continue
        (received.new if entry is None else received.changed).append(record.id)
        db.session.add(
            Submission(
                id=new_id(),
                kind=NEW if entry is None else CHANGE,
                state=states.PENDING,
                listing_id=record.id,
                base_revision=entry.revision if entry else None,
                record=content,
                problems=problems.get(record.id, []),
                import_id=import_id,
                received_at=at,
                moved_at=at,
            )
        )
    db.session.flush()
    return received
