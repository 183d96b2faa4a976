"""Every public page: strict HTML, one heading, labelled fields, crisis help in view, nothing of
anybody else's, the right headers, no cookie. A new route is tested without anyone remembering."""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

H = "{http://www.w3.org/1999/xhtml}"
LISTING = "grief-circle"
PAGES = [
    "/",
    "/search",
    "/search?q=grief",
    "/search?q=walking&page=2",
    "/search?q=nothing+at+all+like+it",
    "/search?topic=grief&cost=free&open=now&near=Nowhere&sort=next",
    "/search?q=i+want+to+die",
    "/search?q=my+husband+hits+me",
    "/search?private=yes",
    "/map",
    "/search/follow?q=grief&topic=grief",
    "/search/follow?q=grief&near=Minneapolis&made=yes&place=yes",
    "/map?q=walking&near=Minneapolis",
    "/map?private=yes&q=my+husband+hits+me",
    f"/listings/{LISTING}",
    "/listings/open-door",
    "/listings/evening-line",
    "/browse/topic/none",
    "/crisis",
    "/crisis?country=GB",
    "/crisis?country=XX",
    "/about",
    "/policy",
    "/privacy",
    "/mix",
    "/mix?private=yes",
    "/mix?step=2&who=other&q=i+want+to+die",
    "/mix?step=3",
    "/mix?step=4",
    "/mix?step=5&near=Leeds",
    "/mix?step=6&near=Minneapolis&topic=grief",
    "/plan",
    "/guides",
    "/guides/kinds",
    "/guides/first-group",
    "/guides/supporting",
    "/guides/online",
    "/docs/api",
    "/open-data",
    "/open-data?q=walking&topic=grief",
    "/listings/grief-circle/report",
    "/listings/grief-circle/change",
    "/listings/grief-circle/change/phone",
    "/listings/grief-circle/claim",
    "/submit",
    "/widget",
    "/listings/never-there",
    "/no-such-page",
    "/patterns",
    "/patterns?level=safety",
    "/patterns?level=soft",
]
PAGES += [f"/es{path}" for path in PAGES]

Visits = dict[str, TestResponse]


@pytest.fixture(scope="module")
def visits(small_site: Flask) -> Visits:
    """Every page, opened once."""
    client = small_site.test_client()
    return {path: client.get(path) for path in PAGES}


@pytest.fixture
def client(small_site: Flask) -> FlaskClient:
    return small_site.test_client()


def tree(response: TestResponse) -> Element:
    """The page as a strict parser sees it: raises for anything not well formed."""
    return html5lib.HTMLParser(strict=True).parse(response.text)


def texts(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_what_every_page_must(visits: Visits, path: str) -> None:
    response = visits[path]
    assert response.status_code in (200, 404)
    page = tree(response)
    language = "es" if path.startswith("/es") else "en"
    assert (page.get("lang"), page.get("dir")) == (language, "ltr")
    assert len([e for e in page.iter(f"{H}h1") if texts(e)]) == 1
    (title,) = page.iter(f"{H}title")
    assert texts(title).endswith("Support Directory")
    assert len(list(page.iter(f"{H}main"))) == 1
    ids = Counter(e.get("id") for e in page.iter() if e.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    targets = {e.get("href", "")[1:] for e in page.iter(f"{H}a") if e.get("href", "")[:1] == "#"}
    pointers = {
        name
        for e in page.iter()
        for attribute in ("aria-labelledby", "aria-describedby")
        for name in e.get(attribute, "").split()
    }
    assert targets | pointers <= set(ids)


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_step_at_a_time(visits: Visits, path: str) -> None:
    page = tree(visits[path])
    levels = [int(e.tag[-1]) for e in page.iter() if re.fullmatch(rf"{H}h[1-6]", e.tag)]
    in_main = levels[levels.index(1) :]
    assert all(later - earlier <= 1 for earlier, later in pairwise(in_main))


@pytest.mark.parametrize("path", PAGES)
def test_crisis_help_and_the_way_out_come_first_on_every_page(visits: Visits, path: str) -> None:
    links = [e.get("href") for e in tree(visits[path]).iter(f"{H}a")]
    skip, leave, call, crisis = links[:4]
    assert (skip, leave, call) == ("#main", "https://www.weather.gov/", "tel:911")
    assert crisis in ("/crisis", "/es/crisis")


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label(visits: Visits, path: str) -> None:
    page = tree(visits[path])
    labelled = {e.get("for") for e in page.iter(f"{H}label")}
    wrapped = {id(child) for e in page.iter(f"{H}label") for child in e.iter()}
    for tag in ("input", "select", "textarea"):
        for field in page.iter(H + tag):
            if field.get("type") != "hidden":
                assert field.get("id") in labelled or id(field) in wrapped, field.attrib


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(visits: Visits, path: str) -> None:
    page = tree(visits[path])
    for element in page.iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
        loads = element.get("src") or (element.tag == f"{H}link" and element.get("href")) or ""
        if element.get("rel") not in ("canonical", "alternate"):
            assert not urlsplit(loads).netloc
    assert list(page.iter(f"{H}style")) == []
    scripts = [e for e in page.iter(f"{H}script") if e.get("type") != "application/ld+json"]
    assert [e for e in scripts if not e.get("src")] == []


@pytest.mark.parametrize("path", PAGES)
def test_links_that_leave_tell_nobody_where_from(visits: Visits, path: str) -> None:
    for link in tree(visits[path]).iter(f"{H}a"):
        if urlsplit(link.get("href", "")).netloc:
            assert "noreferrer" in link.get("rel", "").split(), link.attrib


def addresses(app: Flask) -> Iterator[str]:
    """One address for every route."""
    samples = {"slug": LISTING, "number": 0, "filename": "css/base.css"}
    for rule in app.url_map.iter_rules():
        values = {name: samples.get(name, "1") for name in rule.arguments}
        built = rule.build(values)
        assert built
        yield built[1]


# Only to search near the visitor, and the browser asks them first.
MAY_ASK_WHERE = {"/map"}


def test_every_answer_has_the_headers_of_its_kind(small_site: Flask, client: FlaskClient) -> None:
    page = (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    asked = [(path, "GET") for path in addresses(small_site)]
    asked += [("/no-such-page", "GET"), ("/listings/never-there", "GET"), ("/crisis", "POST")]
    for path, method in asked:
        with client.open(path, method=method) as response:
            headers, kind = response.headers, response.mimetype
            scripts = b"<script src=" in response.data
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert policy.startswith("default-src 'none'; "), path
        if kind == "text/html" and not path.startswith(("/api", "/embed", "/staff", "/widget")):
            own = policy.removeprefix(page)
            assert bool(own) == scripts, path
            assert set(own.split("; ")[1:]) <= {
                f"{what}-src 'self'" for what in ("script", "connect", "worker")
            }, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Embedder-Policy"] == "require-corp", path
        assert headers["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin"), path
        assert "camera=()" in headers["Permissions-Policy"], path
        nearby = "(self)" if path in MAY_ASK_WHERE else "()"
        assert f"geolocation={nearby}" in headers["Permissions-Policy"], path
        assert "Set-Cookie" not in headers, path
        assert "Server" not in headers, path


def test_pages_with_somebodys_words_are_kept_by_nobody(client: FlaskClient) -> None:
    for path in ("/search", "/search?q=grief", "/no-such-page"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.post("/search", data={"q": "grief"}).headers["Cache-Control"] == "no-store"


def test_our_own_files_stay_a_year_under_their_fingerprint(client: FlaskClient) -> None:
    page = tree(client.get("/"))
    sheets = [e.get("href") for e in page.iter(f"{H}link") if e.get("rel") == "stylesheet"]
    for address in sheets:
        assert keeping(client, address) == "public, max-age=31536000, immutable"
    assert keeping(client, "/static/css/base.css") == "no-cache"
    assert keeping(client, "/static/css/base.css?v=old") == "no-cache"


def keeping(client: FlaskClient, address: str) -> str:
    with client.get(address) as response:
        return response.headers["Cache-Control"]


def test_a_site_for_others_asks_for_https_for_a_year(
    small_site: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    settings = replace(small_site.config["SETTINGS"], public_url="https://help.example")
    monkeypatch.setitem(small_site.config, "SETTINGS", settings)
    asked = client.get("/").headers["Strict-Transport-Security"]
    assert asked == "max-age=31536000; includeSubDomains"


BUDGETS = {"/": 14_000, "/search?q=walking": 14_000, "/crisis": 8_000}


@pytest.mark.parametrize("path", BUDGETS)
def test_a_first_view_fits_the_first_packets(client: FlaskClient, path: str) -> None:
    """Bytes of the page and its style sheets, packed."""
    packed = {"Accept-Encoding": "gzip"}
    page = tree(client.get(path))
    sheets = [e.get("href") for e in page.iter(f"{H}link") if e.get("rel") == "stylesheet"]
    size = 0
    for address in (path, *sheets):
        with client.get(str(address), headers=packed) as response:
            assert response.headers["Content-Encoding"] == "gzip"
            size += len(response.data)
    assert size <= BUDGETS[path]


SCRIPTS_OF_A_PAGE = 15_000


def test_the_scripts_of_every_page_are_light(small_site: Flask, client: FlaskClient) -> None:
    """Bytes, packed, with all that a script brings in; without the map, which is loaded only when
    opened."""
    folder = Path(small_site.static_folder or "") / "js"
    for path in addresses(small_site):
        with client.get(path) as response:
            names = set(re.findall(rb'<script src="[^"]*/js/([\w-]+)\.js', response.data))
        wanted, loaded = {name.decode() for name in names}, dict[str, int]()
        while wanted:
            name = wanted.pop()
            if name.startswith("map"):
                continue
            script = (folder / f"{name}.js").read_bytes()
            loaded[name] = len(gzip.compress(script, 6))
            brought = re.findall(rb'from "\./([\w-]+)\.js"', script)
            wanted |= {each.decode() for each in brought} - set(loaded)
        assert sum(loaded.values()) <= SCRIPTS_OF_A_PAGE, (path, loaded)


ALL_SCRIPTS = 15_000
# Of staff and partners; of the frame on other sites; of forms while a flood lasts.
NOT_FOR_VISITORS = {"staff", "passkeys", "builder", "imports", "frame", "puzzle"}


def test_all_scripts_that_visitors_load_are_light_together(small_site: Flask) -> None:
    """Bytes, packed, without the map, which is loaded only when opened."""
    folder = Path(small_site.static_folder or "") / "js"
    files = [f for f in folder.glob("*.js") if not f.stem.startswith("map")]
    mine = [f for f in files if f.stem not in NOT_FOR_VISITORS]
    assert sum(len(gzip.compress(f.read_bytes(), 6)) for f in mine) <= ALL_SCRIPTS
