"""Our taxonomy files are sound, and terms survive the way through HSDS and back."""

import json
from pathlib import Path

import pytest

from directory.listings import classification
from directory.listings.classification import (
    ClassificationError,
    attributes_of,
    axes,
    descendants,
    find_term,
    labels,
    load,
    term_by_uuid,
    terms,
    terms_from_attributes,
)
from directory.listings.record import Attribute, Record, TaxonomyTerm

ALL_TERMS = [term for axis in axes() for term in axis.terms]


def write_axis(folder: Path, *terms: dict[str, object], name: str = "mood") -> Path:
    words = {"label": "Mood", "description": "How you feel."}
    axis = {"axis": "mood", "licence": "CC0-1.0", "version": "1.0", "single": False, "position": 1}
    (folder / f"{name}.json").write_text(
        json.dumps(axis | {"en": words, "es": words, "terms": terms})
    )
    return folder


def a_term(code: str, label: str | None = None, **more: object) -> dict[str, object]:
    words = {"label": label or code.title(), "description": "What it is."}
    return {"code": code, "en": words, "es": words, **more}


def test_the_axes_come_in_the_order_in_which_people_meet_them():
    assert [axis.code for axis in axes()] == [
        "category", "kind", "support", "source", "topic", "audience", "format", "cost", "access",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("axis", "codes"),
    [
        ("category", "community online professional"),
        (
            "kind",
            "crisis-line warm-line support-group class volunteering online-community practice"
            " programme guide",
        ),
        ("support", "emotional instrumental informational appraisal"),
        ("source", "family friends peers community online professional"),
        ("format", "in-person online phone text chat hybrid"),
        ("cost", "free donation low-cost sliding-scale paid insurance"),
    ],
)
def test_the_codes_that_other_parts_rely_on_are_all_there(axis: str, codes: str):
    assert [term.code for term in terms(axis)] == codes.split()


@pytest.mark.parametrize("term", ALL_TERMS, ids=lambda term: term.full_code)
def test_every_term_has_plain_words_in_both_languages(term: classification.Term):
    for language in classification.LANGUAGES:
        assert len(term.label(language)) <= 40
        assert len(term.description(language).split()) <= 20
        assert term.description(language).endswith(".")
        assert len(term.synonyms(language)) >= 2
        assert len(set(term.synonyms(language))) == len(term.synonyms(language))


def test_everyday_and_clinical_words_lead_to_the_same_term():
    grief = find_term("topic", "grief")
    assert grief
    assert {"bereavement", "someone died"} <= set(grief.synonyms("en"))
    assert "luto" in grief.synonyms("es")


def test_a_language_we_lack_falls_back_to_english_and_a_region_to_its_language():
    grief = find_term("topic", "grief")
    assert grief
    assert grief.label("es-MX") == "Duelo"
    assert grief.label("fr") == "Grief"


def test_labels_leave_out_codes_that_are_not_ours():
    assert labels("format", ["phone", "pigeon", "chat"]) == ["Phone", "Web chat"]
    assert labels("format", ["phone"], "es") == ["Teléfono"]


def test_a_term_is_found_by_its_identifier_and_identifiers_never_change():
    assert len({term.uuid for term in ALL_TERMS}) == len(ALL_TERMS)
    grief = find_term("topic", "grief")
    assert grief
    assert term_by_uuid(grief.uuid.upper()) is grief
    assert grief.uuid == "8250781c-6dab-5c37-abc6-3d784550f8d7"


def test_whoever_asks_for_grief_also_means_loss_to_suicide():
    assert "suicide-loss" in descendants("topic", "grief")
    assert descendants("topic", "suicide-loss") == {"suicide-loss"}


def test_terms_of_a_record_survive_the_way_through_hsds_attributes():
    given = {"kind": ["support-group"], "topic": ["grief", "anxiety"], "format": ["in-person"]}
    attributes = attributes_of(Record(terms=given))
    assert [a.taxonomy_term.code for a in attributes if a.taxonomy_term] == [
        "kind:support-group", "topic:grief", "topic:anxiety", "format:in-person",
    ]  # fmt: skip
    assert terms_from_attributes(attributes) == (given, [])


def test_attributes_of_a_record_have_the_same_identifiers_each_time():
    record = Record(terms={"topic": ["grief"]})
    assert attributes_of(record) == attributes_of(record)


def test_a_parent_that_an_attribute_names_is_a_term_too():
    (attribute,) = attributes_of(Record(terms={"topic": ["suicide-loss"]}))
    assert attribute.taxonomy_term
    parent = term_by_uuid(attribute.taxonomy_term.parent_id or "")
    assert parent
    assert parent.code == "grief"


def test_our_full_code_is_recognised_under_another_identifier_and_the_rest_is_handed_back():
    ours = Attribute(taxonomy_term=TaxonomyTerm(code="topic:grief", name="Grief"))
    theirs = Attribute(taxonomy_term=TaxonomyTerm(code="1102", name="Counseling"))
    bare = Attribute(value="no term at all")
    assert terms_from_attributes([ours, theirs, ours, bare]) == (
        {"topic": ["grief"]},
        [theirs, bare],
    )


def test_our_taxonomies_are_free_to_use():
    assert {axis.licence for axis in axes()} == {"CC0-1.0"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([a_term("low", parent="sad")], "low has the unknown parent 'sad'"),
        ([a_term("low", parent="sad"), a_term("sad", parent="low")], "its own ancestor"),
        ([a_term("low"), a_term("low", "Other")], "a code stands there twice"),
        ([a_term("low", "Low"), a_term("sad", "low")], "the label 'low' stands there twice"),
        ([{"code": "low", "en": {"label": "Low", "description": "x"}}], "no words in 'es'"),
        ([a_term("low", " ")], "an empty text in 'en'"),
        (["low"], "not of the expected form"),
    ],
)
def test_a_wrong_file_is_named_with_the_reason(tmp_path: Path, wrong: list, sentence: str):
    with pytest.raises(ClassificationError, match=sentence) as caught:
        load(write_axis(tmp_path, *wrong))
    assert "mood.json" in str(caught.value)


def test_a_file_under_another_name_and_an_empty_folder_are_refused(tmp_path: Path):
    with pytest.raises(ClassificationError, match="no taxonomy file"):
        load(tmp_path)
    with pytest.raises(ClassificationError, match="holds the axis 'mood'"):
        load(write_axis(tmp_path, a_term("low"), name="feelings"))
