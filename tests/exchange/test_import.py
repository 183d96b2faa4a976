"""`directory import`, as an operator meets it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from directory.exchange import actions
from directory.exchange.cli import export_, import_
from directory.extensions import db
from directory.listings.actions import hide, publish
from directory.listings.models import Import, Listing
from directory.listings.queries import count_published, entries, published
from directory.submissions.models import Submission
from directory.submissions.queries import count_pending, list_pending
from tests.making import NOON, an_id, make_listing

MAPPING = """
[file]
columns = ["name", "phone"]
[source]
name = "A list"
licence = "CC0-1.0"
[identity]
namespace = "a-list"
key = ["name"]
[[field]]
to = "service.name"
from = "name"
[[field]]
to = "service.organization.name"
from = "name"
[[field]]
to = "service.phones[0].number"
from = "phone"
[[field]]
to = "service.phones[0].country"
value = "US"
[[term]]
axis = "kind"
codes = "support-group"
[[term]]
axis = "category"
codes = "community"
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "list.toml").write_text(MAPPING)
    path = tmp_path / "list.csv"
    path.write_text("name,phone\n" + "".join(f"Circle {n},800-200-40{n:02}\n" for n in range(30)))
    return path


def run(runner: FlaskCliRunner, path: Path, *more: str) -> Result:
    mapping = path.parent / "list.toml"
    known = ["--mapping", str(mapping)] if mapping.exists() and path.suffix == ".csv" else []
    return runner.invoke(import_, [str(path), *known, *more])


def service(key: str = "circle", **more: Any) -> dict[str, Any]:
    return {
        "id": an_id(key),
        "name": "Grief Circle",
        "status": "active",
        "organization": {"id": an_id(f"{key}/o"), "name": "Rosa's", "description": "Neighbours"},
    } | more


def write(path: Path, *documents: dict[str, Any]) -> Path:
    path.write_text(json.dumps(documents))
    return path


def test_by_default_everything_waits_for_a_moderator(runner: FlaskCliRunner, table: Path) -> None:
    before = count_published()
    result = run(runner, table)
    assert result.exit_code == 0, result.output
    assert "30 waiting for a moderator, new" in result.output
    assert (count_published(), count_pending()) == (before, 30)


def test_with_publish_it_is_public_at_once_and_never_checked(
    runner: FlaskCliRunner, table: Path
) -> None:
    run(runner, table, "--publish")
    assert count_published() == 30
    assert set(db.session.scalars(select(Listing.checked_at))) == {None}


@pytest.mark.parametrize("mode", [[], ["--publish"]])
def test_the_same_file_again_changes_nothing(
    runner: FlaskCliRunner, table: Path, mode: list[str]
) -> None:
    run(runner, table, *mode)
    result = run(runner, table, *mode)
    assert "30 unchanged\n0 changes" in result.output


def test_a_changed_row_is_one_change(runner: FlaskCliRunner, table: Path) -> None:
    run(runner, table, "--publish")
    table.write_text(table.read_text() + "Circle 30,800-200-4030\n")
    assert "1 published, new\n30 unchanged\n1 changes" in run(runner, table, "--publish").output


def test_a_try_changes_nothing(runner: FlaskCliRunner, table: Path) -> None:
    result = run(runner, table, "--publish", "--dry-run")
    assert "30 published, new" in result.output
    assert "nothing was changed" in result.output
    assert count_published() == 0
    assert db.session.scalar(select(func.count()).select_from(Import)) == 0


def test_an_import_that_breaks_off_goes_on_where_it_stopped(
    runner: FlaskCliRunner, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 10)
    work = actions._take
    calls = []

    def breaks_off(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return work(*args)

    monkeypatch.setattr(actions, "_take", breaks_off)
    run(runner, table, "--publish")
    db.session.rollback()
    assert count_published() == 20
    result = run(runner, table, "--publish")
    assert "Going on after row 20" in result.output
    assert "10 published, new" in result.output
    assert count_published() == 30


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.99])
def test_a_cut_file_changes_nothing(runner: FlaskCliRunner, tmp_path: Path, keep: float) -> None:
    path = write(tmp_path / "a.json", *(service(str(n)) for n in range(300)))
    text = path.read_text()
    path.write_text(text[: int(len(text) * keep)])
    result = run(runner, path, "--publish")
    assert result.exit_code == 1
    assert "Nothing was changed" in result.output
    assert count_published() == 0


def test_a_broken_package_leaves_nothing_behind(runner: FlaskCliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "organizations.csv").write_text(f"id,name,description\n{an_id('o')},A,B\n")
    (folder / "services.csv").write_text(
        f"id,name,status,organization_id\n{an_id('s')},A,active,{an_id('o')}\n"
        f"{an_id('t')},B,active,{an_id('nobody')}\n"
    )
    report = tmp_path / "report.txt"
    result = run(runner, folder, "--publish", "--report", str(report))
    assert result.exit_code == 1
    assert "services.csv:3 organization_id: There is no organization" in report.read_text()
    assert count_published() == 0
    taken = run(runner, folder, "--publish", "--skip-wrong-rows")
    assert "1 published, new" in taken.output


def test_reports_for_programs_and_for_people_name_file_line_field_and_reason(
    runner: FlaskCliRunner, table: Path, tmp_path: Path
) -> None:
    table.write_text(table.read_text() + "Circle 31,not a number\n")
    data, text = tmp_path / "r.json", tmp_path / "r.txt"
    run(runner, table, "--report", str(data), "--report", str(text))
    written = json.loads(data.read_text())
    (row,) = [row for row in written["rows"] if row["went"] == "nowhere"]
    assert (row["file"], row["line"]) == ("list.csv", 32)
    assert row["findings"][0]["field"] == "service.phones[0].number"
    assert written["figures"]["refused"] == 1
    assert "refused   list.csv:32 service.phones[0].number:" in text.read_text()


def test_two_rows_with_one_id_do_not_change_it_back_and_forth(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", service(name="A"), service(name="B"))
    assert "1 left out" in run(runner, path, "--publish").output
    assert "0 changes" in run(runner, path, "--publish").output


def test_a_point_elsewhere_is_dropped_and_the_row_kept(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    address = {
        "id": an_id("a"), "address_1": "49 School Street", "city": "Hartford",
        "state_province": "VT", "postal_code": "05047", "country": "US",
        "address_type": "physical",
    }  # fmt: skip
    place = {
        "id": an_id("p"), "location_type": "physical", "latitude": 41.7474511,
        "longitude": -72.6858398, "addresses": [address],
    }  # fmt: skip
    here = {"id": an_id("h"), "location": place}
    path = write(tmp_path / "a.json", service(service_at_locations=[here]))
    result = run(runner, path, "--publish")
    assert "1 to look at" in result.output
    (entry,) = published([an_id("circle")]).values()
    location = entry.record.service.service_at_locations[0].location
    assert location
    assert len(location.addresses) == 1
    # The middle of the ZIP stands in, and says that it is no more than that.
    assert location.precision == "postcode"
    assert abs((location.latitude or 0) - 43.7) < 0.2


def test_a_better_point_that_is_known_here_outlives_the_next_import(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    here = {"id": an_id("h"), "location": {
        "id": an_id("p"), "location_type": "physical", "sd_town": "Minneapolis",
        "sd_state": "MN", "sd_country": "US"}}  # fmt: skip
    path = write(tmp_path / "a.json", service(service_at_locations=[here]))
    run(runner, path, "--publish")
    record = entries([an_id("circle")])[an_id("circle")].record
    place = record.service.service_at_locations[0].location
    assert place
    assert place.precision == "town"
    place.latitude, place.longitude, place.precision = 44.95, -93.25, "street"
    publish([record], role="operator", reason="geocoded", at=NOON)
    db.session.commit()
    assert "0 changes" in run(runner, path, "--publish").output


@pytest.mark.parametrize(
    "document",
    [
        service(sd_crisis=True, phones=[{"id": an_id("x"), "number": "612-555-0101"}]),
        service(name="Samaritans of Lake Street"),
    ],
    ids=["marked", "by its name"],
)
def test_what_answers_people_in_crisis_always_waits_for_two(
    runner: FlaskCliRunner, tmp_path: Path, document: dict[str, Any]
) -> None:
    result = run(runner, write(tmp_path / "a.json", document), "--publish")
    assert "1 waiting for a moderator, new" in result.output
    assert count_published() == 0


def test_what_was_taken_down_does_not_come_back_with_a_file(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", service())
    run(runner, path, "--publish")
    hide(an_id("circle"), at=NOON)
    db.session.commit()
    write(path, service(name="Grief Circle, new"))
    result = run(runner, path, "--publish")
    assert "1 held back" in result.output
    assert entries([an_id("circle")])[an_id("circle")].visibility == "hidden"


def test_many_new_telephone_numbers_wait_for_a_person(runner: FlaskCliRunner, table: Path) -> None:
    run(runner, table, "--publish")
    table.write_text(table.read_text().replace("800-200-4000", "800-200-4099"))
    result = run(runner, table, "--publish")
    assert "1 waiting for a moderator, changed" in result.output
    (submission,) = list_pending()
    assert "telephone numbers" in str(submission.problems)


def test_share_alike_sets_are_public_only_when_the_operator_says_so(
    runner: FlaskCliRunner, table: Path
) -> None:
    mapping = table.parent / "list.toml"
    mapping.write_text(MAPPING.replace('"A list"', '"A list"\nshare_alike = true'))
    refused = run(runner, table, "--publish")
    assert refused.exit_code == 1
    assert "--share-alike" in refused.output
    assert run(runner, table, "--publish", "--share-alike").exit_code == 0


def test_organizations_without_a_listing_are_kept(runner: FlaskCliRunner, tmp_path: Path) -> None:
    organization = {"id": an_id("o"), "name": "Rosa's Circle", "description": "Neighbours"}
    result = run(runner, write(tmp_path / "a.json", organization), "--publish")
    assert result.exit_code == 0
    from directory.listings import mapping
    from directory.listings.record import Organization

    assert mapping.load(Organization, [an_id("o")])[an_id("o")].name == "Rosa's Circle"


def test_a_table_without_a_mapping_says_what_is_missing(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    path = tmp_path / "b.csv"
    path.write_text("a,b\n1,2\n")
    result = run(runner, path)
    assert result.exit_code == 1
    assert "--mapping" in result.output
    assert "trafford" in result.output


@pytest.mark.parametrize(
    ("name", "options", "published_", "waiting"),
    [
        ("us_samhsa_mh_MN_OR_NM_VT.csv", ["--mapping", "samhsa-mh"], 496, 2),
        ("trafford_mental_health_services.csv", ["--mapping", "trafford"], 57, 3),
        ("meetings_al-anon.json", ["--mapping", "al-anon-ma"], 304, 0),
        ("ohana_sample", [], 19, 1),
    ],
)
def test_the_samples_come_in_and_a_second_time_change_nothing(
    runner: FlaskCliRunner, shared: Path, name: str, options: list[str], published_: int,
    waiting: int,
) -> None:  # fmt: skip
    arguments = [str(shared / "data" / name), *options, "--publish"]
    first = runner.invoke(import_, arguments)
    assert first.exit_code == 0, first.output
    assert (count_published(), count_pending()) == (published_, waiting), first.output
    assert "\n0 changes" in runner.invoke(import_, arguments).output


def test_each_invalid_file_of_the_relational_sample_leaves_the_database_as_it_was(
    runner: FlaskCliRunner, shared: Path, tmp_path: Path
) -> None:
    from tests.exchange.test_tabular import swapped

    for name in ("phone_with_no_parent", "invalid_location_org", "hs_with_2_digit_year"):
        fixture = shared / f"data/ohana_sample/invalid_fixtures/{name}.csv"
        folder, _ = swapped(shared, tmp_path / name, fixture)
        assert runner.invoke(import_, [str(folder), "--publish"]).exit_code == 1
    assert count_published() == 0
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_an_export_taken_in_again_elsewhere_is_the_same_listings(
    runner: FlaskCliRunner, table: Path, tmp_path: Path
) -> None:
    run(runner, table, "--publish")
    for name in ("all.zip", "all.json", "all.ndjson"):
        assert runner.invoke(export_, [str(tmp_path / name)]).exit_code == 0
        result = run(runner, tmp_path / name, "--publish", "--dry-run")
        assert "30 rows read" in result.output
        assert "refused" not in result.output, result.output


def test_demonstration_listings_stay_here_unless_asked_for(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    make_listing("Invented Circle", fictional=True)
    out = tmp_path / "all.ndjson"
    assert "0 listings" in runner.invoke(export_, [str(out)]).output
    assert "1 listings" in runner.invoke(export_, [str(out), "--fictional"]).output
