"""In a flood a browser solves the puzzle by itself while somebody reads the page."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect

from directory.extensions import db
from directory.submissions.models import Report
from tests.browser.pages import axe_faults
from tests.making import make_listing

BOX = "altcha-widget"


@pytest.fixture
def report_page(app: Flask, site: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    settings = replace(app.config["SETTINGS"], puzzle="always")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    make_listing()
    db.session.commit()
    return f"{site}/listings/grief-circle/report"


def newest() -> Report:
    db.session.expire_all()
    return db.session.query(Report).one()


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_solved_in_the_background_and_the_report_counts(
    page: Any, report_page: str, language: str
) -> None:
    page.goto(report_page if language == "en" else report_page.replace("/listings", "/es/listings"))
    done = {"en": "The puzzle is solved", "es": "El acertijo está resuelto"}[language]
    expect(page.locator(BOX)).to_contain_text(done, timeout=60_000)
    assert page.locator(f"{BOX} a").count() == 0  # nobody is led away from the form
    page.locator("input[name=what]").first.check()
    page.wait_for_timeout(4_500)  # no person is faster
    page.locator("main form [type=submit]").click()
    expect(page.locator("h1")).to_contain_text({"en": "Thank", "es": "Gracias"}[language])
    assert newest().suspect is False
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_who_presses_at_once_is_sent_on_when_it_is_solved(page: Any, report_page: str) -> None:
    page.goto(report_page)
    page.locator("input[name=what]").first.check()
    page.locator("main form [type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Thank", timeout=60_000)
    assert newest().what == "number"


def test_without_it_the_report_goes_all_the_same(page: Any, report_page: str) -> None:
    page.route("**/submit/puzzle", lambda route: route.abort())
    page.goto(report_page)
    expect(page.locator(BOX)).to_contain_text("You can send it all the same", timeout=20_000)
    page.locator("input[name=what]").first.check()
    page.locator("main form [type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Thank")
    assert newest().suspect is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken(page: Any, report_page: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(report_page)
    expect(page.locator(BOX)).to_contain_text("The puzzle is solved", timeout=60_000)
    assert axe_faults(page, []) == []
