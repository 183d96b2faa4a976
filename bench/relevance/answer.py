"""Answers all queries at one step and prints JSON, query to slugs. Run by run.py, each step in a
process of its own, because weights are read when the engine is loaded.

python bench/relevance/answer.py STEP HOME
"""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from steps import STEPS, Step  # noqa: E402

from directory.search import weights  # noqa: E402

DEPTH = 20


def _set_weights(step: Step) -> None:
    """Before anything else of the engine is loaded."""
    for name, value in step.weights.items():
        setattr(weights, name, value)
    weights.FIELD_WEIGHTS.update(step.field_weights)
    if step.all_words:
        weights.ALL_WORDS = 1e6  # those with every word first: the rest is cut off below


def answers(step: Step, home: Path) -> dict[str, list[str]]:
    from corpus import DAY, site
    from judged import queries

    from directory.config import current_settings
    from directory.finding.asked import DEFAULT_RADIUS
    from directory.geo.gazetteer import gazetteer_at
    from directory.listings.queries import published
    from directory.search.place_choice import choose_place
    from directory.search.queries import each_document
    from directory.search.understand import understand
    from directory.search.whoosh_engine import WhooshEngine

    found = {}
    with site(home).app_context(), tempfile.TemporaryDirectory() as index:
        settings = current_settings()
        engine = WhooshEngine(Path(index), languages=settings.languages)
        engine.rebuild(
            replace(document, texts=tuple(t for t in document.texts if t.field in step.fields))
            for document in each_document()
        )
        gazetteer = gazetteer_at(settings.home, settings.default_country)
        for query in queries():
            understood = understand(
                query.words,
                query.near,
                now=DAY,
                gazetteer=gazetteer,
                language=query.language,
                radius_km=DEFAULT_RADIUS * 1.609344,
            )
            understood = choose_place(engine, understood)
            more = {} if step.understands else _as_typed(query.words)
            question = understood.query(
                per_page=DEPTH, synonyms=step.synonyms, correct=step.corrects, count=(), **more
            )
            page = engine.find(question)
            hits = page.hits[: page.total_all_words] if step.all_words else page.hits
            entries = published([hit.listing_id for hit in hits])
            found[query.id] = [
                entries[hit.listing_id].slug for hit in hits if hit.listing_id in entries
            ]
    return found


def _as_typed(words: str) -> dict[str, object]:
    """The place box still counts, as it does everywhere; nothing is read out of the words."""
    from directory.search import grammar

    parsed = grammar.parse(grammar.clean(words))
    return {"words": parsed.words, "open": None, "facets": {}, "prefer": {}, "typed": words}


if __name__ == "__main__":
    chosen = STEPS[sys.argv[1]]
    _set_weights(chosen)
    print(json.dumps(answers(chosen, Path(sys.argv[2]))))
