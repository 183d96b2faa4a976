"""Files that are damaged or made to do harm: each ends on a page that says what is wrong, nothing
is changed, and memory stays bounded."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from directory.exchange.models import Delivery
from directory.extensions import db
from directory.listings.queries import count_published
from directory.submissions.queries import count_pending
from tests.exchange.wizard import TABLE, Wizard, wizard, words

MB = 1_000_000


@pytest.fixture
def max_(app: Flask) -> Wizard:
    return wizard(app)


def nothing_changed() -> bool:
    return (count_pending(), count_published()) == (0, 0)


def a_zip(files: dict[str, bytes], **of_zip: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **of_zip) as archive:  # type: ignore[arg-type]
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_bomb(name: str) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(b"0" * MB)
    return out.getvalue()


def a_workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["Name", "Phone"])
    book.save(out)
    return out.getvalue()


# (name, content, what the page says). Those whose form cannot be told are refused at once.
AT_ONCE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.csv", lambda: b"", "This file is empty."),
    "a picture": ("a.png", lambda: b"\x89PNG", "We cannot read files of the kind “.png”."),
    "a picture named csv.svg": ("a.csv.svg", lambda: b"<svg/>", "kind “.svg”"),
    "a zip named csv": ("a.csv", lambda: a_zip({"a": b"b"}), "not what its name says"),
    "text named xlsx": ("a.xlsx", lambda: b"Name,Phone\n", "not what its name says"),
    "no JSON": ("a.json", lambda: b"[{", "breaks off or is damaged"),
}
LATER: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zero bytes": ("a.csv", lambda: b"Name,Phone\nA,\0\n", "not text"),
    "a picture inside": ("a.csv", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 50, "not text"),
    "a line without end": ("a.csv", lambda: b"Name,Phone\n" + b"x" * (8 * MB), "longer than"),
    "one endless cell": (
        "a.csv",
        lambda: b'Name,Phone\n"' + (b"x" * 999 + b"\n") * 4000,
        "quotation marks",
    ),
    "100,000 columns": (
        "a.csv",
        lambda: b",".join(b"c%d" % n for n in range(100_000)),
        "more than",
    ),
    "two columns of a name": ("a.csv", lambda: b"Name,Name\na,b\n", "the column Name twice"),
    "quotes that do not match": ("a.csv", lambda: b'Name,Phone\n"A,1\nB,2\n', "quotation marks"),
    "a bomb": ("a.xlsx", lambda: a_bomb("xl/worksheets/sheet1.xml"), "grow too much"),
    "a zip that climbs": ("a.xlsx", lambda: a_zip({"../../x.xml": b"x"}), "unsafe name"),
    "archives in a zip": ("a.xlsx", lambda: a_zip({"b.zip": b"x"}), "another archive"),
    "a damaged workbook": ("a.xlsx", lambda: a_workbook()[:-200], "damaged"),
    "no workbook": ("a.xlsx", lambda: a_zip({"hello.txt": b"x"}), "damaged"),
}
WHOLE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb of tables": ("a.zip", lambda: a_bomb("services.csv"), "grow too much"),
    "tables that climb": ("a.zip", lambda: a_zip({"../services.csv": b"id\n"}), "unsafe name"),
    "tables in archives": ("a.zip", lambda: a_zip({"services.tar.gz": b"x"}), "another archive"),
    "10,000 files": ("a.zip", lambda: a_zip({f"{n}.csv": b"" for n in range(10_000)}), "more than"),
    "JSON cut off": ("a.json", lambda: b'[{"id":"1","name":"a","status":"active"},{', "breaks off"),
    "JSON of one text": ("a.json", lambda: b'[{"id": "' + b"x" * (40 * MB) + b'"}]', "too large"),
    "JSON 100,000 deep": ("a.json", lambda: b"[{\"a\":" + b"[" * 100_000, "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize("kind", AT_ONCE)
def test_what_cannot_be_read_is_not_kept(max_: Wizard, app: Flask, kind: str) -> None:
    name, content, said = AT_ONCE[kind]
    answer = max_.send_in(content(), name)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Nothing was changed." in words(answer)
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0
    folder = app.config["SETTINGS"].files / "uploads"
    assert not folder.is_dir() or list(folder.iterdir()) == []


@pytest.mark.parametrize("kind", LATER)
def test_a_damaged_table_says_what_is_wrong_with_it(max_: Wizard, kind: str) -> None:
    name, content, said = LATER[kind]
    raw = content()
    tracemalloc.start()
    answer = max_.send_in(raw, name)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 200
    assert said in words(answer)
    # The test's own request is the file three times over; reading it adds less than 64 MB.
    assert most < 4 * len(raw) + 64 * MB
    assert max_.press("look").status_code == 422
    assert nothing_changed()


@pytest.mark.parametrize("kind", WHOLE)
def test_a_damaged_package_ends_on_a_page(max_: Wizard, kind: str) -> None:
    name, content, said = WHOLE[kind]
    answer = max_.send_in(content(), name)
    if answer.status_code != 422:
        assert answer.status_code == 200
        answer = max_.press("look")
        assert "What would happen" not in answer.text
    assert said in words(answer)
    assert nothing_changed()


def test_a_file_above_the_limit_is_refused_on_a_page(app: Flask, max_: Wizard) -> None:
    raw = b"Name,Phone\n" + b"Circle,612 555 3101\n" * (101 * MB // 20)
    answer = max_.send_in(raw)
    assert answer.status_code == 413
    assert "That is too large" in words(answer)
    assert nothing_changed()


def test_only_who_is_signed_in_may_send_more_than_a_form(app: Flask) -> None:
    stranger = app.test_client()
    data = b"x" * (3 * MB)
    answer = stranger.post(
        "/staff/imports",
        data=data,
        headers={"Sec-Fetch-Site": "same-origin"},
        content_type="multipart/form-data; boundary=part",
    )
    assert answer.status_code in (403, 413)


def test_two_header_rows_are_seen(max_: Wizard) -> None:
    two = "Group,,Contact,,,,,,\n" + TABLE
    answer = max_.send_in(two)
    assert "Grief Circle 10" in answer.text
    assert '<option selected value="1">2</option>' in answer.text
    max_.columns()
    assert "rows 20 new, for a moderator 20" in words(max_.press("look"))


def test_shifted_columns_are_refused_row_by_row_and_told_at_the_top(max_: Wizard) -> None:
    shifted = TABLE.replace("Grief Circle", "Grief, Circle")
    max_.send_in(shifted)
    max_.columns()
    answer = max_.press("look")
    assert "refused 20" in words(answer)
    assert "Most rows do not fit" in answer.text
    max_.press("take")
    assert nothing_changed()


def test_the_wrong_encoding_is_seen_before_anything_is_kept(max_: Wizard) -> None:
    content = TABLE.replace("Lake Street", "Straße").encode("utf-16")
    assert "Straße" in max_.send_in(content).text
    answer = max_.press("reading", form="csv", encoding="utf-8", delimiter=",", skip="0")
    assert "This is not utf-8 text. Name the encoding and try again." in words(answer)
    assert max_.press("look").status_code == 422


def test_formulas_are_told_and_never_run(max_: Wizard) -> None:
    bad = TABLE.replace("Grief Circle 11", '"=HYPERLINK(""http://evil.example"",""Circle"")"')
    max_.send_in(bad)
    max_.columns()
    assert "This looks like a formula and not like words." in max_.press("look").text


def test_a_file_cut_off_between_looking_and_taking_changes_nothing(
    app: Flask, max_: Wizard
) -> None:
    max_.send_in(TABLE)
    max_.columns()
    max_.press("look", publish="yes")
    (stored,) = (app.config["SETTINGS"].files / "uploads").glob("*.csv")
    stored.write_bytes(stored.read_bytes()[:-30] + b'\n"x')
    answer = max_.press("take")
    assert "failed" in words(answer)
    assert "quotation marks" in words(answer)
    assert nothing_changed()
