"""A domain lapses, and whoever has it next does not get the listing with it (TRUST attack 3)."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import orjson
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.accounts.models import AuditEntry, Membership
from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.queries import entries
from directory.listings.record import Record
from directory.web import outside
from tests.making import make_listing
from tests.members.people import form_of, member
from tests.staff import Browser, open_browser, signed_in

ROSA = "rosa@example.org"
MAIL = "10 mail.example.org."


class NameServer:
    """Knows what it is told; `broken` fails at everything."""

    def __init__(self) -> None:
        self.mail: dict[str, str] = {}
        self.broken = False
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def serve(self) -> None:
        while True:
            try:
                packet, whom = self.socket.recvfrom(4096)
            except OSError:
                return
            if not packet:
                return
            self.socket.sendto(self.answer(dns.message.from_wire(packet)).to_wire(), whom)

    def answer(self, asked: dns.message.Message) -> dns.message.Message:
        said = dns.message.make_response(asked)
        said.flags |= dns.flags.RA
        question = asked.question[0]
        name = question.name.to_text(omit_final_dot=True)
        if self.broken:
            said.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self.mail:
            said.set_rcode(dns.rcode.NXDOMAIN)
        elif dns.rdatatype.to_text(question.rdtype) == "MX" and self.mail[name]:
            said.answer.append(dns.rrset.from_text(question.name, 60, "IN", "MX", self.mail[name]))
        return said


@pytest.fixture
def names(app: Flask) -> Iterator[NameServer]:
    """The only name server there is, and an operator who allows that it is asked."""
    server = NameServer()
    thread = Thread(target=server.serve)
    thread.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.port
    app.extensions["name_servers"] = resolver
    allow(app, domain_register="")
    yield server
    server.socket.sendto(b"", ("127.0.0.1", server.port))
    thread.join()
    server.socket.close()


def allow(app: Flask, **more: str) -> None:
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, outside=("domains",), **more)


@contextmanager
def register(app: Flask, days: dict[str, str]) -> Iterator[None]:
    """The register of domains, which knows since when these are held."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            day = days.get(self.path.removeprefix("/domain/"))
            events = [{"eventAction": "expiration", "eventDate": "2031-01-01T00:00:00Z"}]
            events += [{"eventAction": "registration", "eventDate": day}] if day else []
            body = orjson.dumps({"events": events})
            self.send_response(200 if day else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    port = server.server_address[1]
    means: outside.Means = app.extensions["outside"]
    means.look_up = lambda name, _port: ["127.0.0.1"]
    means.allowed = frozenset({("register.example", port)})
    allow(app, domain_register=f"http://register.example:{port}")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def claimed(app: Flask, email: str = ROSA) -> tuple[Browser, Record]:
    """Rosa, whose access rests on her address at the listing's domain."""
    record = make_listing()
    return member(app, record, email=email, how="domain"), record


def membership() -> Membership:
    db.session.expire_all()
    return db.session.scalars(select(Membership)).one()


def later(**time: float) -> datetime:
    moment = now() + timedelta(**time)
    with time_machine.travel(moment, tick=True):
        run_due()
    return moment


def may_change(app: Flask, rosa: Browser, record: Record) -> bool:
    assert rosa.account
    rosa = open_browser(app, rosa.account)  # a day later she signs in again
    at = f"/our/listings/{record.id}/edit"
    revision = str(entries([record.id])[record.id].revision)
    form = form_of(record) | {"revision": revision, "reason": "new"}
    form["service/description"] = f"We sit together and talk. Said anew on {now():%c}."
    return rosa.send(at, form).status_code == 303


def test_access_rests_within_a_day_once_the_domain_is_gone(app: Flask, names: NameServer) -> None:
    rosa, record = claimed(app)
    names.mail["example.org"] = MAIL
    run_due()
    later(hours=13)
    assert membership().frozen_at is None
    assert may_change(app, rosa, record)
    del names.mail["example.org"]
    later(hours=26)
    assert membership().frozen_why == "gone"
    assert not may_change(app, rosa, record)
    assert rosa.account
    assert "newly registered" in open_browser(app, rosa.account).get("/our/").text
    assert db.session.scalars(select(AuditEntry.act)).all().count("freeze") == 1


def test_a_domain_that_takes_no_mail_and_names_no_host_is_gone(
    app: Flask, names: NameServer
) -> None:
    claimed(app)
    names.mail["example.org"] = ""
    run_due()
    assert membership().frozen_why == "gone"


def test_a_name_server_that_fails_shuts_nobody_out(app: Flask, names: NameServer) -> None:
    rosa, record = claimed(app)
    names.broken = True
    run_due()
    later(hours=26)
    assert membership().frozen_at is None
    assert may_change(app, rosa, record)


@pytest.mark.parametrize(
    ("registered", "rests"),
    [("2001-05-04T00:00:00Z", False), ("2999-01-01T00:00:00Z", True), ("yesterday", False)],
)
def test_who_registered_the_domain_after_the_listing_stood_here_does_not_get_it(
    app: Flask, names: NameServer, registered: str, rests: bool
) -> None:
    names.mail["mail.example.org"] = MAIL
    claimed(app, "rosa@mail.example.org")
    with register(app, {"example.org": registered}):
        run_due()
    assert (membership().frozen_why == "gone") is rests


def test_a_moderator_looks_and_lets_them_in_again_for_good(app: Flask, names: NameServer) -> None:
    rosa, record = claimed(app)
    run_due()
    row = membership()
    max_ = signed_in(app)
    page = f"/staff/organizations/{row.organization_id}/people"
    assert "is gone, or somebody registered it anew" in max_.get(page).text
    assert max_.send(f"{page}/{row.account_id}/unfreeze", {}, page=page).status_code == 303
    later(hours=26)
    assert (membership().frozen_at, membership().how) == (None, "decision")
    assert may_change(app, rosa, record)


def test_nothing_is_asked_until_the_operator_says_so(app: Flask, names: NameServer) -> None:
    claimed(app)
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outside=())
    run_due()
    later(hours=26)
    assert membership().frozen_at is None
