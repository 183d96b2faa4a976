"""Rosa sends a listing and looks after it in a real browser, with letters that really come."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python import sync_playwright as axe
from flask import Flask
from flask_mailman import Mail
from sqlalchemy import select

from directory.extensions import db
from directory.geo.own_places import add_places
from directory.jobs.worker import run_due
from directory.mail.transport import configuration
from directory.submissions.models import Claim
from tests.mail.post_office import PostOffice, open_post_office
from tests.making import make_listing
from tests.staff import PASSWORD, signed_in
from tests.submissions.person import TOWN
from tests.submissions.test_reports import say

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}}
PICTURES = os.environ.get("STAFF_PICTURES", "")
WIDTHS = (390, 1280)
ROSA = "rosa@example.org"


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    with open_post_office() as office:
        app.config.update(configuration(replace(app.config["SETTINGS"], mail_url=office.url)))
        Mail(app)
        yield office


class Watch:
    """Looks at the page in both widths: no barrier, nothing wider than the screen."""

    def __init__(self, page: Any) -> None:
        self.page, self.faults, self.number = page, list[str](), 0

    def look(self, name: str) -> None:
        self.number += 1
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            if PICTURES:
                file = Path(PICTURES) / f"{width}-{self.number:02}-{name}.png"
                self.page.screenshot(path=file, full_page=True)
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.faults.append(f"{name} at {width}: wider than the screen")
            for fault in axe.Axe().run(self.page, options=OPTIONS).response["violations"]:
                for node in fault["nodes"]:
                    self.faults.append(f"{name}: {fault['id']}: {node['html'][:140]}")


def local(url: str, site: str) -> str:
    return site + re.sub(r"^https?://[^/]+", "", url)


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_group_is_sent_and_confirmed(
    app: Flask, page: Any, site: str, office: PostOffice
) -> None:
    add_places(app.config["SETTINGS"].home, [TOWN])
    make_listing("Tuesday Talk")
    run_due()
    watch = Watch(page)
    page.goto(f"{site}/submit")
    page.get_by_label("What is it called?").type("Tuesday Talk")
    page.locator("[data-like-found] a", has_text="Tuesday Talk").wait_for()
    watch.look("what")
    page.get_by_label("Support group").check()
    page.get_by_label("What happens there?").fill("People meet and talk.")
    press(page, "Save and go on")
    watch.look("same")
    page.get_by_role("link", name="No, it is a new one").click()
    page.get_by_text("What is it about?", exact=True).first.click()
    page.get_by_label("Grief", exact=False).first.check()
    watch.look("who")
    press(page, "Save and go on")
    page.get_by_label("Which town?").type("Juniper Falls")
    page.get_by_text("We understand: Juniper Falls").wait_for()
    page.get_by_label("How often?").first.select_option("week")
    page.get_by_label("Tuesday").first.check()
    page.get_by_label("Thursday").first.check()
    page.get_by_label("From", exact=True).first.fill("18:30")
    page.get_by_label("To", exact=True).first.fill("20:00")
    page.get_by_text("Set the exact point").click()
    press(page, "Choose on a map")
    press(page, "Put the point in the middle of the map")
    assert page.get_by_label("Latitude of the exact point").input_value().startswith("44.9")
    assert page.get_by_label("Longitude").input_value().startswith("-93.2")
    watch.look("where")
    press(page, "Save and go on")
    page.get_by_label("Phone number").fill("(612) 555-3142")
    watch.look("reach")
    press(page, "Save and go on")
    page.get_by_label("What happens when somebody makes contact?").fill("Rosa answers soon.")
    page.get_by_role("group", name="What does it cost?").get_by_label("Free").check()
    page.get_by_role("group", name="Who leads it?").get_by_label("People who have").check()
    page.get_by_role("group", name="Are newcomers welcome?").get_by_label("Yes").check()
    watch.look("expect")
    press(page, "Save and go on")
    page.get_by_label("Your e-mail address").fill(ROSA)
    watch.look("check")
    press(page, "Agree and send")
    watch.look("sent")
    run_due()
    page.goto(local(office.link(ROSA), site))
    watch.look("confirm")
    press(page, "Confirm")
    page.get_by_text("Received. We are reading it").wait_for()
    watch.look("status")
    assert watch.faults == []


def test_without_a_connection_nothing_is_sent_and_nothing_lost(
    page: Any, context: Any, site: str
) -> None:
    page.goto(f"{site}/submit")
    page.get_by_label("What is it called?").fill("Tuesday Talk")
    context.set_offline(True)
    press(page, "Save and go on")
    page.get_by_text("You are not connected.").wait_for()
    assert page.get_by_label("What is it called?").input_value() == "Tuesday Talk"
    context.set_offline(False)
    press(page, "Save and go on")
    page.get_by_text("Choose one.").first.wait_for()
    assert page.get_by_label("What is it called?").input_value() == "Tuesday Talk"


def test_an_owner_claims_comes_in_and_looks_after_a_listing(
    app: Flask, page: Any, context: Any, site: str, office: PostOffice
) -> None:
    record = make_listing()
    run_due()
    watch = Watch(page)
    page.goto(f"{site}/listings/grief-circle/claim")
    page.get_by_label("Your name").fill("Rosa")
    page.get_by_label("Your e-mail address").fill(ROSA)
    page.get_by_label("What do you do there?").fill("I lead it")
    press(page, "Send")
    run_due()
    page.goto(local(office.link(ROSA), site))
    press(page, "Confirm")
    page.get_by_role("heading", name="Your code").wait_for()
    watch.look("claim-status")
    db.session.expire_all()
    claim = db.session.scalars(select(Claim)).one()

    max_ = signed_in(app)
    cookie = max_.client.get_cookie("staff")
    assert cookie
    context.add_cookies([{"name": "staff", "value": cookie.value, "url": site}])
    page.goto(f"{site}/staff/claims")
    watch.look("claims")
    page.goto(f"{site}/staff/claims/{claim.id}")
    watch.look("claim")
    page.get_by_label("What you saw").fill("The address is theirs.")
    press(page, "Grant")
    page.get_by_role("heading", name="What was decided").wait_for()
    owner = record.service.organization
    assert owner
    page.goto(f"{site}/staff/organizations/{owner.id}/people")
    watch.look("organization")
    page.get_by_role("button", name="Sign out").click()

    run_due()
    page.goto(local(office.link(ROSA), site))
    page.get_by_label("Your name").fill("Rosa")
    page.get_by_label("New password").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.get_by_role("heading", name="Our listings", level=1).wait_for()
    watch.look("ours")
    page.get_by_role("link", name="Grief Circle").click()
    watch.look("our-listing")
    press(page, "Yes, still right")
    page.get_by_text("It says now that you confirmed it.").wait_for()
    page.get_by_role("link", name="Change something").click()
    watch.look("our-edit")
    page.get_by_label("Description").first.fill("We meet and talk.")
    press(page, "Save")
    page.get_by_text("We have it.").wait_for()
    watch.look("our-change")
    page.get_by_role("link", name="History").click()
    watch.look("our-history")
    page.goto(f"{site}/our/organizations/{owner.id}/people")
    page.locator("main").get_by_label("E-mail").fill("ben@example.org")
    press(page, "Invite")
    page.get_by_text("has not come in yet").wait_for()
    watch.look("our-people")
    assert watch.faults == []


def test_reports_are_decided_in_a_browser(app: Flask, page: Any, context: Any, site: str) -> None:
    record = make_listing()
    say(app, "number", "198.51.100.7")
    say(app, "number", "203.0.113.9")
    cookie = signed_in(app).client.get_cookie("staff")
    assert cookie
    context.add_cookies([{"name": "staff", "value": cookie.value, "url": site}])
    watch = Watch(page)
    page.goto(f"{site}/staff/reports")
    watch.look("reports")
    page.goto(f"{site}/staff/reports/{record.id}")
    watch.look("reported")
    press(page, "It is right")
    page.get_by_text("was wrong").first.wait_for()
    assert watch.faults == []


@pytest.mark.parametrize("scheme", ["dark"])
def test_pages_of_organizations_in_the_dark(
    app: Flask, page: Any, context: Any, site: str, scheme: str
) -> None:
    from tests.members.people import member

    record = make_listing()
    cookie = member(app, record).client.get_cookie("staff")
    assert cookie
    context.add_cookies([{"name": "staff", "value": cookie.value, "url": site}])
    page.emulate_media(color_scheme=scheme)
    watch = Watch(page)
    for path in ("", f"listings/{record.id}", f"listings/{record.id}/edit"):
        page.goto(f"{site}/our/{path}")
        watch.look(f"dark{path[:9].strip('/')}")
    assert watch.faults == []
