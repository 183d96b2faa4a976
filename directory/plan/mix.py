"""The rules of the guided mix: what a balanced set of support holds, what to look for to fill it,
and why each thing is suggested.

Support comes in four kinds (somebody to listen, practical help, information, feedback), and what
helps comes in five ways: join a group, do things with others, help others, use technology with
balance, a few good people over many (FIELD section 1). So the set has a part for each kind, one
for doing things and one for giving. In each part at most one suggestion to go to and one to use
from anywhere stand side by side. A few good ones, never a long list.

Plain: answers in; wishes and sentences out. `filling` asks the search engine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from directory.listings import classification
from directory.listings.messages import N_
from directory.listings.record import Record
from directory.listings.shown import Reader
from directory.plan.answers import FIRST, Answers

HERE, AFAR = "here", "afar"  # the two sides of each part

IN_PERSON = ("in-person", "hybrid")
FROM_ANYWHERE = ("online", "hybrid", "phone", "text", "chat")
WAYS = {
    "phone": ("phone",),
    "writing": ("text", "chat", "online"),
    "video": ("online", "hybrid"),
}
FOR_RELATIVES = ("families", "carers", "couples", "parents")
# Lines for people in crisis are in reach on every page. A mix is about the days after.
LEFT_OUT = frozenset({"crisis-line"})
OWN_PART = frozenset({"class", "volunteering"})  # kinds that stand in the part made for them
# Nobody is asked who they are. What is only for some people is suggested where the answers fit.
ANYBODY = frozenset({"everyone", "adults"})
AUDIENCES_OF = {
    "grief": {"bereaved"},
    "parenting": {"parents", "new-parents", "single-parents"},
    "caring": {"carers", "families"},
    "domestic-abuse": {"survivors"},
    "trauma": {"survivors"},
    "relationships": {"couples"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the set. `codes` is what a listing must be to stand in it, `best` what comes
    first among those."""

    id: str
    title: str
    text: str
    codes: Mapping[str, tuple[str, ...]]
    best: tuple[str, ...]  # codes of the axis kind
    guide: str  # the guide that says more


PARTS = (
    Part(
        "emotional",
        N_("Somebody to talk to"),
        N_("Someone who listens and cares. You do not have to explain it well."),
        {"support": ("emotional",)},
        ("support-group", "warm-line", "online-community"),
        "first-group",
    ),
    Part(
        "instrumental",
        N_("Practical help"),
        N_("Help with money, travel, meals, forms or getting care."),
        {"support": ("instrumental",)},
        ("programme",),
        "kinds",
    ),
    Part(
        "informational",
        N_("Information"),
        N_("Facts and advice to help you decide."),
        {"support": ("informational",)},
        ("warm-line", "guide", "programme"),
        "kinds",
    ),
    Part(
        "appraisal",
        N_("Someone who helps you see your strengths"),
        N_("People who notice what you do well and help you set a goal."),
        {"support": ("appraisal",)},
        ("support-group", "programme"),
        "first-group",
    ),
    Part(
        "together",
        N_("Something to do with others"),
        N_("A walk, a class or a club. You can be with people and talk about other things."),
        {"kind": ("class",)},
        (),
        "first-group",
    ),
    Part(
        "give",
        N_("A way to give support back"),
        N_("Helping someone else can help you too. Start small, when you feel ready."),
        {"kind": ("volunteering",)},
        (),
        "supporting",
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One question to the engine. `close`: it holds what the person said it is about."""

    codes: Mapping[str, tuple[str, ...]]
    words: bool = False  # also the words they typed
    close: bool = False


def parts_for(answers: Answers) -> tuple[Part, ...]:
    """All parts, what would help most first."""
    if answers.first not in FIRST:
        return PARTS
    return tuple(sorted(PARTS, key=lambda part: part.id != answers.first))


def sides_for(answers: Answers, *, place_known: bool) -> tuple[str, ...]:
    """Which sides can be filled, the one they like better first. Without a place there is
    nowhere to go to."""
    if not place_known:
        return (AFAR,)
    return (AFAR, HERE) if answers.how in WAYS else (HERE, AFAR)


def steps_for(part: Part, side: str, answers: Answers) -> Iterator[Step]:
    """What to look for, the closest to the answers first. The last step asks only for the part
    itself: something is better than nothing, and the page says that it is for any topic."""
    formats = IN_PERSON if side == HERE else FROM_ANYWHERE
    liked = WAYS.get(answers.how, ()) if side == AFAR else ()
    about = {"topic": (answers.topic,)} if answers.topic else {}
    relatives = {"audience": FOR_RELATIVES} if answers.who == "other" else {}
    words = bool(answers.words) and not answers.topic
    close = bool(about or words)
    seen: list[Step] = []
    for wanted, typed, near in ((about, words, close), ({}, False, False)):
        for form in (liked, formats) if liked else (formats,):
            for more in (relatives, {}):
                step = Step({**part.codes, "format": form, **wanted, **more}, typed, near)
                if all((step.codes, step.words) != (each.codes, each.words) for each in seen):
                    seen.append(step)
    yield from seen


def fits(
    record: Record,
    part: Part,
    answers: Answers,
    *,
    place_known: bool,
    country: str,
    used: Collection[str],
) -> bool:
    """Whether a found listing may be suggested in a part: once only, no crisis line, not closed,
    for people like this one. Near a place the engine has seen to it that it serves there; without
    one it must serve the country."""
    kinds = set(record.terms.get("kind", ()))
    left_out = LEFT_OUT | (OWN_PART - set(part.codes.get("kind", ())))
    if record.id in used or left_out & kinds or not _welcome(record, answers):
        return False
    if record.service.status in ("defunct", "inactive", "temporarily closed"):
        return False
    return place_known or serves(record, country)


def _welcome(record: Record, answers: Answers) -> bool:
    audience = set(record.terms.get("audience", ()))
    welcome = set(ANYBODY) | AUDIENCES_OF.get(answers.topic, set())
    if answers.who == "other":
        welcome |= set(FOR_RELATIVES)
    return not audience or bool(audience & welcome)


def serves(record: Record, country: str) -> bool:
    """Whether all of a country, or of the world, can use it from home. What does not say is
    taken to be for its own town where it has one."""
    service = record.service
    covered = {area.coverage for area in service.service_areas if area.coverage}
    if covered:
        return bool(covered & {"world", country})
    places = (spot.location for spot in service.service_at_locations)
    return not any(place and place.latitude is not None for place in places)


def reasons(record: Record, side: str, answers: Answers, reader: Reader) -> tuple[str, ...]:
    """Why it is suggested, in sentences: what it has of what was answered, then what makes the
    set balanced."""
    terms = record.terms
    found = []
    if answers.topic and answers.topic in terms.get("topic", ()):
        (topic,) = classification.labels("topic", [answers.topic], reader.language)
        found.append(reader.says(N_("You said it is about: %(topic)s."), topic=topic))
    if answers.who == "other" and set(FOR_RELATIVES) & set(terms.get("audience", ())):
        found.append(reader.says(N_("It is for people who care about someone.")))
    formats = set(terms.get("format", ()))
    if answers.how in WAYS and formats & set(WAYS[answers.how]) and side == AFAR:
        found.append(reader.says(N_("It fits how you like to meet.")))
    elif side == HERE:
        found.append(reader.says(N_("You can go there and meet people.")))
    else:
        found.append(reader.says(N_("You can use it from home.")))
    if "free" in terms.get("cost", ()):
        found.append(reader.says(N_("It is free.")))
    if "peers" in terms.get("source", ()):
        found.append(reader.says(N_("The people there have been through it too.")))
    return tuple(found)
