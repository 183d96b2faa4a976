"""Questions by the hundred from a seed: words as Zipf has them, filters, circles."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.search.corpus import AUDIENCES, COSTS, FORMATS, KINDS, TODAY, TOPICS, Corpus
from directory.search.query import Choice, Circle, Query

NOW = datetime(1970, 1, 1, 18, 20, tzinfo=UTC) + timedelta(days=TODAY)
AXES = {"topic": TOPICS, "kind": KINDS, "cost": COSTS, "audience": AUDIENCES, "format": FORMATS}


@dataclass(frozen=True, slots=True)
class Asked:
    """What every engine is asked."""

    words: tuple[str, ...]
    wishes: dict[str, tuple[str, ...]]
    circle: tuple[float, float, float] | None  # latitude, longitude, km

    def query(self) -> Query:
        return Query(
            now=NOW,
            words=self.words,
            facets={axis: Choice(frozenset(codes)) for axis, codes in self.wishes.items()},
            place=Circle(*self.circle) if self.circle else None,
            here_only=True,
            lapsed=True,
            correct=False,
            rescue=False,
        )


def questions(corpus: Corpus, count: int, seed: int = 11) -> Iterator[Asked]:
    pick = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(count):
        words = tuple(dict.fromkeys(corpus.say(pick.randint(1, 4)).split()))
        wishes = {
            axis: tuple(pick.sample(codes, pick.randint(1, 3)))
            for axis, codes in AXES.items()
            if pick.random() < 0.35
        }
        circle = None
        if pick.random() < 0.6:
            _, latitude, longitude = corpus.town()
            circle = (latitude, longitude, float(pick.choice((5, 10, 20, 50))))
        yield Asked(words, wishes, circle)
