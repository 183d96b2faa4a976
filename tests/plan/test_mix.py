"""The rules of the guided mix, plain: what is looked for, what may be suggested, and why."""

import pytest

from directory.listings.record import ServiceArea
from directory.listings.shown import Reader
from directory.plan.answers import Answers
from directory.plan.mix import (
    AFAR,
    HERE,
    PARTS,
    fits,
    parts_for,
    reasons,
    serves,
    sides_for,
    steps_for,
)
from tests.making import NOON, make_record

READER = Reader(now=NOON)
PART = {part.id: part for part in PARTS}
FROM_HOME = {"location_type": "virtual", "latitude": None, "longitude": None}


def test_a_mix_holds_the_four_kinds_something_to_do_and_a_way_to_give() -> None:
    assert [part.id for part in parts_for(Answers())] == [
        "emotional",
        "instrumental",
        "informational",
        "appraisal",
        "together",
        "give",
    ]


def test_what_would_help_most_stands_first_and_nothing_is_lost() -> None:
    parts = parts_for(Answers(first="appraisal"))
    assert parts[0].id == "appraisal"
    assert sorted(part.id for part in parts) == sorted(part.id for part in PARTS)


def test_with_a_place_there_is_always_something_to_go_to_beside_what_is_online() -> None:
    assert sides_for(Answers(), place_known=True) == (HERE, AFAR)
    assert sides_for(Answers(how="writing"), place_known=True) == (AFAR, HERE)
    assert sides_for(Answers(how="person"), place_known=False) == (AFAR,)


def test_what_was_said_is_looked_for_before_what_is_for_any_topic() -> None:
    steps = list(steps_for(PART["emotional"], AFAR, Answers(topic="grief", how="phone")))
    assert steps[0].codes == {
        "support": ("emotional",),
        "format": ("phone",),
        "topic": ("grief",),
    }
    assert steps[0].close
    assert "topic" not in steps[-1].codes
    assert "online" in steps[-1].codes["format"]
    assert not steps[-1].close


def test_help_for_relatives_comes_first_for_who_asks_for_someone_else() -> None:
    first, *rest = steps_for(PART["instrumental"], HERE, Answers(who="other"))
    assert "families" in first.codes["audience"]
    assert any("audience" not in step.codes for step in rest)


def test_typed_words_are_looked_for_only_where_no_topic_was_chosen() -> None:
    typed = list(steps_for(PART["emotional"], HERE, Answers(words="my dog died")))
    assert [step.words for step in typed] == [True, False]
    both = steps_for(PART["emotional"], HERE, Answers(words="my dog died", topic="grief"))
    assert not any(step.words for step in both)


def test_no_question_is_asked_of_the_engine_twice() -> None:
    for part in PARTS:
        for side in (HERE, AFAR):
            for who in ("", "other"):
                for how in ("", "phone", "person"):
                    answers = Answers(who=who, how=how, topic="grief")
                    asked = [str(step.codes) for step in steps_for(part, side, answers)]
                    assert len(asked) == len(set(asked))


def allowed(record, part="emotional", answers=Answers(), *, place=True, used=()) -> bool:  # type: ignore[no-untyped-def]  # noqa: B008
    return fits(record, PART[part], answers, place_known=place, country="US", used=set(used))


def test_nothing_is_suggested_twice() -> None:
    record = make_record()
    assert allowed(record)
    assert not allowed(record, used=[record.id])


def test_crisis_lines_and_closed_groups_are_left_out() -> None:
    assert not allowed(make_record(terms={"kind": ["crisis-line"]}))
    assert not allowed(make_record(service={"status": "temporarily closed"}))


def test_volunteering_stands_only_where_one_gives() -> None:
    role = make_record(terms={"kind": ["volunteering"]})
    assert not allowed(role, "emotional")
    assert allowed(role, "give")


@pytest.mark.parametrize(
    ("audience", "answers", "welcome"),
    [
        (["everyone"], Answers(), True),
        ([], Answers(), True),
        (["veterans"], Answers(), False),
        (["veterans", "adults"], Answers(), True),
        (["bereaved"], Answers(), False),
        (["bereaved"], Answers(topic="grief"), True),
        (["families"], Answers(), False),
        (["families"], Answers(who="other"), True),
    ],
)
def test_what_is_only_for_some_is_suggested_where_the_answers_fit(
    audience: list[str], answers: Answers, welcome: bool
) -> None:
    assert allowed(make_record(terms={"audience": audience}), answers=answers) is welcome


@pytest.mark.parametrize(
    ("coverage", "there"),
    [("US", True), ("world", True), ("GB", False), ("US-MN", False)],
)
def test_without_a_place_only_what_serves_the_whole_country_is_suggested(
    coverage: str, there: bool
) -> None:
    record = make_record(location=FROM_HOME)
    record.service.service_areas = [ServiceArea(id="area", coverage=coverage)]
    assert serves(record, "US") is there


def test_a_group_in_a_town_is_not_suggested_to_somebody_who_said_no_place() -> None:
    record = make_record()
    record.service.service_areas = []
    assert not allowed(record, place=False)
    assert allowed(record, place=True)


def test_each_suggestion_says_why() -> None:
    record = make_record(
        terms={"topic": ["grief"], "cost": ["free"], "source": ["peers"], "format": ["in-person"]}
    )
    assert reasons(record, HERE, Answers(topic="grief"), READER) == (
        "You said it is about: Grief.",
        "You can go there and meet people.",
        "It is free.",
        "The people there have been through it too.",
    )
    line = make_record(
        terms={"audience": ["families"], "format": ["phone"], "cost": [], "source": []}
    )
    assert reasons(line, AFAR, Answers(who="other", how="phone"), READER) == (
        "It is for people who care about someone.",
        "It fits how you like to meet.",
    )
