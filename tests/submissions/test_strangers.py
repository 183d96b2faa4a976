"""What somebody from elsewhere can bring about or find out: nothing (TRUST attacks 9, 11, 12)."""

import hashlib
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from directory.extensions import db, now
from directory.listings.record import new_id
from directory.submissions import arrivals, tokens
from directory.submissions.models import Submission
from directory.web.forms import new_token
from tests.making import an_id, make_listing
from tests.staff_pages import STAFF_PAGES
from tests.submissions.person import Person, submit_group

# They change nothing, whoever asks: searches and reading.
READING = ("hsds.", "oruk.", "pages.results", "pages.map", "plan.listings", "frame.", "static")


def contents() -> str:
    """A fingerprint of all rows of all tables but the counters of how often a network asks."""
    db.session.rollback()
    digest = hashlib.sha256()
    for table in db.metadata.sorted_tables:
        if table.name not in ("api_uses", "counts", "daily_salts"):
            rows = db.session.execute(text(f"SELECT * FROM {table.name}"))  # noqa: S608 - ours
            digest.update(repr(sorted(map(repr, rows))).encode())
    return digest.hexdigest()


LINKS = {
    "verify": tokens.VERIFY,
    "confirm_claim": tokens.CLAIM,
    "claim_status": tokens.CLAIM_STATUS,
    "withdraw_claim": tokens.CLAIM_STATUS,
    "confirm_take_off": tokens.TAKE_OFF,
    "step": tokens.CONTINUE,
    "check": tokens.CONTINUE,
}
FORMS = {"report": "report", "change": "change", "claim": "claim", "take_off": "take-off",
         "answer": "answer", "appeal": "appeal", "start": "submit", "step": "submit",
         "check": "submit", "like": "submit", "place": "submit"}  # fmt: skip


def unsafe(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(method, address, purpose of its form) of all that anybody may send to, with links that
    really open."""
    row = arrivals.start({"name": "A"}, nonce="n", language="en", suspect=False, at=now())
    links = {p: tokens.spell(tokens.make(p, row.id, now())) for p in tokens.LASTS}
    db.session.commit()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in STAFF_PAGES or rule.endpoint.startswith(READING):
            continue
        name = rule.endpoint.partition(".")[2]
        values = dict.fromkeys(rule.arguments, "x")
        values |= {"secret": links[LINKS.get(name, tokens.STATUS)], "slug": "grief-circle"}
        values |= {"step": "what", "field": "name"}
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            built = rule.build({k: values[k] for k in rule.arguments}, append_unknown=False)
            if built:
                yield method, built[1], FORMS.get(name, "button")


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "null"}, True),
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
    ],
)
def test_a_form_sent_from_elsewhere_changes_nothing(
    app: Flask, client: FlaskClient, headers: dict[str, str], token: bool
) -> None:
    make_listing()
    addresses = list(unsafe(app))
    assert len(addresses) > 15
    before = contents()
    for method, address, purpose in addresses:
        with app.test_request_context():
            signed = new_token(purpose) if token else "forged"
        form = {"token": signed, "what": "number", "name": "x", "text": "x", "kind": "class"}
        form |= {"value": "x", "email": "e@example.org", "role": "x", "who": "person"}
        answer = client.open(address, method=method, data=form, headers=headers)
        assert answer.status_code < 500, (method, address)
        assert "Set-Cookie" not in answer.headers
    assert contents() == before


def test_a_cookie_from_elsewhere_is_worth_nothing(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("staff", "chosen-by-eve")
    assert client.get("/staff/").status_code == 303
    assert "Set-Cookie" not in client.get("/").headers


@pytest.mark.parametrize(
    "address", ["/hsds/v3/services/{}", "/listings/{}", "/embed/v1/listings/{}"]
)
def test_what_was_never_public_answers_like_what_never_was(
    app: Flask, client: FlaskClient, address: str
) -> None:
    states = ("draft", "withdrawn", "rejected", "pending", "expired")
    ids = [new_id(), an_id("never")]
    for state in states:
        row = arrivals.start(
            {"name": f"Talk {state}"}, nonce=f"n:{state}", language="en", suspect=False, at=now()
        )
        row.state = state
        ids += [row.listing_id, row.id]
    db.session.commit()
    answers = set()
    for one in ids:
        answer = client.get(address.format(one))
        body = answer.text.replace(one, "ID")
        answers.add((answer.status_code, re.sub(r"\b[0-9a-f]{8,12}\b", "REF", body)))
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_known_address_gets_the_answer_of_an_unknown_one(app: Flask) -> None:
    make_listing()
    said: dict[str, set[str]] = {"claim": set(), "change": set(), "submit": set()}
    for number, email in enumerate(["rosa@example.org", "rosa@example.org", "new@example.org"]):
        person = Person(app, address=f"203.0.{number}.7")
        person.open("/listings/grief-circle/claim")
        person.send(name="Rosa", email=email, role="I lead it")
        said["claim"].add(person.text.replace(email, "ADDRESS"))
        person.open("/listings/grief-circle/change/name")
        person.send(value=f"Grief Circle {number}", email=email)
        said["change"].add(person.text.replace(email, "ADDRESS"))
        submit_group(person, what={"name": f"{'ABC'[number]}{number} talk", "kind": "support-group",
                                   "description": "We talk."})  # fmt: skip
        person.send(sender_email=email)
        said["submit"].add(person.text.replace(email, "ADDRESS"))
    assert {what: len(answers) for what, answers in said.items()} == dict.fromkeys(said, 1)


def test_opening_the_links_of_letters_changes_nothing(app: Flask, client: FlaskClient) -> None:
    """Mail scanners open every link."""
    row = arrivals.start({"name": "A"}, nonce="n", language="en", suspect=False, at=now())
    secrets = [tokens.spell(tokens.make(purpose, row.id, now())) for purpose in tokens.LASTS]
    db.session.commit()
    before = contents()
    for rule in app.url_map.iter_rules():
        if rule.arguments == {"secret"} and "GET" in (rule.methods or ()):
            for secret in secrets:
                built = rule.build({"secret": secret})
                assert built
                client.get(built[1])
                client.head(built[1])
    assert contents() == before
    assert db.session.query(Submission).one().state == "draft"
