"""Reading for moderators."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import orjson
from sqlalchemy import ColumnElement, Select, func, or_, select

from directory.accounts.models import Account
from directory.extensions import db
from directory.listings import lookalikes, urls
from directory.listings.duplicates import Proposal, propose
from directory.listings.likeness import Likeness
from directory.listings.models import NODES, Check, Listing, Revision, Slug
from directory.listings.queries import entries, read_record
from directory.listings.record import Organization, Phone, Record, Service
from directory.moderation.models import Assignment, Decision, StaffNote
from directory.search.engine import EngineUnavailable, current_engine
from directory.search.query import Query
from directory.submissions.models import Submission
from directory.submissions.states import PENDING

PAGE = 50
NEAREST = 5  # duplicates shown
NEIGHBOURS = 80  # listings looked at for them


@dataclass(frozen=True, slots=True)
class Waiting:
    submission: Submission
    name: str
    crisis: bool
    assigned: str


def record_of(submission: Submission) -> Record:
    return read_record(submission.record)


def _chosen(kind: str, whose: str, me: int) -> Select[Submission]:
    statement = select(Submission).where(Submission.state == PENDING)
    assigned = select(Assignment.submission_id)
    match kind:
        case "new" | "change":
            statement = statement.where(Submission.kind == kind, Submission.import_id.is_(None))
        case "import":
            statement = statement.where(Submission.import_id.is_not(None))
        case "suspect":
            statement = statement.where(Submission.suspect)
        case "approved":
            statement = statement.where(Submission.approvals > 0)
    match whose:
        case "mine":
            mine = assigned.where(Assignment.account_id == me)
            statement = statement.where(Submission.id.in_(mine))
        case "nobody":
            statement = statement.where(Submission.id.not_in(assigned))
    return statement


def queue(kind: str, whose: str, me: int, page: int) -> list[Waiting]:
    """A page of what waits, oldest first; suspects after the others."""
    statement = _chosen(kind, whose, me).order_by(Submission.suspect, Submission.received_at)
    rows = list(db.session.scalars(statement.offset((page - 1) * PAGE).limit(PAGE)))
    names = assigned_to([row.id for row in rows])
    return [_waiting(row, names.get(row.id, "")) for row in rows]


def _waiting(row: Submission, assigned: str) -> Waiting:
    record = orjson.loads(row.record)
    return Waiting(row, record["service"]["name"], bool(record.get("crisis")), assigned)


def count(kind: str, whose: str, me: int) -> int:
    found = select(func.count()).select_from(_chosen(kind, whose, me).subquery())
    return db.session.scalar(found) or 0


def all_of(kind: str, whose: str, me: int) -> list[str]:
    """Ids of everything that a filter of the queue shows, oldest first."""
    statement = _chosen(kind, whose, me).with_only_columns(Submission.id)
    return list(db.session.scalars(statement.order_by(Submission.received_at, Submission.id)))


def oldest() -> datetime | None:
    return db.session.scalar(
        select(func.min(Submission.received_at)).where(Submission.state == PENDING)
    )


def next_after(submission: Submission) -> str | None:
    """The id of what to look at next."""
    statement = (
        select(Submission.id)
        .where(Submission.state == PENDING, Submission.id != submission.id)
        .where(Submission.received_at >= submission.received_at)
    )
    return db.session.scalar(statement.order_by(Submission.received_at).limit(1))


def assigned_to(ids: list[str]) -> dict[str, str]:
    statement = select(Assignment.submission_id, Account.name, Account.email).join(
        Account, Account.id == Assignment.account_id
    )
    rows = db.session.execute(statement.where(Assignment.submission_id.in_(ids)))
    return {row.submission_id: row.name or row.email for row in rows}


def decisions_on(submission_id: str) -> list[Decision]:
    statement = select(Decision).where(Decision.submission_id == submission_id)
    return list(db.session.scalars(statement.order_by(Decision.id)))


def notes_on(submission_id: str) -> list[StaffNote]:
    statement = select(StaffNote).where(StaffNote.submission_id == submission_id)
    return list(db.session.scalars(statement.order_by(StaffNote.id)))


def others_from(submission: Submission) -> list[Submission]:
    """What the same sender sent before, newest first."""
    sender = submission.sender_email
    if not sender:
        return []
    statement = select(Submission).where(
        Submission.sender_email == sender, Submission.id != submission.id
    )
    return list(db.session.scalars(statement.order_by(Submission.received_at.desc()).limit(20)))


def neighbours(record: Record, at: datetime) -> list[Record]:
    """Listings, shown or not, that might be this one or share its number or site, the likeliest
    first: by words through the index, by look, phone and site through the tables. Where hundreds
    share a number, as in the list of one large organization, some stand for all."""
    found = (_by_words(record, at), _by_look(record), _by_phone(record), _by_site(record))
    ids = [each for each in dict.fromkeys(chain(*found)) if each != record.id][:NEIGHBOURS]
    known = entries(ids)
    return [known[each].record for each in ids if each in known]


def _by_words(record: Record, at: datetime) -> Iterator[str]:
    words = tuple(re.findall(r"\w+", record.service.name))[:8]
    if not words:
        return
    try:
        page = current_engine().find(
            Query(now=at, words=words, per_page=25, lapsed=True, rescue=False, count=())
        )
    except EngineUnavailable:
        return
    yield from (hit.listing_id for hit in page.hits)


def _by_phone(record: Record) -> Iterator[str]:
    phones = NODES[Phone].table
    for phone in record.service.phones:
        last = re.sub(r"\D", "", phone.number)[-4:]
        if len(last) == 4:
            statement = select(phones.c.service_id).where(phones.c.number.like(f"%{last}"))
            rows = db.session.scalars(statement.where(phones.c.service_id.is_not(None)).limit(50))
            yield from rows


def _by_site(record: Record) -> Iterator[str]:
    services = NODES[Service].table
    site = re.sub(r"^https?://(www\.)?|[/?#].*$", "", record.service.url or "")
    host = (record.service.email or "").rpartition("@")[2]
    for word, column in ((site, services.c.url), (host, services.c.email)):
        if "." in word:
            statement = select(services.c.id).where(column.like(f"%{word}%"))
            yield from db.session.scalars(statement.limit(50))


def _by_look(record: Record) -> Iterator[str]:
    """Listings whose name or site the eye may take for this one's: "harb0r.org", or a Cyrillic
    letter in a name. Neither the index nor a plain comparison finds these."""
    services = NODES[Service].table
    site = urls.host(record.service.url or "").removeprefix("www.")
    # SQLite's LIKE takes capitals for small letters as it is, and twice as fast as if told to.
    case_matters = db.session.get_bind().dialect.name != "sqlite"
    for text, column, around in (
        (record.service.name, services.c.name, ""),
        (site, services.c.url, "%"),
    ):
        if len(text) > 3:
            seen: ColumnElement[str] = func.lower(column)
            for one, shown in lookalikes.plain_steps():
                seen = func.replace(seen, one, shown)
            looks = seen.like(f"{around}{_escaped(lookalikes.skeleton(text))}{around}", escape="!")
            # The cheap comparison first: few rows are left for the other.
            pattern = f"{around}{lookalikes.like(text)}{around}"
            near = column.ilike(pattern) if case_matters else column.like(pattern)
            yield from db.session.scalars(select(services.c.id).where(near, looks).limit(50))


def duplicates(
    record: Record,
    candidates: list[Record],
    likeness: Callable[[Record], Likeness] = Likeness,
) -> list[Proposal]:
    return propose(record, candidates, likeness)[:NEAREST]


def waiting_like(record: Record, *, but: str, most: int = 40) -> list[tuple[str, Record]]:
    """Other submissions that wait and may share a phone, a site or the text with this one: found
    by what stands in their stored form, because reading a thousand records takes a second."""
    marks = [Submission.record.like(f"%{mark}%", escape="!") for mark in _marks(record)]
    if not marks:
        return []
    statement = select(Submission).where(
        Submission.state == PENDING, Submission.id != but, or_(*marks)
    )
    rows = db.session.scalars(statement.order_by(Submission.received_at.desc()).limit(most))
    return [(row.id, record_of(row)) for row in rows]


def _marks(record: Record) -> Iterator[str]:
    """Parts of a stored record that one like it holds too, as patterns of LIKE."""
    service, owner = record.service, record.service.organization
    for phone in service.phones:
        digits = re.sub(r"\D", "", phone.number)
        if len(digits) >= 7:
            yield f"{digits[-7:-4]}{digits[-4:]}"
            yield f"{digits[-7:-4]}_{digits[-4:]}"  # 555-3142, 555 3142
    sites = {service.url, owner.website if owner else None}
    for url in sites - {None}:
        site = re.sub(r"^https?://(www\.)?|[/?#].*$", "", url or "")
        if "." in site:
            yield _escaped(site)
    # As JSON holds it: no further than to the first sign that is written differently there.
    text = re.split(r'["\\\x00-\x1f]', service.description or "")[0][:60]
    if len(text) >= 20:
        yield _escaped(text)


def _escaped(text: str) -> str:
    return re.sub(r"([!%_])", r"!\1", text)


def revision_of(listing_id: str, number: int | None) -> Record | None:
    if number is None:
        return None
    row = db.session.get(Revision, (listing_id, number))
    if row is None:
        return None
    return read_record(row.record)


def checks_of(listing_id: str) -> list[Check]:
    statement = select(Check).where(Check.listing_id == listing_id)
    return list(db.session.scalars(statement.order_by(Check.at.desc())))


def find_listings(words: str, state: str, *, page: int = 1) -> list[tuple[Listing, str]]:
    """(listing, name), any visibility; words are looked for in names and addresses of pages."""
    services = NODES[Service].table
    statement = select(Listing, services.c.name).join(services, services.c.id == Listing.id)
    if state:
        statement = statement.where(Listing.visibility == state)
    for word in words.split()[:6]:
        like = f"%{word.replace('%', '').replace('_', '')}%"
        statement = statement.where(or_(services.c.name.ilike(like), Listing.slug.ilike(like)))
    statement = statement.order_by(Listing.changed_at.desc())
    rows = db.session.execute(statement.offset((page - 1) * PAGE).limit(PAGE))
    return [(row[0], row[1]) for row in rows]


def addresses_of(listing_id: str) -> list[str]:
    return list(db.session.scalars(select(Slug.slug).where(Slug.listing_id == listing_id)))


def decisions_by_week(since: datetime) -> list[tuple[datetime, str]]:
    statement = select(Decision.at, Decision.move).where(Decision.at >= since)
    return [(row.at, row.move) for row in db.session.execute(statement)]


def waiting_since() -> list[datetime]:
    statement = select(Submission.received_at).where(Submission.state == PENDING)
    return list(db.session.scalars(statement))


def checked_dates() -> list[datetime | None]:
    """When each published listing was last checked, demonstration ones left out."""
    statement = select(Listing.checked_at).where(Listing.visibility == "published")
    return list(db.session.scalars(statement.where(~Listing.fictional)))


def listings_of(organization_id: str) -> list[tuple[str, str]]:
    """(id, name) of all listings of an organization, shown or not."""
    services = NODES[Service].table
    statement = select(Listing.id, services.c.name).join(services, services.c.id == Listing.id)
    statement = statement.where(services.c.organization_id == organization_id)
    return [(row.id, row.name) for row in db.session.execute(statement.order_by(services.c.name))]


def find_organizations(words: str, *, page: int = 1) -> list[tuple[str, str, int]]:
    """(id, name, how many listings), by name."""
    owners, services = NODES[Organization].table, NODES[Service].table
    count = (
        select(func.count())
        .select_from(services)
        .where(services.c.organization_id == owners.c.id)
        .scalar_subquery()
    )
    statement = select(owners.c.id, owners.c.name, count)
    for word in words.split()[:6]:
        like = f"%{word.replace('%', '').replace('_', '')}%"
        statement = statement.where(owners.c.name.ilike(like))
    statement = statement.order_by(owners.c.name, owners.c.id)
    rows = db.session.execute(statement.offset((page - 1) * PAGE).limit(PAGE))
    return [(row[0], row[1], row[2]) for row in rows]
