"""One listing in a real browser: the reader's own clock, sharing, two taps to say what is wrong,
print, and all of it without scripts."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.live import served

PATH = "/listings/grief-circle"


@pytest.fixture(scope="module")
def site(small_site: Flask) -> Iterator[str]:
    with served(small_site) as address:
        yield address


def test_a_reader_far_away_sees_the_times_on_both_clocks(browser: Any, site: str) -> None:
    context = browser.new_context(timezone_id="Europe/London", locale="en-US")
    page = context.new_page()
    asked: list[str] = []
    page.goto(site + PATH)
    page.on("request", lambda request: asked.append(request.url))
    first = page.locator("[data-sessions] li").first
    assert "6:30 pm to 8 pm" in first.inner_text()
    assert "For you: Wednesday" in first.inner_text()
    assert "12:30" in first.inner_text()
    assert page.get_by_text("Times are on their clock: Central Time.").is_visible()
    assert [address for address in asked if "/static/" not in address] == []
    context.close()


def test_a_reader_in_the_same_zone_is_not_told_twice(browser: Any, site: str) -> None:
    context = browser.new_context(timezone_id="America/Chicago")
    page = context.new_page()
    page.goto(site + PATH)
    page.wait_for_selector("[data-share-print]:not([hidden])")
    assert page.locator("[data-sessions] .here").count() == 0
    context.close()


def test_the_link_can_be_copied(browser: Any, site: str) -> None:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page = context.new_page()
    page.goto(site + PATH)
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("The link is copied.").wait_for()
    context.close()


def test_sharing_uses_what_the_visitor_has(page: Any, site: str) -> None:
    page.goto(site + PATH)
    sms = page.get_by_role("link", name="Share by text message").get_attribute("href")
    assert sms.startswith("sms:?&body=Grief%20Circle%0ACall%20612-555-3142%0Ahttp")
    mail = page.get_by_role("link", name="Share by email").get_attribute("href")
    assert mail.startswith("mailto:?subject=A%20link%20for%20you&body=")


def test_the_code_for_a_camera_is_ours(page: Any, site: str) -> None:
    page.goto(site + PATH)
    page.get_by_text("A code for a phone's camera").click()
    code = page.get_by_role("img", name="Code with the address of this page")
    code.scroll_into_view_if_needed()
    page.locator(".code img").evaluate("image => image.decode()")


def test_saying_what_is_wrong_takes_two_taps(page: Any, site: str) -> None:
    page.goto(site + PATH)
    page.get_by_role("link", name="A phone number is wrong").click()
    assert page.get_by_label("A phone number is wrong").is_checked()
    assert page.get_by_role("button", name="Send").is_visible()


def test_without_scripts_nothing_stands_there_that_does_not_work(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + PATH)
    for name in ("Copy the link", "Print", "Share another way", "Show on a map"):
        assert not page.get_by_role("button", name=name).is_visible(), name
    for name in ("Share by text message", "Save to your contacts", "Add to your calendar"):
        assert page.get_by_role("link", name=name).first.is_visible(), name
    page.get_by_role("link", name="It has closed").click()
    assert page.get_by_label("It has closed").is_checked()
    context.close()


def test_a_page_about_abuse_gives_names_that_say_nothing(page: Any, site: str) -> None:
    page.goto(f"{site}/listings/open-door")
    link = page.get_by_role("link", name="Save to your contacts").get_attribute("href")
    assert link.endswith("open-door.vcf?neutral=yes")
    assert page.get_by_text("it gets a name that says nothing about it").is_visible()


def test_the_printed_page_keeps_the_code_and_leaves_the_buttons_out(page: Any, site: str) -> None:
    page.emulate_media(media="print")
    page.goto(site + PATH)
    page.locator(".code img").evaluate("image => image.decode()")
    assert page.get_by_role("img", name="Code with the address of this page").is_visible()
    assert not page.get_by_role("link", name="Share by email").is_visible()
    assert not page.get_by_role("link", name="It has closed").is_visible()
    after = page.locator("main a[href^='mailto:']").first.evaluate(
        "e => getComputedStyle(e, '::after').content"
    )
    assert "mailto:hello@example.org" in after
