"""Eve writes one hostile text into every field there is, and everybody reads it."""

from collections.abc import Iterator

from flask import Flask

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.actions import publish
from directory.listings.queries import entries
from directory.moderation import actions
from directory.submissions.models import Submission
from tests.making import make_listing
from tests.staff import Browser
from tests.submissions.fakes import Fake
from tests.submissions.faking import send
from tests.submissions.reading_pages import faults

EVERY_PAGE = {
    "what": ("name", "organization", "description", "name_es", "description_es"),
    "who": ("eligibility",),
    "reach": ("text_word",),
    "you": ("sender_name", "sender_role", "led_by_evidence"),
    "where": ("place_name", "address"),
    "expect": ("on_contact", "price_words"),
}
PUBLIC = ("/", "/search", "/search?q=eve", "/browse", "/map", "/embed/v1/", "/hsds/v3/services",
          "/changes.atom", "/search.atom", "/search.ics", "/meetings.json")  # fmt: skip


def told(app: Flask, browser: Browser, text: str, number: int) -> Iterator[str]:
    """What of `text` became more than text: while it waits, once it is published, in letters."""
    pages: dict[str, dict[str, str | list[str]]] = {
        page: dict.fromkeys(names, text) for page, names in EVERY_PAGE.items()
    }
    row = send(app, Fake("hostile", pages, frozenset()), number)
    if row.state != "pending":  # a rule stopped it, which is fine: it is read as it is
        row.state = "pending"
        db.session.commit()
    staff, visitor, here = browser.client, app.test_client(), f"/staff/submissions/{row.id}"
    together = f"/staff/together?like={row.id}"
    for page in ("/staff/", here, f"{here}/flood", together, f"{here}/mend"):
        yield from faults(staff, page)
    slug = _publish(row)
    own = () if slug is None else (f"/listings/{slug}", f"/es/listings/{slug}",
        f"/listings/{slug}.ics", f"/listings/{slug}.vcf", f"/embed/v1/listings/{slug}",
        f"/listings/{slug}/report", f"/listings/{slug}/change", f"/listings/{slug}/change/name",
        f"/hsds/v3/services/{row.listing_id}")  # fmt: skip
    for page in (*own, *PUBLIC):
        yield from faults(visitor, page)
    for page in ("/staff/listings", f"/staff/listings/{row.listing_id}", here, "/staff/log"):
        yield from faults(staff, page)


def _publish(row: Submission) -> str | None:
    """As a moderator who sees nothing wrong would; else straight into the tables."""
    record = actions.record_of(row)
    try:
        actions.accept(row, reason="x", role="moderator", actor="max@example.org", at=now())
    except actions.Refused:
        db.session.rollback()
        harmless = make_listing(f"Listing {row.id[:8]}", key=row.listing_id)
        harmless.service.description = record.service.description
        harmless.service.name = record.service.name
        publish([harmless], role="operator", reason="for a test", at=now())
        db.session.commit()
        run_due()
        return entries([harmless.id])[harmless.id].slug
    db.session.commit()
    run_due()
    entry = entries([row.listing_id]).get(row.listing_id)
    return entry.slug if entry else None
