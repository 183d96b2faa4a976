"""Sends fakes through the real forms and sees what a moderator is told and what became public."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from flask import Flask
from sqlalchemy import select

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.actions import publish
from directory.listings.likeness import Likeness
from directory.listings.record import Record
from directory.listings.rules import problems
from directory.moderation import queries
from directory.moderation.signs import signs
from directory.search.actions import rebuild
from directory.search.engine import current_engine
from directory.submissions import tokens
from directory.submissions.models import Submission
from tests.making import make_listing
from tests.submissions.fakes import ALARMS, VICTIMS, Fake
from tests.submissions.person import GROUP, TOWN, Person, add_places


def add_victims(app: Flask) -> None:
    add_places(app.config["SETTINGS"].home, [TOWN])
    for name, number, site in VICTIMS:
        record = make_listing(name, service={"url": f"{site}/", "email": None})
        assert record.service.organization
        record.service.phones[0].number = number
        record.service.organization.website = site
        publish([record], role="operator", reason="for a test", at=now())
    db.session.commit()
    rebuild(current_engine())
    db.session.commit()


def send(app: Flask, fake: Fake, number: int) -> Submission:
    """Through every page, then the letter's link; each from a network of its own."""
    person = Person(app, address=f"10.{number // 250}.{number % 250}.7")
    known = set(db.session.scalars(select(Submission.id)))
    person.open("/submit").send(**(GROUP["what"] | fake.pages.get("what", {})))
    row = db.session.scalars(select(Submission).where(Submission.id.not_in(known))).one()
    going_on = tokens.link_of(tokens.CONTINUE, row.id)
    assert going_on
    here = f"/submit/{tokens.spell(going_on)}"
    for step in ("who", "where", "reach", "expect"):
        person.open(f"{here}/{step}").send(**(GROUP[step] | fake.pages.get(step, {})))
    you = {"sender_email": f"eve{number}@example.org"} | fake.pages.get("you", {})
    person.open(f"{here}/check").send(**you)
    db.session.refresh(row)
    if row.state == "unverified":
        link = tokens.link_of(tokens.VERIFY, row.id)
        assert link
        person.open(f"/sent/confirm/{tokens.spell(link)}").send()
        db.session.refresh(row)
    return row


def told(record: Record, near: Iterable[Record], today: date) -> set[str]:
    """Which warnings a moderator sees."""
    found = {problem.code for problem in problems(record, today=today)}
    return found | {sign.sentence.message for sign in signs(record, near)}


def warned(row: Submission) -> set[str]:
    record = queries.record_of(row)
    return told(record, queries.neighbours(record, now()), now().date())


def public_places(app: Flask) -> str:
    """All that strangers and programs can read, as one text."""
    run_due()
    client = app.test_client()
    pages = [
        "/", "/search", "/search.atom", "/search.ics", "/map", "/browse", "/embed/v1/",
        "/hsds/v3/services?per_page=100", "/hsds/v3/organizations?per_page=100",
        "/changes.atom", "/meetings.json", "/sitemaps/1.xml", "/export/csv",
    ]  # fmt: skip
    texts = []
    for page in pages:
        answer = client.get(page, follow_redirects=True)
        assert answer.status_code in (200, 404), page  # 404: nothing of that sort
        texts.append(answer.text)
    return "\n".join(texts)


def measure(app: Flask, corpus: Iterable[Fake]) -> tuple[Counter[str], Counter[str], list[str]]:
    """(how many of each family, how many with a right warning, what went wrong)."""
    sent, right = Counter[str](), Counter[str]()
    wrong = []
    for number, fake in enumerate(corpus):
        row = send(app, fake, number)
        sent[fake.family] += 1
        seen = warned(row)
        if seen & fake.right:
            right[fake.family] += 1
        else:
            wrong.append(f"{fake.family}: {fake.pages} only {sorted(seen & ALARMS)}")
    return sent, right, wrong


def alarmed(records: list[Record], today: date) -> list[tuple[str, set[str]]]:
    """Of honest listings: which raise an alarm beside one another."""
    keys = {record.id: Likeness(record).keys() for record in records}
    by_key: dict[str, list[Record]] = {}
    for record in records:
        for key in keys[record.id]:
            if key.startswith(("phone:", "site:", "word:")):
                by_key.setdefault(key, []).append(record)
    found = []
    for record in records:
        near = {r.id: r for key in keys[record.id] for r in by_key.get(key, [])[:40]}
        seen = told(record, near.values(), today) & ALARMS
        if seen:
            found.append((record.service.name, seen))
    return found
