"""Versions of a record: what differs, and how three become one."""

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from directory.extensions import db
from directory.listings.actions import publish
from directory.listings.queries import write_record
from directory.listings.record import Language, Phone, Record
from directory.moderation.diff import changes, flat, merge, whole
from directory.moderation.merging import best_of_both
from tests.making import NOON, make_record
from tests.staff import signed_in

TEXTS = st.sampled_from(["People meet.", "People meet and talk.", "They sing.", ""])
NUMBERS = st.sampled_from(["(612) 555-3142", "(612) 555-0100", "(612) 555-0101"])


@st.composite
def versions(draw: st.DrawFn) -> Record:
    record = make_record(service={"description": draw(TEXTS), "email": draw(TEXTS) or None})
    record.service.phones[0].number = draw(NUMBERS)
    if draw(st.booleans()):
        record.service.phones.append(Phone(id="00000000-0000-4000-8000-000000000001", number="5"))
    if draw(st.booleans()):
        record.service.phones.reverse()
    record.terms["topic"] = draw(st.lists(st.sampled_from(["grief", "anxiety"]), unique=True))
    if not record.terms["topic"]:
        del record.terms["topic"]
    return record


@given(versions())
def test_a_record_laid_flat_stands_up_again(record: Record) -> None:
    assert write_record(whole(flat(record))) == write_record(record)


@given(versions(), versions())
def test_without_a_change_in_between_merging_gives_what_was_sent(
    base: Record, sent: Record
) -> None:
    merged, undecided = merge(base, base, sent)
    assert undecided == []
    assert flat(merged) == flat(sent)


@given(versions(), versions())
def test_what_the_sender_left_alone_stays_as_it_is_now(base: Record, now: Record) -> None:
    merged, undecided = merge(base, now, base)
    assert undecided == []
    assert flat(merged) == flat(now)


@given(versions(), versions(), versions())
def test_every_fact_of_a_merge_is_somebody_s(base: Record, now: Record, sent: Record) -> None:
    merged, undecided = merge(base, now, sent)
    for path, value in flat(merged).items():
        assert value in (flat(now).get(path), flat(sent).get(path))
    for change in undecided:
        assert change.conflict


def test_a_phone_that_moved_up_is_the_same_phone() -> None:
    old = make_record()
    old.service.phones.append(Phone(id="00000000-0000-4000-8000-000000000001", number="5"))
    new = replace(old, service=replace(old.service, phones=old.service.phones[::-1]))
    assert changes(old, new) == []


def test_ways_to_reach_somebody_are_marked() -> None:
    found = changes(make_record(), make_record(service={"email": "new@example.org", "name": "N"}))
    assert {change.path[-1]: change.contact for change in found} == {"email": True, "name": False}


def test_both_changed_one_fact_so_a_person_chooses() -> None:
    base = make_record()
    now = make_record(service={"description": "What Max wrote."})
    sent = make_record(service={"description": "What Rosa sent.", "email": "rosa@example.org"})
    merged, (undecided,) = merge(base, now, sent)
    assert merged.service.description == "What Max wrote."
    assert merged.service.email == "rosa@example.org"
    chosen, left = merge(base, now, sent, choices={undecided.name: "sent"})
    assert chosen.service.description == "What Rosa sent."
    assert left == []


def test_the_best_of_two_listings_takes_whole_items() -> None:
    kept, gone = make_record(key="kept"), make_record(key="gone")
    phone = gone.service.phones[0]
    chosen = {f"service/phones/#{phone.id}/number"}
    both = best_of_both(kept, gone, chosen)
    assert [p.number for p in both.service.phones] == [kept.service.phones[0].number, phone.number]


def _changed() -> tuple[Record, Record]:
    old, new = make_record(), make_record()
    for record, days, language, kind in ((old, "TU", "en", "voice"), (new, "TH", "es", "text")):
        spot = record.service.service_at_locations[0]
        (spot.schedules or record.service.schedules)[0].byday = days
        record.service.languages = [Language(id="l", code=language)]
        record.service.phones[0].type = kind
    new.terms = {**new.terms, "topic": ["anxiety"]}
    return old, new


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (
            "",
            ("Tuesday", "Thursday", "English", "Spanish", "Voice call", "Text message", "Anxiety"),
        ),
        ("/es", ("martes", "jueves", "inglés", "español", "Llamada de voz", "Mensaje de texto")),
    ],
)
def test_a_comparison_speaks_the_words_of_the_page(
    app: Flask, start: str, words: tuple[str, ...]
) -> None:
    old, new = _changed()
    publish([old], role="moderator", reason="First", at=NOON)
    publish([new], role="moderator", reason="Second", at=NOON)
    db.session.commit()
    page = signed_in(app).get(f"{start}/staff/listings/{old.id}/history").text
    table = page.split('class="diff"')[1].split("</table>")[0]
    for word in words:
        assert word in table, word
    for code in (">TU<", ">TH<", ">voice<", ">text<", ">en<", ">es<", ">anxiety<"):
        assert code not in table, code
