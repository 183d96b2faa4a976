"""Crisis lines and what answers people in crisis: the two-person route, and names that promise."""

import re
from collections.abc import Iterator

from directory.listings import must_hold
from directory.listings.language import is_crisis_line
from directory.listings.messages import N_
from directory.listings.record import Phone, Record
from directory.listings.rules.problem import Around, Problem, incomplete, join, refuse, warn
from directory.listings.rules.reach import country_of

_PROMISE = re.compile(
    r"\b(?:crisis|24\s?/\s?7|24[\s-]?h(?:ours?|oras)?|emergenc(?:y|ias?))\b", re.I
)
# Names of services that answer people in danger, whichever file they come from.
_ANSWERS = re.compile(
    r"""\b(?:crisis\s+(?:text\s+)?(?:line|hot\s?line|help\s?line|centre|center|services?|support)
    |suicide\s+(?:prevention\s+)?(?:life\s?line|line|hot\s?line|help\s?line)
    |samaritans|life\s?line|rape\s+(?:crisis|cent(?:re|er))|trevor\s+project
    |(?:domestic|sexual|child)\s+(?:abuse|violence|assault)\s+(?:hot\s?line|help\s?line|line)
    |l[ií]nea\s+(?:de\s+)?(?:crisis|vida)|tel[eé]fono\s+de\s+la\s+esperanza)\b""",
    re.I | re.X,
)


def answers_crisis(record: Record) -> bool:
    """Should this record take the two-person route? By its kind, its name or a number of the
    crisis set. Importers and forms set `record.crisis` with it."""
    service = record.service
    return (
        record.crisis
        or "crisis-line" in record.terms.get("kind", ())
        or bool(_ANSWERS.search(service.name))
        or any(is_crisis_line(p.number, p.country) for p in service.phones)
    )


def crisis_problems(around: Around) -> Iterator[Problem]:
    record = around.record
    if record is None:
        return
    name = record.service.name
    if record.crisis:
        message = N_(
            "This answers people in crisis. Two different people must approve each change."
        )
        yield warn("crisis", "crisis-two-people", message)
    elif "crisis-line" in record.terms.get("kind", ()):
        message = N_("A crisis line must be marked as one, so that two people approve each change.")
        yield refuse("crisis", "crisis-unmarked", message)
    elif answers_crisis(record):
        message = N_("This may answer people in crisis. If it does, mark it as a crisis service.")
        yield warn("crisis", "crisis-looks", message)
    if _PROMISE.search(name) and not (record.facts.round_the_clock or must_hold.schedules(record)):
        judge = refuse if record.crisis or around.audience == "form" else incomplete
        message = N_("The name sounds as if somebody always answers. Give the hours.")
        yield judge("service.name", "crisis-name", message)
    if not record.crisis:
        yield from _borrowed(around)


def _borrowed(around: Around) -> Iterator[Problem]:
    """A crisis number outside the crisis set would escape the two-person route."""
    home = country_of(around)
    for path, phone in around.each(Phone):
        if is_crisis_line(phone.number, phone.country or home):
            message = N_(
                "%(number)s is a crisis line with a listing of its own. Remove it here; each page "
                "shows crisis help."
            )
            yield refuse(join(path, "number"), "crisis-number", message, number=phone.number)


def must_hold_problems(around: Around) -> Iterator[Problem]:
    record = around.record
    if record is None:
        return
    for fact in must_hold.missing(record):
        judge = refuse if around.audience == "form" and fact.needed else incomplete
        yield judge(fact.path, f"missing-{fact.code}", fact.sentence)
