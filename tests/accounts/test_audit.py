"""The log: lines are added, never changed, and a change is found."""

import random

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text
from sqlalchemy.exc import DataError

from directory.accounts import audit
from directory.accounts.models import AuditEntry
from directory.extensions import db
from tests.making import NOON
from tests.staff import signed_in

COLUMNS = ("actor", "role", "act", "subject", "details", "before", "hash")


def _fill(lines: int) -> None:
    for number in range(lines):
        who = {"actor": f"max{number}", "role": "moderator"}
        audit.write("accept", **who, subject=f"s{number}", at=NOON, n=number)
    db.session.commit()


def test_a_log_nobody_touched_holds(app: Flask) -> None:
    _fill(20)
    verdict = audit.verify()
    assert (verdict.lines, verdict.broken) == (20, None)


@pytest.mark.parametrize("seed", range(40))
def test_any_changed_letter_is_found_where_it_is(app: Flask, seed: int) -> None:
    _fill(8)
    chance = random.Random(seed)  # noqa: S311
    line, column = chance.randint(1, 8), chance.choice(COLUMNS)
    kept = db.session.execute(
        text(f"SELECT {column} FROM audit_log WHERE id = :line"),  # noqa: S608
        {"line": line},
    ).scalar_one()
    kept = kept if isinstance(kept, str) else '{"n": 1}'
    place = chance.randrange(len(kept))
    changed = kept[:place] + chr(ord(kept[place]) ^ 1) + kept[place + 1 :]
    try:
        db.session.execute(
            text(f"UPDATE audit_log SET {column} = :changed WHERE id = :line"),  # noqa: S608
            {"changed": changed, "line": line},
        )
    except DataError:  # PostgreSQL keeps no JSON that is none
        return
    db.session.commit()
    try:
        broken = audit.verify().broken
    except ValueError:  # no JSON any more: the reader says so
        return
    assert broken == line


def test_a_missing_line_is_found(app: Flask, runner: FlaskCliRunner) -> None:
    _fill(5)
    db.session.delete(db.session.get_one(AuditEntry, 3))
    db.session.commit()
    assert audit.verify().broken == 3
    done = runner.invoke(args=["accounts", "log"])
    assert "Line 3 of the log was changed." in done.output
    assert done.exit_code == 1


def test_the_log_can_be_searched_and_taken_along(app: Flask) -> None:
    audit.write("accept", actor="=cmd()", role="moderator", subject="Grief", at=NOON)
    audit.write("reject", actor="max", role="moderator", subject="Spam", at=NOON)
    db.session.commit()
    admin = signed_in(app, "admin")
    assert "Spam" not in admin.get("/staff/log?q=grief").text
    assert "none changed" in admin.get("/staff/log?check=yes").text
    table = admin.send("/staff/log.csv", {"q": "grief"}, page="/staff/log").text
    assert "'=cmd()" in table
    assert "Spam" not in table
    assert audit.find()[0].act == "export the log"
