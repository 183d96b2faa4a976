"""What must hold before anybody may read a record: one list of problems by field.

    problems(record, today=date.today(), places=gazetteer) -> list[Problem]

Forms, imports and moderation all ask here and show the same sentences. The rules stand in one file
for each noun; none of them changes the record, raises, or looks at a clock.
"""

from collections.abc import Iterator
from datetime import date

from directory.listings.record import Record
from directory.listings.rules import crisis, facts, place, reach, times, whole, wording
from directory.listings.rules.crisis import answers_crisis
from directory.listings.rules.problem import (
    Audience,
    Places,
    Problem,
    Severity,
    look_around,
)

__all__ = ["Audience", "Places", "Problem", "Severity", "answers_crisis", "problems"]

_RULES = (
    whole.empty_problems,
    whole.character_problems,
    whole.link_problems,
    whole.repeat_problems,
    whole.reference_problems,
    reach.phone_problems,
    reach.url_problems,
    reach.mail_problems,
    place.location_problems,
    place.address_problems,
    place.area_problems,
    times.schedule_problems,
    facts.date_problems,
    facts.age_problems,
    facts.status_problems,
    facts.capacity_problems,
    facts.cost_problems,
    facts.language_problems,
    facts.term_problems,
    facts.choice_problems,
    facts.consent_problems,
    crisis.crisis_problems,
    crisis.must_hold_problems,
    wording.wording_problems,
)


def problems(
    record: Record,
    *,
    today: date,
    places: Places | None = None,
    audience: Audience = "import",
) -> list[Problem]:
    """Everything that is wrong with the record or missing from it, worst first.

    Nothing of severity "refuse" may be published. For an import, missing facts are "incomplete";
    a form asks for the ones it needs and refuses without them.
    """
    around = look_around(record, today, places=places, audience=audience)
    return _sorted(problem for rule in _RULES for problem in rule(around))


_ORDER = {"refuse": 0, "incomplete": 1, "warn": 2}


def _sorted(found: Iterator[Problem]) -> list[Problem]:
    unique = {(p.path, p.code, p.sentence.message): p for p in found}
    return sorted(unique.values(), key=lambda p: _ORDER[p.severity])
