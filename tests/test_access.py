"""Who may see what. Every endpoint stands in this table: a new one fails until its place is
decided."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts.roles import ANYBODY
from tests.staff_pages import STAFF_PAGES

EVERYBODY = "everybody"
NOBODY = "nobody unless a setting allows it"
STAFF = "people who signed in"
A_KEY = "programs that show the key of a partner"

# Every view of the open data, on both of its bases.
OPEN_DATA = (
    "about", "openapi_document", "organization", "organizations", "sd_removed", "service",
    "service_at_location", "service_at_locations", "services", "taxonomies", "taxonomy",
    "taxonomy_term", "taxonomy_terms",
)  # fmt: skip
WRITING = (
    "about", "answer", "change", "everything", "hook", "hooks", "one", "propose", "register",
    "remove_hook", "withdraw",
)  # fmt: skip
ACCESS: dict[str, str] = {
    **{f"{base}.{view}": EVERYBODY for base in ("hsds", "oruk") for view in OPEN_DATA},
    "docs.api": EVERYBODY,
    "downloads.open_data": EVERYBODY,
    "downloads.snapshot_file": EVERYBODY,
    "downloads.take": EVERYBODY,
    "feeds.changes": EVERYBODY,
    "feeds.listing_calendar": EVERYBODY,
    "feeds.listing_code": EVERYBODY,
    "feeds.listing_contact": EVERYBODY,
    "feeds.search_calendar": EVERYBODY,
    "feeds.search_feed": EVERYBODY,
    "feeds.meeting_guide": EVERYBODY,
    "feeds.sitemap": EVERYBODY,
    "feeds.sitemap_file": EVERYBODY,
    "frame.closed": EVERYBODY,
    "frame.crisis": EVERYBODY,
    "frame.listing": EVERYBODY,
    "frame.loader": EVERYBODY,
    "frame.look": EVERYBODY,
    "frame.oembed": NOBODY,  # nothing without the address of a page of ours
    "frame.start": EVERYBODY,
    "hsds.about_profile": EVERYBODY,
    "hsds.profile_patch": EVERYBODY,
    "hsds.profile_schema": EVERYBODY,
    "pages.about": EVERYBODY,
    "pages.browse": EVERYBODY,
    "pages.browse_place": EVERYBODY,
    "pages.browse_places": EVERYBODY,
    "pages.browse_term": EVERYBODY,
    "pages.card_picture": EVERYBODY,
    "pages.crisis": EVERYBODY,
    "pages.follow": EVERYBODY,
    "pages.health_data": EVERYBODY,
    "pages.healthz": EVERYBODY,
    "pages.home": EVERYBODY,
    "pages.listing": EVERYBODY,
    "pages.map": EVERYBODY,
    "pages.map_tiles": NOBODY,  # an operator's own file of tiles
    "pages.patterns": NOBODY,
    "pages.policy": EVERYBODY,
    "pages.privacy": EVERYBODY,
    "pages.readyz": EVERYBODY,
    "pages.results": EVERYBODY,
    "pages.suggest": EVERYBODY,
    "pages.robots": EVERYBODY,
    "plan.guide": EVERYBODY,
    "plan.guides": EVERYBODY,
    "plan.listings": EVERYBODY,
    "plan.mix": EVERYBODY,
    "plan.plan": EVERYBODY,
    "plan.worker": EVERYBODY,
    "partners.ask": EVERYBODY,
    "partners.ask_for_link": EVERYBODY,
    "partners.keys": EVERYBODY,  # who holds the private link
    "partners.make": EVERYBODY,
    **{f"writing.{view}": A_KEY for view in WRITING},
    "writing.openapi_document": EVERYBODY,
    "static": EVERYBODY,
    "submissions.appeal": EVERYBODY,  # likewise
    "submissions.like": EVERYBODY,
    "submissions.new_puzzle": NOBODY,  # only while puzzles are asked for
    "submissions.puzzle_worker": NOBODY,  # likewise
    "submissions.place": EVERYBODY,
    "submissions.send_again": EVERYBODY,  # likewise
    "submissions.answer": EVERYBODY,  # who holds the private link
    "submissions.change": EVERYBODY,
    "submissions.changes": EVERYBODY,
    "submissions.check": EVERYBODY,
    "submissions.claim": EVERYBODY,
    "submissions.claim_status": EVERYBODY,  # likewise
    "submissions.confirm_claim": EVERYBODY,
    "submissions.report": EVERYBODY,
    "submissions.same": EVERYBODY,
    "submissions.start": EVERYBODY,
    "submissions.status": EVERYBODY,
    "submissions.step": EVERYBODY,
    "submissions.take_off": EVERYBODY,
    "submissions.confirm_take_off": EVERYBODY,  # who holds the private link
    "submissions.verify": EVERYBODY,
    "submissions.withdraw": EVERYBODY,
    "submissions.withdraw_claim": EVERYBODY,
    "widget.build": EVERYBODY,
    "widget.picture": EVERYBODY,
    "widget.preset": EVERYBODY,  # who holds the private link
    "widget.save": EVERYBODY,
    **{name: EVERYBODY if act == ANYBODY else STAFF for name, act in STAFF_PAGES.items()},
}


def test_every_endpoint_has_its_place_in_the_table(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ACCESS)


@pytest.mark.parametrize("endpoint", sorted(ACCESS))
def test_a_visitor_sees_what_the_table_says(app: Flask, client: FlaskClient, endpoint: str) -> None:
    for rule in app.url_map.iter_rules(endpoint):
        if rule.arguments or "GET" not in (rule.methods or ()):
            continue
        status = client.get(rule.rule).status_code
        expected = {EVERYBODY: {200, 503}, NOBODY: {404}, STAFF: {303}, A_KEY: {401}}
        allowed = expected[ACCESS[endpoint]]
        assert status in allowed, f"{rule.rule} answered {status}"


def test_reading_changes_nothing(app: Flask, client: FlaskClient) -> None:
    from sqlalchemy import text

    from directory.extensions import db

    def counts() -> dict[str, int]:
        # How often a network asks may be counted: it is told from others for a minute only.
        tables = [t for t in db.metadata.sorted_tables if t.name != "api_uses"]
        return {
            t.name: db.session.execute(text(f"SELECT count(*) FROM {t.name}")).scalar_one()  # noqa: S608
            for t in tables
        }

    before = counts()
    for rule in app.url_map.iter_rules():
        if not rule.arguments and "GET" in (rule.methods or ()):
            client.get(rule.rule)
    assert counts() == before
