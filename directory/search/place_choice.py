"""Which place is meant where a name stands for several: the one this directory can help in.

"young people Manchester" means the Manchester with groups for young people, whichever country the
site stands in; the others are offered beside it.
"""

from dataclasses import replace

from directory.geo.place import Place
from directory.search.engine import Engine
from directory.search.query import Query
from directory.search.understand import Understood, circle

TRIED = 4  # places of one name that are worth a look
CLEARLY_MORE = 3  # times as many listings, before the likelier place gives way


def choose_place(engine: Engine, understood: Understood) -> Understood:
    """The same question, about the place of that name with clearly the most to offer. Raises
    EngineUnavailable."""
    if understood.place is None or not understood.other_places:
        return understood
    places = (understood.place, *understood.other_places)
    question = understood.query(here_only=True, correct=False, open=None)
    found = [
        engine.total(_there(question, place, understood.radius_km)) for place in places[:TRIED]
    ]
    best = max(range(len(found)), key=lambda at: found[at])
    if found[best] <= CLEARLY_MORE * found[0]:
        return understood
    chosen = places[best]
    chips = tuple(
        replace(chip, value=chosen.label, label=chosen.label) if chip.kind == "place" else chip
        for chip in understood.chips
    )
    others = tuple(place for place in places if place is not chosen)
    return replace(understood, place=chosen, other_places=others, chips=chips)


def _there(question: Query, place: Place, km: float) -> Query:
    return replace(question, place=circle(place, km), areas=place.areas)
