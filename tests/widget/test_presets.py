"""Pat saves choices for a website: a letter, a private link, counts that point at nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_mailman import Mail

from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.mail.transport import configuration
from directory.partners.actions import ask, make
from directory.widget import actions
from directory.widget.models import WidgetPreset, WidgetUse
from directory.widget.options import unpack
from directory.widget.queries import list_days
from tests.mail.post_office import PostOffice, open_post_office
from tests.pages.engine import PlainEngine
from tests.staff import signed_in
from tests.submissions.person import Person

PAT = "pat@clinic.example"


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.config.update(configuration(replace(app.config["SETTINGS"], mail_url=office.url)))
        Mail(app)
        yield office


@pytest.fixture
def pat(app: Flask, engine: PlainEngine) -> Person:
    return Person(app)


def preset(**values: str) -> WidgetPreset:
    """One that works."""
    kept = {"options": "category=professional", "name": "Front page", "email": PAT} | values
    row = WidgetPreset(
        id="0123456789", language="en", nonce="1", created_at=now(), confirmed_at=now(), **kept
    )
    db.session.add(row)
    db.session.commit()
    return row


def test_pat_saves_confirms_uses_changes_and_deletes(
    app: Flask, office: PostOffice, pat: Person
) -> None:
    pat.open("/widget?category=professional&theme=dark").send(name="Front page", email=PAT)
    assert "One more step" in pat.text
    run_due()
    (row,) = db.session.query(WidgetPreset).all()
    shown = f"/embed/v1/?preset={row.id}"
    assert pat.open(shown).answer.status_code == 404  # nobody has confirmed it
    link = office.link(PAT)
    pat.open(link)
    assert row.id not in pat.text
    pat.send(act="confirm")
    assert f'data-preset="{row.id}"' in pat.text
    assert "Open Door" in pat.open(shown).answer.text
    pat.open(link)
    change = next(e.get("href") for e in pat.page.iter() if "edit=" in (e.get("href") or ""))
    pat.open(change.replace("professional", "community")).send()
    assert "Grief Circle" in pat.open(shown).answer.text
    db.session.expire_all()
    assert unpack(row.options).theme == "dark"
    pat.open(link).send(act="delete")
    db.session.expire_all()
    assert db.session.query(WidgetPreset).count() == db.session.query(WidgetUse).count() == 0
    assert pat.open(link).answer.status_code == 404


def test_a_partner_with_a_key_needs_no_letter(app: Flask, office: PostOffice, pat: Person) -> None:
    asked = {"name": "Clinic", "organization": "Green Clinic", "email": PAT}
    secret = make(ask(asked, nonce="n", language="en", at=now()), now())
    db.session.commit()
    pat.open("/widget").send(name="Front page", key="sd_wrong", email=PAT)
    assert "We do not know this key." in pat.text
    pat.send(key=secret, email="")
    assert "Your saved choices" in pat.text
    (row,) = db.session.query(WidgetPreset).all()
    assert (row.email, row.confirmed_at is not None) == (PAT, True)


def test_what_is_wrong_is_said_and_what_was_chosen_is_kept(pat: Person) -> None:
    pat.open("/widget?theme=dark").send(name="", email="pat at clinic")
    assert pat.answer.status_code == 422
    assert "Write a name" in pat.text
    assert "This is not one e-mail address." in pat.text
    assert pat.form()["options"] == ["theme=dark"]


def test_a_second_click_saves_once(app: Flask, pat: Person) -> None:
    pat.open("/widget").send(name="Front page", email=PAT)
    pat.again("/widget/presets")
    assert db.session.query(WidgetPreset).count() == 1


def test_a_link_that_we_did_not_make_opens_nothing(pat: Person) -> None:
    row = preset()
    made = actions.secret_of(row.id)
    assert pat.open(f"/widget/presets/{made}").answer.status_code == 200
    for wrong in (row.id, made[:-1] + ("A" if made[-1] != "A" else "B"), "x.y"):
        assert pat.open(f"/widget/presets/{wrong}").answer.status_code == 404


def test_attributes_come_on_top_of_saved_choices(app: Flask, pat: Person) -> None:
    preset(options="category=professional&theme=dark&language=en")
    page = pat.open("/embed/v1/?preset=0123456789&theme=light").answer.text
    assert "theme=light" in page
    assert "Open Door" in page


def test_uses_are_counted_by_day_and_small_numbers_stay_untold(app: Flask, pat: Person) -> None:
    row, today = preset(), now().date()
    for _ in range(12):
        pat.open("/embed/v1/?preset=0123456789")
    for _ in range(9):
        pat.open("/embed/v1/?w=preset%3D0123456789&q=people")
    pat.open("/embed/v1/listings/open-door?w=preset%3D0123456789")
    pat.open("/embed/v1/?w=preset%3Dffffffffff&q=people")  # nobody's
    assert list_days(row.id, today) == []  # today is not over
    (day,) = list_days(row.id, today + timedelta(days=1))
    assert [day.shown.times, day.searched.times, day.opened.times] == [12, None, None]
    columns = {column.name for column in WidgetUse.__table__.columns}
    assert columns == {"preset_id", "day", "what", "times"}


def test_pat_and_staff_see_the_same_figures(app: Flask, pat: Person) -> None:
    row, yesterday = preset(), now().date() - timedelta(days=1)
    for what, times in (("shown", 23), ("searched", 9)):
        db.session.add(WidgetUse(preset_id=row.id, day=yesterday, what=what, times=times))
    db.session.commit()
    mine = pat.open(f"/widget/presets/{actions.secret_of(row.id)}").text
    theirs = signed_in(app, "read-only").get("/staff/widgets").text
    for page in (mine, theirs):
        assert "23" in page
        assert "fewer than 10" in page
        assert ">9<" not in page
    assert PAT not in theirs


def test_what_nobody_confirmed_and_old_counts_go(app: Flask) -> None:
    row = preset()
    waiting = WidgetPreset(
        id="new", name="x", options="", email=PAT, language="en", nonce="2", created_at=now()
    )
    old = now().date() - timedelta(days=40)
    db.session.add_all([waiting, WidgetUse(preset_id=row.id, day=old, what="shown", times=50)])
    db.session.flush()
    actions.forget(now() + timedelta(days=4))
    db.session.commit()
    assert [each.id for each in db.session.query(WidgetPreset)] == [row.id]
    assert db.session.query(WidgetUse).count() == 0
