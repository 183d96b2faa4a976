"""A person brings a file in by the pages of staff, looks before, and takes it back."""

import io
import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from directory.exchange.flat.mapping import load
from directory.exchange.models import TAKEN, Delivery, Feed, ImportChange
from directory.extensions import db, now
from directory.jobs.worker import run_due
from directory.listings.actions import publish
from directory.listings.models import Listing
from directory.listings.queries import count_published, entries, published
from directory.submissions.queries import count_pending, list_pending
from tests.exchange.wizard import MEANS, TABLE, Wizard, wizard, words


@pytest.fixture
def max_(app: Flask) -> Wizard:
    return wizard(app)


def public() -> dict[str, str]:
    """{name: telephone} of what everybody sees."""
    ids = db.session.scalars(select(Listing.id)).all()
    return {
        e.record.service.name: e.record.service.phones[0].number
        for e in published(ids).values()
        if e.record.service.phones
    }


def test_columns_are_guessed_by_name_and_content(max_: Wizard) -> None:
    max_.send_in(TABLE)
    header = TABLE.partition("\n")[0].split(",")
    guessed = max_.suggested()
    assert {header[int(name[1:])]: key for name, key in guessed.items()} == MEANS


def test_by_default_everything_waits_for_a_moderator(max_: Wizard) -> None:
    answer = max_.bring_in(TABLE)
    assert "new, for a moderator 20" in words(answer)
    assert (count_pending(), count_published()) == (20, 0)
    assert list_pending()[0].import_id is not None


def test_a_look_changes_nothing_and_tells_what_would_happen(max_: Wizard) -> None:
    max_.send_in(TABLE + "Broken,,,,\n,Nobody,(612) 555-3199,,,,,,\n")
    max_.columns()
    answer = max_.press("look", publish="yes")
    assert "rows 22 added 20" in words(answer)
    assert "refused 2" in words(answer)
    assert "This row has another number of cells than the header." in answer.text
    assert (count_pending(), count_published()) == (0, 0)
    report = max_.browser.get(f"{max_.address}/report", buffered=True)
    assert "another number of cells" in report.text
    assert report.headers["Content-Disposition"].startswith("attachment; filename=import-")


def test_what_is_sound_goes_straight_in_where_somebody_may_say_so(max_: Wizard) -> None:
    answer = max_.bring_in(TABLE, publish=True)
    assert "added 20" in words(answer)
    assert count_published() == 20
    assert public()["Grief Circle 10"] == "(612) 555-3110"


def test_an_editor_brings_files_only_to_the_queue(app: Flask) -> None:
    ed = wizard(app, "editor")
    ed.send_in(TABLE)
    ed.columns()
    assert 'name="publish"' not in ed.page().text
    assert ed.press("look", publish="yes").status_code == 403
    ed.press("look")
    assert "new, for a moderator 20" in words(ed.press("take"))
    assert ed.browser.send(f"{ed.address}/undo").status_code == 403


def test_a_source_is_remembered_with_its_mapping(max_: Wizard) -> None:
    max_.bring_in(TABLE, publish=True)
    answer = max_.send_in(TABLE.replace("555-3112", "555-3172"))
    assert "Keep this and show the first rows" in answer.text
    answer = max_.press("look", publish="yes")
    assert "rows 20 changed, for a moderator 1 the same as before 19" in words(answer)
    assert "Many telephone numbers" in answer.text  # one of twenty is five of a hundred
    answer = max_.press("take")
    assert answer.status_code == 422
    assert "Tick that you have looked" in answer.text
    max_.press("take", sure="yes")
    assert (public()["Grief Circle 12"], count_pending()) == ("(612) 555-3112", 1)


def test_the_mapping_of_the_form_is_one_that_the_command_reads(
    max_: Wizard, tmp_path: Path
) -> None:
    max_.send_in(TABLE)
    max_.columns()
    text = db.session.scalars(select(Feed)).one().mapping
    (tmp_path / "city.toml").write_text(text)
    mapping = load(tmp_path / "city.toml")
    assert mapping.source.name == "City list"
    assert set(mapping.columns) == set(MEANS)


def test_a_whole_import_is_undone(max_: Wizard) -> None:
    max_.bring_in(TABLE, publish=True)
    first = public()
    changed = TABLE.replace("Every Tuesday at 6 pm", "Every Friday at 7 pm")
    more = changed + "New Group,Rosa's Circle,(612) 555-3177,,1 Elm,Minneapolis,MN,55407,Mondays\n"
    max_.bring_in(more, publish=True)
    assert len(public()) == 21
    answer = max_.press("undo")
    assert "say again what they said 20 new ones, out of sight 1" in words(answer)
    assert public() == first
    ids = db.session.scalars(select(ImportChange.listing_id)).all()
    said = {
        schedule.description
        for entry in published(ids).values()
        for here in entry.record.service.service_at_locations
        for schedule in here.schedules
    }
    assert said == {"Every Tuesday at 6 pm"}
    gone = next(
        entry for entry in entries(ids).values() if entry.record.service.name == "New Group"
    )
    assert max_.browser.get(f"/listings/{gone.slug}").status_code == 410


def test_undoing_withdraws_what_waits_and_takes_back_what_a_moderator_let_in(
    max_: Wizard,
) -> None:
    max_.bring_in(TABLE)
    waiting = list_pending()[0]
    why = {"although": "yes", "although_why": "The table has no room for the rest."}
    max_.browser.send(f"/staff/submissions/{waiting.id}/accept", why)
    db.session.expire_all()
    assert count_pending() == 19
    answer = max_.press("undo")
    assert "new ones, out of sight 1" in words(answer)
    assert "withdrawn from the queue 19" in words(answer)
    assert (count_pending(), count_published()) == (0, 0)


def test_what_somebody_changed_since_is_not_undone_and_is_named(max_: Wizard) -> None:
    max_.bring_in(TABLE, publish=True)
    ids = db.session.scalars(select(ImportChange.listing_id)).all()
    one = entries(ids)[ids[0]].record
    one.service.email = "other@example.org"
    publish([one], role="editor", reason="They wrote to us", at=now())
    db.session.commit()
    answer = max_.press("undo")
    assert "new ones, out of sight 19" in words(answer)
    assert "Not taken back, because somebody changed them since" in answer.text
    link = re.search(r'href="(/staff/listings/[^"]+/history\?from=1&amp;to=2)"', answer.text)
    assert link
    page = max_.browser.get(link[1].replace("&amp;", "&")).text
    assert "other@example.org" in page
    assert count_published() == 1


def test_an_undone_file_can_be_taken_in_again(max_: Wizard) -> None:
    max_.bring_in(TABLE, publish=True)
    max_.press("undo")
    assert count_published() == 0
    max_.bring_in(TABLE)
    assert count_pending() == 20


def test_hand_edits_win_over_the_next_file(max_: Wizard) -> None:
    max_.bring_in(TABLE, publish=True)
    ids = db.session.scalars(select(ImportChange.listing_id)).all()
    one = entries(ids)[ids[0]].record
    name = one.service.name
    one.service.email = "by-hand@example.org"
    publish([one], role="moderator", reason="They called", at=now())
    db.session.commit()
    max_.bring_in(TABLE, publish=True)  # says what it said before: nothing to do
    assert entries(ids)[ids[0]].record.service.email == "by-hand@example.org"
    max_.bring_in(TABLE.replace("Tuesday", "Friday"), publish=True)
    assert entries(ids)[ids[0]].record.service.email == "by-hand@example.org"
    assert [s.listing_id for s in list_pending()] == [ids[0]], name


def test_what_is_missing_is_told_before_and_settled_as_the_source_says(max_: Wizard) -> None:
    max_.bring_in(TABLE, publish=True)
    feed = db.session.scalars(select(Feed)).one()
    feed.missing, feed.misses = "hide", 1
    db.session.commit()
    fewer = "".join(TABLE.splitlines(keepends=True)[:-2])
    max_.send_in(fewer)
    answer = max_.press("look", publish="yes")
    assert "Listings of this source that the file does not hold: 2" in answer.text
    assert "Grief Circle 29" in answer.text
    assert "Much of what this source brought before is missing: 10.0 %." in answer.text
    assert max_.press("take").status_code == 422
    answer = max_.press("take", sure="yes")
    assert "No longer in the source: 2. Told to moderators: 0. Hidden: 2." in words(answer)
    assert count_published() == 18
    assert "hidden ones, shown again 2" in words(max_.press("undo"))
    assert count_published() == 20


def test_an_excel_file_keeps_days_times_and_codes(max_: Wizard) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["City groups 2026"])
    sheet.append([None])
    sheet.append(["Name", "Phone", "Town", "ZIP", "Hours", "Minimum age", "Seen"])
    at, day = time(18, 30), date(2026, 11, 3)
    sheet.append(["Circle", 6125553101, "Minneapolis", 55407, at, 18, day])
    sheet.append(["=1+1", "612 555 3102", "Minneapolis", "55407", "Mondays", None, None])
    book.create_sheet("Other").append(["nothing", "here"])
    out = io.BytesIO()
    book.save(out)
    answer = max_.send_in(out.getvalue(), "city.xlsx")
    text = words(answer)
    assert "City groups 2026" not in text
    assert "2026-11-03" in text
    assert "18:30" in text
    assert "Other" in answer.text
    max_.columns()
    assert "rows 2" in words(max_.press("look"))


def test_a_person_changes_how_a_file_is_read(max_: Wizard) -> None:
    content = "Naam;Phone\nCafé de l’Amitié;612 555 3101\n".encode("cp1252")
    answer = max_.send_in(content)
    assert "Café de l’Amitié" in answer.text
    answer = max_.press("reading", form="csv", encoding="mac_roman", delimiter=";", skip="0")
    assert "Café" not in answer.text
    answer = max_.press("reading", form="csv", encoding="cp1252", delimiter=",", skip="0")
    assert "Naam;Phone" in answer.text


def test_the_same_column_twice_and_no_name_are_told(max_: Wizard) -> None:
    max_.send_in(TABLE)
    answer = max_.press("columns", c0="name", c1="name", country="US")
    assert "Two columns are both “Name of the offer”." in answer.text
    assert "Say which column holds the name" in max_.press("columns", c1="phone", country="US").text


def test_files_lie_under_names_of_ours_and_go_after_their_days(app: Flask, max_: Wizard) -> None:
    max_.bring_in(TABLE, name="../../etc/passwd.csv")
    delivery = db.session.scalars(select(Delivery)).one()
    assert re.fullmatch(r"[0-9a-f]{32}\.csv", delivery.stored)
    files = app.config["SETTINGS"].files / "uploads"
    assert all(path.name.startswith(delivery.stored) for path in files.iterdir())
    delivery.at = datetime(2025, 1, 1, tzinfo=UTC)
    db.session.commit()
    from directory.exchange.deliveries import forget_old

    forget_old(now())
    db.session.commit()
    assert list(files.iterdir()) == []
    assert max_.page().status_code == 200
    assert max_.browser.get(f"{max_.address}/report").status_code == 404


def test_an_import_that_breaks_off_goes_on_where_it_stopped(max_: Wizard) -> None:
    """The worker is lost between two batches."""
    many = (
        TABLE.partition("\n")[0]
        + "\n"
        + "".join(
            f"Group {n},Club,(612) 555-{3000 + n},,,Minneapolis,MN,55407,\n" for n in range(500)
        )
    )
    max_.send_in(many)
    max_.columns()
    max_.press("look", publish="yes")
    max_.browser.send(f"{max_.address}/take", {"sure": "yes"})
    from directory.exchange.deliveries import take

    delivery = db.session.scalars(select(Delivery)).one()
    steps = take(delivery.id)
    for _ in range(2):
        next(steps)
        db.session.commit()
    steps.close()
    db.session.rollback()
    assert count_published() == 200
    run_due()
    db.session.expire_all()
    assert db.session.get_one(Delivery, delivery.id).state == TAKEN
    assert "added 500" in words(max_.page())
    assert count_published() == 500


def test_hsds_and_meetings_come_in_by_the_same_pages(max_: Wizard) -> None:
    feed = '[{"name": "Old Friends", "slug": "old-friends", "day": 2, "time": "18:30",'
    feed += ' "types": ["O"], "attendance_option": "in_person", "latitude": 44.9483,'
    feed += ' "longitude": -93.2484, "formatted_address": "12 Lake St, Minneapolis, MN 55407, USA",'
    feed += ' "location": "Library"}]'
    answer = max_.send_in(feed, "meetings.json", source="Meetings")
    assert 'value="meetings" selected' in answer.text or '<option selected value="meetings"' in (
        answer.text
    )
    assert "rows 1" in words(max_.press("look"))


def test_the_page_moves_while_work_goes_on(max_: Wizard) -> None:
    max_.send_in(TABLE)
    max_.columns()
    max_.browser.send(f"{max_.address}/look")
    answer = max_.page()
    assert '<meta http-equiv="refresh" content="3">' in answer.text
    assert "js/imports.js" in answer.text
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
    told = max_.browser.get(f"{max_.address}/progress").json
    assert told == {"state": "looking", "done": 0, "of": 0, "busy": True}
    run_due()
    assert max_.browser.get(f"{max_.address}/progress").json["busy"] is False


def test_a_file_that_was_not_taken_in_is_thrown_away(app: Flask, max_: Wizard) -> None:
    max_.send_in(TABLE)
    assert max_.browser.send(f"{max_.address}/drop").status_code == 303
    assert max_.page().status_code == 404
    assert list((app.config["SETTINGS"].files / "uploads").iterdir()) == []
