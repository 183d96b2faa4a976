"""The public pages in a real browser: no barrier that a machine can find, nothing cut off, no
script needed, nothing kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from tests.live import served

PAGES = [
    "/",
    "/search?q=walking",
    "/search?q=i+want+to+die+my+husband+hits+me",
    "/search?q=nothing+like+it&topic=grief",
    "/listings/grief-circle",
    "/listings/open-door",
    "/listings/evening-line",
    "/listings/grief-circle/report",
    "/listings/grief-circle/change",
    "/listings/grief-circle/change/phone",
    "/listings/grief-circle/claim",
    "/submit",
    "/crisis",
    "/policy",
    "/no-such-page",
    "/patterns?level=soft",
]
# Every rule there is: A, AA, the AAA contrast, what 2.2 added, and good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}}


@pytest.fixture(scope="module")
def site(small_site: Flask) -> Iterator[str]:
    """The small directory, served by a thread for all tests of this file."""
    with served(small_site) as address:
        yield address


def test_the_check_finds_a_planted_fault(page: Any, site: str) -> None:
    page.goto(site)
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    faults = Axe().run(page, options=OPTIONS).response["violations"]
    assert [fault["id"] for fault in faults] == ["button-name"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_on_the_narrowest_screen(page: Any, site: str, path: str) -> None:
    """320 px is also 1280 px at 400 %. At twice that width text twice as large must fit."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 640, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@pytest.mark.parametrize("path", PAGES)
def test_what_is_pressed_is_large_enough(page: Any, site: str, path: str) -> None:
    """44 px for what stands alone, as the site promises; links inside a sentence are text."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(site + path)
    small = page.evaluate("""() => [...document
        .querySelectorAll('a, button, summary, select, .tick')]
        .filter(e => e.checkVisibility() && !e.classList.contains('skip'))
        .filter(e => !(getComputedStyle(e).display === 'inline' && e.closest('p, li, dd')))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
        .map(([html, box]) => `${html} ${box.width} x ${box.height}`)""")
    assert small == []


def test_lines_stay_short_enough_to_read(page: Any, site: str) -> None:
    """At most 80 letters: measured against 80 digits in the same font."""
    page.set_viewport_size({"width": 1440, "height": 900})
    for path in PAGES:
        page.goto(site + path)
        long = page.evaluate("""() => [...document.querySelectorAll('main p, main li, main dd')]
            .filter(e => e.children.length === 0 && e.textContent.trim())
            .filter(e => {
                const canvas = document.createElement('canvas').getContext('2d');
                const style = getComputedStyle(e);
                canvas.font = `${style.fontSize} ${style.fontFamily}`;
                const letter = canvas.measureText(e.textContent).width / e.textContent.length;
                return e.getBoundingClientRect().width / letter > 92 && e.textContent.length > 92;
            }).map(e => e.textContent.slice(0, 80))""")
        assert long == [], path


def test_the_keyboard_meets_skip_exit_and_crisis_help_first(page: Any, site: str) -> None:
    page.goto(f"{site}/search?q=walking")
    met = []
    for _ in range(4):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert met == ["Skip to the main part", "Leave this site", "In danger? Call 911", "Crisis help"]


def test_focus_is_always_seen(page: Any, site: str) -> None:
    """Each stop of the keyboard has an outline and nothing lies on it."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/search?q=my+husband+hits+me")
    stops = page.evaluate("document.querySelectorAll('a, button, input, select, summary').length")
    for _ in range(min(stops, 40)):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
            const e = document.activeElement, box = e.getBoundingClientRect();
            const over = document.elementFromPoint(
                box.x + Math.min(box.width / 2, 8), box.y + box.height / 2);
            return [getComputedStyle(e).outlineStyle, parseFloat(getComputedStyle(e).outlineWidth),
                e.contains(over) || e.classList.contains('unseen') || over === null
                    || over.contains(e), e.outerHTML.slice(0, 100)];
        }""")
        assert seen[0] == "solid", seen
        assert seen[1] >= 2, seen
        assert seen[2], seen


def test_everything_works_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label("What would help?").fill("grief")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Grief Circle").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Grief Circle"
    assert page.get_by_role("link", name="Call 612-555-3142").get_attribute("href")
    page.get_by_role("link", name="Español").click()
    assert page.url.endswith("/es/listings/grief-circle")
    context.close()


def test_a_private_search_leaves_no_word_in_any_address(browser: Any, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.goto(f"{site}/search")
    page.get_by_text("How you search:").click()
    page.get_by_role("link", name="Private", exact=True).click()
    page.get_by_label("What would help?").fill("walking canary")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Next page").click()
    page.get_by_text("Page 2 of 2").wait_for()
    assert not [address for address in seen if "canary" in address or "walking" in address]
    assert "walking" not in page.title()
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def test_borders_stay_where_the_system_chooses_the_colours(page: Any, site: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/search?q=walking")
    for look in (".button", ".card", ".tag", ".crisis-bar"):
        style = page.locator(look).first.evaluate("e => getComputedStyle(e).borderTopStyle")
        assert style == "solid", look


def test_a_printed_listing_holds_numbers_and_addresses(page: Any, site: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{site}/listings/grief-circle")
    assert page.get_by_text("Call 612-555-3142").is_visible()
    assert not page.get_by_role("navigation", name="Main").is_visible()
    after = page.locator("main a[href^='http']").first.evaluate(
        "e => getComputedStyle(e, '::after').content"
    )
    assert "attr(href)" in after or "https://" in after
