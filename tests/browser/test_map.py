"""The map in a real browser: by keyboard and pointer, in step with its list, in light and dark, in
two languages, for eyes and for machines; and everything without it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask

from directory import create_app
from directory.config import Settings
from directory.extensions import db
from directory.geo import build_basemap
from directory.listings.actions import publish
from directory.search.actions import rebuild
from directory.search.engine import current_engine
from tests.live import served
from tests.making import NOON, make_listing, make_record

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}}
CANARY = "17 Canary Close"
LARGEST = 450_000


@pytest.fixture(scope="module", autouse=True)
def _ground() -> None:
    """What the build makes, for a checkout that was not built since."""
    if not (build_basemap.TARGET / "world.json").exists():
        build_basemap.build()


def fill() -> None:
    make_listing("Grief Circle")
    make_listing("Lake Walk", location={"latitude": 44.95, "longitude": -93.25})
    make_listing("River Walk", location={"latitude": 44.98, "longitude": -93.27})
    make_listing("Harbour Walk", location={"latitude": 51.5, "longitude": -0.12})
    make_listing("Made Up Walk", fictional=True, location={"latitude": 45.1, "longitude": -93.5})
    make_listing("Evening Line", location={"location_type": "virtual"})
    hidden = make_record("Shelter", location={"precision": "town", "name": CANARY})
    place = hidden.service.service_at_locations[0].location
    assert place
    place.addresses[0].address_1 = CANARY
    publish([hidden], role="operator", reason="new", at=NOON)
    db.session.commit()
    rebuild(current_engine())()
    db.session.commit()


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory, _template: Path) -> Iterator[Flask]:
    import shutil

    home = tmp_path_factory.mktemp("mapped") / "instance"
    shutil.copytree(_template, home)
    environ = {"DIRECTORY_HOME": str(home), "DIRECTORY_PATTERN_PAGE": "yes"}
    app = create_app(Settings.read(environ))
    with app.app_context():
        fill()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def site(mapped: Flask) -> Iterator[str]:
    with served(mapped) as address:
        yield address


def open_map(page: Any, address: str) -> None:
    page.goto(address)
    page.locator(".map-frame .leaflet-names-pane canvas").wait_for(state="attached")
    page.locator("[data-map-without]").wait_for(state="hidden")


@pytest.mark.parametrize("language", ["", "/es"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_barrier_on_a_map(
    page: Any, site: str, language: str, scheme: str, width: int
) -> None:
    # Still, so that a card is judged when it is there and not while it fades in.
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    found = []

    def look(where: str) -> None:
        for fault in Axe().run(page, options=OPTIONS).response["violations"]:
            for node in fault["nodes"]:
                found.append(f"{where}: {fault['id']}: {node['html'][:160]} {node['any'][:1]}")

    open_map(page, f"{site}{language}/map?q=walk")
    look("open")
    page.locator(".map-frame [role=button].pin").first.focus()
    page.keyboard.press("Enter")
    page.locator(".map-card").wait_for()
    look("with a card")
    page.goto(f"{site}{language}/listings/grief-circle")
    look("closed")
    page.locator("[data-map-open]").click()
    page.locator(".map-frame .pin").wait_for()
    look("a small one")
    page.goto(f"{site}{language}/search/follow?q=walk&near=Minneapolis&made=yes")
    look("following")
    assert found == []


def test_every_marker_has_a_name_and_stands_in_the_list(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_map(page, f"{site}/map?near=Minneapolis")
    listed = page.locator("#map-found .spot h3").all_inner_texts()
    assert set(listed) == {"Grief Circle", "Lake Walk", "River Walk", "Made Up Walk", "Shelter"}
    names = page.locator(".map-frame [role=button]").evaluate_all(
        "all => all.map(e => e.getAttribute('aria-label'))"
    )
    assert all(names)
    for name in ("Shelter, somewhere in this area", "Made Up Walk, Made up for demonstration"):
        assert name in names
    assert page.get_by_text("A pin is an address.").is_visible()


def test_a_private_place_is_drawn_wide_and_never_as_a_pin(page: Any, site: str) -> None:
    answers: list[str] = []
    page.on(
        "response",
        lambda answer: answers.append(answer.text()) if "/map" in answer.url else None,
    )
    open_map(page, f"{site}/map?box=44.5,-94,45.5,-92.5")
    area = page.locator(".map-wide")
    assert area.get_attribute("aria-label") == "Shelter, somewhere in this area"
    box = area.bounding_box()
    assert box["width"] > 20
    assert page.locator('.pin[aria-label*="Shelter"]').count() == 0
    assert CANARY not in page.content()
    assert "Canary" not in "".join(answers)


def test_the_keyboard_does_all_of_it(page: Any, site: str) -> None:
    open_map(page, f"{site}/map?near=Minneapolis")
    frame = page.locator(".map-frame")
    frame.focus()
    before = page.evaluate("document.querySelector('.leaflet-map-pane').style.transform")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('.leaflet-map-pane').style.transform") != before
    met = []
    for _ in range(12):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert "Move closer" in met
    assert "Shelter, somewhere in this area" in met
    page.locator(".map-wide").focus()
    page.keyboard.press("Enter")
    link = page.locator(".map-card a")
    link.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Shelter"
    page.keyboard.press("Escape")
    link.wait_for(state="detached")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Shelter")


def test_list_and_map_mark_the_same(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_map(page, f"{site}/map?q=walk&near=Minneapolis")
    page.get_by_role("link", name="Made Up Walk").focus()
    assert "marked" in page.locator('.pin[aria-label^="Made Up Walk"]').get_attribute("class")
    page.get_by_role("link", name="River Walk").focus()
    assert page.locator(".map-frame .marked").count() == 1
    page.locator('.pin[aria-label^="Made Up Walk"]').hover()
    marked = page.locator("#map-found .marked h3").all_inner_texts()
    assert "Made Up Walk" in marked


def test_moving_the_map_can_search_what_it_shows(page: Any, site: str) -> None:
    open_map(page, f"{site}/map?near=Minneapolis&q=walk")
    button = page.get_by_role("button", name="Search this area")
    page.wait_for_timeout(500)
    assert not button.is_visible()
    for _ in range(8):
        page.get_by_role("button", name="Move away").click()
        page.wait_for_timeout(350)
    button.click()
    page.get_by_text("listings in this area").first.wait_for()
    names = page.locator("#map-found .spot h3").all_inner_texts()
    assert "Harbour Walk" in names
    assert not button.is_visible()
    box = re.search(r"box=([^&]*)", page.url)
    assert box, page.url
    # The address goes on to work for whoever it is sent to, also without scripts.
    page.reload()
    assert "Harbour Walk" in page.locator("#map-found .spot h3").all_inner_texts()


def test_a_private_search_keeps_its_words_out_of_the_address(page: Any, site: str) -> None:
    page.goto(f"{site}/search?private=yes")
    page.get_by_label("What would help?").fill("walk")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name="Map", exact=True).click()
    page.locator(".map-frame .leaflet-names-pane canvas").wait_for(state="attached")
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Move away").click()
    page.get_by_role("button", name="Search this area").click()
    page.get_by_text("in this area").first.wait_for()
    assert page.url == f"{site}/map"


def test_a_visitors_place_is_asked_for_only_on_a_click_and_rounded(browser: Any, site: str) -> None:
    context = browser.new_context(
        geolocation={"latitude": 44.948317, "longitude": -93.248391}, permissions=["geolocation"]
    )
    page = context.new_page()
    page.add_init_script(
        "const real = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "window.asked = 0; navigator.geolocation.getCurrentPosition = (...all) => {"
        " window.asked += 1; real(...all); };"
    )
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    open_map(page, f"{site}/map")
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name="Search near me").click()
    page.get_by_text("listings in this area").first.wait_for()
    assert page.evaluate("window.asked") == 1
    names = page.locator("#map-found .spot h3").all_inner_texts()
    assert "Grief Circle" in names
    assert "Harbour Walk" not in names
    assert not [each for each in sent if "44.948" in each or "93.248" in each]
    numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", sent[-1].replace("%2C", ","))]
    assert numbers
    assert all(abs(n / 0.02 - round(n / 0.02)) < 1e-6 for n in numbers)
    assert page.url == f"{site}/map"
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def test_without_scripts_the_list_is_there_and_says_what_is_missing(
    browser: Any, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/search?q=walk&near=Minneapolis")
    page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_load_state()  # until the style has come, nothing is hidden
    assert page.get_by_text("The map needs JavaScript.").is_visible()
    assert page.get_by_role("link", name="Lake Walk").is_visible()
    for name in ("Search this area", "Search near me", "Show a map"):
        assert not page.get_by_role("button", name=name).is_visible(), name
    page.get_by_role("link", name="Show as a list").click()
    assert page.get_by_role("link", name="Lake Walk").is_visible()
    context.close()


def test_a_map_weighs_nothing_before_it_is_opened_and_little_after(page: Any, site: str) -> None:
    weights: dict[str, int] = {}

    def weigh(answer: Any) -> None:
        if re.search(r"/static/(vendor|basemap|js/map|css/map)", answer.url):
            length = answer.headers.get("content-length")
            weights[answer.url.partition("?")[0]] = int(length or len(answer.body()))

    page.on("response", weigh)
    page.goto(f"{site}/search?q=walk")
    page.goto(f"{site}/listings/grief-circle")
    page.wait_for_timeout(300)
    assert not [address for address in weights if "vendor" in address or "basemap" in address]
    page.locator("[data-map-open]").click()
    page.locator(".map-frame .pin").wait_for()
    page.wait_for_timeout(800)
    assert [address for address in weights if "counties" in address]
    assert sum(weights.values()) <= LARGEST, weights


def test_a_map_that_cannot_load_says_so_and_the_words_stay(page: Any, site: str) -> None:
    page.route("**/basemap/**", lambda route: route.abort())
    page.goto(f"{site}/map?q=walk")
    page.get_by_text("The map could not be loaded.").wait_for()
    assert page.get_by_role("link", name="Lake Walk").is_visible()


def test_nothing_moves_for_those_who_want_it_still(page: Any, site: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_map(page, f"{site}/map?near=Minneapolis")
    assert page.locator(".leaflet-zoom-anim, .leaflet-fade-anim").count() == 0


def test_the_map_page_fits_the_narrowest_screen(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_map(page, f"{site}/map?near=Minneapolis")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate("""() => [...document
        .querySelectorAll('main a, main button, .pin, .many')]
        .filter(e => e.checkVisibility() && !e.closest('p'))
        .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
        .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
        .map(([html, box]) => `${html} ${box.width} x ${box.height}`)""")
    assert small == []


def test_a_point_can_be_chosen_by_pointer_and_by_keys(page: Any, site: str) -> None:
    page.goto(f"{site}/patterns")
    page.get_by_role("button", name="Choose on a map").click()
    frame = page.get_by_role("region", name="Map to choose a point on")
    put = page.get_by_role("button", name="Put the point in the middle of the map")
    put.press("Enter")
    page.get_by_text("The point is set.").wait_for()
    latitude = float(page.get_by_label("Latitude").input_value())
    assert 45 < latitude < 48
    frame.click(position={"x": 60, "y": 60})
    assert float(page.get_by_label("Latitude").input_value()) > latitude


def test_two_maps_stand_on_one_page(page: Any, site: str) -> None:
    page.goto(f"{site}/patterns")
    page.get_by_role("button", name="Show a map").click()
    page.get_by_role("button", name="Choose on a map").click()
    page.locator(".leaflet-names-pane canvas").nth(1).wait_for(state="attached")
    assert page.locator(".map-frame .pin").first.get_attribute("aria-label") == "Grief Circle"
    area = page.locator(".map-wide").get_attribute("aria-label")
    assert area == "Shelter, somewhere in this area"
