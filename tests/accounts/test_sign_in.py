"""Max comes in, and Eve does not."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import event, func, select

from directory.accounts import audit, second_factor, sessions
from directory.accounts.models import Account, AccountSession, AuditEntry
from directory.extensions import db, now
from directory.jobs.models import Job
from directory.jobs.registry import JOBS
from tests.staff import PASSWORD, Browser, code_from, code_of, make_account, signed_in


@pytest.fixture
def eve(client: FlaskClient) -> Browser:
    return Browser(client)


def _sign_in(browser: Browser, email: str, password: str = PASSWORD, path: str = "") -> int:
    form = {"email": email, "password": password}
    answer = browser.send(f"/staff/sign-in{path}", form, page="/staff/sign-in")
    return answer.status_code


def _work_done() -> None:
    """What the worker does that comes before any letter leaves."""
    names = ("sign-in link", "note a failed sign-in")
    for job in db.session.scalars(select(Job).where(Job.name.in_(names))):
        JOBS[job.name].action(**job.args)
        db.session.delete(job)
    db.session.commit()


def test_a_fresh_site_has_no_account(app: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Account)) == 0


def test_signing_in_sets_no_cookie_before_it_works(eve: Browser) -> None:
    for path in ("/staff/sign-in", "/staff/sign-in/link", "/staff/sign-in/link/x"):
        assert "Set-Cookie" not in eve.get(path).headers
    _sign_in(eve, "nobody@example.org")
    assert eve.client.get_cookie("staff") is None


def test_the_first_administrator_comes_from_the_command_line(
    app: Flask, runner: FlaskCliRunner, eve: Browser
) -> None:
    said = runner.invoke(args=["accounts", "invite", "max@example.org", "--role", "admin"]).output
    path = said.strip().removeprefix("http://localhost:8000")
    form = {"name": "Max", "password": PASSWORD}
    assert eve.get(path).status_code == 200
    assert eve.send(path, form, page=path).headers["Location"] == "/staff/keys"
    assert eve.get("/staff/people").headers["Location"] == "/staff/keys"
    eve.send("/staff/keys/app", page="/staff/keys")
    typed = re.search(r'class="typed" dir="ltr">([^<]+)<', eve.get("/staff/keys/app").text)
    assert typed
    code = code_from(typed[1].replace("-", ""))
    codes = eve.send("/staff/keys/app", {"code": code}, page="/staff/keys/app")
    assert len(re.findall(r"<li><bdi", codes.text)) == 10
    assert eve.get("/staff/people").status_code == 200
    again = Browser(app.test_client())
    assert again.get(path).status_code == 410


def test_a_password_and_a_code_let_in(app: Flask, eve: Browser) -> None:
    account = make_account()
    assert _sign_in(eve, account.email.upper()) == 303
    assert eve.get("/staff/account").headers["Location"] == "/staff/sign-in/code"
    with time_machine.travel(now(), tick=False) as clock:
        code = code_of(account)
        page = "/staff/sign-in/code"
        assert eve.send(page, {"code": code}, page=page).status_code == 303
        assert eve.get("/staff/account").status_code == 200
        # The same code once more, in another browser.
        second = Browser(app.test_client())
        assert _sign_in(second, account.email) == 303
        assert second.send(page, {"code": code}, page=page).status_code == 422
        clock.shift(30)
        assert second.send(page, {"code": code_of(account)}, page=page).status_code == 303


def test_a_recovery_code_works_once(app: Flask, eve: Browser) -> None:
    account = make_account()
    codes = second_factor.new_recovery_codes(account)
    db.session.commit()
    page = "/staff/sign-in/code"
    _sign_in(eve, account.email)
    assert eve.send(page, {"code": codes[0].upper()}, page=page).status_code == 303
    second = Browser(app.test_client())
    _sign_in(second, account.email)
    assert second.send(page, {"code": codes[0]}, page=page).status_code == 422


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask, eve: Browser) -> None:
    make_account(email="max@example.org")
    wrong = "another lake with nine swans"

    def answers(email: str) -> list[str]:
        browser, found = Browser(app.test_client()), []
        for path, form in (
            ("/staff/sign-in", {"email": email, "password": wrong}),
            ("/staff/sign-in/link", {"email": email}),
        ):
            page = browser.send(path, form, page=path)
            found.append(f"{page.status_code} {page.text.replace(email, 'x')}")
        return [re.sub(r'(value|data-token)="[^"]{30,}"', "", text) for text in found]

    assert answers("max@example.org") == answers("eve@example.org")


def test_an_unknown_address_makes_as_much_work_as_a_known_one(app: Flask, eve: Browser) -> None:
    """The time that an answer takes is measured in tests/drills/test_timing.py."""
    make_account(email="max@example.org")
    for path, more in (("/staff/sign-in", {"password": "a guess"}), ("/staff/sign-in/link", {})):
        said = {
            email: _statements(partial(eve.send, path, {"email": email} | more, page=path))
            for email in ("max@example.org", "eve@example.org")
        }
        assert said["max@example.org"] == said["eve@example.org"], path


def _statements(act: Callable[[], object]) -> list[str]:
    """What is written meanwhile, and asked about accounts. The rest is asked once a second at most,
    whoever comes."""
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("SELECT", "BEGIN", "PRAGMA")) or "accounts" in statement:
            said.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    act()
    event.remove(db.engine, "before_cursor_execute", listen)
    return said


def test_nobody_unknown_gets_a_letter(app: Flask, eve: Browser) -> None:
    page = "/staff/sign-in/link"
    eve.send(page, {"email": "nobody@example.org"}, page=page)
    _work_done()
    assert db.session.scalar(select(func.count()).where(Job.name == "mail")) == 0


def test_a_link_by_mail_stands_for_the_password_only(app: Flask, eve: Browser) -> None:
    account = make_account(email="max@example.org")
    page = "/staff/sign-in/link"
    eve.send(page, {"email": "max@example.org"}, page=page)
    _work_done()
    job = db.session.scalars(select(Job).where(Job.name == "mail")).one()
    assert job.args["to"] == account.email
    link = urlsplit(job.args["values"]["url"]).path
    eve.get(link), eve.get(link)  # a mail scanner looks at it
    assert eve.send(link, page=link).headers["Location"] == "/staff/sign-in/code"
    assert Browser(app.test_client()).send(link, page="/staff/sign-in").status_code == 410


def test_a_link_by_mail_grows_old(app: Flask, eve: Browser) -> None:
    make_account(email="max@example.org")
    page = "/staff/sign-in/link"
    eve.send(page, {"email": "max@example.org"}, page=page)
    _work_done()
    job = db.session.scalars(select(Job).where(Job.name == "mail")).one()
    link = urlsplit(job.args["values"]["url"]).path
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert eve.send(link, page="/staff/sign-in").status_code == 410


def test_guessing_stops_after_ten_tries(app: Flask, eve: Browser) -> None:
    account = make_account()
    for _ in range(10):
        assert _sign_in(eve, account.email, "guess") == 422
    assert _sign_in(eve, account.email, PASSWORD) == 429
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        assert _sign_in(Browser(app.test_client()), account.email) == 303


def test_a_stranger_cannot_keep_an_owner_out(app: Flask, eve: Browser) -> None:
    """Eve uses up the tries of Max's password from ten networks; his link still works."""
    account = make_account()
    for number in range(11):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        _sign_in(Browser(client), account.email, "guess")
    page = "/staff/sign-in/link"
    eve.send(page, {"email": account.email}, page=page)
    _work_done()
    assert db.session.scalar(select(func.count()).where(Job.name == "mail")) == 1


def test_codes_are_counted(app: Flask, eve: Browser) -> None:
    account, page = make_account(), "/staff/sign-in/code"
    _sign_in(eve, account.email)
    for _ in range(5):
        assert eve.send(page, {"code": "000000"}, page=page).status_code == 422
    assert eve.send(page, {"code": code_of(account)}, page=page).status_code == 429


def test_a_disabled_account_stays_out_and_its_sessions_end(app: Flask) -> None:
    max_ = signed_in(app)
    assert max_.account
    max_.account.active = False
    db.session.commit()
    assert max_.get("/staff/account").status_code == 303
    assert _sign_in(Browser(app.test_client()), max_.account.email) == 422


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 303)])
def test_a_session_ends_when_it_is_not_used(app: Flask, minutes: int, status: int) -> None:
    max_ = signed_in(app)
    with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
        assert max_.get("/staff/account").status_code == status


def test_a_session_ends_after_eight_hours_of_work(app: Flask) -> None:
    max_ = signed_in(app)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(19):
            clock.shift(timedelta(minutes=25))
            assert max_.get("/staff/account").status_code == 200
        clock.shift(timedelta(minutes=25))
        assert max_.get("/staff/account").status_code == 303


def test_signing_in_gives_a_new_value(app: Flask, eve: Browser) -> None:
    eve.client.set_cookie("staff", "chosen by somebody else")
    account = make_account()
    _sign_in(eve, account.email)
    cookie = eve.client.get_cookie("staff")
    assert cookie
    half = cookie.value
    assert half != "chosen by somebody else"
    page = "/staff/sign-in/code"
    eve.send(page, {"code": code_of(account)}, page=page)
    cookie = eve.client.get_cookie("staff")
    assert cookie
    assert cookie.value != half
    kept = db.session.scalars(select(AccountSession.id)).all()
    assert list(kept) == [sessions.hashed(cookie.value)]


def test_sessions_are_listed_and_ended(app: Flask) -> None:
    max_ = signed_in(app)
    assert max_.account
    other = Browser(app.test_client())
    _sign_in(other, max_.account.email)
    page = "/staff/sign-in/code"
    other.send(page, {"code": code_of(max_.account)}, page=page)
    assert max_.get("/staff/account").text.count('name="session"') == 3
    max_.send("/staff/account/sessions/end", {"session": "others"})
    assert other.get("/staff/account").status_code == 303
    assert max_.get("/staff/account").status_code == 200


def test_signing_out_ends_the_session_and_clears_the_browser(app: Flask) -> None:
    max_ = signed_in(app)
    answer = max_.send("/staff/sign-out")
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert max_.get("/staff/account").status_code == 303


def test_what_matters_asks_for_a_key_again(app: Flask) -> None:
    max_ = signed_in(app, "admin")
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        answer = max_.get("/staff/people")
        assert answer.headers["Location"] == "/staff/confirm?next=/staff/people"
        page = answer.headers["Location"]
        wrong = max_.send(page, {"code": "wrong"}, page=page)
        assert wrong.status_code == 422
        right = max_.send(page, {"code": PASSWORD}, page=page)
        assert right.headers["Location"] == "/staff/people"
        assert max_.get("/staff/people").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/staff/\\evil", "/"]
)
def test_signing_in_leads_to_our_own_pages_only(app: Flask, eve: Browser, target: str) -> None:
    account = make_account("organization-owner", totp=False)
    answer = eve.send(
        f"/staff/sign-in?next={target}",
        {"email": account.email, "password": PASSWORD},
        page="/staff/sign-in",
    )
    assert answer.headers["Location"] == "/our/"


@pytest.mark.parametrize(
    "password",
    [
        "too short",
        "passwordpassword",
        "qwertyuiopasdfghjkl",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "123456789012345678",
        "iloveyouiloveyou1",
        "Support Directory 2026",
        "max and his blue bicycle",
        "x" * 129,
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(
    runner: FlaskCliRunner, eve: Browser, password: str
) -> None:
    said = runner.invoke(args=["accounts", "invite", "m.river@example.org"]).output
    path = said.strip().removeprefix("http://localhost:8000")
    form = {"name": "Max", "password": password}
    assert eve.send(path, form, page=path).status_code == 422


def test_an_organization_s_owner_may_come_in_with_a_password_alone(eve: Browser) -> None:
    account = make_account("organization-owner", totp=False)
    assert _sign_in(eve, account.email) == 303
    assert eve.get("/staff/account").status_code == 200


def test_staff_without_a_second_key_can_do_nothing_but_set_one_up(eve: Browser) -> None:
    account = make_account("moderator", totp=False)
    _sign_in(eve, account.email)
    for path in ("/staff/account", "/staff/log", "/staff/people"):
        assert eve.get(path).headers["Location"] == "/staff/keys"


def test_the_last_administrator_stays(app: Flask) -> None:
    max_ = signed_in(app, "admin")
    assert max_.account
    path = f"/staff/people/{max_.account.id}"
    assert max_.send(f"{path}/disable").status_code == 409
    assert max_.send(f"{path}/role", {"role": "editor"}).status_code == 409


def test_a_changed_role_counts_at_once(app: Flask) -> None:
    admin, max_ = signed_in(app, "admin"), signed_in(app, "moderator")
    assert max_.account
    admin.send(f"/staff/people/{max_.account.id}/role", {"role": "read-only"})
    assert max_.get("/staff/account").status_code == 303


def test_somebody_who_lost_their_keys_gets_a_new_link(app: Flask, eve: Browser) -> None:
    admin, account = signed_in(app, "admin"), make_account("editor")
    page = admin.send(f"/staff/people/{account.id}/keys").text
    found = re.search(r"http://localhost:8000(/staff/invitation/[\w-]+)", page)
    assert found
    assert _sign_in(eve, account.email) == 422
    assert eve.get(found[1]).status_code == 200


def test_another_site_s_cookie_name_is_for_https_only(app: Flask) -> None:
    from dataclasses import replace

    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_url="https://help.example")
    account = make_account("organization-owner", totp=False)
    browser = Browser(app.test_client())
    form = {"email": account.email, "password": PASSWORD}
    answer = browser.send("/staff/sign-in", form, page="/staff/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-staff=")
    assert "Domain" not in cookie
    for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert word in cookie


def test_what_happened_stands_in_the_log(app: Flask, eve: Browser) -> None:
    account = make_account("organization-owner", totp=False)
    _sign_in(eve, account.email, "guess")
    _sign_in(eve, "eve@example.org", "guess")
    _work_done()
    _sign_in(eve, account.email)
    acts = [entry.act for entry in audit.find(account.email)]
    assert acts == ["sign in", "fail to sign in"]
    assert db.session.scalar(select(func.count()).where(AuditEntry.subject.contains("eve"))) == 0


def test_tries_are_counted_for_the_address_that_reached_our_proxy(app: Flask) -> None:
    """Ten tries of one network rest it; whoever writes an address of their own into the header
    stays the same network, and a neighbour behind the same proxy is another (LIM-2)."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], proxies=1)

    def try_from(chain: str, number: int) -> int:
        form = {"email": f"nobody{number}@example.org", "password": "guess"}
        return (
            Browser(app.test_client())
            .send(
                "/staff/sign-in",
                form,
                page="/staff/sign-in",
                headers={"X-Forwarded-For": chain},
            )
            .status_code
        )

    said = [try_from(f"10.0.0.{n}, 203.0.113.9", n) for n in range(11)]
    assert said == [422] * 10 + [429]
    assert try_from("203.0.113.9, 198.51.100.7", 99) == 422
