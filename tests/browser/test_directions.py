"""Right to left, in the colours of the system, and by keys alone: what `test_matrix.py` does not
open there (browsing by three levels, a drawn map, a plan with something in it, the frame), and the
way out as the second stop of every page."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pages import axe_faults
from tests.browser.test_matrix import PAGES, site, strange_site

__all__ = ["site", "strange_site"]

OPENED = [
    "/browse",
    "/browse/kind/support-group",
    "/browse/places/us",
    "/search?q=walking&near=Minneapolis",
    "/search?q=walking&view=support",
    "/mix?step=6&near=Minneapolis&topic=grief",
]
FRAMES = ["/embed/v1/?q=walking", "/embed/v1/listings/open-door", "/embed/v1/?show=calendar"]


def open_map(page: Any, address: str) -> None:
    page.goto(address)
    page.locator(".map-frame .leaflet-names-pane canvas").wait_for(state="attached")


def save_one(page: Any, site: str, language: str) -> None:
    """A plan with one listing in it, opened."""
    page.goto(f"{site}{language}/listings/grief-circle")
    page.locator("[data-save] button").click()
    page.goto(f"{site}{language}/plan")
    expect(page.locator(".plan-list .card")).to_have_count(1)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_barrier_from_right_to_left(page: Any, site: str, width: int) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    found = axe_faults(page, [f"{site}/he{path}" for path in OPENED])
    assert page.evaluate("document.documentElement.dir") == "rtl"
    open_map(page, f"{site}/he/map?q=walking")
    found += axe_faults(page, [])
    save_one(page, site, "/he")
    found += axe_faults(page, [])
    assert found == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_in_the_colours_of_the_system(
    page: Any, site: str, scheme: str
) -> None:
    """Contrast apart, which is the system's there: axe reads the fill that is not painted."""
    page.emulate_media(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    found = axe_faults(page, [site + path for path in ["/", "/listings/grief-circle", *OPENED]])
    open_map(page, f"{site}/map?q=walking")
    found += axe_faults(page, [])
    save_one(page, site, "")
    found += axe_faults(page, [])
    assert [fault for fault in found if ": color-contrast" not in fault] == []


@pytest.mark.parametrize("language", ["", "/he"])
@pytest.mark.parametrize("colours", ["active", "none"])
def test_axe_finds_no_barrier_in_the_frame(
    browser: Any, site: str, language: str, colours: str
) -> None:
    """In a window of its own: the frame's policy stops styles of axe's own, which is no fault."""
    context = browser.new_context(forced_colors=colours, viewport={"width": 360, "height": 800})
    addresses = [site + language + path for path in FRAMES]
    assert axe_faults(context.new_page(), addresses) == []
    context.close()


# Without borders these would be words on an empty ground there.
BORDERED = (
    ".button, .card, .chip, .tag, .line, .panel, .talk, .reach, .notice, .crisis-bar, select, "
    "[type=text]"
)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "path", ["/", "/browse", "/search?q=i+want+to+die", "/map?q=walking", "/mix",
             "/listings/grief-circle", "/plan", "/embed/v1/?q=walking"],
)  # fmt: skip
def test_what_can_be_pressed_has_a_border_in_the_colours_of_the_system(
    page: Any, site: str, path: str
) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(site + path)
    bare = page.evaluate(
        """look => [...document.querySelectorAll(look)].filter(e => e.checkVisibility())
            .filter(e => getComputedStyle(e).borderTopStyle !== 'solid'
                || parseFloat(getComputedStyle(e).borderTopWidth) < 1)
            .map(e => e.outerHTML.slice(0, 90))""",
        BORDERED,
    )
    assert bare == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_way_out_is_the_second_stop_of_every_page(page: Any, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    elsewhere = []
    for path in PAGES:
        page.goto(site + path)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        met = page.evaluate("""() => {
            const e = document.activeElement, box = e.getBoundingClientRect();
            const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return [e.hasAttribute('data-exit'), box.height >= 43.5, e.contains(over)];
        }""")
        if met != [True, True, True]:
            elsewhere.append((path, met))
    assert elsewhere == []


@pytest.mark.parametrize("language", ["", "/es"])
def test_help_now_and_the_way_on_take_one_line_each_on_a_phone(
    page: Any, site: str, language: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}{language}/search")
    assert page.locator(".crisis-bar").bounding_box()["height"] <= 45
    assert page.locator("header .nav").bounding_box()["height"] <= 45
