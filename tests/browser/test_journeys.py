"""What people come for, from the first page to the end, on the listings that ship: real words, the
real engine. Nothing is asked of another host (conftest) and no cookie is set in any of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

PHONE = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def site(full_site: str) -> str:
    return full_site


@pytest.fixture
def visitor(page: Any) -> Iterator[Any]:
    """Somebody on a phone; in the end their browser holds nothing of us."""
    page.set_viewport_size(PHONE)
    yield page
    assert page.context.cookies() == []


def held(page: Any) -> int:
    count: int = page.evaluate("localStorage.length + sessionStorage.length")
    return count


def test_somebody_in_distress_reaches_a_person_in_two_taps(visitor: Any, site: str) -> None:
    visitor.goto(site)
    expect(visitor.get_by_role("link", name="Crisis help").first).to_be_in_viewport()
    visitor.get_by_label("What would help?").fill("i dont want to live anymore")
    visitor.get_by_label("What would help?").press("Enter")
    panel = visitor.locator("#crisis-help")
    expect(panel.get_by_role("heading", name="You can talk to someone now")).to_be_in_viewport()
    call = panel.get_by_role("link", name="Call 988")
    assert call.get_attribute("href") == "tel:988"
    text = panel.locator("a[href^='sms:']").first
    expect(text).to_be_visible()
    for link in (call, text):
        box = link.bounding_box()
        assert box
        assert box["height"] >= 44
    # All results stand below, and the page's name tells nobody.
    expect(visitor.locator("#found")).to_be_attached()
    assert visitor.title() == "Find support – Support Directory"
    assert held(visitor) == 0

    visitor.get_by_role("link", name="Crisis help").first.click()
    expect(visitor.get_by_role("link", name="Call 988").first).to_be_visible()
    exit_link = visitor.get_by_role("link", name="Leave this site").first
    expect(exit_link).to_be_in_viewport()
    assert exit_link.get_attribute("rel") == "noreferrer"


def test_a_tuesday_group_near_a_zip_goes_into_a_calendar(visitor: Any, site: str) -> None:
    """The county is made up; its ZIP codes come with it."""
    visitor.goto(site)
    visitor.get_by_label("What would help?").fill("group tuesday")
    visitor.get_by_label("Town or postcode").fill("00011")
    visitor.get_by_role("button", name="Search").click()
    first = visitor.locator(".results .card", has_text="Tuesday").first
    expect(first).to_be_visible()
    expect(first).to_contain_text("Support group")
    first.get_by_role("link").first.click()
    expect(visitor.get_by_role("heading", name="Next dates")).to_be_visible()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Add to your calendar").click()
    (event,) = Calendar.from_ical(Path(download.value.path()).read_text()).walk("VEVENT")
    assert "TU" in str(event["RRULE"].to_ical())
    assert event["DTSTART"].dt.weekday() == 1


def test_free_help_online_is_found_in_spanish(visitor: Any, site: str) -> None:
    visitor.goto(site)
    visitor.get_by_role("link", name="Español").click()
    expect(visitor.locator("html")).to_have_attribute("lang", "es")
    what = visitor.get_by_label("¿Qué te ayudaría?")
    what.fill("ayuda gratis en línea para la ansiedad")
    what.press("Enter")
    cards = visitor.locator(".results .card")
    expect(cards.first).to_be_visible()
    assert visitor.url.startswith(f"{site}/es/search")
    for words in cards.locator(".bits").all_inner_texts():
        # What nobody knows the cost of is let in, and says so.
        assert "Gratis" in words or "Pregunta por el costo" in words
        assert "Worldwide" not in words
    chips = visitor.locator("main").inner_text()
    assert "Gratis" in chips
    assert "En línea" in chips
    cards.first.get_by_role("link").first.click()
    assert "/es/listings/" in visitor.url
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()


def test_a_mix_is_found_answer_by_answer_and_saved(visitor: Any, site: str) -> None:
    visitor.goto(f"{site}/mix")
    visitor.get_by_label("For me").check()
    visitor.get_by_role("button", name="Next").click()
    visitor.get_by_label("Grief").check()
    visitor.get_by_role("button", name="Next").click()
    visitor.get_by_label("Town or postcode").fill("Alder Falls")
    visitor.get_by_role("button", name="Next").click()
    visitor.get_by_role("link", name="Skip this question").click()
    visitor.get_by_label("Somebody to talk to").check()
    visitor.get_by_role("button", name="Show my mix").click()
    parts = visitor.locator(".part")
    expect(parts).to_have_count(6)
    expect(parts.first).to_contain_text("To go to")
    expect(parts.first).to_contain_text("From anywhere")
    expect(parts.first).to_contain_text("You said it is about: Grief.")
    assert held(visitor) == 0
    visitor.get_by_role("button", name="Save to my plan").first.click()
    visitor.get_by_role("link", name="Saved. See my plan").first.click()
    expect(visitor.locator(".plan-list .card")).to_have_count(1)
