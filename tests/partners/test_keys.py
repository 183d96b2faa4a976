"""Pat gets a key with nothing but a mailbox, uses it, changes it and ends it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_mailman import Mail

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.mail.transport import configuration
from directory.partners import actions
from directory.partners.models import Key
from directory.submissions import tokens
from tests.mail.post_office import PostOffice, open_post_office
from tests.submissions.person import Person

PAT = "pat@example.org"


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.config.update(configuration(replace(app.config["SETTINGS"], mail_url=office.url)))
        Mail(app)
        yield office


@pytest.fixture
def pat(app: Flask) -> Person:
    return Person(app)


def get_key(pat: Person, office: PostOffice) -> str:
    pat.open("/partners").send(name="Our city's website", email=PAT, agree="y")
    assert "Look in your mailbox" in pat.text
    run_due()
    pat.open(office.link(PAT)).send()
    return shown(pat)


def shown(pat: Person) -> str:
    (found,) = set(re.findall(r'<code id="key">([^<]+)</code>', pat.answer.text))
    return found


def ask(client: FlaskClient, key: str, path: str = "/hsds/v3") -> int:
    return client.get(path, headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_is_made_by_letter_shown_once_and_kept_as_a_hash(
    client: FlaskClient, office: PostOffice, pat: Person
) -> None:
    key = get_key(pat, office)
    assert re.fullmatch(r"sd_[\w-]{43}", key)
    assert ask(client, key) == 200
    row = db.session.query(Key).one()
    assert key not in repr(vars(row))
    assert (row.email, row.name, row.terms) == (PAT, "Our city's website", actions.TERMS)
    pat.open(office.link(PAT))
    assert "This link was used" in pat.text
    assert pat.post(pat.here, {}).answer.status_code in (200, 404)
    assert db.session.query(Key).count() == 1
    assert ask(client, key) == 200


def test_opening_the_letter_makes_nothing(app: Flask, office: PostOffice, pat: Person) -> None:
    pat.open("/partners").send(name="A map", email=PAT, agree="y")
    run_due()
    pat.open(office.link(PAT))
    assert "Show the key" in pat.text
    assert db.session.query(Key).one().digest is None


def test_a_second_click_sends_one_letter(office: PostOffice, pat: Person) -> None:
    pat.open("/partners").send(name="A map", email=PAT, agree="y").again("/partners")
    run_due()
    assert len(office.letters) == 1
    assert db.session.query(Key).count() == 1


def test_what_is_missing_is_said_and_nothing_is_lost(pat: Person) -> None:
    pat.open("/partners").send(name="A map", email="pat", agree=[])
    assert "This is not an e-mail address." in pat.text
    assert "Please tick this" in pat.text
    assert pat.form()["name"] == ["A map"]
    assert db.session.query(Key).count() == 0


def test_a_machine_gets_the_same_answer_and_no_letter(office: PostOffice, pat: Person) -> None:
    pat.open("/partners").send(name="A map", email=PAT, agree="y", website_2="x")
    assert "Look in your mailbox" in pat.text
    run_due()
    assert office.letters == []


def test_a_key_has_a_higher_limit(app: Flask, client: FlaskClient, office: PostOffice) -> None:
    key = get_key(Person(app), office)
    app.config["SETTINGS"] = replace(
        app.config["SETTINGS"], api_requests_per_minute=1, api_requests_per_minute_with_key=40
    )
    assert {client.get("/hsds/v3").status_code for _ in range(3)} == {200, 429}
    assert {ask(client, key) for _ in range(39)} == {200}
    answer = client.get("/hsds/v3/services", headers={"Authorization": f"bearer {key}"})
    assert "q=40" in answer.headers["RateLimit-Policy"]


@pytest.mark.parametrize("said", ["Bearer nonsense", "Bearer ", "Basic cGF0OnBhdA==", "sd_x"])
def test_a_key_that_is_none_is_told_so(client: FlaskClient, said: str) -> None:
    answer = client.get("/hsds/v3/services", headers={"Authorization": said})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "/partners" in answer.get_json()["detail"]


def test_pat_comes_back_renews_and_ends_a_key(
    client: FlaskClient, office: PostOffice, pat: Person
) -> None:
    old = get_key(pat, office)
    for _ in range(25):
        ask(client, old)
    pat.open("/partners/keys").send(email=PAT.upper())
    run_due()
    mine = office.link(PAT)
    pat.open(mine)
    assert old[:11] in pat.text
    assert old not in pat.answer.text
    assert "Requests in the last 30 days: 25" in pat.text

    pat.post(pat.here, pat.form() | {"act": ["renew"]})
    new = shown(pat)
    assert new != old
    assert (ask(client, old), ask(client, new)) == (200, 200)  # there is time to change it
    row = db.session.query(Key).one()
    row.old_until = now()
    db.session.commit()
    assert (ask(client, old), ask(client, new)) == (401, 200)

    pat.open(mine).post(pat.here, pat.form() | {"act": ["revoke"]})
    assert "Ended on" in pat.text
    assert ask(client, new) == 401


def test_nobody_reaches_the_keys_of_others(app: Flask, office: PostOffice, pat: Person) -> None:
    get_key(pat, office)
    at = now()
    link = tokens.make(actions.LOOK_AFTER, actions.owner_id("eve@example.org"), at)
    secret = tokens.spell(link)
    db.session.commit()
    eve = Person(app).open(f"/partners/keys/{secret}")
    assert "There are no keys for this address." in eve.text
    theirs = db.session.query(Key).one()
    pat.open("/partners")  # any page with a token of its own
    eve.open("/partners/keys")
    eve.post(f"/partners/keys/{secret}", {"key": [theirs.id], "act": ["revoke"]})
    db.session.expire_all()
    assert db.session.query(Key).one().revoked_at is None


def test_an_address_without_keys_gets_the_same_answer_and_no_letter(
    office: PostOffice, pat: Person
) -> None:
    pat.open("/partners/keys").send(email="nobody@example.org")
    assert "Look in your mailbox" in pat.text
    run_due()
    assert office.letters == []


def test_whoever_asks_too_often_waits(office: PostOffice, pat: Person) -> None:
    for number in range(7):
        pat.open("/partners").send(name="A map", email=f"pat{number}@example.org", agree="y")
    assert pat.answer.status_code == 429


def test_requests_that_nobody_confirmed_are_forgotten(office: PostOffice, pat: Person) -> None:
    get_key(pat, office)
    pat.open("/partners").send(name="Another", email=PAT, agree="y")
    actions.forget(now() + tokens.LASTS[actions.MAKE])
    db.session.commit()
    assert [key.name for key in db.session.query(Key)] == ["Our city's website"]
