"""Moderators change what topics are called and which words find them."""

import json
from pathlib import Path

import pytest
from flask import Flask

from directory.accounts import audit
from directory.jobs.worker import run_due
from directory.listings import classification
from directory.listings.own_terms import file_form
from directory.search.synonyms import FOLDER as SYNONYMS
from tests.making import make_listing
from tests.staff import Browser, signed_in


@pytest.fixture
def max_(app: Flask) -> Browser:
    return signed_in(app, "moderator", "max@example.org")


def a_term(**changes: str) -> dict[str, str]:
    grief = classification.find_term("topic", "grief")
    assert grief
    form = {"reason": "People told us"}
    for language in ("en", "es"):
        words = grief.in_language(language)
        form |= {
            f"label_{language}": words.label,
            f"description_{language}": words.description,
            f"synonyms_{language}": "\n".join(words.synonyms),
        }
    return form | changes


def finds(app: Flask, words: str) -> bool:
    return "Grief Circle" in app.test_client().get("/search", query_string={"q": words}).text


def test_a_word_added_to_a_topic_finds_its_listings(app: Flask, max_: Browser) -> None:
    make_listing()
    run_due()
    page = "/staff/words/topic/grief"
    more = a_term()
    more["synonyms_en"] += "\nblorptide"
    assert not finds(app, "blorptide")
    shown = max_.send(page, more, page=page)
    assert "<ins>" in shown.text
    assert "This would change" in shown.text
    assert not list(audit.each(act="change a term"))
    assert max_.send(page, more | {"sure": "yes"}, page=page).status_code == 303
    run_due()
    assert finds(app, "blorptide")
    (line,) = audit.each(act="change a term")
    assert (line.subject, line.details["listings"]) == ("topic:grief", 1)
    max_.send(f"{page}/as-in-seed", page=page)
    run_due()
    assert not finds(app, "blorptide")


def test_a_label_changes_on_the_public_page_in_its_language(app: Flask, max_: Browser) -> None:
    page = "/staff/words/topic/grief"
    form = a_term(label_es="El duelo y la pena") | {"sure": "yes"}
    assert max_.send(page, form, page=page).status_code == 303
    client = app.test_client()
    assert "El duelo y la pena" in client.get("/es/").text
    assert "El duelo y la pena" not in client.get("/").text


def test_a_new_topic_can_be_chosen_searched_and_taken_along(app: Flask, max_: Browser) -> None:
    page = "/staff/words/topic/new"
    form = {
        "parent": "",
        "label_en": "Farm life",
        "description_en": "Living and working on a farm.",
        "synonyms_en": "farmer\nrancher",
        "label_es": "Vida en el campo",
        "description_es": "Vivir y trabajar en el campo.",
        "synonyms_es": "granjero",
        "reason": "Asked for",
        "sure": "yes",
    }
    assert max_.send(page, form, page=page).status_code == 303
    make_listing(terms={"topic": ["farm-life"]})
    run_due()
    assert finds(app, "rancher")
    again = max_.send(page, form, page=page)
    assert again.status_code == 422
    taken = max_.send("/staff/words/topic.json", page="/staff/words")
    terms = json.loads(taken.data)["terms"]
    assert terms[-1]["code"] == "farm-life"
    assert terms[-1]["en"]["synonyms"] == ["farmer", "rancher"]
    assert [line.subject for line in audit.each(act="export")] == ["words of topic"]


def test_two_terms_never_share_a_name(app: Flask, max_: Browser) -> None:
    page = "/staff/words/topic/grief"
    answer = max_.send(page, a_term(label_en="Anxiety"), page=page)
    assert answer.status_code == 422
    assert "People told us" in answer.text


def test_only_topics_and_audiences_grow(app: Flask, max_: Browser) -> None:
    assert max_.get("/staff/words/kind/new").status_code == 404


def test_what_is_taken_along_reads_as_the_seed_does(app: Flask, tmp_path: Path) -> None:
    for number, axis in enumerate(classification.axes(), start=1):
        (tmp_path / f"{axis.code}.json").write_text(json.dumps(file_form(axis, number)))
    assert classification.load(tmp_path) == classification.shipped_axes()


def synonyms(**changes: str) -> dict[str, str]:
    return {
        "language": "en",
        "words": "empty nest",
        "also": "grief",
        "weight": "0.5",
        "reason": "Heard often",
    } | changes


def test_an_added_synonym_finds_a_listing_at_once(app: Flask, max_: Browser) -> None:
    make_listing()
    run_due()
    page = "/staff/synonyms/new"
    form = synonyms(words="glimmerfall")
    assert not finds(app, "glimmerfall")
    assert "This would change" in max_.send(page, form, page=page).text
    assert not finds(app, "glimmerfall")
    assert max_.send(page, form | {"sure": "yes"}, page=page).status_code == 303
    assert finds(app, "glimmerfall")
    shown = max_.get("/staff/synonyms?q=glimmerfall").text
    keys = [part.split('"')[0] for part in shown.split('href="/staff/synonyms/')[1:]]
    key = next(each for each in keys if each != "new")
    max_.send(f"/staff/synonyms/{key}/off", page=f"/staff/synonyms/{key}")
    assert not finds(app, "glimmerfall")


def test_a_group_of_the_seed_can_be_switched_off_and_on(app: Flask, max_: Browser) -> None:
    from directory.search.own_synonyms import list_groups

    first = next(held for held in list_groups("en"))
    page = f"/staff/synonyms/{first.key}"
    max_.send(f"{page}/off", page=page)
    assert list_groups("en")[0].off
    max_.send(f"{page}/as-in-seed", page=page)
    assert not any(held.own for held in list_groups())


def test_synonyms_go_along_as_the_seed_holds_them(app: Flask, max_: Browser) -> None:
    taken = max_.send("/staff/synonyms.json/en", page="/staff/synonyms")
    shipped = json.loads((SYNONYMS / "en.json").read_text())
    assert json.loads(taken.data)["groups"] == shipped["groups"]


@pytest.mark.parametrize(
    "wrong",
    [{"also": ""}, {"words": ""}, {"words": "one two three four five six"}, {"weight": "3"}],
)
def test_what_makes_no_synonyms_is_refused(
    app: Flask, max_: Browser, wrong: dict[str, str]
) -> None:
    page = "/staff/synonyms/new"
    assert max_.send(page, synonyms(**wrong) | {"sure": "yes"}, page=page).status_code == 422
