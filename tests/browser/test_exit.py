"""Eve looks over a shoulder: the way out in a real browser, with scripts and without."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from tests.live import served
from tests.small_directory import open_small_site

PLACES = ["/", "/search?q=walking", "/listings/open-door", "/crisis", "/submit", "/policy"]
KEEP = "localStorage.setItem('plan', 'canary'); sessionStorage.setItem('plan', 'canary')"


class Weather(BaseHTTPRequestHandler):
    """The neutral site, and what it was told."""

    asked: list[tuple[str, str | None]] = []

    def do_GET(self) -> None:
        if self.path == "/":
            self.asked.append((self.path, self.headers.get("Referer")))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Weather</title><h1>Weather</h1>")

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def neutral() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Weather)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, _template: Any, neutral: str) -> Iterator[str]:
    with (
        open_small_site(tmp_path_factory, _template, exit_url=neutral) as app,
        served(app) as address,
    ):
        yield address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PLACES)
def test_the_link_leaves_and_takes_the_pages_place(
    page: Any, site: str, neutral: str, path: str
) -> None:
    page.goto(site + "/about")
    page.goto(site + path)
    page.evaluate(KEEP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    Weather.asked.clear()
    page.get_by_role("link", name="Leave this site").first.click()
    page.wait_for_url(neutral)
    assert [url for url in asked if "favicon" not in url] == [neutral]
    assert Weather.asked == [("/", None)]
    page.go_back()
    assert page.url == f"{site}/about"
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_shift_three_times_leaves_and_two_do_not(page: Any, site: str, neutral: str) -> None:
    page.goto(f"{site}/search?q=walking")
    page.get_by_label("What would help?").focus()
    for _ in range(2):
        page.keyboard.press("Shift")
    page.keyboard.type("A Big Name")
    page.wait_for_timeout(400)
    assert page.url.startswith(site)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(neutral)


def test_the_page_is_covered_before_anything_else_happens(page: Any, site: str) -> None:
    page.goto(f"{site}/listings/open-door")
    seen = page.evaluate("""() => {
        document.querySelector('[data-exit]').click();
        const top = document.elementFromPoint(200, 300);
        return [top.tagName, getComputedStyle(top).position, top.textContent, document.title];
    }""")
    assert seen == ["DIV", "fixed", "", "\u200b"]


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_without_scripts_the_link_stands_in_the_same_place(
    browser: Any, site: str, neutral: str, path: str, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(site + path)
    link = page.locator(".crisis-bar [data-exit]")
    box = link.bounding_box()
    page.goto(site + "/about")
    assert box == page.locator(".crisis-bar [data-exit]").bounding_box()
    assert box["height"] >= 44
    page.locator(".crisis-bar [data-exit]").click()
    page.wait_for_url(neutral)
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_on_pages_about_abuse_it_stays_in_view(page: Any, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/listings/open-door", "/search?q=my+husband+hits+me"):
        page.goto(site + path)
        for share in (0, 0.5, 1):
            page.evaluate(f"scrollTo(0, document.body.scrollHeight * {share})")
            over = page.evaluate("""() => {
                const link = document.querySelector('.exit-fixed');
                const box = link.getBoundingClientRect();
                const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return link.contains(at) && box.height >= 44 && box.bottom <= innerHeight;
            }""")
            assert over, (path, share)


def test_who_comes_back_can_use_the_page_again(page: Any, site: str, neutral: str) -> None:
    """The browser may bring a page back as it was left."""
    page.goto(f"{site}/about")
    title, last = page.evaluate("""() => {
        document.querySelector('[data-exit]').dispatchEvent(
            new MouseEvent('click', {bubbles: true, cancelable: true}));
        window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
        return [document.title, document.documentElement.lastElementChild.tagName];
    }""")
    assert title.startswith("About")
    assert last == "BODY"


def test_nothing_of_it_is_logged(app: Flask) -> None:
    """The way out has no address of ours: there is nothing that a log could hold."""
    assert [rule for rule in app.url_map.iter_rules() if "exit" in rule.rule] == []
