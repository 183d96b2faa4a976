"""Letters go out after their cause is kept, once, to one person."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskCliRunner

from directory.extensions import db
from directory.jobs.queries import count_parked, list_jobs
from directory.jobs.worker import run_due
from directory.mail.actions import BadAddress, send
from directory.mail.letter import KINDS, Letter, Quote, Way, Words, letter
from directory.mail.transport import configuration
from tests.mail.post_office import PostOffice, html_of, open_post_office, text_of

ROSA = "rosa@example.org"


@pytest.fixture(autouse=True)
def sample() -> Iterator[None]:
    @letter("sample", words="Hello", name="Grief Circle")
    def write(words: str, name: str) -> Letter:
        return Letter(
            f"News about {name}",
            (Words("We have news."), Quote(words), Way("Read it", "https://help.example/x")),
        )

    yield
    del KINDS["sample"]


@pytest.fixture
def office(app: Flask) -> Iterator[PostOffice]:
    with open_post_office() as office:
        deliver_by(app, office.url)
        yield office


def deliver_by(app: Flask, url: str) -> None:
    from flask_mailman import Mail

    app.config.update(configuration(replace(app.config["SETTINGS"], mail_url=url)))
    Mail(app)


def post(words: str = "Hello", name: str = "Grief Circle", to: str = ROSA) -> None:
    send("sample", to, "en", words=words, name=name)
    db.session.commit()


def test_a_letter_arrives_as_text_and_html_with_the_same_words(office: PostOffice) -> None:
    post("Are <b>newcomers</b> welcome?")
    run_due()
    (letter,) = office.letters
    assert letter["To"] == ROSA
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "> Are <b>newcomers</b> welcome?" in text_of(letter)
    assert "https://help.example/x" in text_of(letter)
    assert "Are &lt;b&gt;newcomers&lt;/b&gt; welcome?" in html_of(letter)
    assert 'href="https://help.example/x"' in html_of(letter)


def test_nothing_is_sent_when_its_cause_is_undone(office: PostOffice) -> None:
    send("sample", ROSA, "en", words="Hello", name="x")
    db.session.rollback()
    run_due()
    assert office.letters == []


@pytest.mark.parametrize(
    "name",
    ["x\r\nBcc: eve@example.org", "x\nBcc: eve@example.org\n\nHi", "x\u2028Bcc: eve", "y" * 10_000],
)
def test_a_name_never_leaves_its_header(office: PostOffice, name: str) -> None:
    post(name=name)
    run_due()
    (letter,) = office.letters
    assert office.envelopes[0][1] == [ROSA]
    assert letter["Bcc"] is None
    assert len(letter["Subject"]) <= 100


@pytest.mark.parametrize(
    "address",
    [
        "rosa@example.org\r\nBcc: eve@example.org",
        "rosa@example.org, eve@example.org",
        "Rosa <rosa@example.org>",
        "rosa",
        "@example.org",
        "r" * 300 + "@example.org",
    ],
)
def test_only_one_plain_address_gets_a_letter(app: Flask, address: str) -> None:
    with pytest.raises(BadAddress):
        send("sample", address, "en", words="Hello", name="x")
    assert list_jobs() == []


def test_a_server_that_is_away_is_tried_for_more_than_a_day_and_then_a_person_is_told(
    app: Flask,
) -> None:
    with open_post_office() as closed:
        deliver_by(app, closed.url)
    with time_machine.travel("2026-11-23 12:00Z", tick=False) as clock:
        post()
        run_due()
        tries = 1
        began = list_jobs()[0].created_at
        while count_parked() == 0:
            last = list_jobs()[0].run_at
            clock.move_to(last)
            run_due()
            tries += 1
        assert tries == 9
        assert (last - began).total_seconds() > 24 * 3600


def test_a_mailbox_that_is_not_there_is_not_asked_again(app: Flask, office: PostOffice) -> None:
    office.refuse = "550 no such mailbox"
    post()
    run_due()
    assert count_parked() == 1
    assert ROSA not in list_jobs()[0].error


def test_a_second_copy_is_known_as_one(office: PostOffice) -> None:
    """The same Message-ID on each try: mail programs show it once."""
    post()
    (job,) = list_jobs()
    args = dict(job.args)
    from directory.jobs.registry import JOBS

    JOBS["mail"].action(**args)
    JOBS["mail"].action(**args)
    first, second = office.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_on_a_laptop_letters_are_files_that_only_the_owner_reads(app: Flask) -> None:
    post()
    run_due()
    (file,) = (app.config["SETTINGS"].home / "outbox").glob("*.eml")
    assert file.stat().st_mode & 0o077 == 0
    assert message_from_bytes(file.read_bytes(), policy=default)["To"] == ROSA


def test_every_letter_can_be_looked_at_in_both_languages(
    app: Flask, runner: FlaskCliRunner
) -> None:
    done = runner.invoke(args=["mail", "preview"])
    assert done.exit_code == 0, done.output
    folder = app.config["SETTINGS"].home / "outbox" / "preview"
    names = {file.name for file in folder.glob("*.html")}
    assert names == {f"{kind}.{code}.html" for kind in KINDS for code in ("en", "es")}


def test_an_unknown_letter_is_named(runner: FlaskCliRunner) -> None:
    done = runner.invoke(args=["mail", "preview", "nonsense"])
    assert done.exit_code == 1
    assert "There is no letter nonsense" in done.output
