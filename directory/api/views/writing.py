"""What partners' systems write, at `/partners/v1`: new listings and changes, as submissions that a
person reads. A key is needed; nothing here publishes."""

from datetime import datetime
from typing import Any

from flask import Response, url_for
from werkzeug.exceptions import NotFound

from directory.api import writing_openapi
from directory.api.parameters import instant
from directory.api.problems import WRITING, Explained
from directory.api.views.once import once
from directory.api.views.program import (
    begin_writing,
    get_key,
    moment,
    number,
    read_body,
    tell,
    writing,
)
from directory.config import current_settings
from directory.extensions import db
from directory.listings.queries import published
from directory.partners import proposals
from directory.partners.models import Key, Proposal
from directory.partners.queries import find_proposal, list_proposals
from directory.partners.reading import Fault, Unfit, outer_path
from directory.submissions.models import REASON, Submission
from directory.submissions.queries import list_notes


@writing.get("/")
def about() -> Response:
    """Whose key this is and what it may do."""
    key = get_key()
    return tell(
        {
            "name": key.name,
            "organization_id": key.organization_id,
            "made_at": moment(key.made_at),
            "requests_per_minute": current_settings().api_requests_per_minute_with_key,
            "writes_per_hour": proposals.WRITING[0][1],
            "licence": current_settings().content_licence,
        }
    )


@writing.get("/openapi.json")
def openapi_document() -> Response:
    """Open to all: who thinks about asking for a key reads it first."""
    return tell(writing_openapi.document(current_settings(), WRITING))


@writing.post("/submissions")
def propose() -> Response:
    """A new listing, or a change of the one whose id is sent."""
    sent, note, seen = _proposal(read_body())

    def work(key: Key, at: datetime) -> tuple[object, str]:
        try:
            row = proposals.propose(key, sent, note=note, seen=seen, at=at)
        except proposals.Unknown:
            db.session.rollback()
            raise Explained(409, "The service with this id cannot be changed here.") from None
        told = _told(*_mine(key, row.id))
        return told, url_for("writing.one", submission_id=row.id)

    return once(work)


@writing.get("/submissions")
def everything() -> Response:
    """What this key has sent, the newest first."""
    key = get_key()
    page, size = number("page", 1, 10**6), number("per_page", 20, 100)
    rows, total = list_proposals(key.id, start=(page - 1) * size, size=size)
    contents = [_told(proposal, row) for proposal, row in rows]
    return tell({"total_items": total, "page_number": page, "contents": contents})


@writing.get("/submissions/<submission_id>")
def one(submission_id: str) -> Response:
    return tell(_told(*_mine(get_key(), submission_id)))


@writing.put("/submissions/<submission_id>")
def change(submission_id: str) -> Response:
    """A newer version of what waits."""
    sent, note, _seen = _proposal(read_body())
    key, at = begin_writing()
    proposal, row = _mine(key, submission_id)
    try:
        proposals.change(row, proposal, key, sent, note=note, at=at)
    except proposals.Settled as error:
        raise _settled(error) from None
    document = _told(proposal, row)
    db.session.commit()
    return tell(document)


@writing.delete("/submissions/<submission_id>")
def withdraw(submission_id: str) -> Response:
    key, at = begin_writing()
    proposal, row = _mine(key, submission_id)
    try:
        proposals.withdraw(row, at)
    except proposals.Settled as error:
        if error.state != "withdrawn":  # asked twice, it stays withdrawn
            raise _settled(error) from None
        db.session.rollback()
        proposal, row = _mine(key, submission_id)
    document = _told(proposal, row)
    db.session.commit()
    return tell(document)


@writing.post("/submissions/<submission_id>/answer")
def answer(submission_id: str) -> Response:
    """Answers the question of a moderator."""
    text = read_body().get("text")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= proposals.LONGEST_NOTE:
        raise Unfit([Fault("text", "text", "Write an answer of at most 2000 letters.")])
    key, at = begin_writing()
    proposal, row = _mine(key, submission_id)
    try:
        proposals.answer(row, text.strip(), at)
    except proposals.Settled as error:
        raise _settled(error) from None
    document = _told(proposal, row)
    db.session.commit()
    return tell(document)


def _mine(key: Key, submission_id: str) -> tuple[Proposal, Submission]:
    """What this key sent. Of what others sent there is nothing to see."""
    found = find_proposal(key.id, submission_id)
    if found is None:
        raise NotFound
    return found


def _told(proposal: Proposal, row: Submission) -> dict[str, Any]:
    """How it stands. What is held of the listing is not repeated: part of it may be private."""
    entry = published([row.listing_id]).get(row.listing_id)
    root = current_settings().public_url.rstrip("/")
    told = {
        "id": row.id,
        "kind": row.kind,
        "state": row.state,
        "service_id": row.listing_id,
        "version": row.version,
        "received_at": moment(row.received_at),
        "moved_at": moment(row.moved_at),
        "warnings": [
            {"path": outer_path(found["path"]), "code": found["code"], "detail": found["sentence"]}
            for found in row.problems
        ],
        "left_out": proposal.left_out,
        "notes": [
            {"by": note.written_by, "text": note.text, "at": moment(note.at)}
            for note in list_notes(row.id)
            if note.written_by != REASON  # stands below, under its own name
        ],
    }
    if proposal.reason and row.state == "rejected":
        told["reason"] = proposal.reason
    if entry is not None:
        told["listing"] = f"{root}/listings/{entry.slug}"
    return told


def _proposal(body: dict[str, Any]) -> tuple[dict[str, Any], str, datetime | None]:
    """(the service, the note, what the sender saw). Raises Unfit."""
    faults = [
        Fault(name, "unknown", "This is not read here. Send service, note or seen.")
        for name in sorted(body.keys() - {"service", "note", "seen"})
    ]
    service, note, seen = body.get("service"), body.get("note", ""), body.get("seen")
    if not isinstance(service, dict):
        faults.append(Fault("service", "shape", "Send the service as an object, in HSDS JSON."))
    if not isinstance(note, str) or len(note) > proposals.LONGEST_NOTE:
        faults.append(Fault("note", "text", "Write a note of at most 2000 letters."))
    when = None
    if seen is not None:
        try:
            when = instant(str(seen))
        except ValueError as error:
            faults.append(Fault("seen", "moment", str(error)))
    if faults:
        raise Unfit(faults)
    assert isinstance(service, dict)
    return service, str(note).strip(), when


def _settled(error: proposals.Settled) -> Explained:
    db.session.rollback()
    return Explained(409, f"This cannot be done any more: the submission is {error.state}.")
