"""Pat's system hears of decisions, can know that they are ours, and leads us nowhere else."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db, now
from directory.jobs.models import Job
from directory.jobs.worker import run_due
from directory.moderation import actions as moderation
from directory.partners import signing, webhooks
from directory.partners.models import Webhook
from directory.submissions.models import Submission
from directory.web import outside
from tests.making import an_id, make_listing
from tests.partners.pat import Program
from tests.web.stranger import Stranger, canary, points_to, says, stranger
from tests.web.test_outside import HOSTILE, ODD

ID = an_id("Grief Circle")
GUIDE = Path(__file__).resolve().parents[2] / "docs/api.md"


@pytest.fixture
def means(app: Flask) -> outside.Means:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], outside=("webhooks",))
    means: outside.Means = app.extensions["outside"]
    means.look_up = lambda name, port: ["127.0.0.1"]
    return means


@pytest.fixture
def pat(app: Flask) -> Program:
    return Program(app)


@pytest.fixture
def listener(means: outside.Means) -> Iterator[Stranger]:
    """Where Pat's system listens: it says a challenge back."""
    with stranger() as told:
        means.allowed = frozenset({("127.0.0.1", told.port)})
        told.answer = says_back
        yield told


def says_back(request: BaseHTTPRequestHandler) -> None:
    says(b'{"challenge": "%s"}' % CHALLENGE[-1])(request)


CHALLENGE = [b""]


def register(pat: Program, listener: Stranger) -> dict[str, Any]:
    answer = pat.ask("POST", "/webhooks", {"url": f"{listener.url}/hook"})
    assert answer.status_code == 201, answer.get_json()
    document: dict[str, Any] = answer.get_json()
    hook = db.session.get_one(Webhook, document["id"])
    CHALLENGE.append(webhooks.challenge_of(hook).encode())
    return document


def state(pat: Program, hook: dict[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = pat.ask("GET", f"/webhooks/{hook['id']}").get_json()
    return document


def decide(pat: Program) -> str:
    """A proposal that a moderator turns down."""
    make_listing("Grief Circle")
    told = pat.send({"id": ID, "email": "a@example.org"}).get_json()
    row = db.session.get_one(Submission, told["id"])
    moderation.reject(row, reason="Nobody reads it.", role="moderator", actor="Max", at=now())
    db.session.commit()
    run_due()
    return str(told["id"])


def test_an_address_confirms_and_hears_of_a_decision_signed(
    pat: Program, listener: Stranger
) -> None:
    hook = register(pat, listener)
    assert hook["state"] == "unconfirmed"
    run_due()
    assert state(pat, hook)["state"] == "active"
    assert "secret" not in state(pat, hook)

    submission_id = decide(pat)
    method, path, headers, body = listener.asked[-1]
    assert (method, path) == ("POST", "/hook")
    told = json.loads(body)
    assert told["type"] == "submission.rejected"
    assert told["data"]["submission"] == {
        "id": submission_id,
        "state": "rejected",
        "service_id": ID,
        "reason": "Nobody reads it.",
    }
    sent = {name.lower(): value for name, value in headers.items()}
    seconds = int(sent["webhook-timestamp"])
    made = signing.signature(hook["secret"], sent["webhook-id"], seconds, body)
    assert sent["webhook-signature"] == f"v1,{made}"


def test_an_address_that_does_not_confirm_hears_nothing(pat: Program, listener: Stranger) -> None:
    listener.answer = says(b"{}")
    hook = register(pat, listener)
    run_due()
    decide(pat)
    assert state(pat, hook)["state"] == "unconfirmed"
    assert {json.loads(body)["type"] for _, _, _, body in listener.asked} == {"webhook.confirm"}


def wait_for_all(job: str = "webhook") -> int:
    """Lets every pause pass; how many tries there were."""
    tries = 0
    while waiting := db.session.scalars(select(Job).where(Job.name == job)).all():
        for row in waiting:
            row.run_at = now()
        db.session.commit()
        run_due()
        tries += 1
        assert tries < 20
    return tries


def test_a_listener_who_is_away_is_tried_again_then_left_with_a_letter(
    app: Flask, pat: Program, listener: Stranger
) -> None:
    hook = register(pat, listener)
    run_due()
    listener.answer = says(b"", 500)
    decide(pat)
    (job,) = db.session.scalars(select(Job).where(Job.name == "webhook"))
    assert job.run_at >= job.created_at + timedelta(seconds=9)
    assert state(pat, hook)["failures"] == 1
    first = listener.asked[-1]
    assert wait_for_all() == len(webhooks.PAUSES)
    assert {m[2]["webhook-id"] for m in listener.asked[1:]} == {first[2]["webhook-id"]}
    told = state(pat, hook)
    assert (told["state"], told["trouble"]) == ("disabled", "status 500")
    letters = [f.read_text() for f in (app.config["SETTINGS"].home / "outbox").glob("*")]
    assert sum("We stopped calling your system" in letter for letter in letters) == 1

    listener.answer = says_back
    assert register(pat, listener)["id"] == hook["id"]
    run_due()
    assert state(pat, hook)["state"] == "active"


def test_a_listener_who_comes_back_gets_what_it_missed(pat: Program, listener: Stranger) -> None:
    hook = register(pat, listener)
    run_due()
    listener.answer = says(b"", 503)
    decide(pat)
    listener.answer = says(b"", 204)
    wait_for_all()
    assert json.loads(listener.asked[-1][3])["type"] == "submission.rejected"
    assert (state(pat, hook)["state"], state(pat, hook)["failures"]) == ("active", 0)


def test_a_message_is_not_sent_on_by_a_redirect(pat: Program, listener: Stranger) -> None:
    with canary() as (port, came):
        register(pat, listener)
        run_due()
        listener.answer = points_to(f"http://127.0.0.1:{port}/", 307)
        decide(pat)
        assert state(pat, pat.ask("GET", "/webhooks").get_json()["contents"][0])["failures"] == 1
    assert came == []


def test_hostile_addresses_are_refused_and_never_called(pat: Program, means: outside.Means) -> None:
    with canary() as (port, came):
        for url in HOSTILE + ODD:
            answer = pat.ask("POST", "/webhooks", {"url": url.format(port=port)})
            assert answer.status_code == 409, url
        assert (
            pat.ask("POST", "/webhooks", {"url": "https://inside.example.org/"}).status_code == 201
        )
        run_due()  # the name leads to this machine: found out when it is called
    assert came == []
    (hook,) = pat.ask("GET", "/webhooks").get_json()["contents"]
    assert (hook["state"], hook["trouble"]) == ("unconfirmed", "address")


def test_a_site_that_calls_nobody_says_so(app: Flask, pat: Program) -> None:
    answer = pat.ask("POST", "/webhooks", {"url": "https://pat.example.org/hook"})
    assert answer.status_code == 409
    assert "calls no other systems" in answer.get_json()["detail"]


def test_an_address_is_removed_and_nobody_else_touches_it(pat: Program, listener: Stranger) -> None:
    hook = register(pat, listener)
    run_due()
    eve = Program(pat.app, "eve@example.org")
    assert eve.ask("GET", f"/webhooks/{hook['id']}").status_code == 404
    assert eve.ask("DELETE", f"/webhooks/{hook['id']}").status_code == 404
    assert pat.ask("DELETE", f"/webhooks/{hook['id']}").status_code == 204
    before = len(listener.asked)
    decide(pat)
    assert len(listener.asked) == before


def test_five_addresses_are_enough(pat: Program, means: outside.Means) -> None:
    codes = [
        pat.ask("POST", "/webhooks", {"url": f"https://pat.example.org/{n}"}).status_code
        for n in range(6)
    ]
    assert codes == [201] * 5 + [409]


def test_a_key_that_ended_is_told_nothing(pat: Program, listener: Stranger) -> None:
    from directory.partners import actions

    register(pat, listener)
    run_due()
    before = len(listener.asked)
    make_listing("Grief Circle")
    told = pat.send({"id": ID, "email": "a@example.org"}).get_json()
    actions.revoke(db.session.merge(pat.key), now())
    row = db.session.get_one(Submission, told["id"])
    moderation.reject(row, reason="No.", role="moderator", actor="Max", at=now())
    db.session.commit()
    run_due()
    assert len(listener.asked) == before


@pytest.mark.parametrize(
    ("language", "tool", "ending"),
    [("python", sys.executable, "py"), ("javascript", "node", "mjs")],
    ids=["python", "javascript"],
)
def test_the_guide_shows_how_to_check_a_message(
    pat: Program, listener: Stranger, tmp_path: Path, language: str, tool: str, ending: str
) -> None:
    """The very code of docs/api.md, against a message that was really sent."""
    if not shutil.which(tool):
        pytest.skip(f"needs {tool}")
    hook = register(pat, listener)
    run_due()
    sent, body = listener.asked[-1][2:]
    headers = {name.lower(): value for name, value in sent.items()}
    section = GUIDE.read_text("utf-8").split("### Checking a message")[1]
    code = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
    assert code
    (tmp_path / f"check.{ending}").write_text(code[1], "utf-8")
    (tmp_path / "message.json").write_text(
        json.dumps({"secret": hook["secret"], "headers": headers, "body": body.decode()}), "utf-8"
    )
    runs = {
        "python": "import json, check\nm = json.load(open('message.json'))\n"
        "t = lambda h, b: print(check.is_ours(m['secret'], h, b.encode()))\n"
        "t(m['headers'], m['body']); t(m['headers'], m['body'] + ' ')\n"
        "t(m['headers'] | {'webhook-timestamp': '1'}, m['body'])\n",
        "javascript": "import { isOurs } from './check.mjs'; import fs from 'node:fs';\n"
        "const m = JSON.parse(fs.readFileSync('message.json'));\n"
        "const t = (h, b) => console.log(isOurs(m.secret, h, b) ? 'True' : 'False');\n"
        "t(m.headers, m.body); t(m.headers, m.body + ' ');\n"
        "t({ ...m.headers, 'webhook-timestamp': '1' }, m.body);\n",
    }
    (tmp_path / f"run.{ending}").write_text(runs[language], "utf-8")
    done = subprocess.run(
        [tool, f"run.{ending}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["True", "False", "False"], done.stderr
