"""Asking the internet: only what is turned on, only what is public, never without an end."""

import gzip
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from flask import Flask

from directory.config import SettingError, Settings
from directory.web import outside
from directory.web.outside import NotAnswered, ask
from directory.web.public_addresses import is_public
from tests.web.stranger import Stranger, canary, make_certificate, points_to, says, stranger


@pytest.fixture
def means(app: Flask) -> outside.Means:
    """Everything is turned on; names are looked up nowhere unless a test says where."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outside=("links", "pulls", "webhooks"))
    means: outside.Means = app.extensions["outside"]
    means.look_up = lambda name, port: [name]
    return means


@pytest.fixture
def rosa(means: outside.Means) -> Iterator[Stranger]:
    """Rosa's web server, which the tests may ask though it stands on this machine."""
    with stranger() as told:
        means.allowed = frozenset({("127.0.0.1", told.port), ("rosa.example", told.port)})
        yield told


def asked(url: str, **how: object) -> str:
    """The body of an answer, or the code of why there was none."""
    try:
        with ask("GET", url, purpose="links", **how) as answer:  # type: ignore[arg-type]
            return answer.body().decode()
    except NotAnswered as error:
        return error.code


HOSTILE = """
http://127.0.0.1:{port}/            http://localhost:{port}/           http://127.1:{port}/
http://2130706433:{port}/           http://0x7f.1:{port}/              http://0x7f000001:{port}/
http://0177.0.0.1:{port}/           http://017700000001:{port}/        http://①②⑦.⓪.⓪.①:{port}/
http://127。0。0。1:{port}/           http://0.0.0.0:{port}/             http://0:{port}/
http://[::1]:{port}/                http://[::]:{port}/                http://[::ffff:127.0.0.1]:{port}/
http://[::ffff:7f00:1]:{port}/      http://[::127.0.0.1]:{port}/       http://[64:ff9b::7f00:1]:{port}/
http://[2002:7f00:1::]:{port}/      http://[fe80::1%25lo]:{port}/      http://[::1%25lo]:{port}/
http://localhost.localdomain:{port}/  http://ip6-localhost:{port}/     http://127.0.0.1.:{port}/
http://user@127.0.0.1:{port}/       http://example.org@127.0.0.1:{port}/  http://a:b@127.0.0.1:{port}/
http://example.org\\@127.0.0.1:{port}/  http:\\\\127.0.0.1:{port}/      http:/127.0.0.1:{port}/
http:127.0.0.1:{port}/              //127.0.0.1:{port}/                http://127.0.0.1:{port}\\@example.org/
http://127.0.0.1:{port}#@example.org/  http://127.0.0.1:{port}?@example.org/  http://example.org:80:{port}/
http://example.org:{port}@127.0.0.1/  ftp://127.0.0.1:{port}/          file:///etc/passwd
gopher://127.0.0.1:{port}/_hello    dict://127.0.0.1:{port}/           unix:///run/socket
javascript:alert(1)                 data:text/plain,hello              http://
http://127.0.0.1:{port}%2F@example.org/  HTTP://LOCALHOST:{port}/      http://[::ffff:0:127.0.0.1]:{port}/
http://inside.example.org:{port}/   http://127.0.0.1%00.example.org:{port}/
""".split()
ODD = [
    "http://127.0.0.1:{port}/\r\nHost: x",
    "http://127.0.0.1\t:{port}/",
    " http://127.0.0.1:{port}/",
]
ODD += [
    "http://127.0.0.1 :{port}/",
    "http://exa\u202emple.org:{port}/",
    "http://127.0.0.1:{port}/\0",
]


def test_none_of_the_hostile_addresses_reaches_this_machine(means: outside.Means) -> None:
    means.look_up = lambda name, port: ["127.0.0.1"]  # as the name service would be made to say
    with canary() as (port, came):
        codes = {url: asked(url.format(port=port)) for url in HOSTILE + ODD}
        time.sleep(0.1)
    assert len(codes) >= 45
    assert came == []
    assert set(codes.values()) <= {
        "characters", "scheme", "userinfo", "host", "ambiguous", "port", "address",
    }  # fmt: skip


NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1
2002:7f00:1:: 2002:0808:0808:: 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1
5f00::1 2a00:1450::5efe:7f00:1 2a00:1450:0:0:200:5efe:a00:1 nonsense 1.2.3
""".split()


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_public_is_known(means: outside.Means, address: str) -> None:
    assert not is_public(address)
    means.look_up = lambda name, port: [address]
    assert asked("https://partner.example.org/") == "address"


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.215.14", "2606:2800:21f::1", "64:ff9b::808:808", "::ffff:8.8.8.8"],
)
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_one_inner_address_among_public_ones_spoils_a_name(means: outside.Means) -> None:
    means.look_up = lambda name, port: ["93.184.215.14", "127.0.0.1"]
    assert asked("https://partner.example.org/") == "address"


def test_a_name_is_looked_up_once_and_that_address_is_asked(
    means: outside.Means, rosa: Stranger
) -> None:
    looked: list[str] = []

    def changes_its_mind(name: str, port: int) -> list[str]:
        looked.append(name)
        return ["127.0.0.1"] if len(looked) == 1 else ["127.0.0.2"]

    means.look_up = changes_its_mind
    assert asked(f"http://rosa.example:{rosa.port}/page") == "hello"
    assert looked == ["rosa.example"]
    assert rosa.asked[0][2]["Host"] == f"rosa.example:{rosa.port}"


def test_a_name_that_turns_inward_on_a_redirect_gains_nothing(
    means: outside.Means, rosa: Stranger
) -> None:
    """The first answer is good; the redirect to the same kind of name is looked up and judged."""
    means.look_up = lambda name, port: ["127.0.0.1"]
    rosa.answer = points_to("http://rebound.example.org/secret")
    assert asked(f"http://rosa.example:{rosa.port}/") == "address"
    assert len(rosa.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "onward",
    [
        "http://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "http://[::1]:{port}/",
        "\\\\127.0.0.1:{port}",
        "http://x\\@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "http://2130706433:{port}/",
    ],
)
def test_each_redirect_is_judged_like_the_first_address(
    rosa: Stranger, status: int, onward: str
) -> None:
    with canary() as (port, came):
        rosa.answer = points_to(onward.format(port=port), status)
        code = asked(f"{rosa.url}/")
    assert code in ("host", "port", "scheme", "characters")
    assert came == []


def test_three_redirects_are_followed_and_a_fourth_is_not(rosa: Stranger) -> None:
    def counts_down(request: BaseHTTPRequestHandler) -> None:
        left = int(request.path.strip("/"))
        (points_to(f"/{left - 1}") if left else says(b"there"))(request)

    rosa.answer = counts_down
    assert asked(f"{rosa.url}/3") == "there"
    assert asked(f"{rosa.url}/4") == "redirects"
    with ask("GET", f"{rosa.url}/2", purpose="links") as answer:
        assert answer.url == f"{rosa.url}/0"
    with ask("GET", f"{rosa.url}/2", purpose="links", follow=0) as answer:
        assert answer.status == 302


def test_what_is_sent_is_never_sent_on(rosa: Stranger) -> None:
    rosa.answer = points_to("/elsewhere", 307)
    with ask("POST", rosa.url, purpose="webhooks", body=b"{}") as answer:
        assert answer.status == 307
    assert [(method, path, body) for method, path, _, body in rosa.asked] == [("POST", "/", b"{}")]


def test_a_secret_stays_with_the_host_it_was_meant_for(
    means: outside.Means, rosa: Stranger
) -> None:
    with stranger() as other:
        means.allowed |= {("127.0.0.1", other.port)}
        rosa.answer = points_to(f"{other.url}/")
        with ask("GET", rosa.url, purpose="pulls", headers={"Authorization": "Bearer x"}):
            pass
        assert "Authorization" in rosa.asked[0][2]
        assert "Authorization" not in other.asked[0][2]


def test_only_what_the_operator_turned_on_is_asked(
    app: Flask, means: outside.Means, rosa: Stranger
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outside=("pulls",))
    assert asked(rosa.url) == "off"
    assert rosa.asked == []
    with ask("GET", rosa.url, purpose="pulls") as answer:
        assert answer.body() == b"hello"


def test_nothing_is_turned_on_in_a_fresh_installation() -> None:
    assert Settings.read({}).outside == ()
    with pytest.raises(SettingError, match="images is none of domains, links, pulls, webhooks"):
        Settings.read({"DIRECTORY_OUTSIDE": "links,images"})


def test_a_small_answer_that_swells_is_stopped(rosa: Stranger) -> None:
    rosa.answer = says(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    assert asked(rosa.url) == "large"
    count = 0
    with ask("GET", rosa.url, purpose="pulls", largest=60_000_000) as answer:
        for piece in answer.pieces():
            assert len(piece) <= outside.PIECE
            count += len(piece)
    assert count == 50_000_000


def test_a_long_answer_is_stopped_and_an_unread_one_is_not_fetched(rosa: Stranger) -> None:
    rosa.answer = says(b"x" * 1_000_001)
    assert asked(rosa.url) == "large"
    with ask("HEAD", rosa.url, purpose="links") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("where", ["body", "headers", "silence"])
def test_a_stranger_who_dawdles_is_left(rosa: Stranger, where: str) -> None:
    def dawdles(request: BaseHTTPRequestHandler) -> None:
        start = b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if where == "body" else b"X-A: ")
        request.wfile.write(b"" if where == "silence" else start)
        for _ in range(60):
            time.sleep(0.05)
            if where != "silence":
                request.wfile.write(b"x")

    rosa.answer = dawdles
    assert asked(rosa.url, seconds=0.4) == "time"


def test_half_an_answer_is_none(rosa: Stranger) -> None:
    def breaks_off(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf")

    rosa.answer = breaks_off
    assert asked(rosa.url) == "broken"


def test_where_nobody_is_there_is_no_answer(means: outside.Means) -> None:
    with stranger() as gone:
        pass
    means.allowed = frozenset({("127.0.0.1", gone.port)})
    assert asked(f"{gone.url}/") == "connect"
    means.look_up = lambda name, port: []
    assert asked("https://nobody.example.org/") == "name"


def test_a_certificate_must_be_good_for_the_name(means: outside.Means, tmp_path: Path) -> None:
    good = make_certificate(tmp_path, "rosa.example.org")
    means.look_up = lambda name, port: ["127.0.0.1"]
    with stranger(good) as told:
        names = ("rosa.example.org", "eve.example.org")
        means.allowed = frozenset((name, told.port) for name in names)
        assert asked(f"https://rosa.example.org:{told.port}/") == "tls"  # nobody vouches for it
        means.certificates = str(good)
        assert asked(f"https://rosa.example.org:{told.port}/") == "hello"
        assert asked(f"https://eve.example.org:{told.port}/") == "tls"


def test_the_proxies_of_the_machine_are_passed_by(
    rosa: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with canary() as (port, came):
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        assert asked(rosa.url) == "hello"
    assert came == []
