"""Claims: somebody says that a listing is theirs. Nothing follows from a claim until a moderator
has decided; those who look after the listing so far hear of it at once."""

import hashlib
import hmac
from datetime import datetime

from flask import current_app
from sqlalchemy import or_, select

from directory.accounts.queries import owners_to_write_to
from directory.config import current_settings
from directory.extensions import db
from directory.listings.queries import Entry, entries
from directory.listings.record import new_id
from directory.mail.actions import BadAddress
from directory.mail.actions import send as send_letter
from directory.submissions import tokens
from directory.submissions.models import GRANTED, OPEN, REFUSED, WITHDRAWN, Claim, Token
from directory.submissions.once import add_once
from directory.web.locales import current_language

MOST_TRIES = 5  # of typing in a code that was heard


def claim(
    listing_id: str,
    *,
    name: str,
    email: str,
    role: str,
    proof: str,
    language: str,
    nonce: str,
    suspect: bool,
    at: datetime,
) -> None:
    """Keeps a claim and asks its sender to confirm the address. Raises BadAddress."""
    row = Claim(
        id=new_id(),
        listing_id=listing_id,
        name=name,
        email=email.strip(),
        role=role,
        proof=proof,
        language=language,
        nonce=nonce,
        suspect=suspect,
        at=at,
    )
    row, added = add_once(row)
    if not added:
        return
    link = tokens.make(tokens.CLAIM, row.id, at)
    send_letter("claim", row.email, language, link=link.id)


def confirm(link: Token, at: datetime) -> Claim:
    """The sender reads mail at their address; a moderator decides the rest. Whoever looks after
    the listing so far is told that somebody asks (TRUST T3)."""
    row = db.session.get_one(Claim, link.object_id)
    if row.verified_at is None:
        row.verified_at = at
        status = tokens.make(tokens.CLAIM_STATUS, row.id, at)
        send_letter("claim-received", row.email, row.language, status=status.id)
        entry = entries([row.listing_id]).get(row.listing_id)
        if entry is not None:
            tell_those_concerned(entry, "claim-told", but=row.email)
    link.used_at = link.used_at or at
    return row


def tell_those_concerned(entry: Entry, kind: str, *, but: str = "", **values: str) -> int:
    """Writes to the owners of a listing's organization, and where it has none to the address
    that the listing shows. Returns to how many."""
    service = entry.record.service
    owner = service.organization
    people = [a.email for a in owners_to_write_to(owner.id)] if owner else []
    if not people:
        people = [m for m in (service.email, owner.email if owner else None) if m][:1]
    told = 0
    for address in {p.lower(): p for p in people if p.lower() != but.lower()}.values():
        try:
            send_letter(
                kind, address, _language_of(entry), listing=entry.record.service.name, **values
            )
            told += 1
        except BadAddress:
            continue  # what the listing shows is no address
    return told


def _language_of(entry: Entry) -> str:
    """A listing's own language, where the site speaks it."""
    known = current_settings().languages
    return entry.record.language if entry.record.language in known else current_language()


def withdraw(row: Claim, at: datetime) -> None:
    """The sender takes it back; what was decided stays."""
    if row.state == OPEN:
        row.state, row.decided_at = WITHDRAWN, at


def decide(row: Claim, *, granted: bool, how: str, reason: str, at: datetime) -> None:
    """Writes a moderator's decision down. Raises ValueError for a claim that is decided."""
    if row.state != OPEN:
        raise ValueError(f"This claim is {row.state} already.")
    row.state = GRANTED if granted else REFUSED
    row.decided_at, row.how, row.reason = at, how, reason


def code_of(row: Claim) -> str:
    """Six digits that its sender sees on a private page. Whoever answers the listed phone must
    say them: then both are the same people."""
    key: bytes = current_app.secret_key  # type: ignore[assignment]
    made = hmac.new(key, f"claim-code:{row.id}".encode(), hashlib.sha256).digest()
    digits = f"{int.from_bytes(made[:8], 'big') % 1_000_000:06}"
    return f"{digits[:3]} {digits[3:]}"


def hear_code(row: Claim, heard: str, at: datetime) -> bool:
    """Takes the digits that a moderator heard on the listed phone. Five tries."""
    if row.phone_at is not None:
        return True
    if row.code_tries >= MOST_TRIES:
        return False
    row.code_tries += 1
    digits = "".join(c for c in heard if c.isdigit())
    if hmac.compare_digest(digits, code_of(row).replace(" ", "")):
        row.phone_at = at
    return row.phone_at is not None


def open_claims() -> list[Claim]:
    """Those whose address is confirmed, oldest first, suspects last."""
    waiting = select(Claim).where(Claim.state == OPEN, Claim.verified_at.is_not(None))
    return list(db.session.scalars(waiting.order_by(Claim.suspect, Claim.at)))


def find(claim_id: str) -> Claim | None:
    """A claim whose address was confirmed, whatever became of it."""
    row = db.session.get(Claim, claim_id)
    return row if row is not None and row.verified_at is not None else None


def others_like(row: Claim, listing_ids: list[str]) -> list[Claim]:
    """Other confirmed claims to these listings, or by the same address, newest first."""
    statement = select(Claim).where(
        Claim.id != row.id,
        Claim.verified_at.is_not(None),
        or_(Claim.listing_id.in_(listing_ids), Claim.email == row.email),
    )
    return list(db.session.scalars(statement.order_by(Claim.at.desc()).limit(50)))
