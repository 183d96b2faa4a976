"""The search on other people's pages, in a real browser: pages that are hostile, strict, slow or
without scripts, and what they can learn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from directory.widget.options import read
from directory.widget.snippets import snippets
from tests.browser.hosts import Host, open_host
from tests.browser.test_pages import OPTIONS
from tests.live import served

# What the page around can hear, noted before anything else runs on it.
LISTEN = """
window.heard = []; window.events = [];
addEventListener("message", (event) => heard.push(event.data));
for (const name of ["loaded", "resized", "closed"])
  document.addEventListener("supportdirectory:" + name, (event) =>
    events.push([name, event.detail]));
"""
Snippet = Callable[..., str]


@pytest.fixture(scope="module")
def site(small_site: Flask) -> Iterator[str]:
    with served(small_site) as address:
        yield address


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with open_host() as host:
        yield host


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor's browser. Other pages' policies may stop things: each test says which."""
    context = browser.new_context()
    context.set_default_timeout(6000)
    context.add_init_script(LISTEN)
    yield context
    context.close()


@pytest.fixture
def snippet(small_site: Flask, site: str) -> Snippet:
    """What the builder gives for these options; `which` is a field of Snippets."""

    def make(which: str = "script", **values: str) -> str:
        options, ignored = read({name: [value] for name, value in values.items()})
        assert not ignored
        with small_site.test_request_context("/"):
            return str(getattr(snippets(options), which)).replace("http://localhost:8000", site)

    return make


def framed(page: Page, number: int = 0) -> Frame:
    """The frame once the page around has given way to it."""
    loaded = "n => events.filter(([what]) => what === 'loaded').length > n"
    page.wait_for_function(loaded, arg=number)
    return [frame for frame in page.frames if "/embed/v1/" in frame.url][number]


def height(page: Page, number: int = 0) -> float:
    """Of the frame, measured by the element around it."""
    box = page.locator("[data-support-directory]").nth(number).bounding_box()
    assert box
    return box["height"]


def test_the_list_gives_way_to_the_search(page: Page, host: Host, snippet: Snippet) -> None:
    page.goto(host.put(snippet(category="community")))
    frame = framed(page)
    assert frame.get_by_role("heading", level=1).inner_text() == "Find support"
    assert not page.get_by_role("link", name="All crisis help").is_visible()
    events = page.evaluate("events")
    assert events[0] == ["loaded", None]
    assert all(event == ["resized", None] for event in events[1:])
    assert page.evaluate("heard.every(m => Object.keys(m).join() === 'v,h')")
    assert page.locator("iframe").get_attribute("title") == "Find support"


def test_height_follows_and_nothing_scrolls_inside(
    page: Page, host: Host, snippet: Snippet
) -> None:
    page.goto(host.put(snippet(category="community", kind="class")))
    frame = framed(page)
    before = height(page)
    for step in ("filters", "narrow", "result"):
        if step == "filters":
            frame.locator(".filters summary").first.click()
        elif step == "narrow":
            page.set_viewport_size({"width": 280, "height": 700})
        else:
            frame.get_by_role("link", name="Walking Group 2", exact=True).click()
            frame.wait_for_selector("#detail")
        page.wait_for_timeout(300)
        inner = frame.evaluate("document.documentElement.scrollHeight - innerHeight")
        sideways = frame.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (inner, sideways) == (0, 0), step
        assert height(page) != before
        before = height(page)
    assert {name for name, _ in page.evaluate("events")} == {"loaded", "resized"}


HOSTILE = """<style>
* { font-size: 41px !important; color: red !important; letter-spacing: 9px !important;
  text-transform: uppercase !important; box-sizing: content-box !important; }
iframe { display: none !important; width: 10px !important; height: 3px !important; }
p, a, button, input, table, td { border: 7px solid red !important; float: left !important; }
</style>"""


def test_a_hostile_sheet_changes_nothing_inside_and_ours_nothing_outside(
    page: Page, host: Host, snippet: Snippet
) -> None:
    look = """() => [...document.querySelectorAll('h1, h2, .card, .button, input')].map(e => {
        const style = getComputedStyle(e), box = e.getBoundingClientRect();
        return [style.fontSize, style.color, style.letterSpacing, box.width, box.height];
    })"""
    outside = """() => ['h1', '#after a', 'main']
        .map(s => getComputedStyle(document.querySelector(s)))
        .map(c => [c.font, c.color, c.margin, c.padding, c.border].join())"""
    seen = []
    for inside in (snippet(), "<p>Nothing</p>"):
        page.goto(host.put(inside))
        if "data-support" in inside:
            seen.append(framed(page).evaluate(look))
        seen.append(page.evaluate(outside))
    page.goto(host.put(snippet(), name="hostile", head=HOSTILE))
    hostile = framed(page).evaluate(look)
    assert height(page) > 300
    assert seen[1] == seen[2]
    assert hostile == seen[0]


def test_a_strict_page_needs_two_lines_in_its_policy(
    page: Page, host: Host, snippet: Snippet, site: str
) -> None:
    breaches: list[str] = []
    page.on("console", lambda m: "Content Security" in m.text and breaches.append(m.text))
    policy = f"default-src 'none'; img-src data:; script-src {site}; frame-src {site}"
    page.goto(host.put(snippet(), Content_Security_Policy=policy))
    framed(page)
    assert breaches == []


def test_a_page_that_forbids_scripts_keeps_links_or_takes_the_plain_frame(
    page: Page, host: Host, snippet: Snippet, site: str
) -> None:
    page.goto(host.put(snippet(), Content_Security_Policy="default-src 'none'; img-src data:"))
    for name in ("In danger? Call 911", "Night Line: Call 555", "Find support: Support Directory"):
        assert page.get_by_role("link", name=name).is_visible()
    policy = f"default-src 'none'; img-src data:; frame-src {site}"
    page.goto(host.put(snippet("frame", topic="grief"), Content_Security_Policy=policy))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Grief Circle")).to_be_visible()


def test_the_host_may_ask_for_isolation(page: Page, host: Host, snippet: Snippet) -> None:
    """A page that lets in only what says it may come (COEP)."""
    address = host.put(
        snippet(colour="0b4a45"),
        Cross_Origin_Embedder_Policy="require-corp",
        Cross_Origin_Opener_Policy="same-origin",
    )
    page.goto(address)
    frame = framed(page)
    assert page.evaluate("crossOriginIsolated")
    assert frame.evaluate("getComputedStyle(document.body).margin") == "0px"


@pytest.mark.parametrize("many", [2, 10])
def test_many_on_one_page_each_with_its_own_choices(
    page: Page, host: Host, snippet: Snippet, many: int
) -> None:
    choices = [{"category": "professional"}, {"kind": "class", "language": "es", "theme": "dark"}]
    page.goto(host.put("".join(snippet(**choices[n % 2]) for n in range(many))))
    page.wait_for_function("n => events.length >= n", arg=many)
    frames = [frame for frame in page.frames if "/embed/v1/" in frame.url]
    assert len(frames) == many
    languages = [frame.evaluate("document.documentElement.lang") for frame in frames]
    assert languages == ["en", "es"] * (many // 2)
    first, second = frames[0], frames[1]
    assert first.locator(".card h3").all_inner_texts() == ["Open Door"]
    assert second.locator(".card").count() == 6
    first.get_by_label("What would help?").fill("people")
    first.get_by_role("button", name="Search").click()
    first.wait_for_url("**q=people**")
    assert "q=people" not in second.url


def test_without_scripts_links_and_numbers_are_there(
    browser: Browser, host: Host, snippet: Snippet
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(host.put(snippet()))
    assert page.get_by_role("link", name="In danger? Call 911").get_attribute("href") == "tel:911"
    assert page.get_by_role("link", name="All crisis help").is_visible()
    page.goto(host.put(snippet("frame", category="community")))
    frame = page.frame_locator("iframe")
    frame.get_by_label("What would help?").fill("walking")
    frame.get_by_role("button", name="Search").click()
    frame.get_by_role("link", name="Walking Group 2", exact=True).click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Walking Group 2")
    frame.get_by_role("link", name="Back").first.click()
    expect(frame.get_by_label("What would help?")).to_have_value("walking")
    context.close()


def test_nothing_is_kept_and_nothing_can_be(
    page: Page, host: Host, snippet: Snippet, context: BrowserContext
) -> None:
    page.goto(host.put(snippet()))
    frame = framed(page)
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    for store in ("localStorage", "sessionStorage", "document.cookie"):
        said = frame.evaluate(f"() => {{ try {{ {store} }} catch (e) {{ return e.name }} }}")
        assert said == "SecurityError", store


@pytest.mark.parametrize("trouble", ["down", "500", "404", "slow"])
def test_when_the_server_does_not_answer_the_numbers_stay(
    page: Page, host: Host, snippet: Snippet, trouble: str
) -> None:
    def answer(route: Any) -> None:
        match trouble:
            case "down":
                route.abort()
            case "slow":
                held.append(route)
            case _:
                route.fulfill(status=int(trouble), body="<h1>raw error</h1>")

    held: list[Any] = []
    page.clock.install()
    page.route(re.compile("/embed/v1/.language"), answer)
    page.goto(host.put(snippet()), wait_until="commit")
    page.wait_for_selector("iframe", state="attached")
    call = page.get_by_role("link", name="In danger? Call 911")
    assert call.is_visible()
    page.clock.fast_forward(4500)
    expect(page.get_by_role("status")).to_contain_text("The search does not answer.")
    assert call.is_visible()
    assert page.get_by_role("link", name="Find support: Support Directory").is_visible()
    assert page.evaluate("events") == [["closed", None]]
    assert height(page) < 400
    for route in held:  # late is not never
        route.continue_()
    if held:
        page.wait_for_function("events.length === 2")
        assert not call.is_visible()


def test_when_even_the_script_is_away_the_list_is_simply_there(
    page: Page, host: Host, snippet: Snippet
) -> None:
    page.route("**/loader.js", lambda route: route.abort())
    page.goto(host.put(snippet()))
    assert page.get_by_role("link", name="Night Line: Text HOME to 555").is_visible()


def test_an_error_of_ours_leaves_the_list(page: Page, host: Host, snippet: Snippet) -> None:
    page.clock.install()
    page.goto(host.put(snippet(preset="0123456789")))
    page.wait_for_function("[...document.querySelectorAll('*')].length > 5")
    page.clock.fast_forward(4500)
    assert page.get_by_role("link", name="In danger? Call 911").is_visible()
    assert page.evaluate("heard") == []


FORGE = """async () => {
    const element = document.querySelector("[data-support-directory]");
    const before = element.getBoundingClientRect().height;
    const bad = [1e9, NaN, Infinity, -1, 20001, 1.5, "900", null, {}, [700], true, undefined];
    const other = document.body.appendChild(document.createElement("iframe"));
    other.srcdoc = `<script>for (let n = 0; n < 1000; n++) parent.postMessage({v: 1, h: 777}, "*")
      <` + `/script>`;
    await new Promise(done => other.onload = done);
    for (const h of bad) postMessage({ v: 1, h }, "*");
    for (let n = 0; n < 10000; n++) postMessage({ v: 1, h: 700 + n % 9 }, "*");
    for (const odd of [null, "x", 5, { h: 900 }, { v: 2, h: 900 }]) postMessage(odd, "*");
    await new Promise(done => setTimeout(done, 300));
    const after = element.getBoundingClientRect().height;
    other.remove();
    return [before, after];
}"""


def test_forged_messages_change_nothing(page: Page, host: Host, snippet: Snippet) -> None:
    page.goto(host.put(snippet()))
    frame = framed(page)
    before, after = page.evaluate(FORGE)
    assert before == after
    for bad in ("1, h: 1e9", "1, h: NaN", "1, h: {}", "1, h: -5", "9, h: 9"):
        frame.evaluate(f"parent.postMessage({{v: {bad}}}, '*')")  # even from the frame itself
    page.wait_for_timeout(200)
    assert height(page) == before


def test_typed_words_reach_nothing_of_the_page_around(
    page: Page, host: Host, snippet: Snippet
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers}"))
    page.goto(host.put(snippet()))
    frame = framed(page)
    frame.get_by_label("What would help?").fill("walking canary")
    frame.get_by_label("Town or postcode").fill("Canaryville")
    frame.get_by_role("button", name="Search").click()
    frame.wait_for_url("**canary**")
    frame.get_by_role("link", name="Walking Group 2", exact=True).click()
    frame.wait_for_selector("#detail")
    learned = page.evaluate("""() => JSON.stringify([
        document.documentElement.outerHTML, location.href, document.title, heard, events,
        performance.getEntries().map(e => e.toJSON()), history.state, { ...localStorage },
        document.referrer,
        [...document.querySelectorAll("*")].map(e => e.shadowRoot?.innerHTML)])""")
    assert "canary" not in learned.lower()
    assert all(host.address not in line.partition(" ")[2] or "loader.js" in line
               for line in asked if "/embed/" in line)  # fmt: skip
    own = (host.address, "http://localhost", "data:")
    assert [line for line in asked if not line.startswith(own)] == []


def test_back_and_forward_work_inside(page: Page, host: Host, snippet: Snippet) -> None:
    address = host.put(snippet())
    page.goto(address)
    frame = framed(page)
    frame.get_by_label("What would help?").fill("walking")
    frame.get_by_role("button", name="Search").click()
    frame.wait_for_url("**q=walking**")
    frame.get_by_role("link", name="Walking Group 2", exact=True).click()
    frame.wait_for_selector("#detail")
    page.evaluate("history.back()")
    frame.wait_for_url("**q=walking**")
    page.evaluate("history.forward()")
    frame.wait_for_url("**/listings/**")
    assert page.url == address


def test_the_keyboard_goes_in_and_out(page: Page, host: Host, snippet: Snippet) -> None:
    page.goto(host.put(snippet(kind="practice", category="professional")))
    frame = framed(page)
    page.get_by_role("link", name="Before").focus()
    met: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.textContent.trim()")
        if at == "After":
            break
        met.append(frame.evaluate("document.activeElement.textContent.trim()"))
    assert met[:3] == ["Leave this site", "In danger? Call 911", "Crisis help"]
    assert "Open Door" in met
    assert met[-1] == "Your privacy"
    page.keyboard.press("Shift+Tab")
    assert frame.evaluate("document.activeElement.textContent.trim()") == "Your privacy"


def test_focus_goes_where_a_step_led_and_the_count_is_said_once(
    page: Page, host: Host, snippet: Snippet
) -> None:
    page.goto(host.put(snippet()))
    frame = framed(page)
    assert frame.evaluate("document.activeElement === document.body")  # the page around keeps it
    frame.get_by_label("What would help?").fill("walking")
    frame.get_by_label("What would help?").press("Enter")
    frame.wait_for_url("**q=walking**")
    assert frame.evaluate("document.activeElement.id") == "found"
    assert frame.evaluate("document.activeElement.textContent").startswith("11 results")
    spoken = frame.locator("[role=status], [aria-live], [role=alert]").all_inner_texts()
    assert "".join(spoken) == ""  # the focused heading says it, nothing says it again
    frame.get_by_role("link", name="Walking Group 2", exact=True).focus()
    page.keyboard.press("Enter")
    frame.wait_for_selector("#detail")
    assert frame.evaluate("document.activeElement.id") == "detail"


def test_numbers_can_be_called(page: Page, host: Host, snippet: Snippet) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(host.put(snippet()))
    frame = framed(page)
    frame.get_by_role("link", name="In danger? Call 911").click()
    page.wait_for_timeout(200)
    assert not [text for text in said if "sandbox" in text.lower() or "blocked" in text.lower()]
    assert frame.get_by_role("heading", level=1).is_visible()


def test_the_way_out_leaves_the_whole_page(page: Page, host: Host, snippet: Snippet) -> None:
    page.route("https://www.weather.gov/", lambda route: route.fulfill(body="<h1>Weather</h1>"))
    page.goto(host.put(snippet()))
    framed(page).get_by_role("link", name="Leave this site").click()
    page.wait_for_url("https://www.weather.gov/")


def test_the_whole_directory_opens_in_a_tab_of_its_own(
    page: Page, host: Host, snippet: Snippet, context: BrowserContext
) -> None:
    context.route("http://localhost:8000/**", lambda route: route.fulfill(body="<h1>Ours</h1>"))
    page.goto(host.put(snippet(topic="grief")))
    with context.expect_page() as opened:
        framed(page).get_by_role("link", name="Full directory").click()
    assert opened.value.url == "http://localhost:8000/search?topic=grief"
    assert opened.value.evaluate("opener") is None


def test_it_can_be_closed_and_the_list_comes_back(page: Page, host: Host, snippet: Snippet) -> None:
    page.goto(host.put(snippet(close="yes")))
    framed(page).get_by_role("link", name="Close").click()
    page.wait_for_function("events.at(-1)[0] === 'closed'")
    assert page.get_by_role("link", name="In danger? Call 911").is_visible()


def test_a_changed_loader_is_refused_and_the_list_stays(
    page: Page, host: Host, snippet: Snippet
) -> None:
    page.route("**/loader.js", lambda route: route.fulfill(
        body="document.body.textContent = 'taken'", content_type="text/javascript",
        headers={"Access-Control-Allow-Origin": "*"}))  # fmt: skip
    page.goto(host.put(snippet()))
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("link", name="In danger? Call 911").is_visible()


STATES = {
    "list": "?category=community",
    "detail": "listings/open-door",
    "empty": "?w=&q=nothing+at+all+like+it",
    "danger": "?w=&q=i+want+to+die",
    "error": "listings/none",
    "crisis": "crisis",
    "dates": "?show=calendar",
    "card": "?listing=grief-circle",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "/es"])
def test_axe_finds_no_barrier_in_the_frame(
    page: Page, site: str, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 360, "height": 800})
    assert barriers(page, f"{site}{language}") == []


def barriers(page: Page, base: str) -> list[str]:
    found = []
    for state, path in STATES.items():
        page.goto(f"{base}/embed/v1/{path}")
        for fault in Axe().run(page, options=OPTIONS).response["violations"]:
            found += [f"{state}: {fault['id']}: {node['html'][:160]}" for node in fault["nodes"]]
    return found


@pytest.mark.parametrize("colour", ["ffff00", "7a2080"])
def test_axe_finds_no_barrier_in_a_partners_colours(page: Page, site: str, colour: str) -> None:
    for theme in ("light", "dark"):
        page.goto(f"{site}/embed/v1/?category=community&theme={theme}&colour={colour}&size=150")
        assert Axe().run(page, options=OPTIONS).response["violations"] == []


def test_axe_finds_no_barrier_around_the_frame(page: Page, host: Host, snippet: Snippet) -> None:
    page.goto(host.put(snippet()))
    frame = framed(page)
    assert Axe().run(page, options=OPTIONS).response["violations"] == []
    assert Axe().run(frame, options=OPTIONS).response["violations"] == []  # type: ignore[arg-type]


def test_a_partner_builds_copies_and_pastes(browser: Browser, host: Host, site: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(f"{site}/widget")
    page.locator("summary").filter(has_text="Topic").click()
    page.locator("input[name=topic][value=grief]").check()
    page.wait_for_url("**topic=grief**")
    page.get_by_label("Your colour").fill("#ffff00")
    page.get_by_label("Your colour").press("Tab")
    expect(page.get_by_text("Your colour was made darker")).to_be_visible()
    preview = page.frame_locator("#preview")
    expect(preview.get_by_role("heading", name="Grief Circle")).to_be_visible()
    page.get_by_role("button", name="Copy : For most websites").click()
    expect(page.get_by_role("button", name="Copied : For most websites")).to_be_visible()
    page.goto(host.put(""))  # our own pages may not read what was copied
    copied = page.evaluate("navigator.clipboard.readText()")
    assert 'data-topic="grief"' in copied
    phone = browser.new_context(viewport={"width": 390, "height": 800})
    phone.add_init_script(LISTEN)
    theirs = phone.new_page()
    theirs.goto(host.put(copied.replace("http://localhost:8000", site)))
    shown = framed(theirs)
    assert "topic=grief" in shown.url
    assert shown.get_by_role("heading", level=2, name="13 results").is_visible()
    phone.close()
    context.close()


def test_the_builder_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/widget")
    page.get_by_label("Light or dark").select_option("dark")
    page.get_by_role("button", name="Show", exact=True).click()
    assert 'data-theme="dark"' in page.get_by_label("For most websites").input_value()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier_in_the_builder(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/widget?topic=grief&colour=ffff00", "/es/widget"):
        page.goto(site + path)
        page.wait_for_selector("button[type=button]")
        found = Axe().run(page, options=OPTIONS).response["violations"]
        assert [(f["id"], f["nodes"][0]["html"][:160]) for f in found] == []


def test_a_map_opens_in_the_frame_only_when_asked_for(
    page: Page, host: Host, snippet: Snippet
) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.goto(host.put(snippet(category="community")))
    frame = framed(page)
    button = frame.get_by_role("button", name="Show on a map")
    button.wait_for()
    assert not [url for url in asked if "leaflet" in url or "basemap" in url]
    button.click()
    expect(frame.locator("[data-map-frame]")).to_be_visible()
    expect(frame.locator(".leaflet-marker-icon").first).to_be_visible()
    assert said == []
