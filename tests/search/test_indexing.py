import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import text

from directory.config import current_settings
from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.actions import hide, publish, restore
from directory.listings.models import SearchChange
from directory.listings.queries import last_change
from directory.search import actions, queries
from directory.search.engine import current_engine, init_app
from directory.search.models import SearchFollower
from directory.search.query import Query
from tests.conftest import POSTGRES
from tests.making import make_listing, make_record


@pytest.fixture(params=["whoosh", "postgres"])
def app(app: Flask, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application with each of the engines in turn."""
    if request.param == "postgres" and not POSTGRES:
        pytest.skip("needs a PostgreSQL database (TEST_DATABASE_URL is not set)")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], search_engine=request.param)
    init_app(app)
    yield app
    if request.param == "postgres":
        lose_index()


def lose_index() -> None:
    """As when the folder was deleted, or the tables, and everything started again."""
    if current_settings().search_engine == "whoosh":
        shutil.rmtree(current_settings().home / "index")
    else:
        db.session.rollback()
        held = "SELECT tablename FROM pg_tables WHERE tablename LIKE 'search\\_index\\_%'"
        if tables := db.session.scalars(text(held)).all():
            db.session.execute(text(f"DROP TABLE {', '.join(tables)}"))
        db.session.commit()


def find(words: str) -> list[str]:
    results = queries.find(current_engine(), Query(now=now(), words=tuple(words.split())))
    return [entry.record.service.name for _, entry in results.hits]


def test_what_is_published_can_be_found_once_the_worker_ran(app: Flask) -> None:
    make_listing("Tulip Grief Circle")
    db.session.commit()
    run_due()
    assert find("tulip") == ["Tulip Grief Circle"]


def test_what_is_hidden_falls_out_at_once_and_leaves_the_index_with_the_worker(app: Flask) -> None:
    listing = make_listing("Tulip Grief Circle")
    db.session.commit()
    run_due()
    hide(listing.id, at=now())
    db.session.commit()
    assert find("tulip") == []
    assert listing.id in current_engine().contents()
    run_due()
    assert listing.id not in current_engine().contents()
    restore(listing.id, at=now())
    db.session.commit()
    run_due()
    assert find("tulip") == ["Tulip Grief Circle"]


def test_a_new_revision_is_found_by_its_new_words_only(app: Flask) -> None:
    listing = make_listing("Tulip Grief Circle", key="tulip")
    db.session.commit()
    run_due()
    record = make_record("Marigold Grief Circle", key="tulip")
    publish([record], at=now(), role="operator", reason="renamed")
    db.session.commit()
    run_due()
    assert find("tulip") == []
    assert find("marigold") == ["Marigold Grief Circle"]
    assert current_engine().contents()[listing.id] == 2


def test_index_and_database_hold_the_same_after_the_worker_ran(app: Flask) -> None:
    for number in range(12):
        make_listing(f"Listing {number}")
    db.session.commit()
    run_due()
    assert queries.difference(current_engine()).ids == frozenset()
    assert queries.lag(actions.follower()) == 0


def test_a_lost_index_is_built_again_by_the_next_change(app: Flask) -> None:
    make_listing("Tulip Grief Circle")
    db.session.commit()
    run_due()
    lose_index()
    init_app(app)
    make_listing("Marigold Walk")
    db.session.commit()
    run_due()
    assert find("tulip") == ["Tulip Grief Circle"]
    assert find("marigold") == ["Marigold Walk"]


def test_the_hourly_check_mends_what_differs(app: Flask) -> None:
    listing = make_listing("Tulip Grief Circle")
    make_listing("Marigold Walk")
    db.session.commit()
    run_due()
    engine = current_engine()
    engine.apply([(listing.id, None, actions.ALWAYS)])
    assert queries.difference(engine).missing == {listing.id}
    actions.repair(engine)
    assert queries.difference(engine).ids == frozenset()


def test_changes_all_followers_have_passed_are_forgotten(app: Flask) -> None:
    make_listing("Tulip Grief Circle")
    db.session.commit()
    run_due()
    actions.forget_passed(now())
    assert db.session.query(SearchChange).count() == 0
    make_listing("Marigold Walk")
    waiting = last_change()
    db.session.add(SearchFollower(name="slow", applied=waiting - 1, seen_at=now()))
    db.session.commit()
    run_due()
    actions.forget_passed(now())
    assert db.session.query(SearchChange).count() == 1
    actions.forget_passed(now() + timedelta(days=8))
    assert db.session.query(SearchChange).count() == 1, "nobody lives: keep what may be needed"


def test_indexing_twice_changes_nothing(app: Flask) -> None:
    make_listing("Tulip Grief Circle")
    db.session.commit()
    run_due()
    before = current_engine().contents()
    actions.follow(current_engine())
    actions.rebuild(current_engine())
    assert current_engine().contents() == before


def test_names_of_staff_and_hidden_addresses_are_not_in_the_index(app: Flask) -> None:
    record = make_record("Tulip Grief Circle")
    service = record.service
    service.description = "We meet."
    location = service.service_at_locations[0].location
    assert location is not None
    location.precision = "town"
    location.addresses[0] = replace(location.addresses[0], city="Secretville")
    publish([record], at=now(), role="operator", reason="test")
    db.session.commit()
    run_due()
    assert find("tulip") == ["Tulip Grief Circle"]
    assert find("secretville") == []


def test_the_command_builds_compares_and_searches(app: Flask, runner: FlaskCliRunner) -> None:
    make_listing("Tulip Grief Circle")
    db.session.commit()
    missing = runner.invoke(args=["index", "check"])
    assert missing.exit_code == 1
    assert "There is no index" in missing.output
    built = runner.invoke(args=["index", "rebuild"])
    assert built.exit_code == 0, built.output
    assert "1 listings are in the index" in built.output
    assert runner.invoke(args=["index", "check"]).exit_code == 0
    shown = runner.invoke(args=["search", "tulip", "--json"])
    assert [hit["name"] for hit in json.loads(shown.output)["hits"]] == ["Tulip Grief Circle"]
    assert "Tulip Grief Circle" in runner.invoke(args=["search", "tulip"]).output


def test_the_search_page_shows_what_the_index_finds(app: Flask, client: FlaskClient) -> None:
    make_listing("Tulip Grief Circle")
    run_due()
    page = client.get("/search?q=tulip")
    assert page.status_code == 200
    assert "Tulip Grief Circle" in page.text


@pytest.mark.parametrize("words", ['"', "-", "*", "a" * 5000, "💙", "((", "title:x", "\x00"])
def test_no_words_are_an_error(app: Flask, runner: FlaskCliRunner, words: str) -> None:
    make_listing("Tulip Grief Circle")
    db.session.commit()
    run_due()
    found = runner.invoke(args=["search", "--", words])
    assert found.exit_code == 0, found.output
